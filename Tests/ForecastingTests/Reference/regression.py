"""Reference values of regressions with autoregressive errors, from statsmodels' SARIMAX (exact
maximum likelihood). Run in this folder; writes regression.csv. The variance is the one of maximum
likelihood; gaps are as in structural.py."""
import warnings
import numpy, scipy, statsmodels
from statsmodels.tsa.statespace.sarimax import SARIMAX
from structural_series import read

warnings.filterwarnings("ignore")
out = open("regression.csv", "w")
out.write(f"# statsmodels {statsmodels.__version__}, scipy {scipy.__version__}, numpy "
          f"{numpy.__version__}; written by regression.py\n")
out.write("series,logarithms,order,shift,logLikelihood,constant,line,effect,lag1,lag2,variance,"
          "forecast1,forecast10\n")
for name, log, order, shift in (("Nile", 0, 1, 28), ("NileGaps", 0, 1, 28), ("lynx", 1, 2, 50),
                                ("oil", 0, 1, 10)):
    y = read(name)
    y = numpy.log(y) if log else y
    n = len(y)
    step = numpy.arange(n + 10)
    x = numpy.column_stack([numpy.ones(n + 10), (step + 0.5) / n - 0.5, step >= shift])
    unit = numpy.nanstd(y)
    model = SARIMAX(y / unit, exog=x[:n], order=(order, 0, 0))
    fit = model.fit(disp=0, maxiter=1000, method="lbfgs", pgtol=1e-10, factr=10)
    fit = model.fit(fit.params, disp=0, maxiter=4000, method="nm", xtol=1e-11, ftol=1e-12)
    ahead = fit.get_forecast(10, exog=x[n:]).predicted_mean * unit
    p = fit.params
    lags = list(p[3:-1]) + [0] * (2 - order)
    row = [fit.llf - numpy.sum(~numpy.isnan(y)) * numpy.log(unit), *(p[:3] * unit), *lags,
           p[-1] * unit**2, ahead[0], ahead[9]]
    out.write(f"{name},{log},{order},{shift}," + ",".join(f"{v:.12g}" for v in row) + "\n")
