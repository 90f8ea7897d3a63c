//! A calendar was published: due dates that it changes, or that had waited for it, are counted again.

use cityhall_eventstore::RecordedEvent;

use super::Reaction;
use crate::registry;

pub(super) fn react(event: &RecordedEvent) -> Option<Reaction> {
    let published = &*event.stream == registry::STREAM && event.event.event_type == registry::CALENDAR_PUBLISHED;
    published.then_some(Reaction::SettleRunning)
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use cityhall_eventstore::{NewEvent, Position, Revision};
    use jiff::Timestamp;
    use uuid::Uuid;

    use super::*;

    fn event(stream: &str, event_type: &str) -> RecordedEvent {
        RecordedEvent {
            position: Position(1),
            stream: Arc::from(stream),
            revision: Revision(0),
            event: NewEvent {
                id: Uuid::nil(),
                event_type: event_type.to_owned(),
                schema: 1,
                recorded_at: Timestamp::UNIX_EPOCH,
                effective_at: Timestamp::UNIX_EPOCH,
                metadata: Vec::new(),
                payload: Vec::new(),
            },
        }
    }

    #[test]
    fn only_a_published_calendar_makes_dates_be_counted_again() {
        assert_eq!(react(&event("registry", "CalendarPublished")), Some(Reaction::SettleRunning));
        assert_eq!(react(&event("registry", "ModulePublished")), None);
        assert_eq!(react(&event("case-QS", "CalendarPublished")), None);
    }
}
