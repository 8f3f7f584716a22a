"""Writes exponential-smoothing.csv: likelihoods, forecasts and variances of statsmodels' ETSModel.

For each series and form: the parameters that statsmodels finds, rounded and with normalised
seasons; the log-likelihood at these very parameters; that of statsmodels' own optimum; twelve
forecasts at these parameters; and for linear forms their variances over that of an error.

A season that multiplies is updated by statsmodels with the new level, as Holt and Winters did, not
with the expected one, as the state-space form has it. For such forms the equations of Hyndman,
Koehler, Ord, Snyder (2008), table 2.3, stand below, and the optimum is their likelihood at the
parameters that statsmodels finds.

Run from this folder: python exponential-smoothing.py > exponential-smoothing.csv
"""

import sys
import warnings

import numpy as np
import pandas as pd
import scipy
import statsmodels
from statsmodels.tsa.exponential_smoothing.ets import ETSModel

warnings.filterwarnings("ignore")
CASES = [
    ("Nile", 1, "ANN"), ("Nile", 1, "MNN"), ("lynx", 1, "ANN"), ("sunspot.year", 1, "ANN"),
    ("oil", 1, "AAN"), ("ausair", 1, "MAN"), ("ausair", 1, "AAdN"), ("austres", 4, "AAdN"),
    ("AirPassengers", 12, "MAM"), ("AirPassengers", 12, "MAdM"), ("AirPassengers", 12, "AAM"),
    ("log AirPassengers", 12, "AAA"), ("log AirPassengers", 12, "AAdA"),
    ("UKgas", 4, "MAM"), ("UKgas", 4, "MAA"), ("co2", 12, "AAA"), ("co2", 12, "ANA"),
    ("a10", 12, "MAM"), ("h02", 12, "MNM"), ("h02", 12, "MAdA"), ("ausbeer", 4, "AAA"),
    ("ausbeer", 4, "MNA"), ("austourists", 4, "MAM"), ("euretail", 4, "AAdA"),
    ("ausair", 1, "MMN"), ("ausbeer", 4, "MMdM"), ("oil", 1, "AMN"),
]
PART = {"A": "add", "M": "mul", "N": None}


def load(name):
    values = pd.read_csv(f"Series/{name.removeprefix('log ')}.csv")["value"].to_numpy()
    return np.log(values) if name.startswith("log ") else values


def book(y, form, m, p, level, slope, seasons):
    """Log-likelihood and forecasts of a form whose season multiplies."""
    alpha, beta, gamma, phi = (p.get(k, d) for k, d in (
        ("smoothing_level", 0), ("smoothing_trend", 0), ("smoothing_seasonal", 0),
        ("damping_trend", 1)))
    grows = form[1] == "M"
    seasons = list(seasons)
    fitted = []

    def expect():
        carried = slope**phi if grows else phi * slope
        return carried, level * carried if grows else level + carried

    for t, value in enumerate(y):
        carried, base = expect()
        season = seasons[t % m]
        fitted.append(base * season)
        relative = value / fitted[-1] - 1
        slope = carried + beta * base * relative / (level if grows else 1)
        level = base * (1 + alpha * relative)
        seasons[t % m] = season * (1 + gamma * relative)
    fitted = np.array(fitted)
    errors = y / fitted - 1 if form[0] == "M" else y - fitted
    n = len(y)
    llf = -n / 2 * (np.log(2 * np.pi * np.mean(errors**2)) + 1)
    if form[0] == "M":
        llf -= np.log(fitted).sum()
    forecasts = []
    for t in range(n, n + 12):
        slope, level = expect()
        forecasts.append(level * seasons[t % m])
    return llf, np.array(forecasts)


def main():
    print(f"# statsmodels {statsmodels.__version__}, numpy {np.__version__}, "
          f"scipy {scipy.__version__}; made by exponential-smoothing.py. Series: R packages "
          "datasets and fpp2, as in Series/.")
    print("series,seasonLength,form,alpha,beta,gamma,phi,level,trend,seasons,logLikelihood,"
          "bestLogLikelihood,forecasts,varianceRatios")
    for name, m, form in CASES:
        y = load(name)
        damped = "d" in form
        error, trend, season = form[0], form[1], form[-1]
        model = ETSModel(
            pd.Series(y), error=PART[error], trend=PART[trend], damped_trend=damped, seasonal=PART[season],
            seasonal_periods=m if season != "N" else None)
        fit = model.fit(disp=False, maxiter=5000)
        best = fit.llf
        p = dict(zip(model.param_names, np.round(fit.params, 6)))
        level, slope = p["initial_level"], p.get("initial_trend", 0)
        seasons = np.array([p[f"initial_seasonal.{i}"] for i in range(m)]) if season != "N" else []
        if season == "A":
            level += seasons.mean()
            seasons = seasons - seasons.mean()
        if season == "M":
            level *= seasons.mean()
            if trend == "A":
                slope *= seasons.mean()
            seasons = seasons / seasons.mean()
        p["initial_level"] = level
        if trend != "N":
            p["initial_trend"] = slope
        for i, s in enumerate(seasons):
            p[f"initial_seasonal.{i}"] = s
        params = np.array([p[k] for k in model.param_names])
        smooth = model.smooth(params)
        forecasts = smooth.forecast(12)
        llf, ratios = smooth.llf, ""
        seasons = seasons[::-1]  # statsmodels has the last season first.
        if season == "M":
            llf, forecasts = book(y, form, m, p, level, slope, seasons)
            best = llf
        if "M" not in form:
            prediction = smooth.get_prediction(start=len(y), end=len(y) + 11)
            ratios = ";".join(repr(float(v / smooth.scale)) for v in prediction.forecast_variance)
        print(",".join([
            name, str(m), form, *(repr(float(p.get(k, d))) for k, d in (
                ("smoothing_level", 0), ("smoothing_trend", 0), ("smoothing_seasonal", 0),
                ("damping_trend", 1))), repr(float(level)), repr(float(slope)),
            ";".join(repr(float(s)) for s in seasons), repr(float(llf)), repr(float(best)),
            ";".join(repr(float(v)) for v in np.asarray(forecasts)), ratios]))
        sys.stdout.flush()


main()
