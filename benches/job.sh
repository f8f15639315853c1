# What the scripts beside this one share; they source it. Told by PEERS and PYTHON, it sets root, out (where data and results go) and
# job (the program, built unless DORA_JOB names one), and gives `made COUNT`, which makes the data of so many deployments once.
root=$(cd "$(dirname "$0")/.." && pwd)
: "${PEERS:?name the folder of the peers and of gen_dora.py in PEERS}" "${PYTHON:=python3}"
out=$root/target/peers
export PYTHONDONTWRITEBYTECODE=1
mkdir -p "$out"
job=${DORA_JOB:-}
[ -n "$job" ] || { cargo build --release -q -p thalweg-benches --bin dora_job --manifest-path "$root/Cargo.toml"; job=$root/target/release/dora_job; }

made() {
    [ -f "$out/dora_$1/meta.json" ] || "$PYTHON" "$PEERS/gen_dora.py" --n "$1" --raw --text no --out "$out/dora_$1" >/dev/null
}
