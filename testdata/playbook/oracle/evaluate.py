#!/usr/bin/env python3
"""An independent reading of `leadership-for-flow`, section 3 of its specification, over a folder of plain records.

    python3 evaluate.py FOLDER...        prints folder, criterion and verdict, one a line
    python3 evaluate.py --write FOLDER   writes the verdicts of every folder in it beside that folder

It shares nothing with thalweg but the documented formats. Python 3.11, scipy 1.17.1, statsmodels 0.15.0, python-dateutil 4.0.0
(versions before these give the same verdicts). Verdicts: met, not_met, unknown, not_applicable.
Choices where the specification is silent are marked `choice`.
"""
import csv
import datetime as dt
import json
import pathlib
import sys
import tomllib
from zoneinfo import ZoneInfo

from dateutil.rrule import rrulestr
from scipy.stats import beta
from statsmodels.stats.proportion import confint_proportions_2indep

DORA = ["dora.deployment_frequency", "dora.change_lead_time", "dora.change_fail_rate",
        "dora.deployment_rework_rate", "dora.failed_deployment_recovery_time"]
DAY = dt.timedelta(days=1)
NA = "not_applicable"


# ---- three-valued logic; None is unknown, NA is nothing to check

def all_of(values):
    """Kleene: any false, else any unknown, else true; nothing checked is not applicable."""
    values = [v for v in values if v is not NA]
    if not values:
        return NA
    return False if False in values else None if None in values else True


def any_of(values, closed):
    """Whether one of them is true; where the log is open, what is missing may be."""
    values = list(values)
    if True in values:
        return True
    return None if None in values or not closed else False


def share_at_least(values, t, strict=False):
    """`values` with unknown members against a share."""
    n, met, open_ = len(values), values.count(True), values.count(None)
    if n == 0:
        return NA
    ok = (lambda k: k > t * n + 1e-9) if strict else (lambda k: k >= t * n - 1e-9)
    return True if ok(met) else None if ok(met + open_) else False


def closed_only(value, closed):
    """A share over all records of a log: where the log is open, what is missing may turn it either way."""
    return value if closed else None


def never_confirmed(value, closed):
    """A rule over all records: an open log can refute and not confirm."""
    return None if not closed and value in (True, NA) else value


VERDICT = {True: "met", False: "not_met", None: "unknown", NA: NA}


def combined(verdicts):
    """Section 1: members into an item."""
    live = [v for v in verdicts if v != NA]
    if not live:
        return NA
    if any(v in ("not_met", "partial") for v in live):
        return "partial" if any(v in ("met", "partial") for v in live) else "not_met"
    return "unknown" if "unknown" in live else "met"


# ---- intervals

def newcombe(x1, n1, x2, n2):
    """95 % interval of x1/n1 - x2/n2."""
    return confint_proportions_2indep(x1, n1, x2, n2, compare="diff", method="newcomb")


def rate_ratio(x1, t1, x2, t2):
    """Exact conditional 95 % interval of (x1/t1)/(x2/t2); Clopper-Pearson, as R's poisson.test."""
    n = x1 + x2
    lo = 0.0 if x1 == 0 else beta.ppf(0.025, x1, n - x1 + 1)
    hi = 1.0 if x2 == 0 else beta.ppf(0.975, x1 + 1, n - x1)
    odds = lambda p: float("inf") if p >= 1 else p / (1 - p)
    return odds(lo) * t2 / t1, odds(hi) * t2 / t1


# ---- records

LISTS = {"present", "accepted_but_absent", "sent_delegate", "sections", "teams", "claims", "supports", "acknowledged",
         "topics", "reaches", "occurrences"}
NUMBERS = {"baseline", "target", "planned", "actual", "amount", "protected_hours", "severity"}
BOOLS = {"team_can_solve_alone", "external"}


def cell(key, text):
    if text == "":
        return None
    if text[0] in "[{":
        return json.loads(text)
    if key in LISTS:
        return text.split(";")
    if key in NUMBERS:
        return float(text)
    if key in BOOLS:
        return text in ("true", "yes", "1")
    if key in ("invited", "responded"):
        return {k: int(v) for k, v in (p.split("=") for p in text.split(";"))}
    return text


class Folder:
    def __init__(self, path):
        path = pathlib.Path(path)
        self.path = path
        self.sources = tomllib.loads((path / "sources.toml").read_text())
        self.zone = ZoneInfo(self.sources.get("zone", "UTC"))
        self.as_of = instant(self.sources["as_of"])
        # The last local day that has begun before that instant, and the last that has ended by it.
        self.today = (self.as_of - dt.timedelta(microseconds=1)).astimezone(self.zone).date()
        self.last_day = self.as_of.astimezone(self.zone).date() - DAY

    def read(self, kind):
        file = self.path / f"{kind}.jsonl"
        if file.exists():
            return [json.loads(line) for line in file.read_text().splitlines() if line.strip()]
        file = self.path / f"{kind}.csv"
        if file.exists():
            with file.open(newline="") as f:
                rows = csv.DictReader(f)
                return [{k: c for k, v in row.items() if (c := cell(k, v)) is not None} for row in rows]
        return []

    def day(self, at):
        return instant(at).astimezone(self.zone).date()

    def complete(self, kind, first, last):
        """Whether the source says that it knows every day from first to last, as far as they have passed."""
        last = min(last, self.last_day)
        need = first
        for w in sorted((date(c["complete_from"]), date(c["complete_to"])) for c in self.sources.get("complete", [])
                        if c["kind"] == kind):
            if w[0] <= need <= w[1]:
                need = w[1] + DAY
        return need > last


def instant(text):
    return text if isinstance(text, dt.datetime) else dt.datetime.fromisoformat(text.replace("Z", "+00:00"))


def date(text):
    return text if isinstance(text, dt.date) else dt.date.fromisoformat(text)


def next_month(d):
    return dt.date(d.year + d.month // 12, d.month % 12 + 1, 1)


class Evaluation:
    def __init__(self, path):
        f = self.f = Folder(path)
        now = f.last_day + DAY
        q = dt.date(now.year, (now.month - 1) // 3 * 3 + 1, 1)
        self.end = q                                   # exclusive
        self.first = self.back(q)
        self.last = self.end - DAY
        self.prev_first = self.back(self.first)
        self.prev_last = self.first - DAY
        self.months = []
        m = self.first
        while m < self.end:
            self.months.append((m, next_month(m) - DAY))
            m = next_month(m)
        self.people = {p["id"]: p for p in f.read("people")}
        self.people_closed = f.complete("people", self.last, self.last)
        self.meetings = []
        for m in f.read("meetings"):
            m["day"] = f.day(m["at"]) if "at" in m else date(m["date"]) if "date" in m else None
            if m["day"] is not None and m["day"] <= f.today and m["status"] == "held":
                self.meetings.append(m)
        self.teams = f.read("teams")
        self.active = [t for t in self.teams if self.is_active(t)]

    @staticmethod
    def back(q):
        return dt.date(q.year - (q.month == 1), (q.month - 4) % 12 + 1, 1)

    def is_active(self, record):
        """On the period's last day."""
        return date(record.get("from", "1970-01-01")) <= self.last < date(record.get("until", "2199-01-01"))

    def in_period(self, day):
        return self.first <= day <= self.last

    def past(self, record, key):
        """A day that has come by the instant of the evaluation."""
        return date(record[key]) if record.get(key) and date(record[key]) <= self.f.today else None

    def closed(self, kind, first=None, last=None):
        return self.f.complete(kind, first or self.first, last or self.last)

    def senior(self, person):
        if person is None:
            return False
        if person in self.people:
            return self.people[person]["role"] == "senior_leader"
        return False if self.people_closed else None

    def here(self, person):
        if person is None:
            return False
        if person in self.people:
            return self.is_active(self.people[person])
        return False if self.people_closed else None

    def leader_among(self, people):
        return any_of([self.senior(p) for p in people], True)

    def of_kind(self, kind, first=None, last=None):
        return [m for m in self.meetings if m["kind"] == kind and (first or self.first) <= m["day"] <= (last or self.last)]

    def monthly(self, rule):
        return [rule(a, b) for a, b in self.months]

    def logged(self, kind, key="date", first=None, last=None):
        rows = [(r, self.past(r, key)) for r in self.f.read(kind)]
        return [r for r, d in rows if d and (first or self.first) <= d <= (last or self.last)]

    # ---- the stance

    def maps(self):
        return sorted((m for m in self.logged("value_stream_maps", "measured", dt.date(1970, 1, 1)) if m["stages"]),
                      key=lambda m: m["measured"])

    def h_constraint(self):
        here = [m for m in self.maps() if self.in_period(date(m["measured"]))]
        return any_of([True for _ in here], self.closed("value_stream_maps"))

    def h_relief(self):
        lead = lambda m: sum(s["process_hours"] + s["wait_hours"] for s in m["stages"])
        streams = {}
        for m in self.maps():
            if self.in_period(date(m["measured"])):
                streams.setdefault(m["stream"], []).append(m)
        # choice: every stream measured in the period; one map proves nothing.
        each = [None if len(ms) < 2 or date(ms[0]["measured"]) == date(ms[-1]["measured"]) else
                lead(ms[-1]) <= 0.9 * lead(ms[0]) + 1e-9 for ms in streams.values()]
        value = all_of(each)
        return None if value is NA else closed_only(value, self.closed("value_stream_maps"))

    def st2_decisions(self):
        rows = self.logged("leadership_decisions")
        return closed_only(share_at_least([r["kind"] == "outcome" for r in rows], 0.5, strict=True),
                           self.closed("leadership_decisions"))

    def st2_approvals(self):
        now = self.logged("change_approvals")
        before = self.logged("change_approvals", "date", self.prev_first, self.prev_last)
        if not self.closed("change_approvals", self.prev_first, self.last) or not now or not before:
            return None
        lo, hi = newcombe(sum(r["external"] for r in now), len(now), sum(r["external"] for r in before), len(before))
        return True if hi < 0 else False if lo >= 0 else None   # choice: an interval over 0 tells nothing

    # ---- foundations

    def services(self):
        t = self.end_instant()
        return [s["id"] for s in self.f.read("services")
                if instant(s.get("active_from", "1970-01-01T00:00:00Z")) < t <= instant(s.get("active_to", "2199-01-01T00:00:00Z"))]

    def end_instant(self):
        return dt.datetime(self.end.year, self.end.month, self.end.day, tzinfo=self.f.zone).astimezone(dt.timezone.utc)

    def f1_dora(self):
        fresh_from = self.last - dt.timedelta(days=35)
        closed = self.closed("metric_status", fresh_from, self.last)
        status = self.f.read("metric_status")
        each = []
        for s in self.services():
            fresh = {r["metric"] for r in status if r["service"] == s and r["metric"] in DORA
                     and self.past(r, "updated") and date(r["updated"]) >= fresh_from}
            each.append(True if len(fresh) >= 4 else False if closed else None)
        return closed_only(share_at_least(each, 0.9), self.closed("services", self.last, self.last))

    def waves(self):
        rows = [w for w in self.f.read("survey_waves") if date(w["closed"]) <= self.f.today]
        return sorted(rows, key=lambda w: (w["closed"], w["id"]))

    def answers(self):
        file = self.f.path / "answers.csv"
        return list(csv.DictReader(file.open(newline=""))) if file.exists() else []

    def f1_devex(self):
        waves = self.waves()
        if not waves:
            return None
        last = waves[-1]
        if (self.last - date(last["closed"])).days > 120:
            return None
        invited = sum(last.get("invited", {}).values())
        answered = len({a["respondent"] for a in self.answers() if a["wave"] == last["id"] and a["value"].isdigit()})
        answered = answered or sum(last.get("responded", {}).values())
        if invited < 5 or answered == 0:
            return None
        return answered >= 0.6 * invited - 1e-9

    def f1_visible(self):
        views = [(v, self.f.day(v["at"])) for v in self.f.read("dashboard_views") if instant(v["at"]) <= self.f.as_of]

        def month(a, b):
            seen = [self.leader_among(m["present"]) for m in self.of_kind("flow_review", a, b) if "dora_trends" in m.get("sections", [])]
            seen += [self.senior(v["person"]) for v, d in views if a <= d <= b]
            return any_of(seen, self.closed("meetings", a, b) and self.closed("dashboard_views", a, b))
        return all_of(self.monthly(month))

    def f2_topology(self):
        four = {"stream-aligned", "platform", "enabling", "complicated-subsystem"}
        # A manager who has left is none.
        each = [all_of([t.get("kind") in four, self.here(t.get("manager"))]) for t in self.active]
        return never_confirmed(all_of(each), self.closed("teams", self.last, self.last))

    def f2_ownership(self):
        t = self.end_instant()
        active = {x["id"] for x in self.active}
        known = {x["id"] for x in self.teams}
        closed = self.closed("ownership", self.last, self.last)
        teams_closed = self.closed("teams", self.last, self.last)
        each = []
        for s in self.services():
            owners = {o["team"] for o in self.f.read("ownership") if o["service"] == s
                      and instant(o.get("from", "1970-01-01T00:00:00Z")) < t <= instant(o.get("until", "2199-01-01T00:00:00Z"))}
            if len(owners) > 1:
                each.append(False)
            elif not owners:
                each.append(False if closed else None)
            else:
                owner = owners.pop()
                ok = owner in active if owner in known or teams_closed else None
                each.append(None if ok and not closed else ok)
        return never_confirmed(all_of(each), self.closed("services", self.last, self.last))

    def f2_escalation(self):
        def good(p):
            steps = p["steps"]
            if len(steps) < 2 or any(s.get("respond_within_minutes") is None for s in steps):
                return False
            reviewed = self.past(p, "reviewed")
            if reviewed is None or (self.last - reviewed).days > 183:
                return False
            return self.leader_among(steps[-1]["reaches"])
        paths = self.f.read("escalation_paths")
        closed = self.closed("escalation_paths", self.last, self.last)
        each = [any_of([good(p) for p in paths if p["team"] == t["id"]], closed) for t in self.active]
        return never_confirmed(all_of(each), self.closed("teams", self.last, self.last))

    def f3_operating(self):
        return all_of(self.monthly(lambda a, b: any_of(
            [self.leader_among(m["present"]) for m in self.of_kind("flow_review", a, b)], self.closed("meetings", a, b))))

    def f3_vsm(self):
        return any_of([self.leader_among(m["present"]) for m in self.of_kind("value_stream_mapping")], self.closed("meetings"))

    def f3_retros(self):
        each = [self.leader_among(m["present"]) for m in self.of_kind("retrospective") if len(set(m.get("teams", []))) >= 2]
        return closed_only(share_at_least(each, 0.5), self.closed("meetings"))

    # ---- plays

    def key_results(self):
        return [k for k in self.f.read("key_results") if date(k["quarter"]) == self.first]

    @staticmethod
    def measure(k):
        """The class of what is measured: by its metric, else by its unit; None where nothing tells."""
        metric, unit = k.get("metric"), k.get("unit")
        if metric and metric.split(".")[0] in ("dora", "survey", "customer"):
            return "outcome"
        if metric and metric.startswith("valuestream.flow_velocity"):
            return "output"
        if metric and metric.split(".")[0] in ("topology", "valuestream"):
            return "outcome"
        if metric and metric.split(".")[-1] in ("story_points", "hours_worked"):
            return "effort"
        return "effort" if unit == "person_days" else None

    def outcome(self, k):
        if any(k.get(x) is None for x in ("baseline", "target", "unit", "owner", "due", "metric")) or not self.in_period(date(k["due"])):
            return False
        return None if (c := self.measure(k)) is None else c == "outcome"

    def p1_outcomes(self):
        return closed_only(share_at_least([self.outcome(k) for k in self.key_results()], 0.6), self.closed("key_results"))

    def p1_tied(self):
        areas = {"dora": lambda m: m.startswith("dora."), "customer": lambda m: m.startswith("customer."),
                 "developers": lambda m: m.startswith("survey.")}
        closed = self.closed("key_results")
        # What a key result of a class that nobody declared is tied to is not known either.
        mine = lambda k, is_in: self.measure(k) is None or is_in(k.get("metric") or "")
        return all_of([any_of([self.outcome(k) for k in self.key_results() if mine(k, is_in)], closed) for is_in in areas.values()])

    def p1_vanity(self):
        return never_confirmed(all_of([None if (c := self.measure(k)) is None else c not in ("effort", "activity") for k in self.key_results()]), self.closed("key_results"))

    def ledger(self, category=None, month=None):
        return [r for r in self.f.read("capacity") if self.in_period(date(r["month"])) and (category is None or r["category"] == category)
                and (month is None or date(r["month"]) == month)]

    @staticmethod
    def total(rows, key):
        values = [r.get(key) for r in rows]
        return None if None in values else sum(values)

    def against_plan(self, rows, t, strict=True):
        plan, used = self.total(rows, "planned"), self.total(rows, "actual")
        if used is None:
            return None
        return used >= t * plan - 1e-9

    def p2_prioritise(self):
        closed = self.closed("capacity")
        mine = ["platform_engineering", "enabling_teams", "automation"]
        # choice: a category that the ledger does not have was not prioritised.
        parts = [self.against_plan(rows, 0.8) if (rows := self.ledger(c)) else False for c in mine]
        own = [r.get("actual") for c in mine for r in self.ledger(c)]
        rest = [r.get("actual") for r in self.ledger() if r["category"] not in mine]
        a, b = (sum(x for x in xs if x is not None) for xs in (own, rest))
        # What is not known may be anything from nothing on.
        low = NA if a + b == 0 else a / (a + b) >= 0.1 - 1e-9
        parts.append(low if None not in own + rest else None if low and None in rest or not low and None in own else low)
        return closed_only(all_of(parts), closed)

    def p2_protect(self):
        closed = self.closed("capacity")
        parts = []
        for c in ["golden_paths", "testing", "observability"]:
            rows = self.ledger(c)
            if not rows:
                parts.append(closed_only(False, closed))
                continue
            parts.append(closed_only(self.against_plan(rows, 0.9), closed))
            for m, _ in self.months:
                if here := self.ledger(c, m):
                    parts.append(closed_only(self.against_plan(here, 0.7), closed))
        return never_confirmed(all_of(parts), closed)

    def p3_vsm(self):
        sessions = never_confirmed(all_of([self.leader_among(m["present"]) for m in self.of_kind("value_stream_mapping")]),
                                   self.closed("meetings"))
        newest = {}
        for m in self.maps():
            newest[m["stream"]] = date(m["measured"])
        for m in self.f.read("meetings"):
            if m.get("stream"):                        # named is enough: a session that was called off had a stream too
                newest.setdefault(m["stream"], None)
        since = self.last - dt.timedelta(days=183)
        closed = self.closed("value_stream_maps", since, self.last)
        streams = [True if d and d >= since else False if closed else None for d in newest.values()]
        return all_of([sessions, never_confirmed(all_of(streams), closed)])

    def p3_sponsor(self):
        def good(x):
            acted = any(date(a["date"]) <= self.last for a in x.get("sponsor_actions", []))
            parts = [len(set(x.get("teams", []))) >= 2, self.senior(x.get("sponsor")), acted]
            return all_of(parts)
        running = [x for x in self.f.read("experiments") if date(x["started"]) <= self.last
                   and not ((e := self.past(x, "ended")) and e < self.first)]
        return any_of([good(x) for x in running], self.closed("experiments"))

    def p3_unblock(self):
        closed = self.closed("blockers")
        rows = []
        for b in self.f.read("blockers"):
            raised, gone = date(b["raised"]), self.past(b, "unblocked")
            # choice: those raised in the period, and those that were still open in it.
            if not b["team_can_solve_alone"] and raised <= self.last and (gone is None or gone >= self.first):
                rows.append((b, raised, gone))
        in_time, sponsor, long_open = [], [], []
        for b, raised, gone in rows:
            age = ((gone or self.f.today) - raised).days
            in_time.append((age <= 14) if gone else (False if (self.f.last_day - raised).days >= 14 else None))
            sponsor.append(self.senior(b.get("sponsor")))
            long_open.append(gone is not None or (self.last - raised).days <= 30)
        return all_of([closed_only(share_at_least(in_time, 0.85), closed), never_confirmed(all_of(sponsor), closed),
                       never_confirmed(all_of(long_open), closed)])

    def p4_align(self):
        constructs = {
            "psychological_safety": (["can_admit_mistakes", "can_raise_problems", "can_ask_for_help", "disagreeing_costs"], {"disagreeing_costs"}),
            "trust": (["keeps_word", "says_what_is_so", "acts_for_team", "decides_fairly"], set()),
            "autonomy": (["own_way_of_working", "own_order_of_work", "decisions_where_work_is", "must_ask_for_small_things"],
                         {"must_ask_for_small_things"})}
        waves = [w for w in self.waves() if w["instrument"] == "manager-climate" and self.in_period(date(w["closed"]))]
        if not waves:
            return None
        wave = waves[-1]["id"]
        manager = {t["id"]: t.get("manager") for t in self.teams}
        spans = {}
        for a in self.answers():
            if a["wave"] == wave and a["value"].isdigit():
                boss = manager.get(a["group"].split("/")[-1])
                spans.setdefault(boss, {}).setdefault(a["respondent"], {})[a["item"]] = int(a["value"])
        each = []
        for boss, people in spans.items():
            # Who left is nobody to align.
            if boss is None or len(people) < 5 or boss not in self.people or not self.is_active(self.people[boss]):
                continue
            parts = []
            for items, reverse in constructs.values():
                scores = []
                for given in people.values():
                    have = [8 - given[i] if i in reverse else given[i] for i in items if i in given]
                    if 2 * len(have) >= len(items):
                        scores.append(sum(have) / len(have))
                parts.append(None if len(scores) < 5 else sum(scores) / len(scores) >= 5.0 - 1e-9)
            each.append(all_of(parts))
        if not self.closed("teams", self.last, self.last):
            # A manager without a team may have one that nobody recorded.
            each += [None for p in self.people.values() if p["role"] == "manager" and self.is_active(p) and p["id"] not in manager.values()]
        value = share_at_least(each, 0.8)
        return None if value is NA else closed_only(value, self.people_closed)

    def p4_support(self):
        managers = [p["id"] for p in self.people.values() if p["role"] == "manager" and self.is_active(p)]
        coached = {c["manager"] for c in self.logged("coaching")}
        briefed = {p for b in self.logged("narrative_briefs") for p in b.get("acknowledged", [])}
        hours = {}
        for r in self.f.read("manager_resources"):
            if date(r["quarter"]) == self.first:
                hours[r["manager"]] = hours.get(r["manager"], 0) + r["protected_hours"]
        found = lambda ok, closed: True if ok else False if closed else None
        c, b, h = (self.closed(k) for k in ("coaching", "narrative_briefs", "manager_resources"))
        # choice: three shares of their own.
        parts = [share_at_least([found(m in coached, c) for m in managers], 0.9),
                 share_at_least([found(m in briefed, b) for m in managers], 0.9),
                 share_at_least([found(hours.get(m, 0) >= 4, h) for m in managers], 0.9)]
        return closed_only(all_of(parts), self.people_closed)

    def shown(self, *kinds, only=None):
        """Whether a highlight of the period is about one of them; an id that nobody knows may be of an open log."""
        known = {r["id"] for k in kinds for r in self.f.read(k)}
        closed = all(self.closed(k) for k in kinds)
        each = [h["about"] in (known if only is None else only) if closed or h["about"] in known else None for h in self.logged("highlights")]
        return any_of(each, self.closed("highlights"))

    def p5_incidents(self):
        rows = [r for r in self.logged("post_incident_reviews") if r["severity"] <= 2]
        closed = self.closed("post_incident_reviews")
        if not rows:
            return NA if closed else None
        reviewed = []
        for r in rows:
            done = self.past(r, "reviewed")
            reviewed.append((done - date(r["date"])).days <= 10 if done else
                            False if (self.f.last_day - date(r["date"])).days >= 10 else None)
        due = [a for a in self.f.read("post_incident_actions") if self.in_period(date(a["due"])) and not (a.get("declined") or "").strip()]
        actions = share_at_least([bool((d := self.past(a, "done")) and d <= date(a["due"])) for a in due], 0.8)
        shown = self.shown("post_incident_actions", "post_incident_reviews")
        return all_of([never_confirmed(all_of(reviewed), closed), closed_only(actions, self.closed("post_incident_actions")), shown])

    def p5_experiments(self):
        need = ["hypothesis", "metric", "guardrail", "stop_criterion", "learning"]
        done = [x["id"] for x in self.logged("experiments", "ended") if all((x.get(k) or "").strip() for k in need)]
        closed = self.closed("experiments")
        return all_of([True if len(done) >= 2 else False if closed else None, self.shown("experiments", only=done)])

    def p5_sharing(self):
        teams = {t for s in self.logged("sharing_events") for t in s["teams"]}
        return True if len(teams) >= 2 else False if self.closed("sharing_events") else None

    # ---- cadence

    def c1_held(self):
        return all_of(self.monthly(lambda a, b: any_of([True for _ in self.of_kind("flow_review", a, b)], self.closed("meetings", a, b))))

    def c1_content(self):
        need = {"dora_trends", "qualitative_feedback", "improvement_backlog"}
        return share_at_least(self.monthly(lambda a, b: any_of(
            [need <= set(m.get("sections", [])) for m in self.of_kind("flow_review", a, b)], self.closed("meetings", a, b))), 0.9)

    def c1_follow_through(self):
        due = [a for m in self.meetings if m["kind"] == "flow_review" for a in m.get("actions", []) if self.in_period(date(a["due"]))]
        each = [bool((d := self.past(a, "done")) and d <= date(a["due"])) for a in due]
        return closed_only(share_at_least(each, 0.8), self.closed("meetings"))

    def leaders_at_least(self, people, n):
        known = [self.senior(p) for p in set(people)]
        return True if known.count(True) >= n else None if known.count(True) + known.count(None) >= n else False

    def c2_held(self):
        return any_of([self.leaders_at_least(m["present"], 2) for m in self.of_kind("strategy_session")], self.closed("meetings"))

    def c2_content(self):
        need = {"product_objectives", "platform_objectives", "business_objectives", "flow_investments"}
        return any_of([need <= set(m.get("sections", [])) for m in self.of_kind("strategy_session")], self.closed("meetings"))

    def c2_alignment(self):
        every = {o["id"] for o in self.f.read("objectives")}
        kinds = {o["id"]: o["kind"] for o in self.f.read("objectives") if date(o["quarter"]) == self.first}
        objectives_closed = self.closed("objectives")
        money = [i for i in self.f.read("investments") if date(i["quarter"]) == self.first]
        linked = lambda i: [kinds[o] for o in i.get("supports", []) if o in kinds]
        heard = lambda i: objectives_closed or all(o in every for o in i.get("supports", []))
        parts = [any_of([k in linked(i) or (False if heard(i) else None) for i in money], self.closed("investments"))
                 for k in ("product", "platform", "business")]
        total = sum(i["amount"] for i in money)
        loose = [i for i in money if not linked(i)]
        # Where the objectives are not all known, one that nobody knows may be one of the quarter.
        most, least = (sum(i["amount"] for i in rows) for rows in
                       (loose, [i for i in loose if heard(i)]))
        low, high = (x <= 0.1 * total + 1e-9 for x in (most, least))
        parts.append(closed_only(NA if total == 0 else True if low else None if high else False, self.closed("investments")))
        return all_of(parts)

    def c3_held(self):
        rules = [r for r in self.f.read("recurrence_rules") if r["kind"] == "all_hands"]
        each = []
        for r in rules:
            start = dt.datetime.combine(date(r["start"]), dt.time())
            for o in rrulestr(r["rule"], dtstart=start).between(start - DAY, dt.datetime.combine(self.last, dt.time()), inc=True):
                if self.in_period(o.date()):
                    here = self.of_kind("all_hands", o.date(), o.date())
                    each.append(any_of([True for _ in here], self.closed("meetings", o.date(), o.date())))
        value = all_of(each)
        # choice: without a rule nothing says that they are regular.
        return None if value is NA else never_confirmed(value, self.closed("recurrence_rules"))

    def c3_each(self, good):
        return never_confirmed(all_of([good(m) for m in self.of_kind("all_hands")]), self.closed("meetings"))

    def c3_culture(self):
        return self.c3_each(lambda m: "cultural_expectations" in m.get("sections", []))

    def c3_recognition(self):
        return self.c3_each(lambda m: any((r.get("behaviour") or "").strip() for r in m.get("recognised", [])))

    # ---- signals

    def s1(self):
        return None                                    # two quarters prove nothing

    def s2(self):
        items = ["time_for_trying", "learning_before_blame", "small_changes_without_approval", "manager_backs_trying",
                 "plans_follow_results", "problems_lead_to_action", "safer_to_keep_quiet"]
        waves = [w for w in self.waves() if w["instrument"] == "leadership-experimentation"]
        if len(waves) < 2 or not self.in_period(date(waves[-1]["closed"])):
            return None
        found = []
        for w in waves[-2:]:
            people = {}
            for a in self.answers():
                if a["wave"] == w["id"] and a["value"].isdigit() and a["item"] in items:
                    v = int(a["value"])
                    people.setdefault(a["respondent"], []).append(8 - v if a["item"] == "safer_to_keep_quiet" else v)
            scores = [sum(v) / len(v) for v in people.values() if 2 * len(v) >= len(items)]
            found.append((sum(s >= 6 for s in scores), len(scores)))
        (x0, n0), (x1, n1) = found
        if n0 < 5 or n1 < 5:
            return None
        lo, hi = newcombe(x1, n1, x0, n0)
        return True if lo > 0 else False if hi < 0.05 else None

    def in_both(self):
        """The team-weeks in this period and the one before of every team that was there in both."""
        both = {}
        for t in self.teams:
            a, b = date(t.get("from", "1970-01-01")), date(t.get("until", "2199-01-01"))
            weeks = [max((min(b, last + DAY) - max(a, first)).days, 0) / 7
                     for first, last in ((self.first, self.last), (self.prev_first, self.prev_last))]
            if min(weeks) > 0:
                both[t["id"]] = weeks
        return both

    def escalations(self, key):
        """Those of this period and of the one before, by the local day of an instant of theirs."""
        rows = [(e, self.f.day(e[key])) for e in self.f.read("escalations") if key in e and instant(e[key]) <= self.f.as_of]
        return [[e for e, d in rows if a <= d <= b] for a, b in ((self.first, self.last), (self.prev_first, self.prev_last))]

    def s3_drop(self):
        both = self.in_both()
        now, before = ([e for e in rows if e["team"] in both] for rows in self.escalations("raised_at"))
        t1, t2 = (sum(w[i] for w in both.values()) for i in (0, 1))
        closed = self.closed("escalations", self.prev_first, self.last) and self.closed("teams", self.last, self.last)
        if not closed or not t1 or not (now or before):
            return None
        lo, hi = rate_ratio(len(now), t1, len(before), t2)
        # choice: not met where the data rule out a drop of a tenth.
        return True if hi < 1 else False if lo > 0.9 else None

    def s3_span(self):
        resolved = [[e for e in rows if e.get("resolved_at_level")] for rows in self.escalations("resolved_at")]
        if not self.closed("escalations", self.prev_first, self.last) or not all(resolved):
            return None
        counts = [(sum(e["resolved_at_level"] == "platform" for e in rows), len(rows)) for rows in resolved]
        lo, hi = newcombe(*counts[0], *counts[1])
        # choice: not met where the data rule out a rise of 5 points, as for S2.
        return True if lo > 0 else False if hi < 0.05 else None

    CRITERIA = {
        "H.constraint": h_constraint, "H.relief": h_relief, "ST2.decisions": st2_decisions, "ST2.approvals": st2_approvals,
        "F1.dora": f1_dora, "F1.devex": f1_devex, "F1.visible": f1_visible, "F2.topology": f2_topology, "F2.ownership": f2_ownership,
        "F2.escalation": f2_escalation, "F3.operating": f3_operating, "F3.vsm": f3_vsm, "F3.retros": f3_retros,
        "P1.outcomes": p1_outcomes, "P1.tied": p1_tied, "P1.vanity": p1_vanity, "P2.prioritise": p2_prioritise, "P2.protect": p2_protect,
        "P3.vsm": p3_vsm, "P3.sponsor": p3_sponsor, "P3.unblock": p3_unblock, "P4.align": p4_align, "P4.support": p4_support,
        "P5.incidents": p5_incidents, "P5.experiments": p5_experiments, "P5.sharing": p5_sharing,
        "C1.held": c1_held, "C1.content": c1_content, "C1.follow_through": c1_follow_through, "C2.held": c2_held,
        "C2.content": c2_content, "C2.alignment": c2_alignment, "C3.held": c3_held, "C3.culture": c3_culture,
        "C3.recognition": c3_recognition, "S1": s1, "S2": s2, "S3.drop": s3_drop, "S3.span": s3_span,
    }

    def verdicts(self):
        """Every criterion's verdict, but for exemptions, which change weights and no verdict of their own check."""
        found = {k: VERDICT[rule(self)] for k, rule in self.CRITERIA.items()}
        item = lambda *names: combined([found[n] for n in names])
        found["ST1"] = combined([found["P3.unblock"], item("P2.prioritise", "P2.protect"),
                                 item("P5.incidents", "P5.experiments", "P5.sharing")])
        found["A.assets"] = NA
        return found


def main(arguments):
    if arguments[:1] == ["--write"]:
        for folder in sorted(p for p in pathlib.Path(arguments[1]).iterdir() if p.is_dir()):
            verdicts = sorted(Evaluation(folder).verdicts().items())
            folder.with_name(folder.name + ".toml").write_text("".join(f'"{k}" = "{v}"\n' for k, v in verdicts))
        return
    for folder in arguments or [line.strip() for line in sys.stdin]:
        for k, v in sorted(Evaluation(folder).verdicts().items()):
            print(f"{folder}\t{k}\t{v}")


if __name__ == "__main__":
    main(sys.argv[1:])
