"""Every scenario, family by family. What varies are days, hours and lengths; what is right is counted."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta

from counting import HOURS, SHANGHAI, WORKING_DAYS, Limit, Notice, Stop, midnight_after
from stories import (
    FIRST,
    LAST,
    OFFICIAL,
    Story,
    accepted,
    at,
    calendar,
    days_from,
    holidays,
    hours,
    make_up_days,
    passed_at,
    utc,
    workday_near,
    working,
)

MOMENTS = ["00:00:00", "08:30:00", "10:00:00", "17:45:12", "23:59:59"]


def around_each_holiday() -> Iterator[tuple[int, str, date]]:
    """The days on which something can begin so that a holiday lies in the way."""
    for number, (first, last) in enumerate(holidays()):
        yield number, "the last working day before a holiday", workday_near(first, -1)
        yield number, "the first day of a holiday", first
        yield number, "the last day of a holiday", last


# === Limits that nothing stops ===


def working_days() -> Iterator[Story]:
    lengths = [(1, 20), (3, 30), (5, 20), (10, 45), (15, 60)]
    for turn, (number, what, day) in enumerate(around_each_holiday()):
        promised, statutory = lengths[(turn + number) % 5]
        start = at(day, MOMENTS[turn % 5])
        limits = {
            "promised": working(promised),
            "statutory": working(statutory),
            "review": working(1 + turn % 8),
        }
        story = accepted("working-days", f"working days that begin on {what}", start, **limits)
        yield story.case_clocks(start).clock("state", start, limits["review"])
    for turn, day in enumerate(make_up_days()):
        for what, begins in [
            ("on a weekend day that is worked", day),
            ("on the day before one", days_from(day, -1)),
        ]:
            start, limit = at(begins, MOMENTS[turn % 5]), working(1 + turn % 7)
            yield accepted("working-days", f"working days that begin {what}", start, promised=limit).case_clocks(start)


def calendar_days() -> Iterator[Story]:
    for turn, (first, last) in enumerate(holidays()):
        length = [3, 7, 15, 30, 60][turn % 5]
        for what, ends in [
            ("on the first day of a holiday", first),
            ("on the last day of a holiday", last),
            ("on the day after a holiday", days_from(last, 1)),
        ]:
            start = at(days_from(ends, -length), MOMENTS[turn % 5])
            limits = {"promised": calendar(length), "statutory": calendar(length + 1 + turn % 4)}
            yield accepted("calendar-days", f"calendar days whose last would lie {what}", start, **limits).case_clocks(
                start
            )
    for turn, day in enumerate(make_up_days()):
        start, limit = at(days_from(day, -5 - turn % 3)), calendar(5 + turn % 3)
        shows = "calendar days that end on a weekend day that is worked"
        yield accepted("calendar-days", shows, start, promised=limit).case_clocks(start)


def elapsed_hours() -> Iterator[Story]:
    for turn, (first, _) in enumerate(holidays()):
        start, limit = at(first, MOMENTS[turn % 5]), hours([1, 4, 24, 48, 72, 100][turn % 6])
        limits = {"promised": limit, "statutory": hours(240)}
        yield accepted("hours", "hours run on days off too", start, **limits).case_clocks(start)
    for turn in range(6):
        start, limit = (
            at(date(2023 + turn % 4, 3 + turn, 2), f"{24 - 4 * (1 + turn % 3):02}:00:00"),
            hours(4 * (1 + turn % 3)),
        )
        shows = "hours that end at midnight end on the day before"
        yield accepted("hours", shows, start, promised=limit).case_clocks(start)


def day_boundaries() -> Iterator[Story]:
    """A day begins and ends in Shanghai, whatever the sender's clock says."""
    chosen = [workday_near(first, -1) for first, _ in holidays()][::2] + [
        LAST.replace(year=year) for year in (2023, 2024, 2025)
    ]
    for turn, day in enumerate(chosen):
        limits = {"promised": working(1 + turn % 3), "review": calendar(10)}
        midnight = midnight_after(day)
        for what, start in [
            ("at 00:00:00", at(day, "00:00:00")),
            ("at 23:59:59", at(day, "23:59:59")),
            ("one second before midnight, told in UTC", utc(midnight - timedelta(seconds=1))),
            ("at midnight, in the evening before in UTC", utc(midnight)),
        ]:
            story = accepted("day-boundaries", f"a limit that begins {what}", start, **limits)
            yield story.case_clocks(start).clock("state", start, limits["review"])
        start = at(day)
        end = passed_at(start, limits["promised"], at(days_from(day, 30)))
        for what, now in [
            ("is kept at 23:59:59 of its last day", end - timedelta(seconds=1)),
            ("has passed at 24:00", utc(end)),
        ]:
            story = accepted("day-boundaries", f"a limit {what}", start, promised=limits["promised"])
            yield story.step(now, "settle").case_clocks(start)


def turns_of_the_year() -> Iterator[Story]:
    for year in range(2022, 2027):
        for day in (30, 31):
            for limit in (working(1), working(5), calendar(3), hours(36)):
                start = at(date(year, 12, day), "15:00:00")
                story = accepted("turn-of-the-year", f"a limit that begins on {day} December", start, promised=limit)
                yield story.case_clocks(start)
    nothing_out: list[Notice] = []
    for limit in (working(5), calendar(2)):
        start = at(date(2022, 12, 29))
        story = accepted(
            "turn-of-the-year",
            "Monday to Friday stand in where no notice is out",
            start,
            nothing_out,
            promised=limit,
        )
        yield story.case_clocks(start)


# === Limits that stand still ===

EXAMINED = {"promised": working(10), "statutory": working(20), "review": working(8)}


def examined(
    family: str,
    shows: str,
    start: datetime,
    stops: Sequence[Stop],
    steps: list[tuple[datetime, str]],
    **more: Limit,
) -> Story:
    story = accepted(family, shows, start, **(EXAMINED | more))
    for moment, what in steps:
        story.step(moment, what)
    return story.case_clocks(start, stops).clock("state", start, story.module["review"], stops)


def procedures_that_end() -> Iterator[Story]:
    for turn, (first, last) in enumerate(holidays()):
        start = at(workday_near(first, -1 - turn % 5), MOMENTS[turn % 5])
        begun, over = (
            at(workday_near(first, -1), "23:59:59"),
            at(workday_near(last, 2 + turn % 4), "09:00:00"),
        )
        for what, on in [
            ("that ends after a holiday", over),
            ("that ends on the first day worked", at(workday_near(last, 1))),
        ]:
            steps = [(begun, "start-test"), (on, "end-test")]
            yield examined("procedure", f"a procedure {what}", start, [Stop(begun, on)], steps, test=working(30))
        steps = [(begun, "start-test"), (over, "settle")]
        story = examined("procedure", "a procedure that is open", start, [Stop(begun, None)], steps, test=working(30))
        yield story.clock("procedure", begun, working(30))


def procedures_that_overrun() -> Iterator[Story]:
    for turn, (first, last) in enumerate(holidays()):
        start, begun = at(workday_near(first, -3)), at(workday_near(first, -1 - turn % 2), MOMENTS[turn % 5])
        most, now = [working(3), working(7), calendar(10), hours(90)][turn % 4], at(workday_near(last, 12))
        over = passed_at(begun, most, now)
        stops, steps = [Stop(begun, over)], [(begun, "start-test"), (now, "settle")]
        story = examined("overrun", "a procedure that nobody ended goes on by itself", start, stops, steps, test=most)
        yield story.clock("procedure", begun, most)
        steps = [(begun, "start-test"), (now, "end-test")]
        yield examined("overrun", "what ends a procedure that overran moves nothing", start, stops, steps, test=most)


def procedures_that_run() -> Iterator[Story]:
    for turn, (first, last) in enumerate(holidays()):
        start, begun, now = (
            at(workday_near(first, -2)),
            at(workday_near(first, -1)),
            at(workday_near(last, 1 + turn % 9)),
        )
        most = working(2 + turn % 6)
        if turn % 2:
            yield examined(
                "running",
                "a procedure that runs moves no limit",
                start,
                [],
                [(begun, "start-visit"), (now, "end-visit")],
                visit=most,
            )
        else:
            steps = [(begun, "start-visit"), (now, "settle")]
            story = examined("running", "a procedure that runs passes by itself", start, [], steps, visit=most)
            yield story.clock("procedure", begun, most)


def rests() -> Iterator[Story]:
    for turn, (first, last) in enumerate(holidays()):
        start = at(workday_near(first, -4), MOMENTS[turn % 5])
        one, other = at(workday_near(first, -2)), at(workday_near(last, 3), "23:59:59")
        stop = [Stop(one, other)]
        yield examined("rest", "a case that rests over a holiday", start, stop, [(one, "rest"), (other, "go-on")])
        stop = [Stop(one, at(last, "12:00:00"))]
        steps = [(one, "rest"), (stop[0].on, "go-on")]
        yield examined("rest", "a case that goes on on a day off", start, stop, steps)
        stop = [Stop(at(first, "09:00:00"), other)]
        steps = [(stop[0].at, "rest"), (other, "go-on")]
        limits = {"promised": calendar(20), "statutory": calendar(40), "review": hours(200)}
        yield examined("rest", "calendar days and hours that stand still", start, stop, steps, **limits)
        yield examined("rest", "a case that rests", start, [Stop(one, None)], [(one, "rest"), (other, "settle")])
    for turn in range(12):
        day = workday_near(date(2023 + turn % 4, 2 + turn % 11, 20), 1)
        start = at(day)
        moments = [
            at(workday_near(day, n), clock)
            for n, clock in [(1, "09:00:00"), (2, "15:00:00"), (2, "16:00:00"), (4, "00:00:00")]
        ]
        stops = [Stop(moments[0], moments[1]), Stop(moments[2], moments[3])]
        steps = list(zip(moments, ["start-test", "end-test", "rest", "go-on"]))
        yield examined(
            "rest",
            "two stops, the second on the day on which the first is over",
            start,
            stops,
            steps,
            test=working(9),
        )
        stops = [Stop(at(workday_near(day, 3), "09:00:00"), at(workday_near(day, 3), "17:00:00"))]
        steps = [(stops[0].at, "rest"), (stops[0].on, "go-on")]
        yield examined("rest", "a stop within a day costs nothing", start, stops, steps)
        stops = [Stop(at(day, "11:00:00"), at(workday_near(day, 4)))]
        steps = [(stops[0].at, "rest"), (stops[0].on, "go-on")]
        yield examined("rest", "a stop on the day on which the limit began", start, stops, steps)


def last_days() -> Iterator[Story]:
    """A clock that stops on its last day, or when it has passed."""
    for turn, (first, last) in enumerate(holidays()):
        start, limit = at(workday_near(first, -6)), working(5 - turn % 3)
        ends = workday_near(start.date(), limit.count)
        limits = {"promised": limit, "statutory": working(30), "review": limit}
        stop = Stop(at(ends, MOMENTS[turn % 5]), at(workday_near(last, 2), "09:30:00"))
        steps = [(stop.at, "rest"), (stop.on, "go-on")]
        yield examined(
            "last-day",
            "a clock that stops on its last day has the day of going on",
            start,
            [stop],
            steps,
            **limits,
        )
        stop = Stop(midnight_after(ends), stop.on)
        steps = [(stop.at, "rest"), (stop.on, "go-on")]
        yield examined("last-day", "what has passed does not stop", start, [stop], steps, **limits)
        stop = Stop(at(ends, MOMENTS[turn % 5]), at([first, last][turn % 2], "11:00:00"))
        if stop.on > stop.at:
            steps = [(stop.at, "rest"), (stop.on, "go-on")]
            shows = "a clock that stops on its last day and goes on on a day off ends on the next day worked"
            yield examined("last-day", shows, start, [stop], steps, **limits)
        stop = Stop(at(workday_near(first, -2)), midnight_after(workday_near(first, -1)))
        start, limits = (
            at(workday_near(first, -5)),
            {"promised": working(3), "statutory": calendar(40), "review": working(3)},
        )
        steps = [(stop.at, "start-test"), (stop.on, "settle")]
        shows = "a clock that stopped on its last day goes on by itself as a holiday begins"
        story = examined("last-day", shows, start, [stop], steps, test=working(1), **limits)
        yield story.clock("procedure", stop.at, working(1))
    for turn, year in enumerate((2024, 2025, 2026)):
        before = [notice for notice in OFFICIAL if notice.year < year]
        start, stop = at(date(year, 3, 11)), Stop(at(date(year, 3, 14)), at(date(year, 3, 19 + turn)))
        for what, notices in [
            ("is not out", before),
            ("came later", [*before, Notice(year, at(date(year, 3, 18)))]),
        ]:
            limit = working(3)
            shows = f"a clock that stops on its last day in a year whose notice {what}"
            story = accepted("last-day", shows, start, notices, promised=limit, statutory=working(9))
            yield story.step(stop.at, "rest").step(stop.on, "go-on").case_clocks(start, [stop])


# === Limits that become longer ===


def extensions() -> Iterator[Story]:
    by = working(10)
    for turn, (first, last) in enumerate(holidays()):
        start, when = at(workday_near(first, -5)), at(workday_near(last, 1 + turn % 3))
        story = accepted("extension", "an extension adds working days to each limit", start, extension=by, **EXAMINED)
        yield (
            story.step(when, "extend").case_clocks(start, by=by).clock("state", start, EXAMINED["review"].longer(by))
        )
        begun, over = at(workday_near(first, -1)), at(workday_near(last, 6))
        stops = [Stop(begun, over)]
        story = accepted(
            "extension",
            "what stands still is longer when it goes on",
            start,
            extension=by,
            test=working(20),
            **EXAMINED,
        )
        story.step(begun, "start-test").step(when, "extend").step(over, "end-test")
        yield story.case_clocks(start, stops, by).clock("state", start, EXAMINED["review"].longer(by), stops)
    for turn in range(12):
        start = at(workday_near(date(2023 + turn % 4, 1 + turn, 10), 1), MOMENTS[turn % 5])
        when = start + timedelta(days=3)
        limits = EXAMINED | {"review": [calendar(20), hours(300)][turn % 2]}
        story = accepted("extension", "a limit in another unit is not lengthened", start, extension=by, **limits)
        yield story.step(when, "extend").case_clocks(start, by=by).clock("state", start, limits["review"])
        story = accepted(
            "extension",
            "a state that is entered afterwards has its own limit",
            start,
            extension=by,
            drafting=working(5),
            **EXAMINED,
        )
        moved = when + timedelta(days=1)
        yield (
            story.step(when, "extend")
            .step(moved, "move-on")
            .case_clocks(start, by=by)
            .clock("state", moved, working(5))
        )
        limits = {"promised": calendar(20), "statutory": calendar(40), "extension": calendar(7)}
        story = accepted("extension", "an extension in calendar days", start, **limits)
        yield story.step(when, "extend").case_clocks(start, by=limits["extension"])


# === Notices that come late ===


def late_notices() -> Iterator[Story]:
    shows = "a notice that comes after the case began"
    for year in (2024, 2025, 2026):
        before = [notice for notice in OFFICIAL if notice.year < year]
        begins = [date(year - 1, 12, 1), date(year - 1, 12, 25), date(year, 1, 3), date(year, 1, 12)]
        for turn, day in enumerate(begins):
            start = at(day, MOMENTS[turn])
            for wait in (2, 9, 30):
                late = [*before, Notice(year, at(days_from(day, wait), "11:00:00"))]
                now = late[-1].published + timedelta(hours=1)
                limits = {"promised": working(12), "statutory": working(40), "review": calendar(20 + turn)}
                story = accepted("late-notice", shows, start, late, **limits).step(now, "settle")
                yield story.case_clocks(start).clock("state", start, limits["review"])
                begun, over = start + timedelta(days=1), now + timedelta(days=1)
                stops = [Stop(begun, over)]
                story = accepted(
                    "late-notice",
                    shows + ", and while it stands still",
                    start,
                    late,
                    test=working(60),
                    **limits,
                )
                story.step(begun, "start-test").step(over, "end-test")
                yield story.case_clocks(start, stops).clock("state", start, limits["review"], stops)
                on = late[-1].published - timedelta(hours=2)
                stops = [Stop(begun, on)]
                story = accepted("late-notice", shows + " and stood still", start, late, **limits)
                story.step(begun, "rest").step(on, "go-on").step(now, "settle")
                yield story.case_clocks(start, stops).clock("state", start, limits["review"], stops)
            early = [*before, Notice(year, OFFICIAL[year - 2023].published)]
            now = start + timedelta(days=1)
            story = accepted("late-notice", "a notice that was there in time", start, early, **limits).step(
                now, "settle"
            )
            yield story.case_clocks(start).clock("state", start, limits["review"])
        start = at(date(year - 1, 10, 20), "16:00:00")
        story = accepted(
            "late-notice",
            "the notice as it was really published",
            start,
            promised=working(60),
            statutory=calendar(100),
        )
        yield story.step(at(date(year - 1, 11, 20)), "settle").case_clocks(start)


# === Notices about materials, and silence ===


def supplements() -> Iterator[Story]:
    shows = "the office has the whole time again from the answer"
    for turn, (first, last) in enumerate(holidays()):
        start, asked = at(workday_near(first, -3), MOMENTS[turn % 5]), at(workday_near(first, -1), "16:00:00")
        answered = at([first, last, workday_near(last, 1)][turn % 3], "20:00:00")
        within = [calendar(15), working(10), hours(400)][turn % 3]
        limits = {"promised": working(10), "intake": working(5), "answer": within, "starts": "submission"}
        story = Story("supplement", "a notice waits for its answer", **limits).step(start, "submit").step(asked, "ask")
        yield story.case_clocks(start).clock("supplement", asked, within)
        story = Story("supplement", shows, **limits).step(start, "submit").step(asked, "ask").step(answered, "answer")
        yield story.case_clocks(start).clock("state", answered, limits["intake"])
        limits = limits | {"starts": "acceptance", "answer": working(3)}
        now = at(workday_near(last, 8))
        story = (
            Story("supplement", "a notice that nobody answers lapses", **limits)
            .step(start, "submit")
            .step(asked, "ask")
        )
        lapsed = passed_at(asked, limits["answer"], now)
        yield story.step(now, "settle").clock("state", lapsed, limits["intake"])


def silence() -> Iterator[Story]:
    limits = {
        "promised": working(10),
        "statutory": working(20),
        "intake": working(5),
        "review": working(8),
        "silence": True,
    }
    for turn, (first, last) in enumerate(holidays()):
        start, now = at(workday_near(first, -2), MOMENTS[turn % 5]), at(workday_near(last, 5), "08:00:00")
        story = Story("silence", "silence accepts, and counts from when the materials came", **limits).step(
            start, "submit"
        )
        silent = passed_at(start, limits["intake"], now)
        yield story.step(now, "settle").case_clocks(start).clock("state", silent, limits["review"])
        asked, answered, now = (
            at(workday_near(first, -1)),
            at(workday_near(last, 1)),
            at(workday_near(last, 8)),
        )
        story = Story("silence", "silence after a supplement counts from its answer", answer=calendar(15), **limits)
        story.step(start, "submit").step(asked, "ask").step(answered, "answer").step(now, "settle")
        silent = passed_at(answered, limits["intake"], now)
        yield story.case_clocks(answered).clock("state", silent, limits["review"])


def submissions() -> Iterator[Story]:
    for turn, day in enumerate(make_up_days()):
        start, accepts = at(day, MOMENTS[turn % 5]), at(workday_near(day, 2))
        limits = {
            "promised": [working(5), calendar(9), hours(100)][turn % 3],
            "review": working(4),
            "starts": "submission",
        }
        story = (
            Story("submission", "limits that begin with the submission", **limits)
            .step(start, "submit")
            .step(accepts, "accept")
        )
        yield story.case_clocks(start).clock("state", accepts, limits["review"])


def states_entered_while_it_stands() -> Iterator[Story]:
    for turn, (first, last) in enumerate(holidays()):
        start, begun = at(workday_near(first, -3)), at(workday_near(first, -2))
        over = at(workday_near(last, 1 + turn % 4))
        drafting, stops = [working(3), calendar(5), hours(30)][turn % 3], [Stop(begun, over)]
        story = accepted(
            "entered",
            "the limit of a state that is entered when the clock stops begins when it goes on",
            start,
            test=working(30),
            drafting=drafting,
            **EXAMINED,
        )
        story.step(begun, "test-elsewhere").step(over, "end-test")
        yield story.case_clocks(start, stops).clock("state", over, drafting)


# === Any of it, by chance ===


def by_chance() -> Iterator[Story]:
    """The same four years every time: a generator of its own, since libraries change theirs."""
    seed = 20230101

    def chance(many: int) -> int:
        nonlocal seed
        seed = (seed * 6364136223846793005 + 1442695040888963407) % 2**64
        return (seed >> 33) % many

    def later(moment: datetime, days: int) -> datetime:
        day = days_from(moment.astimezone(SHANGHAI).date(), chance(days))
        return max(moment, at(day, MOMENTS[chance(5)]))

    for _ in range(150):
        start = at(days_from(FIRST, chance((LAST - FIRST).days - 120)), MOMENTS[chance(5)])
        unit = [WORKING_DAYS, WORKING_DAYS, "calendarDays", HOURS][chance(4)]
        scale = 24 if unit == HOURS else 1
        promised = Limit(unit, scale * (3 + chance(20)))
        limits = {
            "promised": promised,
            "statutory": promised.longer(Limit(unit, scale * chance(25))),
            "review": working(1 + chance(15)),
        }
        most = [working(2 + chance(20)), calendar(2 + chance(30)), hours(30 + chance(600))][chance(3)]
        story = accepted("by-chance", "any start, any stops, any units", start, test=most, **limits)
        moment, stops = start, []
        for _ in range(chance(4)):
            begun = later(moment, 9)
            moment = later(begun, 20)
            ends = "end-test" if chance(2) else "go-on"
            over = passed_at(begun, most, moment) if ends == "end-test" else None
            story.step(begun, "start-test" if ends == "end-test" else "rest").step(moment, ends)
            stops.append(Stop(begun, over or moment))
        story.step(later(moment, 40), "settle")
        yield story.case_clocks(start, stops).clock("state", start, limits["review"], stops)


FAMILIES = [
    working_days,
    calendar_days,
    elapsed_hours,
    day_boundaries,
    turns_of_the_year,
    procedures_that_end,
    procedures_that_overrun,
    procedures_that_run,
    rests,
    last_days,
    extensions,
    late_notices,
    supplements,
    silence,
    submissions,
    states_entered_while_it_stands,
    by_chance,
]
