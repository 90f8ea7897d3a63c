//! Turns: how much runs at once, in fair shares. Whoever asks for many waits behind themselves, so that others
//! wait for a few of theirs at most; what waits is bounded in number and time, and shed beyond that.

use std::collections::HashMap;
use std::hash::Hash;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio::time::{Instant, timeout_at};

/// How many have their turn at once.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TurnLimits {
    /// In the whole city.
    pub at_once: u32,
    /// Of one.
    pub at_once_each: u32,
    /// That wait for their turn, in the whole city.
    pub waiting: u32,
    /// That wait for their turn, of one.
    pub waiting_each: u32,
    /// How long one waits at most.
    pub wait_max: Duration,
}

/// Why there is no turn now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Shed {
    /// They ask for too many at once.
    TheirOwn,
    /// The city has more to do than it can.
    TheCity,
}

/// Turns of many, each known by a key.
pub(crate) struct Turns<K> {
    limits: TurnLimits,
    all: Arc<Semaphore>,
    inside: Mutex<Inside<K>>,
}

/// Who has a turn or waits for one. A lane is there only while somebody is in it.
struct Inside<K> {
    count: u32,
    lanes: HashMap<K, Lane>,
}

struct Lane {
    count: u32,
    turns: Arc<Semaphore>,
}

/// A turn; it ends when it is dropped.
pub(crate) struct Turn<K: Hash + Eq> {
    // Given back in this order.
    _all: OwnedSemaphorePermit,
    _own: OwnedSemaphorePermit,
    _seat: Seat<K>,
}

/// Being inside, with a turn or without.
struct Seat<K: Hash + Eq> {
    turns: Arc<Turns<K>>,
    key: K,
}

impl<K: Hash + Eq + Clone> Turns<K> {
    pub(crate) fn new(limits: TurnLimits) -> Arc<Self> {
        let all = Arc::new(Semaphore::new(limits.at_once as usize));
        let inside = Mutex::new(Inside { count: 0, lanes: HashMap::new() });
        Arc::new(Self { limits, all, inside })
    }

    /// Waits for a turn of `key`.
    pub(crate) async fn take(self: &Arc<Self>, key: &K) -> Result<Turn<K>, Shed> {
        let (seat, own) = self.enter(key)?;
        let until = Instant::now() + self.limits.wait_max;
        // The turns are never closed, so that only time can end the wait.
        let Ok(Ok(own)) = timeout_at(until, own.acquire_owned()).await else { return Err(Shed::TheirOwn) };
        let all = timeout_at(until, Arc::clone(&self.all).acquire_owned()).await;
        let Ok(Ok(all)) = all else { return Err(Shed::TheCity) };
        Ok(Turn { _all: all, _own: own, _seat: seat })
    }

    /// A turn of `key` if there is one now. Never waits, not even for the runtime's own turn.
    pub(crate) fn take_now(self: &Arc<Self>, key: &K) -> Option<Turn<K>> {
        let (seat, own) = self.enter(key).ok()?;
        let own = own.try_acquire_owned().ok()?;
        let all = Arc::clone(&self.all).try_acquire_owned().ok()?;
        Some(Turn { _all: all, _own: own, _seat: seat })
    }

    fn enter(self: &Arc<Self>, key: &K) -> Result<(Seat<K>, Arc<Semaphore>), Shed> {
        let limits = self.limits;
        let mut inside = self.inside();
        if inside.count >= limits.at_once.saturating_add(limits.waiting) {
            return Err(Shed::TheCity);
        }
        let fresh = || Lane { count: 0, turns: Arc::new(Semaphore::new(limits.at_once_each as usize)) };
        let lane = inside.lanes.entry(key.clone()).or_insert_with(fresh);
        if lane.count >= limits.at_once_each.saturating_add(limits.waiting_each) {
            return Err(Shed::TheirOwn);
        }
        lane.count += 1;
        let turns = Arc::clone(&lane.turns);
        inside.count += 1;
        Ok((Seat { turns: Arc::clone(self), key: key.clone() }, turns))
    }
}

impl<K> Turns<K> {
    fn inside(&self) -> MutexGuard<'_, Inside<K>> {
        self.inside.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl<K: Hash + Eq> Drop for Seat<K> {
    fn drop(&mut self) {
        let mut inside = self.turns.inside();
        inside.count = inside.count.saturating_sub(1);
        let is_last = inside.lanes.get_mut(&self.key).is_some_and(|lane| {
            lane.count = lane.count.saturating_sub(1);
            lane.count == 0
        });
        if is_last {
            inside.lanes.remove(&self.key);
        }
    }
}

#[cfg(test)]
mod tests {
    use futures_util::FutureExt;

    use super::*;

    const LIMITS: TurnLimits =
        TurnLimits { at_once: 3, at_once_each: 2, waiting: 4, waiting_each: 2, wait_max: Duration::from_mins(1) };

    fn turns() -> Arc<Turns<&'static str>> {
        Turns::new(LIMITS)
    }

    /// How many are inside, and how many lanes there are.
    fn inside(turns: &Turns<&'static str>) -> (u32, usize) {
        let inside = turns.inside();
        (inside.count, inside.lanes.len())
    }

    #[tokio::test]
    async fn one_has_no_more_than_their_share() {
        let turns = turns();
        let (first, _second) = (turns.take(&"flood").await.ok(), turns.take(&"flood").await.ok());
        let mut third = Box::pin(turns.take(&"flood"));
        assert!(first.is_some() && third.as_mut().now_or_never().is_none(), "their third waits");
        assert!(turns.take(&"other").now_or_never().is_some_and(|turn| turn.is_ok()), "another does not");
        drop(first);
        assert!(third.now_or_never().is_some_and(|turn| turn.is_ok()), "it comes when one ends");
    }

    #[tokio::test]
    async fn who_waits_is_bounded_for_each_and_for_all() {
        let turns = turns();
        let mut held = Vec::new();
        let mut waiting = Vec::new();
        for key in ["flood", "flood", "other"] {
            held.push(turns.take(&key).await.ok());
        }
        for key in ["flood", "flood", "other", "other"] {
            let mut wait = Box::pin(turns.take(if key == "flood" { &"flood" } else { &"other" }));
            assert!(wait.as_mut().now_or_never().is_none());
            waiting.push(wait);
        }
        assert_eq!(inside(&turns), (7, 2));
        assert_eq!(turns.take(&"third").await.err(), Some(Shed::TheCity), "the city is full");
        waiting.pop();
        assert_eq!(turns.take(&"flood").await.err(), Some(Shed::TheirOwn), "they are");
        drop((held, waiting));
        assert_eq!(inside(&turns), (0, 0), "nothing is remembered of who is gone");
    }

    #[test]
    fn a_turn_that_is_there_is_taken_at_once() {
        let turns = turns();
        let held = (turns.take_now(&"a"), turns.take_now(&"a"));
        assert!(held.0.is_some() && held.1.is_some() && turns.take_now(&"a").is_none());
        assert!(turns.take_now(&"b").is_some());
        drop(held);
        assert_eq!(inside(&turns), (0, 0));
    }

    #[tokio::test(start_paused = true)]
    async fn waiting_ends() {
        let turns = turns();
        let _held = (turns.take(&"a").await.ok(), turns.take(&"a").await.ok(), turns.take(&"b").await.ok());
        assert_eq!(turns.take(&"a").await.err(), Some(Shed::TheirOwn), "they wait behind themselves");
        assert_eq!(turns.take(&"b").await.err(), Some(Shed::TheCity), "they wait behind others");
        assert_eq!(inside(&turns), (3, 2));
    }

    #[tokio::test]
    async fn who_goes_away_gives_back_their_place() {
        let turns = turns();
        let held = (turns.take(&"a").await.ok(), turns.take(&"a").await.ok());
        let mut wait = Box::pin(turns.take(&"a"));
        assert!(wait.as_mut().now_or_never().is_none());
        drop(wait);
        assert_eq!(inside(&turns), (2, 1));
        drop(held);
        assert_eq!(inside(&turns), (0, 0));
    }
}
