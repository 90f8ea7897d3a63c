//! What a case is after an event. Total over every event, and blind to the module: replay must
//! not depend on today's rules.

use std::collections::BTreeMap;

use jiff::Timestamp;

use super::event::{Arrival, CaseDue, ClockName, Event, EventBody, Performed};
use super::{Actor, Case, Clock, Clocks, OpenCase, Stage, Supplement};
use crate::calendar::Due;
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
        routed: _,
        arrival,
        due,
        answers: _,
        publication_agreed,
        calendar_version,
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
        supplement: None,
        hands: BTreeMap::new(),
        publication_agreed: *publication_agreed,
        calendar_version: *calendar_version,
        last_at: event.effective_at,
    };
    case.arrive(arrival, event.effective_at);
    case.start(due.as_ref(), event.effective_at);
    Some(case)
}

impl OpenCase {
    /// This case after one more event.
    pub(crate) fn apply(&mut self, event: &Event) {
        let at = event.effective_at;
        self.last_at = self.last_at.max(at);
        if let Some(performed) = event.body.performed() {
            self.follow(performed, at);
            self.remember(&performed.action, &event.by);
        }
        match &event.body {
            EventBody::CaseSubmitted { .. }
            | EventBody::ResultIssued { .. }
            | EventBody::CaseWithdrawn { .. }
            | EventBody::NoteAdded { .. }
            | EventBody::CaseClosed { .. } => {}
            EventBody::CaseAccepted { due, .. } => self.accept(due.as_ref(), at),
            EventBody::CaseDeclined { .. } | EventBody::CaseApproved { .. } | EventBody::CaseRefused { .. } => {
                self.be_decided();
            }
            EventBody::SupplementRequested { .. } => self.wait_for_supplement(event),
            EventBody::SupplementAnswered { arrival, calendar_version, .. } => {
                self.calendar_version = *calendar_version;
                self.stop_waiting(arrival.as_ref(), at);
            }
            EventBody::SupplementLapsed { arrival, .. } => self.stop_waiting(arrival.as_ref(), at),
            EventBody::CaseTransferred { to, .. } => self.department = to.clone(),
            EventBody::CaseReopened { due, .. } => self.begin_again(due.as_ref(), at),
            EventBody::LimitPassed { clock, arrival, .. } => self.pass(*clock, arrival.as_ref(), at),
            EventBody::DueRecomputed { clocks, calendar_version } => {
                self.calendar_version = *calendar_version;
                self.set_dues(clocks);
            }
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
        let Actor::Officer { subject, .. } = by else { return };
        let known = self.hands.get(action).is_some_and(|officers| officers.contains(subject));
        if !known {
            self.hands.entry(action.clone()).or_default().insert(subject.clone());
        }
    }

    /// Enters a state. A case is closed exactly while it stands in a state that ends it.
    fn arrive(&mut self, arrival: &Arrival, at: Timestamp) {
        self.state = arrival.state.clone();
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
        self.supplement = None;
    }

    fn open(&mut self) {
        self.end = None;
        if self.stage == Stage::Closed {
            self.stage = Stage::Accepted;
        }
    }

    fn accept(&mut self, due: Option<&CaseDue>, at: Timestamp) {
        self.stage = self.stage.max(Stage::Accepted);
        self.start(due, at);
    }

    /// The decision ends the limits of the whole case.
    fn be_decided(&mut self) {
        self.stage = self.stage.max(Stage::Decided);
        self.clocks.promised = None;
        self.clocks.statutory = None;
    }

    fn begin_again(&mut self, due: Option<&CaseDue>, at: Timestamp) {
        self.reopened = self.reopened.saturating_add(1);
        self.start(due, at);
    }

    fn start(&mut self, due: Option<&CaseDue>, at: Timestamp) {
        if let Some(due) = due.filter(|_| self.end.is_none()) {
            self.clocks.promised = Some(Clock::started(at, due.promised));
            self.clocks.statutory = due.statutory.map(|due| Clock::started(at, due));
        }
    }

    fn wait_for_supplement(&mut self, event: &Event) {
        if let EventBody::SupplementRequested { performed, items, answer_due, on_lapse } = &event.body
            && self.end.is_none()
        {
            self.clocks.state = None;
            self.supplement = Some(Supplement {
                action: performed.action.clone(),
                requested_at: event.effective_at,
                items: items.clone(),
                due: *answer_due,
                on_lapse: on_lapse.clone(),
            });
        }
    }

    fn stop_waiting(&mut self, arrival: Option<&Arrival>, at: Timestamp) {
        self.supplement = None;
        if let Some(arrival) = arrival {
            self.arrive(arrival, at);
        }
    }

    fn pass(&mut self, clock: ClockName, arrival: Option<&Arrival>, at: Timestamp) {
        if let Some(clock) = self.clock_mut(clock) {
            clock.passed = true;
        }
        if let Some(arrival) = arrival {
            self.arrive(arrival, at);
        }
    }

    fn set_dues(&mut self, clocks: &[(ClockName, Due)]) {
        for (clock, due) in clocks {
            self.set_due(*clock, *due);
        }
    }

    fn set_due(&mut self, clock: ClockName, due: Due) {
        if let Some(clock) = self.clock_mut(clock) {
            clock.due = due;
        } else if let Some(notice) = self.supplement.as_mut().filter(|_| clock == ClockName::Supplement) {
            notice.due = due;
        }
    }

    fn clock_mut(&mut self, clock: ClockName) -> Option<&mut Clock> {
        match clock {
            ClockName::State => self.clocks.state.as_mut(),
            ClockName::Promised => self.clocks.promised.as_mut(),
            ClockName::Statutory => self.clocks.statutory.as_mut(),
            ClockName::Supplement => None,
        }
    }
}

impl Clock {
    fn started(at: Timestamp, due: Due) -> Self {
        Self { started_at: at, due, passed: false }
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
