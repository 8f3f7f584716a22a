#!/usr/bin/env python3
"""Prints the polynomials from which PoissonCounts.h makes the place of a Poisson quantile.

Where Q(x, m) = u, with Q the upper regularised incomplete gamma function of shape x, the quantile
of a Poisson distribution with mean m is the whole number at or below x. Let w be the normal score
of u and s = w / sqrt(m). Temme (1979) has Q depend, in the first place, on the number r = x / m for
which s^2 / 2 = 1 - r + r log r; so
    x = m r(s) + c(s, 1 / m),   c(s, 0) = log(s sqrt(r) / (r - 1)) / log r.
With m r(s) = m + w sqrt(m) + w^2 g(s) nothing is lost for a large mean. g is a polynomial, and c
one in s whose coefficients are polynomials in 1 / m: least squares, weighted again and again by the
errors (Lawson 1961) until the largest error is as small as it gets. At last both are compared with
x itself at random places and means.
"""
import random

import numpy as np
from mpmath import mp, mpf

mp.dps = 40

LOW, HIGH = mpf("-1"), mpf("1.6")
SMALLEST_MEAN = 4
# What an error in c may be: at an infinite mean, and for each unit of 1 / m.
WEIGHTS = 3e-5, 3e-4


def ratio(s):
    """r with 1 - r + r log r = s^2 / 2, above 1 where s is positive."""
    if s == 0:
        return mpf(1)
    r = max(1 + s + s * s / 6, mpf("0.001"))
    for _ in range(80):
        following = r - (1 - r + r * mp.log(r) - s * s / 2) / mp.log(r)
        following = following if following > 0 else r / 2
        if abs(following - r) < mpf(10) ** -35 * abs(following):
            return following
        r = following
    raise ArithmeticError(f"no ratio for {s}")


def bend(s):
    """g: what is left of r, over s^2."""
    return (ratio(s) - 1 - s) / (s * s)


def leading(s):
    r = ratio(s)
    return mp.log(s * mp.sqrt(r) / (r - 1)) / mp.log(r)


def place(s, mean):
    """x with Q(x, mean) = Phi(s sqrt(mean)), by the secant method on the smaller tail."""
    tail = mp.log(mp.ncdf(-abs(s) * mp.sqrt(mean)))

    def error(x):
        ends = (mean, mp.inf) if s < 0 else (0, mean)
        return mp.log(mp.gammainc(x, *ends, regularized=True)) - tail

    return by_secants(error, mean * ratio(s) + leading(s), mpf(10) ** -22)


def by_secants(error, x, tolerance):
    """Where a function that is nearly linear from x on is zero."""
    last, step = error(x), mpf("1e-4")
    for _ in range(30):
        x += step
        now = error(x)
        if now == last:
            break
        step, last = -now * step / (now - last), now
        if abs(step) < tolerance:
            break
    return x + step


def nodes(low, high, count):
    return [
        (low + high) / 2 + (high - low) / 2 * mp.cos(mp.pi * (2 * i + 1) / (2 * count))
        for i in range(count)
    ]


def smallest_largest_error(columns, values, tolerance):
    """The coefficients whose largest error over the tolerance is least, and that error."""
    weights, best = np.full(len(values), 1 / len(values)), (np.inf, None)
    for _ in range(400):
        root = np.sqrt(weights) / tolerance
        found, *_ = np.linalg.lstsq(columns * root[:, None], values * root, rcond=None)
        errors = np.abs(columns @ found - values) / tolerance
        if errors.max() < best[0]:
            best = errors.max(), found
        weights = weights * errors
        weights /= weights.sum()
    return best


def powers(chebyshev):
    """From Chebyshev polynomials on [LOW, HIGH] to powers of the argument."""
    series = np.polynomial.Chebyshev(chebyshev, domain=[float(LOW), float(HIGH)])
    return series.convert(kind=np.polynomial.Polynomial, domain=[-1, 1], window=[-1, 1]).coef


def show(name, coefficients):
    print(f"constexpr double {name}[] = {{")
    for c in coefficients:
        print(f"    {float(c).hex()},")
    print("};")


def basis(s, degree):
    t = (2 * np.array([float(x) for x in s]) - float(LOW + HIGH)) / float(HIGH - LOW)
    return np.polynomial.chebyshev.chebvander(t, degree)


def fit_bend(degree):
    s = nodes(LOW, HIGH, 200)
    values = np.array([float(bend(x)) for x in s])
    error, found = smallest_largest_error(basis(s, degree), values, np.ones(len(s)))
    print(f"// g: degree {degree}, error {error:.2g}, times 8.3^2 {error * 8.3**2:.2g}")
    show("poissonBend", powers(found))
    return powers(found)


def fit_shift(degrees):
    scores = nodes(LOW, HIGH, 60) + [LOW, HIGH]
    rows = [(s, mpf(0), leading(s)) for s in scores]
    for e in nodes(mpf(0), mpf(1) / SMALLEST_MEAN, 9) + [mpf(1) / SMALLEST_MEAN]:
        if e > mpf("0.003"):
            rows += [(s, e, place(s, 1 / e) - ratio(s) / e) for s in scores]
    s, values = [row[0] for row in rows], np.array([float(row[2]) for row in rows])
    e = np.array([float(row[1]) for row in rows])
    columns = np.concatenate(
        [basis(s, degree) * (e**k)[:, None] for k, degree in enumerate(degrees)], axis=1)
    error, found = smallest_largest_error(columns, values, WEIGHTS[0] + WEIGHTS[1] * e)
    print(f"// c: degrees {degrees}, error {error:.2g} times {WEIGHTS[0]} + {WEIGHTS[1]} / m")
    shifts = []
    for degree in degrees:
        shifts.append(powers(found[:degree + 1]))
        found = found[degree + 1:]
        show(f"poissonShift{len(shifts) - 1}", shifts[-1])
    return shifts


def check(bends, shifts, count=4000):
    """The largest error in x over what PoissonCounts.h takes it to be at most."""
    randomness, worst = random.Random(3), (0, None)
    for _ in range(count):
        mean = SMALLEST_MEAN * mpf(10) ** (5 * mpf(randomness.random()) ** 2)
        s = LOW + (HIGH - LOW) * randomness.random()
        score = s * mp.sqrt(mean)
        if abs(score) > 12:
            continue
        x = mean + score * mp.sqrt(mean) + score**2 * mp.polyval(list(bends[::-1]), s)
        for k, shift in enumerate(shifts):
            x += mp.polyval(list(shift[::-1]), s) / mean**k
        bound = 5e-5 + 5e-4 / mean + 3e-7 * score**2
        worst = max(worst, (float(abs(x - place(s, mean)) / bound), (float(s), float(mean))))
    print(f"// x: at most {worst[0]:.2f} of the bound, at s, m = {worst[1]}")


if __name__ == "__main__":
    check(fit_bend(10), fit_shift((8, 6, 4)))
