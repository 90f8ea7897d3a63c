//! Budgets that are used up and come back with time, one for each of many, in bounded memory.

use std::hash::Hash;
use std::num::NonZeroU32;
use std::sync::Arc;
use std::time::Duration;

use governor::RateLimiter;
use governor::clock::{Clock, MonotonicClock};
use governor::middleware::StateInformationMiddleware;
use governor::state::{InMemoryState, NotKeyed};
use moka::sync::Cache;

use super::quota::{FILLS_IN_MAX, Quota};

/// How many budgets are remembered at once. Beyond it those are forgotten that are asked for least: they begin
/// anew, and what bounds them then is the budget of their address block and the turns of the whole city.
const REMEMBERED_MAX: u64 = 65_536;

type Limiter<C> = RateLimiter<NotKeyed, InMemoryState, C, StateInformationMiddleware>;

/// One budget for each key.
pub(super) struct Budgets<K, C: Clock = MonotonicClock> {
    known: Cache<K, Arc<Budget<C>>>,
    clock: C,
}

struct Budget<C: Clock> {
    quota: Quota,
    limiter: Limiter<C>,
}

/// The budget does not hold so much now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Over {
    /// How long to wait until it does.
    pub(crate) wait: Duration,
}

impl Over {
    /// The same in whole seconds, rounded up, never none.
    pub(crate) fn seconds(self) -> u64 {
        let more = u64::from(self.wait.subsec_nanos() > 0);
        (self.wait.as_secs() + more).max(1)
    }
}

impl<K: Hash + Eq + Clone + Send + Sync + 'static, C: Clock + Clone + Send + Sync + 'static> Budgets<K, C>
where
    C::Instant: Send + Sync,
{
    pub(super) fn new(clock: C) -> Self {
        let known = Cache::builder().max_capacity(REMEMBERED_MAX).time_to_idle(FILLS_IN_MAX).build();
        Self { known, clock }
    }

    /// Uses `cost` units of the budget of `key`, or nothing of it. A cost beyond the whole budget uses the whole.
    /// Gives what is left.
    pub(super) fn spend(&self, key: &K, quota: Quota, cost: NonZeroU32) -> Result<u32, Over> {
        let budget = self.of(key, quota);
        let whole = NonZeroU32::new(quota.burst()).unwrap_or(NonZeroU32::MIN);
        match budget.limiter.check_n(cost.min(whole)) {
            Ok(Ok(left)) => Ok(left.remaining_burst_capacity()),
            Ok(Err(not_until)) => Err(Over { wait: not_until.wait_time_from(self.clock.now()) }),
            // Not reached: nothing beyond the whole is asked for.
            Err(_) => Err(Over { wait: FILLS_IN_MAX }),
        }
    }

    /// The budget of a key; with another quota than before it begins anew.
    fn of(&self, key: &K, quota: Quota) -> Arc<Budget<C>> {
        let fresh = || {
            let limiter = RateLimiter::direct_with_clock(quota.governed(), self.clock.clone());
            Arc::new(Budget { quota, limiter: limiter.with_middleware::<StateInformationMiddleware>() })
        };
        let known = self.known.get_with_by_ref(key, fresh);
        if known.quota == quota {
            return known;
        }
        let changed = fresh();
        self.known.insert(key.clone(), Arc::clone(&changed));
        changed
    }
}

#[cfg(test)]
mod tests {
    use governor::clock::FakeRelativeClock;
    use proptest::prelude::*;

    use super::*;

    fn budgets() -> (Budgets<&'static str, FakeRelativeClock>, FakeRelativeClock) {
        let clock = FakeRelativeClock::default();
        (Budgets::new(clock.clone()), clock)
    }

    fn units(cost: u32) -> NonZeroU32 {
        NonZeroU32::new(cost).expect("not nothing")
    }

    fn quota(per_second: u32, burst: u32) -> Quota {
        Quota::new(per_second, burst).expect("a quota")
    }

    #[test]
    fn what_is_used_comes_back_with_time() {
        let (budgets, clock) = budgets();
        let quota = quota(10, 100);
        assert_eq!(budgets.spend(&"a", quota, units(70)), Ok(30));
        let over = budgets.spend(&"a", quota, units(31)).expect_err("too much");
        assert_eq!((over.wait, over.seconds()), (Duration::from_millis(100), 1));
        clock.advance(over.wait);
        assert_eq!(budgets.spend(&"a", quota, units(31)), Ok(0), "after the wait it is enough");
        clock.advance(Duration::from_hours(1));
        assert_eq!(budgets.spend(&"a", quota, units(1)), Ok(99), "never more than the whole");
    }

    #[test]
    fn one_budget_is_not_another() {
        let (budgets, _) = budgets();
        let quota = quota(1, 2);
        assert_eq!(budgets.spend(&"a", quota, units(2)), Ok(0));
        assert!(budgets.spend(&"a", quota, units(1)).is_err());
        assert_eq!(budgets.spend(&"b", quota, units(2)), Ok(0));
    }

    #[test]
    fn more_than_the_whole_takes_the_whole() {
        let (budgets, _) = budgets();
        assert_eq!(budgets.spend(&"a", quota(1, 5), units(9_000)), Ok(0));
        assert_eq!(budgets.spend(&"a", quota(1, 5), units(9_000)).expect_err("nothing is left").seconds(), 5);
    }

    #[test]
    fn another_quota_holds_from_its_first_request() {
        let (budgets, _) = budgets();
        assert_eq!(budgets.spend(&"a", quota(1, 2), units(2)), Ok(0));
        assert_eq!(budgets.spend(&"a", quota(1, 10), units(2)), Ok(8));
    }

    #[test]
    fn waits_are_whole_seconds_rounded_up() {
        for (millis, seconds) in [(0, 1), (1, 1), (1000, 1), (1001, 2), (59_999, 60)] {
            assert_eq!(Over { wait: Duration::from_millis(millis) }.seconds(), seconds);
        }
    }

    proptest! {
        /// Over any time nobody uses more than the whole budget and what came back.
        #[test]
        fn nobody_uses_more_than_there_is(
            per_second in 1_u32..50, burst in 1_u32..200,
            asked in proptest::collection::vec((1_u32..250, 0_u64..3_000), 1..60),
        ) {
            let (budgets, clock) = budgets();
            let Some(quota) = Quota::new(per_second, burst) else { return Ok(()) };
            let (mut used, mut millis) = (0_u64, 0_u64);
            for (cost, pause) in asked {
                if budgets.spend(&"a", quota, units(cost)).is_ok() {
                    used += u64::from(cost.min(burst));
                }
                prop_assert!(used * 1000 <= u64::from(burst) * 1000 + u64::from(per_second) * millis + 1000);
                clock.advance(Duration::from_millis(pause));
                millis += pause;
            }
        }
    }
}
