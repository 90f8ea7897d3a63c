//! A case (办件): one person's matter under one module revision, and the decider over it.
//!
//! Reading order: [`command`] (what may be asked), [`event`] (what is recorded), [`decide`] (the
//! rules), [`clock`] (what each event does to the limits), [`evolve`] (what a case is after its events),
//! [`rejection`] (how a rule says no); then [`notice`] (what is told in writing), [`card`] (which limit draws
//! which card), [`limits`] (which limits its answers choose), [`assignment`] (who has it in hand), [`conversation`],
//! [`rating`] and [`migration`].

pub mod assignment;
pub mod card;
pub mod clock;
pub mod command;
pub mod conversation;
pub mod event;
pub mod limits;
pub mod migration;
pub mod notice;
pub mod rating;
pub mod rejection;

mod decide;
mod evolve;
mod number;
mod receipt;

#[cfg(test)]
pub(crate) mod given;

pub use assignment::{Assign, Assignee, AssignmentAct};
pub use card::{CARD_RULES, Card, CardKind, CardMoment, CardRule};
pub use clock::{CLOCK_RULES, Clock, ClockRule, Clocks, Turn};
pub use command::{Actor, Command, Intent, ReliefAct};
pub use decide::{
    available_actions, available_assignments, available_reliefs, decide, may_answer_supplement, next_settle,
};
pub use event::{Event, EventBody};
pub use evolve::evolve;
pub use notice::{NOTICE_RULES, Notice, NoticeKind, NoticeNumber, NoticeRule, ServiceMethod};
pub use number::CaseNumber;
pub use receipt::{InvalidReceiptCode, ReceiptCode};
pub use rejection::Rejection;

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use self::conversation::Conversation;
use self::limits::ChosenLimits;
use self::migration::Kept;
use self::rating::{HandledStep, Rating};
use crate::calendar::{Due, Limit, Stop};
use crate::form::identifier::Warning;
use crate::module::{ApplicantKind, End, ProcedureKind, Silence};
use crate::name::{ActionName, CaseId, DepartmentName, DocumentName, ProcedureName, StateName, SubjectId};

/// How far a case is, the same in every module.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum Stage {
    /// Handed in, not yet accepted.
    Submitted,
    /// Accepted, not yet decided.
    Accepted,
    /// Decided, not yet over.
    Decided,
    /// Over.
    Closed,
}

/// A case as its events left it. Never holds a sealed value: a rule that reads one is judged in
/// the command that brings it, and its outcome is in the event.
#[derive(Debug, Clone, PartialEq)]
pub enum Case {
    /// No event yet.
    Unborn,
    /// Submitted and since.
    Open(Box<OpenCase>),
}

/// What is known of a case that exists. Its serialised form is kept by rebuildable views only, never
/// by events.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct OpenCase {
    /// Its identity.
    pub id: CaseId,
    /// Its number for people.
    pub number: CaseNumber,
    /// Whose it is; `None` when filed anonymously.
    pub applicant: Option<SubjectId>,
    /// In what capacity they applied.
    pub applicant_kind: ApplicantKind,
    /// Who has it now.
    pub department: DepartmentName,
    /// Where it stands in the city's own process.
    pub state: StateName,
    /// How far it is.
    pub stage: Stage,
    /// How it ended, while it is over.
    pub end: Option<End>,
    /// When it was last closed; moving from one end to another does not close it again.
    pub closed_at: Option<Timestamp>,
    /// How often it was reopened.
    pub reopened: u8,
    /// The running limits.
    pub clocks: Clocks,
    /// When the limits stood still, in this round of the case; the last may not be over.
    pub stops: Vec<Stop>,
    /// The procedure that is open.
    pub procedure: Option<OpenProcedure>,
    /// Since when the case rests.
    pub suspended_at: Option<Timestamp>,
    /// Whether the limits were lengthened, in this round.
    pub extended: bool,
    /// The supplement notice that waits for an answer.
    pub supplement: Option<Supplement>,
    /// Paths of answers that notices have asked for.
    pub asked: BTreeSet<String>,
    /// Who did what takes effect when more officers have.
    pub signatures: BTreeMap<ActionName, Vec<Vec<SubjectId>>>,
    /// From whom it was passed on to who has it now.
    pub came_from: Option<DepartmentName>,
    /// How often it was returned.
    pub returned: u8,
    /// Which officers did each action, in any round of the case.
    pub hands: BTreeMap<ActionName, BTreeSet<SubjectId>>,
    /// Who acted for the applicant by a mandate.
    pub agents: BTreeSet<SubjectId>,
    /// Whether the applicant agreed to publication, as judged at submission.
    pub publication_agreed: bool,
    /// Materials that the applicant has to bring in this case.
    pub wanted: BTreeSet<DocumentName>,
    /// Materials that were handed in.
    pub presented: BTreeSet<DocumentName>,
    /// Whether the applicant promised that what may follow will.
    pub promised: bool,
    /// Materials that notices have asked for.
    pub asked_documents: BTreeSet<DocumentName>,
    /// What the case waits for, each with a limit of its own.
    pub waits: Vec<Waiting>,
    /// The opinions that were asked for, in the order of asking; all of them, in one record.
    pub opinions: Vec<Opinion>,
    /// The objections to its public notices, in the order in which they came.
    pub objections: Vec<Objection>,
    /// Why the applicant stands on the distrust list because of this case, since when.
    pub distrust: Option<(event::Distrust, Timestamp)>,
    /// The notices that were issued, in order.
    pub notices: Vec<Notice>,
    /// Cards that were issued, in the order of their numbers, withdrawn ones too.
    pub cards: Vec<Card>,
    /// The version of the calendar that the due dates rest on; a later one may change nothing.
    pub calendar_version: u64,
    /// The latest moment of any event: time never runs backwards within a stream.
    pub last_at: Timestamp,
    /// The place of its last event in its stream, from 0.
    pub revision: u64,
    /// What applicant and department wrote to each other.
    pub conversation: Conversation,
    /// What officers did in it, in order.
    pub steps: Vec<HandledStep>,
    /// Until when its applicant may rate it, once they were invited.
    pub invited_until: Option<Due>,
    /// What its applicant rated.
    pub ratings: Vec<Rating>,
    /// The limits by answers that were chosen for it; `None`: the module's plain ones.
    pub limits: Option<ChosenLimits>,
    /// Lengths of limits that an earlier module revision began.
    pub kept: Kept,
    /// What may be wrong with the answers as they are now.
    pub warnings: Vec<Warning>,
    /// Which officer has it in hand, in this state and with this department.
    pub assignee: Option<Assignee>,
    /// How many events have changed that, in the whole of its history.
    pub assignments: u64,
}

/// A procedure that was begun and is not over.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct OpenProcedure {
    /// Which one.
    pub name: ProcedureName,
    /// When it was begun.
    pub started_at: Timestamp,
    /// How long it may take.
    pub most: Limit,
    /// Until when it must be over.
    pub due: Due,
    /// Whether it took longer; what it stopped goes on since then.
    pub overran: bool,
    /// What the law has rules of its own for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub kind: Option<ProcedureKind>,
}

/// One thing that a case waits for.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Waiting {
    /// What.
    pub wait: event::Wait,
    /// Since when.
    pub since: Timestamp,
    /// How long.
    pub within: Limit,
    /// Until when.
    pub due: Due,
    /// Whether its passing is on record.
    pub passed: bool,
}

/// An opinion that a department was asked for.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Opinion {
    /// Whose.
    pub department: DepartmentName,
    /// When it was asked for.
    pub asked_at: Timestamp,
    /// What it means when they say nothing.
    pub silence: Silence,
    /// Where the case goes when every opinion is there; `None`: it stays.
    pub on_all: Option<StateName>,
    /// What they said; `None`: nothing yet.
    pub answer: Option<OpinionAnswer>,
}

/// What a department said.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct OpinionAnswer {
    /// Whether it agrees.
    pub agrees: bool,
    /// Whether its silence said it (默认同意).
    pub deemed: bool,
    /// When.
    pub at: Timestamp,
}

/// An objection to a public notice.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Objection {
    /// Its number in the case, from 1.
    pub number: u16,
    /// Who objected.
    pub by: Option<SubjectId>,
    /// To which public notice.
    pub procedure: ProcedureName,
    /// When.
    pub raised_at: Timestamp,
    /// Whether it is right, and when that was said; `None`: it waits.
    pub answer: Option<(bool, Timestamp)>,
}

/// A supplement notice (补正通知) without an answer yet.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Supplement {
    /// The action that gave the notice.
    pub action: ActionName,
    /// When it was given.
    pub requested_at: Timestamp,
    /// The paths of the answers that the notice lists.
    pub items: Vec<String>,
    /// The materials that it lists.
    pub documents: Vec<DocumentName>,
    /// When it lapses.
    pub due: Due,
    /// Where the case goes then; `None`: it stays.
    pub on_lapse: Option<StateName>,
}

impl OpenCase {
    /// Whether its limits stand still.
    #[must_use]
    pub fn stands_still(&self) -> bool {
        self.stopped_since().is_some()
    }

    /// Since when its limits stand still.
    #[must_use]
    pub fn stopped_since(&self) -> Option<Timestamp> {
        self.stops.last().filter(|stop| stop.to.is_none()).map(|stop| stop.from)
    }

    /// The limits that run and have not passed yet, in the order in which limits that end at the
    /// same moment are recorded: the whole case's before those that can move it.
    pub fn running(&self) -> impl Iterator<Item = (event::ClockName, Due)> {
        use event::ClockName::{Document, Objection, Opinion, Procedure, Promised, State, Statutory, Supplement};
        use event::Wait;
        let clocks = [(Statutory, self.clocks.statutory), (Promised, self.clocks.promised), (State, self.clocks.state)];
        let clocks = clocks.into_iter().filter(|_| !self.stands_still());
        let clocks = clocks.filter_map(|(name, clock)| Some((name, clock.filter(|c| !c.passed)?.due)));
        let supplement = self.supplement.iter().map(|notice| (Supplement, notice.due));
        let procedure = self.procedure.iter().filter(|open| !open.overran).map(|open| (Procedure, open.due));
        let waits = self.waits.iter().filter(|waiting| !waiting.passed);
        let waits = waits.map(|waiting| match waiting.wait {
            Wait::Document(_) => (Document, waiting.due),
            Wait::Opinion(_) => (Opinion, waiting.due),
            Wait::Objection(_) => (Objection, waiting.due),
        });
        clocks.chain(supplement).chain(procedure).chain(waits)
    }

    /// Departments that were asked for an opinion and have not given it.
    pub fn asked_departments(&self) -> impl Iterator<Item = &DepartmentName> {
        self.opinions.iter().filter(|opinion| opinion.answer.is_none()).map(|opinion| &opinion.department)
    }

    /// Departments that may look into the case because they were asked for an opinion: while it is open.
    pub fn consulted(&self) -> impl Iterator<Item = &DepartmentName> {
        self.opinions.iter().filter(|_| self.end.is_none()).map(|opinion| &opinion.department)
    }

    /// The public notice that runs: everybody may read the case meanwhile.
    #[must_use]
    pub fn public_notice(&self) -> Option<&OpenProcedure> {
        self.procedure.as_ref().filter(|open| matches!(open.kind, Some(ProcedureKind::PublicNotice { .. })))
    }

    /// Whether the public may read it: it is over and its applicant agreed, or it is on public notice.
    #[must_use]
    pub fn is_published(&self) -> bool {
        self.public_notice().is_some() || self.end.is_some() && self.publication_agreed
    }
}
