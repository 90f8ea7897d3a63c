//! A manifest as the operator watches it: whatever its spec says, it can be read, so that one broken
//! manifest never stops the watch of the others.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::{Arc, OnceLock};

use cityhall_crds::spec::{API_VERSION, Status};
use cityhall_crds::{Kind, spec_digest};
use k8s_openapi::apimachinery::pkg::apis::meta::v1::{ObjectMeta, OwnerReference, Time};
use kube::core::DynamicResourceScope;
use kube::runtime::reflector::{ObjectRef, Store};
use serde::{Deserialize, Deserializer, Serialize};
use serde_json::Value;
use serde_json::value::RawValue;

/// While this is `true`, nothing is done about the manifest.
pub const PAUSED: &str = "cityhall.dev/paused";

/// Another value of this asks for everything about the manifest to be looked at anew, at once.
pub(crate) const RECONCILE_AT: &str = "cityhall.dev/reconcile-at";

/// What `kubectl apply` remembers in an annotation: as large as the manifest, and of no use here.
const LAST_APPLIED: &str = "kubectl.kubernetes.io/last-applied-configuration";

/// A manifest of any kind; which, its dynamic type says. Its spec is text until it is needed.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Manifest {
    /// Its head, as far as anybody here looks at it.
    #[serde(deserialize_with = "head")]
    pub metadata: ObjectMeta,
    #[serde(default)]
    spec: Option<Box<RawValue>>,
    /// As text too: a status of another version must not make the manifest unreadable.
    #[serde(default, skip_serializing)]
    status: Option<Box<RawValue>>,
    #[serde(skip)]
    digest: OnceLock<Arc<str>>,
}

/// What is read of a head. The rest is skipped while it is read: who manages which field is larger than the
/// manifest itself.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Head {
    name: Option<String>,
    namespace: Option<String>,
    uid: Option<String>,
    resource_version: Option<String>,
    generation: Option<i64>,
    creation_timestamp: Option<Time>,
    deletion_timestamp: Option<Time>,
    labels: Option<BTreeMap<String, String>>,
    annotations: Option<BTreeMap<String, String>>,
    owner_references: Option<Vec<OwnerReference>>,
}

fn head<'de, D: Deserializer<'de>>(head: D) -> Result<ObjectMeta, D::Error> {
    let mut head = Head::deserialize(head)?;
    if let Some(annotations) = &mut head.annotations {
        annotations.remove(LAST_APPLIED);
    }
    Ok(ObjectMeta {
        name: head.name,
        namespace: head.namespace,
        uid: head.uid,
        resource_version: head.resource_version,
        generation: head.generation,
        creation_timestamp: head.creation_timestamp,
        deletion_timestamp: head.deletion_timestamp,
        labels: head.labels,
        annotations: head.annotations,
        owner_references: head.owner_references,
        ..ObjectMeta::default()
    })
}

/// The manifests of one kind, as they were seen last.
pub(crate) type Manifests = Store<Manifest>;

impl Manifest {
    /// Its name.
    #[must_use]
    pub fn name(&self) -> &str {
        self.metadata.name.as_deref().unwrap_or_default()
    }

    /// The number of its spec's version.
    #[must_use]
    pub fn generation(&self) -> i64 {
        self.metadata.generation.unwrap_or_default()
    }

    /// Its spec; null where it has none.
    #[must_use]
    pub fn spec(&self) -> Value {
        self.spec.as_ref().and_then(|text| serde_json::from_str(text.get()).ok()).unwrap_or_default()
    }

    /// The digest of its spec, as cities compute it.
    pub(crate) fn digest(&self) -> &str {
        self.digest.get_or_init(|| spec_digest(&self.spec()).into())
    }

    /// Its status; empty where there is none or it cannot be read.
    #[must_use]
    pub fn status(&self) -> Status {
        self.status.as_ref().and_then(|text| serde_json::from_str(text.get()).ok()).unwrap_or_default()
    }

    /// Whether nothing is to be done about it.
    #[must_use]
    pub fn is_paused(&self) -> bool {
        self.annotation(PAUSED) == Some("true")
    }

    /// When somebody asked last for it to be looked at.
    pub(crate) fn reconcile_at(&self) -> Option<&str> {
        self.annotation(RECONCILE_AT)
    }

    fn annotation(&self, name: &str) -> Option<&str> {
        self.metadata.annotations.as_ref()?.get(name).map(String::as_str)
    }

    /// How what it owns refers to it.
    pub(crate) fn owner_reference(&self, kind: Kind) -> OwnerReference {
        OwnerReference {
            api_version: API_VERSION.to_owned(),
            kind: kind.as_str().to_owned(),
            name: self.name().to_owned(),
            uid: self.metadata.uid.clone().unwrap_or_default(),
            controller: Some(true),
            block_owner_deletion: Some(true),
        }
    }

    /// How it is referred to.
    pub(crate) fn reference(&self, kind: Kind) -> ObjectRef<Self> {
        ObjectRef::from_obj_with(self, kind)
    }
}

/// The names of a kind's resources in paths.
#[must_use]
pub fn plural(kind: Kind) -> &'static str {
    match kind {
        Kind::City => "cities",
        Kind::Department => "departments",
        Kind::HolidayCalendar => "holidaycalendars",
        Kind::ServiceModule => "servicemodules",
        Kind::Partner => "partners",
        Kind::AccessPolicy => "accesspolicies",
    }
}

/// What stands before and after the stroke of [`API_VERSION`].
fn group_and_version() -> (&'static str, &'static str) {
    API_VERSION.split_once('/').unwrap_or_default()
}

impl kube::Resource for Manifest {
    type DynamicType = Kind;
    type Scope = DynamicResourceScope;

    fn kind(kind: &Kind) -> Cow<'_, str> {
        kind.as_str().into()
    }

    fn group(_: &Kind) -> Cow<'_, str> {
        group_and_version().0.into()
    }

    fn version(_: &Kind) -> Cow<'_, str> {
        group_and_version().1.into()
    }

    fn plural(kind: &Kind) -> Cow<'_, str> {
        plural(*kind).into()
    }

    fn meta(&self) -> &ObjectMeta {
        &self.metadata
    }

    fn meta_mut(&mut self) -> &mut ObjectMeta {
        &mut self.metadata
    }
}
