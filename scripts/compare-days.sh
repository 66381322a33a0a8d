#!/usr/bin/env bash
# Compares the served days of a store with recorded 1d rows, value by value, as doubles.
# usage: scripts/compare-days.sh DATA_DIR KLINES_DIR SYMBOL...
set -euo pipefail
source "$(dirname "$0")/lib.sh"
data=$1 klines=$2
shift 2
failed=0
for symbol in "$@"; do
    need "$klines/$symbol-1d.csv.gz" "the record of $symbol"
    "$candlecast" export "$symbol" --view daily --data-dir "$data" --output "$work" --quiet >/dev/null
    gzip -dc "$klines/$symbol-1d.csv.gz" >"$work/record.csv"
    awk -F, -v symbol="$symbol" '
        function same(name, ours, theirs) {
            if (ours + 0 != theirs + 0 || ours == "") {
                printf "%s %s: %s is %s, the record says %s\n", symbol, $2, name, ours, theirs; bad++
            }
        }
        FNR == NR { date = strftime("%Y-%m-%d", $1 / 1000, 1); record[date] = $0; next }
        FNR == 1 { next }
        $NF != 1 { open++; openday = $2; next }
        {
            if (!($2 in record)) { printf "%s %s is not in the record\n", symbol, $2; bad++; next }
            split(record[$2], r, ",")
            same("open", $3, r[2]); same("high", $4, r[3]); same("low", $5, r[4]); same("close", $6, r[5])
            same("base volume", $7, r[6]); same("quote volume", $8, r[8]); same("trades", $9, r[9])
            compared++; last = $2
        }
        END {
            for (date in record) if (date <= last) expected++
            if (expected != compared) { printf "%s: %d days compared, %d recorded\n", symbol, compared, expected; bad++ }
            printf "%s: %d closed days equal the record, up to %s; open: %s\n", symbol, compared - bad, last, openday
            exit bad > 0
        }' "$work/record.csv" "$work/daily_filled/$symbol.csv" || failed=1
done
exit $failed
