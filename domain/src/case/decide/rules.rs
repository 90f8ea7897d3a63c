//! What a decision rests on: the module's rules and the facts, and the dates that follow.

use jiff::Timestamp;
use jiff::civil::Date;

use crate::calendar::{Due, Limit, Stop};
use crate::case::event::{Arrival, CaseDue, ClockName, Wait};
use crate::case::limits::ChosenLimits;
use crate::case::migration::KeptLimits;
use crate::case::{OpenCase, Supplement, Waiting};
use crate::expression::Judge;
use crate::facts::Facts;
use crate::module::{Effect, Module, Start};
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

    /// The limits that the answers choose: the first alternative that holds. One that cannot be judged does not
    /// hold. Judged where the answers are whole, and never again under this revision.
    pub(super) fn chosen(self, judge: &Judge<'_>) -> Option<ChosenLimits> {
        let mut all = (0u16..).zip(&self.module.limits.by_answers);
        let (rule, one) = all.find(|(_, one)| judge.holds(&one.when).unwrap_or(false))?;
        Some(ChosenLimits { rule, promised: one.promised, extension: one.extension })
    }

    /// The limits of the whole case, when they start at `start`.
    pub(super) fn case_due(self, start: Timestamp, chosen: Option<ChosenLimits>) -> CaseDue {
        self.starting(start, chosen, &[])
    }

    fn starting(self, start: Timestamp, chosen: Option<ChosenLimits>, stops: &[Stop]) -> CaseDue {
        let lengths = ChosenLimits::lengths(chosen, &self.module.limits);
        CaseDue {
            promised: self.ends(start, lengths.promised, stops),
            statutory: lengths.statutory.map(|limit| self.ends(start, limit, stops)),
            limits: chosen,
        }
    }

    /// When a limit of `case` ends, as far as `stops` have let it run.
    fn ends(self, started_at: Timestamp, limit: Limit, stops: &[Stop]) -> Due {
        self.facts.calendar.due_after_stops(started_at, limit, stops, &self.facts.zone)
    }

    /// When a running limit ends, counted from where it started; `None` for one that does not run.
    pub(super) fn counted(self, case: &OpenCase, clock: ClockName) -> Option<Due> {
        self.counted_with(case, clock, &case.stops)
    }

    fn counted_with(self, case: &OpenCase, name: ClockName, stops: &[Stop]) -> Option<Due> {
        let (clock, limit) = match name {
            ClockName::State => (case.clocks.state?, self.state_limit(case)?),
            ClockName::Promised => (case.clocks.promised?, self.limits(case).promised),
            ClockName::Statutory => (case.clocks.statutory?, self.limits(case).statutory?),
            ClockName::Supplement => return self.answer_due(case, case.supplement.as_ref()?),
            ClockName::Procedure => {
                let open = case.procedure.as_ref()?;
                return Some(self.due(open.started_at, open.most));
            }
            ClockName::Document | ClockName::Opinion | ClockName::Objection => return None,
        };
        let limit = clock.extended.and_then(|more| limit.plus(more)).unwrap_or(limit);
        Some(self.ends(clock.started_at, limit, stops)).filter(|_| !clock.passed)
    }

    /// When a limit of what `case` waits for ends, counted from where it started.
    pub(super) fn counted_wait(self, case: &OpenCase, waiting: &Waiting) -> Due {
        let due = self.due(waiting.since, waiting.within);
        match waiting.wait {
            Wait::Document(_) => earlier(due, case.clocks.promised.map(|clock| clock.due)),
            Wait::Opinion(_) | Wait::Objection(_) => due,
        }
    }

    /// The lengths of the limits of the whole case: those under which they began.
    pub(super) fn limits(self, case: &OpenCase) -> KeptLimits {
        case.kept.case.unwrap_or_else(|| ChosenLimits::lengths(case.limits, &self.module.limits))
    }

    /// The length of the limit of the state that `case` stands in: that under which it began.
    pub(super) fn state_limit(self, case: &OpenCase) -> Option<Limit> {
        case.kept.state.or_else(|| self.limit_in(&case.state, case.limits))
    }

    fn answer_due(self, case: &OpenCase, notice: &Supplement) -> Option<Due> {
        self.answer_within(case, notice).map(|within| self.due(notice.requested_at, within))
    }

    /// How long the notice that waits leaves: what it said when it was given.
    pub(super) fn answer_within(self, case: &OpenCase, notice: &Supplement) -> Option<Limit> {
        let declared = || match self.module.workflow.action(&notice.action)?.effect {
            Effect::RequestSupplement { answer_within, .. } => Some(answer_within),
            _ => None,
        };
        case.kept.supplement.or_else(declared)
    }

    /// The dates of the limits that go on at `at` after they stood still. The limit of a state that was
    /// entered meanwhile starts now; that of one which is left now does not.
    pub(super) fn going_on(self, case: &OpenCase, leaves: bool, at: Timestamp) -> Vec<(ClockName, Due)> {
        let mut stops = case.stops.clone();
        let Some(last) = stops.last_mut().filter(|stop| stop.to.is_none()) else { return Vec::new() };
        last.to = Some(at);
        let counted = |name| self.counted_with(case, name, &stops).map(|due| (name, due));
        let entered = || {
            let limit = self.limit_in(&case.state, case.limits)?;
            Some((ClockName::State, self.due(at, limit)))
        };
        let state = if case.clocks.state.is_some() { counted(ClockName::State) } else { entered() };
        let of_case = [ClockName::Statutory, ClockName::Promised].into_iter().filter_map(counted);
        of_case.chain(state.filter(|_| !leaves)).collect()
    }

    /// The dates of the limits that run, each `by` longer; of the state's only where the case stays in it.
    pub(super) fn lengthened(self, case: &OpenCase, leaves: bool, by: Limit) -> Vec<(ClockName, Due)> {
        let mut longer = case.clone();
        longer.clocks.extend(by, leaves);
        let all = [ClockName::Statutory, ClockName::Promised, ClockName::State].into_iter();
        let stays = move |name: &ClockName| !leaves || *name != ClockName::State;
        let running = all.filter(|_| !case.stands_still()).filter(stays);
        running.filter_map(|name| Some((name, self.counted(&longer, name)?))).collect()
    }

    /// The dates that acceptance starts, unless submission did. Where silence accepted the case they count
    /// from before, around what stopped it since.
    pub(super) fn due_on_acceptance(self, case: &OpenCase, since: Timestamp) -> Option<CaseDue> {
        let starts = self.module.limits.starts == Start::Acceptance;
        starts.then(|| self.starting(since, case.limits, &case.stops))
    }

    /// How long a case for which `chosen` holds may stay in a state.
    fn limit_in(self, state: &StateName, chosen: Option<ChosenLimits>) -> Option<Limit> {
        self.module.limit_in(self.module.workflow.state(state)?, chosen.map(|chosen| chosen.rule))
    }

    /// Entering `state`, whose limit starts then. A state that ends the case has no limit.
    pub(super) fn enter(self, state: &StateName, chosen: Option<ChosenLimits>, at: Timestamp) -> Arrival {
        let end = self.module.workflow.state(state).and_then(|state| state.end);
        let limit = self.limit_in(state, chosen);
        Arrival { state: state.clone(), end, due: limit.map(|limit| self.due(at, limit)) }
    }

    /// Moving `case` to `to`. No move, and so no clock that starts, when the case stands there.
    pub(super) fn move_to(self, case: &OpenCase, to: Option<&StateName>, at: Timestamp) -> Option<Arrival> {
        to.filter(|to| **to != case.state).map(|to| self.enter(to, case.limits, at))
    }

    /// Staying where `case` stands while the limit there starts again, if there is one.
    pub(super) fn start_again(self, case: &OpenCase, at: Timestamp) -> Option<Arrival> {
        Some(self.enter(&case.state, case.limits, at)).filter(|arrival| arrival.due.is_some())
    }

    /// The day that it is in the city at `at`.
    pub(super) fn day_of(self, at: Timestamp) -> Date {
        self.facts.zone.to_datetime(at).date()
    }
}

/// What follows acceptance comes before the promised limit ends.
pub(super) fn earlier(due: Due, promised: Option<Due>) -> Due {
    promised.filter(|promised| promised.at < due.at).unwrap_or(due)
}
