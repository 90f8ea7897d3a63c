//! What is recorded of a case. Every type and version has a golden file in `golden/events/`, which is only added to.

mod parts;
mod types;

pub use parts::*;

use jiff::{Timestamp, civil::Date};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use crate::calendar::{Due, Limit};
use crate::case::notice::{NoticeKind, NoticeNumber, RemedyDue, ServiceMethod};
use crate::case::{
    CaseNumber, card::CardKind, conversation::Side, limits::ChosenLimits, migration::Kept, rating::Level,
};
use crate::form::identifier::Warning;
use crate::module::{ApplicantKind, ProcedureKind, Silence};
use crate::name::{BasisName, CaseId, DepartmentName, DocumentName, ProcedureName, StateName, SubjectId};

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
        /// The limits by answers that hold for the case, whenever they start; absent: the module's plain ones.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        limits: Option<ChosenLimits>,
        /// What it says of materials.
        #[serde(default, skip_serializing_if = "Materials::is_nothing")]
        materials: Materials,
        /// The calendar version that due dates rest on.
        calendar_version: u64,
        /// What may be wrong with the answers.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        warnings: Vec<Warning>,
    },
    /// 受理
    CaseAccepted {
        /// The action.
        #[serde(flatten)]
        performed: Performed,
        /// Due dates, when acceptance starts the limits.
        #[serde(skip_serializing_if = "Option::is_none")]
        due: Option<CaseDue>,
        /// Materials without which it was accepted (容缺受理).
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        following: Vec<Following>,
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
        /// Materials that are missing or wrong.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        documents: Vec<DocumentName>,
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
        /// What the applicant has to bring, by the answers as they are now; absent: it was not judged again.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        wanted: Option<Vec<DocumentName>>,
        /// The state that the case stands in, whose limit starts again; absent: it has none.
        #[serde(skip_serializing_if = "Option::is_none")]
        arrival: Option<Arrival>,
        /// The calendar version that due dates in `arrival` rest on.
        calendar_version: u64,
        /// What may be wrong with the answers as they are now.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        warnings: Vec<Warning>,
    },
    /// The applicant did not answer a supplement notice in time.
    SupplementLapsed {
        /// Where the case stands now, possibly in the same state with its limit started again; absent: where it stood.
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
        /// What the law has rules of its own for.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        kind: Option<ProcedureKind>,
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
    SignatureAdded(Performed),
    /// 准予
    CaseApproved(Performed),
    /// 不予许可
    CaseRefused {
        /// The action.
        #[serde(flatten)]
        performed: Performed,
        /// What it rests on.
        legal_basis: BasisName,
    },
    /// 制证
    ResultIssued(Performed),
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
    CaseWithdrawn(Performed),
    /// Something for the record.
    NoteAdded(Performed),
    /// 办结
    CaseClosed(Performed),
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
        /// The same of what the case waits for.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        waits: Vec<(Wait, Due)>,
        /// The calendar version that they rest on now.
        calendar_version: u64,
    },
    /// Materials were handed in.
    DocumentsPresented {
        /// Which of the module.
        documents: Vec<DocumentName>,
    },
    /// Materials that were to follow did not come in time.
    DocumentsLapsed {
        /// Which.
        documents: Vec<DocumentName>,
        /// Until when they were to come.
        due: Due,
        /// Where the case stands now; absent: where it stood.
        #[serde(skip_serializing_if = "Option::is_none")]
        arrival: Option<Arrival>,
        /// The calendar version that due dates in `arrival` rest on.
        calendar_version: u64,
    },
    /// 失信: the applicant stands on the distrust list from now on.
    DistrustRecorded {
        /// Why.
        cause: Distrust,
    },
    /// 信用修复: the applicant stands on the distrust list no longer because of this case.
    TrustRepaired {},
    /// 征求意见
    OpinionsRequested {
        /// The action.
        #[serde(flatten)]
        performed: Performed,
        /// Who was asked.
        departments: Vec<DepartmentName>,
        /// How long they have.
        within: Limit,
        /// Until when.
        due: Due,
        /// What it means when they say nothing.
        silence: Silence,
        /// Where the case goes when every opinion is there; absent: it stays.
        #[serde(skip_serializing_if = "Option::is_none")]
        on_all: Option<StateName>,
    },
    /// 反馈意见
    OpinionGiven {
        /// The action.
        #[serde(flatten)]
        performed: Performed,
        /// Whose opinion it is.
        department: DepartmentName,
        /// Whether it agrees.
        agrees: bool,
    },
    /// Departments that were asked said nothing in time.
    OpinionsLapsed {
        /// Which.
        departments: Vec<DepartmentName>,
        /// Until when they had time.
        due: Due,
        /// What that means.
        silence: Silence,
        /// Where the case stands now; absent: where it stood.
        #[serde(skip_serializing_if = "Option::is_none")]
        arrival: Option<Arrival>,
        /// The calendar version that due dates in `arrival` rest on.
        calendar_version: u64,
    },
    /// 公示期满
    PublicNoticeEnded {
        /// Which procedure.
        procedure: ProcedureName,
        /// When it ended.
        due: Due,
        /// The limits that go on, with their dates.
        clocks: Vec<(ClockName, Due)>,
        /// The calendar version that they rest on.
        calendar_version: u64,
    },
    /// 异议
    ObjectionRaised {
        /// To which public notice.
        procedure: ProcedureName,
        /// Its number in the case, from 1.
        objection: u16,
        /// How long its check may take.
        within: Limit,
        /// Until when it must be answered.
        due: Due,
        /// The calendar version that it rests on.
        calendar_version: u64,
    },
    /// 答复异议
    ObjectionAnswered {
        /// The action.
        #[serde(flatten)]
        performed: Performed,
        /// Which.
        objection: u16,
        /// Whether it is right.
        upheld: bool,
    },
    /// Somebody wrote in the conversation.
    MessageSent {
        /// On which side.
        from: Side,
    },
    /// One side has read what the other wrote.
    MessagesRead {
        /// Which side has read.
        by: Side,
        /// The revision of the last message that it read.
        up_to: u64,
    },
    /// 邀请评价: the case was closed with a decision, and its applicant may rate it. Once in a case.
    RatingInvited {
        /// Until when.
        until: Due,
    },
    /// 好差评
    StepRated {
        /// The revision of what was done; absent: the whole matter.
        #[serde(skip_serializing_if = "Option::is_none")]
        step: Option<u64>,
        /// How content they are.
        level: Level,
        /// Whose work it was.
        department: DepartmentName,
        /// Which officers did it; none where the city decided by itself.
        officers: Vec<SubjectId>,
    },
    /// The case is under a newer revision of its module from here on, this event included.
    CaseMigrated {
        /// The revision that it was under.
        from: u32,
        /// The revision that it is under.
        to: u32,
        /// Who ordered it; absent: the city itself.
        #[serde(skip_serializing_if = "Option::is_none")]
        ordered_by: Option<SubjectId>,
        /// Where the case stands now; absent: where it stood.
        #[serde(skip_serializing_if = "Option::is_none")]
        arrival: Option<Arrival>,
        /// The limits that go on with the lengths that they began with.
        kept: Kept,
        /// The limits by answers of the new revision, for what starts from here on; absent: its plain ones.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        limits: Option<ChosenLimits>,
        /// The calendar version that due dates in `arrival` rest on.
        calendar_version: u64,
    },
    /// 制作文书: what the event before it has done is told in a numbered notice.
    NoticeIssued {
        /// Which of the case's notices, from 1.
        notice: u16,
        /// Its number.
        number: NoticeNumber,
        /// What it tells.
        kind: NoticeKind,
        /// The type of the event that it tells.
        of: String,
    },
    /// 送达: a notice was served on the person. From the day after, what can be done against it runs.
    NoticeServed {
        /// Which of the case's notices.
        notice: u16,
        /// How.
        how: ServiceMethod,
        /// The day from which it counts as served.
        on: Date,
        /// What can be done against it, each with its last day.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        remedies: Vec<RemedyDue>,
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
    /// 分办: an officer has the case in hand from now on; one who did it themselves took it (领办).
    CaseAssigned(InHand),
    /// 退回分办: nobody has the case in hand any more. Another state or department ends it without this event.
    AssignmentEnded(InHand),
}
