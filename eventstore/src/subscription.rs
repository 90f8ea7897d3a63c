//! Following the global order: a memory of the newest events that all subscribers share, and the
//! cursor of one subscriber over it.
//!
//! Nothing here polls: a subscriber sleeps until the store's head moves. Nothing here keeps what a
//! subscriber has done; its position is its own to save.

use std::collections::VecDeque;
use std::sync::{Arc, PoisonError, RwLock};

use tokio::sync::watch;

use crate::{Error, EventStore, Position, RecordedEvent};

/// One subscriber's place in the global order.
pub struct Subscription {
    store: Arc<dyn EventStore>,
    ring: Arc<Ring>,
    head: watch::Receiver<Position>,
    after: Position,
}

impl Subscription {
    pub(crate) fn new(store: Arc<dyn EventStore>, ring: Arc<Ring>, after: Position) -> Self {
        let head = store.head();
        Self { store, ring, head, after }
    }

    /// The position of the last event that this subscription has handed out, or where it began.
    #[must_use]
    pub fn position(&self) -> Position {
        self.after
    }

    /// Waits until there are events after the last batch and returns up to `limit` of them (at least
    /// one), in the global order. Nothing is lost when the future is dropped: the next call returns
    /// the same events.
    ///
    /// # Errors
    /// [`Error::Unavailable`] when the store is closed, [`Error::Read`] when older events cannot be
    /// read; the subscription stands where it stood.
    pub async fn next_batch(&mut self, limit: usize) -> Result<Vec<Arc<RecordedEvent>>, Error> {
        let limit = limit.max(1);
        loop {
            let head = *self.head.borrow_and_update();
            if self.after < head {
                let batch = match self.ring.after(self.after, limit) {
                    Some(batch) => batch,
                    None => self.store.read_all(self.after, limit).await?,
                };
                if let Some(last) = batch.last() {
                    self.after = last.position;
                    return Ok(batch);
                }
            }
            self.head.changed().await.map_err(|_| Error::closed())?;
        }
    }
}

/// How much the shared memory may hold; whichever is reached first drops the oldest events.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct RingLimits {
    pub(crate) events_max: usize,
    pub(crate) bytes_max: usize,
}

/// The newest events of a store, in the global order and without a gap.
pub(crate) struct Ring {
    limits: RingLimits,
    held: RwLock<Held>,
}

struct Held {
    /// The position before the oldest event held: everything after it and up to the newest is here.
    floor: Position,
    events: VecDeque<Arc<RecordedEvent>>,
    bytes: usize,
}

impl Ring {
    /// An empty ring over a store whose last event has the position `head`.
    pub(crate) fn new(head: Position, limits: RingLimits) -> Self {
        Self { limits, held: RwLock::new(Held::empty(head)) }
    }

    /// Takes in the events that follow those held.
    pub(crate) fn push(&self, events: impl IntoIterator<Item = Arc<RecordedEvent>>) {
        let mut held = self.held.write().unwrap_or_else(PoisonError::into_inner);
        for event in events {
            held.bytes += size(&event);
            held.events.push_back(event);
        }
        while held.events.len() > self.limits.events_max || held.bytes > self.limits.bytes_max {
            let Some(oldest) = held.events.pop_front() else { break };
            held.bytes = held.bytes.saturating_sub(size(&oldest));
            held.floor = oldest.position;
        }
    }

    /// Forgets everything: the store's last event now has the position `head`, and events that this
    /// ring has not seen may stand before it.
    pub(crate) fn restart(&self, head: Position) {
        *self.held.write().unwrap_or_else(PoisonError::into_inner) = Held::empty(head);
    }

    /// Up to `limit` events after `after`; `None` when some of them are too old to be held.
    fn after(&self, after: Position, limit: usize) -> Option<Vec<Arc<RecordedEvent>>> {
        let held = self.held.read().unwrap_or_else(PoisonError::into_inner);
        if after < held.floor {
            return None;
        }
        let start = held.events.partition_point(|event| event.position <= after);
        Some(held.events.iter().skip(start).take(limit).map(Arc::clone).collect())
    }
}

impl Held {
    fn empty(floor: Position) -> Self {
        Self { floor, events: VecDeque::new(), bytes: 0 }
    }
}

/// What an event costs in memory, roughly, in bytes.
fn size(event: &RecordedEvent) -> usize {
    size_of::<RecordedEvent>()
        + event.stream.len()
        + event.event.event_type.len()
        + event.event.metadata.len()
        + event.event.payload.len()
}

#[cfg(test)]
mod tests {
    use jiff::Timestamp;
    use uuid::Uuid;

    use super::*;
    use crate::{NewEvent, Revision};

    fn event(position: u64, bytes: usize) -> Arc<RecordedEvent> {
        Arc::new(RecordedEvent {
            position: Position(position),
            stream: Arc::from("s"),
            revision: Revision(position),
            event: NewEvent {
                id: Uuid::nil(),
                event_type: "T".to_owned(),
                schema: 1,
                recorded_at: Timestamp::UNIX_EPOCH,
                effective_at: Timestamp::UNIX_EPOCH,
                metadata: Vec::new(),
                payload: vec![0; bytes],
            },
        })
    }

    fn positions(ring: &Ring, after: u64, limit: usize) -> Option<Vec<u64>> {
        let events = ring.after(Position(after), limit)?;
        Some(events.iter().map(|event| event.position.0).collect())
    }

    #[test]
    fn a_ring_answers_only_what_it_holds_whole() {
        let ring = Ring::new(Position(10), RingLimits { events_max: 3, bytes_max: 1_000_000 });
        assert_eq!(positions(&ring, 10, 9), Some(vec![]));
        assert_eq!(positions(&ring, 9, 9), None, "event 10 is older than the ring");
        ring.push([event(11, 0), event(14, 0), event(15, 0)]);
        assert_eq!(positions(&ring, 10, 2), Some(vec![11, 14]));
        assert_eq!(positions(&ring, 12, 9), Some(vec![14, 15]), "positions may have gaps");
        ring.push([event(16, 0)]);
        assert_eq!(positions(&ring, 10, 9), None, "event 11 has been dropped");
        assert_eq!(positions(&ring, 11, 9), Some(vec![14, 15, 16]));
        ring.restart(Position(20));
        assert_eq!(positions(&ring, 16, 9), None);
        assert_eq!(positions(&ring, 20, 9), Some(vec![]));
    }

    #[test]
    fn a_ring_is_bounded_in_bytes() {
        let ring = Ring::new(Position(0), RingLimits { events_max: 100, bytes_max: 10_000 });
        ring.push([event(1, 4_000), event(2, 4_000), event(3, 4_000)]);
        assert_eq!(positions(&ring, 1, 9), Some(vec![2, 3]));
        ring.push([event(4, 20_000)]);
        assert_eq!(positions(&ring, 3, 9), None, "an event larger than the ring is read from the store");
        assert_eq!(positions(&ring, 4, 9), Some(vec![]));
    }
}
