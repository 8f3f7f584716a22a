#!/usr/bin/env python3
"""Writes special-functions.csv: function, arguments and values, by mpmath with 60 digits."""
from datetime import date
from pathlib import Path

import mpmath
from mpmath import mp, mpf

mp.dps = 60


def main():
    rows = []
    for x in [1e-300, 1e-12, 1e-5, 0.01, 0.3, 0.5, 0.9, 1.0, 1.0001, 1.5, 2.0, 2.3, 5.0, 9.99, 10.0,
              33.3, 1000.0, 1e6, 1e15, 1e100]:
        rows.append(("logGamma", x, 0.0, 0.0, mp.loggamma(mpf(x)), mpf(0)))
    for a in [1e-3, 0.3, 1.0, 4.5, 30.0, 700.0, 2500.0, 1e6]:
        for z in [-6, -3, -1, -0.1, 0, 0.5, 2, 5]:
            x = float(a + z * mp.sqrt(a)) if a > 40 else float(a * mp.exp(z))
            lower = mp.gammainc(mpf(a), 0, mpf(x), regularized=True)
            rows.append(("incompleteGamma", a, x, 0.0, lower, 1 - lower))
    for a, b in [(0.01, 0.02), (0.5, 0.7), (2.0, 3.0), (12.5, 200.0), (2000.0, 300.0)]:
        for p in [0.001, 0.1, 0.4, 0.6, 0.9, 0.99]:
            lower = mp.betainc(mpf(a), mpf(b), 0, mpf(p), regularized=True)
            rows.append(("incompleteBeta", a, b, p, lower, 1 - lower))
    lines = [f"# made by make_special_tables.py with mpmath {mpmath.__version__} on {date.today()}",
             "function,a,b,c,lower,upper"]
    for name, *values in rows:
        lines.append(",".join([name] + [float(v).hex() for v in values]))
    (Path(__file__).parent / "special-functions.csv").write_text("\n".join(lines) + "\n")


if __name__ == "__main__":
    main()
