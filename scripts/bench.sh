#!/usr/bin/env bash
# Builds and runs the benchmarks; figures worth keeping go to Benchmarks/RESULTS.md by hand.
set -euo pipefail
cd "$(dirname "$0")/../Benchmarks"
swift run -c release Benchmarks
