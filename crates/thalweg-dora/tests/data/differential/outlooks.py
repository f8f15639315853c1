"""Random two-year histories for the verdict of section 7. outlooks.py SEED COUNT"""
import json, random, sys, math
from oracle import window, H, DAY
from histories import stamp, ZONES
S = 1_000_000_000
def case(seed):
    R = random.Random(seed * 7919 + 13)
    zone = R.choice(ZONES)
    fs = R.choice([1, 1, 1, 4, 2])
    B, N, gap = R.choice([6, 6, 8, 12]), R.choice([3, 3, 4]), R.choice([0, 0, 0, 1])
    y, q = 2025, R.choice([1, 2])
    y0 = y - 1 if fs > 1 else y
    m0 = y0 * 12 + fs - 1 + 3 * (q - 1)
    names = R.sample(["api", "web", "jobs"], R.randint(1, 2))
    lam = R.choice([1, 3, 5, 10, 20])
    shape = R.choice(["flat", "step", "step", "decay", "worse", "ramp", "blip"])
    size = R.choice([1.3, 2, 3])
    lead, leadgain = R.choice([5, 50]), R.choice([1, 1, .5, .3, 2, 1.05])
    pf, pg = R.choice([.1, .3, .5]), R.choice([1, .3, .1, 2])
    rec, recg = R.choice([2, 20]), R.choice([1, .3, .5, 3])
    pu, pug = R.choice([.1, .3]), R.choice([1, .2, 2])
    spread = R.choice([.3, 1, 1.5])
    bursty = R.random() < .15
    late = R.choice([0, 1, 3, 8, 40]) * DAY
    last = window({"month": [(m0 + 3 * N - 1) // 12, (m0 + 3 * N - 1) % 12 + 1]}, zone)[1]
    T = last + late - (R.choice([0, DAY]) if R.random() < .1 else 0)
    D, C, I = [], [], []
    empty = R.random() < .12
    dry = R.randint(m0 - gap - B, m0 + 3 * N) if R.random() < .1 else None
    start = m0 - gap - B + (R.choice([0, 0, 0, 2, 7]))
    mixed = R.random() < .15
    unknown = 1.0 if R.random() < .05 else 0
    for k in range(start, m0 + 3 * N):
        if k == dry: continue
        a, b = window({"month": [k // 12, k % 12 + 1]}, zone)
        e = k >= m0
        x = (k - m0) / (3 * N)
        g = 1.0
        if e: g = {"flat": 1, "step": size, "decay": size if x < .5 else .9, "worse": 1 / size, "ramp": 1 + size * x, "blip": size if x < .4 else 1}[shape]
        n = max(0, round(R.gauss(lam * g, math.sqrt(lam * g) * (2 if bursty else .6))))
        for _ in range(n):
            at = R.randint(a, b - 1) // S * S
            if bursty and R.random() < .7: at = a + (at - a) % (3 * DAY)
            w = e and not (shape in ("decay", "blip") and x > .5)
            d = dict(id=f"D{len(D):04}", service=R.choice(names), environment="production", finished_at=stamp(at), reached_production=True,
                     plan="unknown" if R.random() < unknown else ("unplanned" if R.random() < min(.9, pu * (pug if w else 1)) else "planned"))
            if d["plan"] == "unplanned": d["prompted_by"] = R.choice(["incident", "user_facing_bug", "other"])
            D.append(d)
            for _ in range(R.choice([0, 1, 1, 2]) if not empty else 0):
                h = lead * math.exp(R.gauss(0, spread)) * (leadgain if w else 1)
                if R.random() < .03: h = 0
                c = dict(id=f"C{len(C):04}", committed_at=stamp(at - int(h * 3600) * S))
                if mixed and R.random() < .4: c["start_kind"] = "opened"
                C.append(c); d.setdefault("changes", []).append(c["id"])
            if R.random() < min(.9, pf * (pg if w else 1)):
                i = dict(id=f"I{len(I):04}", caused_by=[d["id"]], impact_started_at=stamp(at + R.randint(0, 3600) * S), user_impacting=True, immediate_intervention=True)
                h = rec * math.exp(R.gauss(0, spread)) * (recg if w else 1)
                if R.random() < .9: i["restored_at"] = stamp(at + 3600 * S + int(h * 3600) * S)
                I.append(i)
    rules = dict(baseline_months=B, transition_months=gap, quarters=N, fiscal_start=fs)
    if R.random() < .1: rules["smallest_ratio"] = 1.5
    if R.random() < .1: rules["inferiority"] = .1
    # few cases need the months around the edges of eligibility
    return dict(seed=seed, zone=zone, as_of=stamp(T), lenient=False, rules={"deployments": {"maturity_days": R.choice([7, 7, 0, 30])}}, deployments=D, changes=C, incidents=I,
                services=[], service_levels=[], owners={}, windows=[], outlook=dict(rules=rules, first_quarter=[y, q]),
                trend=[{"month": [k // 12, k % 12 + 1]} for k in range(start, m0 + 3 * N)])
if __name__ == "__main__":
    a, n = int(sys.argv[1]), int(sys.argv[2])
    for s in range(a, a + n): print(json.dumps(case(s), separators=(",", ":")))
