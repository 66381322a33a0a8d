"""Times Python Prophet and the native engine on the same series in one run.

Usage: compare.py ENGINE_BINARY [RUNS]    (run it through peers/prophet.sh, which installs Prophet)
"""
import json
import logging
import os
import pathlib
import resource
import statistics
import subprocess
import sys
import tempfile
import time

import numpy as np
import pandas as pd
from prophet import Prophet
from prophet.diagnostics import cross_validation

logging.getLogger("cmdstanpy").disabled = True
logging.getLogger("prophet").setLevel(logging.ERROR)


def random_walk(rows, seed):
    generator = np.random.default_rng(seed)
    level = np.log(100) + np.cumsum(generator.normal(0, 0.03, rows))
    return pd.DataFrame({"ds": pd.date_range("2015-01-01", periods=rows), "y": np.exp(level)})


def peyton_sized(rows, seed):
    """As many rows as the well-known page view series, with its seasons and some missing days."""
    generator = np.random.default_rng(seed)
    days = np.sort(generator.choice(2964, rows, replace=False))
    season = 0.7 * np.sin(2 * np.pi * days / 365.25) + 0.2 * np.sin(2 * np.pi * days / 7)
    bends = np.cumsum(np.cumsum(generator.laplace(0, 2e-5, 2964)))[days]
    y = 8 + season + bends + generator.standard_t(4, rows) * 0.3
    return pd.DataFrame({"ds": pd.Timestamp("2007-12-10") + pd.to_timedelta(days, "D"), "y": y})


def recorded():
    """The page view series itself, where the folder of recorded data is at hand (CANDLECAST_SHARED)."""
    folder = os.environ.get("CANDLECAST_SHARED")
    path = pathlib.Path(folder or ".", "prophet/goldens/peyton_default.json")
    if not folder or not path.exists():
        return {}
    history = json.loads(path.read_text())["history"]
    return {"peyton-2905": pd.DataFrame({"ds": pd.to_datetime(history["ds"]), "y": history["y"]})}


def processor_seconds():
    own, children = resource.getrusage(resource.RUSAGE_SELF), resource.getrusage(resource.RUSAGE_CHILDREN)
    return own.ru_utime + own.ru_stime + children.ru_utime + children.ru_stime


def timed(work, runs):
    walls, processors = [], []
    work()
    for _ in range(runs):
        cpu, wall = processor_seconds(), time.perf_counter()
        work()
        walls.append(time.perf_counter() - wall)
        processors.append(processor_seconds() - cpu)
    return statistics.median(walls), statistics.median(processors)


def peer(frame, runs):
    capped = frame.assign(cap=1.2 * frame.y.max())
    yield "fit additive", timed(lambda: Prophet().fit(frame), runs)
    yield "fit multiplicative", timed(lambda: Prophet(seasonality_mode="multiplicative").fit(frame), runs)
    yield "fit logistic", timed(lambda: Prophet(growth="logistic").fit(capped), runs)
    model = Prophet().fit(frame)
    future = model.make_future_dataframe(365)
    yield "predict", timed(lambda: model.predict(future), runs)
    plain = Prophet(uncertainty_samples=0).fit(frame)
    yield "predict without intervals", timed(lambda: plain.predict(future), runs)
    folds = dict(initial="730 days", period="180 days", horizon="365 days", disable_tqdm=True)
    few = max(1, runs // 2)
    sampled = timed(lambda: cross_validation(model, **folds), few)
    yield "cross-validation", sampled
    yield "cross-validation without intervals", timed(lambda: cross_validation(plain, **folds), few)
    yield "study of 24 options", (24 * sampled[0], 24 * sampled[1])


def main():
    engine, runs = sys.argv[1], int(sys.argv[2]) if len(sys.argv) > 2 else 5
    series = {"walk-3000": random_walk(3000, 20240101), "peyton-sized-2905": peyton_sized(2905, 7), **recorded()}
    with tempfile.TemporaryDirectory() as folder:
        paths = []
        for name, frame in series.items():
            path = pathlib.Path(folder, f"{name}.csv")
            frame.assign(ds=frame.ds.astype("datetime64[ms]").astype("int64")).to_csv(path, index=False)
            paths.append(str(path))
        measured = subprocess.run([engine, "operations", *paths], check=True, capture_output=True, text=True)
    ours = {}
    for line in measured.stdout.splitlines():
        name, operation, wall, processor, _ = line.split("\t")
        ours[name, operation] = float(wall), float(processor)
    print(f"{os.cpu_count()} processors; medians; the study of the peer is 24 times its cross-validation")
    print("| series | operation | Prophet wall s | Prophet CPU s | ours wall ms | ours CPU ms | wall ratio | CPU ratio |")
    print("| --- | --- | ---: | ---: | ---: | ---: | ---: | ---: |")
    for name, frame in series.items():
        for operation, (wall, processor) in peer(frame, runs):
            our_wall, our_processor = ours[name, operation]
            print(
                f"| {name} | {operation} | {wall:.3f} | {processor:.3f} | {our_wall * 1e3:.2f} | "
                f"{our_processor * 1e3:.2f} | {wall / our_wall:.0f} | {processor / our_processor:.0f} |",
                flush=True)


main()
