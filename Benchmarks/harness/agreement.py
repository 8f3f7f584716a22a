"""Whether two programs give the same answer, as far as chance can tell."""

import csv
import math
from dataclasses import dataclass

PROBABILITIES = (0.05, 0.10, 0.25, 0.50, 0.75, 0.90, 0.95)
COLUMNS = ("p05", "p10", "p25", "p50", "p75", "p90", "p95")
# With 39 × 9 comparisons a bound of 4 would cry wolf in one run of fifty; totals are correlated.
STANDARD_ERRORS = 4.5


@dataclass
class Answer:
    """For each total its mean, standard deviation and quantiles."""

    trials: int
    rows: dict

    @staticmethod
    def of_csv(path, trials):
        with open(path, encoding="utf-8", newline="") as file:
            rows = {
                (row["indicator"], row["period"]): (
                    float(row["mean"]), float(row["standardDeviation"]),
                    [float(row[name]) for name in COLUMNS])
                for row in csv.DictReader(file)
            }
        return Answer(trials, rows)

    @staticmethod
    def of_peer(said, trials):
        figures = zip(said["means"], said["deviations"], said["quantiles"])
        labels = (tuple(label) for label in said["labels"])
        return Answer(trials, dict(zip(labels, figures)))


def quantile_error(probability, quantiles, trials):
    """The standard error of a quantile: its probability's over the density, read off the slope
    between the neighbouring quantiles; a generous one where the density bends."""
    index = PROBABILITIES.index(probability)
    low, high = max(index - 1, 0), min(index + 1, len(PROBABILITIES) - 1)
    slope = (quantiles[high] - quantiles[low]) / (PROBABILITIES[high] - PROBABILITIES[low])
    # In the outer parts the density falls off to the side that is not seen.
    bend = 1.6 if index in (0, len(PROBABILITIES) - 1) else 1.0
    return bend * slope * math.sqrt(probability * (1 - probability) / trials)


def differences(own, other, tolerance=1e-9):
    """Texts on every figure of a program with the same draws that is off by more than rounding."""
    found = []
    for label, (mean, deviation, quantiles) in own.rows.items():
        mean2, deviation2, quantiles2 = other.rows.get(label, (math.nan, math.nan, [math.nan] * 7))
        left, right = [mean, deviation, *quantiles], [mean2, deviation2, *quantiles2]
        for name, one, two in zip(("mean", "deviation", *COLUMNS), left, right):
            if not abs(one - two) <= tolerance * abs(one):
                found.append(f"{' '.join(label)} {name} {two!r}, not {one!r}")
    return found


def disagreements(own, other):
    """Texts on every figure that is further off than chance explains."""
    if set(own.rows) != set(other.rows):
        return [f"other totals: {sorted(set(own.rows) ^ set(other.rows))[:4]}"]
    found = []

    def compare(label, name, left, right, error):
        # Both sides are estimates.
        error *= math.sqrt(1 + own.trials / other.trials)
        if not abs(left - right) <= STANDARD_ERRORS * error:
            found.append(f"{' '.join(label)} {name} {right:.6g}, not {left:.6g} ± {error:.2g}")

    for label, (mean, deviation, quantiles) in own.rows.items():
        mean2, deviation2, quantiles2 = other.rows[label]
        compare(label, "mean", mean, mean2, deviation / math.sqrt(own.trials))
        # The error of a standard deviation, with room for tails heavier than normal.
        spread = 2 * deviation / math.sqrt(2 * own.trials)
        compare(label, "deviation", deviation, deviation2, spread)
        for name, p, left, right in zip(COLUMNS, PROBABILITIES, quantiles, quantiles2):
            compare(label, name, left, right, quantile_error(p, quantiles, own.trials))
    return found
