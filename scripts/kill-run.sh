#!/usr/bin/env bash
# Kills `candlecast run` at random moments, runs it once more undisturbed, and compares the exported views with those
# of a run that was never disturbed. usage: scripts/kill-run.sh [ROUNDS] [SEED]
source "$(dirname "$0")/lib.sh"
rounds=${1:-30}
RANDOM=${2:-1}
need "$shared/data/replay" "the recorded market data"
options=(--klines "$shared/data/replay" --now 2023-04-05T12:00:00Z --speed 120 --until 2023-04-05T12:20:00Z)
symbols=(BTCUSDT ETHUSDT BNBUSDT)

once() { # once DATA_DIR: becomes a run that ends when the replay's clock stops; call it in a subshell
    exec "$candlecast" run "${symbols[@]}" --data-dir "$1" --rest-url "$url" --stream-url "$stream" \
        --until 2023-04-05T12:20:00Z --cutoffs 12 --quiet >"$1.out" 2>"$1.err"
}

views() { # views DATA_DIR OUTPUT
    for view in daily candles gaps prophet-input; do
        "$candlecast" export "${symbols[@]}" --view "$view" --no-provenance --data-dir "$1" --output "$2" --quiet >/dev/null
    done
}

start_replay "${options[@]}"
began=$(date +%s%N)
(once "$work/undisturbed") || { cat "$work/undisturbed.err"; exit 1; }
length=$((($(date +%s%N) - began) / 1000000))
stop_replay
views "$work/undisturbed" "$work/expected"
echo "an undisturbed run takes $length ms"

for round in $(seq 1 "$rounds"); do
    start_replay "${options[@]}"
    data=$work/killed-$round
    delay=$(((RANDOM * 32768 + RANDOM) % length))
    once "$data" &
    run=$!
    sleep "$(printf '%d.%03d' $((delay / 1000)) $((delay % 1000)))"
    kill -9 "$run" 2>/dev/null && state=killed || state=done
    wait "$run" 2>/dev/null || true
    (once "$data") || { echo "round $round: the run after the kill at $delay ms failed"; cat "$data.err"; exit 1; }
    stop_replay
    views "$data" "$work/found"
    if ! diff -rq "$work/expected" "$work/found" >"$work/diff"; then
        echo "round $round, $state at $delay ms: the views differ"
        cat "$work/diff"
        diff -r "$work/expected" "$work/found" | head -n 20
        exit 1
    fi
    echo "round $round: $state at $delay ms, equal"
    rm -rf "$work/found" "$data"
done
echo "$rounds rounds: every store equals the undisturbed one"
