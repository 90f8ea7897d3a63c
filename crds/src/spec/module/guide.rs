//! The guide (办事指南) as a city writes it.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::spec::{NAME, Text};

/// What a person reads before they apply.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Guide {
    /// One paragraph: what it is and for whom.
    pub summary: Text,
    /// The laws that the item rests on (设定依据); actions refer to them by name.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[schemars(length(max = 32))]
    #[schemars(extend("x-kubernetes-list-type" = "map", "x-kubernetes-list-map-keys" = ["name"]))]
    pub legal_basis: Vec<LegalBasis>,
    /// What must be true of an applicant (受理条件).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[schemars(length(max = 32), extend("x-kubernetes-list-type" = "atomic"))]
    pub conditions: Vec<Text>,
    /// What happens, in the applicant's words, in order (办理流程).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[schemars(length(max = 32), extend("x-kubernetes-list-type" = "atomic"))]
    pub steps: Vec<Text>,
    /// What it costs, in words.
    pub fee: Text,
    /// What the applicant gets in the end.
    pub result: Text,
    /// How often somebody must appear in person at most.
    #[serde(default)]
    #[schemars(range(min = 0, max = 20))]
    pub visits_max: i32,
    /// Where and when to ask, and where to complain.
    pub contact: Contact,
    /// What people ask.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[schemars(length(max = 64), extend("x-kubernetes-list-type" = "atomic"))]
    pub questions: Vec<Question>,
}

/// One legal basis.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct LegalBasis {
    /// How actions refer to it.
    #[schemars(length(min = 1, max = 63), regex(pattern = NAME))]
    pub name: String,
    /// Citation: which law, which article.
    pub text: Text,
}

/// Where to go and whom to call.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Contact {
    /// Address of the counter.
    pub place: Text,
    /// Opening hours.
    pub hours: Text,
    /// Telephone for enquiries.
    #[schemars(length(min = 1, max = 64))]
    pub enquiries: String,
    /// Telephone for complaints.
    #[schemars(length(min = 1, max = 64))]
    pub complaints: String,
}

/// One question that people ask, with its answer.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Question {
    /// The question.
    pub ask: Text,
    /// The answer.
    pub answer: Text,
}
