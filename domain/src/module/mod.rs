//! A service module: the checked declaration of one government service item (事项).
//!
//! A [`Module`] is made by the compiler in `crds` from what a city wrote, and by nothing else. Its
//! serialised form is what golden specs and the registry's `moduleDigest` cover, so a change here
//! that alters the result for an old spec needs a new language version.

mod api_name;
mod document;
mod guide;
mod limits;
mod notices;
mod workflow;

pub use api_name::{ApiName, RESERVED_FIELDS, RESERVED_TYPES, group_type, is_graphql_name};

pub use document::{Document, DocumentForm, DocumentNeed, DocumentSource};
pub use guide::{
    Channels, Charge, Codes, Contact, CrossRegion, DayOfYear, ExerciseLevel, Guide, GuideStep, Handling, LegalBasis,
    OnlineDepth, Place, Question, Remedy, RemedyKind, Season, Term, Theme,
};
pub use limits::{LimitsByAnswers, StateLimit};
pub use notices::{NoticeText, Notices, Piece, Placeholder, pieces};
pub use workflow::{
    Action, Demands, Effect, End, Expiry, Procedure, ProcedureClock, ProcedureKind, Silence, State, Workflow,
};

use std::collections::BTreeSet;

use serde::Serialize;

use crate::assurance::Assurance;
use crate::calendar::Limit;
use crate::channel::Channel;
use crate::expression::Expression;
use crate::form::Form;
use crate::name::{ActionName, DepartmentName, ModuleName, RoleName};
use crate::text::{Language, Text};

/// One government service item under one revision of its declaration.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Module {
    /// The name in the city.
    pub name: ModuleName,
    /// What kind of service it is (行政权力类型).
    pub service_type: ServiceType,
    /// The body that leads; its dispatcher takes what routing cannot place.
    pub department: DepartmentName,
    /// Name of the item (事项名称).
    pub title: Text,
    /// Who may apply.
    pub applicants: Vec<ApplicantKind>,
    /// How surely an applicant must be known; absent: any account will do.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub assurance: Option<Assurance>,
    /// The guide (办事指南).
    pub guide: Guide,
    /// What an applicant fills in.
    pub form: Form,
    /// Which department gets a case: the first rule that holds; none means `department`.
    pub routing: Vec<RoutingRule>,
    /// What the city decides by itself, at submission: the first rule that holds.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub instant: Vec<InstantRule>,
    /// How long the whole may take.
    pub limits: Limits,
    /// Procedures that take time of their own (特别程序).
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub procedures: Vec<Procedure>,
    /// The city's own process.
    pub workflow: Workflow,
    /// When and what of a closed case the public may read; absent means nothing.
    pub publication: Option<Publication>,
    /// What notices (文书) say in this module that they do not say in every other.
    #[serde(skip_serializing_if = "Notices::is_empty")]
    pub notices: Notices,
    /// Who of the city files for a person who comes or calls; absent: nobody.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub assisted: Option<Assistance>,
}

/// What kind of administrative matter a module is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
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
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, serde::Deserialize)]
pub enum ApplicantKind {
    /// Nobody in particular: no identity is asked.
    Anonymous,
    /// A natural person.
    Resident,
    /// A legal person or sole trader.
    Company,
}

impl ApplicantKind {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Anonymous, Self::Resident, Self::Company];
}

/// One line of the dispatch catalogue (派单目录).
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct RoutingRule {
    /// A condition over `answers`.
    pub when: Expression,
    /// Who gets the case then.
    pub department: DepartmentName,
}

/// A matter that needs no person (即办件): clear by its answers, or committed to and checked later
/// (告知承诺).
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct InstantRule {
    /// A condition over `answers`, judged once at submission.
    pub when: Expression,
    /// Actions of the workflow that the city does at once, in this order.
    pub actions: Vec<ActionName>,
    /// Whether it rests on the applicant's word alone (告知承诺): not for who has broken theirs.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub commitment: bool,
}

/// How long a case may take from its start to its decision.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Limits {
    /// When the limits start to run.
    pub starts: Start,
    /// The ceiling of the law (法定时限).
    pub statutory: Option<Limit>,
    /// The shorter limit that the body published (承诺时限); what "overdue" means.
    pub promised: Limit,
    /// By how much an `extend` lengthens the limits (延长期限); in the unit of both. Absent: never.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub extension: Option<Limit>,
    /// What holds instead by the answers: the first alternative whose condition holds; none means the above.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub by_answers: Vec<LimitsByAnswers>,
}

/// When a module's limits start to run.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
pub enum Start {
    /// On acceptance (受理): what the licence law says.
    Acceptance,
    /// On submission, which dispatches: a work order runs from dispatch, not from signature.
    Submission,
}

/// What of a closed case becomes public, and when.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Publication {
    /// A condition over `answers`, judged once at submission: the applicant's agreement.
    pub when: Expression,
}

/// Filing for a person at a counter or by telephone (帮办代办).
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Assistance {
    /// Officers of which roles do it, whatever their department.
    pub roles: Vec<RoleName>,
    /// By which ways a person comes to them.
    pub channels: Vec<Channel>,
}

/// What a module is proved against at publication, besides itself.
#[derive(Debug, Clone, Copy)]
pub struct Surroundings<'a> {
    /// Every module revision that the city still serves, other revisions of the same module
    /// included.
    pub published: &'a [&'a Module],
    /// Departments that exist.
    pub departments: &'a BTreeSet<DepartmentName>,
    /// The city's languages: every required text must exist in each.
    pub languages: &'a [Language],
}
