//! What a decision rests on: the module's rules and the facts, and the dates that follow.

use jiff::Timestamp;

use crate::calendar::{Due, Limit};
use crate::case::OpenCase;
use crate::case::event::{Arrival, CaseDue};
use crate::facts::Facts;
use crate::module::{Module, State};
use crate::name::StateName;

/// The case's module revision and the city's surroundings.
#[derive(Debug, Clone, Copy)]
pub(super) struct Rules<'a> {
    pub(super) module: &'a Module,
    pub(super) facts: &'a Facts,
}

impl Rules<'_> {
    /// The calendar version that every date made here rests on.
    pub(super) fn calendar_version(self) -> u64 {
        self.facts.calendar.version
    }

    /// When a limit that starts at `start` ends.
    pub(super) fn due(self, start: Timestamp, limit: Limit) -> Due {
        self.facts.calendar.due(start, limit, &self.facts.zone)
    }

    /// The limits of the whole case, when they start at `start`.
    pub(super) fn case_due(self, start: Timestamp) -> CaseDue {
        let limits = &self.module.limits;
        CaseDue {
            promised: self.due(start, limits.promised),
            statutory: limits.statutory.map(|limit| self.due(start, limit)),
        }
    }

    /// Entering `state`, whose limit starts then. A state that ends the case has no limit.
    pub(super) fn enter(self, state: &StateName, at: Timestamp) -> Arrival {
        let declared = self.module.workflow.state(state);
        let end = declared.and_then(|state| state.end);
        let limit = declared.and_then(State::running_limit);
        Arrival { state: state.clone(), end, due: limit.map(|limit| self.due(at, limit)) }
    }

    /// Moving `case` to `to`. No move, and so no clock that starts, when the case stands there.
    pub(super) fn move_to(self, case: &OpenCase, to: Option<&StateName>, at: Timestamp) -> Option<Arrival> {
        to.filter(|to| **to != case.state).map(|to| self.enter(to, at))
    }

    /// Staying where `case` stands while the limit there starts again, if there is one.
    pub(super) fn start_again(self, case: &OpenCase, at: Timestamp) -> Option<Arrival> {
        Some(self.enter(&case.state, at)).filter(|arrival| arrival.due.is_some())
    }
}

impl State {
    /// The limit of a state that does not end the case.
    pub(super) fn running_limit(&self) -> Option<Limit> {
        self.limit.filter(|_| self.end.is_none())
    }
}
