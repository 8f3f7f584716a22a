"""Reference values for copulas and correlations: student-scores.csv, copula-correlations.csv.

Run: python3 make_dependence_tables.py   (mpmath and SciPy; about a minute)

student-scores.csv: the normal score of a Student t value, by mpmath in 40 digits.
copula-correlations.csv: correlations of values that a copula joins, by adaptive quadrature of the
bivariate density in polar coordinates of the independent variables, which is another way than the
engine's.
"""
import math

import numpy as np
from mpmath import betainc, erfc, erfinv, findroot, mp, mpf, sqrt
from scipy import integrate, special, stats

mp.dps = 40


def score(df, t):
    """w with Phi(w) = T_df(t), for t < 0 by Newton on the logarithm."""
    df, t = mpf(df), mpf(t)
    tail = betainc(df / 2, mpf(1) / 2, 0, df / (df + t * t), regularized=True) / 2
    w = mpf(-special.ndtri(float(tail)))
    for _ in range(8):
        value = erfc(w / sqrt(2)) / 2
        density = mp.exp(-w * w / 2) / sqrt(2 * mp.pi)
        w += (value - tail) / density
    return w


with open("student-scores.csv", "w") as out:
    out.write("# made by make_dependence_tables.py with mpmath, 40 digits\n")
    out.write("degreesOfFreedom,t,score\n")
    for df in (1, 1.5, 2, 3, 4, 7.5, 10, 30, 100, 1000):
        for t in (1e-6, 0.01, 0.1, 0.3, 0.5, 0.9, 1.3, 1.7, 2.2, 2.9, 3.6, 4.4, 5.5, 7, 9, 12, 20,
                  50, 200, 1e3, 1e4, 1e6):
            if df > 50 and t > 12 or df > 5 and t > 1000:
                continue
            out.write(f"{df},{t!r},{mp.nstr(score(df, t), 20)}\n")


def mean_product(f, g, r, df):
    """E f(X) g(Y) for standard normals or Student t values with correlation r."""
    # X = R cos a, Y = R cos(a - b) with cos b = r: R is independent of the uniform angle a.
    angle = math.acos(r)

    def radial(radius):
        if df is None:
            return radius * math.exp(-radius * radius / 2)
        return radius * (1 + radius * radius / df) ** (-(df + 2) / 2)

    # R by its own distribution function, so that heavy tails are on a finite interval.
    def radius(p):
        if df is None:
            return math.sqrt(-2 * math.log1p(-p))
        return math.sqrt(df * ((1 - p) ** (-2 / df) - 1))

    angles = 2 * np.pi * (np.arange(4096) + 0.5) / 4096

    def inner(p):
        rho = radius(p)
        return np.mean(f(rho * np.cos(angles)) * g(rho * np.cos(angles - angle)))

    total = 0.0
    for low, high in ((0, 0.5), (0.5, 0.9), (0.9, 0.99), (0.99, 0.999), (0.999, 0.9999),
                      (0.9999, 0.999999), (0.999999, 1 - 1e-9), (1 - 1e-9, 1 - 1e-13)):
        total += integrate.quad(inner, low, high, epsabs=1e-13, epsrel=1e-12, limit=200)[0]
    return total


def margin(name, df):
    cdf = stats.norm.cdf if df is None else lambda x: stats.t.cdf(x, df)
    sf = stats.norm.sf if df is None else lambda x: stats.t.sf(x, df)
    if name == "uniform":
        return lambda x: math.sqrt(12) * (cdf(x) - 0.5)
    if name == "lognormal":  # median 1, deviation 0.5 of the logarithm, standardised

        def value(x):
            score = np.where(x < 0, stats.norm.ppf(cdf(x)), stats.norm.isf(sf(x)))
            mean = math.exp(0.125)
            return (np.exp(0.5 * score) - mean) / (mean * math.sqrt(math.expm1(0.25)))

        return value
    if name == "exponential":
        return lambda x: -np.log(sf(x)) - 1
    raise ValueError(name)


with open("copula-correlations.csv", "w") as out:
    out.write("# made by make_dependence_tables.py with SciPy; df 0 is the Gaussian copula\n")
    out.write("degreesOfFreedom,left,right,scores,correlation\n")
    cases = [("uniform", "uniform"), ("lognormal", "exponential"), ("uniform", "exponential")]
    for df in (None, 2, 4, 10, 100, 1000):
        for left, right in cases if (df or 0) < 50 else cases[:1]:
            for r in (-0.9, -0.4, 0.3, 0.8):
                found = mean_product(margin(left, df), margin(right, df), r, df)
                out.write(f"{df or 0},{left},{right},{r},{found:.12g}\n")
