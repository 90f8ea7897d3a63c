//! What events are made of.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::EventBody;
use crate::calendar::{Due, Limit};
use crate::case::Actor;
use crate::case::limits::ChosenLimits;
use crate::form::Class;
use crate::module::End;
use crate::name::{ActionName, DepartmentName, DocumentName, StateName, SubjectId};

/// One event, as `decide` makes it and `evolve` reads it.
#[derive(Debug, Clone, PartialEq)]
pub struct Event {
    /// The moment that counts in law; never before that of the event before it.
    pub effective_at: Timestamp,
    /// Who did it, with what they held then; the city, where time alone did. Stored with the event, not in it.
    pub by: Actor,
    /// What happened, without any sealed value.
    pub body: EventBody,
    /// Values to be sealed per person before they are stored. Empty when read back.
    pub personal: Vec<Personal>,
}

/// A value that is sealed with the key of the person it belongs to.
#[derive(Debug, Clone, PartialEq)]
pub struct Personal {
    /// Whose it is; `None` in an anonymous case, whose own key then seals it.
    pub subject: Option<SubjectId>,
    /// Which part of the event it is.
    pub part: Part,
    /// `Personal` or `Sensitive`.
    pub class: Class,
    /// The value.
    pub value: Value,
}

/// Which part of an event a sealed value is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Part {
    /// Answers of the form.
    Answers,
    /// Fields of an action.
    Fields,
    /// The reason that was written.
    Reason,
    /// Identifiers of the people named in the answers.
    Persons,
    /// What somebody wrote in the conversation.
    Message,
    /// What somebody said to a rating.
    Comment,
}

/// Where an action leaves a case.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Arrival {
    /// The state that the case is in now.
    pub state: StateName,
    /// How it is over there; absent: it is not.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub end: Option<End>,
    /// When the state's limit ends; absent: it has none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub due: Option<Due>,
}

/// What every event of an action says.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Performed {
    /// Which action of the module it was.
    pub action: ActionName,
    /// Where the case stands now; absent: where it stood.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub arrival: Option<Arrival>,
    /// Values of the action's `public` and `internal` fields.
    #[serde(default, skip_serializing_if = "Map::is_empty")]
    pub fields: Map<String, Value>,
    /// The calendar version that due dates in this event rest on.
    pub calendar_version: u64,
    /// The instant rule by which the city did it; absent: somebody did it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rule: Option<u16>,
}

/// Due dates of the whole case.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct CaseDue {
    /// The promised limit's end.
    pub promised: Due,
    /// The statutory limit's end.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub statutory: Option<Due>,
    /// The limits by answers under which they start; absent: the module's plain ones.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub limits: Option<ChosenLimits>,
}

/// Which running limit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum ClockName {
    /// The state's.
    State,
    /// The promised one.
    Promised,
    /// The statutory one.
    Statutory,
    /// A supplement notice's.
    Supplement,
    /// An open procedure's.
    Procedure,
    /// That of a material which may follow.
    Document,
    /// A department's for its opinion.
    Opinion,
    /// That of the check of an objection.
    Objection,
}

/// What a case waits for, each with a limit of its own.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Wait {
    /// A material that may follow.
    Document(DocumentName),
    /// The opinion of a department.
    Opinion(DepartmentName),
    /// The answer to the objection of this number.
    Objection(u16),
}

/// What a submission says of materials.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Materials {
    /// What the applicant has to bring in this case.
    pub wanted: Vec<DocumentName>,
    /// What came with it.
    pub presented: Vec<DocumentName>,
    /// Whether the applicant promised that what may follow will.
    pub promised: bool,
}

impl Materials {
    pub(super) fn is_nothing(&self) -> bool {
        *self == Self::default()
    }
}

/// A material that follows.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Following {
    /// Which.
    pub document: DocumentName,
    /// How long after acceptance.
    pub within: Limit,
    /// Until when; never after the promised limit.
    pub due: Due,
}

/// Why somebody stands on the distrust list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Distrust {
    /// Materials that were promised did not follow.
    DocumentsLate,
    /// What was granted rested on what was not true.
    ResultRevoked,
}

/// Which officer has, or had, a case in hand.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct InHand {
    /// Who.
    pub officer: SubjectId,
}

/// How routing chose the department.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Routed {
    /// The rule of this index held.
    Rule(u16),
    /// No rule is written or none held: the lead body has it.
    Lead,
    /// Evaluating the rule of this index failed: the lead body's dispatcher has it.
    Failed(u16),
}
