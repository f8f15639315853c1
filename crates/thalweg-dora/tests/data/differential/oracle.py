"""Delivery metrics by the specification (dora.md), written apart from the library: numpy, scipy, statsmodels, lifelines, pymannkendall."""
from collections import Counter
import bisect, json, math, sys, warnings
from datetime import datetime, timedelta, timezone, date
from zoneinfo import ZoneInfo
import numpy as np
from scipy import stats as st
from statsmodels.stats.proportion import proportion_confint, confint_proportions_2indep
from statsmodels.stats.rates import confint_poisson
from statsmodels.stats.multitest import multipletests
from statsmodels.stats.contingency_tables import StratifiedTable
import lifelines, lifelines.statistics
import pymannkendall as pmk
warnings.simplefilter("ignore")

H = 3_600_000_000_000
DAY = 24 * H
WEEK = 7 * DAY
EPOCH = datetime(1970, 1, 1, tzinfo=timezone.utc)

# ---------------------------------------------------------------- time
def ns(text):
    if text is None:
        return None
    main, frac = text, 0
    body = text[:19]
    rest = text[19:]
    if rest.startswith("."):
        k = 1
        while k < len(rest) and rest[k].isdigit():
            k += 1
        frac = int(rest[1:k].ljust(9, "0"))
        rest = rest[k:]
    t = datetime.fromisoformat(body + ("+00:00" if rest == "Z" else rest))
    d = t - EPOCH
    return (d.days * 86400 + d.seconds) * 1_000_000_000 + frac

def utc_ns(dt):
    d = dt.astimezone(timezone.utc) - EPOCH
    return (d.days * 86400 + d.seconds) * 1_000_000_000

def local(at, zone):
    return (EPOCH + timedelta(seconds=at // 1_000_000_000)).astimezone(ZoneInfo(zone))

def midnight(day, zone):
    z = ZoneInfo(zone)
    naive = datetime(day.year, day.month, day.day)
    a = utc_ns(naive.replace(tzinfo=z, fold=0))
    if local(a, zone).replace(tzinfo=None) == naive:
        return a            # the only or the earlier instant
    # skipped: the first instant whose local time is past it
    lo, hi = a - 2 * DAY, a + 2 * DAY
    while hi - lo > 1_000_000_000:
        mid = (lo + hi) // 2 // 1_000_000_000 * 1_000_000_000
        if mid <= lo: mid = lo + 1_000_000_000
        if local(mid, zone).replace(tzinfo=None) >= naive: hi = mid
        else: lo = mid
    return hi

def first_of(y, m):
    y, m = y + (m - 1) // 12, (m - 1) % 12 + 1
    return date(y, m, 1)

def window(span, zone):
    (kind, v), = span.items()
    if kind == "free":
        return ns(v[0]), ns(v[1])
    if kind == "iso_week":
        a = date.fromisocalendar(v[0], v[1], 1); b = a + timedelta(days=7)
    elif kind == "month":
        a = first_of(*v); b = first_of(v[0], v[1] + 1)
    elif kind == "quarter":
        y, q, s = v
        y0 = y - 1 if s > 1 else y      # a fiscal year is named by the year it ends in
        a = first_of(y0, s + 3 * (q - 1)); b = first_of(y0, s + 3 * q)
    elif kind == "year":
        y, s = v
        y0 = y - 1 if s > 1 else y
        a = first_of(y0, s); b = first_of(y0 + 1, s)
    return midnight(a, zone), midnight(b, zone)

# ---------------------------------------------------------------- numbers
def q7(xs, p):
    return float(np.quantile(xs, p, method="linear"))

def garwood(n, t, level=0.95):
    a = 1 - level
    lo = 0.0 if n == 0 else st.chi2.ppf(a / 2, 2 * n) / 2
    return lo / t, st.chi2.ppf(1 - a / 2, 2 * n + 2) / 2 / t

def wilson(x, n, level=0.95):
    lo, hi = proportion_confint(x, n, 1 - level, "wilson")
    return (0.0 if x == 0 else float(lo)), (1.0 if x == n else float(hi))

def clopper(x, n, level=0.95):
    lo, hi = proportion_confint(x, n, 1 - level, "beta")
    return (0.0 if x == 0 else float(lo)), (1.0 if x == n else float(hi))

def jeffreys(x, n, level=0.95):
    lo, hi = proportion_confint(x, n, 1 - level, "jeffreys")
    return (0.0 if x == 0 else float(lo)), (1.0 if x == n else float(hi))

def median_ranks(n, level=0.95):
    best = None
    for r in range(1, n // 2 + 1):
        if st.binom.cdf(n - r, n, .5) - st.binom.cdf(r - 1, n, .5) >= level - 1e-13:
            best = r
    return best

class KM:
    """Observations (hours, ended)."""
    def __init__(self, obs):
        self.obs = sorted(obs)
        self.steps = []
        s, g = 1.0, 0.0
        for t in sorted({t for t, e in obs if e}):
            n = sum(1 for u, _ in obs if u >= t)
            d = sum(1 for u, e in obs if e and u == t)
            s *= 1 - d / n
            g = None if n == d or g is None else g + d / (n * (n - d))
            self.steps.append((t, s, g))
    def crossing(self, levels, target):
        """levels: for each step a value or None; the first step below the target, with the rule of the midpoint."""
        last = 0.0
        for k, (t, v) in enumerate(levels):
            if v is None:
                continue
            if abs(v - target) <= 1e-12:
                nxt = [u for u, _ in levels[k + 1:]]
                return ("at", (t + nxt[0]) / 2) if nxt else ("least", t)
            if v < target:
                return ("at", t)
        return ("least", self.steps[-1][0] if self.steps else 0.0)
    def quantile(self, q):
        return self.crossing([(t, s) for t, s, _ in self.steps], 1 - q)
    def band(self, level=0.95):
        z = st.norm.ppf(0.5 + level / 2)
        lows, highs = [], []
        for t, s, g in self.steps:
            if g is None or s <= 0 or s >= 1:
                lows.append((t, None)); highs.append((t, None)); continue
            w = z * math.sqrt(g) / math.log(s)
            lo, hi = s ** math.exp(-w), s ** math.exp(w)
            lo, hi = min(lo, hi), max(lo, hi)
            lows.append((t, lo)); highs.append((t, hi))
        return lows, highs
    def interval(self, q, level=0.95):
        lows, highs = self.band(level)
        a, b = self.crossing(lows, 1 - q), self.crossing(highs, 1 - q)
        return (a[1] if a[0] == "at" else None), (b[1] if b[0] == "at" else None)
    def rmst(self, horizon):
        area, at, s = 0.0, 0.0, 1.0
        for t, v, _ in self.steps:
            if t > horizon: break
            area += s * (t - at); at, s = t, v
        return area + s * (horizon - at)

def newcombe(x1, n1, x2, n2, level=0.95):
    """Of p1 − p2, Newcombe's method 10."""
    p1, p2 = x1 / n1, x2 / n2
    l1, u1 = wilson(x1, n1, level); l2, u2 = wilson(x2, n2, level)
    d = p1 - p2
    return d - math.hypot(p1 - l1, u2 - p2), d + math.hypot(u1 - p1, p2 - l2)

def fisher(x1, n1, x2, n2):
    return float(st.fisher_exact([[x1, n1 - x1], [x2, n2 - x2]])[1])

def rate_ratio(n1, t1, n2, t2, level=0.95):
    if n1 + n2 == 0: return None
    ratio = None if n2 == 0 else (n1 / t1) / (n2 / t2)
    lo, hi = clopper(n1, n1 + n2, level)
    f = t2 / t1
    lo = lo / (1 - lo) * f if lo < 1 else None
    hi = hi / (1 - hi) * f if hi < 1 else None
    p = st.binomtest(n1, n1 + n2, t1 / (t1 + t2)).pvalue
    return dict(ratio=ratio, lo=lo, hi=hi, p=float(p))

def hodges_lehmann(a, b, level=0.95):
    """Ratio b/a on logs: the estimate, its Mann–Whitney interval as R's wilcox.test gives it, and the p."""
    return None

def dispersion(counts):
    k = len(counts)
    m = sum(counts) / k if k else 0
    if k < 2 or m == 0: return None
    d = sum((x - m) ** 2 for x in counts) / m
    p = float(st.chi2.sf(d, k - 1))
    return dict(statistic=d, degrees_of_freedom=k - 1, p=p, factor=max(1.0, d / (k - 1)))

# ---------------------------------------------------------------- answers
def reading(v=None, gap=None, n=None, lo=None, hi=None, flags=(), ivl=False, **kw):
    r = {"v": v, "gap": gap}
    if n is not None: r["n"] = n
    r["lo"], r["hi"] = lo, hi
    r["flags"] = sorted(flags)
    r.update(kw)
    return r

# ---------------------------------------------------------------- records
class Log:
    def __init__(self, case):
        self.case = case
        self.zone = case["zone"]
        self.T = ns(case["as_of"])
        self.dups = self.superseded = self.refused = 0
        rules = case["rules"]
        self.latest = rules.get("incidents", {}).get("attribute") == "latest"
        self.M = rules.get("deployments", {}).get("maturity_days", 7) * DAY
        self.bots = rules.get("lead_time", {}).get("bots", True)
        self.only = rules.get("lead_time", {}).get("start")
        if self.only: self.only = self.only["only"]
        self.level = rules.get("estimation", {}).get("level", 0.95)
        D = self.settle(case["deployments"]); C = self.settle(case["changes"]); I = self.settle(case["incidents"])
        # links that contradict each other
        badD, badC = set(), set()
        for c in C.values():
            for d in c.get("deployments") or []:
                if d in D and D[d].get("changes") and c["id"] not in D[d]["changes"]:
                    badD.add(d); badC.add(c["id"])
        for d in D.values():
            for c in d.get("changes") or []:
                if c in C and C[c].get("deployments") and d["id"] not in C[c]["deployments"]:
                    badD.add(d["id"]); badC.add(c)
        self.refused += len(badD) + len(badC)
        for k in badD: del D[k]
        for k in badC: del C[k]
        self.D, self.C, self.I = D, C, I
        for d in D.values():
            d["_at"] = ns(d["finished_at"])
            d["_ok"] = d["environment"].lower() in ("production", "prod") and d["reached_production"] and d["_at"] <= self.T
        self.order = sorted(D.values(), key=lambda d: (d["_at"], d["id"]))
        self.E = [d for d in self.order if d["_ok"]]
        # incidents known by T
        self.byD = {k: [] for k in D}
        self.severe = {k: [] for k in D}
        self.shared = set()
        for i in I.values():
            began = ns(i.get("impact_started_at")) if i.get("impact_started_at") else ns(i.get("detected_at"))
            i["_began"] = began
            r = ns(i.get("restored_at"))
            i["_end"] = r if r is not None and r <= self.T else None
            if began is not None and began > self.T:
                continue
            sev = i["user_impacting"] and i["immediate_intervention"]
            causes = [D[x] for x in dict.fromkeys(i.get("caused_by") or []) if x in D and D[x]["_ok"]]
            causes.sort(key=lambda d: (d["_at"], d["id"]))
            if self.latest and len(causes) > 1:
                before = [d for d in causes if began is None or d["_at"] <= began]
                causes = [before[-1]] if before else [causes[0]]
            for d in causes:
                self.byD[d["id"]].append(i)
                if sev: self.severe[d["id"]].append(i)
            if sev and len(causes) > 1:
                for d in causes: self.shared.add(d["id"])
        # remedies
        self.mended = {k: [] for k in D}
        for e in self.E:
            for x in dict.fromkeys(e.get("remediates") or []):
                # only what finished before can be mended: no deployment mends itself, and no chain loops
                if x in D and (D[x]["_at"], x) < (e["_at"], e["id"]):
                    self.mended[x].append(e)
        # carriages
        carried = {}
        for d in self.order:
            names = list(d.get("changes") or [])
            for c in names:
                if c in C and d["_at"] <= self.T: carried.setdefault((c, d["service"]), []).append(d)
        for c in C.values():
            for x in c.get("deployments") or []:
                if x in D and D[x]["_at"] <= self.T:
                    l = carried.setdefault((c["id"], D[x]["service"]), [])
                    if D[x] not in l: l.append(D[x])
            for s in c.get("services") or []:
                carried.setdefault((c["id"], s), [])
            c["_at"] = ns(c["committed_at"])
        self.carried, self.carriers = {}, carried
        for key, ds in carried.items():
            ok = sorted((d for d in ds if d["_ok"]), key=lambda d: (d["_at"], d["id"]))
            self.carried[key] = ok[0] if ok else None
        self.services = {}
        for s in case["services"]:
            self.services[s["id"]] = (ns(s.get("active_from")), ns(s.get("active_to")))
        names = set(self.services) | {d["service"] for d in D.values() if d["_at"] <= self.T}
        for c in C.values(): names |= set(c.get("services") or []) if c["_at"] <= self.T else set()
        for i in I.values(): names |= set(i.get("services") or []) if i["_began"] is None or i["_began"] <= self.T else set()
        self.names = sorted(names)

    def settle(self, records):
        by = {}
        for r in records: by.setdefault(r["id"], []).append(r)
        out = {}
        for k, rs in by.items():
            different = []
            for r in rs:
                if any(self.same(r, o) for o in different): self.dups += 1
                else: different.append(r)
            if len(different) == 1: out[k] = dict(different[0]); continue
            if self.case["lenient"]:
                stamps = [ns(r.get("recorded_at")) for r in different]
                known = [s for s in stamps if s is not None]
                if known and stamps.count(max(known)) == 1:
                    out[k] = dict(different[stamps.index(max(known))])
                    self.superseded += len(different) - 1
                    self.refused += len(different) - 1
                    continue
            self.refused += len(different)
        return out

    @staticmethod
    def same(a, b):
        drop = lambda r: {k: v for k, v in r.items() if v not in (None, [], {})}
        return drop(a) == drop(b)

    # ------------------------------------------------------------ scopes
    def failed(self, d):
        return d.get("failed") is True or d.get("rolled_back") or bool(self.mended[d["id"]]) or bool(self.severe[d["id"]])

    def recovery(self, d):
        """(hours, ended) or a reason."""
        incidents = self.severe[d["id"]] or self.byD[d["id"]]
        if incidents:
            began = [i["_began"] for i in incidents if i["_began"] is not None]
            start = max(min(began), d["_at"]) if began else d["_at"]
            if any(i["_end"] is None for i in incidents): return ((self.T - start) / H, False)
            end = max(i["_end"] for i in incidents)
        else:
            start = d["_at"]
            mends = self.mended[d["id"]]
            if mends: end = mends[-1]["_at"]
            elif d.get("rolled_back"): return "no_end"
            else: return ((self.T - start) / H, False)
        return "negative" if end < start else ((end - start) / H, True)

class Cell:
    """One window of one group: `inside(service, at)` says who belongs."""
    def __init__(self, log, a, b, services, inside):
        self.log, self.a, self.b = log, a, b
        self.partial = b > log.T
        self.inside = inside
        self.services = services
        self.E = [d for d in log.E if a <= d["_at"] < b and inside(d["service"], d["_at"])]
        self.reported = any(d["service"] in services for d in log.E)
        self.outside = self.left_deployments()
        self.exposure = self.union()

    # ------------------------------------------------------------ what is left out, by reason
    def has(self, service, at):
        """What happens later belongs where its service belongs by now; a service that nobody knows of yet belongs nowhere."""
        if self.services is self.log.names: return True
        return service in self.log.names and self.inside(service, min(at, self.log.T))

    def left_deployments(self):
        out = Counter()
        for d in self.log.order:
            if not self.a <= d["_at"] < self.b or not self.has(d["service"], d["_at"]) or d["_ok"]: continue
            if d["_at"] > self.log.T: out["after_as_of"] += 1
            elif d["environment"].lower() not in ("production", "prod"): out["other_environment"] += 1
            else: out["never_reached_production"] += 1
        return out

    def why_not(self, c, end):
        """Why a change gives no time until then, whatever its kind of start; the kind where it gives one."""
        kind, start = c.get("kind", "human"), self.start_of(c)
        if kind == "merge": return "merge_commit", None
        if kind == "bot" and not self.log.bots: return "bot", None
        if start is None: return "other_start_kind", None
        if start[1] > self.log.T: return "after_as_of", None
        if end < start[1]: return "negative_duration", None
        return None, start[0]

    def left_changes(self, kind):
        out, inw = Counter(), {d["id"] for d in self.E}
        for (c, s), d in self.log.carried.items():
            if not any(x["id"] in inw for x in self.log.carriers[c, s]): continue
            if d["id"] not in inw: out["already_deployed"] += 1; continue
            why, own = self.why_not(self.log.C[c], d["_at"])
            if why or own != kind: out[why or "other_start_kind"] += 1
        return out

    def left_cohort(self, kind):
        out = Counter()
        for (c, s), d in self.log.carried.items():
            c = self.log.C[c]
            if not (self.a <= c["_at"] < self.b) or not self.has(s, c["_at"]): continue
            why, own = self.why_not(c, d["_at"] if d else self.log.T)
            if why or own != kind: out[why or "other_start_kind"] += 1
        return out

    def left_recoveries(self):
        why = [self.log.recovery(d) for d in self.E if self.log.failed(d)]
        return Counter({"negative": "negative_duration", "no_end": "no_end"}[x] for x in why if isinstance(x, str))

    def union(self):
        end = min(self.b, self.log.T)
        lives = []
        for s in self.services:
            f, t = self.log.services.get(s, (None, None))
            f, t = max(self.a, f) if f is not None else self.a, min(end, t) if t is not None else end
            if f < t: lives.append((f, t))
        lives.sort()
        total, at = 0, self.a
        for f, t in lives:
            f = max(f, at)
            if t > f: total += t - f; at = t
        return total

    def flags(self, *more):
        return [x for x in (["partial"] if self.partial else []) + list(more) if x]

    def frequency(self):
        L, n, t = self.log, len(self.E), self.exposure
        out = {"deployments": n, "planned": sum(d.get("plan", "unknown") != "unplanned" for d in self.E),
               "deploy_days": len({local(d["_at"], L.zone).date() for d in self.E})}
        gaps = [(y["_at"] - x["_at"]) / H for x, y in zip(self.E, self.E[1:])]
        disp = self.weeks()
        out["dispersion"] = disp
        over = disp is not None and disp["p"] < 0.05
        fl = self.flags("over_dispersed" if over else None)
        nothing = t == 0 or not self.reported
        if nothing:
            out["per_week"] = reading(gap="no_data", left=self.outside); out["per_day"] = reading(gap="no_data"); out["band"] = None
            out["median_gap"] = reading(q7(gaps, .5), flags=self.flags()) if gaps else reading(gap="insufficient_data", have=n, need=2)
            return out
        out["median_gap"] = reading(q7(gaps, .5), flags=self.flags()) if gaps else reading(gap="insufficient_data", have=n, need=2)
        days = t / DAY
        for name, unit in (("per_day", days), ("per_week", days / 7)):
            r = n / unit
            lo, hi = garwood(n, unit, L.level)
            if over:
                w = math.sqrt(disp["factor"])
                lo, hi = max(0.0, r - (r - lo) * w), r + (hi - r) * w
            out[name] = reading(r, n=n, lo=lo, hi=hi, flags=fl, left=self.outside)
        d = out["per_day"]
        out["band"] = None if self.partial else dict(point=fband(d["v"]), slowest=fband(d["lo"]), fastest=fband(d["hi"]))
        return out

    def weeks(self):
        L = self.log
        end = min(self.b, L.T)
        day = local(self.a, L.zone).date()
        monday = day - timedelta(days=day.weekday())
        counts = []
        stamps = [d["_at"] for d in self.E]
        while True:
            x, y = midnight(monday, L.zone), midnight(monday + timedelta(days=7), L.zone)
            if x >= end: break
            if x >= self.a and y <= end and self.lived(x, y):
                counts.append(bisect.bisect_left(stamps, y) - bisect.bisect_left(stamps, x))
            monday += timedelta(days=7)
        return dispersion(counts)

    def lived(self, x, y):
        """A week in which the group existed all the time."""
        at = x
        for s in sorted(self.services, key=lambda s: self.log.services.get(s, (None, None))[0] or 0):
            f, t = self.log.services.get(s, (None, None))
            if (f is None or f <= at) and (t is None or t > at): at = t if t is not None else y
        return at >= y

    def fail_rate(self):
        L, E = self.log, self.E
        bad = [L.failed(d) for d in E]
        young = [L.T - d["_at"] < L.M for d in E]
        shared = any(d["id"] in L.shared for d in E)
        fl = self.flags("provisional" if any(young) else None, "shared_cause" if shared else None)
        out = {"rate": share(sum(bad), len(E), fl, L.level) | {"left": self.outside}}
        old = [b for b, y in zip(bad, young) if not y]
        out["mature"] = share(sum(old), len(old), self.flags(), L.level)
        out["mature"].pop("flags")
        out["mature"]["left"] = self.outside + Counter(immature=sum(young))
        out["evidence"] = dict(
            marked=sum(d.get("failed") is True for d in E), rolled_back=sum(bool(d.get("rolled_back")) for d in E),
            remediated=sum(bool(L.mended[d["id"]]) for d in E), incident=sum(bool(L.severe[d["id"]]) for d in E))
        return out

    def rework(self):
        E = self.E
        unknown = sum(d.get("plan", "unknown") == "unknown" for d in E)
        x = sum(d.get("plan") == "unplanned" and (bool(d.get("remediates")) or d.get("prompted_by") in ("incident", "user_facing_bug")) for d in E)
        low = E and unknown / len(E) > 0.2
        r = share(x, len(E), self.flags("low_coverage" if low else None), self.log.level)
        if E and unknown == len(E): r = reading(gap="not_recorded")
        return {"rate": r | {"left": self.outside + Counter(unknown_plan=unknown)}, "unknown_plan": unknown}

    def recoveries(self, mature=False):
        L = self.log
        obs = []
        for d in self.E:
            if L.failed(d) and not (mature and L.T - d["_at"] < L.M):
                r = L.recovery(d)
                if not isinstance(r, str): obs.append(r)
        return obs

    def recovery(self):
        L = self.log
        obs = self.recoveries()
        n = len(obs)
        opened = [t for t, e in obs if not e]
        out = {"open": len(opened), "oldest_open": max(opened) if opened else None}
        fl = self.flags("descriptive_only" if n < 5 else None, "shared_cause" if any(d["id"] in L.shared and L.failed(d) for d in self.E) else None,
                        "provisional" if any(L.T - d["_at"] < L.M for d in self.E) else None)
        left = self.left_recoveries()
        if not n:
            for k in ("median", "p75", "p90", "restricted_mean"): out[k] = reading(gap="no_data", left=left)
            out["band"] = None
            return out
        km = KM(obs)
        for k, q in (("median", .5), ("p75", .75), ("p90", .9)):
            lo, hi = km.interval(q, self.log.level)
            c = km.quantile(q)
            out[k] = reading(c[1], n=n, lo=lo, hi=hi, flags=fl, left=left) if c[0] == "at" else \
                reading(gap="not_reached", at_least=c[1], n=n, lo=lo, hi=hi, flags=fl, left=left)
        out["restricted_mean"] = reading(km.rmst(max(t for t, _ in obs)), n=n, flags=fl)
        m = out["median"]
        if n < 5 or self.partial: out["band"] = None
        else: out["band"] = hbands(m)
        return out

    def start_of(self, c):
        """The start of a change under the rules: (kind, instant) or None."""
        L = self.log
        kind = c.get("start_kind", "first_commit")
        if not L.only: return kind, c["_at"]
        if kind == L.only: return kind, c["_at"]
        stamp = {"first_commit": "first_commit", "opened": "opened", "merged": "merged"}.get(L.only)
        at = (c.get("stages") or {}).get(stamp) if stamp else None
        return (L.only, ns(at)) if at else None

    KINDS = ["first_commit", "last_commit", "opened", "merged"]

    def prevailing(self, changes):
        """Of several kinds the one most changes have; the first in order where two are as many."""
        counts = [sum(1 for c in changes if c.get("start_kind", "first_commit") == k) for k in self.KINDS]
        return self.KINDS[counts.index(max(counts))]

    def counted(self, c):
        kind = c.get("kind", "human")
        return kind == "human" or (kind == "bot" and self.log.bots)

    def deployed(self):
        L = self.log
        inw = {d["id"] for d in self.E}
        rows = [(L.C[c], d) for (c, s), d in L.carried.items() if d is not None and d["id"] in inw and self.counted(L.C[c])]
        out = []
        rows = [(c, d) for c, d in rows if (s := self.start_of(c)) and d["_at"] >= s[1]]
        kind = L.only
        if not kind and rows: kind = self.prevailing([c for c, _ in rows])
        if not kind:
            waiting = [c for k in self.KINDS for c in [k] * len(self.cohort(k)[0])]
            kind = self.prevailing([{"start_kind": k} for k in waiting]) if waiting else "first_commit"
        for c, d in rows:
            s = self.start_of(c)
            if s and s[0] == kind and d["_at"] >= s[1]: out.append((c, d, s[1]))
        return kind, out

    def deployed_all(self):
        """Every change first deployed in the cell that has a lead time: (kind, deployment, start)."""
        if not hasattr(self, "_all"):
            L = self.log
            inw = {d["id"] for d in self.E}
            self._all = []
            for (c, s), d in L.carried.items():
                if d is None or d["id"] not in inw or not self.counted(L.C[c]): continue
                st_ = self.start_of(L.C[c])
                if st_ and d["_at"] >= st_[1]: self._all.append((st_[0], d, st_[1]))
        return self._all

    def cohort(self, kind):
        L = self.log
        obs, und = [], 0
        for (c, s), d in L.carried.items():
            c = L.C[c]
            st_ = self.start_of(c)
            if not st_ or st_[0] != kind or not self.counted(c): continue
            if not (self.a <= c["_at"] < self.b) or st_[1] > L.T: continue
            if not self.inside(s, c["_at"]): continue
            if d is None: obs.append(((L.T - st_[1]) / H, False)); und += 1
            elif d["_at"] >= st_[1]: obs.append(((d["_at"] - st_[1]) / H, True))
        return obs, und

    def lead(self, cohort=True):
        L = self.log
        kind, rows = self.deployed()
        xs = [(d["_at"] - s) / H for c, d, s in rows]
        n = len(xs)
        out = {"changes": n, "start_kind": kind}
        ids = [d["id"] for _, d, _ in rows]
        clustered = len(set(ids)) < len(ids)
        obs, und = self.cohort(kind)
        m = len(obs)
        differ = False
        if m:
            c = KM(obs).quantile(.5)
            lo, hi = KM(obs).interval(.5, L.level)
            co = reading(c[1], n=m, lo=lo, hi=hi) if c[0] == "at" else reading(gap="not_reached", at_least=c[1], n=m, lo=lo, hi=hi)
            co.pop("flags")
            if n:
                med = q7(xs, .5)
                differ = und / m > 0.1
                if c[0] == "at": differ = differ or abs(med - c[1]) > 0.25 * min(med, c[1])
        else:
            co = reading(gap="no_data")
        if cohort: co["left"] = self.left_cohort(kind)
        if cohort: out["cohort"] = {"median": co, "changes": m, "undeployed": und}
        fl = self.flags("clustered" if clustered else None, "views_differ" if differ and cohort else None)
        if not n:
            for k in ("median", "p75", "p85", "p90", "p95"): out[k] = reading(gap="no_data")
            out["band"] = None
        else:
            for k, p, need in (("median", .5, 1), ("p75", .75, 1), ("p85", .85, 7), ("p90", .9, 10), ("p95", .95, 20)):
                out[k] = reading(q7(xs, p), n=n, flags=fl) if n >= need else reading(gap="insufficient_data", have=n, need=need, n=n)
            r = median_ranks(n, L.level)
            if r:
                ys = sorted(xs)
                out["median"]["lo"], out["median"]["hi"] = ys[r - 1], ys[n - r]
            out["band"] = None if self.partial else hbands(out["median"])
        for k in ("median", "p75", "p85", "p90", "p95"): out[k]["left"] = self.left_changes(kind)
        pos = [x for x in xs if x > 0]
        out["geometric_mean"] = reading(math.exp(sum(map(math.log, pos)) / len(pos)), n=len(pos)) if pos else reading(gap="no_data")
        out["geometric_mean"].pop("flags", None)
        out["stages"] = self.stages(rows)
        if not cohort:
            for k in ("median", "p75", "p85", "p90", "p95"): out[k].pop("flags", None)
        return out

    def stages(self, rows):
        known = [[] for _ in range(5)]
        full = []
        for c, d, s in rows:
            g = c.get("stages") or {}
            mid = [ns(g.get(k)) for k in ("opened", "first_review", "approved", "merged")]
            mid = [None if x is None else max(x, s) for x in mid]
            pts = [s] + mid + [d["_at"]]
            have = [x for x in pts if x is not None]
            if any(x > y for x, y in zip(have, have[1:])): continue
            parts = [(y - x) / H if x is not None and y is not None else None for x, y in zip(pts, pts[1:])]
            if all(m is None for m in mid): parts = [None] * 5
            for k, x in enumerate(parts):
                if x is not None: known[k].append(x)
            if all(x is not None for x in parts): full.append(parts)
        total = sum(map(sum, full))
        out = []
        for k in range(5):
            xs = known[k]
            m = reading(q7(xs, .5), n=len(xs)) if xs else reading(gap="no_data")
            for f in ("flags", "lo", "hi"): m.pop(f, None)
            out.append({"median": m, "share": sum(p[k] for p in full) / total if total > 0 else None})
        return {"complete": len(full), "stages": out}

    def delivery(self, cohort=True):
        return {"deployment_frequency": self.frequency(), "change_lead_time": self.lead(cohort), "change_fail_rate": self.fail_rate(),
                "deployment_rework_rate": self.rework(), "failed_deployment_recovery_time": self.recovery()}

def share(x, n, flags=(), level=0.95):
    if n == 0: return reading(gap="no_data")
    lo, hi = wilson(x, n, level)
    return reading(x / n, n=n, lo=lo, hi=hi, flags=flags, part=x, whole=n)

def hband(h):
    return next((b for b, e in zip((6, 5, 4, 3, 2), (1, 24, 168, 730, 4380)) if h < e), 1)

def hbands(m):
    point = hband(m["v"]) if m["v"] is not None else None
    lo = m["lo"] if m["lo"] is not None else None
    hi = m["hi"]
    if m["v"] is None:      # not reached: at least so much
        fastest = hband(lo if lo is not None else m["at_least"])
        return dict(point=None, slowest=1, fastest=fastest)
    if lo is None and hi is None: return dict(point=point, slowest=point, fastest=point)
    return dict(point=point, slowest=1 if hi is None else hband(hi), fastest=6 if lo is None else hband(lo))

def fband(r):
    return next((b for b, e in zip((6, 5, 4, 3, 2), (2, 1, 1 / 7, 24 / 730, 24 / 4380)) if r >= e * (1 - 1e-12)), 1)

# ---------------------------------------------------------------- whole cases
def owners_of(case, s, at):
    ts = [t for t, f, u in case["owners"].get(s, []) if (f is None or ns(f) <= at) and (u is None or at < ns(u))]
    return ts or ["nobody"]

def rates_of(cells, which):
    out = {}
    for s, c in cells.items():
        r = (c.fail_rate() if which == "fail" else c.rework())["rate"]
        if r["v"] is not None: out[s] = (r["part"], r["whole"])
    return out

def standard(rates, mix):
    common = {s: w for s, w in mix.items() if s in rates}
    total = sum(common.values())
    if not total: return None
    return sum(w / total * rates[s][0] / rates[s][1] for s, w in common.items())

def rate_change(before, after, level=0.95):
    if not before or not after: return None
    xb, nb = (sum(v[k] for v in before.values()) for k in (0, 1))
    xa, na = (sum(v[k] for v in after.values()) for k in (0, 1))
    mix = {s: v[1] for s, v in before.items()}
    sa = standard(after, mix)
    both = [s for s in before if s in after]
    moved = standard(after, {s: mix[s] for s in both}) - standard(before, {s: mix[s] for s in both}) if both else None
    lo, hi = newcombe(xa, na, xb, nb, level)
    crude = xa / na - xb / nb
    rev = moved is not None and crude * moved < 0 and min(abs(crude), abs(moved)) > 1e-12
    out = {"before": reading(xb / nb), "after": reading(xa / na), "difference": reading(crude, lo=lo, hi=hi), "p": fisher(xa, na, xb, nb),
           "standardised": reading(sa) if sa is not None else reading(gap="no_data"),
           "standardised_difference": reading(moved) if moved is not None else reading(gap="no_data")}
    for k in ("before", "after", "standardised", "standardised_difference"):
        for f in ("lo", "hi", "flags"): out[k].pop(f)
    out["difference"]["flags"] = ["simpson_reversal"] if rev else []
    num = sum(after[s][0] * before[s][1] / (after[s][1] + before[s][1]) for s in both)
    den = sum(before[s][0] * after[s][1] / (after[s][1] + before[s][1]) for s in both)
    if den > 0 and num > 0:
        out["risk_ratio"] = {"v": num / den, "gap": None}
    return out

def window_answer(log, span):
    case = log.case
    a, b = window(span, log.zone)
    everything = Cell(log, a, b, log.names, lambda s, t: True)
    out = {"start_ns": a, "end_ns": b, "all": everything.delivery()}
    cells = {s: Cell(log, a, b, [s], lambda x, t, s=s: x == s) for s in log.names}
    out["services"] = {s: c.delivery() for s, c in cells.items()}
    teams = {}
    first, last = min(a, log.T), min(b - 1, log.T)
    for s in log.names:
        moments = [d["_at"] for d in everything.E if d["service"] == s] + [first, last]
        for at in moments:
            for t in owners_of(case, s, at): teams.setdefault(t, set()).add(s)
    out["teams"] = {}
    for t, ss in sorted(teams.items()):
        c = Cell(log, a, b, sorted(ss), lambda x, at, t=t: t in owners_of(case, x, at))
        got = c.delivery(cohort=False)
        out["teams"][t] = got
    freq = [c.frequency()["per_week"] for c in cells.values()]
    fs = [f["v"] for f in freq if f["v"] is not None]
    roll = {"services": len(log.names), "frequency_over_services": {"v": q7(fs, .5), "gap": None} if fs else {"v": None, "gap": "no_data"}}
    for name, which in (("change_fail_rate", "fail"), ("deployment_rework_rate", "rework")):
        r = rates_of(cells, which)
        vs = [x / n for x, n in r.values()]
        mix = {s: n for s, (x, n) in r.items()}
        roll[name] = {"median_over_services": {"v": q7(vs, .5), "gap": None} if vs else {"v": None, "gap": "no_data"},
                      "standardised": {"v": standard(r, mix), "gap": None} if vs else {"v": None, "gap": "no_data"}}
    out["roll_up"] = roll
    x, n = (out["all"]["change_fail_rate"]["rate"].get(k) for k in ("part", "whole"))
    if n:
        for k, f in (("clopper_pearson", clopper), ("jeffreys", jeffreys)):
            lo, hi = f(x, n); out[k] = {"lower": lo, "upper": hi}
    al = out["all"]
    def pt(b): return None if not b or b.get("point") is None else (b["point"] - 1) / 5 * 10
    def pc(r): return None if everything.partial or r["v"] is None else 10 - r["v"] * 100 / 10
    sc = {"dora.deployment_frequency": pt(al["deployment_frequency"]["band"]), "dora.change_lead_time": pt(al["change_lead_time"]["band"]),
          "dora.change_fail_rate": pc(al["change_fail_rate"]["rate"]), "dora.deployment_rework_rate": pc(al["deployment_rework_rate"]["rate"]),
          "dora.failed_deployment_recovery_time": pt(al["failed_deployment_recovery_time"]["band"])}
    have = [v for v in sc.values() if v is not None]
    out["quick_check"] = {"scores": sc, "overall": sum(have) / len(have) if have else None}
    out["reliability"] = reliability(log, a, b)
    return out, cells

def reliability(log, a, b):
    by = {}
    for r in log.case["service_levels"]:
        f, u = ns(r["from"]), ns(r["until"])
        if not (a < u <= b) or u > log.T: continue
        if r["good"] > r["total"] or not 0 <= r["target"] <= 1 or u <= f: continue
        by.setdefault((r["slo"], r["service"]), []).append((u, r))
    met, objs = [], []
    for key in sorted(by):
        rs = by[key]
        good, total = sum(r["good"] for _, r in rs), sum(r["total"] for _, r in rs)
        target = max((u, r["target"]) for u, r in rs)[1]        # the stricter of two that end together
        o = {"target": target}
        if total == 0:
            o["attainment"] = {"v": None, "gap": "no_data"}; o["met"] = None
        else:
            at = good / total
            o["attainment"] = {"v": at, "gap": None}; o["met"] = at >= target; met.append(at >= target)
            o["budget_used"] = {"v": None, "gap": "undefined"} if target == 1 else {"v": (1 - at) / (1 - target), "gap": None}
        objs.append(o)
    m = share(sum(met), len(met), level=log.level)
    m.pop("flags")
    return {"met": m, "objectives": objs}

def answer(case):
    log = Log(case)
    ws, cells = [], []
    for span in case["windows"]:
        w, c = window_answer(log, span)
        ws.append(w); cells.append(c)
    changes = []
    for c1, c2 in zip(cells, cells[1:]):
        changes.append({k: rate_change(rates_of(c1, k), rates_of(c2, k)) for k in ("fail", "rework")})
    out = {"refused": log.refused, "duplicates": log.dups, "superseded": log.superseded, "windows": ws, "changes": changes}
    if case["trend"]:
        cells = [Cell(log, *window(span, log.zone), log.names, lambda s, t: True) for span in case["trend"]]
        whole = [c for c in cells]
        def value(m, c):
            if c.partial: return None
            d = {"deployment_frequency": lambda: c.frequency()["per_week"], "change_lead_time": lambda: c.lead(False)["median"],
                 "change_fail_rate": lambda: c.fail_rate()["rate"], "deployment_rework_rate": lambda: c.rework()["rate"],
                 "failed_deployment_recovery_time": lambda: c.recovery()["median"]}[m]()
            return d["v"]
        out["trend"] = {"dora." + m: trend(m, [(value(m, c), len(c.E), not c.partial) for c in cells]) for m in METRICS}
    if case.get("outlook"):
        ms, signal = outlook_answer(log, case["outlook"])
        out["outlook"] = {"found": {"metrics": ms}}
        if signal: out["outlook"]["signal"] = signal
    return out


# ---------------------------------------------------------------- section 6: trends
def mann_kendall(xs):
    """S, two-sided p, p of a rise, p of a fall: exact for n ≤ 10 without ties."""
    n = len(xs)
    if n < 2: return None
    s = sum((xs[j] > xs[i]) - (xs[j] < xs[i]) for i in range(n) for j in range(i + 1, n))
    if n <= 10 and len(set(xs)) == n:
        # the distribution of the inversions of n things
        ways = [1]
        for k in range(2, n + 1):
            new = [0] * (len(ways) + k - 1)
            for a, w in enumerate(ways):
                for b in range(k): new[a + b] += w
            ways = new
        total = math.factorial(n)
        pairs = n * (n - 1) // 2
        tail = lambda t: sum(w for a, w in enumerate(ways) if pairs - 2 * a >= t) / total
        p = st.kendalltau(range(n), xs, method="exact").pvalue
        return s, float(p), tail(s), tail(-s)
    r = pmk.original_test(xs) if n >= 2 else None
    var = n * (n - 1) * (2 * n + 5)
    for v in set(xs):
        t = xs.count(v); var -= t * (t - 1) * (2 * t + 5)
    var /= 18
    z = 0.0 if s == 0 or var <= 0 else (s - (1 if s > 0 else -1)) / math.sqrt(var)
    assert s == 0 or abs(r.p - 2 * st.norm.sf(abs(z))) < 1e-9
    rise = st.norm.sf((s - 1) / math.sqrt(var)) if var > 0 else 1.0
    fall = st.norm.cdf((s + 1) / math.sqrt(var)) if var > 0 else 1.0
    return s, float(2 * st.norm.sf(abs(z))), float(rise), float(fall)

def xmr(values, scale):
    """Centre, limits and signals on the chart's scale; None where there is no chart."""
    if len(values) < 6: return None
    f = {"linear": lambda x: x, "log": math.log, "root": lambda x: math.sqrt(x + 3 / 8)}[scale]
    if scale == "log" and any(x <= 0 for x in values): return None
    ys = [f(x) for x in values]
    if len(set(ys)) == 1: return None
    c = sum(ys) / len(ys)
    m = sum(abs(b - a) for a, b in zip(ys, ys[1:])) / (len(ys) - 1)
    lo, hi = c - 2.66 * m, c + 2.66 * m
    sig = []
    for k, y in enumerate(ys):
        if y > hi or y < lo: sig.append(("outside", k, k, y > c))
    def runs(test):
        k = 0
        while k < len(ys):
            if not test(ys[k]): k += 1; continue
            e = k
            while e + 1 < len(ys) and test(ys[e + 1]): e += 1
            yield k, e
            k = e + 1
    for up in (True, False):
        for k, e in runs((lambda y: y > c) if up else (lambda y: y < c)):
            if e - k + 1 >= 8: sig.append(("run", k, e, up))
    for up in (True, False):
        near = [(y - c > (hi - c) / 2) if up else (c - y > (c - lo) / 2) for y in ys]
        hits = [k for k in range(len(ys) - 3) if sum(near[k:k + 4]) >= 3]
        sig.append(("near", hits, near, up))
    return dict(centre=c, lower=lo, upper=hi, mean_range=m, signals=sig, ys=ys)

# ---------------------------------------------------------------- section 6: two samples
def mwu_p(a, b):
    """Two-sided, exact with ties up to 50 observations in all, by counting every division."""
    n1, n2 = len(a), len(b)
    if n1 + n2 > 50:
        return float(st.mannwhitneyu(a, b, use_continuity=True, method="asymptotic").pvalue)
    ranks = [int(round(2 * r)) for r in st.rankdata(list(a) + list(b))]
    ways = [dict() for _ in range(n1 + 1)]; ways[0][0] = 1
    for r in ranks:
        for k in range(n1 - 1, -1, -1):
            for s, w in list(ways[k].items()): ways[k + 1][s + r] = ways[k + 1].get(s + r, 0) + w
    seen, mean = sum(ranks[:n1]), n1 * (n1 + n2 + 1)
    total = sum(ways[n1].values())
    return sum(w for s, w in ways[n1].items() if abs(s - mean) >= abs(seen - mean)) / total

def hl_ratio(a, b, level):
    """a over b."""
    la, lb = np.log(a), np.log(b)
    d = np.sort(np.subtract.outer(la, lb).ravel())
    n1, n2 = len(a), len(b)
    if n1 + n2 > 50:
        z = st.norm.ppf(0.5 + level / 2)
        c = n1 * n2 / 2 - z * math.sqrt(n1 * n2 * (n1 + n2 + 1) / 12)
        c = int(c) if c >= 1 else 0
    else:
        ways = [[0] * (n1 * n2 + 1) for _ in range(n1 + 1)]
        counts = u_counts(n1, n2); total = sum(counts); tail = (1 - level) / 2 * total
        acc = c = 0
        for w in counts:
            acc += w
            if acc > tail * (1 + 1e-12): break
            c += 1
    est = math.exp(float(np.median(d)))
    if c < 1: return est, None, None
    return est, math.exp(d[c - 1]), math.exp(d[len(d) - c])

def u_counts(n1, n2):
    """How many divisions give each U: the Gaussian binomial coefficient."""
    poly = [1]
    for i in range(1, n1 + 1):
        # times (1 − x^(n2+i)) / (1 − x^i)
        k = n2 + i
        num = poly + [0] * k
        for j in range(len(poly)): num[j + k] -= poly[j]
        for j in range(i, len(num)): num[j] += num[j - i]
        poly = num[: i * n2 + 1]
    return poly

def log_rank(a, b):
    r = lifelines.statistics.logrank_test([t for t, _ in a], [t for t, _ in b], [e for _, e in a], [e for _, e in b])
    return float(r.p_value)

def theil_sen(points, level=0.95):
    """The median of the slopes over real times, its ends by rank (N ∓ zσ)/2, σ² the variance of Kendall's S."""
    pts = [(t, v) for t, v in points]
    slopes = sorted((b[1] - a[1]) / (b[0] - a[0]) for i, a in enumerate(pts) for b in pts[i + 1:] if b[0] != a[0])
    if not slopes: return None
    r = st.theilslopes([v for _, v in pts], [t for t, _ in pts], level)
    assert abs(r[0] - np.median(slopes)) < 1e-9 * max(1, abs(r[0]))
    return float(r[0]), float(r[2]), float(r[3])

def trend(metric, series):
    """`series`: for each window (value or None, deployments, whether it has ended)."""
    pts = [(k, v) for k, (v, _, _) in enumerate(series) if v is not None]
    xs = [v for _, v in pts]
    out = {"points": [{"position": k, "value": v} for k, v in pts]}
    scale = "linear"
    ended = [n for _, n, over in series if over]
    if metric == "deployment_frequency" and ended and sum(ended) / len(ended) < 4: scale = "root"
    if metric in ("change_lead_time", "failed_deployment_recovery_time"): scale = "log"
    ch = xmr(xs, scale)
    back = {"linear": lambda y: y, "log": math.exp, "root": lambda y: max(y, 0.0) ** 2 - 3 / 8}[scale]
    out["chart"] = dict(centre=back(ch["centre"]), lower=max(0.0, back(ch["lower"])), upper=back(ch["upper"]), provisional=len(xs) < 17) if ch else None
    mk = mann_kendall(xs) if len(xs) >= 8 else None
    out["test"] = {"s": mk[0], "p": mk[1]} if mk else None
    sen = theil_sen(pts) if len(xs) >= 8 else None
    out["slope"] = {"slope": sen[0], "lower": sen[1], "upper": sen[2]} if sen else None
    return out

# ---------------------------------------------------------------- section 7
METRICS = ["deployment_frequency", "change_lead_time", "change_fail_rate", "deployment_rework_rate", "failed_deployment_recovery_time"]
HIGHER = {"deployment_frequency"}
RATES = {"change_fail_rate", "deployment_rework_rate"}
SECOND = 1 / 3600

class Period:
    def __init__(self, cells, kind):
        self.cells, self.kind = cells, kind
        self.exposure = sum(c.exposure for c in cells)
        self.E = sorted((d for c in cells for d in c.E), key=lambda d: (d["_at"], d["id"]))
        self.log = cells[0].log if cells else None
    def n(self): return len(self.E)
    def weeks(self): return self.exposure / WEEK
    def leads(self):
        out = []
        for c in self.cells:
            for ch, d, s in c.deployed_all():
                if ch == self.kind: out.append(max((d["_at"] - s) / H, SECOND))
        return out
    def recoveries(self):
        return [(max(t, SECOND), e) for c in self.cells for t, e in c.recoveries(mature=True)]
    def rate(self, m):
        if m == "deployment_rework_rate" and self.E and all(d.get("plan", "unknown") == "unknown" for d in self.E): return 0, 0
        marked = self.marked(m)
        return sum(x for _, x in marked), len(marked)
    def marked(self, m):
        """The deployments that count, by service, with whether each is one of the part."""
        L = self.log
        if m == "deployment_rework_rate":
            return [(d["service"], d.get("plan") == "unplanned" and (bool(d.get("remediates")) or d.get("prompted_by") in ("incident", "user_facing_bug"))) for d in self.E]
        return [(d["service"], bool(L.failed(d))) for d in self.E if L.T - d["_at"] >= L.M]
    def by_service(self, m):
        marked = self.marked(m)
        return {s: (sum(x for t, x in marked if t == s), sum(t == s for t, _ in marked)) for s in {t for t, _ in marked}}
    def obs(self, m):
        if m == "deployment_frequency": return self.n()
        if m == "change_lead_time": return len(self.leads())
        if m in RATES: return self.rate(m)[1]
        return len(self.recoveries())
    def estimate(self, m):
        """The point, ("least", t) where not reached, or None."""
        if not self.cells: return None
        if m == "deployment_frequency": return self.n() / self.weeks() if self.exposure and self.log.E else None
        if m == "change_lead_time":
            xs = self.leads_raw()
            return q7(xs, .5) if xs else None
        if m in RATES:
            x, n = self.rate(m)
            return x / n if n else None
        obs = [o for c in self.cells for o in c.recoveries(mature=True)]
        if not obs: return None
        k = KM(obs).quantile(.5)
        return k[1] if k[0] == "at" else k
    def leads_raw(self):
        return [(d["_at"] - s) / H for c in self.cells for ch, d, s in c.deployed_all() if ch == self.kind]
    def phi(self):
        """The weeks that lie wholly within the months, over their joints."""
        L = self.log
        stretches = []
        for c in sorted(self.cells, key=lambda c: c.a):
            if stretches and stretches[-1][1] == c.a: stretches[-1][1] = c.b
            else: stretches.append([c.a, c.b])
        day = local(stretches[0][0], L.zone).date(); monday = day - timedelta(days=day.weekday())
        stamps, counts = [d["_at"] for d in self.E], []
        whole = Cell.__new__(Cell); whole.log, whole.services = L, L.names
        while True:
            x, y = midnight(monday, L.zone), midnight(monday + timedelta(days=7), L.zone)
            if x >= stretches[-1][1]: break
            if any(a <= x and y <= b for a, b in stretches) and whole.lived(x, y):
                counts.append(bisect.bisect_left(stamps, y) - bisect.bisect_left(stamps, x))
            monday += timedelta(days=7)
        d = dispersion(counts)
        return d["factor"] if d and d["p"] < 0.05 else 1.0

def effect(m, old, new, level):
    if m == "deployment_frequency":
        r = rate_ratio(new.n(), new.weeks(), old.n(), old.weeks(), level)
        if not r or r["ratio"] is None: return None
        e = dict(value=r["ratio"], lower=r["lo"], upper=r["hi"], p=r["p"])
        f = max(old.phi(), new.phi())
        if f > 1 and e["value"] > 0 and e["upper"] is not None:
            w, z = math.sqrt(f), st.norm.ppf(0.5 + level / 2)
            se = math.log(e["upper"] / e["lower"]) / (2 * z) * w
            e = dict(value=e["value"], lower=e["value"] * (e["lower"] / e["value"]) ** w, upper=e["value"] * (e["upper"] / e["value"]) ** w,
                     p=float(2 * st.norm.sf(abs(math.log(e["value"]) / se))))
        return e
    if m == "change_lead_time":
        a, b = new.leads(), old.leads()
        if not a or not b: return None
        v, lo, hi = hl_ratio(a, b, level)
        return dict(value=v, lower=lo, upper=hi, p=mwu_p(a, b))
    if m in RATES:
        (x1, n1), (x2, n2) = new.rate(m), old.rate(m)
        if not n1 or not n2: return None
        lo, hi = newcombe(x1, n1, x2, n2, level)
        return dict(value=x1 / n1 - x2 / n2, lower=lo, upper=hi, p=fisher(x1, n1, x2, n2))
    a, b = new.recoveries(), old.recoveries()
    if not a or not b: return None
    ka, kb = KM(a), KM(b)
    ma, mb = ka.quantile(.5), kb.quantile(.5)
    if ma[0] != "at" or mb[0] != "at": return None
    ma, mb = ma[1], mb[1]
    (la, ua), (lb, ub) = ka.interval(.5, level), kb.interval(.5, level)
    v = ma / mb
    lo = v * math.exp(-math.hypot(math.log(ma / la), math.log(mb / ub))) if la is not None and ub is not None else None
    hi = v * math.exp(math.hypot(math.log(ma / ua), math.log(mb / lb))) if ua is not None and lb is not None else None
    return dict(value=v, lower=lo, upper=hi, p=log_rank(a, b))

def smallest(m, old, new, alpha):
    z = st.norm.ppf(1 - alpha / 2) + st.norm.ppf(.8)
    n1, n2 = old.obs(m), new.obs(m)
    lo = hi = None
    if m == "deployment_frequency":
        if n1 and old.weeks() and new.weeks():
            h = z * math.sqrt((1 + old.weeks() / new.weeks()) / (4 * n1))
            lo, hi = ((1 - h) ** 2 if h < 1 else None), (1 + h) ** 2
    elif m in RATES:
        if n1 and n2:
            x, n = old.rate(m); p = x / n
            h = z * math.sqrt(1 / n1 + 1 / n2)
            a = math.asin(math.sqrt(p))
            lo = math.sin(a - h / 2) ** 2 - p if a - h / 2 > 0 else None
            hi = math.sin(a + h / 2) ** 2 - p if a + h / 2 < math.pi / 2 else None
    else:
        a, b = (old.leads(), new.leads()) if m == "change_lead_time" else ([t for t, _ in old.recoveries()], [t for t, _ in new.recoveries()])
        if len(a) + len(b) > 2 and a and b:
            la, lb = np.log(a), np.log(b)
            s = math.sqrt((((la - la.mean()) ** 2).sum() + ((lb - lb.mean()) ** 2).sum()) / (len(a) + len(b) - 2))
            h = z * s * math.sqrt(1 / n1 + 1 / n2)
            if s > 0: lo, hi = math.exp(-h), math.exp(h)
    return (hi, lo) if m in HIGHER else (lo, hi)

def signals(m, months, kind):
    """S3: what is adverse within the months of the evaluation."""
    counts = [len(c.E) for c in months]
    scale = "linear"
    if m == "deployment_frequency":
        small = sum(counts) / len(counts) < 4
        scale = "root" if small else "linear"
        series = counts if small else [Period([c], kind).estimate(m) for c in months]
    else:
        series = [Period([c], kind).estimate(m) for c in months]
        series = [None if isinstance(x, tuple) else x for x in series]
        if m not in RATES:
            scale = "log"; series = [None if x is None else max(x, SECOND) for x in series]
    known = [(k, x) for k, x in enumerate(series) if x is not None]
    xs = [x for _, x in known]
    out = []
    mk = mann_kendall(xs) if len(xs) >= 8 else None
    up_is_bad = m not in HIGHER
    p_bad = (mk[2] if up_is_bad else mk[3]) if mk else 1
    p_good = (mk[3] if up_is_bad else mk[2]) if mk else 1
    ch = xmr(xs, scale)
    if ch:
        def admitted(a, b):
            if p_good < .05 and b < len(xs) // 2: return False
            if a == 0: return False
            before, within = sum(xs[:a]) / a, sum(xs[a:b + 1]) / (b - a + 1)
            return within > before if up_is_bad else within < before
        for s in ch["signals"]:
            if s[3] != up_is_bad: continue
            if s[0] in ("outside", "run"):
                if admitted(s[1], s[2]): out.append((s[0], known[s[1]][0], known[s[2]][0]))
            else:
                out.append(("near", [k for k in s[1]], s[2], known, admitted))
    flat, near = [o for o in out if o[0] != "near"], [o for o in out if o[0] == "near"]
    return flat, near, (p_bad if p_bad < .05 else None)

def outlook(log, plan):
    zone, rules = log.zone, plan["rules"]
    alpha, delta = rules.get("alpha", .05), rules.get("inferiority", .25)
    mei, pts = rules.get("smallest_ratio", 1.1), rules.get("smallest_difference", .02)
    B, N, gap, fs = rules.get("baseline_months", 12), rules.get("quarters", 4), rules.get("transition_months", 0), rules.get("fiscal_start", 1)
    y, q = plan["first_quarter"]
    y0 = y - 1 if fs > 1 else y
    m0 = y0 * 12 + fs - 1 + 3 * (q - 1)
    month = lambda k: {"month": [k // 12, k % 12 + 1]}
    inside = lambda s, t: True
    cell = lambda k: Cell(log, *window(month(k), zone), log.names, inside)
    ok = lambda c: not c.partial and c.exposure > 0
    base = [c for c in map(cell, range(m0 - gap - B, m0 - gap)) if ok(c)]
    while base and not base[0].E: base.pop(0)
    ev = [(k, c) for k, c in ((k, cell(k)) for k in range(m0, m0 + 3 * N)) if ok(c)]
    kinds = [ch for c in base + [c for _, c in ev] for ch, _, _ in c.deployed_all()]
    if log.only: kind = log.only
    elif kinds: kind = max(Cell.KINDS, key=lambda k: (kinds.count(k), -Cell.KINDS.index(k)))
    else: kind = None
    missing = None
    if len(base) < 6: missing = dict(reason="baseline_months", have=len(base), need=6)
    elif len(ev) < 3 * N: missing = dict(reason="evaluation_months", have=len(ev), need=3 * N)
    cells = [c for _, c in ev]
    old, new = Period(base, kind), Period(cells, kind)
    half = -(-len(cells) // 2)
    h1, h2 = Period(cells[:half], kind), Period(cells[half:], kind)
    res = {}
    for m in METRICS:
        r = dict(shortage=missing, effect=None, halves=None, better=None, worse=None)
        if not missing:
            need = {"deployment_frequency": (1, 0), "change_lead_time": (6, 6), "failed_deployment_recovery_time": (5, 5)}.get(m, (1, 1))
            have = old.obs(m), new.obs(m)
            if have[0] < need[0]: r["shortage"] = dict(reason="baseline", have=have[0], need=need[0])
            elif have[1] < need[1]: r["shortage"] = dict(reason="evaluation", have=have[1], need=need[1])
            else:
                r["effect"] = effect(m, old, new, 1 - alpha)
                r["better"], r["worse"] = smallest(m, old, new, alpha)
                if m in RATES: r["mix"] = rate_change(old.by_service(m), new.by_service(m))
                if r["effect"] is None: r["shortage"] = dict(reason="not_reached")
                else: r["halves"] = effect(m, h1, h2, 1 - 2 * alpha) if (h1.obs(m) or m == "deployment_frequency") else None
        res[m] = r
    tested = [m for m in METRICS if res[m]["effect"]]
    ps = [res[m]["effect"]["p"] for m in tested]
    adj = dict(zip(tested, map(float, multipletests(ps, method="holm")[1]))) if ps else {}
    def gain(m, v): return v if m in HIGHER else (-v if m in RATES else (1 / v if v else math.inf))
    def lim(m): return (-pts, pts) if m in RATES else (1 / mei, mei)
    moved = {}
    for m in tested:
        g = gain(m, res[m]["effect"]["value"]); a, b = lim(m)
        moved[m] = 0 if adj[m] >= alpha else (1 if g >= b else -1 if g <= a else 0)
    out = {}
    fine = True
    for m in METRICS:
        r = res[m]
        b = old.estimate(m) if old.cells else None
        bad = lambda x: x < b * (1 - 1e-12) if m in HIGHER else x > b * (1 + 1e-12)
        qs = []
        for k in range(N):
            cs = [c for i, c in ev if m0 + 3 * k <= i < m0 + 3 * k + 3]
            x = Period(cs, kind).estimate(m) if cs else None
            if isinstance(x, tuple): x = x[1] if b is not None and not isinstance(b, tuple) and x[1] > b else None
            qs.append(x)
        if b is None or isinstance(b, tuple): held = "open"
        elif any(x is not None and bad(x) for x in qs): held = "no"
        elif None in qs: held = "open"
        else: held = "yes"
        h = r["halves"]
        nd = "open"
        if h and b is not None and not isinstance(b, tuple):
            lo, hi = h["lower"], h["upper"]
            if m in HIGHER:
                if lo is not None and lo > 1 - delta: nd = "yes"
                elif hi is not None and hi < 1 - delta: nd = "no"
            else:
                margin = delta * b if m in RATES else 1 / (1 - delta)
                if hi is not None and hi < margin: nd = "yes"
                elif lo is not None and lo > margin: nd = "no"
        flat, near, trend = signals(m, cells, kind) if cells else ([], [], None)
        balanced = not any(moved.get(o) == -1 for o in METRICS if o != m)
        o = dict(held=held, no_decay=nd, balanced=balanced, p_adjusted=adj.get(m), smallest_effect=dict(better=r["better"], worse=r["worse"]))
        mix = r.get("mix")
        o["effect_at_baseline_mix"] = mix["standardised_difference"]["v"] if mix else None
        o["flags"] = (mix["difference"]["flags"] or None) if mix else None
        o["effect"] = {k: v for k, v in r["effect"].items()} if r["effect"] else None
        o["halves"] = {k: v for k, v in h.items()} if h else None
        o["_flat"], o["_trend"] = flat, trend
        o["_near"] = [dict(hits=x[1], near=x[2], known=[k for k, _ in x[3]]) for x in near]
        anynear = any(any(x[4](k, k + 3) for k in x[1]) for x in near)
        o["_anynear"] = any(x[1] for x in near)
        lost = held == "no" or nd == "no" or flat or trend is not None
        if r["shortage"]: v = "insufficient_data"; o["shortage"] = r["shortage"]
        elif moved[m] == -1: v = "worsened"
        elif moved[m] == 1:
            if lost or anynear: v = "improved_then_decayed"
            elif held == "yes" and nd == "yes" and balanced: v = "sustained"
            else: v = "improved_not_proven_stable"
            if not lost and any(x[1] for x in near): o["_unsure"] = True
        else:
            e = r["effect"]; a, c = lim(m)
            ends = [gain(m, x) if x is not None else None for x in (e["lower"], e["upper"])]
            v = "no_meaningful_change" if all(x is not None and a < x < c for x in ends) else "inconclusive"
        o["verdict"] = v
        out[m] = o
    return out

def outlook_answer(log, plan):
    out = outlook(log, plan)
    ms = {}
    for m, o in out.items():
        verdict = {"verdict": o["verdict"]}
        if o["verdict"] == "insufficient_data": verdict.update(o["shortage"])
        if o["verdict"] == "inconclusive": verdict["min_detectable_effect"] = o["smallest_effect"]
        ms[m] = dict(verdict=verdict, adverse=sorted(map(list, o["_flat"])), trend=o["_trend"], held=o["held"], no_decay=o["no_decay"], balanced=o["balanced"], p_adjusted=o["p_adjusted"],
                     smallest_effect=o["smallest_effect"], effect_at_baseline_mix=o["effect_at_baseline_mix"], flags=o["flags"], effect=o["effect"], halves=o["halves"], _flat=o["_flat"], _trend=o["_trend"], _near=o["_near"])
    s = lambda names, what: any(out[m]["verdict"] == what for m in names)
    thr, ins = [m for m in METRICS if m not in RATES], sorted(RATES)    # DORA's own grouping: recovery time tells of throughput
    signal = "yes" if s(thr, "sustained") and s(ins, "sustained") and not s(METRICS, "worsened") else None
    return ms, signal

if __name__ == "__main__":
    for line in sys.stdin:
        print(json.dumps(answer(json.loads(line))))
