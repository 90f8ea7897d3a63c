//! The one task that follows the store. It wakes when events come, takes no other input, may stop
//! anywhere (rows and checkpoint go together) and is joined on close.

use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use arc_swap::ArcSwap;
use cityhall_eventstore::{EventStore, Position, RecordedEvent, Subscription};
use tokio::sync::{Mutex, watch};
use tokio::task::JoinHandle;

use super::follower::Follower;
use super::{SCHEMAS, ViewStatus};
use crate::state::sqlite::SqliteHome;
use crate::state::{self, Query, Snapshot, StateDatabase, StateHome};

/// How many events are applied in one transaction at most.
const BATCH_EVENTS_MAX: usize = 512;

/// How long the task lets events gather after it has written some, unless somebody waits for them:
/// under load one transaction then takes in many, while an event after a quiet moment is applied at once.
const GATHER: Duration = Duration::from_millis(25);

/// How long the task waits after a failure before it tries again: doubled each time, up to the second.
const RETRY: (Duration, Duration) = (Duration::from_millis(50), Duration::from_secs(5));

/// Every view of the city, and the task that keeps them up with the store.
pub struct Views {
    pub(super) shared: Arc<Shared>,
    pub(super) home: Arc<dyn StateHome>,
    pub(super) rebuilding: Mutex<()>,
    task: Mutex<Option<JoinHandle<()>>>,
    stop: watch::Sender<bool>,
}

/// What the task, reads and rebuilds have in common.
pub(super) struct Shared {
    pub(super) store: Arc<dyn EventStore>,
    /// The views that serve. Whoever holds this writes; a rebuild swaps under it.
    pub(super) live: Mutex<Follower>,
    /// The database that reads go to.
    pub(super) serving: ArcSwap<Serving>,
    /// How far the views are.
    pub(super) progress: watch::Sender<Progress>,
    /// The furthest position that somebody has waited for.
    wanted: watch::Sender<Position>,
}

/// A database that reads go to.
pub(super) struct Serving(pub(super) Arc<dyn StateDatabase>);

/// How far the views are.
#[derive(Debug, Clone, Default)]
pub(super) struct Progress {
    as_of: Position,
    views: Vec<ViewStatus>,
}

/// Why a position was not reached.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum WaitError {
    /// Not in time.
    #[error("the views have not reached the position in time")]
    Behind,
    /// A view stands still before it.
    #[error("a view stands still before the position")]
    Paused,
    /// The views are closed.
    #[error("the views are closed")]
    Closed,
}

impl Views {
    /// Opens the views in the folder `data`, as [`Views::open`] does. Enough for a rebuild while no
    /// city is served: neither keys nor modules are needed.
    ///
    /// # Errors
    /// When the state database or the store does not serve.
    pub async fn open_in(store: Arc<dyn EventStore>, data: &Path) -> Result<Self, state::Error> {
        Self::open(store, Arc::new(SqliteHome::new(data.to_owned(), SCHEMAS))).await
    }

    /// Opens the views, brings them up to what the store has now, and follows it from then on.
    ///
    /// # Errors
    /// When the state database or the store does not serve.
    pub async fn open(store: Arc<dyn EventStore>, home: Arc<dyn StateHome>) -> Result<Self, state::Error> {
        let db = home.open().await?;
        let mut live = Follower::open(Arc::clone(&db)).await?;
        let head = *store.head().borrow();
        catch_up(&*store, &mut live, head, &|_| {}).await?;
        let shared = Arc::new(Shared {
            store,
            serving: ArcSwap::from_pointee(Serving(db)),
            progress: watch::Sender::new(Progress::default()),
            wanted: watch::Sender::new(Position::default()),
            live: Mutex::new(live),
        });
        shared.tell(&*shared.live.lock().await);
        let stop = watch::Sender::new(false);
        let task = tokio::spawn(follow(Arc::clone(&shared), stop.subscribe()));
        Ok(Self { shared, home, rebuilding: Mutex::new(()), task: Mutex::new(Some(task)), stop })
    }

    /// The position that every view includes.
    #[must_use]
    pub fn as_of(&self) -> Position {
        self.shared.progress.borrow().as_of
    }

    /// How far each view is, and which stand still.
    #[must_use]
    pub fn status(&self) -> Vec<ViewStatus> {
        self.shared.progress.borrow().views.clone()
    }

    /// Waits until every view includes `position`.
    ///
    /// # Errors
    /// See [`WaitError`].
    pub async fn wait_for(&self, position: Position, timeout: Duration) -> Result<(), WaitError> {
        self.shared.want(position.min(*self.shared.store.head().borrow()));
        let mut progress = self.shared.progress.subscribe();
        let mut stop = self.stop.subscribe();
        let reached = progress.wait_for(|now| now.as_of >= position || now.views.iter().any(|v| v.paused.is_some()));
        let now = tokio::select! {
            biased;
            now = tokio::time::timeout(timeout, reached) => now.map_err(|_| WaitError::Behind)?,
            _ = stop.wait_for(|stop| *stop) => return Err(WaitError::Closed),
        };
        let now = now.map_err(|_| WaitError::Closed)?;
        if now.as_of >= position { Ok(()) } else { Err(WaitError::Paused) }
    }

    /// Asks the views that serve; all answers are of one moment.
    ///
    /// # Errors
    /// When the state database does not serve.
    pub(crate) async fn read(&self, queries: Vec<Query>) -> Result<Snapshot, state::Error> {
        loop {
            let serving = self.shared.serving.load_full();
            match serving.0.read(queries.clone()).await {
                // A rebuild swapped between the two lines above: ask what serves now.
                Err(state::Error::Closed) if !Arc::ptr_eq(&serving, &self.shared.serving.load()) => {}
                answered => return answered,
            }
        }
    }

    /// Stops following, joins the task and closes the database. What was applied stays.
    pub async fn close(&self) {
        self.stop.send_replace(true);
        if let Some(task) = self.task.lock().await.take()
            && task.await.is_err()
        {
            tracing::error!("the task of the views did not end well");
        }
        // A rebuild under way ends first: it would swap under a closed house otherwise.
        let _rebuilding = self.rebuilding.lock().await;
        let db = Arc::clone(&self.shared.live.lock().await.db);
        if let Err(error) = db.close().await {
            tracing::warn!(%error, "failed to close the views; they follow the store again at the next start");
        }
    }

    pub(super) fn stopping(&self) -> bool {
        *self.stop.borrow()
    }
}

impl Drop for Views {
    fn drop(&mut self) {
        // Only where nobody closed: the task must not outlive what it belongs to.
        if let Some(task) = self.task.get_mut().take() {
            task.abort();
        }
    }
}

impl Shared {
    /// Tells everybody who waits, and the metrics, how far the views are.
    pub(super) fn tell(&self, live: &Follower) {
        let progress = Progress { as_of: live.as_of(), views: live.status() };
        for status in &progress.views {
            #[expect(clippy::cast_precision_loss, reason = "a gauge is a float; positions stay below 2^53")]
            metrics::gauge!("cityhall_view_position", "view" => status.view).set(status.position.0 as f64);
            let paused = f64::from(u8::from(status.paused.is_some()));
            metrics::gauge!("cityhall_view_paused", "view" => status.view).set(paused);
        }
        self.progress.send_replace(progress);
    }

    /// Tells the task that somebody waits for `position`, which the store has.
    fn want(&self, position: Position) {
        self.wanted.send_if_modified(|wanted| {
            let further = position > *wanted;
            *wanted = position.max(*wanted);
            further
        });
    }

    /// Lets events gather, until somebody waits for one that was not applied yet.
    async fn gather(&self, applied: Position) {
        let mut wanted = self.wanted.subscribe();
        let waited_for = wanted.wait_for(|wanted| *wanted > applied);
        // Both outcomes end the gathering; nothing is to be told about which.
        let _either = tokio::time::timeout(GATHER, waited_for).await;
    }

    /// Applies events that follow `after`; `false` where a view needs earlier ones first.
    async fn apply(&self, after: Position, events: Vec<Arc<RecordedEvent>>) -> Result<bool, state::Error> {
        let mut live = self.live.lock().await;
        if live.resume_after().is_some_and(|needed| needed < after) {
            return Ok(false);
        }
        let outcome = live.apply(events).await;
        self.tell(&live);
        outcome.map(|()| true)
    }
}

/// Applies what the store has after the follower's place, up to `end`.
pub(super) async fn catch_up(
    store: &dyn EventStore,
    follower: &mut Follower,
    end: Position,
    progress: &(dyn Fn(Position) + Sync),
) -> Result<(), state::Error> {
    while let Some(after) = follower.resume_after().filter(|after| *after < end) {
        let read = store.read_all(after, BATCH_EVENTS_MAX).await;
        let mut events = read.map_err(|error| state::Error::Database(error.to_string()))?;
        events.retain(|event| event.position <= end);
        let Some(last) = events.last().map(|event| event.position) else { break };
        follower.apply(events).await?;
        progress(last);
    }
    Ok(())
}

async fn follow(shared: Arc<Shared>, mut stop: watch::Receiver<bool>) {
    let mut subscription = subscribe(&shared).await;
    let mut wait = RETRY.0;
    loop {
        let after = subscription.position();
        let next = tokio::select! {
            biased;
            _ = stop.wait_for(|stop| *stop) => return,
            next = subscription.next_batch(BATCH_EVENTS_MAX) => next,
        };
        let applied = match next {
            Ok(events) => shared.apply(after, events).await.map_err(|error| error.to_string()),
            Err(error) => Err(error.to_string()),
        };
        let error = match applied {
            Ok(in_order) => {
                wait = RETRY.0;
                if !in_order {
                    subscription = subscribe(&shared).await;
                }
                tokio::select! {
                    biased;
                    _ = stop.wait_for(|stop| *stop) => return,
                    () = shared.gather(subscription.position()) => {}
                }
                continue;
            }
            Err(error) => error,
        };
        tracing::error!(%error, "views cannot follow the store; trying again");
        metrics::counter!("cityhall_view_failures_total").increment(1);
        tokio::select! {
            biased;
            _ = stop.wait_for(|stop| *stop) => return,
            () = tokio::time::sleep(wait) => wait = (wait * 2).min(RETRY.1),
        }
        subscription = subscribe(&shared).await;
    }
}

/// The events that some view needs. Where all stand still, none is needed until a newer binary.
async fn subscribe(shared: &Shared) -> Subscription {
    let needed = shared.live.lock().await.resume_after();
    Arc::clone(&shared.store).subscribe(needed.unwrap_or(*shared.store.head().borrow()))
}
