//! How much may be used over time, as data.

use std::num::NonZeroU32;
use std::time::Duration;

/// The longest time in which a budget fills up: who was quiet for so long is like somebody new, so that nothing
/// has to be remembered of them.
pub const FILLS_IN_MAX: Duration = Duration::from_mins(10);

/// A budget in units of cost: what may be used at once, and how fast it comes back.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Quota {
    per_second: NonZeroU32,
    burst: NonZeroU32,
}

impl Quota {
    /// `per_second` units come back each second, until `burst` of them are there. `None`: without units nobody
    /// could ask at all, and what fills more slowly than in [`FILLS_IN_MAX`] would be forgotten before it is full.
    #[must_use]
    pub const fn new(per_second: u32, burst: u32) -> Option<Self> {
        match (NonZeroU32::new(per_second), NonZeroU32::new(burst)) {
            (Some(per_second), Some(burst))
                if burst.get() as u64 <= per_second.get() as u64 * FILLS_IN_MAX.as_secs() =>
            {
                Some(Self { per_second, burst })
            }
            _ => None,
        }
    }

    /// As [`Self::new`], of numbers that are known to fit; without units there is one.
    pub(crate) const fn clamped(per_second: u32, burst: u32) -> Self {
        Self { per_second: at_least_one(per_second), burst: at_least_one(burst) }
    }

    /// That of one partner, all of whose systems pay from it.
    pub(crate) fn of_partner(published: cityhall_engine::partners::Quota) -> Self {
        Self::clamped(published.cost.div_ceil(published.seconds.max(1)), published.cost)
    }

    /// Units that come back each second.
    #[must_use]
    pub const fn per_second(self) -> u32 {
        self.per_second.get()
    }

    /// Units that may be used at once.
    #[must_use]
    pub const fn burst(self) -> u32 {
        self.burst.get()
    }

    /// How many seconds it takes until `remaining` units are the whole budget again, rounded up.
    #[must_use]
    pub const fn full_in(self, remaining: u32) -> u32 {
        self.burst.get().saturating_sub(remaining).div_ceil(self.per_second.get())
    }

    pub(crate) fn governed(self) -> governor::Quota {
        governor::Quota::per_second(self.per_second).allow_burst(self.burst)
    }
}

const fn at_least_one(number: u32) -> NonZeroU32 {
    match NonZeroU32::new(number) {
        Some(number) => number,
        None => NonZeroU32::MIN,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_budget_fills_before_it_is_forgotten() {
        assert!(Quota::new(0, 1).is_none() && Quota::new(1, 0).is_none());
        assert!(Quota::new(1, 600).is_some() && Quota::new(1, 601).is_none());
        assert!(Quota::new(u32::MAX, u32::MAX).is_some());
    }

    #[test]
    fn seconds_until_it_is_full_are_rounded_up() {
        let quota = Quota::new(10, 100).expect("a quota");
        assert_eq!([quota.full_in(100), quota.full_in(99), quota.full_in(90), quota.full_in(0)], [0, 1, 1, 10]);
    }
}
