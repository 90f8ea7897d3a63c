//! What a manifest of rules says, as it is written.

use cityhall_domain::text::Text;
use serde::{Deserialize, Serialize};

/// The `spec` of an `AccessPolicy`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct PolicySpec {
    /// Its name for people.
    pub title: Text,
    /// Its rules.
    pub rules: Vec<RuleSpec>,
}

/// One rule.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct RuleSpec {
    /// Its name, unique in its manifest.
    pub name: String,
    /// Why the city forbids it.
    pub why: Text,
    /// One Cedar policy that forbids.
    pub cedar: String,
}
