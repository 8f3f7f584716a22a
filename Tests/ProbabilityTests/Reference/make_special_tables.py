#!/usr/bin/env python3
"""Writes special-functions.csv: function, arguments and values, by mpmath with 50 digits.

The tails of the incomplete gamma and beta functions are integrals of the density by mpmath's
quadrature, or series of positive terms; neither is what the Swift code does.
"""
from datetime import date
from pathlib import Path

import mpmath
from mpmath import mp, mpf

mp.dps = 50


def tail(log_density, x, scale, end):
    """The integral of exp(log_density) from x towards end, until it has vanished."""
    sign = 1 if end > x else -1
    peak = log_density(x)
    points, step = [x], scale
    while True:
        far = points[-1] + sign * step
        if abs(end - points[-1]) <= step:
            points.append(end)
            break
        points.append(far)
        if log_density(far) < peak - 130:
            break
        step *= mpf(1.6)
    return sign * mp.exp(peak) * mp.quad(lambda t: mp.exp(log_density(t) - peak), points)


def gamma_tails(a, x):
    a, x = mpf(a), mpf(x)
    log_norm = mp.loggamma(a)
    if a < 40:
        if x < a + 40:
            lower = mp.gammainc(a, 0, x, regularized=True)
            # 65 digits beside 1e-15 leave 50.
            with mp.extradps(30):
                return lower, mp.gammainc(a, x, mp.inf, regularized=True)
        upper = mp.gammainc(a, x, mp.inf, regularized=True)
        return 1 - upper, upper
    density = lambda t: (a - 1) * mp.log(t) - t - log_norm
    deviation = mp.sqrt(a)
    width = deviation / (2 + abs(x - a) / deviation)
    if x < a:
        lower = tail(density, x, width, mpf(0) + x * mpf("1e-60"))
        return lower, 1 - lower
    upper = tail(density, x, width, mpf(10)**40)
    return 1 - upper, upper


def beta_tails(a, b, x):
    a, b, x = mpf(a), mpf(b), mpf(x)
    y = 1 - x

    def series(a, b, x, y):
        total = term = mpf(1)
        n = 0
        while term > total * mpf(10)**-48:
            term *= (a + b + n) / (a + 1 + n) * x
            total += term
            n += 1
        return x**a * y**b / (a * mp.beta(a, b)) * total

    if max(a, b) < 5000:
        # Each tail by its own series where it converges in reasonable time.
        lower = series(a, b, x, y) if x < 0.95 else None
        upper = series(b, a, y, x) if y < 0.95 else None
        return (lower if lower is not None else 1 - upper,
                upper if upper is not None else 1 - lower)
    log_norm = mp.loggamma(a) + mp.loggamma(b) - mp.loggamma(a + b)
    density = lambda t: (a - 1) * mp.log(t) + (b - 1) * mp.log1p(-t) - log_norm
    mean = a / (a + b)
    deviation = mp.sqrt(mean * (1 - mean) / (a + b + 1))
    width = deviation / (2 + abs(x - mean) / deviation)
    if x < mean:
        lower = tail(density, x, width, x * mpf("1e-60"))
        return lower, 1 - lower
    upper = tail(density, x, width, 1 - y * mpf("1e-60"))
    return 1 - upper, upper


def main():
    rows = []
    for x in [1e-300, 1e-12, 1e-5, 0.01, 0.3, 0.5, 0.9, 1 - 2**-30, 1.0, 1.0001, 1.5, 2.0,
              2 + 2**-30, 2.3, 5.0, 9.99, 10.0, 33.3, 1000.0, 1e6, 1e15, 1e100]:
        rows.append(("logGamma", x, 0.0, 0.0, mp.loggamma(mpf(x)), mpf(0)))
    for a in [1e-3, 0.03, 0.3, 0.95, 1.0, 1.3, 4.5, 19.9, 30.0, 150.0, 700.0, 2500.0, 1e6, 1e10]:
        for z in [-37, -25, -8, -6, -3, -1, -0.1, 0, 0.5, 2, 5, 9, 20, 45]:
            x = float(a + z * mp.sqrt(a)) if a > 10 else float(a * mp.exp(mpf(z) * 0.8))
            if 0 < x < (700 if a < 40 else 1e300):
                rows.append(("incompleteGamma", a, x, 0.0, *gamma_tails(a, x)))
    for a, b in [(0.01, 0.02), (0.03, 8.0), (0.5, 0.7), (1.0, 11.0), (2.0, 3.0), (3.5, 2.5),
                 (12.5, 200.0), (13.1, 10.7), (60.0, 45.0), (300.0, 90.0), (2000.0, 300.0),
                 (41.0, 1e6), (3.0, 1e6), (5e5, 5e5), (1e8, 1e7), (1e8, 1e8)]:
        mean = mpf(a) / (a + b)
        deviation = mp.sqrt(mean * (1 - mean) / (a + b))
        for z in [-30, -12, -6, -3, -1, -0.2, 0, 0.3, 1, 2, 5, 10, 25]:
            # Equal steps in the logit.
            logit = mp.log(mean / (1 - mean)) + z * deviation / (mean * (1 - mean))
            x = float(1 / (1 + mp.exp(-logit)))
            if 1e-290 < x < 1 - 1e-12:
                rows.append(("incompleteBeta", a, b, x, *beta_tails(a, b, x)))
    lines = [f"# made by make_special_tables.py with mpmath {mpmath.__version__} on {date.today()}",
             "function,a,b,c,lower,upper"]
    for name, *values in rows:
        if all(mpf(v) == 0 or abs(mpf(v)) > mpf("1e-306") for v in values):
            lines.append(",".join([name] + [float(v).hex() for v in values]))
    (Path(__file__).parent / "special-functions.csv").write_text("\n".join(lines) + "\n")


if __name__ == "__main__":
    main()
