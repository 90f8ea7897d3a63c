//! The power log (权力运行日志): one stream in which every use of a power that wants watching leaves its
//! trace: cards, overrides, refused attempts, publications, roles, supervision matters.
//!
//! Entries carry no text that anybody wrote, only that there is one. [`crate::reactors`] says which event
//! leaves which entry; here they are appended, each once, whatever is repeated after a crash.

pub(crate) mod event;

use std::collections::VecDeque;
use std::sync::Arc;

use cityhall_eventstore::{AppendError, EventStore, Expected, Position, Revision};
use tokio::sync::Mutex;
use uuid::Uuid;

use self::event::{Entry, encode};
use crate::clock::Clock;
use crate::identity::{CityId, event_id};

/// The stream.
pub(crate) const STREAM: &str = "power-log";

/// How often an append is tried again because another came first.
const ATTEMPTS_MAX: u8 = 16;

/// How many of the newest entries are remembered. Only what an event led to that was not checkpointed is
/// ever repeated, which is far less.
const REMEMBERED_MAX: usize = 4096;

/// How many events one read takes.
const READ_MAX: usize = 512;

/// Appends to the power log.
pub(crate) struct PowerLog {
    store: Arc<dyn EventStore>,
    city: CityId,
    tail: Mutex<Tail>,
}

#[derive(Default)]
struct Tail {
    /// The last revision, as far as it is known.
    last: Option<Revision>,
    /// The newest entries.
    newest: VecDeque<Uuid>,
}

impl Tail {
    fn remember(&mut self, id: Uuid) {
        if self.newest.len() == REMEMBERED_MAX {
            self.newest.pop_front();
        }
        self.newest.push_back(id);
    }
}

impl PowerLog {
    pub(crate) fn new(store: Arc<dyn EventStore>, city: CityId) -> Self {
        Self { store, city, tail: Mutex::new(Tail::default()) }
    }

    /// Remembers the entries after `checkpoint`: what led to them may come again.
    pub(crate) async fn remember_after(&self, checkpoint: Position) -> Result<(), cityhall_eventstore::Error> {
        let (mut tail, mut after) = (self.tail.lock().await, checkpoint);
        loop {
            let events = self.store.read_all(after, READ_MAX).await?;
            for recorded in events.iter().filter(|recorded| &*recorded.stream == STREAM) {
                tail.remember(recorded.event.id);
                tail.last = Some(recorded.revision);
            }
            match events.last() {
                Some(last) if events.len() == READ_MAX => after = last.position,
                Some(_) | None => return Ok(()),
            }
        }
    }

    /// Appends what `cause` led to, unless it stands there already. `from` is the place of the first entry
    /// among all that it leads to.
    ///
    /// # Errors
    /// When the store takes no writes now, or others kept writing first.
    pub(crate) async fn append(
        &self,
        cause: Uuid,
        from: usize,
        entries: &[Entry],
        clock: &Clock,
    ) -> Result<(), AppendError> {
        let mut tail = self.tail.lock().await;
        let identified = (from..).zip(entries).map(|(index, entry)| {
            let id = event_id(self.city, STREAM, cause, index);
            (id, encode(entry, id, cause, clock.now()))
        });
        let new: Vec<_> = identified.filter(|(id, _)| !tail.newest.contains(id)).collect();
        if new.is_empty() {
            return Ok(());
        }
        let ids: Vec<Uuid> = new.iter().map(|(id, _)| *id).collect();
        let events: Option<Vec<_>> = new.into_iter().map(|(_, event)| event).collect();
        let events = events.ok_or(AppendError::Invalid("an entry of the power log does not turn into JSON"))?;
        let mut attempt = 0;
        loop {
            let expected = tail.last.map_or(Expected::NoStream, Expected::Revision);
            match self.store.append(STREAM, expected, events.clone()).await {
                Ok(appended) => {
                    tail.last = Some(appended.revision);
                    for id in ids {
                        tail.remember(id);
                    }
                    return Ok(());
                }
                Err(AppendError::Conflict { actual, .. }) if attempt < ATTEMPTS_MAX => {
                    tail.last = actual;
                    attempt += 1;
                }
                Err(error) => return Err(error),
            }
        }
    }
}
