//! What a case is after an event. Total over every event, and blind to the module: replay must
//! not depend on today's rules. What others have to bring or to say is in [`concerns`], what
//! is told and watched in [`telling`].

mod concerns;
mod telling;

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;

use super::conversation::Conversation;
use super::event::{Arrival, ClockName, Event, EventBody, Performed};
use super::migration::Kept;
use super::rating::HandledStep;
use super::{Actor, Case, Clock, Clocks, OpenCase, OpenProcedure, Stage, Supplement, Turn};
use crate::calendar::{Due, Stop};
use crate::module::End;
use crate::name::ActionName;

/// `case` after `event`. A case begins with `CaseSubmitted`; an event that cannot be the next
/// one (none is ever stored) leaves it as it is.
#[must_use]
pub fn evolve(case: Case, event: &Event) -> Case {
    match case {
        Case::Unborn => born(event).map_or(Case::Unborn, |open| Case::Open(Box::new(open))),
        Case::Open(mut open) => {
            open.apply(event);
            Case::Open(open)
        }
    }
}

fn born(event: &Event) -> Option<OpenCase> {
    let EventBody::CaseSubmitted {
        id,
        number,
        applicant,
        applicant_kind,
        department,
        arrival,
        publication_agreed,
        limits,
        materials,
        calendar_version,
        warnings,
        routed: _,
        due: _,
        answers: _,
    } = &event.body
    else {
        return None;
    };
    let mut case = OpenCase {
        id: *id,
        number: number.clone(),
        applicant: applicant.clone(),
        applicant_kind: *applicant_kind,
        department: department.clone(),
        state: arrival.state.clone(),
        stage: Stage::Submitted,
        end: None,
        closed_at: None,
        reopened: 0,
        clocks: Clocks::default(),
        stops: Vec::new(),
        procedure: None,
        suspended_at: None,
        extended: false,
        supplement: None,
        asked: BTreeSet::new(),
        signatures: BTreeMap::new(),
        came_from: None,
        returned: 0,
        hands: BTreeMap::new(),
        agents: BTreeSet::new(),
        publication_agreed: *publication_agreed,
        wanted: materials.wanted.iter().cloned().collect(),
        presented: materials.presented.iter().cloned().collect(),
        promised: materials.promised,
        asked_documents: BTreeSet::new(),
        waits: Vec::new(),
        opinions: Vec::new(),
        objections: Vec::new(),
        distrust: None,
        notices: Vec::new(),
        cards: Vec::new(),
        calendar_version: *calendar_version,
        last_at: event.effective_at,
        revision: 0,
        conversation: Conversation::default(),
        steps: Vec::new(),
        invited_until: None,
        ratings: Vec::new(),
        limits: *limits,
        kept: Kept::default(),
        warnings: warnings.clone(),
        assignee: None,
        assignments: 0,
    };
    case.begin(event, arrival);
    Some(case)
}

impl OpenCase {
    /// What its submission does to it.
    fn begin(&mut self, event: &Event, arrival: &Arrival) {
        self.remember(&ActionName::submit(), &event.by);
        self.meet(&event.by);
        self.arrive(arrival, event.effective_at);
        self.turn_clocks(event);
    }

    /// This case after one more event.
    pub(crate) fn apply(&mut self, event: &Event) {
        let at = event.effective_at;
        self.last_at = self.last_at.max(at);
        self.revision += u64::from(!matches!(event.body, EventBody::CaseSubmitted { .. }));
        if let Some(performed) = event.body.performed() {
            self.follow(performed, at);
            self.remember(&performed.action, &event.by);
        }
        self.meet(&event.by);
        self.become_after(event);
        self.turn_clocks(event);
    }

    fn meet(&mut self, by: &Actor) {
        if let Actor::Agent { subject, .. } = by
            && !self.agents.contains(subject)
        {
            self.agents.insert(subject.clone());
        }
    }

    /// What the event says of everything but the limits of the case.
    fn become_after(&mut self, event: &Event) {
        let at = event.effective_at;
        match &event.body {
            EventBody::CaseSubmitted { .. }
            | EventBody::ResultIssued(_)
            | EventBody::ResultRevoked { .. }
            | EventBody::CaseTerminated { .. }
            | EventBody::CaseWithdrawn(_)
            | EventBody::NoteAdded(_)
            | EventBody::CaseClosed(_) => {}
            EventBody::CaseAccepted { following, .. } => {
                self.stage = self.stage.max(Stage::Accepted);
                self.wait_for_materials(following, at);
            }
            EventBody::CaseDeemedAccepted { arrival, .. } => {
                self.stage = self.stage.max(Stage::Accepted);
                self.pass(ClockName::State, arrival.as_ref(), at);
            }
            EventBody::CaseDeclined { .. } | EventBody::CaseApproved(_) | EventBody::CaseRefused { .. } => {
                self.stage = self.stage.max(Stage::Decided);
            }
            EventBody::SupplementRequested { .. } => self.wait_for_supplement(event),
            EventBody::SupplementAnswered { .. } => self.take_supplement(event),
            EventBody::SupplementLapsed { arrival, .. } => self.stop_waiting(arrival.as_ref(), at),
            EventBody::ProcedureStarted { .. } => self.begin_procedure(event),
            EventBody::ProcedureEnded { .. } => self.procedure = None,
            EventBody::ProcedureOverran { .. } => {
                self.procedure.iter_mut().for_each(|open| open.overran = true);
            }
            EventBody::LimitExtended { by, performed, .. } => {
                self.extended = true;
                self.clocks.extend(*by, performed.arrival.is_some());
            }
            EventBody::CaseSuspended { .. } => self.suspended_at = Some(at).filter(|_| self.end.is_none()),
            EventBody::CaseResumed { .. } => self.suspended_at = None,
            EventBody::SignatureAdded(performed) => self.sign(&performed.action, &event.by),
            EventBody::CaseTransferred { .. } | EventBody::CaseReturned { .. } => self.change_hands(&event.body),
            EventBody::CaseReopened { .. } => self.reopened = self.reopened.saturating_add(1),
            EventBody::LimitPassed { clock: ClockName::Objection, due, .. } => self.pass_objections(*due),
            EventBody::LimitPassed { clock, arrival, .. } => self.pass(*clock, arrival.as_ref(), at),
            EventBody::DueRecomputed { calendar_version, waits, .. } => {
                self.calendar_version = *calendar_version;
                self.set_waits(waits);
            }
            EventBody::DocumentsPresented { .. }
            | EventBody::DocumentsLapsed { .. }
            | EventBody::DistrustRecorded { .. }
            | EventBody::TrustRepaired {} => self.concern_materials(event),
            EventBody::OpinionsRequested { .. }
            | EventBody::OpinionGiven { .. }
            | EventBody::OpinionsLapsed { .. }
            | EventBody::PublicNoticeEnded { .. }
            | EventBody::ObjectionRaised { .. }
            | EventBody::ObjectionAnswered { .. } => self.concern_others(event),
            EventBody::MessageSent { .. }
            | EventBody::MessagesRead { .. }
            | EventBody::RatingInvited { .. }
            | EventBody::StepRated { .. } => self.listen(event),
            EventBody::CaseMigrated { arrival, kept, limits, calendar_version, .. } => {
                self.calendar_version = *calendar_version;
                if let Some(arrival) = arrival {
                    self.arrive(arrival, at);
                }
                self.kept = kept.clone();
                self.limits = *limits;
            }
            EventBody::NoticeIssued { .. } | EventBody::NoticeServed { .. } => self.tell_in_writing(event),
            EventBody::CardIssued { .. } | EventBody::CardWithdrawn { .. } => self.mind_card(event),
            EventBody::CaseAssigned(_) | EventBody::AssignmentEnded(_) => self.mind_assignment(event),
        }
    }

    /// What the event does to the limits, as the table of clock rules says.
    fn turn_clocks(&mut self, event: &Event) {
        let (body, at) = (&event.body, event.effective_at);
        let rule = body.clock_rule();
        match rule.case_limits {
            Turn::Untouched | Turn::Passes => {}
            Turn::Starts => self.start(body, at),
            Turn::Stops => self.stand_still(at),
            Turn::GoesOn => self.go_on(body.dates(), at),
            Turn::Lengthens | Turn::CountedAgain => self.set_dues(body.dates(), at),
            Turn::Ends => self.clocks.end_of_case(),
        }
        if rule.state_limit == Turn::Ends {
            self.clocks.state = None;
        }
    }

    fn follow(&mut self, performed: &Performed, at: Timestamp) {
        self.calendar_version = performed.calendar_version;
        if let Some(arrival) = &performed.arrival {
            self.arrive(arrival, at);
        }
    }

    /// Whose hands it went through: of officers only, since rules of four eyes bind nobody else.
    fn remember(&mut self, action: &ActionName, by: &Actor) {
        let (Actor::Officer { subject, department, .. } | Actor::Assistant { subject, department, .. }) = by else {
            return;
        };
        self.steps.push(HandledStep {
            revision: self.revision,
            action: action.clone(),
            officer: subject.clone(),
            department: department.clone(),
        });
        let before = self.hands.get(action);
        if !by.hands().all(|officer| before.is_some_and(|officers| officers.contains(officer))) {
            self.hands.entry(action.clone()).or_default().extend(by.hands().cloned());
        }
    }

    /// Another department has it now; one that sends it back is counted.
    fn change_hands(&mut self, body: &EventBody) {
        self.assignee = None;
        match body {
            EventBody::CaseTransferred { from, to, .. } => {
                self.department = to.clone();
                self.came_from = Some(from.clone());
            }
            EventBody::CaseReturned { to, .. } => {
                self.department = to.clone();
                self.came_from = None;
                self.returned = self.returned.saturating_add(1);
            }
            _ => {}
        }
    }

    fn take_supplement(&mut self, event: &Event) {
        let EventBody::SupplementAnswered { arrival, calendar_version, wanted, warnings, .. } = &event.body else {
            return;
        };
        self.warnings.clone_from(warnings);
        self.remember(&ActionName::answer_supplement(), &event.by);
        self.calendar_version = *calendar_version;
        self.want(wanted.as_ref());
        self.stop_waiting(arrival.as_ref(), event.effective_at);
    }

    /// Enters a state. A case is closed exactly while it stands in a state that ends it. Who had it in hand had
    /// it for the state that is left.
    fn arrive(&mut self, arrival: &Arrival, at: Timestamp) {
        self.assignee = self.assignee.take().filter(|_| arrival.state == self.state && arrival.end.is_none());
        self.state = arrival.state.clone();
        self.signatures.clear();
        self.kept.state = None;
        if let Some(end) = arrival.end {
            self.close(end, at);
        } else {
            self.clocks.state = arrival.due.map(|due| Clock::started(at, due));
            self.open();
        }
    }

    fn close(&mut self, end: End, at: Timestamp) {
        if self.end.is_none() {
            self.closed_at = Some(at);
        }
        self.end = Some(end);
        self.stage = Stage::Closed;
        self.clocks = Clocks::default();
        self.stops = Vec::new();
        self.procedure = None;
        self.suspended_at = None;
        self.extended = false;
        self.supplement = None;
        self.waits = Vec::new();
        self.opinions.retain(|opinion| opinion.answer.is_some());
        self.kept = Kept::default();
    }

    fn open(&mut self) {
        self.end = None;
        if self.stage == Stage::Closed {
            self.stage = Stage::Accepted;
        }
    }

    /// The limits of the whole case begin: where silence accepted it, when its materials came.
    fn start(&mut self, body: &EventBody, at: Timestamp) {
        let since = if let EventBody::CaseDeemedAccepted { since, .. } = body { *since } else { at };
        if let Some(due) = body.case_due().filter(|_| self.end.is_none()) {
            self.kept.case = None;
            self.clocks.start(due, since);
        }
    }

    fn stand_still(&mut self, at: Timestamp) {
        if self.end.is_none() && !self.stands_still() {
            self.stops.push(Stop { from: at, to: None });
        }
    }

    fn go_on(&mut self, dates: &[(ClockName, Due)], at: Timestamp) {
        if let Some(stop) = self.stops.last_mut() {
            stop.to.get_or_insert(at);
        }
        self.set_dues(dates, at);
    }

    fn begin_procedure(&mut self, event: &Event) {
        if let EventBody::ProcedureStarted { procedure, most, due, kind, .. } = &event.body
            && self.end.is_none()
        {
            let started_at = event.effective_at;
            let name = procedure.clone();
            let (most, due, kind) = (*most, *due, *kind);
            self.procedure = Some(OpenProcedure { name, started_at, most, due, overran: false, kind });
        }
    }

    fn sign(&mut self, action: &ActionName, by: &Actor) {
        self.signatures.entry(action.clone()).or_default().push(by.hands().cloned().collect());
    }

    fn wait_for_supplement(&mut self, event: &Event) {
        let EventBody::SupplementRequested { performed, items, documents, answer_due, on_lapse } = &event.body else {
            return;
        };
        self.asked.extend(items.iter().cloned());
        self.ask_for_materials(documents);
        if self.end.is_none() {
            self.supplement = Some(Supplement {
                action: performed.action.clone(),
                requested_at: event.effective_at,
                items: items.clone(),
                documents: documents.clone(),
                due: *answer_due,
                on_lapse: on_lapse.clone(),
            });
        }
    }

    fn stop_waiting(&mut self, arrival: Option<&Arrival>, at: Timestamp) {
        self.supplement = None;
        self.kept.supplement = None;
        if let Some(arrival) = arrival {
            self.arrive(arrival, at);
        }
    }

    fn pass(&mut self, clock: ClockName, arrival: Option<&Arrival>, at: Timestamp) {
        if let Some(Some(clock)) = self.clocks.of_mut(clock) {
            clock.passed = true;
        }
        if let Some(arrival) = arrival {
            self.arrive(arrival, at);
        }
    }

    fn set_dues(&mut self, dates: &[(ClockName, Due)], at: Timestamp) {
        if self.end.is_none() {
            for (clock, due) in dates {
                self.set_due(*clock, *due, at);
            }
        }
    }

    /// A clock that was not there begins now: its state was entered while the case stood still.
    fn set_due(&mut self, clock: ClockName, due: Due, at: Timestamp) {
        if let Some(clock) = self.clocks.of_mut(clock) {
            clock.get_or_insert_with(|| Clock::started(at, due)).due = due;
        } else if clock == ClockName::Supplement {
            self.supplement.iter_mut().for_each(|notice| notice.due = due);
        } else if clock == ClockName::Procedure {
            self.procedure.iter_mut().for_each(|open| open.due = due);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::evolve;
    use crate::case::given::{act, clerk, given_accepted, given_submitted, lin, submit};
    use crate::case::{Case, Stage};

    #[test]
    fn a_case_begins_with_its_submission_and_with_nothing_else() {
        let accepted = given_submitted().when(clerk(), act("accept"));
        assert_eq!(evolve(Case::Unborn, accepted.last()), Case::Unborn);
    }

    #[test]
    fn a_second_submission_changes_nothing() {
        let submitted = crate::case::given::given().when(lin(), submit());
        let case = given_accepted().case;
        assert_eq!(evolve(case.clone(), submitted.last()), case);
    }

    #[test]
    fn a_case_is_closed_exactly_while_it_stands_in_a_state_that_ends_it() {
        let then = given_submitted().when(lin(), act("take-back"));
        assert_eq!((then.case().stage, then.case().end.is_some()), (Stage::Closed, true));
        let reopened = then.go_on().when(lin(), act("take-up"));
        assert_eq!((reopened.case().stage, reopened.case().end.is_some()), (Stage::Accepted, false));
    }
}
