//! `Department`: a unit that owns services and staff roles.

use kube::{CustomResource, KubeSchema};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{NAME, Status, Text};

/// A unit that owns services and staff roles; departments form the org tree.
#[derive(CustomResource, Debug, Clone, PartialEq, Serialize, Deserialize, KubeSchema)]
#[kube(
    group = "cityhall.dev",
    version = "v1alpha1",
    kind = "Department",
    namespaced,
    category = "cityhall",
    status = "Status"
)]
#[kube(shortname = "dept", doc = "A unit that owns services and staff roles; departments form the org tree.")]
#[kube(printcolumn = r#"{"name":"Title","type":"string","jsonPath":".spec.title.zh"}"#)]
#[kube(printcolumn = r#"{"name":"Parent","type":"string","jsonPath":".spec.parent"}"#)]
#[kube(
    printcolumn = r#"{"name":"Ready","type":"string","jsonPath":".status.conditions[?(@.type==\"Ready\")].status"}"#
)]
#[kube(
    printcolumn = r#"{"name":"Reason","type":"string","jsonPath":".status.conditions[?(@.type==\"Ready\")].reason"}"#
)]
#[kube(printcolumn = r#"{"name":"Age","type":"date","jsonPath":".metadata.creationTimestamp"}"#)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct DepartmentSpec {
    /// The department's name.
    pub title: Text,
    /// The department above it; absent at the top.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(length(min = 1, max = 63), regex(pattern = NAME))]
    pub parent: Option<String>,
    /// Who leads it (局长): the `sub` of their tokens. A yellow card is told to them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(length(min = 1, max = 128))]
    pub head: Option<String>,
    /// Who stands above its head (分管领导): the `sub` of their tokens. A red card is told to them; to the
    /// head of the department above when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(length(min = 1, max = 128))]
    pub superior: Option<String>,
    /// Unified credit code (GB 32100), 18 characters.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(length(min = 1, max = 18), regex(pattern = "^[0-9A-Za-z]+$"))]
    pub code: Option<String>,
    /// Telephone of its counter.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(length(min = 1, max = 32))]
    pub phone: Option<String>,
    /// The code of the district for which it works; that of the department above when absent. The city's figures by
    /// district count a case where the department works that has it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(length(min = 1, max = 12), regex(pattern = "^[0-9A-Za-z-]+$"))]
    pub district: Option<String>,
    /// Who works here: those of issuers whose `roles` are `Assignments`, and staff of demonstrations and tests.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[schemars(length(max = 500))]
    #[schemars(extend("x-kubernetes-list-type" = "map", "x-kubernetes-list-map-keys" = ["subject"]))]
    pub people: Vec<Person>,
}

/// Somebody who works here.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Person {
    /// The `sub` of their tokens.
    #[schemars(length(min = 1, max = 128))]
    pub subject: String,
    /// What they are called.
    #[schemars(length(min = 1, max = 128))]
    pub name: String,
    /// Roles that they hold here, as actions of modules name them.
    #[schemars(length(max = 32), inner(length(min = 1, max = 63), regex(pattern = NAME)))]
    #[schemars(extend("x-kubernetes-list-type" = "set"))]
    pub roles: Vec<String>,
}
