#!/usr/bin/env bash
# Kills backfill, import and merge with SIGKILL at seeded random moments, runs them once more undisturbed, and compares
# the exported views with those of a store that was never disturbed. After a killed backfill the requests of the second
# run are compared with what the store had acknowledged at the kill: none of that may be asked for again.
# usage: scripts/kill-batch.sh [ROUNDS] [SEED]
source "$(dirname "$0")/lib.sh"
rounds=${1:-30}
RANDOM=${2:-1}
need "$shared/data/replay" "the recorded market data"
now=2023-04-03T12:00:00Z
mkdir "$work/klines"
for name in BTCUSDT-1m ETHUSDT-1m BTCUSDT-1d ETHUSDT-1d; do
    ln -s "$(cd "$shared/data/replay" && pwd)/$name.csv.gz" "$work/klines/"
done
"$root/scripts/archive-tree.sh" "$shared/data" "$work/tree" >"$work/tree.log" 2>&1 || { cat "$work/tree.log"; exit 1; }
gzip -dc "$shared/data/replay/BTCUSDT-1m.csv.gz" |
    awk -F, -v OFS=, 'BEGIN { print "timestamp,open,high,low,close,volume" }
        NR <= 60000 { print $1 / 1000, $2, $3, $4, $5, $6; if (NR % 100 == 0) print $1 / 1000 - 86400, $2, $3, $4, $5, $6 }' >"$work/old.csv"
start_replay --klines "$work/klines" --archive "$work/tree" --now "$now" --speed 0 --journal "$work/journal"

job() { # job KIND STORE: becomes the job; call it in a subshell
    case $1 in
    backfill) exec "$candlecast" backfill BTCUSDT ETHUSDT --interval 1m --interval 1d --from 2023-02-20 --to "$now" \
        --data-dir "$2" --rest-url "$url" --archive-url "$url" --quiet >"$2.out" 2>"$2.err" ;;
    import) exec "$candlecast" import "$work/old.csv" --symbol BTCUSDT --interval 1m --data-dir "$2" --quiet >"$2.out" 2>"$2.err" ;;
    merge) exec "$candlecast" merge --data-dir "$2" --quiet >"$2.out" 2>"$2.err" ;;
    esac
}

views() { # views STORE OUTPUT
    for view in daily candles gaps; do
        "$candlecast" export --view "$view" --no-provenance --data-dir "$1" --output "$2" --quiet >/dev/null
    done
}

fresh() { # fresh KIND STORE: what the job starts from
    rm -rf "$2" "$2".*
    if [ "$1" = merge ]; then cp -r "$work/whole.backfill" "$2"; fi
}

declare -A length
for kind in backfill import merge; do
    fresh $kind "$work/whole.$kind"
    began=$(date +%s%N)
    (job $kind "$work/whole.$kind") || { cat "$work/whole.$kind.err"; exit 1; }
    length[$kind]=$((($(date +%s%N) - began) / 1000000 + 1))
    views "$work/whole.$kind" "$work/expected.$kind"
    echo "an undisturbed $kind takes ${length[$kind]} ms"
done

declare -A killed
kinds=(backfill import merge)
for round in $(seq 1 "$rounds"); do
    kind=${kinds[$((round % 3))]}
    data=$work/killed
    fresh "$kind" "$data"
    delay=$(((RANDOM * 32768 + RANDOM) % length[$kind]))
    (job "$kind" "$data") &
    run=$!
    sleep "$(printf '%d.%03d' $((delay / 1000)) $((delay % 1000)))"
    kill -9 "$run" 2>/dev/null && state=killed || state=done
    wait "$run" 2>/dev/null || true
    [ $state = killed ] && killed[$kind]=$((${killed[$kind]:-0} + 1))
    rm -rf "$work/acknowledged"
    if [ "$kind" = backfill ] && [ -s "$data/candlecast.db" ]; then
        # A store that holds no candle yet has acknowledged nothing that can be exported.
        "$candlecast" export --view coverage --data-dir "$data" --output "$work/acknowledged" --quiet >/dev/null 2>&1 || true
    fi
    lines=$(wc -l <"$work/journal")
    (job "$kind" "$data") || { echo "round $round, $kind: the run after the kill at $delay ms failed"; cat "$data.err"; exit 1; }
    if [ -d "$work/acknowledged/coverage" ]; then
        tail -n +$((lines + 1)) "$work/journal" >"$work/requests"
        TZ=UTC0 awk '
            function seconds(text,  t) { t = text; gsub(/[-T:Z]/, " ", t); sub(/\..*/, "", t); return mktime(t) }
            FILENAME ~ /\.csv$/ {
                if (FNR == 1) next
                split($0, f, ","); n++
                name[n] = f[1] "-" f[2]; from[n] = seconds(f[3]) * 1000; to[n] = seconds(f[4]) * 1000
                next
            }
            /klines\?/ {
                match($0, /symbol=[A-Z0-9]+/); symbol = substr($0, RSTART + 7, RLENGTH - 7)
                match($0, /interval=[a-zA-Z0-9]+/); interval = substr($0, RSTART + 9, RLENGTH - 9)
                match($0, /startTime=[0-9]+/); start = substr($0, RSTART + 10, RLENGTH - 10) + 0
                match($0, /endTime=[0-9]+/); end = substr($0, RSTART + 8, RLENGTH - 8) + 0
                if ($0 ~ /limit=1[^0-9]/) next    # the question for the first candle
                for (i = 1; i <= n; i++)
                    if (name[i] == symbol "-" interval && start < to[i] && end >= from[i]) {
                        print "asked again: " $0; bad++
                    }
            }
            /\.zip"/ || /\.zip\?/ {
                match($0, /[A-Z0-9]+-[0-9]+[smhdw]o?-[0-9-]+\.zip/); file = substr($0, RSTART, RLENGTH - 4)
                split(file, p, "-"); start = seconds(p[3] "-" p[4] "-" (p[5] == "" ? "01" : p[5]) "T00:00:00Z") * 1000
                for (i = 1; i <= n; i++)
                    if (name[i] == p[1] "-" p[2] && start >= from[i] && start < to[i] && p[5] != "") {
                        print "fetched again: " file; bad++
                    }
            }
            END { exit bad > 0 }' "$work"/acknowledged/coverage/*.csv "$work/requests" ||
            { echo "round $round: killed at $delay ms, acknowledged ranges were fetched again"; exit 1; }
    fi
    rm -rf "$work/found"
    views "$data" "$work/found"
    if ! diff -rq "$work/expected.$kind" "$work/found" >"$work/diff"; then
        echo "round $round, $kind $state at $delay ms: the views differ"
        cat "$work/diff"
        diff -r "$work/expected.$kind" "$work/found" | head -n 20
        exit 1
    fi
    [ $((round % 50)) -ne 0 ] || echo "round $round: equal so far"
done
echo "$rounds rounds, killed while running: backfill ${killed[backfill]:-0}, import ${killed[import]:-0}, merge ${killed[merge]:-0}; every store equals the undisturbed one"
