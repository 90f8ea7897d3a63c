//! The row of a case as each of its events left it. Who follows cases asks for the row before and after an event;
//! the database has only the newest, so earlier ones are folded from the stream again, by the same fold, once for
//! all who follow.

use std::sync::Arc;

use cityhall_domain::case::EventBody;
use cityhall_eventstore::{self as eventstore, EventStore, RecordedEvent, Revision};
use moka::future::Cache;

use super::case::{CaseRow, SCHEMA, fold};
use super::{FoldError, StoredEvent, consulted, people};
use crate::envelope;
use crate::state::{Candidate, Cell, Condition, KeyValue, ViewSchema};

/// How many rows are kept. Followers move together, so that the newest few serve all of them.
const IMAGES_MAX: u64 = 2_000;

/// How many events one read of a stream takes.
const READ_MAX: usize = 512;

/// A case as one event left it.
pub(crate) struct CaseImage {
    /// The row.
    pub(crate) row: CaseRow,
    /// Whether the event was a rating, which is not told to who handles the case.
    pub(crate) rated: bool,
    keys: Vec<KeyValue>,
    listed: Vec<(String, KeyValue)>,
}

/// Why there is no image.
#[derive(Debug, Clone, thiserror::Error)]
pub(crate) enum Error {
    /// The stream cannot be read.
    #[error(transparent)]
    Store(#[from] eventstore::Error),
    /// An event of it cannot be folded.
    #[error(transparent)]
    Fold(#[from] FoldError),
}

/// Images of the cases that changed lately.
pub(crate) struct Images {
    store: Arc<dyn EventStore>,
    kept: Cache<(Arc<str>, u64), Arc<CaseImage>>,
}

impl Images {
    pub(crate) fn new(store: Arc<dyn EventStore>) -> Self {
        Self { store, kept: Cache::new(IMAGES_MAX) }
    }

    /// The case before and after an event of its stream.
    ///
    /// # Errors
    /// See [`Error`].
    pub(crate) async fn around(
        &self,
        event: &RecordedEvent,
    ) -> Result<(Option<Arc<CaseImage>>, Arc<CaseImage>), Error> {
        let Revision(revision) = event.revision;
        let before = match revision.checked_sub(1) {
            Some(earlier) => Some(self.image(&event.stream, earlier, self.folded(&event.stream, earlier)).await?),
            None => None,
        };
        let row = before.as_ref().map(|image| image.row.clone());
        let after = self.image(&event.stream, revision, async move { next(row, event) }).await?;
        Ok((before, after))
    }

    async fn image(
        &self,
        stream: &Arc<str>,
        revision: u64,
        make: impl Future<Output = Result<CaseImage, Error>>,
    ) -> Result<Arc<CaseImage>, Error> {
        let make = async { make.await.map(Arc::new) };
        let image = self.kept.try_get_with((Arc::clone(stream), revision), make).await;
        image.map_err(|error| Error::clone(&error))
    }

    /// The case after this revision of its stream, folded from its beginning.
    async fn folded(&self, stream: &str, last: u64) -> Result<CaseImage, Error> {
        let mut image: Option<CaseImage> = None;
        let mut from = 0;
        loop {
            let wanted = usize::try_from(last + 1 - from).map_or(READ_MAX, |left| left.min(READ_MAX));
            let events = self.store.read_stream(stream, Revision(from), wanted).await?;
            for event in &events {
                image = Some(next(image.map(|image| image.row), event)?);
            }
            from += events.len() as u64;
            if events.len() < wanted || from > last {
                return Ok(image.ok_or_else(|| FoldError::NoBeginning(stream.to_owned()))?);
            }
        }
    }
}

fn next(row: Option<CaseRow>, recorded: &RecordedEvent) -> Result<CaseImage, Error> {
    let decoded = envelope::decode(recorded).map_err(FoldError::from)?;
    let event = StoredEvent { recorded, decoded: &decoded };
    let row = fold(row, event).ok_or_else(|| FoldError::NoBeginning(event.number().to_owned()))?;
    let rated = matches!(decoded.event.body, EventBody::StepRated { .. });
    Ok(CaseImage { keys: row.keys(), listed: row.listed(), rated, row })
}

impl Candidate for CaseImage {
    fn id(&self) -> &str {
        self.row.case.number.as_str()
    }

    fn key(&self, column: &str) -> Option<&KeyValue> {
        let place = SCHEMA.keys.iter().position(|key| key.name == column)?;
        self.keys.get(place)
    }

    fn listed(&self, field: &str) -> Option<&KeyValue> {
        self.listed.iter().find(|(name, _)| name == field).map(|(_, value)| value)
    }

    fn stands_in(&self, view: &'static ViewSchema, condition: &Condition) -> bool {
        let holds = |column, value| condition.holds(&Cell { column, value });
        if view.name == people::SCHEMA.name {
            self.row.persons.iter().any(|token| holds("token", String::from(*token).into()))
        } else if view.name == consulted::SCHEMA.name {
            self.row.case.opinions.iter().any(|opinion| holds("department", opinion.department.as_str().into()))
        } else {
            false
        }
    }
}
