//! What the writer remembers of streams: each one's short key and last revision.
//!
//! Only the writer changes streams, so what it remembers is true until a group fails; then it
//! forgets everything. Nothing outside the writer may rely on it.

use std::sync::Arc;

use hashlink::LruCache;
use rusqlite::{Connection, OptionalExtension as _};

use super::read::unsigned;
use crate::Revision;

/// The streams remembered; about 150 bytes each. Others cost one look-up in the database.
const STREAMS_MAX: usize = 65_536;

/// A stream that has events.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct StreamHead {
    /// Its key in the database.
    pub(super) key: i64,
    /// The revision of its last event.
    pub(super) revision: Revision,
}

pub(super) struct Heads(LruCache<Arc<str>, StreamHead>);

impl Heads {
    pub(super) fn new() -> Self {
        Self(LruCache::new(STREAMS_MAX))
    }

    /// The head of `stream`; `None`: it has no event.
    pub(super) fn find(&mut self, connection: &Connection, stream: &Arc<str>) -> rusqlite::Result<Option<StreamHead>> {
        if let Some(head) = self.0.get(stream) {
            return Ok(Some(*head));
        }
        let mut select = connection.prepare_cached(include_str!("sql/select_stream_head.sql"))?;
        let found = select
            .query_row([&**stream], |row| Ok(StreamHead { key: row.get(0)?, revision: Revision(unsigned(row, 1)?) }))
            .optional()?;
        if let Some(head) = found {
            self.0.insert(Arc::clone(stream), head);
        }
        Ok(found)
    }

    pub(super) fn remember(&mut self, stream: Arc<str>, head: StreamHead) {
        self.0.insert(stream, head);
    }

    pub(super) fn forget_all(&mut self) {
        self.0.clear();
    }
}
