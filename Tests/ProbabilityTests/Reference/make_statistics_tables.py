"""Makes statistics.csv and univariate.csv: moments, their errors, shortfalls, autocorrelations.

Everything is computed with mpmath from the exact values of the doubles, and by definition: the
error of a figure from the influences of all trials, added up group by group.

statistics.csv: the column of `numbers()` under each replication, with the errors of Monte Carlo.

univariate.csv: the data sets of NIST StRD, univariate summary statistics
(https://www.itl.nist.gov/div898/strd/univ/homepage.html), with the certified values, and with the
values of the doubles themselves, which is what a program can reach at best: 10000000.2 is no
double. NumAcc1-4 are made from their definition. Michelso is the data of Michelson
(1879) after Stigler (1977), "Do robust estimators work with real data?", Annals of Statistics 5,
table 6. What is made is checked against the certified values here. Lew, Lottery and Mavro are not
given by a rule and are left out; so is PiDigits, whose certified mean (4.5348) is not that of the
first 5,000 digits of pi (4.5358).

    python3 make_statistics_tables.py
"""

from mpmath import mp, mpf, sqrt
import os
import scipy.stats

mp.dps = 60
here = os.path.dirname(os.path.abspath(__file__))


def numbers(count):
    """A skew column, the same in Swift: only operations that round the same way everywhere."""
    column = []
    for i in range(count):
        u = float((i * 7919 + 13) % 10007) / 10007
        column.append(u * u * u * 8 - u + 1000)
    return column


def groups(replication, count):
    kind, *sizes = replication
    if kind == "trials":
        return [[i] for i in range(count)]
    if kind == "pairs":
        return [[t] + ([t + 8] if t + 8 < count else []) for t in range(count) if t % 16 < 8]
    if kind == "blocks":
        return [list(range(t, min(t + sizes[0], count))) for t in range(0, count, sizes[0])]
    found = [[] for _ in range(sizes[0])]
    for trial in range(count):
        found[trial // sizes[1] % sizes[0]].append(trial)
    return [group for group in found if group]


def error(influences, grouping):
    count = len(influences)
    totals = [sum(influences[t] for t in group) for group in grouping]
    mean = sum(influences) / count
    squares = sum((total - len(g) * mean) ** 2 for total, g in zip(totals, grouping))
    g = mpf(len(grouping))
    return sqrt(g / (g - 1) * squares) / count


def moments(column):
    x = [mpf(v) for v in column]
    n = mpf(len(x))
    mean = sum(x) / n
    d = [v - mean for v in x]
    m2, m3 = sum(v**2 for v in d) / n, sum(v**3 for v in d) / n
    m4 = sum(v**4 for v in d) / n
    return n, mean, d, m2, m3, m4


def summary(column, replication):
    n, mean, d, m2, m3, m4 = moments(column)
    grouping = groups(replication, len(column))
    sigma, g = sqrt(m2), m3 / m2 ** mpf(1.5)
    skewness = g * sqrt(n * (n - 1)) / (n - 2)
    assert abs(skewness / scipy.stats.skew(column, bias=False) - 1) < 1e-9
    z = [v / sigma for v in d]
    skewed = [v**3 - 3 * v - g - mpf(1.5) * g * (v**2 - 1) for v in z]
    spread = [(v**2 - m2) / (2 * sigma) for v in d]
    if replication[0] == "trials":
        errors = (
            sqrt(m2 / (n - 1)),
            sqrt((m4 - m2**2 * (n - 3) / (n - 1)) / n) / (2 * sigma),
            sqrt(sum(v**2 for v in skewed)) / n,
        )
    else:
        errors = tuple(error(i, grouping) for i in (d, spread, skewed))
    rows = [("mean", mean), ("standardDeviation", sqrt(m2 * n / (n - 1))), ("skewness", skewness)]
    rows += list(zip(("standardError", "standardDeviationError", "skewnessError"), errors))
    for name, share, sign in (("lower", mpf("0.1"), 1), ("upper", mpf("0.03"), -1)):
        share = mpf(float(share))
        x = sorted(sign * mpf(v) for v in column)
        # Rounded as a program rounds it: 3 % of 1,000 are 30.
        amount = mpf(float(share) * len(column))
        whole = int(amount)
        boundary = x[whole]
        value = (sum(x[:whole]) + (amount - whole) * boundary) / amount
        influences = [
            boundary - max(boundary - sign * mpf(v), 0) / share - value for v in column
        ]
        rows.append((name + "Shortfall", sign * value))
        rows.append((name + "ShortfallError", error(influences, grouping)))
    met = [mpf(v > 1001) for v in column]
    p = sum(met) / n
    rows.append(("exceedance", p))
    rows.append(
        (
            "exceedanceError",
            sqrt(p * (1 - p) / n)
            if replication[0] == "trials"
            else error([v - p for v in met], grouping),
        )
    )
    return rows


def autocorrelation(column, lag):
    n, mean, d, m2, _, _ = moments(column)
    return sum(d[t] * d[t + lag] for t in range(len(d) - lag)) / (m2 * n)


replications = {
    "trials": ("trials",),
    "pairs": ("pairs",),
    "blocks": ("blocks", 64),
    "dealt": ("dealt", 5, 32),
}
with open(os.path.join(here, "statistics.csv"), "w") as out:
    out.write("replication,count,statistic,value\n")
    for count in (1000, 5003):
        for name, replication in replications.items():
            for statistic, value in summary(numbers(count), replication):
                out.write(f"{name},{count},{statistic},{mp.nstr(value, 20)}\n")

# 1879, in 1000 km/s above 299.
michelson = """
850 740 900 1070 930 850 950 980 980 880 1000 980 930 650 760 810 1000 1000 960 960
960 940 960 940 880 800 850 880 900 840 830 790 810 880 880 830 800 790 760 800
880 880 880 860 720 720 620 860 970 950 880 910 850 870 840 840 850 840 840 840
890 810 810 820 800 770 760 740 750 760 910 920 890 860 880 720 840 850 850 780
890 840 780 810 760 810 790 810 820 850 870 870 810 740 810 940 950 800 810 870
"""
alternating = lambda first, low, high: [first] + [low, high] * 500
sets = {
    "NumAcc1": (["10000001", "10000003", "10000002"], "10000002", "1", "-0.5"),
    "NumAcc2": (alternating("1.2", "1.1", "1.3"), "1.2", "0.1", "-0.999"),
    "NumAcc3": (
        alternating("1000000.2", "1000000.1", "1000000.3"), "1000000.2", "0.1", "-0.999"),
    "NumAcc4": (
        alternating("10000000.2", "10000000.1", "10000000.3"), "10000000.2", "0.1", "-0.999"),
    "Michelso": (
        [str(mpf(299) + mpf(v) / 1000) for v in michelson.split()],
        "299.852400000000", "0.0790105478190518", "0.535199668621283"),
}
with open(os.path.join(here, "univariate.csv"), "w") as out:
    out.write("set,statistic,certified,ofDoubles\n")
    for name, (texts, *certified) in sets.items():
        for exact in (True, False):
            column = [mpf(t) if exact else mpf(float(t)) for t in texts]
            n, mean, d, m2, _, _ = moments(column)
            found = (mean, sqrt(m2 * n / (n - 1)), autocorrelation(column, 1))
            if exact:
                for value, text in zip(found, certified):
                    assert abs(value / mpf(text) - 1) < mpf(10) ** -14, (name, value, text)
        for statistic, text, value in zip(("mean", "deviation", "correlation"), certified, found):
            out.write(f"{name},{statistic},{text},{mp.nstr(value, 20)}\n")
