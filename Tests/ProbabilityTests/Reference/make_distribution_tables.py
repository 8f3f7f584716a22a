#!/usr/bin/env python3
"""Writes distributions.csv: quantile, distribution function and density by scipy or mpmath.

The cases are those of DistributionFixtures.swift that scipy has a distribution for.
"""
from datetime import date
from pathlib import Path

import mpmath
import numpy
import scipy
from mpmath import mp, mpf
from scipy import stats

mp.dps = 40
TAILS = [1e-12, 1e-9, 1e-6, 1e-4, 0.001, 0.01]
POINTS = TAILS + [0.05 + 0.1 * i + 1e-3 for i in range(10)] + [0.99, 0.999, 0.9999, 1 - 2**-20]


def lognormal(log_mean, deviation):
    return stats.lognorm(s=deviation, scale=numpy.exp(log_mean))


def beta_by_mean(mean, deviation):
    total = mean * (1 - mean) / deviation**2 - 1
    return stats.beta(mean * total, (1 - mean) * total)


def pert(low, likely, high, shape=4):
    width = high - low
    return stats.beta(1 + shape * (likely - low) / width, 1 + shape * (high - likely) / width,
                      low, width)


RATIO = float(mp.log(600 / mpf(260)) / (mp.sqrt(2) * mp.erfinv(mpf("0.8"))))
CASES = {
    "bernoulli(probability: 0.3)": stats.bernoulli(0.3),
    "beta(mean: 0.55, standardDeviation: 0.1)": beta_by_mean(0.55, 0.1),
    "beta(alpha: 0.5, beta: 0.7, high: 5.0, low: 2.0)": stats.beta(0.5, 0.7, 2, 3),
    "beta(alpha: 2000.0, beta: 300.0)": stats.beta(2000, 300),
    "binomial(count: 12.0, probability: 0.4)": stats.binom(12, 0.4),
    "binomial(count: 100000.0, probability: 0.03)": stats.binom(100000, 0.03),
    "discreteUniform(high: 6.0, low: 1.0)": stats.randint(1, 7),
    "exponential(mean: 8.0)": stats.expon(scale=8),
    "gamma(mean: 180.0, standardDeviation: 60.0)": stats.gamma(9, scale=20),
    "gamma(scale: 2.0, shape: 0.3)": stats.gamma(0.3, scale=2),
    "gamma(scale: 0.01, shape: 50000.0)": stats.gamma(50000, scale=0.01),
    "geometric(probability: 0.25)": stats.geom(0.25),
    "lognormal(median: 260.0, p90: 600.0)": lognormal(numpy.log(260), RATIO),
    "lognormal(logMean: 0.5, logStandardDeviation: 0.25)": lognormal(0.5, 0.25),
    "negativeBinomial(mean: 180.0, standardDeviation: 60.0)":
        stats.nbinom(180**2 / (3600 - 180), 180 / 3600),
    "negativeBinomial(dispersion: 3.0, mean: 2.0)": stats.nbinom(1 / 3, 1 / 7),
    "normal(mean: 100.0, standardDeviation: 15.0)": stats.norm(100, 15),
    "pert(high: 4900.0, likely: 4300.0, low: 3800.0)": pert(3800, 4300, 4900),
    "pert(high: 3.0, likely: 0.0, low: 0.0, shape: 10.0)": pert(0, 0, 3, 10),
    "poisson(mean: 2.4)": stats.poisson(2.4),
    "poisson(mean: 123456.5)": stats.poisson(123456.5),
    "triangular(high: 70.0, likely: 30.0, low: 20.0)": stats.triang(0.2, 20, 50),
    "truncatedNormal(high: 90.0, low: 0.0, mean: 30.0, standardDeviation: 20.0)":
        stats.truncnorm(-1.5, 3, 30, 20),
    "uniform(high: 1.1, low: 0.9)": stats.uniform(0.9, 1.1 - 0.9),
    "weibull(scale: 12.0, shape: 1.8)": stats.weibull_min(1.8, scale=12),
    "weibull(scale: 2.0, shape: 0.7)": stats.weibull_min(0.7, scale=2),
}


def gamma_density(shape, scale):
    return lambda x: mp.exp((shape - 1) * mp.log(x / scale) - x / scale - mp.loggamma(shape)) / scale


def poisson_density(mean):
    return lambda k: mp.exp(k * mp.log(mean) - mean - mp.loggamma(k + 1))


def beta_density(alpha, beta, low, high):
    def density(x):
        if x <= low:
            return mp.inf if alpha < 1 else 0
        return ((x - low)**(alpha - 1) * (high - x)**(beta - 1)
                / (high - low)**(alpha + beta - 1) / mp.beta(alpha, beta))
    return density


# Where scipy's densities lose digits: in logarithms of large gamma functions, or next to a bound.
PRECISE_DENSITIES = {
    "gamma(scale: 0.01, shape: 50000.0)": gamma_density(50000, mpf(0.01)),
    "poisson(mean: 123456.5)": poisson_density(mpf("123456.5")),
    "beta(alpha: 0.5, beta: 0.7, high: 5.0, low: 2.0)": beta_density(mpf(0.5), mpf(0.7), 2, 5),
}


def main():
    lines = [f"# made by make_distribution_tables.py with scipy {scipy.__version__}, "
             f"numpy {numpy.__version__}, mpmath {mpmath.__version__} on {date.today()}",
             "distribution;p;quantile;distributionFunction;density"]
    for name, frozen in CASES.items():
        density = frozen.pmf if hasattr(frozen.dist, "pmf") else frozen.pdf
        for p in POINTS:
            x = float(frozen.ppf(p))
            height = PRECISE_DENSITIES[name](mpf(x)) if name in PRECISE_DENSITIES else density(x)
            values = [float(p), x, float(frozen.cdf(x)), float(height)]
            lines.append(";".join([name] + [repr(v) for v in values]))
    path = Path(__file__).parent / "distributions.csv"
    path.write_text("\n".join(lines) + "\n")


if __name__ == "__main__":
    main()
