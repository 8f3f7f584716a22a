#!/usr/bin/env python3
"""Writes distributions/<family>.csv: 40 points of each case, by mpmath with 50 digits.

    make_distribution_tables.py                   all families
    make_distribution_tables.py gamma poisson     these only

A case has the name that `Fixture.testDescription` gives it: family and parameters in alphabetical
order. To add one, append it to CASES with its law:

- `Law(low, high, lower, upper, density)`: functions of x; the quantile is found by bisection and
  the secant method. `lower` and `upper` must each be precise where they are small.
- `Explicit(law, quantile)`: the same with a quantile function of (p, q), where q = 1 - p.
- `Counts(first, last, start, mass)`: whole numbers; `start` is one near the middle.

Parameters are the doubles that the Swift code gets: write mpf(0.1), not mpf("0.1").
"""
import sys
from datetime import date
from pathlib import Path

import mpmath
from mpmath import mp, mpf

import more_distributions

mp.dps = 50
LOWER = [1e-300, 1e-100, 1e-50, 1e-30, 1e-15, 1e-12, 1e-9, 1e-6, 1e-4, 0.001, 0.0101, 0.0203,
         0.0501, 0.1003, 0.1502, 0.2001, 0.2503, 0.3001, 0.3502, 0.4003, 0.4502, 0.5, 0.5503,
         0.6001, 0.7002, 0.8003, 0.9001, 0.9502, 0.9903, 1 - 1e-15]
UPPER = [0.3003, 0.1002, 0.0103, 0.001, 1e-6, 1e-9, 1e-15, 1e-30, 1e-100, 1e-300]


class Law:
    """A continuous distribution by its two tails and its density."""

    def __init__(self, low, high, lower, upper, density):
        self.low, self.high = mpf(low), mpf(high)
        self.lower, self.upper, self.density = lower, upper, density

    def distribution_function(self, x):
        return mpf(0) if x <= self.low else mpf(1) if x >= self.high else self.lower(x)

    def exceedance(self, x):
        return mpf(1) if x <= self.low else mpf(0) if x >= self.high else self.upper(x)

    def quantile(self, p, q):
        # The unknown is a number t from minus to plus infinity, in which tails are nearly straight.
        low, high = self.low, self.high
        if mp.isinf(low) and mp.isinf(high):
            value = lambda t: mp.sinh(t)
        elif mp.isinf(high):
            value = lambda t: low + mp.exp(t)
        elif mp.isinf(low):
            value = lambda t: high - mp.exp(-t)
        else:
            value = lambda t: (low + (high - low) / (1 + mp.exp(-t)) if t < 0
                               else high - (high - low) / (1 + mp.exp(t)))
        if p < q:
            error = lambda t: mp.log(self.tail(self.lower, value(t))) - mp.log(p)
        else:
            error = lambda t: mp.log(q) - mp.log(self.tail(self.upper, value(t)))
        return value(root(error))

    @staticmethod
    def tail(function, x):
        return max(function(x), mpf("1e-100000"))


def root(error):
    """Where an increasing function is 0: a bracket that grows, then Illinois' false position."""
    a, b = mpf(-1), mpf(1)
    fa, fb = error(a), error(b)
    while fa > 0:
        b, fb = a, fa
        a *= 2
        fa = error(a)
    while fb < 0:
        a, fa = b, fb
        b *= 2
        fb = error(b)
    for _ in range(400):
        if fa == 0 or fb == 0 or abs(b - a) <= mpf(10)**-42 * (abs(a) + abs(b)):
            break
        c = (a * fb - b * fa) / (fb - fa)
        if not a < c < b or (abs(fa) > 1e3 * abs(fb) or abs(fb) > 1e3 * abs(fa)) and _ % 3 == 0:
            c = (a + b) / 2
        fc = error(c)
        if fc > 0:
            b, fb = c, fc
            fa = fa / 2 if _ % 2 else fa
        else:
            a, fa = c, fc
            fb = fb / 2 if _ % 2 else fb
        if abs(fc) < mpf(10)**-40:
            return c
    return a if abs(fa) < abs(fb) else b


class Explicit(Law):
    """A continuous distribution whose quantile function has a formula."""

    def __init__(self, law, quantile):
        super().__init__(law.low, law.high, law.lower, law.upper, law.density)
        self.quantile = quantile


class Counts:
    """A distribution on whole numbers, summed from the mass."""

    def __init__(self, first, last, start, mass):
        self.first, self.last, self.mass = mpf(first), mpf(last), mass
        below, above = [], []
        k = mpf(start)
        while k >= first:
            below.append((k, mass(k)))
            if below[-1][1] < mpf("1e-340"):
                break
            k -= 1
        k = mpf(start) + 1
        while k <= last:
            above.append((k, mass(k)))
            if above[-1][1] < mpf("1e-340"):
                break
            k += 1
        self.rows = below[::-1] + above
        self.lowers, self.uppers = [], []
        total = mpf(0)
        for _, m in self.rows:
            total += m
            self.lowers.append(total)
        total = mpf(0)
        for _, m in reversed(self.rows):
            self.uppers.append(total)
            total += m
        self.uppers.reverse()
        assert abs(total - 1) < mpf(10)**-40, total
        self.index = {int(k): i for i, (k, _) in enumerate(self.rows)}

    def distribution_function(self, x):
        return self.lowers[self.index[int(x)]]

    def exceedance(self, x):
        return self.uppers[self.index[int(x)]]

    def density(self, x):
        return self.mass(x)

    def quantile(self, p, q):
        for i, (k, _) in enumerate(self.rows):
            if self.lowers[i] >= p if p < q else self.uppers[i] <= q:
                return k
        return self.rows[-1][0]


class Listed:
    """A distribution on a few values."""

    def __init__(self, rows):
        self.rows = sorted((mpf(value), mpf(probability)) for value, probability in rows)

    def distribution_function(self, x):
        return sum(m for v, m in self.rows if v <= x)

    def exceedance(self, x):
        return sum(m for v, m in self.rows if v > x)

    def density(self, x):
        return sum(m for v, m in self.rows if v == x)

    def quantile(self, p, q):
        for v, _ in self.rows:
            if self.distribution_function(v) >= p if p < q else self.exceedance(v) <= q:
                return v
        return self.rows[-1][0]


def beta(alpha, beta, low=0, high=1):
    alpha, beta, low, high = mpf(alpha), mpf(beta), mpf(low), mpf(high)
    width = high - low
    norm = mp.beta(alpha, beta)

    def tail(a, b, share, rest):
        # x^a y^b / (a B) 2F1(a + b, 1; a + 1; x): all terms are positive.
        return share**a * rest**b / (a * norm) * series(lambda n: (a + b + n) / (a + 1 + n), share)

    def density(x):
        if x <= low:
            return mp.inf if alpha < 1 else beta / width if alpha == 1 else mpf(0)
        if x >= high:
            return mp.inf if beta < 1 else alpha / width if beta == 1 else mpf(0)
        return ((x - low) / width)**(alpha - 1) * ((high - x) / width)**(beta - 1) / norm / width

    def lower(x):
        s, r = (x - low) / width, (high - x) / width
        other = tail(beta, alpha, r, s) if r < 0.5 else mpf(1)
        return 1 - other if other < 0.9 else tail(alpha, beta, s, r)

    def upper(x):
        s, r = (x - low) / width, (high - x) / width
        other = tail(alpha, beta, s, r) if s < 0.5 else mpf(1)
        return 1 - other if other < 0.9 else tail(beta, alpha, r, s)

    return Law(low, high, lower, upper, density)


def series(ratio, x):
    total = term = mpf(1)
    n = 0
    while n < 10**6:
        term *= ratio(n) * x
        total += term
        n += 1
        if term < total * mpf(10)**-48 and ratio(n) * x < 1:
            break
    return total


def beta_by_mean(mean, deviation):
    mean, deviation = mpf(mean), mpf(deviation)
    total = mean * (1 - mean) / deviation**2 - 1
    return beta(mean * total, (1 - mean) * total)


def pert(low, likely, high, shape=4):
    low, likely, high, shape = mpf(low), mpf(likely), mpf(high), mpf(shape)
    width = high - low
    return beta(1 + shape * (likely - low) / width, 1 + shape * (high - likely) / width, low, high)


def gamma(shape, scale):
    shape, scale = mpf(shape), mpf(scale)

    def kernel(x):
        return mp.exp(shape * mp.log(x) - x - mp.loggamma(shape))

    def lower(x):
        x /= scale
        if x > shape + 10 * mp.sqrt(shape) + 50:
            return 1 - mp.gammainc(shape, x, mp.inf, regularized=True)
        return kernel(x) / shape * series(lambda n: 1 / (shape + 1 + n), x)

    def upper(x):
        x /= scale
        if x < shape:
            return 1 - lower(x * scale)
        # Legendre's continued fraction, from far behind.
        depth = 200 + int(6000 / (1 + abs(x - shape) / mp.sqrt(shape + 1)))
        b = mpf(0)
        for n in range(depth, 0, -1):
            b = n * (n - shape) / (x + 2 * n + 1 - shape - b)
        return kernel(x) / (x + 1 - shape - b)

    def density(x):
        if x <= 0:
            return mpf(0) if shape > 1 else mp.inf
        return kernel(x / scale) / x

    return Law(0, mp.inf, lower, upper, density)


def normal(mean, deviation):
    mean, deviation = mpf(mean), mpf(deviation)
    return Law(-mp.inf, mp.inf, lambda x: tail((mean - x) / deviation),
               lambda x: tail((x - mean) / deviation),
               lambda x: mp.npdf((x - mean) / deviation) / deviation)


def tail(z):
    """The normal probability above z."""
    return mp.erfc(z / mp.sqrt(2)) / 2


def normal_score(p):
    return mp.sqrt(2) * mp.erfinv(2 * mpf(p) - 1)


def truncated_normal(mean, deviation, low=-mp.inf, high=mp.inf):
    mean, deviation = mpf(mean), mpf(deviation)

    def between(x, y):
        # Next to a bound the difference is 1e-300 of its terms.
        with mp.workdps(400):
            u, v = (x - mean) / deviation, (y - mean) / deviation
            return tail(u) - tail(v) if u > 0 else tail(-v) - tail(-u)

    total = between(low, high)
    return Law(low, high, lambda x: between(low, x) / total, lambda x: between(x, high) / total,
               lambda x: (mp.npdf((x - mean) / deviation) / deviation / total
                          if low <= x <= high else mpf(0)))


def lognormal(log_mean, deviation):
    score = lambda x: (mp.log(x) - log_mean) / deviation
    return Law(0, mp.inf, lambda x: tail(-score(x)), lambda x: tail(score(x)),
               lambda x: mp.npdf(score(x)) / deviation / x)


def lognormal_by_mean(mean, deviation):
    variance = mp.log(1 + (mpf(deviation) / mpf(mean))**2)
    return lognormal(mp.log(mean) - variance / 2, mp.sqrt(variance))


def lognormal_by_p90(median, p90):
    return lognormal(mp.log(median), mp.log(mpf(p90) / mpf(median)) / normal_score("0.9"))


def weibull(shape, scale):
    shape, scale = mpf(shape), mpf(scale)
    risk = lambda x: (x / scale)**shape
    law = Law(0, mp.inf, lambda x: -mp.expm1(-risk(x)), lambda x: mp.exp(-risk(x)),
              lambda x: (shape / x * risk(x) * mp.exp(-risk(x)) if x > 0
                         else mpf(0) if shape > 1 else mp.inf))
    return Explicit(law, lambda p, q: scale * rate(p, q)**(1 / shape))


def rate(p, q):
    """-log q, precise wherever p or q is small."""
    return -mp.log1p(-p) if p < q else -mp.log(q)


def uniform(low, high):
    low, high = mpf(low), mpf(high)
    law = Law(low, high, lambda x: (x - low) / (high - low), lambda x: (high - x) / (high - low),
              lambda x: 1 / (high - low))
    return Explicit(law, lambda p, q: low + (high - low) * p)


def triangular(low, likely, high):
    low, likely, high = mpf(low), mpf(likely), mpf(high)
    width, rise, fall = high - low, likely - low, high - likely
    left = lambda x: (x - low)**2 / width / rise
    right = lambda x: (high - x)**2 / width / fall
    law = Law(low, high, lambda x: left(x) if x < likely else 1 - (right(x) if fall else 0),
              lambda x: right(x) if x >= likely else 1 - left(x),
              lambda x: (2 * (x - low) / width / rise if x < likely
                         else 2 * (high - x) / width / fall if fall else 2 / width))
    return Explicit(law, lambda p, q: (low + mp.sqrt(p * width * rise) if p < rise / width
                                       else high - mp.sqrt(q * width * fall)))


def metalog(p10, p50, p90, low=None, high=None):
    """Keelin's three-term metalog through three quantiles, on the scale that bounds give."""
    if low is not None and high is not None:
        there = lambda x: mp.log((x - low) / (high - x))
        back = lambda z: ((low * mp.exp(-z) + high) / (1 + mp.exp(-z)) if z > 0
                          else (low + high * mp.exp(z)) / (1 + mp.exp(z)))
        slope = lambda x: 1 / (x - low) + 1 / (high - x)
    elif low is not None:
        there, back, slope = (lambda x: mp.log(x - low), lambda z: low + mp.exp(z),
                              lambda x: 1 / (x - low))
    elif high is not None:
        there, back, slope = (lambda x: -mp.log(high - x), lambda z: high - mp.exp(-z),
                              lambda x: 1 / (high - x))
    else:
        there, back, slope = lambda x: x, lambda z: z, lambda x: mpf(1)
    z10, z50, z90 = there(mpf(p10)), there(mpf(p50)), there(mpf(p90))
    ninth = mp.log(9)
    a, b = z50, (z90 - z10) / (2 * ninth)
    c = (z90 - 2 * z50 + z10) / (mpf("0.8") * ninth)
    expit = lambda t: 1 / (1 + mp.exp(-t))
    curve = lambda t: a + (b + c * (expit(t) - mpf(0.5))) * t
    logit = lambda x: root(lambda t: curve(t) - there(x))

    bound = lambda v, infinite: infinite if v is None else v

    def density(x):
        if not bound(low, -mp.inf) < x < bound(high, mp.inf):
            return mpf(0)
        t = logit(x)
        weight = expit(t) * expit(-t)
        return weight / (b + c * (expit(t) - mpf(0.5) + weight * t)) * slope(x)

    law = Law(bound(low, -mp.inf), bound(high, mp.inf), lambda x: expit(logit(x)),
              lambda x: expit(-logit(x)), density)
    return Explicit(law, lambda p, q: back(curve(mp.log(p) - mp.log(q))))


def poisson(mean):
    mean = mpf(mean)
    return Counts(0, mp.inf, int(mean),
                  lambda k: mp.exp(k * mp.log(mean) - mean - mp.loggamma(k + 1)))


def binomial(count, probability):
    p = mpf(probability)
    return Counts(0, count, int(count * p), lambda k: mp.exp(
        mp.loggamma(count + 1) - mp.loggamma(k + 1) - mp.loggamma(count - k + 1)
        + k * mp.log(p) + (count - k) * mp.log1p(-p)))


def negative_binomial(mean, dispersion):
    mean, size = mpf(mean), 1 / mpf(dispersion)
    p = size / (size + mean)
    return Counts(0, mp.inf, int(mean), lambda k: mp.exp(
        mp.loggamma(size + k) - mp.loggamma(size) - mp.loggamma(k + 1)
        + size * mp.log(p) + k * mp.log1p(-p)))


CASES = {
    "bernoulli(probability: 0.3)": lambda: Listed([(0, 1 - mpf(0.3)), (1, mpf(0.3))]),
    "beta(mean: 0.55, standardDeviation: 0.1)": lambda: beta_by_mean(0.55, 0.1),
    "beta(alpha: 0.5, beta: 0.7, high: 5.0, low: 2.0)": lambda: beta(0.5, 0.7, 2, 5),
    "beta(alpha: 2000.0, beta: 300.0)": lambda: beta(2000, 300),
    "binomial(count: 12.0, probability: 0.4)": lambda: binomial(12, 0.4),
    "binomial(count: 100000.0, probability: 0.03)": lambda: binomial(100_000, 0.03),
    "discrete(1.0: 0.5, 2.0: 0.35, 3.0: 0.15)":
        lambda: Listed([(1, 0.5), (2, 0.35), (3, 0.15)]),
    "discreteUniform(high: 6.0, low: 1.0)": lambda: Counts(1, 6, 1, lambda k: mpf(1) / 6),
    "empirical(12.0: 0.0, 15.0: 0.0, 9.0: 0.0, 22.0: 0.0, 15.0: 0.0)":
        lambda: Listed([(v, mpf(n) / 5) for v, n in [(9, 1), (12, 1), (15, 2), (22, 1)]]),
    "exponential(mean: 8.0)": lambda: Explicit(
        Law(0, mp.inf, lambda x: -mp.expm1(-x / 8), lambda x: mp.exp(-x / 8),
            lambda x: mp.exp(-x / 8) / 8),
        lambda p, q: 8 * rate(p, q)),
    "gamma(mean: 180.0, standardDeviation: 60.0)": lambda: gamma(9, 20),
    "gamma(scale: 2.0, shape: 0.3)": lambda: gamma(0.3, 2),
    "gamma(scale: 0.01, shape: 50000.0)": lambda: gamma(50000, 0.01),
    "geometric(probability: 0.25)": lambda: Counts(
        1, mp.inf, 1, lambda k: mpf(0.25) * mpf(0.75)**(k - 1)),
    "lognormal(median: 260.0, p90: 600.0)": lambda: lognormal_by_p90(260, 600),
    "lognormal(mean: 3.0, standardDeviation: 1.0)": lambda: lognormal_by_mean(3, 1),
    "lognormal(logMean: 0.5, logStandardDeviation: 0.25)": lambda: lognormal(mpf(0.5), mpf(0.25)),
    "negativeBinomial(mean: 180.0, standardDeviation: 60.0)":
        lambda: negative_binomial(180, mpf(3600 - 180) / 180**2),
    "negativeBinomial(dispersion: 3.0, mean: 2.0)": lambda: negative_binomial(2, 3),
    "normal(mean: 100.0, standardDeviation: 15.0)": lambda: normal(100, 15),
    "pert(high: 4900.0, likely: 4300.0, low: 3800.0)": lambda: pert(3800, 4300, 4900),
    "pert(high: 3.0, likely: 0.0, low: 0.0, shape: 10.0)": lambda: pert(0, 0, 3, 10),
    "poisson(mean: 2.4)": lambda: poisson(2.4),
    "poisson(mean: 123456.5)": lambda: poisson(123456.5),
    "quantiles(p10: 1800.0, p50: 2200.0, p90: 2700.0)": lambda: metalog(1800, 2200, 2700),
    "quantiles(low: 0.0, p10: 1.0, p50: 3.0, p90: 5.0)": lambda: metalog(1, 3, 5, low=mpf(0)),
    "quantiles(high: 9.0, p10: 4.0, p50: 6.0, p90: 8.0)": lambda: metalog(4, 6, 8, high=mpf(9)),
    "quantiles(high: 1.0, low: 0.0, p10: 0.2, p50: 0.5, p90: 0.6)":
        lambda: metalog(0.2, 0.5, 0.6, low=mpf(0), high=mpf(1)),
    "triangular(high: 70.0, likely: 30.0, low: 20.0)": lambda: triangular(20, 30, 70),
    "triangular(high: 1.0, likely: 1.0, low: 0.0)": lambda: triangular(0, 1, 1),
    "truncatedNormal(high: 90.0, low: 0.0, mean: 30.0, standardDeviation: 20.0)":
        lambda: truncated_normal(30, 20, mpf(0), mpf(90)),
    "truncatedNormal(low: 8.0, mean: 0.0, standardDeviation: 1.0)":
        lambda: truncated_normal(0, 1, mpf(8)),
    "uniform(high: 1.1, low: 0.9)": lambda: uniform(0.9, 1.1),
    "weibull(scale: 12.0, shape: 1.8)": lambda: weibull(1.8, 12),
    "weibull(scale: 2.0, shape: 0.7)": lambda: weibull(0.7, 2),
}
CASES.update(more_distributions.cases(sys.modules[__name__]))


def number(value):
    """17 digits: what a double needs; beyond its range nothing is left."""
    return repr(float(value))


def rows(name, law):
    for side, points in [("lower", LOWER), ("upper", UPPER)]:
        for point in points:
            p = mpf(point) if side == "lower" else 1 - mpf(point)
            q = mpf(point) if side == "upper" else 1 - mpf(point)
            x = float(law.quantile(p, q))
            exact = mpf(x)
            yield ";".join([name, side, number(point), number(x)] + [
                number(f(exact)) for f in (law.distribution_function, law.exceedance, law.density)])


def main():
    folder = Path(__file__).parent / "distributions"
    folder.mkdir(exist_ok=True)
    wanted = sys.argv[1:] or sorted({name.split("(")[0] for name in CASES})
    for family in wanted:
        cases = {n: make for n, make in CASES.items() if n.split("(")[0] == family}
        assert cases, f"no case of {family}"
        lines = [f"# made by make_distribution_tables.py with mpmath {mpmath.__version__} "
                 f"on {date.today()}",
                 "distribution;side;probability;quantile;distributionFunction;exceedance;density"]
        for name, make in cases.items():
            with mp.extradps(15):
                lines += rows(name, make())
            print(name)
        (folder / f"{family}.csv").write_text("\n".join(lines) + "\n")


if __name__ == "__main__":
    main()
