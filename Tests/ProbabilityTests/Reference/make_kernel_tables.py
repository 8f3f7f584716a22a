#!/usr/bin/env python3
"""Writes kernels-*.csv: arguments and correctly rounded values, by mpmath with 60 digits.

All numbers are hexadecimal doubles, so that a table says exactly what it means.
"""
import random
from datetime import date
from pathlib import Path

import mpmath
from mpmath import mp, mpf

mp.dps = 60
HERE = Path(__file__).parent
ROWS = 200


def write(name, columns, rows):
    header = f"# made by make_kernel_tables.py with mpmath {mpmath.__version__} on {date.today()}\n"
    lines = [",".join(x.hex() if isinstance(x, float) else str(x) for x in row) for row in rows]
    (HERE / f"kernels-{name}.csv").write_text(header + columns + "\n" + "\n".join(lines) + "\n")


def spread(randomness, low, high, count):
    """Numbers whose size spreads over powers of ten, with both signs where asked."""
    return [10.0 ** randomness.uniform(low, high) for _ in range(count)]


def normal_cdf(x):
    return mp.erfc(-x / mp.sqrt(2)) / 2


def normal_quantile(p):
    if p > mpf("0.5"):
        return -normal_quantile(1 - p)
    if p == mpf("0.5"):
        return mpf(0)
    z = mp.sqrt(max(-2 * mp.log(p) - mp.log(-2 * mp.log(p)), mpf(1) / 100))
    for _ in range(100):
        tail = normal_cdf(-z)
        step = (mp.log(tail) - mp.log(p)) * tail * mp.sqrt(2 * mp.pi) * mp.exp(z * z / 2)
        z += step
        if abs(step) < mpf(10) ** -50:
            return -z
    raise ArithmeticError(p)


def nearest(y):
    """The double next to y, rounded once also where doubles are subnormal."""
    if 0 < abs(y) < mpf(2) ** -1021:
        return float(mp.nint(y * mpf(2) ** 1074)) * 2.0 ** -1074
    return float(y)


def unary(name, function, arguments):
    rows = [(x, nearest(function(mpf(x)))) for x in sorted(set(arguments))]
    write(name, "x,value", rows)


def precise(function):
    """A function of an angle, with digits enough for the largest double."""
    def at(x):
        with mp.workdps(400):
            return function(x)
    return at


def main():
    r = random.Random(20240702)
    uniform = lambda low, high, count=ROWS: [r.uniform(low, high) for _ in range(count)]
    unary("exp", mp.exp, uniform(-1, 1) + uniform(-700, 709) + uniform(-745, -705, 30))
    unary("expm1", mp.expm1, uniform(-2, 2) + uniform(-50, 700, 60) + spread(r, -18, -1, 60)
          + [-x for x in spread(r, -18, 0, 60)])
    unary("log", mp.log, uniform(0.5, 2) + spread(r, -307, 308, 150) + spread(r, -323, -308, 20))
    unary("log1p", mp.log1p, uniform(-0.9, 3) + spread(r, -18, 300, 100)
          + [-x for x in spread(r, -18, -0.01, 80)])
    unary("normal-cdf", normal_cdf, uniform(-37, 8) + uniform(-3, 3) + spread(r, -12, 0, 30))
    # The pieces of the quantile function meet where y = 4p(1 - p) is a power of two or 3/2 of one.
    edges = [(1 - (1 - y * 2.0 ** -k) ** 0.5) / 2 for k in range(1, 10) for y in (1.0, 1.5)]
    edges += [p * (1 + s * 2.0 ** -40) for p in edges for s in (-1, 1)]
    edges += [1 - p for p in edges]
    near = [1 - x for x in spread(r, -15, -1, 60)]
    unary("normal-quantile", normal_quantile,
          uniform(0, 1) + edges + spread(r, -307, -1, 120) + spread(r, -17, -2, 60) + near
          + [0.5 + x for x in spread(r, -15, -2, 20)] + [5e-324, 2.0**-53, 1 - 2.0**-53])
    unary("normal-density", lambda x: mp.npdf(x), uniform(-6, 6) + uniform(-39, 39)
          + spread(r, -12, 0, 30))
    unary("erf", mp.erf, uniform(-6.5, 6.5) + uniform(-1, 1, 100) + spread(r, -300, 0, 60)
          + [s * (3 * i / 8 + 3 / 16) for i in range(16) for s in (1, -1)] + [5e-324])
    unary("erfc", mp.erfc, uniform(-6, 6) + uniform(0, 27.3) + uniform(26.4, 27.3, 30)
          + spread(r, -12, 0, 30))
    pi = float(mp.pi)
    # Near multiples of pi / 2 nearly everything cancels; the last three are the worst doubles.
    angles = uniform(-10, 10, 150) + uniform(-1e6, 1e6, 60) + spread(r, -300, 0, 30)
    angles += [k * pi / 2 for k in range(-20, 21)] + [2.0 ** k for k in range(-3, 1024, 17)]
    angles += [k * pi / 2 for k in (10**5 + 7, 10**8 + 3, 683565275, 683565276, 683565277)]
    angles += spread(r, 9, 308, 60) + [-x for x in spread(r, 9, 308, 20)]
    angles += [float(2**30), float(2**30 + 1), 1.7976931348623157e308, 5e-324]
    angles += [6381956970095103.0 * 2.0 ** 797, 6411027962775774.0 * 2.0 ** -49, pi / 4]
    unary("sin", precise(mp.sin), angles)
    unary("cos", precise(mp.cos), angles)
    rows = []
    for _ in range(150):
        x = 10.0 ** r.uniform(-5, 5)
        y = r.uniform(-50, 50)
        rows.append((x, y))
    for _ in range(60):
        x = 10.0 ** r.uniform(-300, 300)
        rows.append((x, r.uniform(-1, 1)))
    for _ in range(60):
        x = 1 + r.uniform(-1e-6, 1e-6)
        rows.append((x, r.uniform(-6e8, 6e8)))
    for _ in range(150):
        # The logarithm is small here and the result far out: nothing of its low part may be lost.
        x = r.uniform(0.94, 1.07)
        rows.append((x, r.choice((-1, 1)) * r.uniform(500, 707) / abs(float(mp.log(mpf(x))))))
    rows += [(-2.0, 3.0), (-1.5, 8.0), (2.0, -1074.0), (5e-324, 0.5)]
    write("power", "x,y,value", [(x, y, nearest(mp.power(mpf(x), mpf(y)).real)) for x, y in rows])


if __name__ == "__main__":
    main()
