//! What events lead to: pure functions from an event to what is to be done because of it.
//!
//! The task in [`crate::timers`] follows the store and does it. Its checkpoint moves past an event
//! only after everything that the event led to was done, so a crash repeats a reaction and never
//! loses one; what is done must therefore be the same when done twice.

mod calendar;
mod escalation;
pub(crate) mod power_log;

use cityhall_domain::case::CaseNumber;
use cityhall_domain::name::DepartmentName;
use cityhall_eventstore::RecordedEvent;

use crate::envelope::{Decoded, decode};
use crate::power_log::event::Entry;
use crate::supervision::Escalation;

/// Something that is to be done because of an event.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Reaction {
    /// Settle every case whose limits run, because of the calendar.
    SettleRunning,
    /// Note something in the power log.
    Log(Vec<Entry>),
    /// Note in the power log which roles the people of a department got and lost.
    LogRoles(DepartmentName),
    /// Open a supervision matter.
    Escalate(Escalation),
}

/// Everything that `event` leads to.
pub(crate) fn react(event: &RecordedEvent) -> Vec<Reaction> {
    let once = calendar::react(event).into_iter().chain(escalation::react(event));
    once.chain(power_log::react(event)).collect()
}

/// An event of a case, if it is of one of these types.
fn of_case(event: &RecordedEvent, types: &[&str]) -> Option<(CaseNumber, Decoded)> {
    let number = event.stream.strip_prefix("case-").filter(|_| types.contains(&event.event.event_type.as_str()))?;
    let decoded = decode(event).inspect_err(|error| tracing::error!(%error, "nothing is done because of it")).ok()?;
    Some((number.parse().ok()?, decoded))
}
