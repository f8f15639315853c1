#!/usr/bin/env python3
"""What other systems compute, written a second time from the sentences of definitions.md alone, on random histories.

    python3 presets.py > histories.json          (Python 3.11 or later, standard library only)

Plain loops and sets over small histories. Instants are seconds after 2026-03-01T00:00:00Z; the window is March 2026 in UTC. Where a sentence
leaves something open, the common reading of docs/presets.md is meant.
"""
import datetime
import json
import math
import random
import statistics

DAY, WEEK = 86_400, 7 * 86_400
END = 31 * DAY
ZERO = datetime.datetime(2026, 3, 1, tzinfo=datetime.timezone.utc)  # a Sunday


# --- what is random -----------------------------------------------------------------------------------------------------------

def history(rng):
    repositories = {name: commits(rng) for name in ("r", "s")[: rng.choice((1, 1, 2))]}
    stamp = lambda low=-10, high=38: rng.randrange(low * 48, high * 48) * 1_800 + rng.choice((0, 0, 0, 1, 59, 61, 754))
    runs = []
    for n in range(rng.randrange(0, 16)):
        repository = rng.choice(list(repositories))
        end = stamp()
        production = rng.random() < 0.8
        runs.append(dict(
            id=f"R{n:02}", project=rng.choice("pppq"), service=rng.choice(("api", "api", "web")), repository=repository,
            environment=rng.choice(("prod", "prod", "prod-eu")) if production else "staging", production=production,
            result=rng.choice(("success",) * 6 + ("failure", "failure", "other")),
            started=end - rng.choice((0, 600, 7_200)), finished=end, sha=rng.choice(repositories[repository])["sha"]))
    requests = []
    for n in range(rng.randrange(0, 14)):
        repository = rng.choice(list(repositories))
        opened = stamp()
        maybe = lambda chance, value: value if rng.random() < chance else None
        later = lambda: opened + rng.randrange(-2, 120) * 1_800 + rng.choice((0, 1, 30))
        merged = maybe(0.85, later())
        requests.append(dict(
            id=f"Q{n:02}", project=rng.choice("pq"), service=rng.choice(("api", "web")), repository=repository,
            first_authored=maybe(0.8, opened - rng.randrange(-5, 200) * 1_800 + rng.choice((0, 1, 31))), opened=opened,
            first_comment=maybe(0.6, later()), approved=maybe(0.6, later()), merged=merged,
            merge_sha=maybe(0.9, rng.choice(repositories[repository])["sha"]) if merged is not None else None,
            reverts=maybe(0.25, f"Q{rng.randrange(0, 12):02}"), deployment=maybe(0.7, f"R{rng.randrange(0, 14):02}")))
    tickets = []
    for n in range(rng.randrange(0, 9)):
        created = stamp()
        tickets.append(dict(
            id=f"T{n}", project=rng.choice("pq"), services=sorted(rng.sample(("api", "web"), rng.randrange(0, 3))), created=created,
            resolved=created + rng.randrange(0, 200) * 900 if rng.random() < 0.8 else None,
            deployment=f"R{rng.randrange(0, 14):02}" if rng.random() < 0.6 else None,
            commits=sorted({f"c{rng.randrange(0, 10)}" for _ in range(rng.randrange(0, 3))})))
    pushes = []
    for repository, all in repositories.items():
        heads = rng.sample(all, rng.randrange(0, len(all) + 1))
        pushes += [dict(repository=repository, head=it["sha"],
                        commits=sorted({it["sha"], *(rng.choice(all)["sha"] for _ in range(rng.randrange(0, 3)))})) for it in heads]
    as_of = rng.choice((40 * DAY, 40 * DAY, END, rng.randrange(0, 40) * DAY + 7_201))
    return dict(runs=runs, requests=requests, tickets=tickets, pushes=pushes, commits=repositories, as_of=as_of)


def commits(rng):
    found = []
    for n in range(rng.randrange(1, 11)):
        parents = sorted({f"c{rng.randrange(max(0, n - 4), n)}" for _ in range(rng.choice((1, 1, 1, 2)))}) if n else []
        found.append(dict(sha=f"c{n}", parents=parents, committed=rng.randrange(-20 * 24, 30 * 24) * 3_600 + rng.choice((0, 30))))
    return found


# --- what all have in common --------------------------------------------------------------------------------------------------

def until(h):
    """Nothing later than the instant has happened, and all is in the order of time."""
    t = h["as_of"]
    gone = lambda at: at if at is not None and at <= t else None
    return dict(
        runs=sorted((r for r in h["runs"] if r["finished"] <= t), key=lambda r: (r["finished"], r["id"])),
        requests=[dict(q, merged=gone(q["merged"]), approved=gone(q["approved"]), first_comment=gone(q["first_comment"]))
                  for q in h["requests"] if q["opened"] <= t],
        tickets=[dict(i, resolved=gone(i["resolved"])) for i in h["tickets"] if i["created"] <= t],
        pushes=h["pushes"], commits=h["commits"])


def inside(at):
    return at is not None and 0 <= at < END


def ancestors(h, repository, sha):
    parents = {c["sha"]: c["parents"] for c in h["commits"][repository]}
    found, rest = set(), [sha]
    while rest:
        at = rest.pop()
        if at in parents and at not in found:
            found.add(at)
            rest += parents[at]
    return found


def committed(h, repository, sha):
    return next((c["committed"] for c in h["commits"][repository] if c["sha"] == sha), None)


def carried(h, runs, line, first):
    """Each run with ancestors(run) − ancestors(the run before it on its line)."""
    last = {}
    for run in runs:
        key = tuple(run[it] for it in line)
        own = ancestors(h, run["repository"], run["sha"])
        yield run, (own - ancestors(h, run["repository"], last[key]) if key in last else own if first else set())
        last[key] = run["sha"]


def good(h, production=True):
    return [r for r in h["runs"] if r["result"] == "success" and (r["production"] or not production)]


def lower(values):
    """The greatest value with percent rank at most ½."""
    values = sorted(values)
    rank = lambda v: sum(w < v for w in values) / (len(values) - 1) if len(values) > 1 else 0.0
    return max((v for v in values if rank(v) <= 0.5), default=None)


def median(values):
    return statistics.median(values) if values else None


def mean(values):
    return statistics.fmean(values) if values else None


def ratio(part, whole):
    return part / whole if whole else None


def hours(a, b):
    return (b - a) / 3_600


def zero(value):
    return 0.0 if value is None else value


def buckets(first, step):
    """All buckets that March meets."""
    start = first
    while start < END:
        yield start, start + step
        start += step


MONDAYS = list(buckets(-6 * DAY, WEEK))
SUNDAYS = list(buckets(0, WEEK))


def days(runs, start, end):
    return len({r["finished"] // DAY for r in runs if start <= r["finished"] < end})


# --- the systems --------------------------------------------------------------------------------------------------------------

def devlake(h, middle, incidents):
    runs = good(h)
    own = [r for r in runs if inside(r["finished"])]
    first = {}
    for run, shas in carried(h, runs, ("project", "repository", "environment"), False):
        for sha in shas:
            key = (run["repository"], sha)
            if key not in first or (run["started"], run["id"]) < (first[key]["started"], first[key]["id"]):
                first[key] = run
    minutes = lambda a, b: None if a is None or b < a else math.ceil((b - a) / 60)
    cycles = []
    for q in h["requests"]:
        run = first.get((q["repository"], q["merge_sha"]))
        if q["merged"] is None or run is None or not inside(run["finished"]):
            continue
        stages = (minutes(q["first_authored"], q["opened"]), minutes(q["opened"], q["merged"]), minutes(q["merged"], run["finished"]))
        cycles.append(sum(it for it in stages if it is not None) / 60)
    cause = {}
    for i in h["tickets"]:
        earlier = [r for r in runs if r["project"] == i["project"] and r["finished"] < i["created"]]
        if earlier:
            cause[i["id"]] = earlier[-1]
    linked = [r["id"] for r in cause.values() if inside(r["finished"])]
    recovery = [hours(cause[i["id"]]["finished"], i["resolved"]) for i in h["tickets"]
                if i["id"] in cause and inside(i["resolved"]) and inside(cause[i["id"]]["finished"])]
    return [zero(middle([days(own, *w) for w in MONDAYS])), None, zero(middle(cycles)),
            zero(ratio(len(linked) if incidents else len(set(linked)), len(own))), zero(middle(recovery))]


def four_keys(h):
    pushed = {(p["repository"], p["head"]): p["commits"] for p in h["pushes"]}
    runs = [(r, pushed.get((r["repository"], r["sha"]), [])) for r in good(h, production=False)]
    own = [(r, shas) for r, shas in runs if inside(r["finished"])]
    per = [days([r for r, _ in own], *w) for w in SUNDAYS]
    month = days([r for r, _ in own], 0, END)
    level = ("daily" if median(per) >= 3 else "weekly" if median([min(it, 1) for it in per]) >= 1 else "monthly" if month else "yearly")
    leads = []
    for r, shas in own:
        for sha in shas:
            at = committed(h, r["repository"], sha)
            if at is not None:
                leads.append(int((r["finished"] - at) / 60))
    joined = [(r["id"], sha, i["id"]) for r, shas in own for sha in shas for i in h["tickets"] if sha in i["commits"]]
    restore = []
    for i in h["tickets"]:
        if inside(i["resolved"]):
            roots = [r["finished"] for r, shas in runs for sha in shas if sha in i["commits"]]
            restore.append(int(hours(min([i["created"], *roots]), i["resolved"])))
    return [median(per), level, zero(median([it / 60 for it in leads if it > 0])),
            zero(ratio(len(joined), len([1 for _, shas in own if shas]))), zero(median(restore))]


def gitlab(h):
    runs = good(h)
    own = [r for r in runs if inside(r["finished"])]
    first = {}
    for run, shas in carried(h, runs, ("repository", "environment"), True):
        for sha in shas:
            first.setdefault((run["repository"], sha), run["finished"])
    def daily(rows):
        by = {}
        for at, value in rows:
            by.setdefault(at // DAY, []).append(value)
        return median([median(it) for it in by.values()])
    leads = []
    for q in h["requests"]:
        at = first.get((q["repository"], q["merge_sha"]))
        if q["merged"] is not None and inside(at):
            leads.append((at, hours(q["merged"], at)))
    open_for = [(i["resolved"], hours(i["created"], i["resolved"])) for i in h["tickets"] if inside(i["resolved"])]
    return [len(own) / 31, None, daily(leads), ratio(sum(inside(i["created"]) for i in h["tickets"]), len(own)), daily(open_for)]


def middleware(h):
    runs = good(h, production=False)
    total = []
    for q in h["requests"]:
        if not inside(q["merged"]):
            continue
        after = [r["finished"] for r in runs if r["repository"] == q["repository"] and r["finished"] >= q["merged"]]
        stamps = ((q["first_authored"], q["opened"]), (q["opened"], q["first_comment"]), (q["first_comment"], q["approved"]),
                  (q["approved"], q["merged"]), (q["merged"], min(after, default=None)))
        total.append(sum(hours(a, b) for a, b in stamps if a is not None and b is not None))
    merged = {q["id"]: q["merged"] for q in h["requests"] if q["merged"] is not None}
    troubles = [(i["project"], i["created"], i["resolved"]) for i in h["tickets"]]
    troubles += [(q["project"], merged[q["reverts"]], q["merged"]) for q in h["requests"]
                 if q["merged"] is not None and q["reverts"] in merged]
    ordered = sorted(h["runs"], key=lambda r: (r["started"], r["id"]))
    failed, all_runs = 0, 0
    for at, run in enumerate(ordered):
        following = [r for r in ordered[at + 1:] if r["project"] == run["project"]]
        until = following[0]["started"] if following else math.inf
        if inside(run["started"]):
            all_runs += 1
            failed += any(p == run["project"] and run["started"] <= since < until for p, since, _ in troubles)
    took = [hours(since, end) for _, since, end in troubles if inside(end)]
    return [float(len([r for r in runs if inside(r["finished"])]) // len(MONDAYS)), None, zero(mean(total)),
            zero(ratio(failed, all_runs)), zero(mean(took))]


def faros(h):
    runs = good(h)
    leads, last = [], {}
    for run in runs:
        key = (run["service"], run["environment"])
        if key in last and inside(run["finished"]):
            leads += [hours(q["opened"], run["finished"]) for q in h["requests"]
                      if q["service"] == run["service"] and q["merged"] is not None and last[key] < q["merged"] <= run["finished"]]
        last[key] = run["finished"]
    per = [sum(w[0] <= r["finished"] < w[1] and inside(r["finished"]) for r in runs) for w in MONDAYS]
    rows = sum(len(i["services"]) for i in h["tickets"] if inside(i["created"]))
    return [mean([it for it in per if it]), None, mean(leads), ratio(rows, sum(inside(r["finished"]) for r in h["runs"])), None]


def pelorus(h):
    images = {}
    for r in good(h, production=False):
        if inside(r["finished"]):
            took = hours(committed(h, r["repository"], r["sha"]), r["finished"])
            images.setdefault((r["service"], r["repository"], r["sha"]), []).append(took)
    apps = {}
    for (service, *_), took in images.items():
        apps.setdefault(service, []).append(min(took))
    return [float(len(images)), None, mean([mean(it) for it in apps.values()]),
            ratio(sum(inside(i["created"]) for i in h["tickets"]), len(images)), None]


def metrik(h):
    runs = [r for r in h["runs"] if r["production"] and r["result"] != "other"]
    own = [r for r in runs if inside(r["finished"])]
    waiting, leads, broken, recovery = {}, [], {}, []
    for run, shas in carried(h, runs, ("service", "environment", "repository"), False):
        stage = (run["service"], run["environment"])
        waiting.setdefault(stage, []).extend(committed(h, run["repository"], sha) for sha in shas)
        if run["result"] == "success":
            leads += [hours(at, run["finished"]) for at in waiting.pop(stage) if inside(run["finished"])]
            since = broken.pop(stage, None)
            if since is not None and inside(run["finished"]):
                recovery.append(hours(since, run["finished"]))
        else:
            broken.setdefault(stage, run["finished"])
    bad = sum(r["result"] == "failure" for r in own)
    return [float(len(own) - bad), None, mean(leads), ratio(bad, len(own)), mean(recovery)]


def peers_job(h):
    by = {r["id"]: r for r in h["runs"]}
    runs = good(h)
    own = [r for r in h["runs"] if r["production"] and inside(r["finished"])]
    leads = []
    for q in h["requests"]:
        named = by.get(q["deployment"])
        if named is None:
            continue
        later = [r for r in runs if r["service"] == named["service"] and r["finished"] >= named["finished"]]
        run = named if named in runs else later[0] if later else None
        if run is not None and inside(run["finished"]):
            leads.append(hours(q["opened"] if q["first_authored"] is None else q["first_authored"], run["finished"]))
    failed = {i["deployment"] for i in h["tickets"]}
    took = [hours(by[i["deployment"]]["finished"], i["resolved"]) for i in h["tickets"]
            if by.get(i["deployment"]) in own and i["resolved"] is not None]
    return [len([r for r in own if r["result"] == "success"]) / 31, None, median(leads),
            ratio(sum(r["id"] in failed for r in own), len(own)), median(took)]


def answers(h):
    h = until(h)
    return {
        "devlake-2023": devlake(h, lower, False), "devlake-2023-postgresql": devlake(h, median, False),
        "devlake-2021": devlake(h, lower, True), "devlake-2021-postgresql": devlake(h, median, True),
        "four-keys": four_keys(h), "gitlab": gitlab(h), "middleware": middleware(h), "faros": faros(h), "pelorus": pelorus(h),
        "metrik": metrik(h), "peers-job": peers_job(h),
    }


def without_none(it):
    if isinstance(it, dict):
        return {key: without_none(value) for key, value in it.items() if value is not None}
    return [without_none(value) for value in it] if isinstance(it, list) else it


rng = random.Random(20_261_125)
print("[")
for n in range(200):
    h = history(rng)
    line = json.dumps(dict(history=without_none(h), answers=answers(h)), separators=(",", ":"))
    print(line, end=",\n" if n < 199 else "\n]\n")
