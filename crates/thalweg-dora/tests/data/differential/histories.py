"""Random histories full of edge cases. histories.py SEED COUNT"""
import json, random, sys
from oracle import window, H, DAY, EPOCH
from datetime import timedelta

ZONES = ["UTC", "Europe/Berlin", "Asia/Kolkata", "Australia/Lord_Howe", "America/New_York", "Asia/Kathmandu", "America/Sao_Paulo", "Africa/Cairo", "Pacific/Chatham", "Asia/Beirut"]
def stamp(n):
    t = EPOCH + timedelta(seconds=n // 1_000_000_000)
    f = n % 1_000_000_000
    return t.strftime("%Y-%m-%dT%H:%M:%S") + (f".{f:09d}".rstrip("0") if f else "") + "Z"

def case(seed):
    R = random.Random(seed)
    zone = R.choice(ZONES)
    y = R.choice([2015, 2018, 2020, 2024, 2025, 2026])
    kind = R.choice(["month", "month", "iso_week", "quarter", "year", "free", "month_dst"])
    if kind == "month": m = R.randint(1, 11); spans = [{"month": [y, m]}, {"month": [y, m + 1]}]
    elif kind == "month_dst": m = R.choice([2, 3, 9, 10]); spans = [{"month": [y, m]}, {"month": [y, m + 1]}]
    elif kind == "iso_week": y = R.choice([2015, 2020, 2026]); spans = [{"iso_week": [y, 53]}, {"iso_week": [y + 1, 1]}]
    elif kind == "quarter": s = R.choice([1, 2, 4, 10]); spans = [{"quarter": [y, 1, s]}, {"quarter": [y, 2, s]}]
    elif kind == "year": spans = [{"year": [y, R.choice([1, 7])]}]
    else:
        a = window({"month": [y, R.randint(1, 12)]}, zone)[0] + R.randint(0, 40 * 86400) * 1_000_000_000 + R.choice([0, 1, 500_000_000])
        b = a + R.randint(3600, 70 * 86400) * 1_000_000_000
        spans = [{"free": [stamp(a), stamp(b)]}]
    if R.random() < .3: spans.append({"month": [y, 2]})
    edges = [t for s in spans for t in window(s, zone)]
    lo, hi = min(edges), max(edges)
    width = hi - lo
    mode = R.random()
    if mode < .12: T = R.randint(lo, hi)
    elif mode < .16: T = lo - R.randint(0, 10 * DAY)
    elif mode < .2: T = R.choice(edges)
    elif mode < .5: T = hi + R.randint(0, 8 * DAY)
    else: T = hi + R.randint(8 * DAY, 90 * DAY)
    whole = R.random() < .7
    S = 1_000_000_000
    def snap(t):
        return t // (H // 2) * (H // 2) if R.random() < .3 else (t // S * S if whole else t)
    def sometime(pad=0.15):
        r = R.random()
        if r < .08: return R.choice(edges)
        if r < .14: return R.choice(edges) - R.choice([1, S, 1000])
        if r < .17: return R.choice([T, T + 1, T - 1, T + S])
        return snap(R.randint(int(lo - pad * width), int(hi + pad * width)))
    names = R.sample(["api", "web", "db", "auth", "jobs", "edge"], R.randint(1, 4))
    size = R.choice([0, 1, 2, 3, 5, 8, 15, 30, 60, 60, 120])
    burst = R.random() < .25
    D, C, I = [], [], []
    base = [sometime() for _ in range(max(1, size // 12))]
    unknown_share = R.choice([0, 0.1, .25, 1.0]) if R.random() < .6 else 0
    tie = R.random() < .2
    for k in range(size):
        at = R.choice(base) + R.randint(0, 40) * H // 4 if burst and R.random() < .9 else sometime()
        if tie and D and R.random() < .3: at = R.choice(D)["_t"]
        d = dict(id=f"D{k:03}", service=R.choice(names), environment=R.choice(["production"] * 9 + ["staging", "prod", "Production"]),
                 finished_at=stamp(at), reached_production=R.random() < .93,
                 plan="unknown" if R.random() < unknown_share else R.choice(["planned"] * 4 + ["unplanned"]), _t=at)
        if R.random() < .1: d["started_at"] = stamp(at - R.randint(0, H))
        if d["plan"] == "unplanned" and R.random() < .4: d["prompted_by"] = R.choice(["incident", "user_facing_bug", "other"])
        if R.random() < .05: d["rolled_back"] = True
        if R.random() < .1: d["failed"] = R.random() < .6
        D.append(d)
    for d in D:
        if R.random() < .12 and D:
            late = [e for e in D if e["_t"] <= d["_t"]] if R.random() < .8 else D
            d["remediates"] = [R.choice(late)["id"] for _ in range(R.choice([1, 1, 2]))]
            if R.random() < .1: d["remediates"].append("D999")
            if R.random() < .5: d["plan"] = "unplanned"
    nI = R.choice([0, 0, 1, 2, 4, 10, 20, 40]) if D else R.choice([0, 1])
    forever = R.random() < .15
    grid = R.random() < .35
    for k in range(nI):
        cause = R.choice(D)["id"] if D and R.random() < .85 else None
        t0 = next((d["_t"] for d in D if d["id"] == cause), None) or sometime()
        step = lambda a, b: (R.randint(a, b) * H if grid else R.randint(a * 3600, b * 3600) * S)
        t1 = t0 + step(0, 30) if R.random() < .9 else t0 - step(1, 20)
        i = dict(id=f"I{k:02}", user_impacting=R.random() < .9, immediate_intervention=R.random() < .9)
        if cause:
            i["caused_by"] = [cause] + [R.choice(D)["id"] for _ in range(R.choice([0, 0, 0, 1, 2]))]
            if R.random() < .05: i["caused_by"].append("D998")
            i["caused_by"] = list(dict.fromkeys(i["caused_by"]))
        if R.random() < .5: i["services"] = [R.choice(names)]
        if R.random() < .85: i["impact_started_at"] = stamp(t1)
        if R.random() < .6: i["detected_at"] = stamp(t1 + step(0, 2))
        if not forever and R.random() < .85: i["restored_at"] = stamp(t1 + step(0, 40) if R.random() < .95 else t1 - step(0, 5))
        I.append(i)
    for d in D:
        if I and R.random() < .06: d["remediates"] = d.get("remediates", []) + [R.choice(I)["id"]]
    nC = R.choice([0, 1, 4, 5, 6, 7, 10, 20, 25, 60, 120]) if D else R.choice([0, 2])
    mixed = R.random() < .3
    staged = R.random() < .5
    by_change = R.random() < .3
    for k in range(nC):
        d = R.choice(D) if D and R.random() < .85 else None
        t = d["_t"] - (R.choice([0, 0, H, 24 * H, 24 * H]) if grid else R.randint(0, 500 * 3600) * S) if d else sometime(.3)
        if R.random() < .05: t = sometime()
        c = dict(id=f"C{k:03}", committed_at=stamp(t), kind=R.choice(["human"] * 8 + ["bot", "merge"]),
                 start_kind=R.choice(["first_commit", "first_commit", "opened", "merged", "last_commit"]) if mixed else "first_commit")
        if R.random() < .6 or not d: c["services"] = [d["service"] if d else R.choice(names)]
        if R.random() < .1: c["services"] = list(dict.fromkeys(c.get("services", []) + [R.choice(names)]))
        if staged and R.random() < .8:
            span = (d["_t"] - t) if d else 50 * H
            cuts = sorted(R.random() for _ in range(4))
            if R.random() < .07: R.shuffle(cuts)
            st = dict(zip(("opened", "first_review", "approved", "merged"), (stamp(int(t + u * span) // S * S) for u in cuts)))
            if R.random() < .35: st.pop(R.choice(list(st)))
            if R.random() < .3: st["first_commit"] = stamp(t - R.randint(0, 100) * 60 * S)
            c["stages"] = st
        C.append(c)
        if d:
            link = [d] + [R.choice(D) for _ in range(R.choice([0, 0, 0, 1]))]
            if by_change: c["deployments"] = list(dict.fromkeys(x["id"] for x in link))
            else:
                for x in link:
                    if c["id"] not in x.setdefault("changes", []): x["changes"].append(c["id"])
            if not by_change and R.random() < .04: c["deployments"] = [R.choice(D)["id"]]
            if by_change and R.random() < .03: x = R.choice(D); x["changes"] = x.get("changes", []) + [c["id"]]
    if R.random() < .05 and D: R.choice(D).setdefault("changes", []).append("C999")
    for d in D: d.pop("_t")
    lenient = R.random() < .5
    for L in (D, C, I):
        for _ in range(R.choice([0, 0, 0, 1, 2]) if L else 0):
            r = dict(R.choice(L))
            u = R.random()
            if u < .5: L.append(dict(r)); continue
            if "finished_at" in r: r["reached_production"] = not r["reached_production"]
            elif "committed_at" in r: r["kind"] = "bot" if r["kind"] != "bot" else "human"
            else: r["user_impacting"] = not r["user_impacting"]
            if u < .85: r["recorded_at"] = stamp(T - R.randint(0, 5) * DAY)
            L.append(r)
            if u > .75: L.append(dict(r))
    for L in (D, C, I): R.shuffle(L)
    services = []
    for s in names:
        if R.random() < .3:
            r = {"id": s}
            if R.random() < .6: r["active_from"] = stamp(snap(R.randint(lo - width // 3, hi)))
            if R.random() < .4: r["active_to"] = stamp(snap(R.randint(lo, hi + width // 3)))
            if "active_from" in r and "active_to" in r and r["active_from"] >= r["active_to"]: r.pop("active_to")
            services.append(r)
    if R.random() < .15: services.append({"id": "silent"})
    owners = {}
    for s in names:
        t = R.choice(["red", "blue", "green"])
        u = R.random()
        if u < .4: owners[s] = [[t, None, None]]
        elif u < .6: owners[s] = [[t, None, None], ["grey", None, None]]
        elif u < .8:
            cut = stamp(R.randint(lo, hi) // S * S)
            owners[s] = [[t, None, cut], ["grey", cut, None]]
    levels = []
    for k in range(R.choice([0, 0, 1, 3, 6])):
        u = R.choice(edges + [sometime()])
        total = R.choice([0, 1, 100, 10 ** 6])
        levels.append(dict(slo=R.choice(["latency", "errors", "fresh"]), service=R.choice(names), **{"from": stamp(u - 20 * DAY)}, until=stamp(u),
                           good=R.choice([total, total * 999 // 1000, total // 2, 0, total + 1 if R.random() < .1 else total]), total=total, target=R.choice([.99, .999, .5, 1.0])))
    rules = {}
    if R.random() < .3: rules["incidents"] = {"attribute": "latest"}
    if R.random() < .2: rules["deployments"] = {"maturity_days": R.choice([0, 1, 30])}
    if R.random() < .25: rules.setdefault("lead_time", {})["bots"] = False
    if R.random() < .2 and mixed: rules.setdefault("lead_time", {})["start"] = {"only": R.choice(["first_commit", "opened", "merged", "last_commit"])}
    if R.random() < .15: rules["estimation"] = {"level": R.choice([.9, .99, .8])}
    return dict(seed=seed, zone=zone, as_of=stamp(T), lenient=lenient, rules=rules, deployments=D, changes=C, incidents=I, services=services,
                service_levels=levels, owners=owners, windows=spans, outlook=None, trend=[])

if __name__ == "__main__":
    a, n = int(sys.argv[1]), int(sys.argv[2])
    for s in range(a, a + n): print(json.dumps(case(s), separators=(",", ":")))
