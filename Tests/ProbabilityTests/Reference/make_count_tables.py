#!/usr/bin/env python3
"""Writes poisson-counts.csv, in five minutes, and binomial-counts.csv: quantiles, by sums with 60
digits. `make_count_tables.py binomial` writes that one alone.

Most probabilities are next to a value of the distribution function, where a count is easily wrong
by one: off by two parts in 10^12 of the smaller tail, to either side. Numbers are hexadecimal.
"""
import random
import sys
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


BINOMIALS = (
    (1, 0.3), (10, 0.5), (40, 0.2), (40, 0.8), (33, 0.5), (100, 0.1), (100, 0.9), (81, 0.1111),
    (200, 0.5), (1000, 0.01), (1000, 0.3), (5000, 0.999), (1e5, 0.4), (1e6, 1e-5), (1e12, 2e-11),
    (1e6, 0.75))


class Poisson:
    def __init__(self, mean):
        self.numbers, self.mean, self.variance = (mean,), mpf(mean), mean

    def probability(self, k):
        return mp.exp(k * mp.log(self.mean) - self.mean - mp.loggamma(k + 1))

    def ratio(self, k):
        """The probability of k + 1 over that of k."""
        return self.mean / (k + 1)


class Binomial:
    def __init__(self, cases, share):
        self.numbers, self.cases, self.share = (cases, share), int(cases), mpf(share)
        self.mean = self.cases * self.share
        self.variance = float(self.mean * (1 - self.share))

    def probability(self, k):
        n = self.cases
        return mp.exp(mp.loggamma(n + 1) - mp.loggamma(k + 1) - mp.loggamma(n - k + 1)
                      + k * mp.log(self.share) + (n - k) * mp.log(1 - self.share))

    def ratio(self, k):
        return (self.cases - k) / mpf(k + 1) * self.share / (1 - self.share)


def tails(count, family):
    """The probabilities of the count or fewer, and of more: the smaller one by its sum."""
    if count < 0:
        return mpf(0), mpf(1)
    if isinstance(family, Binomial) and count >= family.cases:
        return mpf(1), mpf(0)
    upper = count + 1 > family.mean
    k = count + 1 if upper else count
    total = term = family.probability(k)
    while term > total * mpf(10) ** -40:
        term = term * family.ratio(k) if upper else term / family.ratio(k - 1) if k > 0 else mpf(0)
        k += 1 if upper else -1
        total += term
    return (1 - total, total) if upper else (total, 1 - total)


def reaches(count, family, p):
    lower, upper = tails(count, family)
    return lower >= mpf(p) if p < 0.5 else upper <= 1 - mpf(p)


def quantile(p, family, near):
    count = max(near, 0)
    while not reaches(count, family, p):
        count += 1
    while count > 0 and reaches(count - 1, family, p):
        count -= 1
    return count


def beside(count, family):
    """Probabilities a little below and above that of the count or fewer."""
    lower, upper = tails(count, family)
    for side in (mpf(-2e-12), mpf(2e-12)):
        p = float(lower * (1 + side)) if lower < 0.5 else 1 - float(upper * (1 + side))
        smaller = min(lower, upper)
        if 1e-305 < p < 1 and abs(mpf(p) - lower) > smaller * mpf(5e-13):
            yield p


def rows(families, scores):
    randomness = random.Random(5)
    for family in families:
        mean, deviation = float(family.mean), family.variance**0.5
        for score in scores:
            guess = int(mean + score * deviation + (score * score - 1) / 6)
            count = max(guess, 0)
            for p in beside(count, family):
                yield *family.numbers, p, quantile(p, family, count)
        for _ in range(4 if family.variance < 1e6 else 1):
            p = randomness.random() ** randomness.choice((1, 30))
            z = float(mp.sqrt(2) * mp.erfinv(2 * mpf(p) - 1))
            yield *family.numbers, p, quantile(p, family, int(mean + z * deviation))


def write(name, columns, found):
    header = f"# made by make_count_tables.py with mpmath {mpmath.__version__} on {date.today()}\n"
    lines = [",".join([*(float(x).hex() for x in row[:-1]), str(row[-1])]) for row in found]
    (HERE / f"{name}-counts.csv").write_text(header + columns + "\n" + "\n".join(lines) + "\n")


if __name__ == "__main__":
    if sys.argv[1:] != ["binomial"]:
        write("poisson", "mean,p,count", rows(map(Poisson, MEANS), SCORES))
    families = (Binomial(*numbers) for numbers in BINOMIALS)
    write("binomial", "n,probability,p,count", rows(families, SCORES[1:]))
