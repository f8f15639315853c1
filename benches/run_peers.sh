#!/bin/sh
# The monthly table beside other engines, in one go: everybody on the same data, in interleaved rounds, answers checked first.
#
#     PEERS=folder PYTHON=python3 sh benches/run_peers.sh [DEPLOYMENTS] [ROUNDS] [ENGINES]
#
# PEERS is a folder with `gen_dora.py`, `run_all.py`, `dora_common.py` and one program an engine under `peers/`; PYTHON has the engines
# installed. Data and results go to target/peers. Printed are, for each engine, the smallest and the median time of its query on data in
# memory, and how many times longer it took than the table on ready facts (query) and than making the facts and the table (build).
set -eu
. "$(dirname "$0")/job.sh"
count=${1:-1000000} rounds=${2:-3} engines=${3:-polars,duckdb,chdb,datafusion} threads=${THREADS:-2}
data=$out/dora_$count
made "$count"

first=${engines%%,*}
"$PYTHON" "$PEERS/peers/peer_$first.py" --data "$data" --mode mem --reps 1 --save "$out/$first.npz" >/dev/null
"$job" "$data" query "$threads" 1 rollforward "$out/thalweg.csv" >/dev/null
PEERS=$PEERS "$PYTHON" - "$out/thalweg.csv" "$out/$first.npz" <<'PY'
import csv, os, sys
sys.path.insert(0, os.environ["PEERS"])
import numpy
from dora_common import COLS, canonical, compare
rows = list(csv.DictReader(open(sys.argv[1])))
mine = canonical({c: [None if r[c] == "" else float(r[c]) for r in rows] for c in COLS})
wrong = compare(dict(numpy.load(sys.argv[2])), mine)
print("answers:", "; ".join(wrong) or f"the same {len(rows)} rows to 1e-9")
sys.exit(bool(wrong))
PY

rm -f "$out"/round_*.json
for round in $(seq "$rounds"); do
    for mode in query build facts scan copy; do
        "$job" "$data" "$mode" "$threads" 9 rollforward > "$out/round_${round}_$mode.json"
    done
    "$PYTHON" "$PEERS/run_all.py" dora --data "$data" --peers "$engines" --modes mem --rounds 1 --reps 5 --threads "$threads" --no-check \
        --json "$out/round_${round}_peers.json" >/dev/null
done
"$PYTHON" - "$out" "$count" "$threads" <<'PY'
import glob, json, os, statistics, sys
out, count, threads = sys.argv[1], int(sys.argv[2]), sys.argv[3]
times, memory, bytes_of = {}, {}, {}
for file in sorted(glob.glob(os.path.join(out, "round_*.json"))):
    it = json.load(open(file))
    rows = it["rows"] if "rows" in it else [{"peer": "thalweg " + it["mode"], "samples": it}]
    for row in rows:
        times.setdefault(row["peer"], []).extend(row["samples"]["wall"])
        if "copied_mib" in row["samples"]:
            bytes_of[row["peer"]] = (row["samples"]["asked_mib"], row["samples"]["copied_mib"])
        if "peak_mib" in row["samples"]:
            memory[row["peer"]] = (row["samples"]["columns_mib"], row["samples"]["peak_mib"])
median = {peer: statistics.median(all) for peer, all in times.items()}
least = {peer: min(all) for peer, all in times.items()}
print(f"\n{count} deployments, {threads} threads, load average {os.getloadavg()[0]:.1f}")
print(f"{'':16}{'least s':>10}{'median s':>10}{'÷ query':>10}{'÷ build':>10}   (medians of one run)")
for peer in sorted(median, key=median.get):
    by = [median[peer] / median["thalweg " + mode] for mode in ("query", "build")]
    print(f"{peer:16}{least[peer]:10.4f}{median[peer]:10.4f}{by[0]:10.1f}{by[1]:10.1f}")
fastest = min((p for p in median if not p.startswith("thalweg")), key=median.get)
print(f"\nfastest peer {fastest}: {median[fastest] / median['thalweg query']:.1f} times the query, "
      f"{median[fastest] / median['thalweg build']:.1f} times facts and query together "
      f"(least times: {least[fastest] / least['thalweg query']:.1f}, {least[fastest] / least['thalweg build']:.1f})")
print(f"one reading of all columns by one thread: query takes {median['thalweg query'] / median['thalweg scan']:.1f} times as long")
speed = 2 * bytes_of["thalweg copy"][1] / median["thalweg copy"]
asked, columns = bytes_of["thalweg query"][0], memory["thalweg query"][0]
print(f"copying with all threads moves {speed / 1024:.1f} GiB/s; at that speed the query's own columns ({asked:.0f} MiB) take "
      f"{asked / speed:.4f} s (query {median['thalweg query'] * speed / asked:.1f} times), all columns ({columns:.0f} MiB) {columns / speed:.4f} s "
      f"(query {median['thalweg query'] * speed / columns:.1f} times, facts and query {median['thalweg build'] * speed / columns:.1f} times)")
columns, peak = memory["thalweg build"]
print(f"columns {columns:.0f} MiB, peak while building and asking {peak:.0f} MiB: {peak / columns:.2f} times")
print(f"per deployment: query {median['thalweg query'] / count * 1e9:.1f} ns, facts {median['thalweg facts'] / count * 1e9:.1f} ns, build {median['thalweg build'] / count * 1e9:.1f} ns")
PY
