//! `ServiceModule`: one government service item (事项), everything about it in one place.

mod contact;
mod document;
mod guide;
mod limits;
mod notices;
mod words;
mod workflow;

pub use contact::{Contact, Place, Season};
pub use document::{Document, DocumentForm, DocumentSource, MayFollow};
pub use guide::{Channels, Charge, Codes, Guide, GuideStep, LegalBasis, Question, Remedy, Term};
pub use limits::{LimitsByAnswers, StateLimit};
pub use notices::{NoticeKind, NoticeText, Notices};
pub use words::{CrossRegion, ExerciseLevel, Handling, OnlineDepth, RemedyKind, Theme};
pub use workflow::{
    Action, AnswerObjection, Basis, Demands, Effect, End, Expiry, GiveOpinion, Hearing, NamedProcedure, Procedure,
    ProcedureClock, PublicNotice, Reopen, RequestOpinions, RequestSupplement, Return, Silence, State, Transfer,
    Workflow,
};

use kube::{CustomResource, KubeSchema};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{FreeObject, Limit, NAME, Status, Text};

/// The declaration of one government service item (事项).
#[derive(CustomResource, Debug, Clone, PartialEq, Serialize, Deserialize, KubeSchema)]
#[kube(
    group = "cityhall.dev",
    version = "v1alpha1",
    kind = "ServiceModule",
    namespaced,
    category = "cityhall",
    status = "Status"
)]
#[kube(shortname = "sm", doc = "The declaration of one government service item: guide, form, workflow, limits.")]
#[kube(printcolumn = r#"{"name":"Title","type":"string","jsonPath":".spec.title.zh"}"#)]
#[kube(printcolumn = r#"{"name":"Type","type":"string","jsonPath":".spec.type"}"#)]
#[kube(printcolumn = r#"{"name":"Department","type":"string","jsonPath":".spec.department"}"#)]
#[kube(
    printcolumn = r#"{"name":"Ready","type":"string","jsonPath":".status.conditions[?(@.type==\"Ready\")].status"}"#
)]
#[kube(
    printcolumn = r#"{"name":"Reason","type":"string","jsonPath":".status.conditions[?(@.type==\"Ready\")].reason"}"#
)]
#[kube(printcolumn = r#"{"name":"Revision","type":"integer","jsonPath":".status.revision"}"#)]
#[kube(printcolumn = r#"{"name":"Open","type":"integer","jsonPath":".status.openCases"}"#)]
#[kube(printcolumn = r#"{"name":"Overdue","type":"integer","jsonPath":".status.overdueCases"}"#)]
#[kube(printcolumn = r#"{"name":"Age","type":"date","jsonPath":".metadata.creationTimestamp"}"#)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ServiceModuleSpec {
    /// What kind of administrative matter it is (行政权力类型).
    #[serde(rename = "type")]
    pub service_type: ServiceType,
    /// The Department that leads; its dispatcher takes what routing cannot place.
    #[schemars(length(min = 1, max = 63), regex(pattern = NAME))]
    pub department: String,
    /// Name of the item (事项名称).
    pub title: Text,
    /// The codes of the item in the lists of items (事项编码).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub codes: Option<Codes>,
    /// Who may apply.
    #[schemars(length(min = 1, max = 3), extend("x-kubernetes-list-type" = "set"))]
    pub applicants: Vec<ApplicantKind>,
    /// How surely an applicant must be known by their identity provider (实名等级); absent: any account will do. Whoever
    /// takes a matter down at a counter knows the person themselves.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub assurance: Option<Assurance>,
    /// The guide (办事指南): what a person reads before they apply.
    pub guide: Guide,
    /// What an applicant fills in.
    pub form: Form,
    /// What is handed in (申请材料).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[schemars(length(max = 32))]
    #[schemars(extend("x-kubernetes-list-type" = "map", "x-kubernetes-list-map-keys" = ["name"]))]
    pub documents: Vec<Document>,
    /// The dispatch catalogue (派单目录): the first rule that holds names the department; none means the lead body.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[schemars(length(max = 64), extend("x-kubernetes-list-type" = "atomic"))]
    pub routing: Vec<RoutingRule>,
    /// What the city decides by itself at submission (即办): the first rule that holds; none means that people decide.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[schemars(length(max = 16), extend("x-kubernetes-list-type" = "atomic"))]
    pub instant: Vec<InstantRule>,
    /// How long the whole may take.
    pub limits: Limits,
    /// Procedures that take time of their own (特别程序), for actions to start and end.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[schemars(length(max = 16))]
    #[schemars(extend("x-kubernetes-list-type" = "map", "x-kubernetes-list-map-keys" = ["name"]))]
    pub procedures: Vec<Procedure>,
    /// The city's own process: states, and actions between them.
    pub workflow: Workflow,
    /// When a closed case may be read by the public; absent means never.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub publication: Option<Publication>,
    /// What notices (文书) say here that they do not say in every other module; absent means what the city's texts say.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub notices: Option<Notices>,
    /// Who files for a person who comes to a counter or calls (帮办代办); absent means nobody.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub assisted: Option<Assisted>,
}

/// What kind of administrative matter a module is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub enum ServiceType {
    /// 行政许可
    AdministrativeLicence,
    /// 行政确认
    AdministrativeConfirmation,
    /// 行政给付
    AdministrativePayment,
    /// 行政奖励
    AdministrativeReward,
    /// 行政裁决
    AdministrativeRuling,
    /// 备案
    Filing,
    /// 其他行政权力
    OtherPower,
    /// 公共服务
    PublicService,
    /// 工单: a report that a department works off.
    WorkOrder,
    /// 信件: a letter that wants an answer.
    Letter,
}

/// Who may apply.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub enum ApplicantKind {
    /// Nobody in particular: no identity is asked.
    Anonymous,
    /// A natural person.
    Resident,
    /// A legal person or sole trader.
    Company,
}

/// How surely it is known who somebody is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub enum Assurance {
    /// By what they say of themselves, such as a telephone number.
    Low,
    /// By a check against an official register or document.
    Substantial,
    /// By a check in person, or by a face or a chip against the register.
    High,
}

/// A form: JSON Schema 2020-12 within the form profile.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Form {
    /// JSON Schema 2020-12 within the form profile. Fields are asked in the order of `properties`.
    pub schema: FreeObject,
}

/// One line of the dispatch catalogue.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct RoutingRule {
    /// A CEL condition over `answers`.
    #[schemars(length(min = 1, max = 512))]
    pub when: String,
    /// The Department that gets the case then.
    #[schemars(length(min = 1, max = 63), regex(pattern = NAME))]
    pub department: String,
}

/// A matter that needs no person: clear by its answers, or committed to and checked later (告知承诺).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct InstantRule {
    /// A CEL condition over `answers`.
    #[schemars(length(min = 1, max = 512))]
    pub when: String,
    /// Actions that the city does at once, in this order; each demands nothing and accepts, approves, issues, notes or closes.
    #[schemars(length(min = 1, max = 8), inner(length(min = 1, max = 63), regex(pattern = NAME)))]
    #[schemars(extend("x-kubernetes-list-type" = "atomic"))]
    pub actions: Vec<String>,
    /// Whether it rests on the applicant's word alone (告知承诺); then it is not for who has broken theirs.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub commitment: bool,
}

/// How long a case may take from its start to its decision.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Limits {
    /// When the limits start to run; `Acceptance` unless said otherwise.
    #[serde(default)]
    pub starts: Start,
    /// The ceiling of the law (法定时限).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub statutory: Option<Limit>,
    /// The shorter limit that the body promises (承诺时限).
    pub promised: Limit,
    /// By how much `extend` lengthens both, in their unit, and that of the state (延长期限); absent means never.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub extension: Option<Limit>,
    /// Other limits by the answers: the first whose condition holds; none means the ones above.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[schemars(length(max = 16), extend("x-kubernetes-list-type" = "atomic"))]
    pub by_answers: Vec<LimitsByAnswers>,
}

/// When limits start to run.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub enum Start {
    /// On acceptance (受理), as the licence law says.
    #[default]
    Acceptance,
    /// On submission, which dispatches: a work order runs from dispatch.
    Submission,
}

/// When a closed case may be read by the public.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Publication {
    /// A CEL condition over `answers`, judged at submission: the applicant's agreement.
    #[schemars(length(min = 1, max = 512))]
    pub when: String,
}

/// Filing for a person at a counter or by telephone (帮办代办).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Assisted {
    /// Officers of which roles do it, whatever their department.
    #[schemars(length(min = 1, max = 16), inner(length(min = 1, max = 63), regex(pattern = NAME)))]
    #[schemars(extend("x-kubernetes-list-type" = "set"))]
    pub roles: Vec<String>,
    /// By which ways a person comes to them.
    #[schemars(length(min = 1, max = 2), extend("x-kubernetes-list-type" = "set"))]
    pub channels: Vec<AssistedChannel>,
}

/// By which way a person comes to somebody of the city.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub enum AssistedChannel {
    /// At a counter (窗口).
    Counter,
    /// By telephone (电话).
    Phone,
}
