//! `City`: one installation.

use kube::{CustomResource, KubeSchema};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{FreeObject, Text};

/// A city: one event store, one API, one set of departments.
#[derive(CustomResource, Debug, Clone, PartialEq, Serialize, Deserialize, KubeSchema)]
#[kube(group = "cityhall.dev", version = "v1alpha1", kind = "City", namespaced, category = "cityhall")]
#[kube(doc = "A city: one event store, one API, one set of departments. One per namespace.")]
#[kube(printcolumn = r#"{"name":"Title","type":"string","jsonPath":".spec.title.zh"}"#)]
#[kube(printcolumn = r#"{"name":"Code","type":"string","jsonPath":".spec.code"}"#)]
#[kube(printcolumn = r#"{"name":"Zone","type":"string","jsonPath":".spec.timeZone"}"#)]
#[kube(printcolumn = r#"{"name":"Age","type":"date","jsonPath":".metadata.creationTimestamp"}"#)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct CitySpec {
    /// What case numbers begin with: two to four capital letters, such as `QS`.
    #[schemars(length(min = 2, max = 4), regex(pattern = "^[A-Z]+$"))]
    pub code: String,
    /// The city's name.
    pub title: Text,
    /// IANA time zone in which days begin and limits end, such as `Asia/Shanghai`.
    #[schemars(length(min = 1, max = 64), regex(pattern = "^[A-Za-z0-9_+/-]+$"))]
    pub time_zone: String,
    /// Languages in which every text must exist.
    #[schemars(length(min = 1, max = 2), extend("x-kubernetes-list-type" = "set"))]
    pub languages: Vec<LanguageCode>,
    /// Administrative division code (GB/T 2260), six digits.
    #[schemars(length(min = 6, max = 6), regex(pattern = "^[0-9]+$"))]
    pub region: String,
    /// Districts of the city.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[schemars(length(max = 100))]
    #[schemars(extend("x-kubernetes-list-type" = "map", "x-kubernetes-list-map-keys" = ["code"]))]
    pub districts: Vec<District>,
    /// Token issuers (`OpenID Connect`) whose access tokens are honoured.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[schemars(length(max = 16))]
    #[schemars(extend("x-kubernetes-list-type" = "map", "x-kubernetes-list-map-keys" = ["issuer"]))]
    pub issuers: Vec<Issuer>,
}

/// A language that the product speaks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub enum LanguageCode {
    /// Simplified Chinese.
    #[serde(rename = "zh")]
    Zh,
    /// English.
    #[serde(rename = "en")]
    En,
}

/// A district of the city.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct District {
    /// Its administrative division code, six digits, or nine with the street.
    #[schemars(length(min = 1, max = 12), regex(pattern = "^[0-9A-Za-z-]+$"))]
    pub code: String,
    /// Its name.
    pub name: Text,
}

/// Somebody who issues access tokens.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Issuer {
    /// The `iss` of its tokens: an https URL, or http on a loopback address.
    #[schemars(length(min = 1, max = 512), regex(pattern = "^https?://"))]
    pub issuer: String,
    /// The `aud` that its tokens must carry.
    #[schemars(length(min = 1, max = 256))]
    pub audience: String,
    /// Its public keys (RFC 7517).
    pub jwks: Jwks,
}

/// A set of public keys (RFC 7517).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Jwks {
    /// The keys, each a JSON Web Key.
    #[schemars(length(max = 16), extend("x-kubernetes-list-type" = "atomic"))]
    pub keys: Vec<FreeObject>,
}
