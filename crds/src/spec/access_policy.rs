//! `AccessPolicy`: rules by which the city forbids what its modules would allow.

use kube::{CustomResource, KubeSchema};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{NAME, Status, Text};

/// Rules by which the city forbids what its modules would allow. They can only forbid; they hold for every request
/// from the moment on at which the city takes them.
#[derive(CustomResource, Debug, Clone, PartialEq, Serialize, Deserialize, KubeSchema)]
#[kube(
    group = "cityhall.dev",
    version = "v1alpha1",
    kind = "AccessPolicy",
    plural = "accesspolicies",
    namespaced,
    category = "cityhall",
    status = "Status"
)]
#[kube(shortname = "apol", doc = "Rules by which the city forbids what its modules would allow.")]
#[kube(printcolumn = r#"{"name":"Title","type":"string","jsonPath":".spec.title.zh"}"#)]
#[kube(printcolumn = r#"{"name":"Rules","type":"string","jsonPath":".spec.rules[*].name"}"#)]
#[kube(
    printcolumn = r#"{"name":"Ready","type":"string","jsonPath":".status.conditions[?(@.type==\"Ready\")].status"}"#
)]
#[kube(
    printcolumn = r#"{"name":"Reason","type":"string","jsonPath":".status.conditions[?(@.type==\"Ready\")].reason"}"#
)]
#[kube(printcolumn = r#"{"name":"Age","type":"date","jsonPath":".metadata.creationTimestamp"}"#)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct AccessPolicySpec {
    /// What they are called.
    pub title: Text,
    /// The rules. What any of them forbids is forbidden.
    #[schemars(length(min = 1, max = 32))]
    #[schemars(extend("x-kubernetes-list-type" = "map", "x-kubernetes-list-map-keys" = ["name"]))]
    pub rules: Vec<AccessRule>,
}

/// One rule.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct AccessRule {
    /// Its name, unique here.
    #[schemars(length(min = 1, max = 63), regex(pattern = NAME))]
    pub name: String,
    /// Why the city forbids it.
    pub why: Text,
    /// Exactly one Cedar policy (<https://docs.cedarpolicy.com>) that begins with `forbid`. Who acts is an `Anonymous`,
    /// `Resident`, `Company`, `Officer`, `Auditor`, `Partner` or `Admin`; what is done is `see`, `readInternal`,
    /// `readPersonal`, `readSensitive` or `act` on a `Case`, or `submit` on a `Module`. A case has `module`,
    /// `department`, `stage` and `published`.
    #[schemars(length(min = 1, max = 4096))]
    pub cedar: String,
}
