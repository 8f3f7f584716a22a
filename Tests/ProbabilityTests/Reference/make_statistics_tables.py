"""Makes statistics.csv and univariate.csv: moments, their errors, shortfalls, autocorrelations.

Everything is computed with mpmath from the exact values of the doubles, and by definition: the
error of a figure from the influences of all trials, added up group by group.

statistics.csv: the column of `numbers()` under each replication, with the errors of Monte Carlo.

univariate.csv: the data sets of NIST StRD, univariate summary statistics
(https://www.itl.nist.gov/div898/strd/univ/homepage.html), with the certified values, and with the
values of the doubles themselves, which is what a program can reach at best: 10000000.2 is no
double. NumAcc1-4 are made from their definition. Michelso is the data of Michelson
(1879) after Stigler (1977), "Do robust estimators work with real data?", Annals of Statistics 5,
table 6; Lew, Lottery and Mavro are the observations that NIST gives. All are checked against the
certified values here. PiDigits is left out: its certified mean (4.5348) is not that of the first
5,000 digits of pi (4.5358).

univariate-observations.csv: the observations of the sets that no rule gives, for the tests.

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

# Velocity of light, 1879, in km/s above 299,000.
michelson = """
850 740 900 1070 930 850 950 980 980 880 1000 980 930 650 760 810 1000 1000 960 960
960 940 960 940 880 800 850 880 900 840 830 790 810 880 880 830 800 790 760 800
880 880 880 860 720 720 620 860 970 950 880 910 850 870 840 840 850 840 840 840
890 810 810 820 800 770 760 740 750 760 910 920 890 860 880 720 840 850 850 780
890 840 780 810 760 810 790 810 820 850 870 870 810 740 810 940 950 800 810 870
"""
# Deflections of a steel-concrete beam under a periodic pressure.
lew = """
-213 -564 -35 -15 141 115 -420 -360 203 -338 -431 194 -220 -513 154 -125 -559 92 -21 -579
-52 99 -543 -175 162 -457 -346 204 -300 -474 164 -107 -572 -8 83 -541 -224 180 -420 -374
201 -236 -531 83 27 -564 -112 131 -507 -254 199 -311 -495 143 -46 -579 -90 136 -472 -338
202 -287 -477 169 -124 -568 17 48 -568 -135 162 -430 -422 172 -74 -577 -13 92 -534 -243
194 -355 -465 156 -81 -578 -64 139 -449 -384 193 -198 -538 110 -44 -577 -6 66 -552 -164
161 -460 -344 205 -281 -504 134 -28 -576 -118 156 -437 -381 200 -220 -540 83 11 -568 -160
172 -414 -408 188 -125 -572 -32 139 -492 -321 205 -262 -504 142 -83 -574 0 48 -571 -106
137 -501 -266 190 -391 -406 194 -186 -553 83 -13 -577 -49 103 -515 -280 201 300 -506 131
-45 -578 -80 138 -462 -361 201 -211 -554 32 74 -533 -235 187 -372 -442 182 -147 -566 25
68 -535 -244 194 -351 -463 174 -125 -570 15 72 -550 -190 172 -424 -385 198 -218 -536 96
"""
# Numbers drawn in a lottery of three digits, 1989-1990.
lottery = """
162 671 933 414 788 730 817 33 536 875 670 236 473 167 877 980 316 950 456 92
517 557 956 954 104 178 794 278 147 773 437 435 502 610 582 780 689 562 964 791
28 97 848 281 858 538 660 972 671 613 867 448 738 966 139 636 847 659 754 243
122 455 195 968 793 59 730 361 574 522 97 762 431 158 429 414 22 629 788 999
187 215 810 782 47 34 108 986 25 644 829 630 315 567 919 331 207 412 242 607
668 944 749 168 864 442 533 805 372 63 458 777 416 340 436 140 919 350 510 572
905 900 85 389 473 758 444 169 625 692 140 897 672 288 312 860 724 226 884 508
976 741 476 417 831 15 318 432 241 114 799 955 833 358 935 146 630 830 440 642
356 373 271 715 367 393 190 669 8 861 108 795 269 590 326 866 64 523 862 840
219 382 998 4 628 305 747 247 34 747 729 645 856 974 24 568 24 694 608 480
410 729 947 293 53 930 223 203 677 227 62 455 387 318 562 242 428 968
"""
# Transmittance of a filter, in 0.0001 above 2.
mavro = """
18 17 18 19 18 17 15 14 15 15 17 18 18 19 19 21 20 16 14 13 13 15 15 16 15
14 13 14 15 14 15 16 15 16 19 20 20 21 22 23 24 25 27 26 26 26 27 26 25 24
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
        [f"{299 + int(v) // 1000}.{int(v) % 1000:03}" for v in michelson.split()],
        "299.852400000000", "0.0790105478190518", "0.535199668621283"),
    "Lew": (lew.split(), "-177.435000000000", "277.332168044316", "-0.307304800605679"),
    "Lottery": (lottery.split(), "518.958715596330", "291.699727470969", "-0.120948622967393"),
    "Mavro": (
        [f"2.00{v}" for v in mavro.split()],
        "2.00185600000000", "0.000429123454003053", "0.937989183438248"),
}
with open(os.path.join(here, "univariate-observations.csv"), "w") as out:
    out.write("set,value\n")
    for name in ("Michelso", "Lew", "Lottery", "Mavro"):
        out.writelines(f"{name},{text}\n" for text in sets[name][0])
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
