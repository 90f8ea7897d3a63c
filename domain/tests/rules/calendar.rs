//! Due dates against dates that were counted by hand from the official notices.

use cityhall_domain::calendar::{Calendar, Due, Limit, Stop};
use jiff::civil::{Date, date};
use jiff::tz::{TimeZone, offset};
use jiff::{SignedDuration, Timestamp};
use proptest::prelude::*;

use crate::calendars::{days, official_until};

fn city() -> TimeZone {
    offset(8).to_time_zone()
}

/// Ten in the morning of `day` in the city.
fn morning(day: Date) -> Timestamp {
    day.at(10, 0, 0, 0).to_zoned(city()).unwrap().timestamp()
}

fn midnight_after(day: Date) -> Timestamp {
    day.tomorrow().unwrap().to_zoned(city()).unwrap().timestamp()
}

fn firm(day: Date) -> Due {
    Due { at: midnight_after(day), day, provisional: false }
}

fn due(calendar: &Calendar, start: Date, limit: Limit) -> Due {
    calendar.due(morning(start), limit, &city())
}

#[test]
fn working_days_end_on_the_day_counted_by_hand() {
    let table = [
        (date(2022, 12, 30), 5, date(2023, 1, 9)),
        (date(2023, 1, 20), 5, date(2023, 2, 1)),
        (date(2023, 4, 28), 10, date(2023, 5, 16)),
        (date(2023, 9, 28), 3, date(2023, 10, 9)),
        (date(2024, 2, 9), 10, date(2024, 2, 29)),
        (date(2024, 4, 3), 1, date(2024, 4, 7)),
        (date(2024, 5, 11), 5, date(2024, 5, 17)),
        (date(2024, 9, 13), 3, date(2024, 9, 19)),
        (date(2025, 1, 24), 20, date(2025, 2, 27)),
        (date(2025, 4, 25), 5, date(2025, 5, 6)),
        (date(2025, 9, 30), 5, date(2025, 10, 14)),
        (date(2025, 12, 31), 3, date(2026, 1, 6)),
        (date(2026, 2, 13), 10, date(2026, 3, 5)),
        (date(2026, 9, 18), 20, date(2026, 10, 22)),
        (date(2026, 10, 1), 5, date(2026, 10, 13)),
        (date(2026, 4, 30), 20, date(2026, 6, 1)),
    ];
    let calendar = official_until(2026);
    for (start, limit, day) in table {
        assert_eq!(due(&calendar, start, Limit::WorkingDays(limit)), firm(day), "{limit} from {start}");
        assert_eq!(calendar.working_days_left(start, day), usize::from(limit), "from {start} to {day}");
        assert_eq!(calendar.working_days_left(day, day), 0, "on the last day");
        assert_eq!(calendar.working_days_left(day, start), 0, "when it is over");
    }
}

#[test]
fn each_year_has_as_many_working_days_as_its_notice_makes() {
    let calendar = official_until(2026);
    for (year, count) in [(2023, 249), (2024, 251), (2025, 248), (2026, 248)] {
        let working = days(date(year, 1, 1), date(year, 12, 31)).filter(|day| calendar.is_working(*day));
        assert_eq!(working.count(), count, "{year}");
    }
}

#[test]
fn a_notice_names_days_of_the_year_before() {
    let calendar = official_until(2023);
    assert!(!calendar.is_working(date(2022, 12, 31)));
    assert!(!due(&calendar, date(2022, 12, 30), Limit::WorkingDays(1)).provisional);
}

#[test]
fn calendar_days_that_end_on_a_day_off_end_on_the_next_working_day() {
    let calendar = official_until(2026);
    let table = [
        (date(2026, 3, 2), 7, date(2026, 3, 9)),    // a Monday
        (date(2026, 3, 2), 5, date(2026, 3, 9)),    // Saturday: Monday
        (date(2026, 9, 26), 5, date(2026, 10, 8)),  // first day of a holiday: the day after it
        (date(2026, 9, 10), 10, date(2026, 9, 20)), // a make-up Sunday is worked
        (date(2024, 2, 8), 2, date(2024, 2, 18)),   // New Year: until the make-up Sunday
    ];
    for (start, limit, day) in table {
        assert_eq!(due(&calendar, start, Limit::CalendarDays(limit)), firm(day), "{limit} from {start}");
    }
}

#[test]
fn hours_are_exact_whatever_the_day() {
    let calendar = official_until(2026);
    let start: Timestamp = "2026-10-01T22:30:15.5+08:00".parse().unwrap();
    let at = "2026-10-02T02:30:15.5+08:00".parse().unwrap();
    let due = calendar.due(start, Limit::Hours(4), &city());
    assert_eq!(due, Due { at, day: date(2026, 10, 2), provisional: false });
}

#[test]
fn hours_that_end_at_midnight_end_on_the_day_before() {
    let start: Timestamp = "2026-03-02T20:00:00+08:00".parse().unwrap();
    let due = official_until(2026).due(start, Limit::Hours(4), &city());
    assert_eq!(due, firm(date(2026, 3, 2)));
}

#[test]
fn a_start_belongs_to_its_day_in_the_city() {
    let calendar = official_until(2026);
    let one = Limit::WorkingDays(1);
    for (start, day) in [
        ("2026-03-02T00:00:00+08:00", date(2026, 3, 3)),
        ("2026-03-02T23:59:59.999999999+08:00", date(2026, 3, 3)),
        ("2026-03-02T16:00:00Z", date(2026, 3, 4)),
    ] {
        assert_eq!(calendar.due(start.parse().unwrap(), one, &city()), firm(day), "{start}");
    }
}

#[test]
fn a_day_ends_when_the_next_one_begins_also_where_clocks_change() {
    // Midnight of 2024-04-26 does not exist in Cairo: the day begins at 01:00 (UTC+3).
    let cairo = TimeZone::posix("EET-2EEST,M4.5.5/0,M10.5.4/24").unwrap();
    let start = "2024-04-24T09:00:00Z".parse().unwrap();
    let due = official_until(2026).due(start, Limit::WorkingDays(1), &cairo);
    assert_eq!((due.day, due.at), (date(2024, 4, 25), "2024-04-25T22:00:00Z".parse().unwrap()));
}

#[test]
fn a_due_date_in_an_unpublished_year_is_provisional_until_the_notice_comes() {
    let start = date(2025, 12, 31);
    let before = due(&official_until(2025), start, Limit::WorkingDays(3));
    assert_eq!(before, Due { provisional: true, ..firm(date(2026, 1, 5)) });
    assert_eq!(due(&official_until(2026), start, Limit::WorkingDays(3)), firm(date(2026, 1, 6)));
}

#[test]
fn only_days_that_were_looked_at_make_a_date_provisional() {
    let calendar = official_until(2026);
    assert!(!due(&calendar, date(2026, 12, 30), Limit::WorkingDays(1)).provisional);
    assert!(due(&calendar, date(2026, 12, 31), Limit::WorkingDays(1)).provisional);
    assert!(due(&calendar, date(2026, 12, 1), Limit::CalendarDays(40)).provisional);
    assert!(!due(&calendar, date(2026, 12, 31), Limit::Hours(48)).provisional);
}

#[test]
fn the_end_of_time_is_the_last_due_date() {
    let calendar = Calendar::default();
    for limit in [Limit::WorkingDays(u16::MAX), Limit::CalendarDays(u16::MAX), Limit::Hours(u16::MAX)] {
        assert_eq!(calendar.due(Timestamp::MAX, limit, &TimeZone::UTC).at, Timestamp::MAX);
    }
}

fn a_limit() -> impl Strategy<Value = Limit> {
    prop_oneof![
        (0u16..400).prop_map(Limit::WorkingDays),
        (0u16..400).prop_map(Limit::CalendarDays),
        (0u16..4000).prop_map(Limit::Hours),
    ]
}

fn longer(limit: Limit) -> Limit {
    match limit {
        Limit::WorkingDays(days) => Limit::WorkingDays(days + 1),
        Limit::CalendarDays(days) => Limit::CalendarDays(days + 1),
        Limit::Hours(hours) => Limit::Hours(hours + 1),
    }
}

fn a_moment() -> impl Strategy<Value = Timestamp> {
    (1_672_000_000i64..1_830_000_000).prop_map(|second| Timestamp::from_second(second).unwrap())
}

proptest! {
    #[test]
    fn a_longer_limit_is_never_due_earlier(start in a_moment(), limit in a_limit()) {
        let calendar = official_until(2026);
        prop_assert!(calendar.due(start, limit, &city()).at <= calendar.due(start, longer(limit), &city()).at);
    }

    #[test]
    fn what_never_stood_still_while_it_ran_is_due_as_if_nothing_had_stopped(
        start in a_moment(), wait in 0i64..900_000, stood in 1i64..900_000, limit in a_limit()
    ) {
        let calendar = official_until(2026);
        let due = calendar.due(start, limit, &city());
        let stop = |from: Timestamp| Stop { from, to: Some(from + SignedDuration::from_secs(stood)) };
        let before = stop(start - SignedDuration::from_secs(wait + stood));
        let after = stop(due.at + SignedDuration::from_secs(wait));
        for stops in [vec![], vec![before], vec![after], vec![before, after]] {
            prop_assert_eq!(calendar.due_after_stops(start, limit, &stops, &city()), due);
        }
    }

    #[test]
    fn a_later_start_is_never_due_earlier(start in a_moment(), seconds in 0i64..900_000, limit in a_limit()) {
        let calendar = official_until(2026);
        let later = start + SignedDuration::from_secs(seconds);
        prop_assert!(calendar.due(start, limit, &city()).at <= calendar.due(later, limit, &city()).at);
    }

    #[test]
    fn working_days_hold_exactly_as_many_working_days(start in a_moment(), count in 1u16..300) {
        let calendar = official_until(2026);
        let due = calendar.due(start, Limit::WorkingDays(count), &city());
        let first = city().to_datetime(start).date().tomorrow().unwrap();
        let worked = days(first, due.day).filter(|day| calendar.is_working(*day)).count();
        prop_assert_eq!(worked, usize::from(count));
        prop_assert!(calendar.is_working(due.day));
    }

    #[test]
    fn a_day_limit_ends_at_midnight_after_a_working_day(start in a_moment(), count in 1u16..400) {
        let calendar = official_until(2026);
        let due = calendar.due(start, Limit::CalendarDays(count), &city());
        prop_assert!(calendar.is_working(due.day));
        prop_assert_eq!(due.at, midnight_after(due.day));
    }
}
