"""A story: what happens to one case, and what is to be read of its clocks in the end."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date, datetime, time, timezone

from chinese_calendar import is_workday

from counting import (
    CALENDAR_DAYS,
    HOURS,
    ONE_DAY,
    SHANGHAI,
    WORKING_DAYS,
    Limit,
    Notice,
    Outcome,
    Stop,
    midnight_after,
    outcome,
)

# When the General Office of the State Council published each year's holidays: 国办发明电〔2022〕16号,
# 〔2023〕7号, 〔2024〕12号, and the notice of 4 November 2025.
OFFICIAL = [
    Notice(2023, datetime(2022, 12, 8, 10, tzinfo=SHANGHAI)),
    Notice(2024, datetime(2023, 10, 25, 16, tzinfo=SHANGHAI)),
    Notice(2025, datetime(2024, 11, 12, 12, tzinfo=SHANGHAI)),
    Notice(2026, datetime(2025, 11, 4, 11, tzinfo=SHANGHAI)),
]
FIRST, LAST = date(2023, 1, 1), date(2026, 12, 31)


def working(count: int) -> Limit:
    return Limit(WORKING_DAYS, count)


def calendar(count: int) -> Limit:
    return Limit(CALENDAR_DAYS, count)


def hours(count: int) -> Limit:
    return Limit(HOURS, count)


def at(day: date, clock: str = "10:00:00") -> datetime:
    """A moment of `day` in Shanghai."""
    return datetime.combine(day, time.fromisoformat(clock), SHANGHAI)


def days_from(day: date, count: int) -> date:
    return day + count * ONE_DAY


def workday_near(day: date, count: int) -> date:
    """The working day that is `count` working days after `day`, or before it."""
    step = ONE_DAY if count > 0 else -ONE_DAY
    for _ in range(abs(count)):
        day += step
        while not is_workday(day):
            day += step
    return day


def every_day() -> list[date]:
    return [FIRST + count * ONE_DAY for count in range((LAST - FIRST).days + 1)]


def holidays() -> list[tuple[date, date]]:
    """Every holiday as its first and last day off: a run of days off that is no plain weekend."""
    runs: list[tuple[date, date]] = []
    for day in every_day():
        if is_workday(day):
            continue
        if runs and runs[-1][1] == day - ONE_DAY:
            runs[-1] = (runs[-1][0], day)
        else:
            runs.append((day, day))
    return [
        (first, last)
        for first, last in runs
        if any(days_from(first, n).weekday() < 5 for n in range((last - first).days + 1))
    ]


def make_up_days() -> list[date]:
    """Saturdays and Sundays that are worked."""
    return [day for day in every_day() if day.weekday() >= 5 and is_workday(day)]


class Story:
    """One line of the table. `promised` and the other limits are those of the module."""

    def __init__(self, family: str, shows: str, notices: list[Notice] = OFFICIAL, **module: Limit | str | bool):
        self.family, self.shows, self.notices, self.module = family, shows, notices, module
        self.steps: list[tuple[datetime, str]] = []
        self.clocks: dict[str, tuple[datetime, Limit, Sequence[Stop]]] = {}

    def step(self, moment: datetime, what: str) -> Story:
        assert not self.steps or self.steps[-1][0] <= moment, f"{self.shows}: {what}"
        self.steps.append((moment, what))
        return self

    def clock(self, name: str, start: datetime, limit: Limit, stops: Sequence[Stop] = ()) -> Story:
        """One clock that runs in the end, and what the law counts from."""
        self.clocks[name] = (start, limit, stops)
        return self

    def case_clocks(self, start: datetime, stops: Sequence[Stop] = (), by: Limit | None = None) -> Story:
        """The limits of the whole case, `by` longer."""
        for name in ("promised", "statutory"):
            if limit := self.module.get(name):
                self.clock(name, start, limit.longer(by) if by else limit, stops)
        return self

    def line(self, number: int) -> str:
        now = self.steps[-1][0]
        read = {name: said(outcome(*clock, self.notices, now)) for name, clock in sorted(self.clocks.items())}
        return json.dumps(
            {
                "id": f"{self.family}-{number:03}",
                "shows": self.shows,
                "notices": [[notice.year, notice.published.isoformat(timespec="minutes")] for notice in self.notices],
                "module": {name: written(value) for name, value in self.module.items()},
                "steps": [[moment.isoformat(), what] for moment, what in self.steps],
                "expect": read,
            },
            ensure_ascii=False,
            separators=(",", ":"),
        )


def written(value: Limit | str | bool):
    return {value.unit: value.count} if isinstance(value, Limit) else value


def said(found: Outcome) -> str:
    """A day that ends at 24:00 as the day, another end as the moment."""
    if found.due is None:
        return "stands still"
    whole = found.due.end == midnight_after(found.due.day)
    end = found.due.day if whole else found.due.end.astimezone(SHANGHAI)
    return end.isoformat() + ", provisional" * found.due.provisional + ", passed" * found.passed


def passed_at(start: datetime, limit: Limit, now: datetime) -> datetime | None:
    """When a limit that nothing stops passed, if it has."""
    found = outcome(start, limit, [], OFFICIAL, now)
    return found.due.end if found.passed else None


def accepted(family: str, shows: str, start: datetime, notices: list[Notice] = OFFICIAL, **module: Limit) -> Story:
    """A case that was handed in and accepted at `start`."""
    return Story(family, shows, notices, **module).step(start, "submit").step(start, "accept")


def utc(moment: datetime) -> datetime:
    return moment.astimezone(timezone.utc)
