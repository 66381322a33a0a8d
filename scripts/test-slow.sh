#!/usr/bin/env bash
# The long forms of the tests, run by hand: ten minutes of mutated bytes for each reader, 30 kills of the main job, and
# two days of stream with faults; a thousand kills of the batch layer, and five hundred hostile exchanges.
set -euo pipefail
cd "$(dirname "$0")/.."
swift build -c release --product candlecast
scripts/kill-run.sh 30 "${SEED:-1}"
scripts/live-faults.sh 600
CANDLECAST_FUZZ_SECONDS="${FUZZ_SECONDS:-600}" swift test --filter ReaderFuzzTests
scripts/same-history.sh
scripts/kill-batch.sh "${KILLS:-1000}" "${SEED:-1}"
CANDLECAST_HOSTILE_SEEDS="${HOSTILE_SEEDS:-500}" swift test --filter HostileExchange
