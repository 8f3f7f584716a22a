"""Shrunken correlations after Schafer & Strimmer (2005), for ResidualCorrelationTests.

Written from their equations with plain loops, apart from the engine: standardised columns, the
products w_k of each pair, Var(r) = n / (n - 1)^3 sum (w_k - mean w)^2, and the intensity
min(1, sum Var(r) / sum r^2). The correlations before shrinkage come from numpy. Python 3, numpy.

    python3 make_shrinkage.py
"""

import numpy as np

COLUMNS = [
    [0.4, -1.2, 0.9, 0.1, -0.6, 1.7, -0.3, -0.8, 0.5, 1.1, -1.4, 0.2],
    [0.1, -0.9, 1.2, -0.4, -0.2, 1.1, 0.3, -1.3, 0.2, 0.9, -0.7, 0.6],
    [-0.5, 0.3, 0.8, -1.1, 0.4, -0.2, 1.6, -0.1, -0.9, 0.7, 0.2, -0.6],
]

data = np.array(COLUMNS)
count, n = data.shape
raw = np.corrcoef(data)
standardised = (data - data.mean(axis=1, keepdims=True)) / data.std(axis=1, ddof=1, keepdims=True)
variances = squares = 0.0
for i in range(count):
    for j in range(count):
        if i == j:
            continue
        products = [standardised[i][k] * standardised[j][k] for k in range(n)]
        mean = sum(products) / n
        variances += n / (n - 1) ** 3 * sum((w - mean) ** 2 for w in products)
        squares += raw[i][j] ** 2
shrinkage = min(1.0, variances / squares)
print("shrinkage", repr(shrinkage))
for i in range(count):
    for j in range(i):
        print(i, j, repr(float(raw[i][j] * (1 - shrinkage))))
