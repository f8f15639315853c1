#!/bin/sh
# Cost a deployment of the monthly table as the history grows, from 10⁴ to 10⁷ deployments, one thread.
#
#     PEERS=folder PYTHON=python3 sh benches/growth.sh [ROUNDS] [COUNT ...]
#
# PEERS is a folder with `gen_dora.py`; data go to target/peers. Every round goes through all sizes, so that a busy quarter of an hour
# meets all of them; printed are the least and the median of the rounds' medians, and how far the sizes lie apart. Twice: with the
# allocator as it comes, which gives large pieces back to the system and has them cleared again for the next table, and with one that
# keeps what it has, as those of the peers do.
set -eu
. "$(dirname "$0")/job.sh"
rounds=${1:-5}
[ $# -gt 0 ] && shift
[ $# -gt 0 ] || set -- 10000 100000 1000000 10000000
for count in "$@"; do
    made "$count"
done
"$PYTHON" - "$job" "$out" "$rounds" "$@" <<'PY'
import json, os, statistics, subprocess, sys
job, out, rounds, counts = sys.argv[1], sys.argv[2], int(sys.argv[3]), [int(it) for it in sys.argv[4:]]
kept = {"MALLOC_TRIM_THRESHOLD_": str(1 << 34), "MALLOC_MMAP_THRESHOLD_": str(1 << 34)}

def once(count, mode, more):
    again = max(2, min(200, 4_000_000 // count))
    run = [job, os.path.join(out, f"dora_{count}"), mode, "1", str(again), "rollforward"]
    told = subprocess.run(run, capture_output=True, text=True, check=True, env={**os.environ, **more}).stdout
    return statistics.median(json.loads(told)["wall"]) / count * 1e9

for name, more in [("allocator as it comes", {}), ("allocator that keeps its memory", kept)]:
    found = {(count, mode): [] for count in counts for mode in ("query", "facts", "build")}
    for _ in range(rounds):
        for count, mode in found:
            found[count, mode].append(once(count, mode, more))
    print(f"\n{name}: nanoseconds a deployment, least and median of {rounds} rounds")
    print(f"{'deployments':>12}" + "".join(f"{mode:>18}" for mode in ("query", "facts", "build")))
    for count in counts:
        print(f"{count:>12}" + "".join(
            f"{min(found[count, mode]):10.1f}{statistics.median(found[count, mode]):8.1f}" for mode in ("query", "facts", "build")))
    for what, of in [("least", min), ("median", statistics.median)]:
        both = [of(found[count, "build"]) for count in counts]
        print(f"both in one call, {what}: {min(both):.0f} to {max(both):.0f}, "
              f"± {100 * (max(both) - min(both)) / (max(both) + min(both)):.1f} % of the middle")
PY
