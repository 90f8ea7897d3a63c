//! The task that watches limits: when one passes, the case is told to settle. It also follows the
//! store for [`crate::reactors`].
//!
//! A timer decides nothing: `domain` settles before every command anyway, so history does not depend
//! on how late this task ran. It takes no input, wakes for new events, for the next limit and when
//! the law's clock was moved, and is joined on close.

mod database;

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use cityhall_domain::case::next_settle;
use cityhall_eventstore::{AppendError, Position, RecordedEvent, Revision, Subscription};
use jiff::{SignedDuration, Timestamp};
use tokio::sync::{Mutex, watch};
use tokio::task::JoinHandle;
use uuid::Uuid;

use self::database::{Database, Reminder, Stored};
use crate::config::OpenError;
use crate::engine::Shared;
use crate::envelope::is_case_stream;
use crate::handle::{load_at, settle};
use crate::power_log::event::Entry;
use crate::reactors::power_log::{publisher, roles_changed};
use crate::reactors::{Reaction, react};
use crate::supervision;

/// How many events one transaction takes in.
const EVENTS_MAX: usize = 1024;

/// How many cases are settled between two looks at new events.
const CASES_MAX: usize = 128;

/// How long the task lets events gather, so that under load one transaction takes in many. No limit
/// is counted in less than hours.
const GATHER: Duration = Duration::from_millis(20);

/// How long the task sleeps at most, by the real clock.
const SLEEP_MAX: Duration = Duration::from_mins(5);

/// After how long a case that could not be settled is tried again.
const RETRY_AFTER: SignedDuration = SignedDuration::from_mins(1);

/// The task, running.
pub(crate) struct Timers {
    stop: watch::Sender<bool>,
    task: Mutex<Option<JoinHandle<()>>>,
}

impl Timers {
    /// Starts the task on the reminders in the folder `data`.
    pub(crate) async fn start(shared: Arc<Shared>, data: &Path) -> Result<Self, OpenError> {
        let state = |error: database::Error| OpenError::State(format!("timers: {error}"));
        let database = Database::open(&data.join("timers.db")).await.map_err(state)?;
        let checkpoint = database.checkpoint().await.map_err(state)?;
        let events = Arc::clone(&shared.store).subscribe(checkpoint);
        let stop = watch::Sender::new(false);
        shared.power_log.remember_after(checkpoint).await?;
        let task = Task { moved: shared.clock.moved(), stop: stop.subscribe(), shared, database, events };
        Ok(Self { stop, task: Mutex::new(Some(tokio::spawn(task.run()))) })
    }

    /// Stops the task and waits for it.
    pub(crate) async fn close(&self) {
        self.stop.send_replace(true);
        if let Some(task) = self.task.lock().await.take()
            && task.await.is_err()
        {
            tracing::error!("the task of the timers did not end well");
        }
    }
}

struct Task {
    shared: Arc<Shared>,
    database: Database,
    events: Subscription,
    moved: watch::Receiver<SignedDuration>,
    stop: watch::Receiver<bool>,
}

impl Task {
    async fn run(mut self) {
        while !*self.stop.borrow() {
            let sleep = match self.settle_due().await {
                Ok(sleep) => sleep,
                Err(error) => {
                    tracing::error!(%error, "the timers cannot use their database");
                    Duration::from_secs(5)
                }
            };
            let mut stop = self.stop.clone();
            let events = tokio::select! {
                biased;
                // Fails only when nobody is left who could say stop.
                _ = stop.wait_for(|stop| *stop) => return,
                batch = self.events.next_batch(EVENTS_MAX) => batch,
                moved = self.moved.changed() => if moved.is_ok() { continue } else { return },
                () = tokio::time::sleep(sleep) => continue,
            };
            match events {
                Ok(events) => {
                    self.take_in(&events).await;
                    if events.len() < EVENTS_MAX {
                        self.pause(GATHER).await;
                    }
                }
                Err(error) => {
                    tracing::warn!(%error, "the timers cannot follow the store");
                    self.pause(Duration::from_secs(1)).await;
                }
            }
        }
    }

    /// Waits, unless told to stop.
    async fn pause(&mut self, time: Duration) {
        tokio::select! {
            _ = self.stop.wait_for(|stop| *stop) => {}
            () = tokio::time::sleep(time) => {}
        }
    }

    /// Takes new events in. If that fails, the subscription starts again where the reminders are.
    async fn take_in(&mut self, events: &[Arc<RecordedEvent>]) {
        if let Err(error) = self.try_take_in(events).await {
            tracing::error!(%error, "the timers cannot use their database");
            if let Ok(checkpoint) = self.database.checkpoint().await {
                self.events = Arc::clone(&self.shared.store).subscribe(checkpoint);
            }
        }
    }

    async fn try_take_in(&self, events: &[Arc<RecordedEvent>]) -> Result<(), database::Error> {
        let mut touched: BTreeMap<Arc<str>, Revision> = BTreeMap::new();
        for recorded in events {
            if is_case_stream(&recorded.stream) {
                touched.insert(Arc::clone(&recorded.stream), recorded.revision);
            }
            let reactions = react(recorded);
            if !reactions.is_empty() {
                // Reminders of everything before the event first; the checkpoint stays before it until
                // all that it leads to is done.
                let before = Position(recorded.position.0.saturating_sub(1));
                self.put(std::mem::take(&mut touched), before).await?;
                for reaction in reactions {
                    self.do_reaction(reaction, recorded).await?;
                }
            }
        }
        let Some(last) = events.last() else { return Ok(()) };
        self.put(touched, last.position).await
    }

    async fn put(&self, touched: BTreeMap<Arc<str>, Revision>, checkpoint: Position) -> Result<(), database::Error> {
        let mut reminders = Vec::with_capacity(touched.len());
        let facts = self.shared.registry.now().facts().cloned();
        for (stream, revision) in touched {
            let next = match load_at(&self.shared, &stream, revision).await {
                Ok(folded) => facts.as_ref().and_then(|facts| next_settle(facts, &folded.case)),
                Err(error) => {
                    tracing::error!(%stream, %error, "a case cannot be read; its limits are tried again");
                    Some(self.shared.clock.now() + RETRY_AFTER)
                }
            };
            reminders.extend(next.map(|next| Reminder { stream, next }));
        }
        self.database.take_in(reminders, checkpoint).await
    }

    async fn do_reaction(&self, reaction: Reaction, because: &RecordedEvent) -> Result<(), database::Error> {
        let not_done = |error: &dyn std::error::Error| {
            tracing::error!(%error, "what an event leads to was not done; it is tried again");
            database::Error::NotDone
        };
        if !matches!(reaction, Reaction::Log(_)) {
            // What was published must be in force here before anything is done by it.
            self.shared.registry.reach(because.position).await.map_err(|error| not_done(&error))?;
        }
        match reaction {
            Reaction::SettleRunning => self.settle_running(because.event.id).await,
            Reaction::Log(entries) => self.log(because, 0, &entries).await.map_err(|error| not_done(&error)),
            Reaction::LogRoles(department) => {
                let people = self.shared.registry.people_at(&department, because.revision).await;
                let (before, now) = people.map_err(|error| not_done(&error))?;
                let by = publisher(because);
                let entry = |what| Entry { effective_at: because.event.effective_at, by: by.clone(), what };
                let entries: Vec<_> = roles_changed(&department, &before, &now).map(entry).collect();
                self.log(because, 1, &entries).await.map_err(|error| not_done(&error))
            }
            Reaction::Escalate(card) => {
                supervision::escalate(&self.shared, &card, because).await.map_err(|error| not_done(&error))
            }
        }
    }

    /// Notes entries in the power log, the first of which is the one at `from` of all that an event leads to.
    async fn log(&self, because: &RecordedEvent, from: usize, entries: &[Entry]) -> Result<(), AppendError> {
        self.shared.power_log.append(because.event.id, from, entries, &self.shared.clock).await
    }

    async fn settle_running(&self, because: Uuid) -> Result<(), database::Error> {
        // Every case with a running limit has a reminder; new ones come behind these.
        let last = self.database.newest().await?;
        loop {
            let reminders = self.database.oldest(last, CASES_MAX).await?;
            if reminders.is_empty() {
                return Ok(());
            }
            self.settle_all(reminders, Some(because)).await?;
            if *self.stop.borrow() {
                return Err(database::Error::NotDone);
            }
        }
    }

    /// Settles every case that is due. Returns how long there is nothing to do.
    async fn settle_due(&self) -> Result<Duration, database::Error> {
        while !*self.stop.borrow() {
            let reminders = self.database.due(self.shared.clock.now(), CASES_MAX).await?;
            if reminders.is_empty() {
                break;
            }
            self.settle_all(reminders, None).await?;
        }
        Ok(match self.database.earliest().await? {
            None => SLEEP_MAX,
            Some(next) => until(self.shared.clock.now(), next),
        })
    }

    async fn settle_all(&self, reminders: Vec<Stored>, because: Option<Uuid>) -> Result<(), database::Error> {
        let streams: BTreeSet<Arc<str>> = reminders.iter().map(|reminder| Arc::clone(&reminder.stream)).collect();
        let mut next = Vec::with_capacity(streams.len());
        for stream in streams {
            let again = match settle(&self.shared, &stream, because).await {
                // What is due again at once has met the bound of one settling: others come first.
                Ok(settled) => settled.next.map(|next| {
                    let now = self.shared.clock.now();
                    if next <= now { now + RETRY_AFTER } else { next }
                }),
                Err(refusal) => {
                    tracing::warn!(%stream, code = refusal.code(), "a case was not settled; it is tried again");
                    Some(self.shared.clock.now() + RETRY_AFTER)
                }
            };
            next.extend(again.map(|next| Reminder { stream, next }));
        }
        self.database.replace(reminders, next).await
    }
}

/// From `now` to `next`, a little later rather than too early, and not for ever.
fn until(now: Timestamp, next: Timestamp) -> Duration {
    let wait = Duration::try_from(now.duration_until(next)).unwrap_or(Duration::ZERO);
    (wait + Duration::from_millis(2)).min(SLEEP_MAX)
}
