//! Event streams: append, read, subscribe. Knows nothing of cases.
//!
//! Here live the [`EventStore`] contract and its backends. Payloads are bytes with a type name and
//! a schema version; what they mean never lives here.
//!
//! Start reading at [`EventStore`]; every backend runs the same contract suite.

#[cfg(feature = "contract-suite")]
pub mod contract;
pub mod sqlite;
mod subscription;

use std::sync::Arc;

use async_trait::async_trait;
use jiff::Timestamp;
use tokio::sync::watch;
use uuid::Uuid;

pub use crate::sqlite::SqliteStore;
pub use crate::subscription::Subscription;

/// Place in the global order of one store. Opaque outside; grows, may have gaps on some backends.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Position(pub u64);

/// Place in one stream, from 0, without gaps.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Revision(pub u64);

/// What the writer believes about the stream that it appends to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Expected {
    /// The stream has no event.
    NoStream,
    /// The last event of the stream has this revision.
    Revision(Revision),
}

/// An event on its way in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewEvent {
    /// Its identity, derived by the writer.
    pub id: Uuid,
    /// Its type's stable name.
    pub event_type: String,
    /// Its type's schema version, from 1.
    pub schema: u16,
    /// When it is recorded, by the writer's clock.
    pub recorded_at: Timestamp,
    /// When it counts in law.
    pub effective_at: Timestamp,
    /// Who, why, from where: bytes that only the writer understands.
    pub metadata: Vec<u8>,
    /// What: bytes that only the writer understands.
    pub payload: Vec<u8>,
}

/// An event as it is stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RecordedEvent {
    /// Its place in the global order.
    pub position: Position,
    /// Its stream's name.
    pub stream: Arc<str>,
    /// Its place in its stream.
    pub revision: Revision,
    /// The event.
    pub event: NewEvent,
}

/// A part of one stream that is to be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stretch {
    /// The stream's name.
    pub stream: String,
    /// Where it begins.
    pub from: Revision,
    /// How many events it has at most.
    pub limit: usize,
}

/// What an append did.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Appended {
    /// The position of the last event appended.
    pub position: Position,
    /// The revision of the last event appended.
    pub revision: Revision,
}

/// Why an append did not happen, or may not have.
#[derive(Debug, thiserror::Error)]
pub enum AppendError {
    /// Somebody else wrote first. Nothing was stored: load again and decide again.
    #[error("expected {expected:?}, but the stream is at {actual:?}")]
    Conflict {
        /// What the writer believed.
        expected: Expected,
        /// The last revision that the stream really has; `None`: it has no event.
        actual: Option<Revision>,
    },
    /// The append itself is wrong, and always will be: a fault of the caller. Nothing was stored.
    #[error("not an append: {0}")]
    Invalid(&'static str),
    /// The store could not take it.
    #[error(transparent)]
    Store(#[from] Error),
}

/// Why the store cannot serve.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Error {
    /// Whether the events were stored is not known (the disk failed in the commit). The store
    /// reopens and reads its tail; load again before deciding again.
    #[error("the outcome of the write is unknown: {0}")]
    Unknown(String),
    /// Nothing was stored; the store takes no writes now (disk full, shutting down).
    #[error("the store takes no writes now: {0}")]
    Unavailable(String),
    /// The store cannot be read.
    #[error("failed to read the store: {0}")]
    Read(String),
    /// The store may not be opened, and why.
    #[error("the store may not be opened: {0}")]
    Refused(String),
}

impl Error {
    /// What a closed store answers.
    pub(crate) fn closed() -> Self {
        Self::Unavailable("the store is closed".to_owned())
    }
}

/// Streams of events with one global order. The doc comments here are the contract; the contract
/// suite in `contract.rs` holds it against every backend.
#[async_trait]
pub trait EventStore: Send + Sync + 'static {
    /// Appends `events` to one stream, all or none, durable before it returns. They get consecutive
    /// revisions, and positions after every position that any reader has seen. An append whose
    /// future is dropped may still happen. Times are kept to the nanosecond.
    ///
    /// # Errors
    /// [`AppendError::Conflict`] when the stream is not as `expected`; the store is unchanged.
    /// [`AppendError::Invalid`] when there is no event, no stream name, or a time outside the years
    /// 1678 to 2261. [`Error::Unknown`] when the disk failed in the commit, [`Error::Unavailable`]
    /// when the store takes no writes.
    async fn append(&self, stream: &str, expected: Expected, events: Vec<NewEvent>) -> Result<Appended, AppendError>;

    /// Reads up to `limit` events of one stream, from revision `from` on, in order; fewer only when
    /// there are no more. A stream that does not exist reads as empty.
    ///
    /// # Errors
    /// [`Error::Read`] when the store cannot be read, [`Error::Unavailable`] when it is closed.
    async fn read_stream(&self, stream: &str, from: Revision, limit: usize) -> Result<Vec<Arc<RecordedEvent>>, Error>;

    /// Reads several stretches, each as [`EventStore::read_stream`] reads it, in the order in which they
    /// are asked for. In one question where the backend can, so that a list of streams costs no more
    /// questions than one stream.
    ///
    /// # Errors
    /// As of [`EventStore::read_stream`].
    async fn read_streams(&self, stretches: &[Stretch]) -> Result<Vec<Vec<Arc<RecordedEvent>>>, Error> {
        let mut read = Vec::with_capacity(stretches.len());
        for Stretch { stream, from, limit } in stretches {
            read.push(self.read_stream(stream, *from, *limit).await?);
        }
        Ok(read)
    }

    /// Reads up to `limit` events of all streams after `after`, in the global order; fewer only when
    /// there are no more. An event that becomes visible later never has a position before one that
    /// this call has returned.
    ///
    /// # Errors
    /// [`Error::Read`] when the store cannot be read, [`Error::Unavailable`] when it is closed.
    async fn read_all(&self, after: Position, limit: usize) -> Result<Vec<Arc<RecordedEvent>>, Error>;

    /// The position of the last event that readers can see. The channel closes with the store.
    fn head(&self) -> watch::Receiver<Position>;

    /// All events after `after`, in the global order, those still to come too. The newest come from
    /// a memory that all subscriptions share, older ones by [`EventStore::read_all`].
    fn subscribe(self: Arc<Self>, after: Position) -> Subscription;
}
