//! The guide (办事指南) as a city writes it.
//!
//! What a plain item does not need may be left out; which types of service need what is proved in
//! [`crate::elements`].

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::contact::{Contact, Place};
use super::words::{CrossRegion, ExerciseLevel, Handling, OnlineDepth, RemedyKind, Theme};
use crate::spec::{DAY, Limit, NAME, Text};

/// What a person reads before they apply.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Guide {
    /// One paragraph: what it is and for whom.
    pub summary: Text,
    /// The day from which the guide holds, `YYYY-MM-DD`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(length(equal = 10), regex(pattern = DAY))]
    pub effective: Option<String>,
    /// The Department whose power it is (行使主体); absent means the one that leads.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(length(min = 1, max = 63), regex(pattern = NAME))]
    pub authority: Option<String>,
    /// The Departments that do the work (实施机构); absent means the one that leads.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[schemars(length(max = 64), inner(length(min = 1, max = 63), regex(pattern = NAME)))]
    #[schemars(extend("x-kubernetes-list-type" = "set"))]
    pub implementing: Vec<String>,
    /// The Department to which the power was delegated (受委托机构).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(length(min = 1, max = 63), regex(pattern = NAME))]
    pub delegated: Option<String>,
    /// The levels at which the power is exercised (行使层级).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[schemars(length(max = 6), extend("x-kubernetes-list-type" = "set"))]
    pub levels: Vec<ExerciseLevel>,
    /// Whether it is decided at once or within the promised limit (办件类型).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub handling: Option<Handling>,
    /// The headings under which people look for it (主题分类).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[schemars(length(max = 8), extend("x-kubernetes-list-type" = "set"))]
    pub themes: Vec<Theme>,
    /// The laws that the item rests on (设定依据); actions refer to them by name.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[schemars(length(max = 32))]
    #[schemars(extend("x-kubernetes-list-type" = "map", "x-kubernetes-list-map-keys" = ["name"]))]
    pub legal_basis: Vec<LegalBasis>,
    /// What must be true of an applicant (受理条件).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[schemars(length(max = 32), extend("x-kubernetes-list-type" = "atomic"))]
    pub conditions: Vec<Text>,
    /// How many can be granted (数量限制); absent means that there is no limit.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub quantity: Option<Text>,
    /// What happens, in the applicant's words, in order (办理流程).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[schemars(length(max = 32), extend("x-kubernetes-list-type" = "atomic"))]
    pub steps: Vec<GuideStep>,
    /// What must be true for a yes (审批条件).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[schemars(length(max = 32), extend("x-kubernetes-list-type" = "atomic"))]
    pub approval_conditions: Vec<Text>,
    /// What a yes obliges to, or may be bound to (附加条款).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[schemars(length(max = 32), extend("x-kubernetes-list-type" = "atomic"))]
    pub attached_terms: Vec<Text>,
    /// What it costs, in words.
    pub fee: Text,
    /// What is charged, each with the law that allows it (收费标准); absent means free of charge.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[schemars(length(max = 32), extend("x-kubernetes-list-type" = "atomic"))]
    pub charges: Vec<Charge>,
    /// What the applicant gets in the end.
    pub result: Text,
    /// What the result looks like (结果样本).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub result_sample: Option<Text>,
    /// How long the result is valid.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub result_validity: Option<Text>,
    /// How often somebody must appear in person at most.
    #[serde(default)]
    #[schemars(range(min = 0, max = 20))]
    pub visits_max: i32,
    /// How far it goes online (网办深度).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub online: Option<OnlineDepth>,
    /// Further ways of doing it; what is not said is not offered.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub channels: Option<Channels>,
    /// How far from the body in charge it can be done (通办范围); absent means only there.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cross_region: Option<CrossRegion>,
    /// Services of third parties that an applicant needs (中介服务); absent means none.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[schemars(length(max = 16), extend("x-kubernetes-list-type" = "atomic"))]
    pub intermediaries: Vec<Text>,
    /// Where and when to ask, and where to complain.
    pub contact: Contact,
    /// Further places where it is handled.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[schemars(length(max = 32), extend("x-kubernetes-list-type" = "atomic"))]
    pub places: Vec<Place>,
    /// What can be done against a decision (法律救济).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[schemars(length(max = 8), extend("x-kubernetes-list-type" = "atomic"))]
    pub remedies: Vec<Remedy>,
    /// What an applicant may demand (权利).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[schemars(length(max = 16), extend("x-kubernetes-list-type" = "atomic"))]
    pub rights: Vec<Text>,
    /// What an applicant must do (义务).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[schemars(length(max = 16), extend("x-kubernetes-list-type" = "atomic"))]
    pub duties: Vec<Text>,
    /// What people ask.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[schemars(length(max = 64), extend("x-kubernetes-list-type" = "atomic"))]
    pub questions: Vec<Question>,
}

/// The codes of an item in the lists of items (GB/T 39554.1).
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Codes {
    /// 基本编码: of the item wherever it is done.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(length(min = 1, max = 128))]
    pub catalogue: Option<String>,
    /// 实施编码: of the item as this body does it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(length(min = 1, max = 128))]
    pub implementation: Option<String>,
    /// 业务办理项编码: of the variant, such as a first issue or a renewal.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(length(min = 1, max = 128))]
    pub handling_item: Option<String>,
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
    /// What the article says, as far as it matters here.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub content: Option<Text>,
}

/// One step: a text, and how long it takes where that is said.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[schemars(extend("minProperties" = 1))]
pub struct GuideStep {
    /// Simplified Chinese.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(length(min = 1, max = 4000))]
    pub zh: Option<String>,
    /// English.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(length(min = 1, max = 4000))]
    pub en: Option<String>,
    /// How long it takes at most.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub limit: Option<Limit>,
}

/// One line of the table of fees.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Charge {
    /// For what.
    pub title: Text,
    /// How much, in fen 分.
    #[schemars(range(min = 1, max = 100_000_000))]
    pub fen: i32,
    /// The legal basis of the guide that allows it (收费依据).
    #[schemars(length(min = 1, max = 63), regex(pattern = NAME))]
    pub basis: String,
}

/// Further ways of doing it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Channels {
    /// By appointment (预约办理).
    #[serde(default)]
    pub appointment: bool,
    /// By post (邮寄).
    #[serde(default)]
    pub post: bool,
    /// At a self-service terminal (自助办理).
    #[serde(default)]
    pub self_service: bool,
}

/// What can be done against a decision.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Remedy {
    /// Which way it is.
    pub kind: RemedyKind,
    /// To whom.
    #[serde(rename = "where")]
    pub place: Text,
    /// Within how long from the day on which the decision was served; absent means at any time.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub within: Option<Term>,
}

/// Within how long a remedy can be used: exactly one of these.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub enum Term {
    /// Days of any kind.
    CalendarDays(#[schemars(range(min = 1, max = 3660))] i32),
    /// Months.
    Months(#[schemars(range(min = 1, max = 120))] i32),
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
