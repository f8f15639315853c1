"""Writes observed.json: random histories, and what an independent computation says of them.

Plain Python 3.11, no library but numpy 2.x for the products of matrices, from the definitions of topology.md section 5, with sets and
recomputation instead of counters. Run as: python3 observed_oracle.py > observed.json
"""
import itertools, json, math, random, sys
import numpy

def doa(created, own, others):
    return 3.293 + 1.098 * created + 0.164 * own - 0.321 * math.log(1 + others)

def authors(history, path):
    """history: (day, sha, author, path) in the order of time."""
    mine = [t for t in history if t[3] == path]
    creator = mine[0][2]
    degree = {}
    for who in {t[2] for t in mine}:
        made = sum(1 for t in mine if t[2] == who)
        degree[who] = doa(who == creator, made - (who == creator), len(mine) - made)
    top = max(degree.values())
    return {who for who, d in degree.items() if d > 0.75 * top and (d >= 3.293 or who == creator)}

def truck(history, paths):
    paths = sorted(paths)
    if not paths:
        return None
    known = {p: authors(history, p) for p in paths}
    files = {who: [p for p in paths if who in known[p]] for who in set().union(*known.values())}
    most = max((len(f) for f in files.values()), default=0)
    stay = {who for who, f in files.items() if len(f) >= 0.1 * most}
    order = sorted(stay, key=lambda who: (-len(files[who]), who))
    covered = lambda people: sum(1 for p in paths if known[p] & people)
    authored, gone = covered(stay), []
    while covered(stay - set(gone)) >= len(paths) / 2 and len(gone) < len(order):
        gone.append(order[len(gone)])
    return {"people": len(gone), "files": len(paths), "authored": authored, "authors": len(stay), "leavers": gone}

def fragmentation(counts):
    n = sum(counts)
    return 1 - sum((c / n) ** 2 for c in counts)

def case(rng):
    people, files, commits = rng.randint(1, 7), rng.randint(1, 14), rng.randint(1, 45)
    paths = [f"{rng.choice('xyz')}/f{i:02}" for i in range(files)]
    team = {f"a{i}": rng.choice([None, "t0", "t1", "t2"]) for i in range(people)}
    history = []
    for c in range(commits):
        who, day = f"a{rng.randrange(people)}", rng.randint(1, 28)
        for p in rng.sample(paths, rng.randint(1, min(files, 6))):
            history.append((day, f"c{c:03}", who, p))
    history.sort()
    shas = {t[1] for t in history}
    of = {sha: {t[3] for t in history if t[1] == sha} for sha in shas}
    by = {t[1]: t[2] for t in history}
    touched = sorted({t[3] for t in history})
    revisions = {p: sum(p in of[s] for s in shas) for p in touched}
    coupling = []
    for a, b in itertools.combinations(touched, 2):
        shared = sum(a in of[s] and b in of[s] for s in shas)
        degree = 100 * shared / ((revisions[a] + revisions[b]) / 2)
        if shared >= 2 and min(revisions[a], revisions[b]) >= 3 and degree >= 30:
            coupling.append([a, b, shared, degree])
    coupling.sort(key=lambda it: (-it[3], it[0], it[1]))
    counts = sorted((sum(by[s] == who for s in shas) for who in set(by.values())), reverse=True)
    parts = {sha: {p[0] for p in of[sha]} for sha in shas}
    teams = sorted({team[by[s]] for s in shas} - {None})
    names = sorted(set().union(*parts.values()))
    ta = numpy.array([[sum(team[by[s]] == t and p in parts[s] for s in shas) for p in names] for t in teams], dtype=int).reshape(len(teams), len(names))
    td = numpy.array([[sum(p in parts[s] and q in parts[s] for s in shas) for q in names] for p in names], dtype=int)
    required = ta @ td @ ta.T
    owner = {"x": "t0", "y": "t1", "z": "t2"}
    boundaries = []
    for key in names:
        inside = [s for s in sorted(shas) if key in parts[s]]
        whose = [team[by[s]] for s in inside]
        counts_in = [sum(by[s] == who for s in inside) for who in {by[s] for s in inside}]
        boundaries.append([key, sum(t == owner[key] for t in whose), sum(t is not None for t in whose), fragmentation(counts_in),
                           truck(history, [p for p in touched if p[0] == key])["people"]])
    owned = {t: {s for s in shas if any(owner[p] == t for p in parts[s])} for t in owner.values()}
    co = [[a, b, len(owned[a] & owned[b]), len(owned[a] & owned[b]) / ((len(owned[a]) + len(owned[b])) / 2)]
          for a, b in itertools.combinations(sorted(owned), 2) if owned[a] & owned[b]]
    rng.shuffle(history)
    return {"touches": history, "teams": team, "truck": truck(sorted(history), touched), "coupling": coupling,
            "top": [counts[0], sum(counts)], "minor": sum(c < 0.05 * sum(counts) for c in counts), "fragmentation": fragmentation(counts),
            "named": teams, "assignments": ta.tolist(), "together": td.tolist(), "required": required.tolist(),
            "boundaries": boundaries, "co_changes": co}

rng = random.Random(20261125)
cases = [case(rng) for _ in range(60)]
json.dump({"python": sys.version.split()[0], "numpy": numpy.__version__, "cases": cases}, sys.stdout, separators=(",", ":"))
print()
