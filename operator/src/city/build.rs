//! The objects that run a city, built from its spec alone: no client, no clock.
//!
//! The pods meet the `restricted` pod security standard, have a read-only root, no token of the
//! Kubernetes API and no way out but name resolution.

use cityhall_crds::Kind;
use cityhall_crds::spec::{CitySpec, Resources as Limits, SecretRef, Storage};
use serde_json::{Value, json};

use super::owned::Part;
use super::{PORT, pods_service, workload};
use crate::events::OPERATOR;
use crate::manifest::Manifest;
use crate::options::Options;

/// The objects of a city, in one stage of their way.
pub(super) struct Resources<Stage> {
    pub(super) objects: Vec<Stage>,
}

/// An object as it should be.
#[derive(Debug)]
pub(super) struct Prepared {
    pub(super) part: Part,
    pub(super) name: String,
    pub(super) object: Value,
}

/// An object as the API server has it.
pub(super) struct Applied {
    pub(super) part: Part,
    pub(super) object: Value,
}

impl Resources<Applied> {
    fn stateful_set(&self) -> Option<&Value> {
        self.objects.iter().find(|one| one.part == Part::StatefulSet).map(|one| &one.object)
    }

    /// How the pods are, for people.
    pub(super) fn workload_state(&self) -> String {
        let Some(set) = self.stateful_set() else { return "it has no pods".to_owned() };
        let (name, ready) = (&set["metadata"]["name"], set["status"]["readyReplicas"].as_i64().unwrap_or_default());
        format!("{ready} of 1 pods of StatefulSet {name} are ready")
    }

    /// The image that the pods are told to run.
    pub(super) fn image(&self) -> Option<String> {
        let image = self.stateful_set()?.pointer("/spec/template/spec/containers/0/image")?;
        image.as_str().map(str::to_owned)
    }
}

/// Whom the pods run as.
const USER: i64 = 65_532;

/// How long a pod may take to drain.
const DRAIN_SECONDS: i64 = 30;

/// Every object of a city; `trust` is the text that names who may publish.
pub(super) fn resources(options: &Options, city: &Manifest, spec: &CitySpec, trust: &str) -> Resources<Prepared> {
    let name = workload(city.name());
    let built = Part::ALL.map(|part| {
        let (name, body) = match part {
            Part::Pods => (pods_service(city.name()), json!({ "spec": governing_service(city.name()) })),
            Part::ServiceAccount => (name.clone(), json!({ "automountServiceAccountToken": false })),
            Part::ConfigMap => (format!("{name}-trust"), json!({ "data": { TRUST_FILE: trust } })),
            Part::Service => (name.clone(), json!({ "spec": service(city.name()) })),
            Part::NetworkPolicy => (name.clone(), json!({ "spec": network_policy(city.name()) })),
            Part::PodDisruptionBudget => (name.clone(), json!({ "spec": disruption_budget(city.name()) })),
            Part::StatefulSet => (name.clone(), json!({ "spec": stateful_set(options, city.name(), spec) })),
        };
        let object = with_head(options, city, part, &name, body);
        Prepared { part, name, object }
    });
    Resources { objects: built.into() }
}

fn with_head(options: &Options, city: &Manifest, part: Part, name: &str, body: Value) -> Value {
    let resource = part.resource();
    let mut object = json!({
        "apiVersion": resource.api_version,
        "kind": resource.kind,
        "metadata": {
            "name": name,
            "namespace": options.namespace,
            "labels": labels(city.name()),
            "ownerReferences": [city.owner_reference(Kind::City)],
        },
    });
    if let (Value::Object(object), Value::Object(body)) = (&mut object, body) {
        object.extend(body);
    }
    object
}

fn labels(city: &str) -> Value {
    let mut labels = selector(city);
    labels["app.kubernetes.io/managed-by"] = json!(OPERATOR);
    labels
}

/// By which the pods of a city are found.
fn selector(city: &str) -> Value {
    json!({ "app.kubernetes.io/name": "cityhall-city", "app.kubernetes.io/instance": city })
}

const TRUST_FILE: &str = "publisher.json";

fn service(city: &str) -> Value {
    json!({
        "selector": selector(city),
        "ports": [{ "name": "http", "port": PORT, "protocol": "TCP", "targetPort": "http" }],
    })
}

/// What names the pods: also before they are ready, since a city is not ready before it is published, and
/// the operator reaches it here to publish it.
fn governing_service(city: &str) -> Value {
    let mut spec = service(city);
    spec["clusterIP"] = json!("None");
    spec["publishNotReadyAddresses"] = json!(true);
    spec
}

/// In: the API, for anybody in the cluster, as a gateway may stand anywhere. Out: names only.
fn network_policy(city: &str) -> Value {
    json!({
        "podSelector": { "matchLabels": selector(city) },
        "policyTypes": ["Ingress", "Egress"],
        "ingress": [{
            "from": [{ "namespaceSelector": {} }],
            "ports": [{ "port": "http", "protocol": "TCP" }],
        }],
        "egress": [{
            "to": [{ "namespaceSelector": {} }],
            "ports": [{ "port": 53, "protocol": "UDP" }, { "port": 53, "protocol": "TCP" }],
        }],
    })
}

/// One pod holds the records: it is moved when somebody says so, not by the way.
fn disruption_budget(city: &str) -> Value {
    json!({ "maxUnavailable": 0, "selector": { "matchLabels": selector(city) } })
}

fn stateful_set(options: &Options, city: &str, spec: &CitySpec) -> Value {
    json!({
        "replicas": 1,
        "serviceName": pods_service(city),
        "selector": { "matchLabels": selector(city) },
        // The records outlive the workload: a volume goes only when somebody removes it.
        "persistentVolumeClaimRetentionPolicy": { "whenDeleted": "Retain", "whenScaled": "Retain" },
        "template": { "metadata": { "labels": labels(city) }, "spec": pod(options, city, spec) },
        "volumeClaimTemplates": [volume_claim(spec.storage.as_ref())],
    })
}

fn volume_claim(storage: Option<&Storage>) -> Value {
    let size = storage.map_or("10Gi", |storage| storage.size.as_str());
    let mut spec = json!({ "accessModes": ["ReadWriteOnce"], "resources": { "requests": { "storage": size } } });
    if let Some(class) = storage.and_then(|storage| storage.class.as_ref()) {
        spec["storageClassName"] = json!(class);
    }
    json!({ "metadata": { "name": "data" }, "spec": spec })
}

fn pod(options: &Options, city: &str, spec: &CitySpec) -> Value {
    let usual = SecretRef { name: format!("{}-key", workload(city)), key: "key".to_owned() };
    let key = spec.keys.as_ref().map_or(&usual, |keys| &keys.secret_ref);
    let pull_secrets: Vec<_> = options.image.pull_secrets.iter().map(|name| json!({ "name": name })).collect();
    let mut pod = json!({
        "serviceAccountName": workload(city),
        "automountServiceAccountToken": false,
        "enableServiceLinks": false,
        "terminationGracePeriodSeconds": DRAIN_SECONDS,
        "securityContext": {
            "runAsNonRoot": true,
            "runAsUser": USER,
            "runAsGroup": USER,
            "fsGroup": USER,
            "fsGroupChangePolicy": "OnRootMismatch",
            "seccompProfile": { "type": "RuntimeDefault" },
        },
        "containers": [container(options, spec.resources.as_ref())],
        "volumes": [
            { "name": "tmp", "emptyDir": {} },
            { "name": "trust", "configMap": { "name": format!("{}-trust", workload(city)) } },
            { "name": "key", "secret": { "secretName": key.name, "defaultMode": 0o440,
                                         "items": [{ "key": key.key, "path": "key" }] } },
        ],
    });
    if !pull_secrets.is_empty() {
        pod["imagePullSecrets"] = json!(pull_secrets);
    }
    pod
}

fn container(options: &Options, limits: Option<&Limits>) -> Value {
    let cpu = limits.map_or("250m", |limits| limits.cpu.as_str());
    let memory = limits.map_or("512Mi", |limits| limits.memory.as_str());
    let probe = |path: &str, period: i64, failures: i64| {
        json!({ "httpGet": { "path": path, "port": "http" }, "periodSeconds": period, "failureThreshold": failures,
                "timeoutSeconds": 5 })
    };
    let mut arguments: Vec<String> =
        ["serve", "--data", "/data/city", "--key", "/run/cityhall/key/key", "--publisher"].map(str::to_owned).into();
    arguments.extend([format!("/run/cityhall/trust/{TRUST_FILE}"), "--listen".to_owned(), format!("0.0.0.0:{PORT}")]);
    arguments.extend(options.trusted_proxies.iter().map(|proxy| format!("--trusted-proxy={proxy}")));
    if let Some(otlp) = &options.otlp {
        arguments.extend([format!("--otlp-endpoint={}", otlp.endpoint), format!("--otlp-share={}", otlp.share)]);
    }
    json!({
        "name": "city",
        "image": options.image.reference,
        "imagePullPolicy": options.image.pull_policy,
        "args": arguments,
        "ports": [{ "name": "http", "containerPort": PORT, "protocol": "TCP" }],
        // A long history is replayed before a city is ready.
        "startupProbe": probe("/healthz", 2, 300),
        "readinessProbe": probe("/readyz", 5, 3),
        "livenessProbe": probe("/healthz", 10, 6),
        "resources": { "requests": { "cpu": cpu, "memory": memory }, "limits": { "memory": memory } },
        "securityContext": {
            "allowPrivilegeEscalation": false,
            "readOnlyRootFilesystem": true,
            "capabilities": { "drop": ["ALL"] },
        },
        "volumeMounts": [
            { "name": "data", "mountPath": "/data" },
            { "name": "tmp", "mountPath": "/tmp" },
            { "name": "trust", "mountPath": "/run/cityhall/trust", "readOnly": true },
            { "name": "key", "mountPath": "/run/cityhall/key", "readOnly": true },
        ],
    })
}
