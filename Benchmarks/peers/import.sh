#!/usr/bin/env bash
# Times `candlecast import` beside pandas, Polars, DuckDB and Spark in one run, on generated files of the old pipeline.
# usage: Benchmarks/peers/import.sh [ROUNDS]
#   IMPORT_VENV    a virtual environment with numpy, pandas, pyarrow, polars, duckdb and pyspark; without it, one is made
#   IMPORT_DATA    the folder for the generated files (about 1 GB); without it, below the system's temporary folder
#   IMPORT_PEERS   the peers with commas (default: pandas,polars,duckdb,spark; Spark only where there is a Java)
#   IMPORT_FILES   the files with commas (default: ordered-2102400,late-2102400,shuffled-2102400,ordered-7200000)
#   CANDLECAST     the program (default: the release build)
set -euo pipefail
cd "$(dirname "$0")/../.."
temporary=${TMPDIR:-/tmp}
venv=${IMPORT_VENV:-$temporary/candlecast-import-peers}
if [ ! -x "$venv/bin/python" ]; then
    python3 -m venv "$venv"
    "$venv/bin/pip" install --quiet numpy pandas pyarrow polars duckdb pyspark
fi
candlecast=${CANDLECAST:-}
if [ -z "$candlecast" ]; then
    swift build -c release --product candlecast >&2
    candlecast=.build/release/candlecast
fi
data=${IMPORT_DATA:-$temporary/candlecast-import-data}
peers=${IMPORT_PEERS:-pandas,polars,duckdb,spark}
command -v java >/dev/null || peers=$(tr ',' '\n' <<<"$peers" | grep -v '^spark$' | paste -sd,)
names=${IMPORT_FILES:-ordered-2102400,late-2102400,shuffled-2102400,ordered-7200000}
paths=()
for name in ${names//,/ }; do
    paths+=("$data/$name.csv")
    [ -f "$data/$name.csv" ] || "$venv/bin/python" Benchmarks/peers/import_data.py "$data" "${name#*-}"
done
"$venv/bin/python" Benchmarks/peers/import_compare.py "$candlecast" "$data" "${1:-3}" "$peers" "${paths[@]}"
