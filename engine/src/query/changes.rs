//! Following cases: every event of a case that a reader may know of, once and in order, from a position on. What
//! they see is what a list or the case itself would show them at that moment: the same walls, the same masks.
//!
//! Nothing is kept for who follows but a position. Who falls too far behind is told so and reads anew.

use std::collections::VecDeque;
use std::sync::Arc;
use std::time::Duration;

use cityhall_domain::name::CaseId;
use cityhall_eventstore::{Position, RecordedEvent, Subscription};

use super::CaseReads;
use super::cases::Cleared;
use super::types::{CaseFilter, CaseRef, CaseView, CountRow, ReadError};
use super::walls::Reader;
use crate::access::{Principal, Relation};
use crate::engine::Engine;
use crate::envelope::{case_stream, is_case_stream};
use crate::mandates::NoMandate;
use crate::state::Condition;
use crate::views::WaitError;
use crate::views::image::{self, CaseImage};

/// How many events somebody may be behind before they read anew instead.
pub const EVENTS_BEHIND_MAX: u64 = 10_000;

/// How many events are taken at once.
const BATCH_EVENTS: usize = 64;

/// How long changes of numbers gather before they are told.
const STATISTICS_EVERY: Duration = Duration::from_secs(1);

/// How long one wait for news lasts before it begins again.
const WAIT: Duration = Duration::from_mins(10);

/// What is followed.
#[derive(Debug, Clone, PartialEq)]
pub enum Followed {
    /// One case.
    Case(CaseId),
    /// The cases of the reader's list for which the filter holds.
    List(CaseFilter),
}

/// What became of a case by one event.
#[derive(Debug, Clone, PartialEq)]
pub struct CaseChange {
    /// The place of the event in the city.
    pub position: Position,
    /// Which case.
    pub case_id: CaseId,
    /// As the event left it; `None`: it is no longer among those that are followed.
    pub case: Option<CaseView>,
}

/// Why there is nothing to follow, or no longer.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum FollowError {
    /// No such case for this reader.
    #[error("no such case")]
    NotFound,
    /// The position is not one of this city yet.
    #[error("the position lies ahead of the city")]
    Ahead,
    /// Too much has happened since. Read anew, then follow from the position of what was read.
    #[error("more than {EVENTS_BEHIND_MAX} events have passed since: read anew and follow from there")]
    Resynchronise,
    /// The mandate under which they follow is over.
    #[error(transparent)]
    Mandate(#[from] NoMandate),
    /// See [`ReadError`].
    #[error(transparent)]
    Read(#[from] ReadError),
}

/// Cases that somebody follows.
pub struct CaseChanges {
    engine: Arc<Engine>,
    who: Principal,
    followed: Followed,
    /// The only stream that is wanted; `None`: those of all cases.
    stream: Option<String>,
    subscription: Subscription,
    pending: VecDeque<Arc<RecordedEvent>>,
}

impl CaseChanges {
    /// Follows from behind `after`, or from now on.
    ///
    /// # Errors
    /// See [`FollowError`].
    pub(crate) async fn begin(
        engine: Arc<Engine>,
        who: Principal,
        followed: Followed,
        after: Option<Position>,
    ) -> Result<Self, FollowError> {
        let reads = engine.reads();
        let after = known(reads, after)?.unwrap_or_else(|| engine.head());
        let stream = match &followed {
            Followed::Case(id) => {
                let case = reads.case(&who, &CaseRef::Id(*id), Some(after)).await?.ok_or(FollowError::NotFound)?;
                Some(case_stream(&case.number))
            }
            Followed::List(filter) => {
                // What the filter may not ask is told at once.
                reads.reader(&who).filtered(filter)?;
                None
            }
        };
        let subscription = Arc::clone(&reads.store).subscribe(after);
        let changes = Self { engine, who, followed, stream, subscription, pending: VecDeque::new() };
        changes.is_near()?;
        Ok(changes)
    }

    /// Behind which position the next change comes.
    #[must_use]
    pub fn position(&self) -> Position {
        self.pending.front().map_or(self.subscription.position(), |next| Position(next.position.0.saturating_sub(1)))
    }

    /// The next change; waits until there is one. Nothing is lost where it is not awaited to its end.
    ///
    /// # Errors
    /// See [`FollowError`]; then this is over.
    pub async fn next(&mut self) -> Result<CaseChange, FollowError> {
        loop {
            while let Some(event) = self.pending.front().map(Arc::clone) {
                self.engine.reads().reach(Some(event.position)).await?;
                let change = self.change(&event).await?;
                self.pending.pop_front();
                if let Some(change) = change {
                    return Ok(change);
                }
            }
            self.is_near()?;
            let events = self.subscription.next_batch(BATCH_EVENTS).await.map_err(|error| unavailable(&error))?;
            let wanted: Vec<_> = events.into_iter().filter(|event| self.is_wanted(event)).collect();
            self.pending.extend(wanted);
        }
    }

    fn is_wanted(&self, event: &RecordedEvent) -> bool {
        match &self.stream {
            Some(stream) => *event.stream == **stream,
            None => is_case_stream(&event.stream),
        }
    }

    fn is_near(&self) -> Result<(), FollowError> {
        let behind = self.engine.head().0.saturating_sub(self.subscription.position().0);
        if behind > EVENTS_BEHIND_MAX { Err(FollowError::Resynchronise) } else { Ok(()) }
    }

    /// What one event means to who follows; `None`: nothing.
    async fn change(&self, event: &RecordedEvent) -> Result<Option<CaseChange>, FollowError> {
        let reads = self.engine.reads();
        let (before, after) = reads.images.around(event).await.map_err(|error| unfoldable(&error))?;
        let reader = reads.reader(&self.who);
        let wall = match &self.followed {
            Followed::Case(_) => reader.opens(),
            Followed::List(filter) => reader.lists().and(reader.filtered(filter)?),
        };
        let was = before.map(|before| reader.admitted(&wall, &before)).transpose()?.flatten().is_some();
        let is = reader.admitted(&wall, &after)?;
        if !was && is.is_none() {
            return Ok(None);
        }
        self.engine.still_mandated(&self.who).await?;
        let (position, case_id) = (event.position, after.row.case.id);
        let Some(cleared) = is else { return Ok(Some(CaseChange { position, case_id, case: None })) };
        if after.rated && cleared.clearance.relation() != Relation::Own {
            return Ok(None);
        }
        let case = reads.views_of(&reader, &[cleared], position).await?.pop();
        Ok(Some(CaseChange { position, case_id, case }))
    }
}

impl Reader<'_> {
    /// The decision about a case as an event left it; `None` where it is behind the wall.
    fn admitted(&self, wall: &Condition, image: &CaseImage) -> Result<Option<Arc<Cleared>>, ReadError> {
        if !wall.holds(image) {
            return Ok(None);
        }
        Ok(self.clear(vec![image.row.clone()])?.pop())
    }
}

/// Numbers of cases that somebody follows: told when they differ, at most once a second.
pub struct StatisticsChanges {
    engine: Arc<Engine>,
    who: Principal,
    filter: CaseFilter,
    after: Option<Position>,
    told: Option<Vec<CountRow>>,
}

/// Numbers of cases at one moment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Statistics {
    /// What they reflect.
    pub position: Position,
    /// How many cases there are, by module, department and stage.
    pub counts: Vec<CountRow>,
}

impl StatisticsChanges {
    pub(crate) fn begin(
        engine: Arc<Engine>,
        who: Principal,
        filter: CaseFilter,
        after: Option<Position>,
    ) -> Result<Self, FollowError> {
        let after = known(engine.reads(), after)?;
        engine.reads().reader(&who).filtered(&filter)?;
        Ok(Self { engine, who, filter, after, told: None })
    }

    /// The next numbers: at once where they may be newer than the position from which this began.
    ///
    /// # Errors
    /// See [`FollowError`]; then this is over.
    pub async fn next(&mut self) -> Result<Statistics, FollowError> {
        loop {
            if let Some(after) = self.after {
                self.engine.reads().beyond(after).await?;
            }
            if self.told.is_some() {
                tokio::time::sleep(STATISTICS_EVERY).await;
            }
            self.engine.still_mandated(&self.who).await?;
            let (counts, position) = self.engine.reads().counted(&self.who, &self.filter).await?;
            self.after = Some(position);
            if self.told.as_ref() != Some(&counts) {
                self.told = Some(counts.clone());
                return Ok(Statistics { position, counts });
            }
        }
    }
}

impl CaseReads {
    /// Waits until the views are beyond `position`.
    async fn beyond(&self, position: Position) -> Result<(), ReadError> {
        loop {
            match self.views.wait_for(Position(position.0 + 1), WAIT).await {
                Ok(()) => return Ok(()),
                Err(WaitError::Behind) => {}
                Err(WaitError::Paused) => return Err(ReadError::Upgrading),
                Err(WaitError::Closed) => return Err(ReadError::Unavailable),
            }
        }
    }
}

/// A position that was handed out by this city.
fn known(reads: &CaseReads, after: Option<Position>) -> Result<Option<Position>, FollowError> {
    let head = *reads.store.head().borrow();
    if after.is_some_and(|after| after > head) { Err(FollowError::Ahead) } else { Ok(after) }
}

fn unavailable(error: &cityhall_eventstore::Error) -> ReadError {
    tracing::error!(%error, "failed to follow the store");
    ReadError::Unavailable
}

fn unfoldable(error: &image::Error) -> ReadError {
    tracing::error!(%error, "a case that is followed cannot be folded");
    match error {
        image::Error::Store(_) => ReadError::Unavailable,
        image::Error::Fold(_) => ReadError::Upgrading,
    }
}
