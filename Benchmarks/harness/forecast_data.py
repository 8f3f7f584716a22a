"""The tourism competition's series, of which the last values are held back."""

import csv
import math
import os
from dataclasses import dataclass
from statistics import NormalDist

from .forecast_scores import LEVELS, StepForecast
from .measure import ROOT

DATA = os.path.join(
    os.path.dirname(ROOT), "shared", "data", "tourism-competition", "train.csv")
# The competition's own horizons, so that the hold-out asks what the competition asked.
HORIZONS = {1: 4, 4: 8, 12: 24}
NAMES = {1: "yearly", 4: "quarterly", 12: "monthly"}


@dataclass
class Series:
    """A series with the rows of its file, in the order of time."""

    name: str
    rows: list

    @property
    def values(self):
        return [float(row["value"]) for row in self.rows]


def split(series, horizon):
    """The values before the hold-out, and those in it."""
    values = series.values
    return values[:-horizon], values[-horizon:]


def read(path=DATA):
    """For each frequency its series by name."""
    found = {frequency: {} for frequency in HORIZONS}
    with open(path, encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            of_frequency = found[int(row["frequency"])]
            name = row["series"]
            of_frequency.setdefault(name, Series(name, [])).rows.append(row)
    for of_frequency in found.values():
        for series in of_frequency.values():
            series.rows.sort(key=lambda row: int(row["index"]))
    return found


class HoldOut:
    """The series of a frequency without their last values, in a file as the competition has it."""

    def __init__(self, frequency, all_series, folder):
        self.frequency, self.horizon = frequency, HORIZONS[frequency]
        # One difference from the year before is what the scale needs.
        self.series = {
            name: series for name, series in all_series.items()
            if len(series.rows) > self.horizon + frequency}
        self.too_short = len(all_series) - len(self.series)
        self.training, self.actuals = {}, {}
        for name, series in self.series.items():
            self.training[name], self.actuals[name] = split(series, self.horizon)
        self.path = os.path.join(folder, f"{NAMES[frequency]}.csv")
        with open(self.path, "w", encoding="utf-8", newline="") as file:
            first = next(iter(self.series.values())).rows[0]
            writer = csv.DictWriter(file, list(first), lineterminator="\n")
            writer.writeheader()
            for series in self.series.values():
                writer.writerows(series.rows[:-self.horizon])


def naive_forecasts(training, horizon):
    """The last value, with a normal error that grows as that of a random walk.

    It takes the place of a forecast of ours that is missing, as statsforecast's own naive forecast
    takes that of a peer's.
    """
    changes = [now - before for now, before in zip(training[1:], training)]
    squares = [change * change for change in changes]
    spread = math.sqrt(math.fsum(squares) / len(squares)) if squares else 0.0
    normal = [NormalDist().inv_cdf(level) for level in LEVELS]
    return [
        StepForecast(training[-1], tuple(
            training[-1] + spread * math.sqrt(step) * deviate for deviate in normal))
        for step in range(1, horizon + 1)]
