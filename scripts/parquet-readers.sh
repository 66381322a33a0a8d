#!/usr/bin/env bash
# Compares exports in Parquet with those in CSV, value for value, as pyarrow, DuckDB, Polars and Spark read them.
# usage: scripts/parquet-readers.sh [DATA_DIR]
# Without a data directory, a store is filled from a simulated exchange. PARQUET_VENV names a virtual environment of
# Python with pyarrow, duckdb, polars and pyspark; without it, one is made, which needs the network and 1 GB of disk.
# Spark needs Java 17 or newer; without it, it is left out and the script says so.
source "$(dirname "$0")/lib.sh"
need "$candlecast" "the program (swift build -c release --product candlecast)"

venv=${PARQUET_VENV:-}
if [ -z "$venv" ]; then
    venv=$work/venv
    python3 -m venv "$venv"
    "$venv/bin/pip" install --quiet pyarrow duckdb polars pyspark
fi
need "$venv/bin/python" "the python of the virtual environment"

data=${1:-}
if [ -z "$data" ]; then
    data=$work/data
    start_replay --simulate 1 --symbols 2 --now 2024-03-02T12:30:00Z --speed 1
    for interval in "1m --from 2024-02-20" "1d --from 2022-01-01"; do
        # shellcheck disable=SC2086
        "$candlecast" backfill BTCUSDT ETHUSDT --interval $interval --data-dir "$data" --rest-url "$url" \
            --stream-url "$stream" --quiet >/dev/null
    done
    stop_replay
fi

views="--view daily --view candles --view gaps --view prophet-input --view coverage"
# shellcheck disable=SC2086
"$candlecast" export $views --data-dir "$data" --output "$work/csv" --quiet >/dev/null
for compression in zstd gzip none; do
    # shellcheck disable=SC2086
    "$candlecast" export $views --data-dir "$data" --output "$work/$compression" --format parquet \
        --compression "$compression" --quiet >/dev/null
done
"$candlecast" export --view lake --data-dir "$data" --output "$work" --quiet >/dev/null

"$venv/bin/python" - "$work" <<'PYTHON'
import csv, datetime, pathlib, shutil, sys

work = pathlib.Path(sys.argv[1])
epoch = datetime.datetime(1970, 1, 1, tzinfo=datetime.timezone.utc)
failures = 0


def same(value, text):
    """Whether a value is what the CSV says."""
    if value is None:
        return text == ""
    if isinstance(value, bool):
        return text == ("1" if value else "0")
    if isinstance(value, datetime.datetime):
        if value.tzinfo is None:
            value = value.replace(tzinfo=datetime.timezone.utc)
        if "T" in text:
            return value == datetime.datetime.fromisoformat(text.replace("Z", "+00:00"))
        return (value - epoch) // datetime.timedelta(milliseconds=1) == int(text)
    if isinstance(value, datetime.date):
        return value.isoformat() == text
    if isinstance(value, str):
        return value == text
    return value == float(text)


def read(path):
    with open(path, newline="") as file:
        names, *rows = list(csv.reader(file))
    return names, rows


def compare(reader, what, names, rows, wanted_names, wanted):
    """Compares rows with those of the CSV; says what differs first."""
    global failures
    rows = list(rows)
    problem = None
    if list(names) != wanted_names:
        problem = f"columns {list(names)} instead of {wanted_names}"
    elif len(rows) != len(wanted):
        problem = f"{len(rows)} rows instead of {len(wanted)}"
    else:
        for number, (row, texts) in enumerate(zip(rows, wanted)):
            if not all(map(same, row, texts)):
                problem = f"row {number}: {tuple(row)} instead of {texts}"
                break
    if problem:
        failures += 1
        print(f"{reader}: {what}: {problem}")


def readers():
    import duckdb
    import polars
    import pyarrow.parquet

    connection = duckdb.connect()
    connection.execute("SET TimeZone = 'UTC'")

    def arrow(path):
        table = pyarrow.parquet.read_table(path)
        return table.column_names, zip(*[column.to_pylist() for column in table.columns])

    def duck(path):
        answer = connection.execute("SELECT * FROM read_parquet(?)", [str(path)])
        return [column[0] for column in answer.description], answer.fetchall()

    def polar(path):
        frame = polars.read_parquet(path)
        return frame.columns, frame.rows()

    yield f"pyarrow {pyarrow.__version__}", arrow
    yield f"duckdb {duckdb.__version__}", duck
    yield f"polars {polars.__version__}", polar


def spark_session():
    if shutil.which("java") is None:
        print("Spark is left out: there is no java")
        return None
    from pyspark.sql import SparkSession

    builder = SparkSession.builder.master("local[2]").config("spark.ui.enabled", "false")
    builder = builder.config("spark.ui.showConsoleProgress", "false")
    builder = builder.config("spark.sql.session.timeZone", "UTC").config("spark.driver.memory", "1g")
    session = builder.getOrCreate()
    session.sparkContext.setLogLevel("ERROR")
    return session


tables = {path.relative_to(work / "csv").with_suffix(""): read(path) for path in (work / "csv").rglob("*.csv")}
codecs = ["zstd", "gzip", "none"]
for name, reader in readers():
    for codec in codecs:
        for table, (names, rows) in sorted(tables.items()):
            found, values = reader(work / codec / table.with_suffix(".parquet"))
            compare(name, f"{table} ({codec})", found, values, names, rows)
    print(f"{name}: read {len(tables)} tables in {len(codecs)} forms")

# The lake: what all readers find under the partitions is what the CSV of the series holds.
import os, time

os.environ["TZ"] = "UTC"
time.tzset()
session = spark_session()
if session is not None:
    name = f"spark {session.version}"
    for codec in codecs:
        for table, (names, rows) in sorted(tables.items()):
            if not rows and codec != "zstd":
                continue
            frame = session.read.parquet(str(work / codec / table.with_suffix(".parquet")))
            compare(name, f"{table} ({codec})", frame.columns, frame.collect(), names, rows)
    print(f"{name}: read {len(tables)} tables in {len(codecs)} forms")
    lake = session.read.parquet(str(work / "lake" / "candles"))
    lake.createOrReplaceTempView("lake")

import duckdb

connection = duckdb.connect()
connection.execute("SET TimeZone = 'UTC'")
source = f"read_parquet('{work}/lake/candles/*/*/*/*/*.parquet', hive_partitioning = true)"
for table, (names, rows) in sorted(tables.items()):
    if table.parts[0] != "candles":
        continue
    symbol, interval = table.name.split("-", 1)
    wanted_names = [name for name in names if name != "ignore"]
    kept = [index for index, name in enumerate(names) if name != "ignore"]
    wanted = [[row[index] for index in kept] for row in rows]
    where = f"WHERE symbol = '{symbol}' AND \"interval\" = '{interval}' ORDER BY open_time"
    columns = ", ".join(wanted_names)
    answer = connection.execute(f"SELECT {columns} FROM {source} {where}")
    compare("duckdb", f"lake {symbol} {interval}", wanted_names, answer.fetchall(), wanted_names, wanted)
    if session is not None:
        answer = session.sql(f"SELECT {columns} FROM lake {where}".replace('"interval"', "`interval`"))
        compare("spark", f"lake {symbol} {interval}", wanted_names, answer.collect(), wanted_names, wanted)
    print(f"the lake of {symbol} {interval}: {len(rows)} rows")

if failures:
    sys.exit(f"{failures} tables differ")
print("all values are equal")
PYTHON
