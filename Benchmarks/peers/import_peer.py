"""The old pipeline's first step by one of its peers: read, drop duplicates, daily OHLCV, fill forward, MA7 and MA30.

Usage: import_peer.py pandas|polars|duckdb|spark FILE

Nothing is stored but the days as Parquet in a temporary folder; what is printed is the number of days and the sums of
close, volume and MA30, as JSON.
"""
import json
import sys
import tempfile
import warnings

warnings.filterwarnings("ignore")


def with_pandas(path, target):
    import pandas as pd

    frame = pd.read_csv(path).drop_duplicates("timestamp").sort_values("timestamp")
    frame.index = pd.to_datetime(frame.pop("timestamp"), unit="s")
    rules = {"open": "first", "high": "max", "low": "min", "close": "last", "volume": "sum"}
    days = frame.resample("1D").agg(rules)
    days.loc[days["close"].isna(), "volume"] = 0.0
    days["close"] = days["close"].ffill()
    for column in ["open", "high", "low"]:
        days[column] = days[column].fillna(days["close"])
    days["ma7"] = days["close"].rolling(7).mean()
    days["ma30"] = days["close"].rolling(30).mean()
    days.to_parquet(target)
    return len(days), days["close"].sum(), days["volume"].sum(), days["ma30"].sum()


def with_polars(path, target):
    import polars as pl

    days = (
        pl.scan_csv(path)
        .unique("timestamp", keep="any")
        .sort("timestamp")
        .with_columns(pl.from_epoch("timestamp", time_unit="s").alias("time"))
        .group_by_dynamic("time", every="1d")
        .agg(
            pl.col("open").first(),
            pl.col("high").max(),
            pl.col("low").min(),
            pl.col("close").last(),
            pl.col("volume").sum(),
        )
        .collect()
        .upsample("time", every="1d")
        .with_columns(pl.col("close").forward_fill(), pl.col("volume").fill_null(0.0))
        .with_columns([pl.col(name).fill_null(pl.col("close")) for name in ["open", "high", "low"]])
        .with_columns(
            pl.col("close").rolling_mean(7).alias("ma7"), pl.col("close").rolling_mean(30).alias("ma30")
        )
    )
    days.write_parquet(target)
    return len(days), days["close"].sum(), days["volume"].sum(), days["ma30"].sum()


def with_duckdb(path, target):
    import os

    import duckdb

    connection = duckdb.connect()
    connection.execute(f"SET threads = {os.cpu_count()}")
    connection.execute(
        """
        CREATE TABLE days AS
        WITH rows AS (SELECT DISTINCT ON (timestamp) * FROM read_csv(?)),
        daily AS (
            SELECT timestamp // 86400 AS day, arg_min(open, timestamp) AS open, max(high) AS high, min(low) AS low,
                   arg_max(close, timestamp) AS close, sum(volume) AS volume
            FROM rows GROUP BY day),
        calendar AS (SELECT unnest(range((SELECT min(day) FROM daily), (SELECT max(day) + 1 FROM daily))) AS day),
        filled AS (
            SELECT day, last_value(close IGNORE NULLS) OVER (ORDER BY day) AS close, open, high, low,
                   coalesce(volume, 0) AS volume
            FROM calendar LEFT JOIN daily USING (day))
        SELECT day, coalesce(open, close) AS open, coalesce(high, close) AS high, coalesce(low, close) AS low, close,
               volume,
               CASE WHEN row_number() OVER w >= 7 THEN avg(close) OVER (ORDER BY day ROWS 6 PRECEDING) END AS ma7,
               CASE WHEN row_number() OVER w >= 30 THEN avg(close) OVER (ORDER BY day ROWS 29 PRECEDING) END AS ma30
        FROM filled WINDOW w AS (ORDER BY day)
        """,
        [path],
    )
    connection.execute(f"COPY days TO '{target}' (FORMAT parquet)")
    return connection.execute("SELECT count(*), sum(close), sum(volume), sum(ma30) FROM days").fetchone()


def with_spark(path, target):
    from pyspark.sql import SparkSession, Window
    from pyspark.sql import functions as f

    spark = (
        SparkSession.builder.master("local[*]")
        .config("spark.ui.enabled", "false")
        .config("spark.sql.session.timeZone", "UTC")
        .config("spark.sql.shuffle.partitions", "4")
        .config("spark.driver.memory", "3g")
        .getOrCreate()
    )
    spark.sparkContext.setLogLevel("ERROR")
    schema = "timestamp LONG, open DOUBLE, high DOUBLE, low DOUBLE, close DOUBLE, volume DOUBLE"
    rows = spark.read.csv(path, header=True, schema=schema).dropDuplicates(["timestamp"])
    daily = rows.groupBy(f.floor(f.col("timestamp") / 86400).alias("day")).agg(
        f.min_by("open", "timestamp").alias("open"),
        f.max("high").alias("high"),
        f.min("low").alias("low"),
        f.max_by("close", "timestamp").alias("close"),
        f.sum("volume").alias("volume"),
    )
    daily = daily.cache()
    first, last = daily.agg(f.min("day"), f.max("day")).first()
    filled = Window.orderBy("day").rowsBetween(Window.unboundedPreceding, 0)
    days = spark.range(first, last + 1).withColumnRenamed("id", "day").join(daily, "day", "left")
    days = days.withColumn("close", f.last("close", ignorenulls=True).over(filled)).fillna({"volume": 0.0})
    for name in ["open", "high", "low"]:
        days = days.withColumn(name, f.coalesce(name, "close"))
    for span in [7, 30]:
        window = Window.orderBy("day").rowsBetween(1 - span, 0)
        mean = f.when(f.count("close").over(window) == span, f.avg("close").over(window))
        days = days.withColumn(f"ma{span}", mean)
    days.write.parquet(target)
    sums = spark.read.parquet(target).agg(f.count("*"), f.sum("close"), f.sum("volume"), f.sum("ma30")).first()
    machine = spark.sparkContext._gateway.proc
    spark.stop()
    # Only a process that was waited for counts in the figures.
    machine.stdin.close()
    machine.wait()
    return sums


def main():
    peers = {"pandas": with_pandas, "polars": with_polars, "duckdb": with_duckdb, "spark": with_spark}
    with tempfile.TemporaryDirectory() as folder:
        days, close, volume, ma30 = peers[sys.argv[1]](sys.argv[2], folder + "/days.parquet")
        print(json.dumps({"days": int(days), "close": close, "volume": volume, "ma30": ma30}))


main()
