//! Working days, limits and due dates: pure functions of (moment, limit, calendar version).
//!
//! The day on which a limit starts is not counted (Civil Code of China, art. 201); limits of
//! administrative licences count working days (Administrative Licence Law, art. 82); a term in
//! calendar days whose last day is a day off ends on the next working day (Civil Code, art. 203).
//! A due day ends at 24:00 in the city's time zone.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

use crate::text::Language;

/// How long something may take.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Limit {
    /// Working days of the published calendar.
    WorkingDays(u16),
    /// Days of any kind; ends on the next working day when the last one is a day off.
    CalendarDays(u16),
    /// Hours of elapsed time, to the second.
    Hours(u16),
}

impl Limit {
    /// In words: `5 working days`, `5个工作日`.
    #[must_use]
    pub fn in_words(self, language: Language) -> String {
        let (count, zh, one, many) = match self {
            Self::WorkingDays(days) => (days, "个工作日", "working day", "working days"),
            Self::CalendarDays(days) => (days, "个自然日", "calendar day", "calendar days"),
            Self::Hours(hours) => (hours, "小时", "hour", "hours"),
        };
        match language {
            Language::Chinese => format!("{count}{zh}"),
            Language::English => format!("{count} {}", if count == 1 { one } else { many }),
        }
    }

    /// Both, one after the other; `None` where the units differ, because days of one kind cannot be
    /// counted in those of another.
    #[must_use]
    pub fn plus(self, more: Self) -> Option<Self> {
        match (self, more) {
            (Self::WorkingDays(one), Self::WorkingDays(more)) => Some(Self::WorkingDays(one.saturating_add(more))),
            (Self::CalendarDays(one), Self::CalendarDays(more)) => Some(Self::CalendarDays(one.saturating_add(more))),
            (Self::Hours(one), Self::Hours(more)) => Some(Self::Hours(one.saturating_add(more))),
            (Self::WorkingDays(_) | Self::CalendarDays(_) | Self::Hours(_), _) => None,
        }
    }
}

/// A time in which the limits of a case stand still.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Stop {
    /// Since when.
    pub from: Timestamp,
    /// When they went on; absent: they still stand.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub to: Option<Timestamp>,
}

/// When something must be done.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Due {
    /// The first moment that is too late: 00:00 after the due day, or the end of the last hour.
    pub at: Timestamp,
    /// The due day in the city's time zone.
    pub day: Date,
    /// Whether a day that was looked at lies in a year whose calendar is not published yet, so
    /// that Monday to Friday stand in for its working days. Hours are never provisional.
    pub provisional: bool,
}

/// The official days of one year that differ from Monday to Friday.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct CalendarYear {
    /// Weekdays (and weekend days inside a holiday) that are off.
    pub days_off: BTreeSet<Date>,
    /// Saturdays and Sundays that are worked.
    pub make_up_days: BTreeSet<Date>,
}

/// Every published year, and the version of the whole.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Calendar {
    /// Grows with each publication; recorded in every event that carries a due date.
    pub version: u64,
    /// When this version was published: open cases are recomputed as of this moment.
    pub published_at: Timestamp,
    /// Published years. A year that is not here is provisional. The notice of one year may name
    /// days of the year before (the New Year break of 2023 began on 2022-12-31).
    pub years: BTreeMap<i16, CalendarYear>,
}

/// What a calendar says of one day.
#[derive(Debug, Clone, Copy)]
struct Day {
    working: bool,
    published: bool,
}

/// A due day while it is counted out.
#[derive(Debug, Clone, Copy)]
struct Count {
    day: Date,
    provisional: bool,
}

impl Calendar {
    /// Whether offices work on `date`. Saturdays and Sundays are off unless they are make-up
    /// days; in years that are not published, Monday to Friday stand in.
    #[must_use]
    pub fn is_working(&self, date: Date) -> bool {
        self.look_at(date).working
    }

    /// The beginning of the day that lies `days` working days before `day`.
    #[must_use]
    pub fn working_days_before(&self, day: Date, days: u8, zone: &TimeZone) -> Timestamp {
        let (mut day, mut left) = (day, days);
        while left > 0 {
            let Ok(before) = day.yesterday() else { break };
            day = before;
            left -= u8::from(self.is_working(day));
        }
        day.to_zoned(zone.clone()).map_or(Timestamp::MIN, |begin| begin.timestamp())
    }

    /// The end of the day that lies `days` working days after `day`.
    #[must_use]
    pub fn working_days_after(&self, day: Date, days: u8, zone: &TimeZone) -> Timestamp {
        end_of(self.count_working(day, days.into()).day, zone)
    }

    /// How many working days are left after `day` until the end of `last`; none once it is over.
    #[must_use]
    pub fn working_days_left(&self, day: Date, last: Date) -> usize {
        day.series(jiff::Span::new().days(1))
            .skip(1)
            .take_while(|day| *day <= last)
            .filter(|day| self.is_working(*day))
            .count()
    }

    /// When a limit that starts at `start` ends, with days taken in `zone`.
    ///
    /// Days: the start's day is not counted, the last one ends at 24:00. Hours: to the second.
    /// Beyond the end of time (year 9999) the last moment there is.
    #[must_use]
    pub fn due(&self, start: Timestamp, limit: Limit, zone: &TimeZone) -> Due {
        let first = zone.to_datetime(start).date();
        let count = match limit {
            // Nothing was left after a stop on the last day: the day of going on, or the next that is worked.
            Limit::WorkingDays(0) => self.count_calendar(first, 0),
            Limit::WorkingDays(days) => self.count_working(first, days),
            Limit::CalendarDays(days) => self.count_calendar(first, days),
            Limit::Hours(hours) => return due_after_hours(start, hours, zone),
        };
        Due { at: end_of(count.day, zone), day: count.day, provisional: count.provisional }
    }

    /// When a term in months that starts at `start` ends: on the day of the same number, or the last of a
    /// shorter month (Civil Code, art. 202), moved as that of any term in calendar days.
    #[must_use]
    pub fn due_after_months(&self, start: Timestamp, months: u16, zone: &TimeZone) -> Due {
        let last = zone.to_datetime(start).date().saturating_add(jiff::Span::new().months(months));
        let count = self.count_calendar(last, 0);
        Due { at: end_of(count.day, zone), day: count.day, provisional: count.provisional }
    }

    /// As [`Self::due`], for a limit that stands still during `stops`, which are in order and do not
    /// overlap; one that has not ended yet is not looked at. The day of a stop is counted, the day of
    /// going on is not: going on is a start with what was left.
    #[must_use]
    pub fn due_after_stops(&self, start: Timestamp, limit: Limit, stops: &[Stop], zone: &TimeZone) -> Due {
        let (mut start, mut left, mut provisional) = (start, limit, false);
        let mut due = self.due(start, left, zone);
        for stop in stops {
            let (from, Some(to)) = (stop.from.max(start), stop.to) else { break };
            if to <= start || due.at <= from {
                continue;
            }
            due = if let Limit::Hours(_) = left {
                due_later(due, to.duration_since(from), zone)
            } else {
                let ran = self.left(start, from, left, zone);
                left = ran.0;
                provisional |= ran.1;
                let due = self.due(to, left, zone);
                Due { provisional: due.provisional || provisional, ..due }
            };
            start = to;
        }
        due
    }

    /// What is left of a limit in days after it ran from `start` to `until`, and whether that is
    /// provisional.
    fn left(&self, start: Timestamp, until: Timestamp, limit: Limit, zone: &TimeZone) -> (Limit, bool) {
        let (first, last) = (zone.to_datetime(start).date(), zone.to_datetime(until).date());
        let days = first.series(jiff::Span::new().days(1)).skip(1).take_while(|day| *day <= last);
        match limit {
            Limit::WorkingDays(n) => {
                let (mut used, mut provisional) = (0u16, false);
                for day in days.map(|day| self.look_at(day)) {
                    used = used.saturating_add(u16::from(day.working));
                    provisional |= !day.published;
                }
                (Limit::WorkingDays(n.saturating_sub(used)), provisional)
            }
            Limit::CalendarDays(n) => {
                let used = u16::try_from(days.count()).unwrap_or(u16::MAX);
                (Limit::CalendarDays(n.saturating_sub(used)), false)
            }
            Limit::Hours(_) => (limit, false),
        }
    }

    fn count_working(&self, first: Date, days: u16) -> Count {
        let mut count = Count { day: first, provisional: false };
        let mut left = days;
        while left > 0 {
            let Ok(next) = count.day.tomorrow() else { break };
            let day = self.look_at(next);
            count = Count { day: next, provisional: count.provisional || !day.published };
            left -= u16::from(day.working);
        }
        count
    }

    fn count_calendar(&self, first: Date, days: u16) -> Count {
        let last = first.saturating_add(jiff::Span::new().days(days));
        let mut count = Count { day: last, provisional: false };
        loop {
            let day = self.look_at(count.day);
            count.provisional |= !day.published;
            match count.day.tomorrow() {
                Ok(next) if !day.working => count.day = next,
                _ => return count,
            }
        }
    }

    /// The later notice is looked at first: it may name days at the end of the year before.
    fn look_at(&self, date: Date) -> Day {
        let own = self.years.get(&date.year());
        let next = date.year().checked_add(1).and_then(|year| self.years.get(&year));
        let named = [next, own].into_iter().flatten().find_map(|year| year.names(date));
        match named {
            Some(working) => Day { working, published: true },
            None => Day { working: date.weekday().to_monday_zero_offset() < 5, published: own.is_some() },
        }
    }
}

impl CalendarYear {
    /// Whether `date` is worked, if the notice names it. A day named twice is worked.
    fn names(&self, date: Date) -> Option<bool> {
        if self.make_up_days.contains(&date) {
            return Some(true);
        }
        self.days_off.contains(&date).then_some(false)
    }
}

fn due_after_hours(start: Timestamp, hours: u16, zone: &TimeZone) -> Due {
    end_at(start.checked_add(SignedDuration::from_hours(hours.into())).unwrap_or(Timestamp::MAX), zone)
}

/// A limit in hours that stood still for a while.
fn due_later(due: Due, stood: SignedDuration, zone: &TimeZone) -> Due {
    end_at(due.at.checked_add(stood).unwrap_or(Timestamp::MAX), zone)
}

fn end_at(at: Timestamp, zone: &TimeZone) -> Due {
    let last_moment = at.checked_sub(SignedDuration::from_nanos(1)).unwrap_or(at);
    Due { at, day: zone.to_datetime(last_moment).date(), provisional: false }
}

/// The first moment after `day`: 24:00 in `zone`.
fn end_of(day: Date, zone: &TimeZone) -> Timestamp {
    let midnight = day.tomorrow().and_then(|next| next.to_zoned(zone.clone()));
    midnight.map_or(Timestamp::MAX, |midnight| midnight.timestamp())
}
