"""ARIMA models as statsmodels sees them: arima.csv and arima-diagnostics.csv.

Run in this folder: python arima.py. It writes both files.
Differences are taken before (simple_differencing), the variance is concentrated out of the
likelihood. Set "given": coefficients are given, so that the answers have all their digits.
Set "best": the best of a few searches. Set "gaps": as "given", with missing values, by the state
space of the series itself with a start of very large variance.
Coefficients stand in the order p, q, P, Q.
"""
import os
import platform
import warnings

import numpy as np
import pandas
import scipy
import statsmodels
from statsmodels.stats.diagnostic import acorr_ljungbox
from statsmodels.tsa.statespace.sarimax import SARIMAX
from statsmodels.tsa.stattools import acf, kpss, pacf

warnings.simplefilter("ignore")
HEAD = (
    f"# made by arima.py with statsmodels {statsmodels.__version__}, numpy {np.__version__}, "
    f"scipy {scipy.__version__}, python {platform.python_version()}"
)
HORIZON = 8
# series, logarithm, p d q, P D Q s, constant, coefficients
CASES = [
    ("Nile", 0, (0, 1, 1), (0, 0, 0, 1), 0, [-0.7]),
    ("Nile", 0, (1, 0, 1), (0, 0, 0, 1), 1, [0.8, -0.4]),
    ("AirPassengers", 1, (0, 1, 1), (0, 1, 1, 12), 0, [-0.4, -0.55]),
    ("UKgas", 1, (1, 1, 1), (0, 1, 1, 4), 0, [0.2, -0.7, -0.5]),
    ("co2", 0, (1, 1, 1), (0, 1, 1, 12), 0, [0.3, -0.6, -0.85]),
    ("lynx", 1, (2, 0, 0), (0, 0, 0, 1), 1, [1.38, -0.74]),
    ("sunspot.year", 0, (9, 0, 0), (0, 0, 0, 1), 1,
     [1.2, -0.5, -0.15, 0.25, -0.2, 0.0, 0.15, -0.2, 0.3]),
    ("austres", 0, (1, 2, 1), (1, 0, 0, 4), 0, [0.3, -0.9, 0.2]),
    ("a10", 1, (2, 1, 1), (2, 1, 0, 12), 0, [-0.3, -0.2, -0.6, -0.4, -0.2]),
    ("h02", 1, (3, 0, 1), (0, 1, 2, 12), 0, [-0.1, 0.5, 0.5, 0.4, -0.5, -0.2]),
    ("ausbeer", 0, (1, 1, 2), (0, 1, 1, 4), 0, [0.1, -1.1, 0.3, -0.7]),
    ("oil", 0, (1, 1, 0), (0, 0, 0, 1), 1, [0.2]),
    ("austourists", 1, (1, 0, 0), (1, 1, 0, 4), 1, [0.4, -0.4]),
    ("euretail", 0, (0, 1, 3), (0, 1, 1, 4), 0, [0.3, 0.4, 0.4, -0.8]),
    ("sunspot.year", 0, (2, 0, 2), (0, 0, 0, 1), 1, [1.4, -0.7, -0.1, 0.1]),
]


def text(values):
    return " ".join(repr(float(v)) for v in np.atleast_1d(values))


def values_of(name, logarithm):
    y = pandas.read_csv(f"Series/{name}.csv", comment="#").value.to_numpy(float)
    return np.log(y) if logarithm else y


def row(kind, case, coefficients, loglik, sigma2, constant, mean, deviation, gaps=()):
    name, logarithm, order, seasonal, c, _ = case
    return ",".join([
        kind, name, str(logarithm), " ".join(map(str, order + seasonal)), str(c),
        text(coefficients), repr(float(loglik)), repr(float(sigma2)),
        "" if constant is None else repr(float(constant)), text(mean), text(deviation),
        " ".join(map(str, gaps)),
    ])


def years(seasonal):
    """A year of one step is no season for statsmodels."""
    return seasonal if seasonal[3] > 1 else (0, 0, 0, 0)


def given(case):
    name, logarithm, order, seasonal, c, coefficients = case
    y = values_of(name, logarithm)
    # With the variance concentrated out, and forecasts of the series itself from a start of
    # very large variance.
    model = SARIMAX(y, order=order, seasonal_order=years(seasonal), simple_differencing=True,
                    concentrate_scale=True)
    loglik = model.loglike(coefficients)
    whole = SARIMAX(y, order=order, seasonal_order=years(seasonal), concentrate_scale=True)
    fit = whole.smooth(coefficients)
    f = fit.get_forecast(HORIZON)
    return row("given", case, coefficients, loglik, model.smooth(coefficients).scale, None,
               f.predicted_mean, f.se_mean / np.sqrt(fit.scale))


def best(case):
    name, logarithm, order, seasonal, c, start = case
    y = values_of(name, logarithm)
    model = SARIMAX(y, order=order, seasonal_order=years(seasonal), trend="c" if c else "n",
                    simple_differencing=True, concentrate_scale=True)
    fits = []
    for method in ("lbfgs",):
        for guess in (None, "given"):
            p = None
            if guess == "given":
                w = model.endog[:, 0]
                p = ([w.mean() * 0.1] if c else []) + list(start)
            try:
                fits.append(model.fit(p, method=method, maxiter=200, disp=0))
            except Exception:
                pass
    fit = max(fits, key=lambda f: f.llf)
    fit = model.fit(fit.params, method="bfgs", maxiter=60, disp=0, gtol=1e-8)
    fit = max([fit] + fits, key=lambda f: f.llf)
    coefficients = fit.params[1:] if c else fit.params
    constant = None
    if c:
        ar = np.prod([1 - np.sum(fit.arparams), 1 - np.sum(fit.seasonalarparams)])
        constant = fit.params[0] / ar / (seasonal[3] if seasonal[1] and not order[1] else 1)
    return row("best", case, coefficients, fit.llf, fit.scale, constant, [], [])


def gaps(case, places):
    name, logarithm, order, seasonal, c, coefficients = case
    y = values_of(name, logarithm)
    y[list(places)] = np.nan
    model = SARIMAX(y, order=order, seasonal_order=years(seasonal), concentrate_scale=True)
    fit = model.smooth(coefficients)
    f = fit.get_forecast(HORIZON)
    return row("gaps", case, coefficients, fit.llf, fit.scale, None, f.predicted_mean,
               f.se_mean / np.sqrt(fit.scale), places)


with open("arima.csv.part", "w", buffering=1) as out:
    print(HEAD, file=out)
    print("set,series,logarithm,order,constant,coefficients,loglik,variance,mean,forecast,"
          "deviation,gaps", file=out)
    for case in CASES:
        if not case[4]:
            print(given(case), file=out)
        print(best(case), file=out)
    print(gaps(CASES[2], [20, 60, 61, 62, 100]), file=out)
    print(gaps(CASES[0], [10, 11, 40, 97]), file=out)
    print(gaps(("Nile", 0, (2, 0, 1), (0, 0, 0, 1), 0, [0.9, 0.05, -0.3]),
               [0, 3, 4, 50, 98]), file=out)

os.replace("arima.csv.part", "arima.csv")

with open("arima-diagnostics.csv", "w") as out:
    print(HEAD, file=out)
    print("set,series,argument,values", file=out)
    for name in ("Nile", "lynx", "AirPassengers", "co2"):
        y = values_of(name, 0)
        for lags in (0, 3, 8):
            for about in ("c", "ct"):
                print(f"kpss,{name},{about} {lags},{text(kpss(y, about, lags)[0])}", file=out)
        print(f"acf,{name},12,{text(acf(y, nlags=12, fft=False))}", file=out)
        print(f"pacf,{name},12,{text(pacf(y, nlags=12, method='ldbiased'))}", file=out)
        z = y.copy()
        z[[3, 17, 18, 40]] = np.nan
        gap = acf(z, nlags=12, fft=False, missing="conservative")
        print(f"acfGaps,{name},12,{text(gap)}", file=out)
        lb = acorr_ljungbox(np.diff(y), lags=[10], model_df=2)
        print(f"ljungBox,{name},10 2,{text([lb.lb_stat.iloc[0], lb.lb_pvalue.iloc[0]])}",
              file=out)
