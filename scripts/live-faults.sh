#!/usr/bin/env bash
# Follows two days of minutes through cuts, a half-open connection and kills of producer and consumer, and compares
# every minute and both days with the records. usage: scripts/live-faults.sh [SPEED]
source "$(dirname "$0")/lib.sh"
speed=${1:-600}
need "$shared/data/replay" "the recorded market data"
data=$work/data
start_replay --klines "$shared/data/replay" --now 2023-04-01T23:50:00Z --until 2023-04-03T00:10:00Z --speed "$speed" \
    --cut-at 2023-04-02T03:17:10Z --cut-at 2023-04-02T11:40:30Z --cut-at 2023-04-02T20:05:50Z \
    --stall-at 2023-04-02T07:30:20Z
# Both become the program, so that the number of the background job is that of the process.
produce() {
    exec "$candlecast" produce BTCUSDT ETHUSDT --data-dir "$data" --rest-url "$url" --stream-url "$stream" \
        --until 2023-04-03T00:10:00Z --idle-timeout 5s --quiet >>"$work/produce.out" 2>>"$work/produce.err"
}
consume() {
    exec "$candlecast" consume --data-dir "$data" --quiet >>"$work/consume.out" 2>>"$work/consume.err"
}
clock() { # the replay's virtual time in seconds
    curl -fs "$url/api/v3/time" | sed 's/[^0-9]//g' | cut -c1-10
}
wait_for() { # wait_for TIME
    local target
    target=$(date -u -d "$1" +%s)
    while [ "$(clock)" -lt "$target" ]; do sleep 0.2; done
}

produce & producer=$!
consume & consumer=$!
for moment in "producer 2023-04-02T05:00:00Z" "consumer 2023-04-02T09:10:00Z" "producer 2023-04-02T14:20:00Z" \
    "consumer 2023-04-02T17:30:00Z"; do
    wait_for "${moment#* }"
    case $moment in
    producer*) kill -9 "$producer" || { cat "$work/produce.err"; exit 1; }; wait "$producer" 2>/dev/null || true
        produce & producer=$! ;;
    *) kill -9 "$consumer" || { cat "$work/consume.err"; exit 1; }; wait "$consumer" 2>/dev/null || true
        consume & consumer=$! ;;
    esac
    echo "killed the $moment"
done
wait "$producer" || { cat "$work/produce.err"; exit 1; }
kill -INT "$consumer" 2>/dev/null || true
wait "$consumer" || [ $? -eq 130 ] || { cat "$work/consume.err"; exit 1; }
"$candlecast" consume --once --data-dir "$data"
stop_replay

failed=0
for symbol in BTCUSDT ETHUSDT; do
    "$candlecast" export "$symbol" --view candles --interval 1m --data-dir "$data" --output "$work/out" --quiet >/dev/null
    gzip -dc "$shared/data/replay/$symbol-1m.csv.gz" |
        awk -F, -v from=1680307200000 -v to=1680480600000 '$1 >= from && $1 < to' >"$work/record.csv"
    awk -F, -v symbol="$symbol" '
        FNR == NR { record[$1] = $0; expected++; next }
        FNR == 1 || $NF != 1 { next }
        !($1 in record) { printf "%s: the minute %s is not in the record\n", symbol, $1; bad++; next }
        {
            split(record[$1], r, ",")
            for (i = 1; i <= 11; i++) if ($i + 0 != r[i] + 0) { printf "%s %s: field %d is %s, not %s\n", symbol, $1, i, $i, r[i]; bad++ }
            count[$13]++; compared++
        }
        END {
            if (compared != expected) { printf "%s: %d minutes, %d recorded\n", symbol, compared, expected; bad++ }
            printf "%s: %d minutes equal the record;", symbol, compared
            for (vintage in count) printf " %s %d", vintage, count[vintage]
            print ""
            exit bad > 0
        }' "$work/record.csv" "$work/out/candles/$symbol-1m.csv" || failed=1
done
"$candlecast" export BTCUSDT ETHUSDT --view daily --data-dir "$data" --output "$work/out" --quiet >/dev/null
grep -h -E ',2023-04-0[12],' "$work"/out/daily_filled/*.csv
grep -h -E ',2023-04-02,.*,speed,1$' "$work"/out/daily_filled/*.csv | wc -l | grep -qx 2 ||
    { echo "the origin of 2023-04-02 is not speed everywhere"; failed=1; }
for symbol in BTCUSDT ETHUSDT; do
    gzip -dc "$shared/data/replay/$symbol-1d.csv.gz" | awk -F, '$1 == 1680307200000 || $1 == 1680393600000' >"$work/record.csv"
    awk -F, -v symbol="$symbol" '
        FNR == NR { record[strftime("%Y-%m-%d", $1 / 1000, 1)] = $0; next }
        !($2 in record) { next }
        {
            split(record[$2], r, ","); split("2 3 4 5 6 8 9", field, " ")
            for (i = 1; i <= 7; i++) if ($(i + 2) + 0 != r[field[i]] + 0) { printf "%s %s: column %d is %s, not %s\n", symbol, $2, i + 2, $(i + 2), r[field[i]]; bad++ }
            days++
        }
        END { if (days != 2) bad++; printf "%s: %d days equal the record\n", symbol, days - bad; exit bad > 0 }' \
        "$work/record.csv" "$work/out/daily_filled/$symbol.csv" || failed=1
done
exit $failed
