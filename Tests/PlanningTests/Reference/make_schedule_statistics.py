"""Rank correlations and sensitivity indices by SciPy, and joint confidences by counting.

Writes schedule-statistics.csv beside it; needs NumPy and SciPy.
"""
import pathlib

import numpy as np
from scipy import stats

random = np.random.default_rng(20240326)


def pairs():
    """Name, two columns of numbers that fit into text exactly."""
    x = random.normal(size=40).round(6)
    yield "continuous", x, (0.6 * x + 0.8 * random.normal(size=40)).round(6)
    yield "ties", random.integers(0, 6, 50).astype(float), random.integers(0, 9, 50).astype(float)
    late = random.lognormal(3, 1, 60).round(3)
    yield "heavy", late, np.maximum(late, 40).round(3)
    yield "outlier", np.append(random.uniform(size=30).round(9), 1e12), \
        np.append(random.uniform(size=30).round(9), -1e12)
    yield "close", (1 + 1e-13 * random.permutation(25)), random.permutation(25).astype(float)
    yield "opposite", np.arange(12.0), -np.arange(12.0) ** 3
    yield "two", np.array([2.0, 1.0]), np.array([5.0, 9.0])


lines = ["name,spearman,sensitivity,x,y"]
for name, x, y in pairs():
    rho = stats.spearmanr(x, y).statistic
    # The index at a criticality of 0.75.
    index = 0.75 * np.std(x, ddof=1) / np.std(y, ddof=1)
    columns = [" ".join(repr(float(v)) for v in column) for column in (x, y)]
    lines.append(f"{name},{rho!r},{index!r},{columns[0]},{columns[1]}".replace("np.float64", ""))
text = "\n".join(lines).replace("(", "").replace(")", "") + "\n"
(pathlib.Path(__file__).parent / "schedule-statistics.csv").write_text(text)
