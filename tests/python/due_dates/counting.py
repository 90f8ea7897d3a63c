"""How a limit is counted, in the words of the law.

Nothing here knows the code of Cityhall. Which days are worked says `chinese_calendar`, which its own
people took from the notices of the General Office of the State Council.

The walk from day to day is slow and plain on purpose: somebody who knows the law reads it once.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, timezone

import chinese_calendar
from chinese_calendar.constants import holidays

SHANGHAI = timezone(timedelta(hours=8))
ONE_DAY = timedelta(days=1)

WORKING_DAYS, CALENDAR_DAYS, HOURS = "workingDays", "calendarDays", "hours"


@dataclass(frozen=True)
class Limit:
    """So many of one unit."""

    unit: str
    count: int

    def longer(self, by: Limit) -> Limit:
        """An extension is added; days of another kind cannot be."""
        return Limit(self.unit, self.count + by.count) if by.unit == self.unit else self


@dataclass(frozen=True)
class Stop:
    """The clocks stand from one moment to another; `on` is absent while they still stand."""

    at: datetime
    on: datetime | None


@dataclass(frozen=True)
class Due:
    """The last day, the first moment that is too late, and whether a notice can still change them."""

    day: date
    end: datetime
    provisional: bool


@dataclass(frozen=True)
class Notice:
    """The notice of one year's holidays, and when it was published."""

    year: int
    published: datetime


def day_of(moment: datetime) -> date:
    """The day in Shanghai."""
    return moment.astimezone(SHANGHAI).date()


def midnight_after(day: date) -> datetime:
    """A day ends at 24:00 in Shanghai."""
    return datetime.combine(day + ONE_DAY, time(), SHANGHAI)


def is_published(day: date, years: frozenset[int]) -> bool:
    """Whether a notice that is out says of this day whether it is worked. The notice of a year may
    name days at the end of the year before: the New Year holiday of 2023 began on 31 December 2022."""
    named_by_the_next = day.month == 12 and day in holidays and day.year + 1 in years
    return day.year in years or named_by_the_next


def is_worked(day: date, years: frozenset[int]) -> bool:
    """Until the notice is out nobody knows better than Monday to Friday."""
    return chinese_calendar.is_workday(day) if is_published(day, years) else day.weekday() < 5


def last_moment(start: datetime, limit: Limit, stops: Sequence[Stop], years: frozenset[int]) -> Due | None:
    """When a limit ends that began at `start` and stood still during `stops`; None: never, as long as
    the last stop is open.

    Civil Code, art. 201: the day on which a period begins is not counted; a period in hours is counted
    from its hour. Art. 203: a period whose last day is a day off ends on the next day that is worked, at
    24:00. Administrative Licence Law, art. 82: limits in days are working days.
    Art. 45: the time of a special procedure is not counted. The clock had run on the day of the stop, so
    it is counted; going on is a beginning, so its day is not. A clock that stopped on its last day has
    the day of going on; if that is a day off, art. 203 again.
    """
    stops = [stop for stop in stops if stop.on is None or stop.on > start]
    if limit.unit == HOURS:
        return last_hour(start, limit.count, stops)
    left, day, provisional = limit.count, day_of(start), False
    while True:
        day += ONE_DAY
        if any(stop.on is None and day_of(stop.at) < day for stop in stops):
            return None
        stood = any(day_of(stop.at) < day <= day_of(stop.on) for stop in stops if stop.on)
        if not stood and (limit.unit == CALENDAR_DAYS or is_worked(day, years)):
            left -= 1
        may_end = left <= 0 and runs_until_midnight(day, stops)
        asked = may_end or (limit.unit == WORKING_DAYS and not stood)
        provisional |= asked and not is_published(day, years)
        if may_end and is_worked(day, years):
            return Due(day, midnight_after(day), provisional)


def runs_until_midnight(day: date, stops: Sequence[Stop]) -> bool:
    """Whether the clock runs when `day` ends. One that goes on at 00:00 does so on the day after."""
    end = midnight_after(day)
    return not any(stop.at < end and (stop.on is None or stop.on >= end) for stop in stops)


def last_hour(start: datetime, hours: int, stops: Sequence[Stop]) -> Due | None:
    """Hours are hours, on any day: what stood still is added to the second."""
    end = start + timedelta(hours=hours)
    for stop in stops:
        if stop.at >= end:
            break
        if stop.on is None:
            return None
        end += stop.on - max(stop.at, start)
    return Due(day_of(end - timedelta(microseconds=1)), end, provisional=False)


@dataclass(frozen=True)
class Outcome:
    """What is to be read of a clock: its date and whether it has passed, or that it stands still."""

    due: Due | None
    passed: bool


def outcome(start: datetime, limit: Limit, stops: Sequence[Stop], notices: list[Notice], now: datetime) -> Outcome:
    """What a clock says at `now`. Each notice counts from its publication: what had ended by the
    calendar before it has passed, and stays so."""
    published = sorted(notice.published for notice in notices if start < notice.published <= now)
    for known, until in zip([start, *published], [*published, now]):
        years = frozenset(notice.year for notice in notices if notice.published <= known)
        due = last_moment(start, limit, stops, years)
        if due and due.end <= until:
            return Outcome(due, passed=True)
    stands = any(stop.at <= now and (stop.on is None or stop.on > now) for stop in stops)
    return Outcome(None if stands else due, passed=False)
