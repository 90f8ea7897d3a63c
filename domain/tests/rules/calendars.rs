//! The official calendars of mainland China for 2023 to 2026: notices of the General Office of
//! the State Council 国办发明电〔2022〕16号, 〔2023〕7号, 〔2024〕12号 and that of 2025-11-04.

use std::collections::BTreeSet;

use cityhall_domain::calendar::{Calendar, CalendarYear};
use jiff::Timestamp;
use jiff::civil::{Date, date};

/// Days off as (first, last), inclusive; then make-up days.
type Notice = (i16, &'static [(Date, Date)], &'static [Date]);

const NOTICES: [Notice; 4] = [
    (
        2023,
        &[
            (date(2022, 12, 31), date(2023, 1, 2)),
            (date(2023, 1, 21), date(2023, 1, 27)),
            (date(2023, 4, 5), date(2023, 4, 5)),
            (date(2023, 4, 29), date(2023, 5, 3)),
            (date(2023, 6, 22), date(2023, 6, 24)),
            (date(2023, 9, 29), date(2023, 10, 6)),
        ],
        &[
            date(2023, 1, 28),
            date(2023, 1, 29),
            date(2023, 4, 23),
            date(2023, 5, 6),
            date(2023, 6, 25),
            date(2023, 10, 7),
            date(2023, 10, 8),
        ],
    ),
    (
        2024,
        &[
            (date(2024, 1, 1), date(2024, 1, 1)),
            (date(2024, 2, 10), date(2024, 2, 17)),
            (date(2024, 4, 4), date(2024, 4, 6)),
            (date(2024, 5, 1), date(2024, 5, 5)),
            (date(2024, 6, 10), date(2024, 6, 10)),
            (date(2024, 9, 15), date(2024, 9, 17)),
            (date(2024, 10, 1), date(2024, 10, 7)),
        ],
        &[
            date(2024, 2, 4),
            date(2024, 2, 18),
            date(2024, 4, 7),
            date(2024, 4, 28),
            date(2024, 5, 11),
            date(2024, 9, 14),
            date(2024, 9, 29),
            date(2024, 10, 12),
        ],
    ),
    (
        2025,
        &[
            (date(2025, 1, 1), date(2025, 1, 1)),
            (date(2025, 1, 28), date(2025, 2, 4)),
            (date(2025, 4, 4), date(2025, 4, 6)),
            (date(2025, 5, 1), date(2025, 5, 5)),
            (date(2025, 5, 31), date(2025, 6, 2)),
            (date(2025, 10, 1), date(2025, 10, 8)),
        ],
        &[date(2025, 1, 26), date(2025, 2, 8), date(2025, 4, 27), date(2025, 9, 28), date(2025, 10, 11)],
    ),
    (
        2026,
        &[
            (date(2026, 1, 1), date(2026, 1, 3)),
            (date(2026, 2, 15), date(2026, 2, 23)),
            (date(2026, 4, 4), date(2026, 4, 6)),
            (date(2026, 5, 1), date(2026, 5, 5)),
            (date(2026, 6, 19), date(2026, 6, 21)),
            (date(2026, 9, 25), date(2026, 9, 27)),
            (date(2026, 10, 1), date(2026, 10, 7)),
        ],
        &[
            date(2026, 1, 4),
            date(2026, 2, 14),
            date(2026, 2, 28),
            date(2026, 5, 9),
            date(2026, 9, 20),
            date(2026, 10, 10),
        ],
    ),
];

/// The calendar as it stood once the notice for `last_year` was out.
pub(crate) fn official_until(last_year: i16) -> Calendar {
    let years = NOTICES
        .iter()
        .filter(|(year, ..)| *year <= last_year)
        .map(|(year, days_off, make_up)| (*year, notice(days_off, make_up)))
        .collect();
    let version = u64::try_from(last_year).unwrap();
    Calendar { version, published_at: Timestamp::UNIX_EPOCH, years }
}

fn notice(days_off: &[(Date, Date)], make_up: &[Date]) -> CalendarYear {
    let days_off: BTreeSet<Date> = days_off.iter().flat_map(|(first, last)| days(*first, *last)).collect();
    CalendarYear { days_off, make_up_days: make_up.iter().copied().collect() }
}

/// Every day from `first` to `last`, both included.
pub(crate) fn days(first: Date, last: Date) -> impl Iterator<Item = Date> {
    std::iter::successors(Some(first), |day| day.tomorrow().ok()).take_while(move |day| *day <= last)
}
