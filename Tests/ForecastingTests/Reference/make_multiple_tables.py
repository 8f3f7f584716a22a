"""Writes the reference values of reconciliation, vector autoregression and pooled growth.

Each is computed in another way than the Swift code takes: reconciliation by the inverse of the
covariance and by non-negative least squares, the density of the autoregression as a matrix-t
density of all data, the pool by a general Kalman filter with dense matrices.

Run with NumPy and SciPy: python make_multiple_tables.py
"""

import pathlib
import sys

import numpy as np
import scipy
from scipy.optimize import nnls
from scipy.special import multigammaln
from scipy.stats import t as student

HERE = pathlib.Path(__file__).parent
HEAD = (
    f"# {{}}: make_multiple_tables.py, Python {sys.version.split()[0]}, NumPy {np.__version__}, "
    f"SciPy {scipy.__version__}; data made by its generator\n"
)


def write(name, rows):
    with open(HERE / f"{name}.csv", "w") as out:
        out.write(HEAD.format(name))
        out.write("key,values\n")
        for key, values in rows:
            numbers = np.atleast_1d(np.asarray(values, dtype=float)).ravel()
            out.write(key + "," + " ".join(repr(float(v)) for v in numbers) + "\n")


def shrunken(errors):
    """Schäfer and Strimmer (2005) about zero, for complete errors (steps x series)."""
    n = errors.shape[0]
    covariance = errors.T @ errors / n
    deviations = np.sqrt(np.diag(covariance))
    scaled = errors / deviations
    correlation = scaled.T @ scaled / n
    spread = np.zeros_like(correlation)
    for i in range(errors.shape[1]):
        for j in range(errors.shape[1]):
            products = scaled[:, i] * scaled[:, j]
            spread[i, j] = np.sum((products - products.mean()) ** 2) / (n * (n - 1))
    off = ~np.eye(len(correlation), dtype=bool)
    intensity = min(1, spread[off].sum() / (correlation[off] ** 2).sum())
    kept = (1 - intensity) * correlation
    np.fill_diagonal(kept, 1)
    return intensity, kept * np.outer(deviations, deviations)


def reconciliation():
    generator = np.random.default_rng(20190501)
    summing = np.array(
        [[1, 1, 1, 1], [1, 1, 0, 0], [0, 0, 1, 1], [1, 0, 1, 0], [0, 1, 0, 1]] + np.eye(4).tolist()
    )
    mix = generator.normal(size=(9, 9)) * 0.4 + np.diag(np.linspace(3, 1, 9))
    errors = (generator.normal(size=(14, 9)) @ mix).round(3)
    base = np.array([101, 44, 61, 38, 60, 11, 30, 29, 27.0])
    low = np.array([20, 4, 9, -6, 22, -8, 9, 3, 12.0])
    intensity, covariance = shrunken(errors)
    rows = [("errors", errors.T), ("base", base), ("low", low), ("shrinkage", intensity)]
    rows.append(("covariance", covariance))
    weights = {
        "ordinary": np.eye(9),
        "structural": np.diag(summing.sum(axis=1)),
        "variance": np.diag(np.diag(covariance)),
        "trace": covariance,
    }
    for name, matrix in weights.items():
        inverse = np.linalg.inv(matrix)
        normal = np.linalg.solve(summing.T @ inverse @ summing, summing.T @ inverse)
        rows.append((name, summing @ normal @ base))
        root = np.linalg.cholesky(inverse).T
        bottom, _ = nnls(root @ summing, root @ low)
        rows.append((name + "NonNegative", summing @ bottom))
    # Without forecasts of the total and of the second bottom series.
    kept = [1, 2, 3, 4, 5, 7, 8]
    inverse = np.linalg.inv(covariance[np.ix_(kept, kept)])
    part = summing[kept]
    bottom = np.linalg.solve(part.T @ inverse @ part, part.T @ inverse @ base[kept])
    rows.append(("missing", summing @ bottom))
    write("Reconciliation", rows)


def autoregression():
    generator = np.random.default_rng(2015)
    steps, series, lags = 26, 3, 2
    mix = np.array([[1, 0.4, 0], [0, 1, 0.2], [0, 0, 1]])
    shocks = generator.normal(size=(steps, series)) @ mix
    values = (np.cumsum(shocks, axis=0) + np.array([30, -10, 5])).round(3)
    x = np.array([np.r_[values[t - 1], values[t - 2], 1] for t in range(lags, steps)])
    y = values[lags:]
    k, d = x.shape[1], series + 2
    prior = np.zeros((k, series))
    prior[:series] = np.eye(series)
    rows = [("values", values.T)]
    for label, tightness, differencing in [("loose", 0.5, 1.5), ("tight", 0.05, np.inf)]:
        omega = np.diag(
            [tightness**2 / (lag + 1) ** 2 for lag in range(lags) for _ in range(series)] + [1e8]
        )

        def density(x, y):
            t = len(y)
            middle = np.eye(t) + x @ omega @ x.T
            rest = y - x @ prior
            inner = np.eye(series) + rest.T @ np.linalg.solve(middle, rest)
            return (
                multigammaln((t + d) / 2, series) - multigammaln(d / 2, series)
                - t * series / 2 * np.log(np.pi)
                - series / 2 * np.linalg.slogdet(middle)[1]
                - (t + d) / 2 * np.linalg.slogdet(inner)[1]
            )

        xs, ys, dummy = x, y, 0.0
        if np.isfinite(differencing):
            level = values[:lags].mean(axis=0)
            xd = np.c_[np.tile(np.diag(level / differencing), lags), np.zeros(series)]
            yd = np.diag(level / differencing)
            xs, ys = np.r_[xd, x], np.r_[yd, y]
            dummy = density(xd, yd)
        rows.append((label + "Density", density(xs, ys) - dummy))
        # The posterior mean by the gain of a regression with the prior as its start.
        gain = omega @ xs.T @ np.linalg.inv(np.eye(len(xs)) + xs @ omega @ xs.T)
        mean = prior + gain @ (ys - xs @ prior)
        rows.append((label + "Coefficients", mean))
        rest = ys - xs @ prior
        scale = np.eye(series) + rest.T @ np.linalg.solve(np.eye(len(xs)) + xs @ omega @ xs.T, rest)
        rows.append((label + "Covariance", scale / (len(ys) + d - series - 1)))
    least, *_ = np.linalg.lstsq(x, y, rcond=None)
    rows.append(("leastSquares", least))
    write("VectorAutoregression", rows)


def pooled():
    h, q, w = 0.07, 0.13, 0.8
    phi, mean, spread, nu, variance, memory, power = 0.3, 0.05, 0.4, 3.0, 0.01, 0.85, 0.25
    generator = np.random.default_rng(1997)
    rows = []
    for name, gap in [("whole", []), ("gaps", [3, 4, 9])]:
        logs = np.cumsum(generator.normal(0.06, 0.12, 14))
        values = np.exp(logs + 7).round(2)
        values[gap] = np.nan
        rows.append((name, values))
        seen = values[~np.isnan(values)]
        scaled = ((values / seen[-1]) ** power - 1) / power
        state = np.array([scaled[0], mean, 0.0])
        cov = np.diag([h, spread, w / (1 - phi**2)])
        # The passing growth of a step enters the level of the same step.
        move = np.array([[1, 1, phi], [0, 1, 0], [0, 0, phi]])
        noise = np.array([[q + w, 0, w], [0, 0, 0], [w, 0, w]])
        degrees, squares, total = nu, nu * variance, 0.0
        for value, ratio in zip(scaled[1:], values[1:] / seen[-1]):
            state, cov = move @ state, move @ cov @ move.T + noise
            degrees = memory * degrees + (1 - memory) * nu
            squares = memory * squares + (1 - memory) * nu * variance
            if np.isnan(value):
                continue
            f = cov[0, 0] + h
            error = value - state[0]
            total += student.logpdf(error, degrees, scale=np.sqrt(f * squares / degrees))
            total += (power - 1) * np.log(ratio)
            gain = cov[:, 0] / f
            state, cov = state + gain * error, cov - np.outer(gain, cov[0])
            degrees, squares = degrees + 1, squares + error**2 / f
        rows.append((name + "Density", total))
        ahead = []
        for _ in range(3):
            state, cov = move @ state, move @ cov @ move.T + noise
            degrees = memory * degrees + (1 - memory) * nu
            squares = memory * squares + (1 - memory) * nu * variance
            ahead += [state[0], (cov[0, 0] + h) * squares / degrees, degrees]
        rows.append((name + "Ahead", ahead))
    write("PooledGrowth", rows)


reconciliation()
autoregression()
pooled()
