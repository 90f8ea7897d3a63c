//! The clocks of a case: the limits that run, and what each event does to them.
//!
//! [`CLOCK_RULES`] is the one place where that is said; `evolve` is driven by it and the reference of
//! clock rules is printed from it. How long a limit is and when it ends is counted by
//! [`crate::calendar`], from what is kept here.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::event::{CaseDue, ClockName, EventBody};
use crate::calendar::{Due, Limit};

/// Which limits run, and which have passed. The promised and the statutory one end with the
/// decision; the state's does not run while a supplement notice waits; none runs in a closed case.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Clocks {
    /// The limit of the state.
    pub state: Option<Clock>,
    /// The promised limit.
    pub promised: Option<Clock>,
    /// The statutory limit.
    pub statutory: Option<Clock>,
}

/// One limit that runs, or would if the case did not stand still.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Clock {
    /// The moment that it started.
    pub started_at: Timestamp,
    /// By how much it was lengthened.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub extended: Option<Limit>,
    /// When it ends; of no account while the case stands still.
    pub due: Due,
    /// Whether its passing is on record.
    pub passed: bool,
}

impl Clock {
    pub(super) fn started(at: Timestamp, due: Due) -> Self {
        Self { started_at: at, extended: None, due, passed: false }
    }
}

impl Clocks {
    pub(super) fn start(&mut self, due: &CaseDue, at: Timestamp) {
        self.promised = Some(Clock::started(at, due.promised));
        self.statutory = due.statutory.map(|due| Clock::started(at, due));
    }

    pub(super) fn end_of_case(&mut self) {
        self.promised = None;
        self.statutory = None;
    }

    /// Lengthens the limits of the case, and that of the state unless the case leaves it.
    pub(super) fn extend(&mut self, by: Limit, leaves: bool) {
        let state = self.state.as_mut().filter(|_| !leaves);
        for clock in [self.promised.as_mut(), self.statutory.as_mut(), state].into_iter().flatten() {
            clock.extended = Some(by);
        }
    }

    /// The clock of this name, where one runs.
    pub(super) fn of(&self, name: ClockName) -> Option<Clock> {
        match name {
            ClockName::State => self.state,
            ClockName::Promised => self.promised,
            ClockName::Statutory => self.statutory,
            ClockName::Supplement
            | ClockName::Procedure
            | ClockName::Document
            | ClockName::Opinion
            | ClockName::Objection => None,
        }
    }

    /// The clock of this name; notices and procedures have none here.
    pub(super) fn of_mut(&mut self, name: ClockName) -> Option<&mut Option<Clock>> {
        match name {
            ClockName::State => Some(&mut self.state),
            ClockName::Promised => Some(&mut self.promised),
            ClockName::Statutory => Some(&mut self.statutory),
            ClockName::Supplement
            | ClockName::Procedure
            | ClockName::Document
            | ClockName::Opinion
            | ClockName::Objection => None,
        }
    }
}

/// What an event does to a limit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Turn {
    /// Nothing: it runs or stands as before.
    Untouched,
    /// It begins anew.
    Starts,
    /// It stands still.
    Stops,
    /// It goes on with what was left.
    GoesOn,
    /// It becomes longer.
    Lengthens,
    /// It is counted again from where it started.
    CountedAgain,
    /// Its passing is recorded.
    Passes,
    /// It is over, kept or not.
    Ends,
}

/// What one kind of event does to the limits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ClockRule {
    /// The type of the event.
    pub event: &'static str,
    /// Which events of the type, where they differ.
    pub when: &'static str,
    /// What becomes of the promised and the statutory limit.
    pub case_limits: Turn,
    /// What becomes of the limit of the state. Beside this, an event that leads to another state ends
    /// the limit of the state that is left and starts that of the state that is entered.
    pub state_limit: Turn,
    /// Why: the law, or the rule of this system.
    pub source: &'static str,
}

const fn rule(event: &'static str, case_limits: Turn, state_limit: Turn, source: &'static str) -> ClockRule {
    ClockRule { event, when: "", case_limits, state_limit, source }
}

macro_rules! rules {
    ($($name:ident = $rule:expr;)*) => {
        $(const $name: ClockRule = $rule;)*
        /// Every rule, in the order of the events.
        pub const CLOCK_RULES: &[ClockRule] = &[$($name),*];
    };
}

rules! {
    SUBMITTED = ClockRule { when: "`limits.starts: Submission`; otherwise the limits of the case wait for acceptance", ..rule("CaseSubmitted", Turn::Starts, Turn::Starts, "time counts from dispatch, not from signature") };
    ACCEPTED = ClockRule { when: "the first time, where acceptance starts the limits", ..rule("CaseAccepted", Turn::Starts, Turn::Untouched, "Administrative Licence Law, art. 42") };
    DEEMED_ACCEPTED = rule("CaseDeemedAccepted", Turn::Starts, Turn::Passes, "Administrative Licence Law, art. 32: from the day on which the materials came");
    DECLINED = rule("CaseDeclined", Turn::Ends, Turn::Untouched, "nothing is left to decide");
    SUPPLEMENT_REQUESTED = rule("SupplementRequested", Turn::Untouched, Turn::Ends, "the applicant has it; what is late meanwhile is not the office's");
    SUPPLEMENT_ANSWERED = rule("SupplementAnswered", Turn::Untouched, Turn::Starts, "Administrative Licence Law, art. 32: the materials came now");
    SUPPLEMENT_LAPSED = rule("SupplementLapsed", Turn::Untouched, Turn::Starts, "the applicant is deemed to have withdrawn, or the office has it again");
    PROCEDURE_STOPS = ClockRule { when: "a procedure with `clock: Stopped`", ..rule("ProcedureStarted", Turn::Stops, Turn::Stops, "Administrative Licence Law, art. 45") };
    PROCEDURE_RUNS = ClockRule { when: "a procedure with `clock: Running`", ..rule("ProcedureStarted", Turn::Untouched, Turn::Untouched, "a check on the spot is part of the examination") };
    PROCEDURE_ENDED = rule("ProcedureEnded", Turn::GoesOn, Turn::GoesOn, "Administrative Licence Law, art. 45");
    PROCEDURE_OVERRAN = rule("ProcedureOverran", Turn::GoesOn, Turn::GoesOn, "Administrative Licence Law, art. 45: the time needed was told in writing");
    LIMIT_EXTENDED = rule("LimitExtended", Turn::Lengthens, Turn::Lengthens, "Administrative Licence Law, art. 42: once, by the head, with the reason told");
    SUSPENDED = rule("CaseSuspended", Turn::Stops, Turn::Stops, "the legal basis that the module names");
    RESUMED = rule("CaseResumed", Turn::GoesOn, Turn::GoesOn, "what stopped them is over");
    SIGNATURE_ADDED = rule("SignatureAdded", Turn::Untouched, Turn::Untouched, "nothing has taken effect yet");
    APPROVED = rule("CaseApproved", Turn::Ends, Turn::Untouched, "the limits run to the decision; making and delivery lie outside");
    REFUSED = rule("CaseRefused", Turn::Ends, Turn::Untouched, "the limits run to the decision");
    ISSUED = rule("ResultIssued", Turn::Untouched, Turn::Untouched, "after the decision");
    REVOKED = rule("ResultRevoked", Turn::Untouched, Turn::Ends, "after the decision");
    TRANSFERRED = rule("CaseTransferred", Turn::Untouched, Turn::Untouched, "passing on is no work done");
    RETURNED = rule("CaseReturned", Turn::Untouched, Turn::Untouched, "passing back is no work done");
    TERMINATED = rule("CaseTerminated", Turn::Ends, Turn::Ends, "nothing is left to decide");
    WITHDRAWN = rule("CaseWithdrawn", Turn::Ends, Turn::Ends, "nothing is left to decide");
    NOTED = rule("NoteAdded", Turn::Untouched, Turn::Untouched, "a comment never moves a clock");
    CLOSED = rule("CaseClosed", Turn::Ends, Turn::Ends, "the case is over");
    REOPENED = rule("CaseReopened", Turn::Starts, Turn::Untouched, "the case has the whole limits again");
    CASE_LIMIT_PASSED = ClockRule { when: "the promised or the statutory limit", ..rule("LimitPassed", Turn::Passes, Turn::Untouched, "recorded once") };
    STATE_LIMIT_PASSED = ClockRule { when: "the limit of the state", ..rule("LimitPassed", Turn::Untouched, Turn::Passes, "recorded once; the module may lead to another state") };
    OBJECTION_LIMIT_PASSED = ClockRule { when: "the limit of the check of an objection", ..rule("LimitPassed", Turn::Untouched, Turn::Untouched, "recorded once") };
    DUE_RECOMPUTED = rule("DueRecomputed", Turn::CountedAgain, Turn::CountedAgain, "the General Office's notice of the year's holidays");
    DOCUMENTS_PRESENTED = rule("DocumentsPresented", Turn::Untouched, Turn::Untouched, "acceptance starts the limits, not what is handed in");
    DOCUMENTS_LAPSED = rule("DocumentsLapsed", Turn::Ends, Turn::Ends, "what was promised did not follow: nothing is left to decide");
    DISTRUST_RECORDED = rule("DistrustRecorded", Turn::Untouched, Turn::Untouched, "it concerns the applicant's next cases");
    TRUST_REPAIRED = rule("TrustRepaired", Turn::Untouched, Turn::Untouched, "it concerns the applicant's next cases");
    OPINIONS_REQUESTED = rule("OpinionsRequested", Turn::Untouched, Turn::Untouched, "asking another department is part of the examination");
    OPINION_GIVEN = rule("OpinionGiven", Turn::Untouched, Turn::Untouched, "an opinion is part of the examination");
    OPINIONS_LAPSED = rule("OpinionsLapsed", Turn::Untouched, Turn::Untouched, "the silence of a department is not the applicant's");
    PUBLIC_NOTICE_ENDED = rule("PublicNoticeEnded", Turn::GoesOn, Turn::GoesOn, "what stopped them is over");
    OBJECTION_RAISED = rule("ObjectionRaised", Turn::Untouched, Turn::Untouched, "its check has a limit of its own");
    OBJECTION_ANSWERED = rule("ObjectionAnswered", Turn::Untouched, Turn::Untouched, "its check is part of the examination");
    MESSAGE_SENT = rule("MessageSent", Turn::Untouched, Turn::Untouched, "a comment never moves a clock, and never prolongs a window");
    MESSAGES_READ = rule("MessagesRead", Turn::Untouched, Turn::Untouched, "reading is no work done");
    RATING_INVITED = rule("RatingInvited", Turn::Untouched, Turn::Untouched, "after the end of the case");
    STEP_RATED = rule("StepRated", Turn::Untouched, Turn::Untouched, "a rating is no work done");
    MIGRATED = rule("CaseMigrated", Turn::Untouched, Turn::Untouched, "what was accepted keeps its limits, start and length: nobody waits longer because the rules changed");
    NOTICE_ISSUED = rule("NoticeIssued", Turn::Untouched, Turn::Untouched, "it tells what another event has done");
    NOTICE_SERVED = rule("NoticeServed", Turn::Untouched, Turn::Untouched, "service starts the periods of remedies, which are no limits of the office");
    CARD_ISSUED = rule("CardIssued", Turn::Untouched, Turn::Untouched, "a card tells of a limit");
    CARD_WITHDRAWN = rule("CardWithdrawn", Turn::Untouched, Turn::Untouched, "a card tells of a limit");
    ASSIGNED = rule("CaseAssigned", Turn::Untouched, Turn::Untouched, "who has it in hand is the office's own matter");
    ASSIGNMENT_ENDED = rule("AssignmentEnded", Turn::Untouched, Turn::Untouched, "who has it in hand is the office's own matter");
}

impl EventBody {
    /// What it does to the limits.
    #[must_use]
    pub fn clock_rule(&self) -> &'static ClockRule {
        match self {
            Self::CaseSubmitted { .. } => &SUBMITTED,
            Self::CaseAccepted { .. } => &ACCEPTED,
            Self::CaseDeemedAccepted { .. } => &DEEMED_ACCEPTED,
            Self::CaseDeclined { .. } => &DECLINED,
            Self::SupplementRequested { .. } => &SUPPLEMENT_REQUESTED,
            Self::SupplementAnswered { .. } => &SUPPLEMENT_ANSWERED,
            Self::SupplementLapsed { .. } => &SUPPLEMENT_LAPSED,
            Self::ProcedureStarted { stops: true, .. } => &PROCEDURE_STOPS,
            Self::ProcedureStarted { stops: false, .. } => &PROCEDURE_RUNS,
            Self::ProcedureEnded { .. } => &PROCEDURE_ENDED,
            Self::ProcedureOverran { .. } => &PROCEDURE_OVERRAN,
            Self::LimitExtended { .. } => &LIMIT_EXTENDED,
            Self::CaseSuspended { .. } => &SUSPENDED,
            Self::CaseResumed { .. } => &RESUMED,
            Self::SignatureAdded(_) => &SIGNATURE_ADDED,
            Self::CaseApproved(_) => &APPROVED,
            Self::CaseRefused { .. } => &REFUSED,
            Self::ResultIssued(_) => &ISSUED,
            Self::ResultRevoked { .. } => &REVOKED,
            Self::CaseTransferred { .. } => &TRANSFERRED,
            Self::CaseReturned { .. } => &RETURNED,
            Self::CaseTerminated { .. } => &TERMINATED,
            Self::CaseWithdrawn(_) => &WITHDRAWN,
            Self::NoteAdded(_) => &NOTED,
            Self::CaseClosed(_) => &CLOSED,
            Self::CaseReopened { .. } => &REOPENED,
            Self::LimitPassed { clock: ClockName::State, .. } => &STATE_LIMIT_PASSED,
            Self::LimitPassed { clock: ClockName::Objection, .. } => &OBJECTION_LIMIT_PASSED,
            Self::LimitPassed { .. } => &CASE_LIMIT_PASSED,
            Self::DueRecomputed { .. } => &DUE_RECOMPUTED,
            Self::DocumentsPresented { .. } => &DOCUMENTS_PRESENTED,
            Self::DocumentsLapsed { .. } => &DOCUMENTS_LAPSED,
            Self::DistrustRecorded { .. } => &DISTRUST_RECORDED,
            Self::TrustRepaired { .. } => &TRUST_REPAIRED,
            Self::OpinionsRequested { .. } => &OPINIONS_REQUESTED,
            Self::OpinionGiven { .. } => &OPINION_GIVEN,
            Self::OpinionsLapsed { .. } => &OPINIONS_LAPSED,
            Self::PublicNoticeEnded { .. } => &PUBLIC_NOTICE_ENDED,
            Self::ObjectionRaised { .. } => &OBJECTION_RAISED,
            Self::ObjectionAnswered { .. } => &OBJECTION_ANSWERED,
            Self::MessageSent { .. } => &MESSAGE_SENT,
            Self::MessagesRead { .. } => &MESSAGES_READ,
            Self::RatingInvited { .. } => &RATING_INVITED,
            Self::StepRated { .. } => &STEP_RATED,
            Self::CaseMigrated { .. } => &MIGRATED,
            Self::NoticeIssued { .. } => &NOTICE_ISSUED,
            Self::NoticeServed { .. } => &NOTICE_SERVED,
            Self::CardIssued { .. } => &CARD_ISSUED,
            Self::CardWithdrawn { .. } => &CARD_WITHDRAWN,
            Self::CaseAssigned(_) => &ASSIGNED,
            Self::AssignmentEnded(_) => &ASSIGNMENT_ENDED,
        }
    }

    /// Every date that it says of the whole case and of what it changes.
    pub fn told_dates(&self) -> impl Iterator<Item = (ClockName, Due)> {
        let started = self.case_due().into_iter().flat_map(|due| {
            let statutory = due.statutory.map(|due| (ClockName::Statutory, due));
            statutory.into_iter().chain([(ClockName::Promised, due.promised)])
        });
        started.chain(self.dates().iter().copied())
    }

    /// The dates of the whole case that it starts.
    pub(super) fn case_due(&self) -> Option<&CaseDue> {
        match self {
            Self::CaseSubmitted { due, .. }
            | Self::CaseAccepted { due, .. }
            | Self::CaseDeemedAccepted { due, .. }
            | Self::CaseReopened { due, .. } => due.as_ref(),
            _ => None,
        }
    }

    /// The dates that it changes.
    pub(super) fn dates(&self) -> &[(ClockName, Due)] {
        match self {
            Self::ProcedureEnded { clocks, .. }
            | Self::ProcedureOverran { clocks, .. }
            | Self::LimitExtended { clocks, .. }
            | Self::CaseResumed { clocks, .. }
            | Self::PublicNoticeEnded { clocks, .. }
            | Self::DueRecomputed { clocks, .. } => clocks,
            _ => &[],
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::CLOCK_RULES;
    use crate::case::EventBody;

    #[test]
    fn every_event_has_its_rule_in_the_order_of_the_events() {
        let mut events: Vec<_> = CLOCK_RULES.iter().map(|rule| rule.event).collect();
        events.dedup();
        assert_eq!(events, EventBody::TYPE_NAMES);
    }

    #[test]
    fn rules_of_one_event_say_when() {
        let said: BTreeSet<_> = CLOCK_RULES.iter().map(|rule| (rule.event, rule.when)).collect();
        assert_eq!(said.len(), CLOCK_RULES.len());
    }
}
