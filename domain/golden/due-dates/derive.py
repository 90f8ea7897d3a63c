"""Writes cases.jsonl: due dates that our code had no part in.

The working days are those of the package `chinesecalendar` (1.11.0), the counting is written anew here, day by
day, from the law:

- the day on which a limit starts is not counted (Civil Code, art. 201), and neither is one on which it goes on;
- limits in working days count working days only (Administrative Licence Law, art. 82);
- a limit in calendar days that would end on a day off ends on the next working day (Civil Code, art. 203);
- days in which the clock stands still are not counted (art. 45): those after the day of the stop, up to and
  including the day of going on. A clock that stopped on its last day ends on the day of going on;
- hours are elapsed time, without the time in which the clock stood still.

Run it with `pip install chinesecalendar==1.11.0` and `python derive.py > cases.jsonl`.
"""

import json
from datetime import date, datetime, timedelta, timezone
from itertools import count, cycle

from chinese_calendar import is_workday

ZONE = timezone(timedelta(hours=8))
DAY = timedelta(days=1)
TIMES = ["00:00:00", "09:30:00", "23:59:59", "12:00:00", "17:29:59"]


def moment(day, time):
    return datetime.fromisoformat(f"{day}T{time}").replace(tzinfo=ZONE)


def stands(day, stops):
    return any(begin.date() < day <= end.date() for begin, end in stops)


def rolled(day):
    while not is_workday(day):
        day += DAY
    return day


def last_day(start, unit, amount, stops):
    day, left = start.date(), amount
    while left:
        day += DAY
        if not stands(day, stops) and (unit == "calendarDays" or is_workday(day)):
            left -= 1
    end = rolled(day) if unit == "calendarDays" else day
    for begin, goes_on in stops:
        if day <= begin.date() <= end:
            day = goes_on.date()
            end = rolled(day) if unit == "calendarDays" else day
    return end


def last_moment(start, hours, stops):
    end = start + timedelta(hours=hours)
    for begin, goes_on in stops:
        if begin < end:
            end += goes_on - begin
    return end


def starts(first, last, step):
    days, times = (first + DAY * n for n in count(0, step)), cycle(TIMES)
    for day in days:
        if day > last:
            return
        yield moment(day, next(times))


def case(shows, start, unit, amount, stops=(), extension=0, notice=None):
    row = {"shows": shows, "start": start.isoformat(), "limit": {unit: amount}}
    if stops:
        row["stops"] = [[begin.isoformat(), end.isoformat()] for begin, end in stops]
    if extension:
        row["extension"] = {unit: extension}
    if notice:
        row["notice"] = notice.isoformat()
    if unit == "hours":
        row["dueAt"] = last_moment(start, amount + extension, stops).isoformat()
    else:
        row["dueDay"] = last_day(start, unit, amount + extension, stops).isoformat()
    print(json.dumps(row))


def stop(start, after, length, times):
    begin = moment(start.date() + DAY * after, next(times))
    return begin, begin + DAY * length + timedelta(hours=3)


def main():
    begin, end = date(2023, 1, 2), date(2026, 9, 20)
    amounts = cycle([1, 2, 3, 5, 7, 8, 10, 15, 20, 30, 45])
    for start in starts(begin, end, 8):
        case("working days", start, "workingDays", next(amounts))
    for start in starts(begin + DAY, end, 15):
        case("calendar days that may end on a day off", start, "calendarDays", next(amounts))
    for start in starts(begin, end, 30):
        case("hours", start, "hours", next(amounts) * 12)
    inside = cycle(["08:00:00", "10:00:00", "16:45:00"])
    after, length = cycle([1, 2, 4, 6]), cycle([0, 1, 3, 9, 16, 31])
    for start in starts(begin, date(2026, 7, 1), 9):
        case("a stop", start, "workingDays", 8, [stop(start, next(after), next(length), inside)])
    for start in starts(begin, date(2026, 7, 1), 30):
        case("a stop, calendar days", start, "calendarDays", 10, [stop(start, next(after), next(length), inside)])
    for start in starts(begin, date(2026, 7, 1), 40):
        case("a stop, hours", start, "hours", 240, [stop(start, next(after), next(length), inside)])
    for start in starts(begin, date(2026, 5, 1), 21):
        first = stop(start, next(after), next(length), inside)
        second = stop(first[1], 2, next(length), inside)
        case("two stops", start, "workingDays", 15, [first, second])
    for start in starts(begin, date(2026, 7, 1), 24):
        case("an extension", start, "workingDays", next(amounts), extension=10)
    for start in starts(begin, date(2026, 5, 1), 35):
        stopped = [stop(start, next(after), next(length), inside)]
        case("an extension and a stop", start, "workingDays", 20, stopped, extension=10)
    for year in (2023, 2024, 2025):
        for start in starts(date(year, 9, 25), date(year, 11, 3), 3):
            notice = moment(date(year, 11, 25), "10:00:00")
            case("a notice that comes late", start, "workingDays", 60, notice=notice)


main()
