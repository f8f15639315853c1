"""Local midnights by Python's zoneinfo, for tests/windows.rs.

    python3 midnights.py > midnights.tsv        # Python 3.11, tzdata 2025b

A day begins at the first instant whose local clock shows 00:00 of that day or later: so where the clocks skip midnight at the first
valid instant, and where it comes twice at the earlier one. Found by search over the instants, not by asking for a local time.
"""
import calendar
import datetime as dt
import random
import sys
import zoneinfo

UTC = dt.timezone.utc
HOUR = dt.timedelta(hours=1)


def begins(day, zone):
    """The first instant of a local day, to the second."""
    wall = dt.datetime(day.year, day.month, day.day)

    def reached(at):
        return at.astimezone(zone).replace(tzinfo=None) >= wall

    at = dt.datetime(day.year, day.month, day.day, tzinfo=UTC) - 30 * HOUR
    step = dt.timedelta(minutes=5)
    while not reached(at):
        at += step
    low, high = at - step, at
    while high - low > dt.timedelta(seconds=1):
        middle = low + (high - low) / 2
        middle = middle.replace(microsecond=0)
        if middle in (low, high):
            break
        if reached(middle):
            high = middle
        else:
            low = middle
    return high


def odd_days(zone):
    """Days whose midnight is skipped or comes twice, 1970 to 2025."""
    day, last = dt.date(1970, 1, 2), dt.date(2025, 6, 1)
    while day < last:
        wall = dt.datetime(day.year, day.month, day.day, tzinfo=zone)
        early, late = wall.replace(fold=0).utcoffset(), wall.replace(fold=1).utcoffset()
        if early != late:
            yield day
        day += dt.timedelta(days=1)


def main():
    rng = random.Random(20261125)
    names = sorted(zoneinfo.available_timezones() - {"localtime", "posixrules", "Factory"})
    names = [n for n in names if "/" in n and not n.startswith(("posix/", "right/", "SystemV/"))]
    rows = set()
    for name in names:
        zone = zoneinfo.ZoneInfo(name)
        odd = list(odd_days(zone))
        for day in rng.sample(odd, min(2, len(odd))):
            rows.add((name, day))
        day = dt.date(1970, 1, 2) + dt.timedelta(days=rng.randrange(20_000))
        rows.add((name, day))
    for day in (dt.date(2011, 12, 30), dt.date(2011, 12, 31)):
        rows.add(("Pacific/Apia", day))
    print("zone\tday\tbegins")
    for name, day in sorted(rows):
        at = begins(day, zoneinfo.ZoneInfo(name))
        print(f"{name}\t{day}\t{at.strftime('%Y-%m-%dT%H:%M:%SZ')}")


main()
