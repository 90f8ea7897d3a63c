//! What the operator tells of a manifest: the `status` of every kind.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// What became of a manifest. Absent parts do not concern its kind, or are not known yet.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Status {
    /// How far it is: `Compiled`, `Published`, `Ready`, and `Paused` while it is paused.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[schemars(length(max = 8), extend("x-kubernetes-list-type" = "map", "x-kubernetes-list-map-keys" = ["type"]))]
    pub conditions: Vec<Condition>,
    /// Every problem of the manifest as it is now, the first hundred of them.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[schemars(length(max = 100), extend("x-kubernetes-list-type" = "atomic"))]
    pub problems: Vec<Problem>,
    /// SHA-256 of the canonical JSON of the spec that the city serves.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(length(max = 64))]
    pub digest: Option<String>,
    /// The number of the module's revision that the city serves.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(range(min = 1, max = 2_147_483_647))]
    pub revision: Option<i32>,
    /// How many cases are not over. Written once a minute at most.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(range(min = 0, max = 2_147_483_647))]
    pub open_cases: Option<i32>,
    /// How many of them are past their promised limit.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(range(min = 0, max = 2_147_483_647))]
    pub overdue_cases: Option<i32>,
    /// The image that the city's pods are to run.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(length(max = 512))]
    pub image: Option<String>,
    /// The digest of the image that the city's pod does run, as its node says it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(length(max = 128))]
    pub image_digest: Option<String>,
    /// Where the city is reached inside the cluster.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(length(max = 512))]
    pub address: Option<String>,
    /// The value of the annotation `cityhall.dev/reconcile-at` that was handled last.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(length(max = 64))]
    pub handled_reconcile_at: Option<String>,
}

/// One thing that is so, is not so, or is not known.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Condition {
    /// What it is about.
    #[serde(rename = "type")]
    #[schemars(length(min = 1, max = 64))]
    pub kind: String,
    /// Whether it is so.
    pub status: Verdict,
    /// Why, in one CamelCase word; each is explained in the operator's guide.
    #[schemars(length(min = 1, max = 128))]
    pub reason: String,
    /// Why, for people.
    #[schemars(length(max = 2000))]
    pub message: String,
    /// Since when `status` is what it is (RFC 3339).
    #[schemars(length(max = 40), extend("format" = "date-time"))]
    pub last_transition_time: String,
    /// The generation of the manifest that it is about.
    #[schemars(range(min = 0))]
    pub observed_generation: i64,
}

/// Whether something is so.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub enum Verdict {
    /// It is.
    True,
    /// It is not.
    False,
    /// Nobody can tell now.
    Unknown,
}

/// One problem of a manifest.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Problem {
    /// Where, such as `spec.workflow.actions[2].to`.
    #[schemars(length(max = 512))]
    pub path: String,
    /// What kind of problem: a word of the list of reasons.
    #[schemars(length(max = 128))]
    pub reason: String,
    /// What is wrong and what would be allowed.
    #[schemars(length(max = 2000))]
    pub message: String,
}
