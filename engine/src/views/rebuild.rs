//! Fills the views anew from the first event, beside the ones that serve, holds both against each
//! other, then swaps in one step. Reads go on all the while and never see an empty model.

use std::cmp::Ordering;
use std::sync::Arc;

use cityhall_eventstore::Position;
use sha2::{Digest, Sha256};

use super::SCHEMAS;
use super::follower::Follower;
use super::runner::{Serving, Views, catch_up};
use crate::state::{self, KeyValue, Row, StateDatabase, ViewSchema};

/// How many rows are compared at a time.
const ROWS_COMPARED: usize = 1000;

/// How many differences are named; the others are counted.
const DIFFERENCES_NAMED_MAX: usize = 20;

/// What a rebuild found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rebuilt {
    /// The position that both were compared at.
    pub position: Position,
    /// Each view.
    pub views: Vec<ViewRebuilt>,
    /// The first rows that differed from those that had served. Empty means that nothing was wrong.
    pub differences: Vec<Difference>,
    /// Why the views that had served could not be compared; they are replaced all the same.
    pub not_compared: Option<String>,
}

impl Rebuilt {
    /// How many rows differed.
    #[must_use]
    pub fn different(&self) -> u64 {
        self.views.iter().map(|view| view.different).sum()
    }
}

/// What a rebuild found of one view.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ViewRebuilt {
    /// Which view.
    pub view: &'static str,
    /// How many rows it has now.
    pub rows: u64,
    /// How many it had.
    pub rows_before: u64,
    /// SHA-256 over all rows in the order of their identities, in hexadecimal.
    pub digest: String,
    /// How many rows differed.
    pub different: u64,
}

/// One row that was not as the events say.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Difference {
    /// In which view.
    pub view: &'static str,
    /// Which row. Never what is in it.
    pub row: String,
    /// How it differed.
    pub kind: DifferenceKind,
}

/// How a row was not as the events say.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DifferenceKind {
    /// It was not there.
    Missing,
    /// It was there and should not have been.
    Surplus,
    /// It said something else.
    Changed,
}

/// Why a rebuild did not end with a swap. What served before serves on.
#[derive(Debug, thiserror::Error)]
pub enum RebuildError {
    /// Another rebuild runs.
    #[error("a rebuild is under way")]
    UnderWay,
    /// The city is closing.
    #[error("closing")]
    Closing,
    /// The database failed.
    #[error(transparent)]
    State(#[from] state::Error),
}

impl Views {
    /// Rebuilds every view. `progress` is told how many of how many events are done.
    ///
    /// # Errors
    /// See [`RebuildError`].
    pub async fn rebuild(&self, progress: impl Fn(u64, u64) + Send + Sync) -> Result<Rebuilt, RebuildError> {
        let _one = self.rebuilding.try_lock().map_err(|_| RebuildError::UnderWay)?;
        if self.stopping() {
            return Err(RebuildError::Closing);
        }
        let shadow = self.home.shadow().await?;
        match self.fill_and_swap(Arc::clone(&shadow), &progress).await {
            Ok(rebuilt) => Ok(rebuilt),
            Err(error) => {
                // A shadow that is closed already was promoted or goes with the next start.
                drop(self.home.discard(shadow).await);
                Err(error)
            }
        }
    }

    async fn fill_and_swap(
        &self,
        shadow: Arc<dyn StateDatabase>,
        progress: &(impl Fn(u64, u64) + Send + Sync),
    ) -> Result<Rebuilt, RebuildError> {
        let store = &*self.shared.store;
        let mut filling = Follower::open(Arc::clone(&shadow)).await?;
        let head = *store.head().borrow();
        let tell = |done: Position| progress(done.0.min(head.0), head.0);
        // The long way, while the views that serve go on.
        catch_up(store, &mut filling, head, &tell).await?;
        // The last steps, while they stand still: both up to the same event.
        let mut live = self.shared.live.lock().await;
        if self.stopping() {
            return Err(RebuildError::Closing);
        }
        let position = *store.head().borrow();
        if let Err(error) = catch_up(store, &mut live, position, &|_| {}).await {
            tracing::warn!(%error, "the views that served cannot follow the store; they are replaced");
        }
        catch_up(store, &mut filling, position, &tell).await?;
        let position = filling.as_of();
        let rebuilt = match compare(&*live.db, &*shadow, position).await {
            Ok(rebuilt) => rebuilt,
            // What cannot even be read is all the more in need of being replaced.
            Err(error) => {
                Rebuilt { not_compared: Some(error.to_string()), ..compare(&*shadow, &*shadow, position).await? }
            }
        };
        let db = self.home.promote(shadow).await?;
        let old = self.shared.serving.swap(Arc::new(Serving(Arc::clone(&db))));
        *live = filling.moved_to(db);
        self.shared.tell(&live);
        drop(live);
        if let Err(error) = old.0.close().await {
            tracing::warn!(%error, "failed to close the views of before");
        }
        Ok(rebuilt)
    }
}

/// Holds every row of both databases against each other.
async fn compare(
    live: &dyn StateDatabase,
    shadow: &dyn StateDatabase,
    position: Position,
) -> Result<Rebuilt, state::Error> {
    let mut rebuilt = Rebuilt { position, views: Vec::new(), differences: Vec::new(), not_compared: None };
    for view in SCHEMAS {
        let found = compare_view(live, shadow, view, &mut rebuilt.differences).await?;
        rebuilt.views.push(found);
    }
    Ok(rebuilt)
}

async fn compare_view(
    live: &dyn StateDatabase,
    shadow: &dyn StateDatabase,
    view: &'static ViewSchema,
    differences: &mut Vec<Difference>,
) -> Result<ViewRebuilt, state::Error> {
    let (mut before, mut after) = (Rows::new(live, view), Rows::new(shadow, view));
    let mut digest = Sha256::new();
    let mut found = ViewRebuilt {
        view: view.name,
        rows: 0,
        rows_before: live.row_count(view).await?,
        digest: String::new(),
        different: 0,
    };
    let (mut old, mut new) = (before.next().await?, after.next().await?);
    loop {
        let (row, kind) = match (&old, &new) {
            (None, None) => break,
            (Some(old), Some(new)) => match old.id.cmp(&new.id) {
                Ordering::Equal if old == new => (None, None),
                Ordering::Equal => (Some(new.id.clone()), Some(DifferenceKind::Changed)),
                Ordering::Less => (Some(old.id.clone()), Some(DifferenceKind::Surplus)),
                Ordering::Greater => (Some(new.id.clone()), Some(DifferenceKind::Missing)),
            },
            (Some(old), None) => (Some(old.id.clone()), Some(DifferenceKind::Surplus)),
            (None, Some(new)) => (Some(new.id.clone()), Some(DifferenceKind::Missing)),
        };
        if let (Some(row), Some(kind)) = (row, kind) {
            found.different += 1;
            if differences.len() < DIFFERENCES_NAMED_MAX {
                differences.push(Difference { view: view.name, row, kind });
            }
        }
        if let Some(new) = new.as_ref().filter(|_| kind != Some(DifferenceKind::Surplus)) {
            found.rows += 1;
            digest_row(&mut digest, new);
        }
        if kind != Some(DifferenceKind::Missing) {
            old = before.next().await?;
        }
        if kind != Some(DifferenceKind::Surplus) {
            new = after.next().await?;
        }
    }
    found.digest = hexadecimal(&digest.finalize());
    Ok(found)
}

/// The rows of one view in the order of their identities, read in pieces.
struct Rows<'a> {
    db: &'a dyn StateDatabase,
    view: &'static ViewSchema,
    piece: std::vec::IntoIter<Row>,
    last: Option<String>,
}

impl<'a> Rows<'a> {
    fn new(db: &'a dyn StateDatabase, view: &'static ViewSchema) -> Self {
        Self { db, view, piece: Vec::new().into_iter(), last: Some(String::new()) }
    }

    async fn next(&mut self) -> Result<Option<Row>, state::Error> {
        if let Some(row) = self.piece.next() {
            return Ok(Some(row));
        }
        let Some(after) = self.last.take() else { return Ok(None) };
        let piece = self.db.rows_after(self.view, after, ROWS_COMPARED).await?;
        self.last = piece.last().map(|row| row.id.clone());
        self.piece = piece.into_iter();
        Ok(self.piece.next())
    }
}

fn digest_row(digest: &mut Sha256, row: &Row) {
    let mut field = |bytes: &[u8]| {
        digest.update((bytes.len() as u64).to_be_bytes());
        digest.update(bytes);
    };
    field(row.id.as_bytes());
    let keys = row.keys.iter().map(|value| ("", value));
    let listed = row.listed.iter().map(|(name, value)| (name.as_str(), value));
    for (name, value) in keys.chain(listed) {
        field(name.as_bytes());
        match value {
            KeyValue::Null => field(b"n"),
            KeyValue::Integer(number) => field(&number.to_be_bytes()),
            KeyValue::Text(text) => field(text.as_bytes()),
        }
    }
    field(row.body.as_bytes());
}

fn hexadecimal(bytes: &[u8]) -> String {
    use std::fmt::Write as _;
    bytes.iter().fold(String::new(), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}
