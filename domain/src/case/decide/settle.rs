//! Settling: every limit that has passed becomes its event, in the order in which they ended,
//! and dates that waited for a calendar are counted again.

use jiff::Timestamp;

use super::rules::Rules;
use crate::calendar::{Due, Limit};
use crate::case::event::ClockName;
use crate::case::{Event, EventBody, OpenCase};
use crate::module::{Effect, State};

/// How many events one settling makes at most, so that a module whose states expire into each
/// other in no time cannot hold up a decision. The next settling goes on from there.
const EVENTS_MAX: usize = 256;

/// A case on which every limit that had passed is on record.
pub(super) struct Settled {
    pub(super) case: OpenCase,
    pub(super) events: Vec<Event>,
}

/// Settles `case` up to `now`. Each event takes effect at the moment that its limit ended.
pub(super) fn settled(rules: Rules<'_>, case: &OpenCase, now: Timestamp) -> Settled {
    let mut settled = Settled { case: case.clone(), events: Vec::new() };
    let now = now.max(case.last_at);
    while let Some(event) = next_event(rules, &settled.case, now) {
        settled.case.apply(&event);
        settled.events.push(event);
        if settled.events.len() == EVENTS_MAX {
            break;
        }
    }
    settled
}

/// A calendar counts from its publication: limits that ended before it had passed by then.
fn next_event(rules: Rules<'_>, case: &OpenCase, now: Timestamp) -> Option<Event> {
    let ended = case.running().filter(|(_, due)| due.at <= now).min_by_key(|(_, due)| due.at);
    let recomputed = recompute(rules, case, now);
    match (ended, recomputed) {
        (Some((clock, due)), Some(recomputed)) if due.at < recomputed.effective_at => {
            Some(pass(rules, case, clock, due))
        }
        (_, Some(recomputed)) => Some(recomputed),
        (Some((clock, due)), None) => Some(pass(rules, case, clock, due)),
        (None, None) => None,
    }
}

/// The dates that a newer calendar changes or makes firm.
fn recompute(rules: Rules<'_>, case: &OpenCase, now: Timestamp) -> Option<Event> {
    let calendar = &rules.facts.calendar;
    if calendar.version <= case.calendar_version {
        return None;
    }
    let clocks: Vec<(ClockName, Due)> = case
        .running()
        .filter_map(|(clock, due)| Some((clock, due, counted_again(rules, case, clock)?)))
        .filter(|(_, before, after)| before != after)
        .map(|(clock, _, after)| (clock, after))
        .collect();
    let body = EventBody::DueRecomputed { clocks, calendar_version: calendar.version };
    let effective_at = calendar.published_at.max(case.last_at).min(now);
    let changes = !matches!(&body, EventBody::DueRecomputed { clocks, .. } if clocks.is_empty());
    changes.then(|| Event { effective_at, body, personal: Vec::new() })
}

fn counted_again(rules: Rules<'_>, case: &OpenCase, clock: ClockName) -> Option<Due> {
    let (started_at, limit) = limit_of(rules, case, clock)?;
    Some(rules.due(started_at, limit))
}

/// When a running limit started and how long it is.
fn limit_of(rules: Rules<'_>, case: &OpenCase, clock: ClockName) -> Option<(Timestamp, Limit)> {
    let workflow = &rules.module.workflow;
    match clock {
        ClockName::State => {
            let limit = workflow.state(&case.state).and_then(State::running_limit)?;
            Some((case.clocks.state?.started_at, limit))
        }
        ClockName::Promised => Some((case.clocks.promised?.started_at, rules.module.limits.promised)),
        ClockName::Statutory => Some((case.clocks.statutory?.started_at, rules.module.limits.statutory?)),
        ClockName::Supplement => {
            let notice = case.supplement.as_ref()?;
            match &workflow.action(&notice.action)?.effect {
                Effect::RequestSupplement { answer_within, .. } => Some((notice.requested_at, *answer_within)),
                Effect::Accept
                | Effect::Decline { .. }
                | Effect::Approve
                | Effect::Refuse { .. }
                | Effect::Issue
                | Effect::Transfer { .. }
                | Effect::Withdraw
                | Effect::Note
                | Effect::Close
                | Effect::Reopen { .. } => None,
            }
        }
    }
}

fn pass(rules: Rules<'_>, case: &OpenCase, clock: ClockName, due: Due) -> Event {
    let at = due.at.max(case.last_at);
    let calendar_version = rules.calendar_version();
    let body = match clock {
        ClockName::Supplement => {
            let target = case.supplement.as_ref().and_then(|notice| notice.on_lapse.as_ref());
            let arrival = rules.move_to(case, target, at).or_else(|| rules.start_again(case, at));
            EventBody::SupplementLapsed { arrival, due, calendar_version }
        }
        ClockName::State => {
            let expiry = rules.module.workflow.state(&case.state).and_then(|state| state.on_expiry.as_ref());
            let arrival = rules.move_to(case, expiry.map(|expiry| &expiry.to), at);
            EventBody::LimitPassed { clock, due, arrival, calendar_version }
        }
        ClockName::Promised | ClockName::Statutory => {
            EventBody::LimitPassed { clock, due, arrival: None, calendar_version }
        }
    };
    Event { effective_at: at, body, personal: Vec::new() }
}
