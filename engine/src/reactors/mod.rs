//! What events lead to: pure functions from an event to what is to be done because of it.
//!
//! The task in [`crate::timers`] follows the store and does it. Its checkpoint moves past an event
//! only after everything that the event led to was done, so a crash repeats a reaction and never
//! loses one; what is done must therefore be the same when done twice.

mod calendar;

use cityhall_eventstore::RecordedEvent;

/// Something that is to be done because of an event.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Reaction {
    /// Settle every case whose limits run, because of the calendar.
    SettleRunning,
}

/// Everything that `event` leads to.
pub(crate) fn react(event: &RecordedEvent) -> Vec<Reaction> {
    calendar::react(event).into_iter().collect()
}
