"""Writes loss_comparisons.csv: the test of Diebold and Mariano with the correction of Harvey,
Leybourne and Newbold, and tails of chi-square, by NumPy and SciPy.

    python make_loss_comparisons.py > loss_comparisons.csv
"""

import numpy as np
import scipy
from scipy import stats


def diebold_mariano(d, h):
    """Harvey, Leybourne, Newbold (1997), equations 1, 2 and 9."""
    n = len(d)
    centred = d - d.mean()
    covariances = np.correlate(centred, centred, "full")[n - 1 :][: min(h, n)] / n
    variance = (covariances[0] + 2 * covariances[1:].sum()) / n
    factor = np.sqrt((n + 1 - 2 * h + h * (h - 1) / n) / n)
    statistic = factor * d.mean() / np.sqrt(variance)
    return statistic, 2 * stats.t.sf(abs(statistic), n - 1)


def main():
    print(f"# numpy {np.__version__}, scipy {scipy.__version__}; make_loss_comparisons.py")
    print("kind,horizon,statistic,probability,values")
    for count, horizon in [(8, 1), (20, 1), (20, 3), (40, 6), (60, 12)]:
        # Numbers with few digits, so that both sides read the same.
        index = np.arange(count)
        d = np.round(np.sin(index * 1.3) + 0.02 * index + 0.5 * np.cos(index * index), 3)
        statistic, probability = diebold_mariano(d, horizon)
        values = " ".join(f"{x:.3f}" for x in d)
        print(f"dieboldMariano,{horizon},{statistic!r},{probability!r},{values}".replace(
            "np.float64(", "").replace(")", ""))
    for degrees, value in [(1, 0.5), (4, 9.2), (9, 3.3), (9, 21.7), (19, 60.0)]:
        probability = stats.chi2.sf(value, degrees)
        print(f"chiSquare,{degrees},{value!r},{float(probability)!r},")


if __name__ == "__main__":
    main()
