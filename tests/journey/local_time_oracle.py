#!/usr/bin/env python3
"""What local times mean, worked out minute by minute with zoneinfo, which shares no code with Abseil.

Writes one case a line: kind, zone, fields, expected instant; all instants in Unix minutes.

  window ZONE START WEEKDAYS FROM TO EXPECTED    TO is - for a moment
  date ZONE YYYY-MM-DD DAYS AT EXPECTED
  cron ZONE START MINUTE_HOUR_DAY_MONTH_WEEKDAY EXPECTED

A local time comes at the first instant at which the clock on the wall shows it or a later one. So a time left out by
a change of the clock comes after the gap, and one that is there twice comes the first time.
"""

import bisect
import datetime
import itertools
import random
import sys
import zoneinfo

CHANGES = [
    ("Australia/Lord_Howe", "2026-04-05"),  # half an hour back
    ("Australia/Lord_Howe", "2026-10-04"),  # half an hour ahead
    ("Asia/Kathmandu", "1986-01-01"),  # a quarter of an hour, at midnight, for good
    ("Asia/Kathmandu", "2026-03-29"),
    ("Pacific/Apia", "2011-12-30"),  # a day that there never was
    ("Pacific/Apia", "2012-04-01"),
    ("America/New_York", "2026-03-08"),
    ("America/New_York", "2026-11-01"),
    ("Europe/Berlin", "2026-03-29"),
    ("Europe/Berlin", "2026-10-25"),
    ("America/Havana", "2026-03-08"),  # ahead at midnight
    ("America/Havana", "2026-11-01"),  # back to midnight
]
DAYS = 24
MINUTES = 24 * 60


class Timeline:
    """Every minute of some days around a change, and what the clock on the wall showed at most until then."""

    def __init__(self, zone, day):
        zone = zoneinfo.ZoneInfo(zone)
        middle = datetime.datetime.fromisoformat(day + "T00:00:00+00:00")
        self.first = int(middle.timestamp()) // 60 - DAYS * MINUTES
        walls = []
        for minute in range(self.first, self.first + 2 * DAYS * MINUTES):
            at = datetime.datetime.fromtimestamp(minute * 60, zone)
            walls.append(at.replace(tzinfo=None))
        self.walls = walls
        self.latest = list(itertools.accumulate(walls, max))

    def wall(self, minute):
        return self.walls[minute - self.first]

    def comes(self, day, minutes):
        wall = datetime.datetime.combine(day, datetime.time()) + datetime.timedelta(minutes=minutes)
        return self.first + bisect.bisect_left(self.latest, wall)


def next_in(timeline, start, weekdays, begin, end):
    day = timeline.wall(start).date() - datetime.timedelta(days=2)
    best = None
    for _ in range(18):
        if weekdays >> day.weekday() & 1:
            opens = timeline.comes(day, begin)
            if end is None:
                found = opens if opens >= start else None
            else:
                closes = timeline.comes(day, end)
                at = max(opens, start)
                found = at if at < closes else None
            if found is not None and (best is None or found < best):
                best = found
        day += datetime.timedelta(days=1)
    return best


def values(field, first, last):
    found = set()
    for item in field.split(","):
        span, _, step = item.partition("/")
        begin, _, end = (f"{first}-{last}" if span == "*" else span).partition("-")
        found.update(range(int(begin), int(end or begin) + 1, int(step or 1)))
    return found


def cron_times(timeline, cron):
    """Every instant of the four days before and after the middle at which it comes, and the day after."""
    minute, hour, day, month, weekday = cron.split("_")
    minutes, hours, days = values(minute, 0, 59), values(hour, 0, 23), values(day, 1, 31)
    months, weekdays = values(month, 1, 12), {value % 7 for value in values(weekday, 0, 7)}
    both = day.startswith("*") or weekday.startswith("*")
    middle = timeline.wall(timeline.first + DAYS * MINUTES).date()
    times = set()
    for distance in range(-5, 6):
        date = middle + datetime.timedelta(days=distance)
        fits = [date.day in days, date.isoweekday() % 7 in weekdays]
        if date.month not in months or not (all(fits) if both else any(fits)):
            continue
        times.update(timeline.comes(date, h * 60 + m) for h in hours for m in minutes)
    return sorted(times)


def random_cron():
    minute = random.choice(["0", "30", "*/20", "*", "5,35", "10-50/10", "59"])
    hour = random.choice(["0", "1", "2", "3", "*", "1-3", "0,2,23", "*/6", "10"])
    day = random.choice(["*", "*", "*", "*/2", "1-15", "29", "25-31,1-8"])
    month = random.choice(["*", "*", "3,10,11", "1-12/1"])
    weekday = random.choice(["*", "*", "*", "0", "7", "1-5", "0,6", "*/3"])
    return "_".join([minute, hour, day, month, weekday])


def main():
    random.seed(20260101)
    for zone, day in CHANGES:
        timeline = Timeline(zone, day)
        middle = timeline.first + DAYS * MINUTES
        times = [0, 10, 30, 60, 95, 110, 120, 125, 145, 150, 155, 180, 181, 600, 1320, 1439]
        for begin in times:
            for start in range(middle - 2 * MINUTES, middle + 2 * MINUTES, 47):
                print("window", zone, start, 127, begin, "-", next_in(timeline, start, 127, begin, None))
        for _ in range(1500):
            begin = random.choice(times)
            end = random.choice([m for m in times if m != begin] + [MINUTES])
            if end <= begin:
                end += MINUTES
            weekdays = random.choice([127, 127, 31, 96, 1 << random.randrange(7)])
            start = middle + random.randrange(-3 * MINUTES, 3 * MINUTES)
            print("window", zone, start, weekdays, begin, end, next_in(timeline, start, weekdays, begin, end))
        for _ in range(200):
            date = datetime.date.fromisoformat(day) + datetime.timedelta(days=random.randrange(-3, 4))
            days = random.randrange(-3, 4)
            at = random.choice(times)
            print("date", zone, date, days, at, timeline.comes(date + datetime.timedelta(days=days), at))
        for _ in range(60):
            cron = random_cron()
            times = cron_times(timeline, cron)
            for _ in range(12):
                start = middle + random.randrange(-2 * MINUTES, 2 * MINUTES)
                place = bisect.bisect_left(times, start)
                if place < len(times):
                    print("cron", zone, start, cron, times[place])


if __name__ == "__main__":
    try:
        main()
    except BrokenPipeError:
        sys.exit(1)
