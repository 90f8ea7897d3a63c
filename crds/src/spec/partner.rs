//! `Partner`: another body whose systems work over the API.

use kube::{CustomResource, KubeSchema};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Jwks, NAME, Status, Text};

/// Another body whose systems work over the API: who it is, how its systems prove themselves, what they may do.
#[derive(CustomResource, Debug, Clone, PartialEq, Serialize, Deserialize, KubeSchema)]
#[kube(
    group = "cityhall.dev",
    version = "v1alpha1",
    kind = "Partner",
    namespaced,
    category = "cityhall",
    status = "Status"
)]
#[kube(doc = "Another body whose systems work over the API: how they prove themselves, what they may do.")]
#[kube(printcolumn = r#"{"name":"Title","type":"string","jsonPath":".spec.title.zh"}"#)]
#[kube(
    printcolumn = r#"{"name":"Ready","type":"string","jsonPath":".status.conditions[?(@.type==\"Ready\")].status"}"#
)]
#[kube(
    printcolumn = r#"{"name":"Reason","type":"string","jsonPath":".status.conditions[?(@.type==\"Ready\")].reason"}"#
)]
#[kube(printcolumn = r#"{"name":"Age","type":"date","jsonPath":".metadata.creationTimestamp"}"#)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct PartnerSpec {
    /// What the body is called.
    pub title: Text,
    /// The office that answers when something is wrong; an office, never a person.
    pub contact: Contact,
    /// Systems that prove themselves with a key of their own (`private_key_jwt`). A partner without any works with
    /// API keys, which administrators issue.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[schemars(length(max = 16))]
    #[schemars(extend("x-kubernetes-list-type" = "map", "x-kubernetes-list-map-keys" = ["clientId"]))]
    pub clients: Vec<PartnerClient>,
    /// What its systems may do; every key may be given less, none more.
    pub scope: PartnerScope,
    /// How much its systems may ask for together; the city's default for partners when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub quota: Option<PartnerQuota>,
    /// From where its systems call; from anywhere when absent.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[schemars(length(max = 32))]
    #[schemars(extend("x-kubernetes-list-type" = "set"))]
    pub address_ranges: Vec<AddressRange>,
    /// GraphQL documents that its systems execute by name or digest. Whoever changes a module is told which of them
    /// would not work any more.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[schemars(length(max = 100))]
    #[schemars(extend("x-kubernetes-list-type" = "map", "x-kubernetes-list-map-keys" = ["name"]))]
    pub documents: Vec<PartnerDocument>,
    /// Whether its systems may execute the registered documents and no others; `false` when absent.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub only_documents: bool,
}

/// An office.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Contact {
    /// What it is called.
    pub office: Text,
    /// Its mailbox.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(length(min = 3, max = 254), regex(pattern = "^[^@ ]+@[^@ ]+$"))]
    pub email: Option<String>,
    /// Its telephone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(length(min = 1, max = 32))]
    pub phone: Option<String>,
}

/// One system of a partner.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct PartnerClient {
    /// What it calls itself: `iss` and `sub` of its assertions. Of one partner only.
    #[schemars(length(min = 1, max = 128), regex(pattern = "^[A-Za-z0-9._~:/-]+$"))]
    pub client_id: String,
    /// Its public keys (RFC 7517), each with a `kid`.
    pub jwks: Jwks,
}

/// What a partner may do.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct PartnerScope {
    /// What with cases. The guides of modules, departments and published counts are for everybody.
    #[schemars(length(min = 1, max = 3), extend("x-kubernetes-list-type" = "set"))]
    pub rights: Vec<PartnerRight>,
    /// In which modules; in all when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(length(min = 1, max = 200), inner(length(min = 1, max = 63), regex(pattern = NAME)))]
    #[schemars(extend("x-kubernetes-list-type" = "set"))]
    pub modules: Option<Vec<String>>,
}

/// One thing that a partner may do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
pub enum PartnerRight {
    /// Read cases that are published.
    ReadPublished,
    /// Read the cases of a person or body that gave it a mandate for the module.
    ReadCases,
    /// Hand in cases: anonymously, where the module takes that, and for whoever gave it a mandate; with `ReadCases`
    /// also act in them.
    Submit,
}

/// How much may be asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct PartnerQuota {
    /// How much: units of `extensions.cost`.
    #[schemars(range(min = 1, max = 1_000_000_000))]
    pub cost: i32,
    /// In how many seconds it all comes back; at least one unit does each second.
    #[schemars(range(min = 1, max = 600))]
    pub seconds: i32,
}

/// A range of addresses, such as `192.0.2.0/24` or `2001:db8::/32`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(transparent)]
pub struct AddressRange(#[schemars(length(min = 1, max = 64), regex(pattern = "^[0-9A-Fa-f:.]+/[0-9]+$"))] pub String);

/// One registered document.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct PartnerDocument {
    /// What it is called.
    #[schemars(length(min = 1, max = 63), regex(pattern = NAME))]
    pub name: String,
    /// SHA-256 of the text in hexadecimal; whoever writes it down is told when the text is another.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(length(min = 64, max = 64), regex(pattern = "^[0-9a-f]+$"))]
    pub digest: Option<String>,
    /// The GraphQL document.
    #[schemars(length(min = 1, max = 16_384))]
    pub text: String,
}
