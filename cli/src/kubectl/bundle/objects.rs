//! What of an object goes into the bundle.

use k8s_openapi::apimachinery::pkg::apis::meta::v1::ObjectMeta;
use serde::Serialize;
use serde_json::{Map, Value, json};

/// Whose annotations are taken. Others repeat whole manifests, people included, or are somebody else's.
const OWN_ANNOTATIONS: &str = "cityhall.dev/";

/// What of a head is taken.
const HEAD: [&str; 9] = [
    "name",
    "namespace",
    "uid",
    "generation",
    "resourceVersion",
    "creationTimestamp",
    "deletionTimestamp",
    "labels",
    "ownerReferences",
];

/// A head, without what others remember in it.
pub(super) fn head(metadata: &ObjectMeta) -> Value {
    pruned(&serde_json::to_value(metadata).unwrap_or_default())
}

fn pruned(metadata: &Value) -> Value {
    let kept = HEAD.into_iter().filter_map(|key| Some((key.to_owned(), metadata.get(key)?.clone())));
    let mut kept: Map<String, Value> = kept.collect();
    let annotations = metadata["annotations"].as_object().into_iter().flatten();
    let own: Map<String, Value> = annotations
        .filter(|(key, _)| key.starts_with(OWN_ANNOTATIONS))
        .map(|(key, value)| (key.clone(), value.clone()))
        .collect();
    if !own.is_empty() {
        kept.insert("annotations".to_owned(), Value::Object(own));
    }
    Value::Object(kept)
}

/// An object with all but its head as it is.
pub(super) fn whole(object: &impl Serialize) -> Value {
    let mut object = serde_json::to_value(object).unwrap_or_default();
    object["metadata"] = pruned(&object["metadata"]);
    object
}

/// A pod or what makes pods: its status, and of its containers name and image. Their environment and
/// arguments are not taken: anything may stand there.
pub(super) fn workload(object: &impl Serialize) -> Value {
    let whole = whole(object);
    let spec = whole.pointer("/spec/template/spec").unwrap_or(&whole["spec"]);
    let containers = spec["containers"].as_array().into_iter().flatten();
    let containers: Vec<Value> = containers
        .map(|one| json!({ "name": one["name"], "image": one["image"], "resources": one["resources"] }))
        .collect();
    json!({ "kind": whole["kind"], "metadata": whole["metadata"], "replicas": whole["spec"]["replicas"],
            "nodeName": spec["nodeName"], "containers": containers, "status": whole["status"] })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_others_remember_of_an_object_is_not_taken() {
        let object = json!({ "kind": "X", "spec": { "a": 1 }, "metadata": { "name": "x", "managedFields": ["f"],
            "annotations": { "kubectl.kubernetes.io/last-applied-configuration": "all", "cityhall.dev/paused": "true" } } });
        let taken = json!({ "kind": "X", "spec": { "a": 1 },
                            "metadata": { "name": "x", "annotations": { "cityhall.dev/paused": "true" } } });
        assert_eq!(whole(&object), taken);
    }

    #[test]
    fn an_environment_is_not_taken() {
        let container =
            json!({ "name": "c", "image": "i", "env": [{ "name": "A", "value": "hidden" }], "args": ["hidden"] });
        let pod = json!({ "kind": "Pod", "metadata": {}, "spec": { "containers": [container] }, "status": { "phase": "Running" } });
        let taken = workload(&pod).to_string();
        assert!(taken.contains("Running") && taken.contains("\"i\"") && !taken.contains("hidden"), "{taken}");
    }
}
