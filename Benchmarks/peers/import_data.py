"""Makes candle files in the old pipeline's layout for the import benchmark; the same arguments give the same bytes.

Usage: import_data.py FOLDER ROWS    (writes FOLDER/ordered-ROWS.csv, late-ROWS.csv and shuffled-ROWS.csv)

Columns: timestamp (seconds), open, high, low, close, volume. Twelve whole days are missing. One row in a hundred is
there twice: in the ordered file the second ones follow at the end, in the late file they and one other row in a hundred
lie somewhere behind their place, in the shuffled file all rows lie anywhere.
"""
import pathlib
import sys

import numpy as np

SEED = 20210131


def main():
    folder, count = pathlib.Path(sys.argv[1]), int(sys.argv[2])
    folder.mkdir(parents=True, exist_ok=True)
    generator = np.random.default_rng(SEED)
    days = -(-count // 1440) + 12
    minutes = np.arange(days * 1440)
    gone = generator.choice(np.arange(5, days - 5), 12, replace=False)
    minutes = minutes[~np.isin(minutes // 1440, gone)][:count]
    steps = generator.normal(0, 4e-4, count)
    close = np.round(9000 * np.exp(np.cumsum(steps - 8e-8)), 2)
    opened = np.concatenate([[9000.0], close[:-1]])
    spread = np.abs(generator.normal(0, 3e-4, (2, count)))
    high = np.round(np.maximum(opened, close) * (1 + spread[0]), 2)
    low = np.round(np.minimum(opened, close) * (1 - spread[1]), 2)
    volume = np.round(generator.gamma(0.6, 20, count), 5)
    start = 1514764800
    lines = np.array(
        [
            f"{start + 60 * m},{o:.2f},{h:.2f},{l:.2f},{c:.2f},{v:.5f}\n"
            for m, o, h, l, c, v in zip(minutes.tolist(), opened, high, low, close, volume)
        ],
        dtype=object,
    )
    again = np.sort(generator.choice(count, count // 100, replace=False))
    every = np.concatenate([np.arange(count), again])
    write(folder / f"ordered-{count}.csv", lines[every])
    late = every.astype(float)
    moved = np.concatenate([generator.choice(count, count // 100, replace=False), np.arange(count, len(every))])
    late[moved] += generator.exponential(count / 20, len(moved))
    write(folder / f"late-{count}.csv", lines[every[np.argsort(late, kind="stable")]])
    write(folder / f"shuffled-{count}.csv", lines[generator.permutation(every)])


def write(path, lines):
    with open(path, "w") as file:
        file.write("timestamp,open,high,low,close,volume\n")
        file.writelines(lines.tolist())


main()
