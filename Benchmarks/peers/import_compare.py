"""Times `candlecast import` and its peers on the same files, alternating in one run, and checks that they agree.

Usage: import_compare.py CANDLECAST DATA_FOLDER ROUNDS PEER,PEER,... FILE...    (run it through peers/import.sh)

Candlecast stores every candle durably in a fresh data directory; the peers only compute. CPU is user and system time of
the process and its children, peak the largest resident set of one of them. Ratios are of medians.
"""
import csv
import io
import json
import os
import pathlib
import shutil
import statistics
import subprocess
import sys
import time


def measured(command):
    """Runs a command; its output, wall seconds, CPU seconds and peak megabytes."""
    reader, writer = os.pipe()
    start = time.monotonic()
    child = os.fork()
    if child == 0:
        os.dup2(writer, 1)
        os.dup2(os.open(os.devnull, os.O_WRONLY), 2)
        os.execvp(command[0], command)
    os.close(writer)
    with os.fdopen(reader) as pipe:
        output = pipe.read()
    _, status, usage = os.wait4(child, 0)
    wall = time.monotonic() - start
    if os.waitstatus_to_exitcode(status) != 0:
        sys.exit(f"{' '.join(command)} ended with {os.waitstatus_to_exitcode(status)}")
    return output, {"wall": wall, "cpu": usage.ru_utime + usage.ru_stime, "peak": usage.ru_maxrss / 1024}


def imported(candlecast, path, store):
    """Imports a file into a fresh store and sums the daily view."""
    shutil.rmtree(store, ignore_errors=True)
    command = [candlecast, "import", path, "--symbol", "BTCUSDT", "--data-dir", store, "--json"]
    output, figures = measured(command)
    document = json.loads(output)["files"][0]
    view = [candlecast, "export", "--view", "daily", "--output", "-", "--data-dir", store]
    rows = list(csv.DictReader(io.StringIO(subprocess.run(view, check=True, capture_output=True, text=True).stdout)))

    def total(name):
        return sum(float(row[name]) for row in rows if row[name])

    sums = {"days": len(rows), "close": total("close"), "volume": total("base_volume"), "ma30": total("ma30")}
    figures["bytes"] = sum(os.path.getsize(f"{store}/{name}") for name in os.listdir(store) if "candlecast.db" in name)
    figures["candles"] = document["rows"] - document["duplicates"]
    return sums, figures


def agree(left, right):
    return left["days"] == right["days"] and all(
        abs(left[name] - right[name]) <= 1e-9 * abs(right[name]) for name in ["close", "volume", "ma30"]
    )


def range_read(candlecast, store):
    """Wall seconds of the process that reads a year of minutes, and of one that reads a single minute."""
    command = [candlecast, "export", "BTCUSDT", "--view", "candles", "--interval", "1m", "--output", "-"]
    probe = subprocess.run([candlecast, "export", "--help"], capture_output=True, text=True).stdout
    if "--from" not in probe:
        return None
    spans = [("2019-01-01", "2020-01-01"), ("2019-01-01T00:00:00Z", "2019-01-01T00:01:00Z")]
    return [
        min(measured(command + ["--from", a, "--to", b, "--data-dir", store])[1]["wall"] for _ in range(5))
        for a, b in spans
    ]


def main():
    candlecast, folder, rounds = sys.argv[1], pathlib.Path(sys.argv[2]), int(sys.argv[3])
    peers, files = [p for p in sys.argv[4].split(",") if p], sys.argv[5:]
    here, store = pathlib.Path(__file__).parent, str(folder / "store")
    for path in files:
        runs = {name: [] for name in ["candlecast", *peers]}
        reference = None
        for _ in range(rounds):
            for name in runs:
                if name == "candlecast":
                    sums, figures = imported(candlecast, path, store)
                else:
                    output, figures = measured([sys.executable, str(here / "import_peer.py"), name, path])
                    sums = json.loads(output.strip().splitlines()[-1])
                reference = reference or sums
                if not agree(sums, reference):
                    sys.exit(f"{name} disagrees on {path}: {sums} and {reference}")
                runs[name].append(figures)
        median = {
            name: {key: statistics.median(run[key] for run in found) for key in found[0]}
            for name, found in runs.items()
        }
        ours = median["candlecast"]
        rate = ours["candles"] / 1e6
        print(f"## {pathlib.Path(path).name}: {reference['days']} days, {ours['candles']:,.0f} candles, all agree")
        print("| program | wall s | CPU s | peak MB | ours / its wall | ours / its CPU | ours / its peak |")
        print("| --- | ---: | ---: | ---: | ---: | ---: | ---: |")
        for name, found in median.items():
            ratios = [f"{ours[key] / found[key]:.2f}" for key in ["wall", "cpu", "peak"]]
            print(
                f"| {name} | {found['wall']:.2f} | {found['cpu']:.2f} | {found['peak']:.0f} | " + " | ".join(ratios) + " |"
            )
        fastest = min((median[name]["wall"] for name in peers), default=float("nan"))
        print(
            f"wall against the fastest peer: {ours['wall'] / fastest:.2f}; {rate / ours['cpu']:.2f} M candles per CPU"
            f" second; {ours['bytes'] / ours['candles']:.1f} bytes per candle on disk"
        )
        reads = range_read(candlecast, store)
        if reads:
            print(f"export of a year of minutes: {reads[0] * 1000:.0f} ms, of one minute: {reads[1] * 1000:.0f} ms")
        print(flush=True)
    shutil.rmtree(store, ignore_errors=True)


main()
