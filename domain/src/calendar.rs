//! Working days, limits and due dates: pure functions of (moment, limit, calendar version).
//!
//! The day on which a limit starts is not counted (Civil Code of China, art. 201); limits of
//! administrative licences count working days (Administrative Licence Law, art. 82); a term in
//! calendar days whose last day is a day off ends on the next working day (Civil Code, art. 203).
//! A due day ends at 24:00 in the city's time zone.

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

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

/// When something must be done.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Due {
    /// The first moment that is too late: 00:00 after the due day, or the end of the last hour.
    pub at: Timestamp,
    /// The due day in the city's time zone.
    pub day: Date,
    /// Whether the way to `at` crosses a year whose calendar is not published yet, so that
    /// Monday to Friday stand in for its working days.
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
    /// Published years. A year that is not here is provisional.
    pub years: BTreeMap<i16, CalendarYear>,
}
