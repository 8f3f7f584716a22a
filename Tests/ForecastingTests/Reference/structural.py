"""Reference values of structural models, from statsmodels' UnobservedComponents with the exact
diffuse start. Run in this folder; writes structural.csv. Variances are rounded maximum likelihood
estimates, at which likelihood, forecasts and smoothed levels are given; `largest` is the largest
likelihood found from several starts."""
import itertools, sys, warnings
import numpy, scipy, statsmodels
from statsmodels.tsa.statespace.structural import UnobservedComponents
from structural_series import read

warnings.filterwarnings("ignore")
CASES = [  # series, logarithms, steps a year, components, regressor (a level shift from a step)
    ("Nile", 0, 1, "level", 0), ("NileGaps", 0, 1, "level", 0), ("Nile", 0, 1, "level", 28),
    ("lynx", 1, 1, "level", 0), ("austres", 0, 4, "trend", 0), ("oil", 0, 1, "smooth", 0),
    ("ausair", 0, 1, "drifting", 0), ("sunspot.year", 0, 1, "trend", 0),
    ("UKgas", 1, 4, "structural", 0), ("UKgas", 1, 4, "structural", 43),
    ("AirPassengers", 1, 12, "structural", 0), ("co2", 0, 12, "structural", 0),
    ("ausbeer", 0, 4, "structural", 0), ("a10", 1, 12, "structural", 0),
    ("h02", 1, 12, "structural", 0), ("euretail", 0, 4, "structural", 0),
    ("austourists", 1, 4, "structural", 0), ("austouristsGaps", 1, 4, "structural", 0),
]
LEVELS = {"level": "local level", "trend": "local linear trend", "smooth": "smooth trend",
          "drifting": "random walk with drift", "structural": "local linear trend"}

out = open("structural.csv", "w")
out.write(f"# statsmodels {statsmodels.__version__}, scipy {scipy.__version__}, numpy "
          f"{numpy.__version__}; written by structural.py\n")
out.write("series,logarithms,seasonLength,components,shift,irregular,level,slope,season,"
          "logLikelihood,largest,forecast1,variance1,forecast12,variance12,level0,levelVariance0,"
          "levelMiddle,levelVarianceMiddle,coefficient,standardError\n")
for name, log, length, form, shift in CASES:
    y = read(name)
    y = numpy.log(y) if log else y
    x = future = None
    if shift:
        x = (numpy.arange(len(y)) >= shift).astype(float)[:, None]
        future = numpy.ones((12, 1))
    options = {"level": LEVELS[form]}
    if form == "drifting":  # with an irregular part, which the name does not have
        options = dict(level=True, stochastic_level=True, trend=True, irregular=True)
    if form == "structural":
        options["seasonal"] = length
    model = UnobservedComponents(y, exog=x, use_exact_diffuse=True, mle_regression=False, **options)
    model.ssm.tolerance = 0  # no early switch to a steady state
    spread = numpy.nanvar(numpy.diff(y))
    names = model.param_names
    best = None
    for ratios in itertools.product([1, 0.01], [1, 1e-3], [0.1, 1e-3]):
        start = [spread * {"sigma2.irregular": 1, "sigma2.level": ratios[0], "sigma2.trend":
                 ratios[1], "sigma2.seasonal": ratios[2]}[n] for n in names]
        fit = model.fit(start, disp=0, maxiter=2000, method="lbfgs", pgtol=1e-9, factr=10)
        fit = model.fit(fit.params, disp=0, maxiter=4000, method="nm", xtol=1e-10, ftol=1e-11)
        if best is None or fit.llf > best.llf:
            best = fit
    params = [float(f"{p:.4g}") for p in best.params]
    found = model.smooth(params)
    ahead = found.get_forecast(12, exog=future)
    means, variances = ahead.predicted_mean, ahead.var_pred_mean
    level, cov = found.smoothed_state[0], found.smoothed_state_cov[0, 0]
    at = dict(zip(names, params))
    middle = len(y) // 2
    row = [name, log, length, form, shift]
    row += [at.get(f"sigma2.{n}", 0) for n in ("irregular", "level", "trend", "seasonal")]
    row += [found.llf, best.llf, means[0], variances[0], means[11], variances[11],
            level[0], cov[0], level[middle], cov[middle]]
    row += ([found.smoothed_state[-1][-1], found.smoothed_state_cov[-1, -1][-1] ** 0.5]
            if shift else [0, 0])
    out.write(",".join(v if isinstance(v, str) else f"{v:.15g}" for v in row) + "\n")
    out.flush()
    print(row, file=sys.stderr)
