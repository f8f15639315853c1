"""Random histories with what a brute force finds in them, which `tests/history.rs` compares with the face.

Run from the repository's root (Python's standard library alone):
  python3 crates/thalweg/tests/data/histories.py 120 > crates/thalweg/tests/data/histories.jsonl

A release carries what it reaches and no release before it reached; releases stand in the order of their times, then of their tags.
Lead times leave out merges and negative ones; quantiles are of type 7 (`statistics.quantiles`, inclusive, is the same rule).
"""

import json
import random
import sys
from datetime import datetime, timedelta, timezone

START = datetime(2026, 1, 1, tzinfo=timezone.utc)


def stamp(minute):
    return (START + timedelta(minutes=minute)).strftime("%Y-%m-%dT%H:%M:00Z")


def commits(rng):
    """Rows of sha, parents and minute: linear, merge-heavy, criss-cross, with several roots, cut, with clocks that are wrong."""
    heavy, roots, cut, skew = rng.random(), rng.random() * 0.2, rng.choice([0, 0, 0.1]), rng.choice([0, 600, 20000])
    rows = []
    for n in range(rng.randint(1, 24)):
        known = [sha for sha, _, _ in rows]
        if not known or rng.random() < roots:
            parents = []
        elif rng.random() < heavy:
            # Recent ones more often, so that lines cross each other.
            recent = known[-rng.randint(1, 6):]
            parents = rng.sample(recent, min(len(recent), rng.choice([1, 2, 2, 2, 3])))
        else:
            parents = [rng.choice(known[-3:])]
        if rng.random() < cut:
            parents.append(f"gone{n}")
        rows.append((f"{rng.getrandbits(32):08x}{n:02x}", parents, max(0, n * 3000 + rng.randint(-skew, skew))))
    return rows


def releases(rng, rows):
    """Tags anywhere, off the main line too, two on one commit, older than those of their ancestors, or on nothing that is there."""
    tags = []
    for n in range(rng.randint(1, 7)):
        sha, _, minute = rng.choice(rows)
        if tags and rng.random() < 0.15:
            sha, minute = tags[-1][1], tags[-1][2]
        if rng.random() < 0.04:
            sha = "nowhere"
        late = rng.choice([0, 0, 45, 1440, 9000, 40000])
        tags.append((f"v{rng.randint(0, 9)}.{n}", sha, max(0, minute + late - rng.choice([0, 0, 0, 3000]))))
    return tags


def reached(parents, sha):
    """Every commit that is reached, by a walk of its own for each release."""
    found, left = set(), [sha]
    while left:
        it = left.pop()
        if it in parents and it not in found:
            found.add(it)
            left.extend(parents[it])
    return found


def quantile(values, p):
    values = sorted(values)
    h = (len(values) - 1) * p
    low = int(h)
    high = min(low + 1, len(values) - 1)
    return values[low] + (h - low) * (values[high] - values[low])


def answers(rows, tags):
    parents = {sha: named for sha, named, _ in rows}
    made = {sha: minute for sha, _, minute in rows}
    sets, months, before = {}, {}, []
    for tag, sha, minute in sorted(tags, key=lambda it: (it[2], it[0])):
        own = reached(parents, sha)
        sets[tag] = sorted(it for it in own if not any(it in other for other in before))
        before.append(own)
        month = months.setdefault(stamp(minute)[:7], {"releases": 0, "hours": []})
        month["releases"] += 1
        waits = [(minute - made[it]) / 60 for it in sets[tag] if len(parents[it]) < 2]
        month["hours"] += [wait for wait in waits if wait >= 0]
    for month in months.values():
        hours = month.pop("hours")
        month["n"] = len(hours)
        if hours:
            month["median"], month["p90"] = quantile(hours, 0.5), quantile(hours, 0.9)
    return sets, months


def main():
    rng = random.Random(20261125)
    for n in range(int(sys.argv[1])):
        rows = commits(rng)
        tags = releases(rng, rows)
        sets, months = answers(rows, tags)
        commits_csv = [[sha, " ".join(named), stamp(minute)] for sha, named, minute in rows]
        releases_csv = [[tag, sha, stamp(minute)] for tag, sha, minute in tags]
        rng.shuffle(commits_csv)
        row = {"commits": commits_csv, "releases": releases_csv, "sets": sets, "months": months}
        print(json.dumps(row, separators=(",", ":")))


main()
