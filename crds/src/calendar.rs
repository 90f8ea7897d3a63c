//! What a holiday calendar says, checked and read into the domain's words.

use std::collections::BTreeSet;

use cityhall_domain::calendar::CalendarYear;
use cityhall_domain::diagnostics::Diagnostics;
use jiff::civil::{Date, Weekday};

use crate::reason;
use crate::spec::HolidayCalendarSpec;

/// Every problem of a calendar whose structure is right.
pub(crate) fn check(spec: &HolidayCalendarSpec, found: &mut Diagnostics) {
    let off = days_off(spec, found);
    let mut worked = BTreeSet::new();
    for (index, text) in spec.make_up_days.iter().enumerate() {
        let path = format!("spec.makeUpDays[{index}]");
        let Some(day) = day_of(spec, &path, text, found) else { continue };
        if !matches!(day.weekday(), Weekday::Saturday | Weekday::Sunday) {
            found.add(path, reason::INVALID_MAKE_UP_DAY, "not a Saturday or Sunday, so it is worked anyway");
        } else if off.contains(&day) {
            found.add(path, reason::INVALID_MAKE_UP_DAY, "this day is also a day off");
        } else if !worked.insert(day) {
            found.add(path, reason::DUPLICATE_NAME, "this day is there already");
        }
    }
}

fn days_off(spec: &HolidayCalendarSpec, found: &mut Diagnostics) -> BTreeSet<Date> {
    let mut off = BTreeSet::new();
    for (index, range) in spec.days_off.iter().enumerate() {
        let path = |end: &str| format!("spec.daysOff[{index}].{end}");
        let from = day_of(spec, &path("from"), &range.from, found);
        let to = day_of(spec, &path("to"), &range.to, found);
        let (Some(from), Some(to)) = (from, to) else { continue };
        if to < from {
            found.add(path("to"), reason::INVALID_DATE, format!("before {from}"));
        }
        off.extend(from.series(jiff::Span::new().days(1)).take_while(|day| *day <= to).take(DAYS_MAX));
    }
    off
}

/// No holiday is longer than a year.
const DAYS_MAX: usize = 366;

fn day_of(spec: &HolidayCalendarSpec, path: &str, text: &str, found: &mut Diagnostics) -> Option<Date> {
    let day = text.parse::<Date>().ok();
    match day {
        None => found.add(path, reason::INVALID_DATE, "there is no such day"),
        Some(day) if i32::from(day.year()) != spec.year => {
            found.add(path, reason::INVALID_DATE, format!("not in {}", spec.year));
        }
        Some(_) => {}
    }
    day
}

/// The days of a calendar; those that are no days are left out. The same text always gives the
/// same days.
#[must_use]
pub fn calendar_year(spec: &HolidayCalendarSpec) -> CalendarYear {
    let make_up_days = spec.make_up_days.iter().filter_map(|text| text.parse().ok()).collect();
    CalendarYear { days_off: days_off(spec, &mut Diagnostics::default()), make_up_days }
}
