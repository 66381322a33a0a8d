#!/usr/bin/env bash
# Makes the tree of a bulk archive from a folder of recorded data, for `candlecast replay --archive`: the days that were
# recorded as zip files, byte for byte with their checksums; the other days of intervals below a day; every whole month;
# milliseconds until 2024, microseconds from 2025 on, as the exchange has them.
# usage: scripts/archive-tree.sh RECORDED_DATA TARGET
if [ $# -ne 2 ]; then
    echo "usage: $0 RECORDED_DATA TARGET" >&2
    exit 64
fi
source "$(dirname "$0")/lib.sh"
data=$1
target=$2
need "$data/replay" "the folder of recorded candles"
need "$data/archive_zip" "the folder of recorded zip files"
days=()
for file in "$data"/replay/*-{1s,1m,3m,5m,15m,30m,1h,2h,4h,6h,8h,12h}.csv.gz; do
    [ -e "$file" ] || continue
    interval=${file##*-}
    days+=(--daily-interval "${interval%.csv.gz}")
done
[ ${#days[@]} -gt 0 ] || days=(--no-daily)
"$candlecast" replay archive --klines "$data/replay" --zips "$data/archive_zip" --to "$target" --monthly "${days[@]}"
