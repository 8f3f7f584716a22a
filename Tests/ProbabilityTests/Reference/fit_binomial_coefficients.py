#!/usr/bin/env python3
"""Prints the polynomials from which BinomialCounts.h makes the place of a binomial quantile.

Where P(X < x) = u, continued to real x by the incomplete beta function, the quantile of n trials
with probability a is the whole number at or below x. With v = n a (1 - a), the normal score z of
u, s = z / sqrt(v) and d = 1 - 2 a,
    x = n a + z sqrt(v) + z^2 g(s, d) + 1/2 + c(s, d) + e(s, d) / v.
g comes from the share r at which n times the relative entropy of r and a is z^2 / 2, c from the
saddlepoint there (Daniels 1987, "Tail probability approximations", 3.3), and e, the rest, is fitted
to x itself. Exchanging successes and failures changes the signs of s, d, g, c and e: so only powers
of s and d occur whose degrees add up to an odd number. A limit of all three, at d = 1, are those of
Poisson quantiles.
"""
import random

import numpy as np
from mpmath import mp, mpf

from fit_count_coefficients import HIGH, LOW, by_secants, leading, nodes, place, ratio
from fit_count_coefficients import smallest_largest_error as fitted

mp.dps = 40

SMALLEST_VARIANCE = 8


def share(s, a):
    """r with r log(r / a) + (1 - r) log((1 - r) / (1 - a)) = a (1 - a) s^2 / 2."""
    b = 1 - a
    wanted = a * b * s * s / 2
    low, high = (mpf(10) ** -30, a) if s < 0 else (a, 1 - mpf(10) ** -30)
    r = a + a * b * (s + s * s * (b - a) / 6)
    for _ in range(200):
        if not low < r < high:
            r = (low + high) / 2
        off = r * mp.log(r / a) + (1 - r) * mp.log((1 - r) / b) - wanted
        low, high = (low, r) if (off > 0) == (s > 0) else (r, high)
        step = off / mp.log(r * b / (a * (1 - r)))
        r -= step
        if abs(step) < mpf(10) ** -34:
            return r
    raise ArithmeticError(f"no share for {s}, {a}")


def parts(s, a):
    """g and c."""
    r, b = share(s, a), 1 - a
    bend = ((r - a) / (a * b) - s) / s**2
    ratio_of_scores = s * mp.sqrt(a * b) * r * b / ((r - a) * mp.sqrt(r * (1 - r)))
    return bend, mp.log(ratio_of_scores) / mp.log(r * b / (a * (1 - r))) - mpf(1) / 2


def exact(s, a, variance):
    """x, by the secant method on the smaller tail."""
    b = 1 - a
    n = variance / (a * b)
    tail = mp.log(mp.ncdf(-abs(s) * mp.sqrt(variance)))

    def error(x):
        found = (mp.betainc(n - x + 1, x, 0, b, regularized=True) if s < 0
                 else mp.betainc(x, n - x + 1, 0, a, regularized=True))
        return mp.log(found) - tail

    bend, shift = parts(s, a)
    start = n * a + variance * (s + s * s * bend) + shift + mpf(1) / 2
    return by_secants(error, start, mpf(10) ** -16)


def rest(s, d, variance):
    """e, from x itself; at d = 1 that of a Poisson distribution."""
    if d == 1:
        return (place(s, variance) - variance * ratio(s) - leading(s)) * variance
    a = (1 - d) / 2
    bend, shift = parts(s, a)
    known = variance / (1 - a) + variance * (s + s * s * bend) + shift + mpf(1) / 2
    return (exact(s, a, variance) - known) * variance


def exponents(degree, cap):
    """Of s and d, whose sum is odd."""
    return [(i, j) for i in range(degree + 1) for j in range((i + 1) % 2, min(i + 1, cap) + 1, 2)]


def columns(s, d, powers):
    return np.stack([s**i * d**j for i, j in powers], axis=1)


def fit(name, s, d, values, degree, cap, tolerance):
    powers = exponents(degree, cap)
    error, found = fitted(columns(s, d, powers), values, tolerance)
    print(f"// {name}: degree {degree} in s, {cap} in d, error {error * tolerance.max():.2g}")
    rows = np.zeros((degree + 1, cap // 2 + 1))
    for (i, j), coefficient in zip(powers, found):
        rows[i, j // 2] = coefficient
    print(f"constexpr double binomial{name}[{degree + 1}][{cap // 2 + 1}] = {{")
    for row in rows:
        print("    {" + ", ".join(float(c).hex() if c else "0" for c in row) + "},")
    print("};")
    return lambda s, d: columns(s, d, powers) @ found


def check(bend, shift, last, count=600):
    """The largest error in x over what BinomialCounts.h takes it to be at most."""
    randomness, worst = random.Random(3), (0, None)
    for _ in range(count):
        variance = SMALLEST_VARIANCE * mpf(10) ** (2 * mpf(randomness.random()) ** 2)
        s = LOW + (HIGH - LOW) * randomness.random()
        d = mpf(randomness.random())
        z, a = s * mp.sqrt(variance), (1 - d) / 2
        if abs(z) > 9:
            continue
        at = np.array([float(s)]), np.array([float(d)])
        x = variance / (1 - a) + z * mp.sqrt(variance) + z * z * float(bend(*at)[0]) + mpf(1) / 2
        x += float(shift(*at)[0]) + float(last(*at)[0]) / variance
        bound = 6e-5 + 2e-3 / variance + 2e-6 * z**2
        worst = max(worst, (float(abs(x - exact(s, a, variance)) / bound),
                            (float(s), float(d), float(variance))))
    print(f"// x: at most {worst[0]:.2f} of the bound, at s, d, v = {worst[1]}")


if __name__ == "__main__":
    one = 1 - mpf(10) ** -7
    rows = [(s, d, *parts(s, (1 - d) / 2)) for d in nodes(mpf(0), one, 12) + [mpf(0), one]
            for s in nodes(LOW, HIGH, 36) + [LOW, HIGH]]
    s, d, bends, shifts = np.array(rows, dtype=float).T
    bend = fit("Bend", s, d, bends, 8, 5, np.full(len(s), 1e-6))
    shift = fit("Shift", s, d, shifts, 6, 5, np.full(len(s), 1e-5))
    rows = [(s, d, rest(s, d, v)) for d in nodes(mpf(0), mpf("0.995"), 6) + [mpf(0), mpf(1)]
            for v in (mpf(8), mpf(20)) for s in nodes(LOW, HIGH, 14) + [LOW, HIGH]]
    s, d, rests = np.array(rows, dtype=float).T
    check(bend, shift, fit("Rest", s, d, rests, 5, 4, np.full(len(s), 1e-3)))
