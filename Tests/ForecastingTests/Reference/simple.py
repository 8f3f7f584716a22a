"""Reference values for decomposition, Theta, Box-Cox and counts, from other implementations.

Run with statsmodels 0.15.0, statsforecast 2.1.1, SciPy 1.17.1: python simple.py > simple.csv
Rows: case,series,item,index,value. The series lie beside this file in Series/.
"""
import csv
import os

os.environ.setdefault("NIXTLA_ID_AS_COL", "1")
import numpy as np
import scipy
import statsforecast
import statsmodels
from scipy.optimize import minimize_scalar
from scipy.stats import nbinom
from statsforecast.models import CrostonClassic, CrostonSBA, TSB
from statsforecast.theta import auto_theta, forecast_theta
from statsmodels.base.transform import BoxCox
from statsmodels.tsa.forecasting.theta import ThetaModel
from statsmodels.tsa.holtwinters import SimpleExpSmoothing
from statsmodels.tsa.seasonal import STL, seasonal_decompose

here = os.path.dirname(os.path.abspath(__file__))
PERIODS = {"AirPassengers": 12, "a10": 12, "UKgas": 4, "ausbeer": 4, "austourists": 4,
           "Nile": 1, "lynx": 1}
COUNTS = [0, 2, 0, 0, 1, 0, 3, 0, 0, 0, 0, 1, 1, 0, 0, 4, 0, 0, 2, 0, 0, 0, 1, 0, 0, 0, 0, 0, 2,
          1, 0, 0, 7, 0, 1, 0, 0, 0, 0, 2]


def read(name):
    with open(os.path.join(here, "Series", name + ".csv")) as file:
        return np.array([float(row["value"]) for row in csv.DictReader(file)])


def put(case, series, item, values):
    for index, value in enumerate(np.atleast_1d(values)):
        print(f"{case},{series},{item},{index},{float(value)!r}")


def sampled(values):
    """Every 13th value: enough to tell, few enough to keep."""
    return np.asarray(values)[::13]


print(f"# statsmodels {statsmodels.__version__}, statsforecast {statsforecast.__version__}, "
      f"SciPy {scipy.__version__}; made by simple.py")
print("case,series,item,index,value")

for name in ("AirPassengers", "UKgas", "a10"):
    y, m = read(name), PERIODS[name]
    for label, options in (("default", {}), ("robust", dict(robust=True)),
                           ("wide", dict(seasonal=13, seasonal_deg=0, trend=m * 3 + 1 - m % 2))):
        fit = STL(y, period=m, **options).fit()
        put("stl-" + label, name, "trend", sampled(fit.trend))
        put("stl-" + label, name, "seasonal", sampled(fit.seasonal))
    for model in ("additive", "multiplicative"):
        fit = seasonal_decompose(y, model=model, period=m)
        put("classical-" + model, name, "trend", sampled(fit.trend))
        put("classical-" + model, name, "seasonal", fit.seasonal[:m])

for name in ("Nile", "lynx", "austourists"):
    y = read(name)
    fit = ThetaModel(y, period=1, deseasonalize=False).fit(use_mle=False)
    ses = SimpleExpSmoothing(y, initialization_method="estimated").fit()
    line = np.linalg.lstsq(np.column_stack([np.ones(len(y)), np.arange(len(y))]), y,
                           rcond=None)[0]
    alpha = float(fit.params["alpha"])
    # Half the line is the other half of the method: its slope is what statsmodels calls b0.
    put("theta-statsmodels", name, "alpha", alpha)
    put("theta-statsmodels", name, "level", ses.params["initial_level"])
    put("theta-statsmodels", name, "line", line)
    put("theta-statsmodels", name, "b0", float(fit.params["b0"]))
    put("theta-statsmodels", name, "forecast", fit.forecast(8).to_numpy())

for name, m in PERIODS.items():
    y = read(name)
    for model in ("STM", "OTM", "DSTM", "DOTM"):
        fit = auto_theta(y, m=m, model=model)
        par = fit["par"]
        put("theta-" + model, name, "parameters",
            [par["alpha"], par["theta"], par["initial_smoothed"]])
        put("theta-" + model, name, "forecast", forecast_theta(fit, 8)["mean"])

for name in ("AirPassengers", "UKgas", "a10"):
    y, m = read(name), PERIODS[name]
    _, found = BoxCox().transform_boxcox(y, method="guerrero", window_length=m, bounds=(-1, 2))
    put("guerrero", name, "lambda", found)
    # The coefficient of variation is flat at the bottom; this finds it to more digits.
    groups = y[len(y) % m:].reshape(-1, m)
    means, sds = groups.mean(axis=1), groups.std(axis=1, ddof=1)

    def variation(k):
        r = sds / means ** (1 - k)
        return r.std(ddof=1) / r.mean()
    put("guerrero", name, "refined",
        minimize_scalar(variation, bounds=(-1, 2), method="bounded",
                        options=dict(xatol=1e-10)).x)
    design = np.column_stack([np.arange(len(y))] + [np.arange(len(y)) % m == k for k in range(m)])

    def profile(k):
        z = np.log(y) if k == 0 else (y ** k - 1) / k
        error = z - design @ np.linalg.lstsq(design.astype(float), z, rcond=None)[0]
        return len(y) / 2 * np.log(np.mean(error ** 2)) - (k - 1) * np.log(y).sum()
    put("likeliest", name, "lambda",
        minimize_scalar(profile, bounds=(-1, 2), method="bounded",
                        options=dict(xatol=1e-10)).x)

y = np.array(COUNTS, dtype=float)
put("counts", "counts", "values", y)
put("counts", "counts", "croston", CrostonClassic().forecast(y=y, h=1)["mean"])
put("counts", "counts", "sba", CrostonSBA().forecast(y=y, h=1)["mean"])
put("counts", "counts", "tsb", TSB(alpha_d=0.2, alpha_p=0.1).forecast(y=y, h=1)["mean"])


def gamma_poisson(y, discount):
    first = int(np.argmax(y > 0))
    a, b, total = y[first], 1.0, 0.0
    for value in y[first + 1:]:
        a, b = discount * a, discount * b
        total += nbinom.logpmf(value, a, b / (1 + b))
        a, b = a + value, b + 1
    return total, a, b


def level(y, start, weight, size):
    first = int(np.argmax(y > 0))
    mean, total = start, 0.0
    for value in y[first + 1:]:
        total += nbinom.logpmf(value, size, size / (size + mean))
        mean += weight * (value - mean)
    return total, mean


for discount in (0.5, 0.8, 0.95, 1.0):
    put("gamma-poisson", "counts", str(discount), gamma_poisson(y, discount))
best = minimize_scalar(lambda w: -gamma_poisson(y, w)[0], bounds=(0.05, 1), method="bounded",
                       options=dict(xatol=1e-10))
put("gamma-poisson", "counts", "best", [best.x, -best.fun])
put("level", "counts", "given", level(y, 0.7, 0.12, 0.9))
for shape, rate in ((0.3, 0.7), (4.5, 0.2), (900.0, 3.0), (40.0, 0.01)):
    put("quantile", f"{shape}:{rate}", "counts",
        nbinom.ppf([0.001, 0.1, 0.5, 0.9, 0.9999], shape, rate / (1 + rate)))
