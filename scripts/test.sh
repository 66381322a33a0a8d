#!/usr/bin/env bash
# Builds everything with warnings as errors in our own targets and runs all tests but the slow ones.
set -euo pipefail
cd "$(dirname "$0")/.."
export SWIFT_BACKTRACE=enable=no
log=$(mktemp)
trap 'rm -f "$log"' EXIT

swift build --build-tests 2>&1 | tee "$log"
if grep -E "^$(pwd)/(Sources|Tests)/.*: warning:" "$log"; then
    echo "test: the warnings above are errors" >&2
    exit 1
fi
# One after the other: some tests watch time-outs, and must not wait for a core that others keep busy.
swift test --skip-build --no-parallel "$@"

# The example is a package of its own: it must build against the libraries as a user's would, and do what it says.
folder=$(mktemp -d)
trap 'rm -rf "$log" "$folder"' EXIT
cp Examples/ForecastCSV/*.csv "$folder"
swift run --package-path Examples/ForecastCSV ForecastCSV "$folder"
test "$(wc -l <"$folder/forecast.csv")" -eq 61
