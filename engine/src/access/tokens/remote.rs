//! The keys of an issuer that is asked for them, kept as long as they are good.
//!
//! A key id that is not known leads to one question, whoever asks: at most one at a time, at most one in
//! [`REFRESH_EVERY`], and those who wait for it are bounded in number and in time. What is known serves on while an
//! issuer does not answer. A question belongs to nobody's request: it goes on when its caller goes away, and is
//! waited for when the engine closes.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use arc_swap::ArcSwapOption;
use cityhall_telemetry::ASKED;
use cityhall_telemetry::context::{self, Reference};
use jiff::{SignedDuration, Timestamp};
use tokio::sync::{Semaphore, watch};
use tokio::task::JoinSet;
use tracing::{Instrument as _, field, info_span};

use super::fetch::{self, FETCH_WITHIN};
use super::keys::KeySet;
use crate::access::issuer::KeyAddress;

/// How long an issuer is left in peace after it was asked.
const REFRESH_EVERY: SignedDuration = SignedDuration::from_secs(30);

/// After how long keys are asked for again, so that one that was taken away does not count for ever.
const FRESH_FOR: SignedDuration = SignedDuration::from_mins(10);

/// For how long keys count whose issuer does not answer.
const STALE_FOR: SignedDuration = SignedDuration::from_hours(24);

/// How many requests wait for the same answer; others are refused at once.
const WAITING_MAX: usize = 256;

/// How long a request waits for an answer.
const WAIT_MAX: Duration = FETCH_WITHIN.saturating_add(Duration::from_secs(1));

/// The keys of one issuer, fetched from one address.
pub(super) struct RemoteKeys {
    issuer: String,
    pub(super) address: KeyAddress,
    known: ArcSwapOption<Known>,
    /// When the issuer was asked last.
    asked_last: Mutex<Option<Timestamp>>,
    is_asked_now: AtomicBool,
    answers: watch::Sender<u64>,
    waiting: Semaphore,
}

struct Known {
    set: Arc<KeySet>,
    /// When they were asked for.
    at: Timestamp,
}

impl RemoteKeys {
    pub(super) fn new(issuer: &str, address: KeyAddress) -> Arc<Self> {
        Arc::new(Self {
            issuer: issuer.to_owned(),
            address,
            known: ArcSwapOption::empty(),
            asked_last: Mutex::new(None),
            is_asked_now: AtomicBool::new(false),
            answers: watch::Sender::new(0),
            waiting: Semaphore::new(WAITING_MAX),
        })
    }

    /// What is known now. Keys that have become old are asked for, but not waited for.
    pub(super) fn current(self: &Arc<Self>, now: Timestamp, questions: &Questions) -> Option<Arc<KeySet>> {
        let known = self.known.load_full()?;
        let age = now.duration_since(known.at);
        if age >= FRESH_FOR {
            self.ask(now, questions);
        }
        (age < STALE_FOR).then(|| Arc::clone(&known.set))
    }

    /// The keys among which there is one with this id, asked for where it is not known.
    pub(super) async fn with_key(
        self: &Arc<Self>,
        id: &str,
        now: Timestamp,
        questions: &Questions,
    ) -> Option<Arc<KeySet>> {
        let has_it = |set: &Arc<KeySet>| set.get(id).is_some();
        if let Some(set) = self.current(now, questions).filter(has_it) {
            return Some(set);
        }
        let _waiting = self.waiting.try_acquire().ok()?;
        let mut answers = self.answers.subscribe();
        if self.ask(now, questions) {
            // Whether an answer came or the time is over, what is known then counts.
            let _ = tokio::time::timeout(WAIT_MAX, answers.changed()).await;
        }
        self.current(now, questions).filter(has_it)
    }

    /// Begins to ask, unless that is under way or was done a moment ago. Whether it is under way now.
    fn ask(self: &Arc<Self>, now: Timestamp, questions: &Questions) -> bool {
        let mut last = self.asked_last.lock().unwrap_or_else(PoisonError::into_inner);
        if self.is_asked_now.load(Ordering::Acquire) {
            return true;
        }
        // A clock that was put back does not make anybody wait for the time that it had shown.
        if last.is_some_and(|last| now.duration_since(last).abs() < REFRESH_EVERY) {
            return false;
        }
        self.is_asked_now.store(true, Ordering::Release);
        let ended = Ended(Arc::clone(self));
        let span = info_span!(target: ASKED, parent: None, "fetch_keys", otel.kind = "client", trace_id = field::Empty);
        // In the trace of whoever asks, whose span does not last until there is an answer.
        Reference::here().put_below(&span);
        context::begin(&span);
        let question = async move {
            ended.0.asked(now).await;
            drop(ended);
        };
        let is_begun = questions.begin(question.instrument(span));
        if is_begun {
            *last = Some(now);
        }
        is_begun
    }

    async fn asked(&self, now: Timestamp) {
        let answer = fetch::key_set(&self.address).await;
        let set = answer.and_then(|written| KeySet::read(&self.issuer, written).ok_or(fetch::FetchError::Garbage));
        let outcome = match set {
            Ok(set) => {
                let set = Arc::new(set);
                // The same keys stay the same set: tokens that were accepted by them stay accepted.
                let same = self.known.load().as_ref().map(|known| Arc::clone(&known.set));
                let set = same.filter(|same| same.says_the_same(&set)).unwrap_or(set);
                self.known.store(Some(Arc::new(Known { set, at: now })));
                "OK"
            }
            Err(error) => {
                tracing::warn!(issuer = self.issuer, url = %self.address.url, %error, "an issuer does not tell its keys");
                "FAILED"
            }
        };
        metrics::counter!("cityhall_issuer_key_fetches_total", "outcome" => outcome).increment(1);
    }
}

/// Says that a question has ended, however it has.
struct Ended(Arc<RemoteKeys>);

impl Drop for Ended {
    fn drop(&mut self) {
        self.0.is_asked_now.store(false, Ordering::Release);
        self.0.answers.send_modify(|count| *count = count.wrapping_add(1));
    }
}

/// The questions that are under way.
pub(crate) struct Questions(Mutex<Option<JoinSet<()>>>);

impl Questions {
    pub(crate) fn new() -> Self {
        Self(Mutex::new(Some(JoinSet::new())))
    }

    /// Lets a question run; whether it does: none does after the end.
    fn begin(&self, question: impl Future<Output = ()> + Send + 'static) -> bool {
        let mut under_way = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let Some(tasks) = under_way.as_mut() else { return false };
        while tasks.try_join_next().is_some() {}
        tasks.spawn(question);
        true
    }

    /// Ends every question and waits for it.
    pub(crate) async fn close(&self) {
        let tasks = self.0.lock().unwrap_or_else(PoisonError::into_inner).take();
        if let Some(mut tasks) = tasks {
            tasks.shutdown().await;
        }
    }
}
