//! Events of cases as histories tell them, kept: what was written never changes, so that whoever tells it next asks
//! neither the store nor its JSON again. What is sealed in them stays sealed, and opens under the keys of the day.

use std::ops::Range;
use std::sync::Arc;

use cityhall_domain::name::CaseId;
use cityhall_eventstore::{Position, RecordedEvent, Revision, Stretch};
use jiff::Timestamp;
use moka::sync::Cache;

use super::CaseReads;
use super::cases::Cleared;
use super::types::ReadError;
use crate::envelope::{self, Decoded, case_stream};

/// How much memory the kept events take, in bytes.
const KEPT_BYTES: u64 = 64 * 1024 * 1024;

/// What the place of a part takes, also of an empty one: a reader can ask for any number of those.
const PLACE_BYTES: u32 = 256;

/// Events of one case by their revisions, none beyond its last.
pub(super) type Wanted<'a> = (&'a Cleared, Range<u64>);

/// An event of a case.
pub(super) struct CaseEvent {
    pub(super) position: Position,
    pub(super) revision: u64,
    pub(super) recorded_at: Timestamp,
    pub(super) decoded: Decoded,
    /// What it takes of the memory, about.
    bytes: u32,
}

impl CaseEvent {
    fn read(recorded: &RecordedEvent) -> Result<Self, ReadError> {
        let decoded = envelope::decode(recorded).map_err(|error| {
            tracing::error!(%error, "an event that the views include cannot be read");
            ReadError::Upgrading
        })?;
        // Read, its JSON takes about twice its length: as many letters, and where they are.
        let json = recorded.event.metadata.len() + recorded.event.payload.len();
        Ok(Self {
            position: recorded.position,
            revision: recorded.revision.0,
            recorded_at: recorded.event.recorded_at,
            decoded,
            bytes: u32::try_from(size_of::<Self>() + 2 * json).unwrap_or(u32::MAX),
        })
    }
}

/// Parts of histories that were told, each as it was asked for.
pub(crate) struct CaseEvents(Cache<(CaseId, Range<u64>), Arc<[CaseEvent]>>);

impl Default for CaseEvents {
    fn default() -> Self {
        let bytes = |_: &_, events: &Arc<[CaseEvent]>| {
            events.iter().map(|event| event.bytes).fold(PLACE_BYTES, u32::saturating_add)
        };
        Self(Cache::builder().max_capacity(KEPT_BYTES).weigher(bytes).build())
    }
}

impl CaseEvents {
    fn kept(&self, (of, revisions): &Wanted<'_>) -> Option<Arc<[CaseEvent]>> {
        self.0.get(&(of.row.case.id, revisions.clone()))
    }

    fn keep(
        &self,
        (of, revisions): &Wanted<'_>,
        recorded: &[Arc<RecordedEvent>],
    ) -> Result<Arc<[CaseEvent]>, ReadError> {
        let events: Arc<[CaseEvent]> = recorded.iter().map(|event| CaseEvent::read(event)).collect::<Result<_, _>>()?;
        self.0.insert((of.row.case.id, revisions.clone()), Arc::clone(&events));
        Ok(events)
    }
}

impl CaseReads {
    /// Events of cases by their revisions, in their order; those that are not kept by one question for all.
    pub(super) async fn events_of(&self, wanted: &[Wanted<'_>]) -> Result<Vec<Arc<[CaseEvent]>>, ReadError> {
        let kept: Vec<_> = wanted.iter().map(|wanted| self.events.kept(wanted)).collect();
        let missing = wanted.iter().zip(&kept).filter(|(_, kept)| kept.is_none());
        let missing: Vec<_> = missing.map(|(wanted, _)| stretch(wanted)).collect();
        let mut read = self.read_streams(&missing).await?.into_iter();
        let mut next = |wanted| self.events.keep(wanted, &read.next().unwrap_or_default());
        wanted.iter().zip(kept).map(|(wanted, kept)| kept.map_or_else(|| next(wanted), Ok)).collect()
    }

    async fn read_streams(&self, stretches: &[Stretch]) -> Result<Vec<Vec<Arc<RecordedEvent>>>, ReadError> {
        if stretches.is_empty() {
            return Ok(Vec::new());
        }
        self.store.read_streams(stretches).await.map_err(|error| {
            tracing::error!(%error, "failed to read the events of cases");
            ReadError::Unavailable
        })
    }
}

fn stretch((of, revisions): &Wanted<'_>) -> Stretch {
    Stretch {
        stream: case_stream(&of.row.case.number),
        from: Revision(revisions.start),
        limit: usize::try_from(revisions.end.saturating_sub(revisions.start)).unwrap_or(usize::MAX),
    }
}
