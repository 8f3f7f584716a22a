"""Computes the certified values of the NIST StRD tables again, in 60 digits (mpmath).

The tables strd-*.csv are facts of https://www.itl.nist.gov/div898/strd/; this script shows that
they were carried over without a slip. Run: python3 check_strd_tables.py
"""
import csv
from mpmath import lu_solve, matrix, mp, mpf, sqrt

mp.dps = 60


def rows(name):
    with open(name) as file:
        return list(csv.DictReader(line for line in file if not line.startswith("#")))


def worst(found, certified):
    if certified == 0:
        return abs(found)
    return abs(found - certified) / abs(certified)


def regression(name):
    data = [r for r in rows("strd-regression.csv") if r["set"] == name]
    certified = [r for r in rows("strd-regression-certified.csv") if r["set"] == name]
    terms = [int(r["value"][1:]) for r in certified if r["value"].startswith("B")]
    if name == "Longley":
        design = [[mpf(1)] + [mpf(r[f"x{i}"]) for i in range(1, 7)] for r in data]
    else:
        design = [[mpf(r["x1"]) ** power for power in terms] for r in data]
    a = matrix(design)
    y = matrix([mpf(r["y"]) for r in data])
    inverse = (a.T * a) ** -1
    b = inverse * (a.T * y)
    residual = y - a * b
    variance = (residual.T * residual)[0] / (len(data) - len(terms))
    error = mpf(0)
    for row in certified:
        if row["value"].startswith("B"):
            i = terms.index(int(row["value"][1:]))
            error = max(error, worst(b[i], mpf(row["estimate"])))
            error = max(error, worst(sqrt(variance * inverse[i, i]), mpf(row["deviation"])))
        elif row["value"] == "residual":
            error = max(error, worst(sqrt(variance), mpf(row["estimate"])))
    print(name, mp.nstr(error, 3))


for name in sorted({r["set"] for r in rows("strd-regression-certified.csv")}):
    regression(name)
for row in rows("strd-variance-certified.csv"):
    data = [r for r in rows("strd-variance.csv") if r["set"] == row["set"]]
    if not data:
        continue
    values = {}
    for r in data:
        values.setdefault(r["group"], []).append(mpf(r["value"]))
    everything = sum(values.values(), [])
    mean = sum(everything) / len(everything)
    means = {g: sum(v) / len(v) for g, v in values.items()}
    between = sum(len(v) * (means[g] - mean) ** 2 for g, v in values.items())
    within = sum((x - means[g]) ** 2 for g, v in values.items() for x in v)
    f = between / (len(values) - 1) / (within / (len(everything) - len(values)))
    print(row["set"], *(mp.nstr(worst(x, mpf(row[k])), 3)
                        for x, k in ((between, "between"), (within, "within"), (f, "F"))))
