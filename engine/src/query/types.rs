//! What reads answer with. Values that the reader may not see are not in here at all.

use cityhall_domain::calendar::Due;
use cityhall_domain::case::card::Card;
use cityhall_domain::case::event::{ClockName, Distrust};
use cityhall_domain::case::{Assignee, CaseNumber, Notice, Objection, Opinion, ReceiptCode, Stage};
use cityhall_domain::channel::Channel;
use cityhall_domain::form::identifier::Warning;
use cityhall_domain::module::{ApplicantKind, End};
use cityhall_domain::name::{
    ActionName, BasisName, CaseId, DepartmentName, DocumentName, ModuleName, ProcedureName, RoleName, StateName,
    SubjectId,
};
use cityhall_domain::text::Text;
use cityhall_eventstore::Position;
use jiff::Timestamp;
use serde_json::{Map, Value};
use uuid::Uuid;

use super::cases::Seen;
use super::conversation::Unread;

/// How a case is named by who asks for it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CaseRef {
    /// By its identity.
    Id(CaseId),
    /// By its number.
    Number(CaseNumber),
}

/// Which part of a list.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Page {
    /// How many at most; the engine caps it at 100.
    pub first: usize,
    /// Only what comes after this cursor, which an earlier page gave.
    pub after: Option<String>,
    /// Whether nobody asks how many there are in all: counting costs the more, the more there are.
    pub uncounted: bool,
    /// In which order a list of cases stands; every other list has one of its own.
    pub order: CaseOrder,
}

/// In which order cases stand in a list.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum CaseOrder {
    /// The last that was handed in first.
    #[default]
    Newest,
    /// The promised limit that ends first first; then cases without such a date, then those that are over.
    SoonestDue,
}

/// One page of a list.
#[derive(Debug, Clone, PartialEq)]
pub struct PageOf<T> {
    /// Each with the cursor that stands for its place.
    pub items: Vec<(String, T)>,
    /// Whether more comes after the last.
    pub has_next: bool,
    /// How many there are in all for this reader, unless nobody asked.
    pub total: Option<u64>,
    /// The position that the page reflects.
    pub as_of: Position,
}

/// Which cases. Absent parts do not restrict.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct CaseFilter {
    /// Of this module.
    pub module: Option<ModuleName>,
    /// In this state of the module.
    pub state: Option<StateName>,
    /// In this stage.
    pub stage: Option<Stage>,
    /// Not over, or over.
    pub open: Option<bool>,
    /// Overdue, or not.
    pub overdue: Option<bool>,
    /// With this department.
    pub department: Option<DepartmentName>,
    /// On public notice, or not.
    pub on_notice: Option<bool>,
    /// Whose applicant stands on the distrust list because of it, or not.
    pub distrusted: Option<bool>,
    /// In the hand of this officer; for the staff.
    pub assigned_to: Option<String>,
    /// In the reader's own hand, or not; for the staff.
    pub mine: Option<bool>,
    /// In somebody's hand, or in nobody's; for the staff.
    pub assigned: Option<bool>,
    /// Whose `listed` field has exactly this value, each.
    pub listed: Vec<(String, Value)>,
}

/// One case as one reader may see it. What they may do about it is judged when it is asked for.
#[derive(Debug, Clone, PartialEq)]
pub struct CaseView {
    /// Its identity.
    pub id: CaseId,
    /// Its number.
    pub number: CaseNumber,
    /// Its module.
    pub module: ModuleName,
    /// The revision of the module that it stays under.
    pub module_revision: u32,
    /// Where it stands in the city's own process.
    pub state: StateName,
    /// How far it is.
    pub stage: Stage,
    /// The last revision of its stream.
    pub revision: u64,
    /// The promised limit, once it runs.
    pub due: Option<Due>,
    /// Whether the promised limit has passed while the case was not decided.
    pub overdue: bool,
    /// How many days ago, begun days counted; `None` where it is not overdue.
    pub days_over: Option<i64>,
    /// Every limit that runs and has not passed.
    pub clocks: Vec<(ClockName, Due)>,
    /// Since when its limits stand still.
    pub stopped_since: Option<Timestamp>,
    /// The procedure that is open.
    pub procedure: Option<ProcedureView>,
    /// Who has it.
    pub department: DepartmentName,
    /// When it was handed in.
    pub submitted_at: Timestamp,
    /// The moment of its last event.
    pub updated_at: Timestamp,
    /// How it ended, while it is over.
    pub end: Option<End>,
    /// Whose it is, for readers who may know.
    pub applicant_subject: Option<SubjectId>,
    /// What kind of applicant it is, for readers who see what is internal.
    pub applicant_kind: Option<ApplicantKind>,
    /// What the applicant filled in, without what this reader may not see.
    pub answers: Map<String, Value>,
    /// What is not in `answers`, and why.
    pub redactions: Vec<Redaction>,
    /// The supplement notice that waits for an answer.
    pub supplement: Option<SupplementView>,
    /// The materials that are wanted, or were handed in, in the module's order; for those who may know.
    pub documents: Vec<DocumentView>,
    /// The opinions that departments were asked for; for those who may know.
    pub opinions: Vec<Opinion>,
    /// The objections to its public notices; for those who may know.
    pub objections: Vec<Objection>,
    /// Why the applicant stands on the distrust list because of it, since when; for those who may know.
    pub distrust: Option<(Distrust, Timestamp)>,
    /// Whether it is on public notice.
    pub on_notice: bool,
    /// Whether the public may read it.
    pub published: bool,
    /// Its notices, for the applicant and for who handles it.
    pub notices: Vec<Notice>,
    /// The cards that its limits drew, for readers who may know.
    pub cards: Vec<Card>,
    /// What may be wrong with the answers, as far as this reader sees them.
    pub warnings: Vec<Warning>,
    /// Whether an officer has it in hand; for those who may know.
    pub in_hand: Option<bool>,
    /// Who has it in hand; for the staff.
    pub assignee: Option<Assignee>,
    /// The position that this reflects.
    pub as_of: Position,
    /// How much of the conversation each side has not read; absent for those who do not see it.
    pub unread: Option<Unread>,
    /// The code of its receipt, for whose case it is.
    pub receipt_code: Option<ReceiptCode>,
    /// What this was read from.
    pub(crate) seen: Seen,
}

/// A procedure that is open, as its reader sees it.
#[derive(Debug, Clone, PartialEq)]
pub struct ProcedureView {
    /// Its name.
    pub name: ProcedureName,
    /// Its name for people.
    pub title: Text,
    /// Until when it must be over.
    pub due: Due,
    /// Whether it took longer.
    pub overran: bool,
}

/// A material of a case, as its reader sees it.
#[derive(Debug, Clone, PartialEq)]
pub struct DocumentView {
    /// Its name.
    pub name: DocumentName,
    /// Its name for people.
    pub title: Text,
    /// Whether the applicant has to bring it in this case.
    pub wanted: bool,
    /// Whether it was handed in.
    pub presented: bool,
    /// Until when it has to follow, where the case was accepted without it.
    pub follows_until: Option<Due>,
}

/// A value that is there and not shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Redaction {
    /// JSON Pointer of the value.
    pub path: String,
    /// Why it is not shown.
    pub reason: RedactionReason,
}

/// Why a value is not shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum RedactionReason {
    /// The reader may not read values of its class.
    NotAllowed,
    /// The person whose value it is was erased.
    Erased,
    /// It does not open with the key that there is.
    Unreadable,
}

/// A supplement notice as its reader sees it.
#[derive(Debug, Clone, PartialEq)]
pub struct SupplementView {
    /// JSON Pointers of what is missing or wrong.
    pub items: Vec<String>,
    /// Materials that are missing or wrong.
    pub documents: Vec<DocumentName>,
    /// When it lapses.
    pub due: Due,
}

/// Something that a reader may do now, with what it demands.
#[derive(Debug, Clone, PartialEq)]
pub struct AvailableAction {
    /// Its name for [`crate::PerformAction`].
    pub name: ActionName,
    /// Its name for people.
    pub title: Text,
    /// What it means in law, such as `accept`; `answerSupplement` for the built-in action.
    pub effect: &'static str,
    /// Whether a reason must be written.
    pub reason: bool,
    /// The legal bases of which one must be named; empty: none.
    pub legal_basis: Vec<BasisName>,
    /// The schema of its own fields.
    pub fields: Option<Value>,
    /// The departments of which one must be named; empty: none.
    pub departments: Vec<DepartmentName>,
    /// Whether the paths of what is missing must be listed.
    pub items: bool,
    /// The JSON Pointers that `answers` may change (`answer-supplement` only).
    pub answers: Vec<String>,
}

/// One event of a case as one reader may see it.
#[derive(Debug, Clone, PartialEq)]
pub struct TimelineEntry {
    /// The event's identity.
    pub id: Uuid,
    /// Its place in the case.
    pub revision: u64,
    /// Its place in the city.
    pub position: Position,
    /// Its type, such as `CaseAccepted`.
    pub event_type: String,
    /// The action that made it.
    pub action: Option<ActionName>,
    /// The action's name for people.
    pub title: Option<Text>,
    /// When it counts in law.
    pub effective_at: Timestamp,
    /// When it was recorded.
    pub recorded_at: Timestamp,
    /// Who did it.
    pub by: ActorView,
    /// Where the case stood afterwards, where it moved.
    pub state: Option<StateName>,
    /// The officer who has it in hand since, or had it until then.
    pub officer: Option<SubjectId>,
    /// Who had it afterwards, where that changed.
    pub department: Option<DepartmentName>,
    /// What it rests on.
    pub legal_basis: Option<BasisName>,
    /// The procedure that it begins or ends.
    pub procedure: Option<ProcedureName>,
    /// The instant rule of the module by which the city did it.
    pub rule: Option<u16>,
    /// The limits that it starts or changes, with when they end.
    pub dates: Vec<(ClockName, Due)>,
    /// Why, for readers who may know.
    pub reason: Option<String>,
    /// The action's fields, without what this reader may not see.
    pub fields: Map<String, Value>,
    /// What is not shown (`/reason`, `/fields/…`), and why.
    pub redactions: Vec<Redaction>,
    /// From which module revision to which the case moved.
    pub migration: Option<(u32, u32)>,
    /// By which way it came.
    pub channel: Channel,
}

/// Who did something, as far as the reader may know.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ActorView {
    /// `ANONYMOUS`, `RESIDENT`, `COMPANY`, `AGENT`, `OFFICER` or `CITY`.
    pub kind: &'static str,
    /// Who, for readers who may know.
    pub subject: Option<SubjectId>,
    /// In whose place they acted by a mandate, for readers who may know.
    pub in_place_of: Option<SubjectId>,
    /// For whom an officer acted.
    pub department: Option<DepartmentName>,
    /// What an officer held at that moment.
    pub roles: Vec<RoleName>,
}

/// How many cases there are of one module, department and stage.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CountRow {
    /// The module.
    pub module: ModuleName,
    /// The department.
    pub department: DepartmentName,
    /// The stage.
    pub stage: Stage,
    /// How many are not over.
    pub open: u64,
    /// How many of them are overdue.
    pub overdue: u64,
    /// How many there are in all.
    pub total: u64,
}

/// The cases of one module that are not over.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ModuleLoad {
    /// The module.
    pub module: ModuleName,
    /// How many there are.
    pub open: u64,
    /// How many of them are overdue.
    pub overdue: u64,
}

/// Why a read was not answered.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ReadError {
    /// This kind of caller has no such read.
    #[error("not allowed")]
    NotAllowed,
    /// The cursor is not one that this list gave.
    #[error("not a cursor of this list")]
    InvalidCursor,
    /// The filter names a field that cannot be listed by.
    #[error("`{0}` is not a listed field")]
    NotListed(String),
    /// The views did not reach the demanded position in time: try again.
    #[error("the views have not reached that position yet")]
    Behind,
    /// The views stand before an event that this binary does not know: try again after the upgrade.
    #[error("the service is being upgraded")]
    Upgrading,
    /// The views cannot be read now: try again.
    #[error("the service is not available now")]
    Unavailable,
}

impl ReadError {
    /// The stable code under which interfaces report it.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::NotAllowed => "NOT_ALLOWED",
            Self::InvalidCursor => "INVALID_CURSOR",
            Self::NotListed(_) => "NOT_LISTED",
            Self::Behind => "BEHIND",
            Self::Upgrading => "UPGRADING",
            Self::Unavailable => "UNAVAILABLE",
        }
    }
}
