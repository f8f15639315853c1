"""Numbers of the example organisation from independent tools, which `tests/oracle.rs` compares with this crate's.

Run from the repository's root:
  python3 crates/thalweg-dora/tests/data/organisation.py > crates/thalweg-dora/tests/data/organisation.json
It needs numpy, scipy, statsmodels and lifelines; the output names the versions that were used.
"""

import json
import sys
from datetime import datetime
from importlib.metadata import version
from zoneinfo import ZoneInfo

import numpy as np
from lifelines.statistics import logrank_test
from scipy import stats
from statsmodels.stats.proportion import confint_proportions_2indep, proportion_confint

ZONE = ZoneInfo("Europe/Berlin")
ROOT = "testdata/organisation/"
AS_OF = datetime.fromisoformat("2026-10-08T22:00:00+00:00")


def read(kind):
    with open(ROOT + kind + ".jsonl", encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def instant(text):
    return datetime.fromisoformat(text.replace("Z", "+00:00"))


def hours(a, b):
    return (b - a).total_seconds() / 3600


DEPLOYMENTS, CHANGES, INCIDENTS = read("deployments"), {c["id"]: c for c in read("changes")}, read("incidents")
OWNER = {row["service"]: row["team"] for row in read("ownership")}
COUNTED = sorted(
    (d for d in DEPLOYMENTS if d["environment"] == "production" and d["reached_production"]),
    key=lambda d: (instant(d["finished_at"]), d["id"]),
)
BLAMED = {}
for i in INCIDENTS:
    if i["user_impacting"] and i["immediate_intervention"]:
        for cause in i.get("caused_by", []):
            BLAMED.setdefault(cause, []).append(i)
MENDED = {}
for d in COUNTED:
    for mended in d.get("remediates", []):
        MENDED.setdefault(mended, []).append(d)
FIRST = {}
for d in COUNTED:
    for change in d.get("changes", []):
        FIRST.setdefault((change, d["service"]), d["id"])


def failed(d):
    return bool(d.get("failed")) or d["rolled_back"] or d["id"] in BLAMED or d["id"] in MENDED


def recovery(d):
    """Hours and whether it is over; nothing where nothing says when it was over."""
    finished = instant(d["finished_at"])
    if d["id"] in BLAMED:
        began = min(instant(i.get("impact_started_at") or i["detected_at"]) for i in BLAMED[d["id"]])
        start = max(began, finished)
        ends = [instant(i["restored_at"]) if i.get("restored_at") else None for i in BLAMED[d["id"]]]
        ends = [end if end is not None and end <= AS_OF else None for end in ends]
        return (hours(start, AS_OF), False) if None in ends else (hours(start, max(ends)), True)
    if d["id"] in MENDED:
        return hours(finished, max(instant(by["finished_at"]) for by in MENDED[d["id"]])), True
    return None if d["rolled_back"] else (hours(finished, AS_OF), False)


class Period:
    def __init__(self, team, start, end):
        self.start, self.end = (datetime(*at, tzinfo=ZONE) for at in (start, end))
        self.weeks = (self.end.timestamp() - self.start.timestamp()) / 3600 / 168
        self.deployments = [
            d
            for d in COUNTED
            if (team is None or OWNER.get(d["service"]) == team)
            and self.start <= instant(d["finished_at"]) < self.end
        ]
        self.n = len(self.deployments)
        self.failed = sum(map(failed, self.deployments))
        self.rework = sum(
            d["plan"] == "unplanned"
            and (bool(d.get("remediates")) or d.get("prompted_by") in ("incident", "user_facing_bug"))
            for d in self.deployments
        )
        self.leads = sorted(
            hours(instant(CHANGES[c]["committed_at"]), instant(d["finished_at"]))
            for d in self.deployments
            for c in d.get("changes", [])
            if FIRST[(c, d["service"])] == d["id"] and CHANGES[c]["kind"] != "merge"
        )
        self.recoveries = [r for r in map(recovery, filter(failed, self.deployments)) if r is not None]

    def numbers(self):
        garwood = [
            stats.chi2.ppf(0.025, 2 * self.n) / 2 / self.weeks if self.n else 0.0,
            stats.chi2.ppf(0.975, 2 * self.n + 2) / 2 / self.weeks,
        ]
        found = {
            "deployments": self.n,
            "per_week": self.n / self.weeks,
            "garwood": garwood,
            "failed": self.failed,
            "rework": self.rework,
            "leads": len(self.leads),
            "recoveries": len(self.recoveries),
            "open": sum(not over for _, over in self.recoveries),
        }
        if self.n:
            for name, method in (("wilson", "wilson"), ("clopper_pearson", "beta"), ("jeffreys", "jeffreys")):
                if name == "wilson" or 0 < self.failed < self.n:
                    found[name] = list(proportion_confint(self.failed, self.n, 0.05, method))
        if self.leads:
            found["lead_quantiles"] = [float(np.quantile(self.leads, p)) for p in (0.5, 0.75, 0.85, 0.9, 0.95)]
        if self.recoveries and found["open"] == 0:
            found["recovery_median"] = float(np.median([time for time, _ in self.recoveries]))
        return found


def effects(before, after):
    """The later period against the earlier one."""
    total = before.n + after.n
    scale = before.weeks / after.weeks
    low, high = proportion_confint(after.n, total, 0.05, "beta")
    logs = [np.log(np.maximum(period.leads, 1 / 3600)) for period in (before, after)]
    table = [[after.failed, after.n - after.failed], [before.failed, before.n - before.failed]]
    times = [[time for time, _ in period.recoveries] for period in (before, after)]
    over = [[done for _, done in period.recoveries] for period in (before, after)]
    return {
        "frequency_ratio": after.n / after.weeks / (before.n / before.weeks),
        "frequency_interval": [low / (1 - low) * scale, high / (1 - high) * scale],
        "frequency_p": stats.binomtest(after.n, total, after.weeks / (after.weeks + before.weeks)).pvalue,
        "lead_ratio": float(np.exp(np.median(np.subtract.outer(logs[1], logs[0])))),
        "lead_p": stats.mannwhitneyu(logs[1], logs[0], use_continuity=True, method="asymptotic").pvalue,
        "fail_difference": after.failed / after.n - before.failed / before.n,
        "fail_interval": list(
            confint_proportions_2indep(after.failed, after.n, before.failed, before.n, method="newcomb")
        ),
        "fail_p": stats.fisher_exact(table)[1],
        "recovery_p": logrank_test(times[1], times[0], over[1], over[0]).p_value,
    }


def main():
    periods = {
        "2026-09": ((2026, 9, 1), (2026, 10, 1)),
        "2026-Q3": ((2026, 7, 1), (2026, 10, 1)),
        "2025-10": ((2025, 10, 1), (2025, 11, 1)),
    }
    teams = [None, "payments", "checkout", "platform", "identity"]
    found = {
        "versions": {name: version(name) for name in ("numpy", "scipy", "statsmodels", "lifelines")},
        "periods": {
            label: {team or "organisation": Period(team, *ends).numbers() for team in teams}
            for label, ends in periods.items()
        },
        "effects": {
            team: effects(Period(team, (2024, 10, 1), (2025, 10, 1)), Period(team, (2025, 10, 1), (2026, 10, 1)))
            for team in ("payments", "checkout", "platform")
        },
    }
    json.dump(found, sys.stdout, indent=1)
    print()


main()
