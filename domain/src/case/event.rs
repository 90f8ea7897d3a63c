//! What is recorded of a case. Every type and version here has a golden file in
//! `domain/golden/events/` that is only ever added to.

mod types;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use crate::calendar::{Due, Limit};
use crate::case::card::CardKind;
use crate::case::{Actor, CaseNumber};
use crate::form::Class;
use crate::module::{ApplicantKind, End};
use crate::name::{ActionName, BasisName, CaseId, DepartmentName, DocumentName, ProcedureName, StateName, SubjectId};

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

/// What happened.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", rename_all_fields = "camelCase")]
pub enum EventBody {
    /// 收件: a case was handed in.
    CaseSubmitted {
        /// The case's identity.
        id: CaseId,
        /// The case's number.
        number: CaseNumber,
        /// Whose it is.
        #[serde(skip_serializing_if = "Option::is_none")]
        applicant: Option<SubjectId>,
        /// In what capacity.
        applicant_kind: ApplicantKind,
        /// Who has it.
        department: DepartmentName,
        /// Why they have it.
        routed: Routed,
        /// Where it begins.
        arrival: Arrival,
        /// Due dates, when submission starts the limits.
        #[serde(skip_serializing_if = "Option::is_none")]
        due: Option<CaseDue>,
        /// Values of `public` and `internal` fields.
        answers: Map<String, Value>,
        /// Whether the applicant agreed to publication.
        publication_agreed: bool,
        /// The calendar version that due dates rest on.
        calendar_version: u64,
    },
    /// 受理
    CaseAccepted {
        /// The action.
        #[serde(flatten)]
        performed: Performed,
        /// Due dates, when acceptance starts the limits.
        #[serde(skip_serializing_if = "Option::is_none")]
        due: Option<CaseDue>,
    },
    /// 视为受理: nobody told in time what is missing, so the case counts as accepted.
    CaseDeemedAccepted {
        /// When the materials came: from here the limits count.
        since: Timestamp,
        /// Where the case stands now; absent: where it stood.
        #[serde(skip_serializing_if = "Option::is_none")]
        arrival: Option<Arrival>,
        /// Due dates, when acceptance starts the limits.
        #[serde(skip_serializing_if = "Option::is_none")]
        due: Option<CaseDue>,
        /// The calendar version that due dates in this event rest on.
        calendar_version: u64,
    },
    /// 不予受理
    CaseDeclined {
        /// The action.
        #[serde(flatten)]
        performed: Performed,
        /// What it rests on.
        legal_basis: BasisName,
    },
    /// 补正通知
    SupplementRequested {
        /// The action.
        #[serde(flatten)]
        performed: Performed,
        /// JSON Pointers of what is missing or wrong.
        items: Vec<String>,
        /// When the notice lapses.
        answer_due: Due,
        /// Where the case goes then; absent: it stays. Its limit there is counted when the notice lapses.
        #[serde(skip_serializing_if = "Option::is_none")]
        on_lapse: Option<StateName>,
    },
    /// 补正
    SupplementAnswered {
        /// The whole open answers from now on.
        answers: Map<String, Value>,
        /// JSON Pointers of what changed.
        changed: Vec<String>,
        /// The state that the case stands in, whose limit starts again; absent: it has none.
        #[serde(skip_serializing_if = "Option::is_none")]
        arrival: Option<Arrival>,
        /// The calendar version that due dates in `arrival` rest on.
        calendar_version: u64,
    },
    /// The applicant did not answer a supplement notice in time.
    SupplementLapsed {
        /// Where the case stands now, possibly where it stood with its limit started again; absent:
        /// where it stood.
        #[serde(skip_serializing_if = "Option::is_none")]
        arrival: Option<Arrival>,
        /// When the notice lapsed.
        due: Due,
        /// The calendar version that due dates in `arrival` rest on.
        calendar_version: u64,
    },
    /// 特别程序开始
    ProcedureStarted {
        /// The action.
        #[serde(flatten)]
        performed: Performed,
        /// Which procedure.
        procedure: ProcedureName,
        /// Whether the limits of the case stand still.
        stops: bool,
        /// What it rests on.
        #[serde(skip_serializing_if = "Option::is_none")]
        legal_basis: Option<BasisName>,
        /// How long it may take.
        most: Limit,
        /// Until when it must be over.
        due: Due,
    },
    /// 特别程序结束
    ProcedureEnded {
        /// The action.
        #[serde(flatten)]
        performed: Performed,
        /// Which procedure.
        procedure: ProcedureName,
        /// The limits that go on, with their dates.
        clocks: Vec<(ClockName, Due)>,
    },
    /// A procedure has taken as long as it may; limits that stood still go on.
    ProcedureOverran {
        /// Which procedure.
        procedure: ProcedureName,
        /// Until when it should have been over.
        due: Due,
        /// The limits that go on, with their dates.
        clocks: Vec<(ClockName, Due)>,
        /// The calendar version that they rest on.
        calendar_version: u64,
    },
    /// 延长期限
    LimitExtended {
        /// The action.
        #[serde(flatten)]
        performed: Performed,
        /// By how much.
        by: Limit,
        /// The limits that run, with their dates.
        clocks: Vec<(ClockName, Due)>,
    },
    /// 中止
    CaseSuspended {
        /// The action.
        #[serde(flatten)]
        performed: Performed,
        /// What it rests on.
        legal_basis: BasisName,
    },
    /// 恢复办理
    CaseResumed {
        /// The action.
        #[serde(flatten)]
        performed: Performed,
        /// The limits that go on, with their dates.
        clocks: Vec<(ClockName, Due)>,
    },
    /// One of several officers did what takes effect when enough have.
    SignatureAdded {
        /// The action.
        #[serde(flatten)]
        performed: Performed,
    },
    /// 准予
    CaseApproved {
        /// The action.
        #[serde(flatten)]
        performed: Performed,
    },
    /// 不予许可
    CaseRefused {
        /// The action.
        #[serde(flatten)]
        performed: Performed,
        /// What it rests on.
        legal_basis: BasisName,
    },
    /// 制证
    ResultIssued {
        /// The action.
        #[serde(flatten)]
        performed: Performed,
    },
    /// 撤销
    ResultRevoked {
        /// The action.
        #[serde(flatten)]
        performed: Performed,
        /// What it rests on.
        legal_basis: BasisName,
    },
    /// 转办
    CaseTransferred {
        /// The action.
        #[serde(flatten)]
        performed: Performed,
        /// Who had it.
        from: DepartmentName,
        /// Who has it.
        to: DepartmentName,
    },
    /// 退回
    CaseReturned {
        /// The action.
        #[serde(flatten)]
        performed: Performed,
        /// Who had it.
        from: DepartmentName,
        /// Who has it again.
        to: DepartmentName,
    },
    /// 终止
    CaseTerminated {
        /// The action.
        #[serde(flatten)]
        performed: Performed,
        /// What it rests on.
        legal_basis: BasisName,
    },
    /// 撤回申请
    CaseWithdrawn {
        /// The action.
        #[serde(flatten)]
        performed: Performed,
    },
    /// Something for the record.
    NoteAdded {
        /// The action.
        #[serde(flatten)]
        performed: Performed,
    },
    /// 办结
    CaseClosed {
        /// The action.
        #[serde(flatten)]
        performed: Performed,
    },
    /// 重办
    CaseReopened {
        /// The action.
        #[serde(flatten)]
        performed: Performed,
        /// Due dates of the new round, whose limits start at the reopening.
        #[serde(skip_serializing_if = "Option::is_none")]
        due: Option<CaseDue>,
    },
    /// A running limit has passed.
    LimitPassed {
        /// Which one; never `Supplement`, whose passing is [`EventBody::SupplementLapsed`].
        clock: ClockName,
        /// When it ended.
        due: Due,
        /// Where the city itself moves the case (`State` only).
        #[serde(skip_serializing_if = "Option::is_none")]
        arrival: Option<Arrival>,
        /// The calendar version that due dates in `arrival` rest on.
        calendar_version: u64,
    },
    /// A calendar was published that provisional due dates had been waiting for.
    DueRecomputed {
        /// The due dates that changed or became firm.
        clocks: Vec<(ClockName, Due)>,
        /// The calendar version that they rest on now.
        calendar_version: u64,
    },
    /// Materials were handed in.
    DocumentsPresented {
        /// Which of the module.
        documents: Vec<DocumentName>,
    },
    /// 亮牌: a limit drew a card.
    CardIssued {
        /// Its number in the case, from 1.
        number: u32,
        /// How grave it is.
        kind: CardKind,
        /// The limit that drew it.
        clock: ClockName,
        /// When that limit started: which run of it the card is about.
        since: Timestamp,
        /// When the limit ended or would end.
        due: Due,
        /// Who had the case then.
        department: DepartmentName,
    },
    /// 撤牌: a card does not count any more.
    CardWithdrawn {
        /// Its number in the case.
        number: u32,
    },
}
