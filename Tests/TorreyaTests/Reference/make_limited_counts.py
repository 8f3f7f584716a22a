#!/usr/bin/env python3
"""Reference values for counts that a capacity limits: limited-counts.csv.

Run: python3 make_limited_counts.py > limited-counts.csv   (SciPy)

Mean and standard deviation of min(N, c) for a Poisson count N with a mean, and for a negative
binomial one with the same mean whose variance is m + (v m)^2, by summing over all counts.
"""
import numpy as np
from scipy import __version__, stats

print(f"# min(N, c), by make_limited_counts.py with SciPy {__version__}")
print("mean,variation,capacity,limitedMean,limitedDeviation")
for mean, variation, capacity in [
    (100, 0, 95), (100, 0, 105), (100, 0.4, 95), (100, 0.4, 130), (12, 0.6, 15), (2, 1.0, 1),
]:
    counts = np.arange(0, 20000)
    if variation == 0:
        weights = stats.poisson.pmf(counts, mean)
    else:
        shape = 1 / variation**2
        weights = stats.nbinom.pmf(counts, shape, shape / (shape + mean))
    limited = np.minimum(counts, capacity)
    first = float(np.sum(weights * limited))
    second = float(np.sum(weights * limited**2))
    print(f"{mean},{variation},{capacity},{first!r},{float(np.sqrt(second - first**2))!r}")
