"""Means and standard deviations of Prophet's posterior, from long runs of its own sampler.

Writes one JSON object to the standard output: for each of four small synthetic series the rows, the
options; for every parameter the mean, the standard deviation and the effective number of draws; and for some
rows of a forecast the bounds of observation, trend and weekly pattern.
The Swift tests compare their own sampler with it. Needs `pip install prophet==1.5.0`; takes minutes.

    python3 reference.py > reference.json
"""

import json
import logging
import sys

import numpy as np
import pandas as pd
from prophet import Prophet

CHAINS = 4
ITERATIONS = 10_000
FUTURE_ROWS = 20
SEED = 20_240_607


def effective_size(chains: np.ndarray) -> float:
    """The effective number of draws of split chains, by Geyer's initial monotone sequence."""
    half = chains.shape[1] // 2
    split = np.concatenate([chains[:, :half], chains[:, half : 2 * half]])
    count, length = split.shape
    centered = split - split.mean(axis=1, keepdims=True)
    size = 2 * length
    spectrum = np.fft.rfft(centered, size, axis=1)
    covariance = np.fft.irfft(spectrum * spectrum.conj(), size, axis=1)[:, :length] / length
    within = covariance[:, 0].mean() * length / (length - 1)
    total = within * (length - 1) / length + split.mean(axis=1).var(ddof=1)
    correlation = 1 - (within - covariance.mean(axis=0) * length / (length - 1)) / total
    time, least = -1.0, np.inf
    for lag in range(0, length - 1, 2):
        pair = correlation[lag] + correlation[lag + 1]
        if pair < 0:
            break
        least = min(least, pair)
        time += 2 * least
    return float(count * length / time)


def series(name: str) -> pd.DataFrame:
    """A seeded series; values are rounded so that every program reads the same numbers."""
    random = np.random.default_rng(SEED)
    days = {"linear": 84, "multiplicative": 90, "logistic": 70, "flat": 63}[name]
    row = np.arange(days)
    week = np.sin(2 * np.pi * row / 7)
    noise = random.normal(size=days)
    if name == "linear":
        y = 40 + 0.25 * row - 0.4 * np.maximum(0, row - 40) + 2.5 * week + 1.2 * noise
    elif name == "multiplicative":
        y = (30 + 0.2 * row) * (1 + 0.12 * week) + 1.5 * noise
    elif name == "flat":
        y = 20 + 3 * week + noise
    else:
        y = 95 / (1 + np.exp(-(row - 30) / 9)) * (1 + 0.05 * week) + 1.5 * noise
    frame = pd.DataFrame({"ds": pd.Timestamp("2021-03-01") + pd.to_timedelta(row, "D"), "y": y.round(3)})
    if name == "logistic":
        frame["cap"] = 100.0
    return frame


def model(name: str) -> Prophet:
    """A model with few parameters; the weekly seasonality is written out to fix its order."""
    result = Prophet(
        growth=name if name in ("logistic", "flat") else "linear",
        n_changepoints={"linear": 5, "multiplicative": 4, "logistic": 3, "flat": 2}[name],
        yearly_seasonality=False,
        weekly_seasonality=False,
        daily_seasonality=False,
        mcmc_samples=ITERATIONS,
    )
    result.add_seasonality(
        "week", 7, 2, mode="additive" if name in ("linear", "flat") else "multiplicative")
    return result


def reference(name: str) -> dict:
    """The series of a name and what Prophet's sampler says about the parameters of its model."""
    frame = series(name)
    fitted = model(name)
    fitted.fit(frame, chains=CHAINS, seed=SEED, show_progress=False)
    draws = {"k": fitted.params["k"], "m": fitted.params["m"]}
    for key in ("delta", "beta"):
        for index, column in enumerate(np.asarray(fitted.params[key]).T):
            draws[f"{key}[{index + 1}]"] = column
    draws["sigma"] = fitted.params["sigma_obs"]
    parameters = {}
    for key, values in draws.items():
        chains = np.asarray(values, dtype=float).reshape(CHAINS, -1)
        parameters[key] = [
            float(f"{chains.mean():.7g}"),
            float(f"{chains.std(ddof=1):.7g}"),
            round(min(effective_size(chains), effective_size((chains - chains.mean()) ** 2))),
        ]
    return {
        "y": frame["y"].tolist(),
        "changepoints": len(fitted.changepoints),
        "parameters": parameters,
        "forecast": forecast(fitted, frame),
    }


def forecast(fitted: Prophet, frame: pd.DataFrame) -> list[list[float]]:
    """Row number, then forecast and bounds of observation, trend and week, at five rows."""
    future = fitted.make_future_dataframe(FUTURE_ROWS)
    future["cap"] = 100.0
    np.random.seed(SEED)
    result = fitted.predict(future)
    last = len(frame) - 1
    rows = [0, last // 2, last, last + FUTURE_ROWS // 2, last + FUTURE_ROWS]
    columns = ["yhat", "yhat_lower", "yhat_upper", "trend_lower", "trend_upper", "week_lower", "week_upper"]
    return [[row] + [float(f"{result[name][row]:.6g}") for name in columns] for row in rows]


def main() -> None:
    logging.getLogger("cmdstanpy").setLevel(logging.ERROR)
    names = ["linear", "multiplicative", "logistic", "flat"]
    json.dump({name: reference(name) for name in names}, sys.stdout)
    sys.stdout.write("\n")


if __name__ == "__main__":
    main()
