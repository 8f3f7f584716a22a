#!/usr/bin/env python3
"""Writes poisson-counts.csv, in five minutes: Poisson quantiles, by sums with 60 digits.

Most probabilities are next to a value of the distribution function, where a count is easily wrong
by one: off by two parts in 10^12 of the smaller tail, to either side. Numbers are hexadecimal.
"""
import random
from datetime import date
from pathlib import Path

import mpmath
from mpmath import mp, mpf

mp.dps = 60
HERE = Path(__file__).parent
SCORES = (-37, -8, -5, -3, -1.5, -0.4, 0, 0.3, 1, 2, 3.5, 5, 8)
MEANS = (
    1e-300, 1e-16, 1e-10, 1e-3, 0.1, 0.5, 1, 2, 3, 3.99, 4, 4.01, 4.5, 6, 8, 10, 15, 20, 40,
    63.9, 64.1, 100, 250, 700, 2000, 1e4, 1e5, 1e6, 1e8)


def tails(count, mean):
    """The probabilities of the count or fewer, and of more: the smaller one by its sum."""
    if count < 0:
        return mpf(0), mpf(1)
    mean, upper = mpf(mean), count + 1 > mean
    start = count + 1 if upper else count
    term = mp.exp(start * mp.log(mean) - mean - mp.loggamma(start + 1))
    total, k = term, start
    while term > total * mpf(10) ** -40:
        term = term * mean / (k + 1) if upper else term * k / mean
        k += 1 if upper else -1
        total += term
    return (1 - total, total) if upper else (total, 1 - total)


def reaches(count, mean, p):
    lower, upper = tails(count, mean)
    return lower >= mpf(p) if p < 0.5 else upper <= 1 - mpf(p)


def quantile(p, mean, near):
    count = max(near, 0)
    while not reaches(count, mean, p):
        count += 1
    while count > 0 and reaches(count - 1, mean, p):
        count -= 1
    return count


def beside(count, mean):
    """Probabilities a little below and above that of the count or fewer."""
    lower, upper = tails(count, mean)
    for side in (mpf(-2e-12), mpf(2e-12)):
        p = float(lower * (1 + side)) if lower < 0.5 else 1 - float(upper * (1 + side))
        smaller = min(lower, upper)
        if 1e-305 < p < 1 and abs(mpf(p) - lower) > smaller * mpf(5e-13):
            yield p


def rows():
    randomness = random.Random(5)
    for mean in MEANS:
        for score in SCORES:
            guess = int(mean + score * mean**0.5 + (score * score - 1) / 6)
            count = max(guess, 0)
            for p in beside(count, mean):
                yield mean, p, quantile(p, mean, count)
        for _ in range(4 if mean < 1e6 else 1):
            p = randomness.random() ** randomness.choice((1, 30))
            z = float(mp.sqrt(2) * mp.erfinv(2 * mpf(p) - 1))
            yield mean, p, quantile(p, mean, int(mean + z * mean**0.5))


if __name__ == "__main__":
    header = f"# made by make_count_tables.py with mpmath {mpmath.__version__} on {date.today()}\n"
    lines = [f"{float(mean).hex()},{p.hex()},{count}" for mean, p, count in rows()]
    (HERE / "poisson-counts.csv").write_text(header + "mean,p,count\n" + "\n".join(lines) + "\n")
