//! When what happens: by chance, but the same for a seed. No clock and no city here.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use jiff::{SignedDuration, Timestamp};

/// How long somebody lets a case lie, in hours, and the few who let it lie for long.
const LIES: std::ops::Range<i64> = 2..60;
const LIES_LONG: std::ops::Range<i64> = 150..500;

/// How many of a hundred do.
const LONG: u8 = 12;

/// How many of a hundred applicants say how it was, and what they say, of a hundred each.
const RATE: u8 = 60;
const LEVELS: [(u8, &str); 5] = [
    (52, "VERY_SATISFIED"),
    (30, "SATISFIED"),
    (10, "BASICALLY_SATISFIED"),
    (5, "DISSATISFIED"),
    (3, "VERY_DISSATISFIED"),
];

/// Something that happens.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Entry {
    pub(super) at: Timestamp,
    /// The number of the case.
    pub(super) case: usize,
    /// The day that it is, from 1.
    pub(super) day: i64,
}

/// What will happen.
pub(super) struct Diary {
    chance: fastrand::Rng,
    begin: Timestamp,
    end: Timestamp,
    entries: BinaryHeap<Reverse<(Timestamp, usize)>>,
}

impl Diary {
    /// The days after `begin`, with the moments at which so many cases are handed in.
    pub(super) fn begin(begin: Timestamp, days: u32, cases: usize, seed: u64) -> Result<Self, String> {
        let hours = i64::from(days) * 24;
        let too_long = |error: jiff::Error| format!("{days} days are too many: {error}");
        let end = begin.checked_add(SignedDuration::from_hours(hours)).map_err(too_long)?;
        let mut diary = Self { chance: fastrand::Rng::with_seed(seed), begin, end, entries: BinaryHeap::new() };
        for case in 0..cases {
            let length = diary.minutes(0..(hours * 60).max(1));
            diary.entries.push(Reverse((after(begin, length), case)));
        }
        Ok(diary)
    }

    /// When it is over.
    pub(super) fn end(&self) -> Timestamp {
        self.end
    }

    /// The next that happens, until it is over.
    pub(super) fn next(&mut self) -> Option<Entry> {
        let Reverse((at, case)) = self.entries.pop()?;
        let day = at.duration_since(self.begin).as_hours() / 24 + 1;
        (at <= self.end).then_some(Entry { at, case, day })
    }

    /// Something more happens in a case: `wait` after `now`, and when somebody comes to it.
    pub(super) fn write(&mut self, now: Timestamp, case: usize, wait: SignedDuration) {
        let lies = if self.of_a_hundred(LONG) { LIES_LONG } else { LIES };
        let lies = self.minutes(lies.start * 60..lies.end * 60);
        let at = after(after(now, wait), lies);
        self.entries.push(Reverse((at, case)));
    }

    /// One of so many.
    pub(super) fn choose(&mut self, of: usize) -> usize {
        self.chance.usize(..of.max(1))
    }

    /// How somebody found it, if they say so.
    pub(super) fn rating(&mut self) -> Option<&'static str> {
        if !self.of_a_hundred(RATE) {
            return None;
        }
        let mut place = self.chance.u8(..100);
        for (share, level) in LEVELS {
            match place.checked_sub(share) {
                None => return Some(level),
                Some(rest) => place = rest,
            }
        }
        None
    }

    fn of_a_hundred(&mut self, share: u8) -> bool {
        self.chance.u8(..100) < share
    }

    fn minutes(&mut self, range: std::ops::Range<i64>) -> SignedDuration {
        SignedDuration::from_mins(self.chance.i64(range))
    }
}

/// What lies beyond all time happens after the end.
fn after(moment: Timestamp, by: SignedDuration) -> Timestamp {
    moment.checked_add(by).unwrap_or(Timestamp::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(seed: u64) -> Vec<Entry> {
        let mut diary = Diary::begin(Timestamp::UNIX_EPOCH, 30, 20, seed).unwrap();
        let mut told = Vec::new();
        while let Some(entry) = diary.next() {
            if told.len() < 100 {
                diary.write(entry.at, entry.case, SignedDuration::ZERO);
            }
            told.push(entry);
        }
        told
    }

    #[test]
    fn a_seed_is_a_life_in_its_order_and_within_its_days() {
        assert_eq!(told(7), told(7));
        assert_ne!(told(7), told(8));
        let life = told(7);
        assert!(life.is_sorted_by_key(|entry| entry.at) && life.iter().all(|entry| (1..=31).contains(&entry.day)));
        assert!((0..20).all(|case| life.iter().any(|entry| entry.case == case)), "every case is handed in");
    }

    #[test]
    fn shares_are_of_a_hundred() {
        assert_eq!(LEVELS.iter().map(|(share, _)| *share).sum::<u8>(), 100);
    }
}
