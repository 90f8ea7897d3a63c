//! Limits that depend on the answers, as a city writes them.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::spec::{Limit, NAME, Text};

/// Limits that hold instead, where a condition over the answers holds.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct LimitsByAnswers {
    /// What kind of case it is, for people: 咨询, 求助.
    pub title: Text,
    /// A CEL condition over `answers`; judged at submission, and when a case moves to a revision that has it.
    #[schemars(length(min = 1, max = 512))]
    pub when: String,
    /// The promised limit of such a case (承诺时限).
    pub promised: Limit,
    /// By how much `extend` lengthens the limits of such a case (延长期限); absent means never, whatever others have.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub extension: Option<Limit>,
    /// Limits of states that are others in such a case; every other state keeps its own.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[schemars(length(max = 64))]
    #[schemars(extend("x-kubernetes-list-type" = "map", "x-kubernetes-list-map-keys" = ["state"]))]
    pub states: Vec<StateLimit>,
}

/// How long a case may stay in one state.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct StateLimit {
    /// The state.
    #[schemars(length(min = 1, max = 63), regex(pattern = NAME))]
    pub state: String,
    /// How long.
    pub limit: Limit,
}
