//! What runs a city, as it was seen last: every object that bears the operator's label.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

use k8s_openapi::api::core::v1::Pod;
use kube::api::{ApiResource, DynamicObject};
use kube::runtime::reflector::{ObjectRef, Store};
use serde_json::Value;

/// A kind of object that a city is made of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Part {
    /// As whom the pods run.
    ServiceAccount,
    /// Who may publish.
    ConfigMap,
    /// The Service by which the pods are named.
    Pods,
    /// The Service by which the city is reached.
    Service,
    /// Which connections the pods have.
    NetworkPolicy,
    /// How many pods may be away while nodes are emptied.
    PodDisruptionBudget,
    /// What runs the pods.
    StatefulSet,
}

impl Part {
    /// All of them, in the order in which they are written: what others refer to comes first.
    pub(crate) const ALL: [Self; 7] = [
        Self::ServiceAccount,
        Self::ConfigMap,
        Self::Pods,
        Self::Service,
        Self::NetworkPolicy,
        Self::PodDisruptionBudget,
        Self::StatefulSet,
    ];

    /// Those of different kinds: each is watched once.
    pub const WATCHED: [Self; 6] = [
        Self::ServiceAccount,
        Self::ConfigMap,
        Self::Service,
        Self::NetworkPolicy,
        Self::PodDisruptionBudget,
        Self::StatefulSet,
    ];

    /// How the API server knows it.
    #[must_use]
    pub fn resource(self) -> ApiResource {
        let (group, version, kind, plural) = match self {
            Self::ServiceAccount => ("", "v1", "ServiceAccount", "serviceaccounts"),
            Self::ConfigMap => ("", "v1", "ConfigMap", "configmaps"),
            Self::Pods | Self::Service => ("", "v1", "Service", "services"),
            Self::NetworkPolicy => ("networking.k8s.io", "v1", "NetworkPolicy", "networkpolicies"),
            Self::PodDisruptionBudget => ("policy", "v1", "PodDisruptionBudget", "poddisruptionbudgets"),
            Self::StatefulSet => ("apps", "v1", "StatefulSet", "statefulsets"),
        };
        let gvk = kube::api::GroupVersionKind::gvk(group, version, kind);
        ApiResource::from_gvk_with_plural(&gvk, plural)
    }

    /// Under which name its watch is told.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::ServiceAccount => "serviceaccounts",
            Self::ConfigMap => "configmaps",
            Self::Pods | Self::Service => "services",
            Self::NetworkPolicy => "networkpolicies",
            Self::PodDisruptionBudget => "poddisruptionbudgets",
            Self::StatefulSet => "statefulsets",
        }
    }
}

/// The objects, and how the API server wrote what was applied to them.
pub(crate) struct OwnedObjects {
    /// The city's pods: made by its `StatefulSet`, never by the operator.
    pods: Store<Pod>,
    stores: BTreeMap<Part, Store<DynamicObject>>,
    as_applied: Mutex<BTreeMap<(Part, String), (Value, Value)>>,
}

impl OwnedObjects {
    pub(crate) fn new(pods: Store<Pod>, stores: BTreeMap<Part, Store<DynamicObject>>) -> Self {
        Self { pods, stores, as_applied: Mutex::new(BTreeMap::new()) }
    }

    /// The object as it was seen last.
    pub(crate) fn seen(&self, part: Part, namespace: &str, name: &str) -> Option<Arc<DynamicObject>> {
        let reference = ObjectRef::new_with(name, part.resource()).within(namespace);
        let watched = Part::WATCHED.into_iter().find(|watched| watched.name() == part.name())?;
        self.stores.get(&watched)?.get(&reference)
    }

    /// The digest of the image that the city's pod runs, as its node says it.
    pub(crate) fn running_digest(&self) -> Option<String> {
        let pods = self.pods.state();
        let status = pods.iter().find_map(|pod| pod.status.as_ref()?.container_statuses.as_ref()?.first());
        // With or without the repository that it was pulled from.
        let digest = status?.image_id.rsplit('@').next().filter(|digest| digest.starts_with("sha256:"))?;
        Some(digest.to_owned())
    }

    /// Whether an object already says what is wanted: read at the places of what is wanted, it is what the
    /// API server made of the same wish before, or the very wish.
    pub(crate) fn is(&self, part: Part, name: &str, wanted: &Value, seen: &Value) -> bool {
        let known = self.as_applied.lock().unwrap_or_else(PoisonError::into_inner);
        let expected = known.get(&(part, name.to_owned())).filter(|(wish, _)| wish == wanted).map(|(_, made)| made);
        project(seen, wanted) == *expected.unwrap_or(wanted)
    }

    /// Remembers what the API server made of a wish: it writes some values in a form of its own.
    pub(crate) fn note(&self, part: Part, name: &str, wanted: &Value, made: &Value) {
        let entry = (wanted.clone(), project(made, wanted));
        self.as_applied.lock().unwrap_or_else(PoisonError::into_inner).insert((part, name.to_owned()), entry);
    }
}

/// What `seen` says at the places where `wanted` says something.
fn project(seen: &Value, wanted: &Value) -> Value {
    match (seen, wanted) {
        (Value::Object(seen), Value::Object(wanted)) => {
            let both = wanted.iter().filter_map(|(key, wanted)| Some((key.clone(), project(seen.get(key)?, wanted))));
            Value::Object(both.collect())
        }
        (Value::Array(seen), Value::Array(wanted)) if seen.len() == wanted.len() => {
            Value::Array(seen.iter().zip(wanted).map(|(seen, wanted)| project(seen, wanted)).collect())
        }
        _ => seen.clone(),
    }
}

#[cfg(test)]
mod tests {
    use kube::runtime::reflector::store::Writer;
    use serde_json::json;

    use super::*;

    #[test]
    fn only_what_is_wanted_is_compared() {
        let objects = OwnedObjects::new(Writer::default().as_reader(), BTreeMap::new());
        let wanted = json!({ "spec": { "replicas": 1, "list": [{ "name": "a" }] } });
        let seen = json!({ "spec": { "replicas": 1, "list": [{ "name": "a", "more": 1 }], "other": 2 }, "status": {} });
        assert!(objects.is(Part::StatefulSet, "x", &wanted, &seen));
        let drifted = json!({ "spec": { "replicas": 0, "list": [{ "name": "a" }] } });
        assert!(!objects.is(Part::StatefulSet, "x", &wanted, &drifted));
        let longer = json!({ "spec": { "replicas": 1, "list": [{ "name": "a" }, { "name": "b" }] } });
        assert!(!objects.is(Part::StatefulSet, "x", &wanted, &longer));
    }

    #[test]
    fn another_form_of_the_same_value_is_no_drift() {
        let objects = OwnedObjects::new(Writer::default().as_reader(), BTreeMap::new());
        let (wanted, made) = (json!({ "cpu": "1000m" }), json!({ "cpu": "1" }));
        assert!(!objects.is(Part::StatefulSet, "x", &wanted, &made));
        objects.note(Part::StatefulSet, "x", &wanted, &made);
        assert!(objects.is(Part::StatefulSet, "x", &wanted, &made));
        assert!(!objects.is(Part::StatefulSet, "x", &wanted, &json!({ "cpu": "2" })));
    }
}
