#!/usr/bin/env bash
# Times Python Prophet 1.5.0 and the native engine in one run; installs Prophet into a virtual environment of its own.
# usage: Benchmarks/peers/prophet.sh [RUNS]      (PROPHET_VENV names the environment, default: below the system's temporary folder)
set -euo pipefail
cd "$(dirname "$0")/.."
venv=${PROPHET_VENV:-${TMPDIR:-/tmp}/candlecast-prophet-1.5.0}
if [ ! -x "$venv/bin/python" ]; then
    python3 -m venv "$venv"
    "$venv/bin/pip" install --quiet prophet==1.5.0
fi
swift build -c release --product ProphetPeer >&2
OMP_NUM_THREADS=1 "$venv/bin/python" peers/compare.py .build/release/ProphetPeer "${1:-5}"
