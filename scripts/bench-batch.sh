#!/usr/bin/env bash
# Measures the batch layer against the replay exchange on this machine: archive to store, REST with and without a limit
# that binds, size on disk, a range read, runs with little and with nothing to do. Prints one line for each.
# usage: scripts/bench-batch.sh
source "$(dirname "$0")/lib.sh"
need "$shared/data/replay" "the recorded market data"
now=2023-05-16T00:00:00Z
recorded=$(cd "$shared/data/replay" && pwd)

timed() { # timed NAME COMMAND...: runs a command; sets $wall (ms), $cpu (ms) and $memory (MB)
    local name=$1
    shift
    /usr/bin/time -f '%e %U %S %M' -o "$work/time" "$@" >"$work/$name.out" 2>"$work/$name.err" ||
        { cat "$work/$name.err" >&2; exit 1; }
    read -r wall cpu memory < <(awk 'END { printf "%d %d %d\n", $1 * 1000, ($2 + $3) * 1000, $4 / 1024 }' "$work/time")
}

mkdir "$work/minutes"
ln -s "$recorded/BTCUSDT-1m.csv.gz" "$recorded/ETHUSDT-1m.csv.gz" "$work/minutes/"
"$root/scripts/archive-tree.sh" "$shared/data" "$work/tree" >"$work/tree.log" 2>&1 || { cat "$work/tree.log"; exit 1; }
start_replay --klines "$work/minutes" --archive "$work/tree" --now "$now" --speed 0
backfill() { # backfill STORE OPTIONS...
    local data=$1
    shift
    timed backfill "$candlecast" backfill BTCUSDT ETHUSDT --interval 1m --to "$now" --data-dir "$work/$data" \
        --rest-url "$url" --archive-url "$url" --quiet "$@"
}
rows=195680

backfill archive --source archive
echo "archive to store: $rows rows in $wall ms wall, $cpu ms CPU, $((rows / (cpu + 1))) k rows/s of CPU, $memory MB"
backfill archive
echo "second run, 2 symbols complete: $wall ms wall, $cpu ms CPU"
backfill rest --source rest
echo "REST without a binding limit: $rows rows in $wall ms wall, $cpu ms CPU, $((rows / wall)) k rows/s, $memory MB"
size=$(stat -c %s "$work/archive/candlecast.db")
echo "size: $size bytes in the file, $(awk "BEGIN { printf \"%.1f\", $size / $rows }") bytes per candle"
timed range "$candlecast" export BTCUSDT --view candles --interval 1m --data-dir "$work/archive" --output - --no-provenance
echo "export of 129,520 minutes as CSV: $wall ms wall, $cpu ms CPU"
stop_replay

limit=120
start_replay --klines "$work/minutes" --now "$now" --speed 0 --weight-limit $limit --weight-window 5s --journal "$work/journal"
backfill limited --source rest
echo "REST under a limit of $limit per 5 s: $wall ms wall"
stop_replay
awk -v limit=$limit '
    {
        match($0, /"used_weight":[0-9]+/); used = substr($0, RSTART + 14, RLENGTH - 14) + 0
        if ($0 ~ /"status":429|"status":418/) refused++
        if (used < last) { windows++; sum += last }
        if (used > 0) last = used
    }
    END { printf "  %d full windows, %.1f %% of the weight used, %d refusals\n", windows, windows ? 100 * sum / windows / limit : 0, refused }
' "$work/journal"

# Four generated years of minutes: what a file costs once starting the program does not count.
mkdir "$work/years"
awk 'BEGIN {
    srand(7); time = 1577836800000; price = 7195.24
    for (minute = 0; minute < 2103840; minute++) {
        open = price; price *= 1 + (rand() - 0.5) * 0.002; if (price < 100) price = 100
        high = (open > price ? open : price) * (1 + rand() * 0.0005) + 0.01
        low = (open < price ? open : price) * (1 - rand() * 0.0005) - 0.01
        volume = rand() * 100; taker = volume * rand(); middle = (high + low) / 2
        printf "%.0f,%.2f,%.2f,%.2f,%.2f,%.6f,%.0f,%.8f,%d,%.6f,%.8f,0\n", time, open, high, low, price, volume,
            time + 59999, volume * middle, volume * 10, taker, taker * middle
        time += 60000
    }
}' | gzip -1 >"$work/years/BTCUSDT-1m.csv.gz"
"$candlecast" replay archive --klines "$work/years" --to "$work/years-tree" --monthly --no-daily >/dev/null 2>&1
start_replay --klines "$work/years" --archive "$work/years-tree" --now 2024-01-02T00:00:00Z --speed 0
timed years "$candlecast" backfill BTCUSDT --interval 1m --to 2024-01-01T00:00:00Z --source archive \
    --data-dir "$work/years-store" --rest-url "$url" --archive-url "$url" --quiet
echo "48 monthly files: 2,103,840 rows in $wall ms wall, $cpu ms CPU, $((2103840 / cpu)) k rows/s of CPU, $memory MB"
stop_replay

mkdir "$work/many"
gzip -dc "$recorded/BTCUSDT-1d.csv.gz" | gzip -1 >"$work/day.csv.gz"
symbols=()
for number in $(seq 100 599); do
    ln "$work/day.csv.gz" "$work/many/S${number}USDT-1d.csv.gz"
    symbols+=("S${number}USDT")
done
many() { timed many "$candlecast" backfill "${symbols[@]}" --interval 1d --data-dir "$work/daily" --rest-url "$url" --quiet; }
start_replay --klines "$work/many" --now 2025-06-28T12:00:00Z --speed 0
many
echo "500 symbols from empty, 2,873 days each: $wall ms wall, $cpu ms CPU, $memory MB"
many
echo "500 symbols complete: $wall ms wall, $cpu ms CPU"
stop_replay
start_replay --klines "$work/many" --now 2025-06-29T12:00:00Z --speed 0
many
echo "500 symbols, one day behind: $wall ms wall, $cpu ms CPU, $memory MB"
stop_replay
