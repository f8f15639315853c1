#!/bin/sh
# Instructions a deployment of the monthly table and of telling an accumulator all its records, counted by callgrind: what a busy
# machine cannot disturb.
#
#     PEERS=folder PYTHON=python3 sh benches/instructions.sh [DEPLOYMENTS ...]
#
# PEERS is a folder with `gen_dora.py`; data go to target/peers. A run that repeats the work and one that does not are subtracted, so that
# reading the columns does not count.
set -eu
. "$(dirname "$0")/job.sh"
[ $# -gt 0 ] || set -- 10000 100000

# Of one run with so many repetitions beside the warming one.
counted() {
    valgrind --tool=callgrind --callgrind-out-file=/dev/null "$job" "$1" "$2" 1 "$3" rollforward 2>&1 | sed -n 's/.*Collected : *//p'
}

for count in "$@"; do
    made "$count"
    data=$out/dora_$count
    for mode in query facts build live; do
        once=$(counted "$data" "$mode" 0)
        thrice=$(counted "$data" "$mode" 2)
        echo "$count deployments, $mode: $(( (thrice - once) / 2 / count )) instructions a deployment"
    done
done
