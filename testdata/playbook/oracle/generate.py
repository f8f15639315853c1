#!/usr/bin/env python3
"""Writes random small organisations of two quarters as folders of plain records, many of their numbers just at a threshold.

    python3 generate.py FOLDER COUNT [FIRST_SEED]
"""
import datetime as dt
import json
import pathlib
import random
import sys
from zoneinfo import ZoneInfo

DAY = dt.timedelta(days=1)
DORA = ["dora.deployment_frequency", "dora.change_lead_time", "dora.change_fail_rate",
        "dora.deployment_rework_rate", "dora.failed_deployment_recovery_time"]
KINDS = ["people", "teams", "services", "ownership", "escalation_paths", "metric_status", "dashboard_views", "meetings",
         "recurrence_rules", "value_stream_maps", "objectives", "key_results", "capacity", "investments", "experiments",
         "post_incident_reviews", "post_incident_actions", "highlights", "sharing_events", "coaching", "narrative_briefs",
         "manager_resources", "change_approvals", "leadership_decisions", "blockers", "escalations", "survey_waves"]


def next_month(d):
    return dt.date(d.year + d.month // 12, d.month % 12 + 1, 1)


class Organisation:
    def __init__(self, seed):
        r = self.r = random.Random(seed)
        self.zone_name = r.choice(["Europe/Berlin", "Europe/Berlin", "Pacific/Auckland", "UTC"])
        self.zone = ZoneInfo(self.zone_name)
        self.first = r.choice([dt.date(2026, 1, 1), dt.date(2026, 4, 1), dt.date(2026, 7, 1)])
        self.months = [self.first, next_month(self.first), next_month(next_month(self.first))]
        self.end = next_month(self.months[2])
        self.last = self.end - DAY
        self.prev = dt.date(self.first.year - (self.first.month == 1), (self.first.month - 4) % 12 + 1, 1)
        self.as_of = self.local(self.end, 0, 0) + dt.timedelta(days=r.choice([0, 0, 0, 0, 4, 12]))
        self.goodness = r.choice([0.5, 0.85, 0.97, 1.0])
        self.rows = {k: [] for k in KINDS}
        self.answers = []
        self.n = 0

    def local(self, day, hour, minute=0):
        return dt.datetime(day.year, day.month, day.day, hour, minute, tzinfo=self.zone).astimezone(dt.timezone.utc)

    def good(self, p=None):
        return self.r.random() < (self.goodness if p is None else p)

    def id(self, of):
        self.n += 1
        return f"{of}-{self.n}"

    def add(self, of, /, **row):
        row = {k: v.isoformat() if isinstance(v, dt.date) and not isinstance(v, dt.datetime) else
               v.strftime("%Y-%m-%dT%H:%M:%SZ") if isinstance(v, dt.datetime) else v for k, v in row.items() if v is not None}
        self.rows[of].append(row)
        return row

    def day(self, first=None, last=None):
        first, last = first or self.first, last or self.last
        return self.r.choice([first, last, first + DAY * self.r.randrange((last - first).days + 1)])

    def edge(self, day):
        """An instant of that local day, often at its very edge, where the day of UTC is another."""
        hour, minute = self.r.choice([(0, 0), (0, 30), (9, 0), (12, 0), (23, 59)])
        return self.local(day, hour, minute)

    def build(self):
        for part in (self.organisation, self.metrics, self.meetings, self.maps, self.goals, self.money, self.learning, self.managers,
                     self.decisions, self.blockers, self.escalations, self.surveys):
            part()
        return self

    def organisation(self):
        r = self.r
        self.leaders = ["lead-1", "lead-2", "lead-3"]
        self.managers_ = [f"mgr-{i}" for i in range(r.choice([2, 4, 10]))]
        for p in self.leaders:
            self.add("people", id=p, role="senior_leader")
        for p in self.managers_:
            gone = r.random() < 0.05
            self.add("people", id=p, role="manager", manager=None, until=r.choice([self.last, self.end]) if gone else None)
        self.members = [f"dev-{i}" for i in range(6)]
        for p in self.members:
            self.add("people", id=p, role="member")
        self.teams = []
        for i, m in enumerate(self.managers_):
            kind = r.choice(["stream-aligned", "platform", "enabling", "complicated-subsystem"])
            if not self.good(max(self.goodness, 0.93)):
                kind = r.choice(["undefined", None])
            manager = m if self.good(max(self.goodness, 0.95)) else None
            when = r.random()
            start = self.first if when < 0.06 else self.end if when < 0.09 else None
            until = r.choice([self.last, self.end, self.first]) if when > 0.92 else None
            self.add("teams", id=f"team-{i}", kind=kind, manager=manager, **{"from": start}, until=until)
            self.teams.append(f"team-{i}")
        for i in range(r.choice([1, 3, 10, 10, 20])):
            s = f"svc-{i}"
            old = r.random() < 0.05
            self.add("services", id=s, active_to=self.local(r.choice([self.last, self.end]), 0) if old else None)
            owners = [r.choice(self.teams)]
            if not self.good(max(self.goodness, 0.97)):
                owners = r.choice([[], r.sample(self.teams, 2), ["team-gone"]])
            for o in owners:
                self.add("ownership", service=s, team=o)
            if r.random() < 0.2 and owners:
                # An earlier owner, until the day that the present one took over.
                self.rows["ownership"][-1]["from"] = self.local(self.months[1], 0).strftime("%Y-%m-%dT%H:%M:%SZ")
                self.add("ownership", service=s, team=r.choice(self.teams), until=self.local(self.months[1], 0))
        for t in self.teams:
            if not self.good(max(self.goodness, 0.95)):
                continue
            ok = self.good(max(self.goodness, 0.9))
            flaw = None if ok else r.choice(["short", "silent", "low", "old", "never", "stranger"])
            steps = [{"reaches": ["dev-0"], "respond_within_minutes": 30}, {"reaches": [self.managers_[0]], "respond_within_minutes": 60},
                     {"reaches": [r.choice(self.leaders)], "respond_within_minutes": 120}]
            if flaw == "short":
                steps = steps[2:]
            if flaw == "silent":
                del steps[1]["respond_within_minutes"]
            if flaw == "low":
                steps.reverse()
            if flaw == "stranger":
                steps[2]["reaches"] = ["somebody"]
            reviewed = self.last - DAY * (184 if flaw == "old" else r.choice([183, 0, 90]))
            self.add("escalation_paths", id=self.id("path"), team=t, steps=steps, reviewed=None if flaw == "never" else reviewed)

    def metrics(self):
        r = self.r
        services = [s["id"] for s in self.rows["services"]]
        bad = r.choice([0, 0, 1, 2]) if len(services) >= 10 else r.choice([0, 0, 1])
        for i, s in enumerate(services):
            some = r.sample(DORA, 3 if i < bad and r.random() < 0.6 else r.choice([4, 5]))
            age = 36 if i < bad and len(some) > 3 else r.choice([35, 35, 10, 0, -9])
            for m in some:
                self.add("metric_status", service=s, metric=m, updated=min(self.last - DAY * age, self.as_of.astimezone(self.zone).date() - DAY))
            if r.random() < 0.1:
                self.add("metric_status", service=s, metric="topology.ownership_coverage", updated=self.last)

    def present(self, p_leader=None):
        here = self.r.sample(self.managers_ + self.members, 2)
        if self.good(p_leader):
            here.append(self.r.choice(self.leaders))
        elif self.r.random() < 0.2:
            here.append("somebody")
        return here

    def meet(self, kind, day, **more):
        r = self.r
        when = {"at": self.edge(day)} if r.random() < 0.7 else {"date": day}
        if r.random() < 0.3 and "at" in when:
            when["date"] = day
        status = "held" if r.random() < 0.94 else r.choice(["cancelled", "planned"])
        return self.add("meetings", id=self.id(kind), kind=kind, status=status, accepted_but_absent=[r.choice(self.leaders)],
                        sent_delegate=[r.choice(self.leaders)], **when, **{"present": self.present(), **more})

    def meetings(self):
        r = self.r
        for m in [self.prev, *self.months]:
            last = next_month(m) - DAY
            if self.good(max(self.goodness, 0.8)):
                for _ in range(r.choice([1, 1, 1, 2])):
                    sections = ["dora_trends", "qualitative_feedback", "improvement_backlog", "other"]
                    if not self.good():
                        sections.remove(r.choice(sections[:3]))
                    due = [self.day() for _ in range(r.choice([0, 1, 5]))]
                    actions = [{"id": self.id("act"), "due": d.isoformat(),
                                "done": (d + DAY * (r.choice([0, -3]) if self.good(max(0.75, self.goodness)) else 1)).isoformat()} for d in due]
                    for a in actions:
                        if r.random() < 0.05:
                            del a["done"]
                    self.meet("flow_review", self.day(m, last), sections=sections, actions=actions)
            if r.random() < 0.5:
                who = r.choice(self.leaders) if self.good() else r.choice(self.members)
                self.add("dashboard_views", id=self.id("view"), person=who, at=self.edge(self.day(m, last)))
        for _ in range(r.choice([0, 1, 1, 2])):
            self.meet("value_stream_mapping", self.day(), stream=r.choice(["buy", "pay", None]))
        for _ in range(r.choice([0, 1, 2, 4])):
            teams = r.sample(self.teams, 2) if r.random() < 0.7 else [self.teams[0]]
            self.meet("retrospective", self.day(), teams=teams, present=self.present(0.5))
        for _ in range(r.choice([0, 1, 1, 2])):
            sections = ["product_objectives", "platform_objectives", "business_objectives", "flow_investments"]
            if not self.good():
                sections.remove(r.choice(sections))
            here = r.sample(self.leaders, r.choice([2, 2, 3, 1])) + [self.managers_[0]]
            self.meet("strategy_session", self.day(), sections=sections, present=here)
        if r.random() < 0.85:
            rule = r.choice(["FREQ=MONTHLY;BYMONTHDAY=1", "FREQ=MONTHLY;BYMONTHDAY=-1", "FREQ=MONTHLY;BYDAY=-1TH", "FREQ=MONTHLY;INTERVAL=2;BYMONTHDAY=31",
                             "FREQ=MONTHLY;BYMONTHDAY=31", "FREQ=WEEKLY;INTERVAL=4;BYDAY=TU", "FREQ=MONTHLY;BYDAY=2WE;COUNT=5"])
            self.add("recurrence_rules", id="all-hands", kind="all_hands", start=self.prev, rule=rule, zone=self.zone_name)
            from dateutil.rrule import rrulestr
            start = dt.datetime.combine(self.prev, dt.time())
            for o in rrulestr(rule, dtstart=start).between(start - DAY, dt.datetime.combine(self.last, dt.time()), inc=True):
                if self.good(max(self.goodness, 0.85)):
                    day = o.date() if r.random() < 0.95 else o.date() + DAY
                    recognised = [{"team": self.teams[0], "behaviour": "told what failed"}]
                    if not self.good():
                        recognised = r.choice([[], [{"team": self.teams[0]}]])
                    self.meet("all_hands", day, sections=["cultural_expectations"] if self.good() else ["other"], recognised=recognised)

    def maps(self):
        r = self.r
        for stream in ["buy", "pay", "find"][: r.choice([0, 1, 1, 2, 3])]:
            base = r.choice([100.0, 50.0])
            days = sorted({self.last - DAY * r.choice([0, 20, 60, 80, 89, 183, 184]) for _ in range(r.choice([1, 2, 2, 3]))})
            for i, d in enumerate(days):
                total = base if i == 0 else base * r.choice([0.9, 0.9, 0.901, 0.8, 1.0])
                self.add("value_stream_maps", id=self.id("map"), stream=stream, measured=d,
                         stages=[{"name": "do", "process_hours": base * 0.25, "wait_hours": 0.0},
                                 {"name": "wait", "process_hours": 0.0, "wait_hours": round(total - base * 0.25, 6)}])

    def goals(self):
        r = self.r
        metrics = [("dora.change_lead_time", "hours"), ("customer.waiting_time", "hours"), ("survey.job_satisfaction", "score")]
        for q in (self.prev, self.first):
            if q == self.prev and r.random() < 0.5:
                continue
            for i in range(r.choice([0, 3, 5, 5, 10])):
                metric, unit = metrics[i % 3]
                row = {"metric": metric, "unit": unit, "baseline": 10.0, "target": 5.0, "owner": "lead-1", "due": self.last if q == self.first else self.first - DAY}
                if not self.good(0.75 if i > 2 else self.goodness):
                    flaw = r.choice(["metric", "unit", "baseline", "target", "owner", "due", "late", "early", "effort", "points", "output", "unheard"])
                    if flaw == "late":
                        row["due"] = self.end
                    elif flaw == "early":
                        row["due"] = self.first - DAY
                    elif flaw == "effort":
                        row.update(metric=None, unit="person_days")
                    elif flaw == "points":
                        row.update(metric="team.story_points", unit="count")
                    elif flaw == "output":
                        row.update(metric="valuestream.flow_velocity", unit="per_week")
                    elif flaw == "unheard":
                        row.update(metric="things.done", unit="count")
                    else:
                        row[flaw] = None
                self.add("key_results", id=self.id("kr"), quarter=q, text=r.choice(["faster", "fewer hours of waiting", "400 story points"]),
                         claims=r.choice([[], ["outcome"]]), **row)

    def money(self):
        r = self.r
        ours = ["platform_engineering", "enabling_teams", "automation"]
        kept = ["golden_paths", "testing", "observability"]
        if r.random() < 0.85:
            for c in ours + kept + ["features"]:
                if r.random() < 0.03:
                    continue
                for i, m in enumerate(self.months):
                    if r.random() < 0.02:
                        continue
                    plan = 100.0
                    used = r.choice([80.0, 90.0, 100.0]) if c in ours else r.choice([90.0, 100.0, 110.0])
                    if c in kept and not self.good(max(self.goodness, 0.93)):
                        used = r.choice([70.0, 69.0, 130.0])
                    if c in ours and not self.good(max(self.goodness, 0.95)):
                        used = 60.0
                    if c == "features":
                        plan = used = r.choice([1800.0, 2100.0, 3000.0])
                    self.add("capacity", id=self.id("cap"), month=m, category=c, planned=plan, actual=None if r.random() < 0.01 else used, unit="person_days")
        objectives = []
        for kind in ["product", "platform", "business"]:
            if self.good(max(self.goodness, 0.9)):
                objectives.append(self.add("objectives", id=f"o-{kind}", quarter=self.first, kind=kind, text=kind)["id"])
        self.add("objectives", id="o-old", quarter=self.prev, kind="product", text="old")
        for o in objectives:
            if self.good(max(self.goodness, 0.9)):
                self.add("investments", id=self.id("inv"), quarter=self.first, category="automation", amount=300.0, supports=[o])
        loose = r.choice([0, 100.0, 100.0, 101.0, 50.0, 300.0])
        if loose:
            self.add("investments", id=self.id("inv"), quarter=self.first, category="other", amount=loose, supports=r.choice([[], ["o-old"]]))

    def learning(self):
        r = self.r
        for _ in range(r.choice([0, 1, 2, 3])):
            ended = self.day() if r.random() < 0.8 else r.choice([None, self.first - DAY])
            sponsor = r.choice(self.leaders) if self.good() else r.choice([None, self.managers_[0]])
            row = {"hypothesis": "h", "metric": "dora.change_fail_rate", "guardrail": "g", "stop_criterion": "s", "learning": "l"}
            if not self.good():
                row[r.choice(list(row))] = None
            x = self.id("x")
            self.add("experiments", id=x, teams=r.sample(self.teams, 2) if self.good() else [self.teams[0]], sponsor=sponsor,
                     sponsor_actions=[{"date": self.day().isoformat(), "what": "freed two people"}] if self.good() else [],
                     started=self.prev, ended=ended, outcome=r.choice(["confirmed", "refuted"]), **row)
            if r.random() < 0.8:
                self.add("highlights", id=self.id("h"), date=self.day(), forum="all_hands", about=x)
        for _ in range(r.choice([0, 1, 2, 5])):
            inc = self.id("inc")
            d = self.day()
            late = not self.good(max(self.goodness, 0.9))
            self.add("post_incident_reviews", id=f"review-{inc}", incident=inc, date=d, severity=r.choice([1, 2, 2, 3]), cause="c",
                     reviewed=None if late and r.random() < 0.5 else d + DAY * (11 if late else r.choice([10, 3])))
            for _ in range(r.choice([0, 1, 5])):
                due = self.day()
                ok = self.good(0.8)
                row = {"done": due if ok else r.choice([None, due + DAY])}
                if not ok and r.random() < 0.4:
                    row["declined"] = "the service is gone"
                a = self.id("pia")
                self.add("post_incident_actions", id=a, incident=inc, due=due, **row)
                if r.random() < 0.3:
                    self.add("highlights", id=self.id("h"), date=self.day(), forum="all_hands", about=a)
        for _ in range(r.choice([0, 1, 2, 3])):
            self.add("sharing_events", id=self.id("share"), date=self.day(), teams=r.sample(self.teams, r.choice([1, 1, 2])), topic="t")

    def managers(self):
        r = self.r
        miss = r.choice([0, 0, 1, 2]) if len(self.managers_) == 10 else r.choice([0, 0, 0, 1])
        for i, m in enumerate(self.managers_):
            if i >= miss or r.random() < 0.3:
                self.add("coaching", id=self.id("c"), manager=m, date=self.day())
            hours = r.choice([4.0, 4.0, 6.0]) if i >= miss or r.random() < 0.3 else r.choice([3.9, None])
            if hours is not None:
                self.add("manager_resources", id=self.id("hours"), manager=m, quarter=self.first, protected_hours=hours)
        for d in (self.day(), self.first - DAY):
            self.add("narrative_briefs", id=self.id("brief"), date=d, acknowledged=self.managers_[0 if d < self.first else miss if r.random() < 0.5 else 0:])

    def decisions(self):
        r = self.r
        for kind in ["outcome"] * r.choice([0, 2, 3]) + ["approval"] * r.choice([0, 2, 2]):
            self.add("leadership_decisions", id=self.id("d"), date=self.day(), kind=kind)
        n = r.choice([0, 10, 60, 200])
        for first, last, share in ((self.prev, self.first - DAY, 0.5), (self.first, self.last, r.choice([0.5, 0.4, 0.2, 0.8]))):
            for i in range(n):
                self.add("change_approvals", id=self.id("ca"), deployment=f"dep-{self.n}", date=self.day(first, last), external=i < share * n)

    def blockers(self):
        r = self.r
        for _ in range(r.choice([0, 1, 6, 7, 20])):
            raised = self.day(self.prev if r.random() < 0.1 else self.first)
            ok = self.good(max(self.goodness, 0.85))
            gone = raised + DAY * (r.choice([14, 14, 3, 0]) if ok else r.choice([15, 40]))
            if r.random() < 0.06:
                raised, gone = self.last - DAY * r.choice([0, 5, 14, 15, 30, 31]), None
            self.add("blockers", id=self.id("b"), team=r.choice(self.teams), raised=raised, unblocked=gone, team_can_solve_alone=r.random() < 0.2,
                     sponsor=r.choice(self.leaders) if self.good(max(self.goodness, 0.95)) else r.choice([None, self.managers_[0]]))

    def escalations(self):
        r = self.r
        sizes = r.choice([(0, 0), (10, 10), (60, 30), (60, 40), (20, 60), (8, 0)])
        for (first, last), n, p in zip(((self.prev, self.first - DAY), (self.first, self.last)), sizes, (0.3, r.choice([0.3, 0.6, 0.1]))):
            for _ in range(n):
                at = self.edge(self.day(first, last))
                level = "platform" if r.random() < p else r.choice(["team", "peer", "lead"])
                open_ = r.random() < 0.05
                self.add("escalations", id=self.id("e"), team=r.choice(self.teams), raised_at=at,
                         resolved_at=None if open_ else at + dt.timedelta(minutes=1), resolved_at_level=None if open_ else level)

    def surveys(self):
        r = self.r
        confident = ["time_for_trying", "learning_before_blame", "small_changes_without_approval", "manager_backs_trying",
                     "plans_follow_results", "problems_lead_to_action", "safer_to_keep_quiet"]
        if r.random() < 0.8:
            size = r.choice([6, 20, 40])
            teams = self.teams[:4]
            before, after = r.choice([(0.5, 0.5), (0.3, 0.8), (0.8, 0.3), (0.5, 0.6), (0.5, 0.4)])
            last = self.last - DAY * r.choice([10, 10, 10, 119, 120, 121])
            for wave, share, closed in (("w-0", before, self.first - DAY * 60), ("w-1", after, last)):
                if closed <= self.first - DAY * 60 and wave == "w-1":
                    continue
                invited = {f"org/{t}": round(size / r.choice([0.6, 0.6, 0.5, 0.8])) for t in teams}
                self.add("survey_waves", id=wave, instrument="leadership-experimentation", version=1, opened=closed - DAY * 9, closed=closed, invited=invited)
                for t in teams:
                    for i in range(size):
                        v = 7 if i < round(share * size) else 3
                        for item in confident:
                            self.answers.append((f"{wave}-{t}-{i}", item, 8 - v if item == "safer_to_keep_quiet" else v, wave, f"org/{t}"))
        if r.random() < 0.7:
            closed = self.last - DAY * r.choice([20, 20, 20, 95])
            self.add("survey_waves", id="w-c", instrument="manager-climate", version=1, opened=closed - DAY * 9, closed=closed)
            safety = ["can_admit_mistakes", "can_raise_problems", "can_ask_for_help", "disagreeing_costs"]
            trust = ["keeps_word", "says_what_is_so", "acts_for_team", "decides_fairly"]
            autonomy = ["own_way_of_working", "own_order_of_work", "decisions_where_work_is", "must_ask_for_small_things"]
            items = safety + trust + (autonomy if r.random() < 0.85 else [])
            small = r.random() < 0.4 and len(self.teams) > 2
            for i, t in enumerate(self.teams):
                level = 5 if self.good(max(self.goodness, 0.85)) else 4
                for j in range(r.choice([3, 4]) if small and i < 2 else r.choice([5, 6])):
                    for item in items:
                        v = level
                        self.answers.append((f"c-{t}-{j}", item, 8 - v if item in ("disagreeing_costs", "must_ask_for_small_things") else v, "w-c", f"org/{t}"))

    def write(self, folder):
        r = self.r
        folder.mkdir(parents=True, exist_ok=True)
        told = [f'zone = "{self.zone_name}"', f"as_of = {json.dumps(self.as_of.strftime('%Y-%m-%dT%H:%M:%SZ'))}"]
        whole = (self.prev - DAY * 400, self.as_of.astimezone(self.zone).date() - DAY)
        for kind in KINDS:
            lost = r.random() < 0.06
            if not lost:
                (folder / f"{kind}.jsonl").write_text("".join(json.dumps(row) + "\n" for row in self.rows[kind]))
            windows = [whole]
            luck = r.random()
            if lost or luck < 0.12:
                windows = []
            elif luck < 0.17 and kind == "meetings":
                windows = r.choice([[(self.months[1], whole[1])], [(whole[0], self.months[2] - DAY)],
                                    [(whole[0], self.months[1] - DAY), (self.months[2], whole[1])]])
            elif luck < 0.25:
                middle = self.months[1]
                windows = [(whole[0], middle - DAY), (middle, whole[1])]
            for a, b in windows:
                told += ["", "[[complete]]", f'kind = "{kind}"', f'complete_from = "{a}"', f'complete_to = "{b}"']
        (folder / "sources.toml").write_text("\n".join(told) + "\n")
        if self.answers:
            (folder / "answers.csv").write_text("respondent,item,value,wave,group\n" + "".join(",".join(map(str, a)) + "\n" for a in self.answers))


if __name__ == "__main__":
    base, count, first = pathlib.Path(sys.argv[1]), int(sys.argv[2]), int((sys.argv[3:] or [0])[0])
    for seed in range(first, first + count):
        Organisation(seed).build().write(base / f"{seed:05}")
