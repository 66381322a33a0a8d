#!/usr/bin/env bash
# Fetches the recorded minutes three times, by archive, by REST and half by each, and compares the exported views byte
# for byte; then compares the days made from those minutes with the recorded days.
# usage: scripts/same-history.sh
source "$(dirname "$0")/lib.sh"
need "$shared/data/replay" "the recorded market data"
now=2023-05-16T00:00:00Z
mkdir "$work/klines"
for name in BTCUSDT-1m ETHUSDT-1m; do ln -s "$(cd "$shared/data/replay" && pwd)/$name.csv.gz" "$work/klines/"; done
"$root/scripts/archive-tree.sh" "$shared/data" "$work/tree" >"$work/tree.log" 2>&1 || { cat "$work/tree.log"; exit 1; }
start_replay --klines "$work/klines" --archive "$work/tree" --now "$now" --speed 1 --until 2023-05-16T00:30:00Z

fetch() { # fetch STORE OPTIONS...
    local data=$work/$1
    shift
    "$candlecast" backfill BTCUSDT ETHUSDT --interval 1m --to "$now" --data-dir "$data" --rest-url "$url" \
        --archive-url "$url" "$@" 2>>"$data.err" || { cat "$data.err"; exit 1; }
}

views() { # views STORE
    for view in daily candles gaps; do
        "$candlecast" export BTCUSDT ETHUSDT --view "$view" --no-provenance --data-dir "$work/$1" \
            --output "$work/$1.views" --quiet >/dev/null
    done
}

for source in archive rest; do
    began=$(date +%s%N)
    fetch "$source" --source "$source"
    echo "$source: $((($(date +%s%N) - began) / 1000000)) ms"
    views "$source"
done
fetch half --source archive --to 2023-04-02
fetch half --source rest
views half
for other in rest half; do
    diff -rq "$work/archive.views" "$work/$other.views" || { echo "archive and $other differ" >&2; exit 1; }
done
find "$work/archive.views" -type f | sort | while read -r file; do
    echo "${file#"$work/archive.views/"}: $(wc -l <"$file") lines, the same three times"
done

stop_replay
for symbol in BTCUSDT ETHUSDT; do
    gzip -dc "$shared/data/replay/$symbol-1d.csv.gz" | awk -F, -v symbol="$symbol" '
        function same(name, ours, theirs) {
            if (ours + 0 != theirs + 0 || ours == "") {
                printf "%s %s: %s is %s, the record says %s\n", symbol, $2, name, ours, theirs; bad++
            }
        }
        FNR == NR { record[strftime("%Y-%m-%d", $1 / 1000, 1)] = $0; next }
        FNR == 1 || $NF != 1 { next }
        {
            split(record[$2], r, ",")
            same("open", $3, r[2]); same("high", $4, r[3]); same("low", $5, r[4]); same("close", $6, r[5])
            same("base volume", $7, r[6]); same("quote volume", $8, r[8]); same("trades", $9, r[9])
            days++
        }
        END { printf "%s: %d days from minutes equal the recorded days\n", symbol, days - bad; exit bad > 0 || days < 46 }
    ' - "$work/archive.views/daily_filled/$symbol.csv"
done
