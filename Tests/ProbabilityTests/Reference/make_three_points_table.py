#!/usr/bin/env python3
"""Writes three-points.csv: bounds of triangular and PERT laws by their 10%/90% or 5%/95% points.

By mpmath with 50 digits: the quantiles of the standard law by the secant method on its
distribution function, the share of the mode by the same on the condition that it lies where it
should between the two points.
"""
import sys
from datetime import date
from pathlib import Path

import mpmath
from mpmath import mp, mpf

mp.dps = 50
PROBABILITIES = [0.001, 0.03, 0.25, 0.5, 0.8, 0.99]


def triangular_quantile(share, p, _):
    return mp.sqrt(p * share) if p < share else 1 - mp.sqrt((1 - p) * (1 - share))


def pert_quantile(share, p, shape):
    a, b = 1 + shape * share, 1 + shape * (1 - share)
    below = lambda x: mp.betainc(a, b, 0, x, regularized=True)
    left, right = mpf(0), mpf(1)
    for _ in range(40):
        middle = (left + right) / 2
        left, right = (middle, right) if below(middle) < p else (left, middle)
    return mp.findroot(lambda x: below(x) - p, (left, right), solver="secant",
                       tol=mpf(10) ** -90, verify=False)


def row(family, low, likely, high, shape, tail):
    quantile = {"triangular": triangular_quantile, "pert": pert_quantile}[family]
    name = {0.1: "p10p90", 0.05: "p05p95"}[tail]
    low, likely, high, tail, shape = (mpf(x) for x in (low, likely, high, tail, shape))

    def gap(share):
        lower, upper = quantile(share, tail, shape), quantile(share, 1 - tail, shape)
        return (likely - low) * (upper - share) - (high - likely) * (share - lower)

    a, b = mpf("1e-12"), 1 - mpf("1e-12")
    for _ in range(40):
        middle = (a + b) / 2
        a, b = (middle, b) if gap(middle) > 0 else (a, middle)
    share = mp.findroot(gap, (a, b), solver="secant", tol=mpf(10) ** -80, verify=False)
    assert abs(gap(share)) < mpf(10) ** -40 * (high - low)
    width = (high - low) / (quantile(share, 1 - tail, shape) - quantile(share, tail, shape))
    bounds = [likely - share * width, likely + (1 - share) * width]
    points = [bounds[0] + width * quantile(share, mpf(p), shape) for p in PROBABILITIES]
    numbers = [float(x) for x in (low, likely, high, shape)]
    return [family, name] + [repr(x) for x in numbers] + [
        repr(float(x)) for x in bounds + points]


CASES = [(60, 80, 130), (1, 1.5, 10), (2, 11, 12), (2, 2, 12), (-5, 7, 7), (10, 15, 20),
         (1800, 1801, 2700), (0, 0.999, 1)]


def main():
    lines = [f"# made by make_three_points_table.py with mpmath {mpmath.__version__} "
             f"on {date.today()}",
             ",".join(["family", "points", "low", "likely", "high", "shape", "lowerBound",
                       "upperBound"] + [f"p{p}" for p in PROBABILITIES])]
    for low, likely, high in CASES:
        for tail in (0.1, 0.05):
            lines.append(",".join(row("triangular", low, likely, high, 4, tail)))
            for shape in (4, 0.5, 25):
                lines.append(",".join(row("pert", low, likely, high, shape, tail)))
    Path(__file__).with_name("three-points.csv").write_text("\n".join(lines) + "\n")


if __name__ == "__main__":
    sys.exit(main())
