"""More cases of make_distribution_tables.py: extreme values, heavy tails, metalogs and pools."""
from mpmath import mp, mpf


def cases(laws):
    """The cases by their names, made of the classes and laws of the main script."""
    Law, Explicit, Counts = laws.Law, laws.Explicit, laws.Counts
    rate = laws.rate
    expit = lambda t: 1 / (1 + mp.exp(-t))
    logit = lambda p, q: mp.log(p) - mp.log(q)

    def two_sided(lower, density, quantile=None):
        """A law that is symmetric around 0."""
        law = Law(-mp.inf, mp.inf, lower, lambda x: lower(-x), density)
        return Explicit(law, quantile) if quantile else law

    def moved(law, location, scale):
        location, scale = mpf(location), mpf(scale)
        inner = lambda x: (x - location) / scale
        return Explicit(
            Law(location + scale * law.low, location + scale * law.high,
                lambda x: law.lower(inner(x)), lambda x: law.upper(inner(x)),
                lambda x: law.density(inner(x)) / scale),
            lambda p, q: location + scale * law.quantile(p, q))

    # Two pieces, slopes and peaks.

    def normal_cdf(x):
        return mp.erfc(-x / mp.sqrt(2)) / 2

    def normal_density(x):
        return mp.exp(-x * x / 2) / mp.sqrt(2 * mp.pi)

    def split_normal(likely, below, above):
        likely, below, above = mpf(likely), mpf(below), mpf(above)
        share = below / (below + above)
        lower = lambda x: 2 * share * normal_cdf((x - likely) / below)
        upper = lambda x: 2 * (1 - share) * normal_cdf((likely - x) / above)
        return Law(-mp.inf, mp.inf, lambda x: lower(x) if x < likely else 1 - upper(x),
                   lambda x: upper(x) if x >= likely else 1 - lower(x),
                   lambda x: 2 / (below + above)
                   * normal_density((x - likely) / (below if x < likely else above)))

    laplace = two_sided(
        lambda x: mp.exp(x) / 2 if x < 0 else 1 - mp.exp(-x) / 2,
        lambda x: mp.exp(-abs(x)) / 2,
        lambda p, q: mp.log(2 * p) if p < q else -mp.log(2 * q))
    logistic = two_sided(expit, lambda x: expit(x) * expit(-x), logit)

    def student(degrees):
        degrees = mpf(degrees)
        peak = mp.exp(mp.loggamma((degrees + 1) / 2) - mp.loggamma(degrees / 2)) / mp.sqrt(
            degrees * mp.pi)
        density = lambda t: peak * mp.exp(-(degrees + 1) / 2 * mp.log1p(t * t / degrees))

        def tail(t):
            if degrees > 1000:
                # Panels that are narrow beside the scale on which the tail falls.
                steps = [t + mpf(k) * (1 + k / mpf(40)) / (1 + t) for k in range(81)]
                return mp.quad(density, steps, method="gauss-legendre")
            x = degrees / (degrees + t * t)
            if x < 0.9:
                a = degrees / 2
                return x**a / (2 * a * mp.beta(a, mpf(0.5))) * mp.hyp2f1(a, mpf(0.5), a + 1, x)
            return mpf(0.5) - t * peak * mp.hyp2f1(
                mpf(0.5), (degrees + 1) / 2, mpf(1.5), -t * t / degrees)

        def quantile(p, q):
            if p == q:
                return mpf(0)
            target = min(p, q)
            # Newton's method on the logarithms of the distance and of its tail.
            depth = mp.log(1 / (2 * target)) + mpf("1e-3")
            s = mp.log(mp.sqrt(2 * depth) if degrees > 30
                       else mp.sqrt(degrees) * mp.sinh(depth / degrees))
            for _ in range(200):
                t = mp.exp(s)
                found = tail(t)
                step = (mp.log(found) - mp.log(target)) * found / (density(t) * t)
                s += max(min(step, mpf(2)), mpf(-2))
                if abs(step) < mpf(10)**-45:
                    break
            return mp.exp(s) if q < p else -mp.exp(s)

        return two_sided(lambda x: tail(-x) if x < 0 else 1 - tail(x), density, quantile)

    # Extremes and powers.

    def extreme(location, scale, shape):
        location, scale, shape = mpf(location), mpf(scale), mpf(shape)
        bound = location - scale / shape if shape else -mp.inf
        inner = lambda x: (x - location) / scale
        score = lambda x: mp.log1p(shape * inner(x)) / shape if shape else inner(x)
        back = lambda s: location + scale * (mp.expm1(shape * s) / shape if shape else s)
        return Explicit(
            Law(bound if shape > 0 else -mp.inf, bound if shape < 0 else mp.inf,
                lambda x: mp.exp(-mp.exp(-score(x))), lambda x: -mp.expm1(-mp.exp(-score(x))),
                lambda x: mp.exp(-(1 + shape) * score(x) - mp.exp(-score(x))) / scale),
            lambda p, q: back(-mp.log(rate(q, p))))

    def gumbel_by_moments(mean, deviation):
        scale = mpf(deviation) * mp.sqrt(6) / mp.pi
        return extreme(mpf(mean) - mp.euler * scale, scale, 0)

    def log_logistic(median, shape):
        median, shape = mpf(median), mpf(shape)
        score = lambda x: shape * mp.log(x / median)
        return Explicit(
            Law(0, mp.inf, lambda x: expit(score(x)), lambda x: expit(-score(x)),
                lambda x: shape / x * expit(score(x)) * expit(-score(x))),
            lambda p, q: median * mp.exp(logit(p, q) / shape))

    def pareto(low, shape):
        low, shape = mpf(low), mpf(shape)
        return Explicit(
            Law(low, mp.inf, lambda x: -mp.expm1(-shape * mp.log(x / low)),
                lambda x: (x / low)**-shape, lambda x: shape / x * (x / low)**-shape),
            lambda p, q: low * mp.exp(rate(p, q) / shape))

    def lomax(scale, shape):
        scale, shape = mpf(scale), mpf(shape)
        return Explicit(
            Law(0, mp.inf, lambda x: -mp.expm1(-shape * mp.log1p(x / scale)),
                lambda x: (1 + x / scale)**-shape,
                lambda x: shape / (x + scale) * (1 + x / scale)**-shape),
            lambda p, q: scale * mp.expm1(rate(p, q) / shape))

    # Metalogs of any number of terms.

    def basis(p):
        d, l = p - mpf(0.5), logit(p, 1 - p)
        return [mpf(1), l, d * l, d, d**2, d**2 * l, d**3, d**3 * l, d**4]

    def metalog(points, low=None, high=None, terms=None):
        low = None if low is None else mpf(low)
        high = None if high is None else mpf(high)
        if low is not None and high is not None:
            there = lambda x: mp.log((x - low) / (high - x))
            back = lambda z: low + (high - low) * expit(z)
            slope = lambda x: 1 / (x - low) + 1 / (high - x)
        elif low is not None:
            there, back, slope = (lambda x: mp.log(x - low), lambda z: low + mp.exp(z),
                                  lambda x: 1 / (x - low))
        elif high is not None:
            there, back, slope = (lambda x: -mp.log(high - x), lambda z: high - mp.exp(-z),
                                  lambda x: 1 / (high - x))
        else:
            there, back, slope = lambda x: x, lambda z: z, lambda x: mpf(1)
        terms = terms or list(range(len(points)))
        matrix = mp.matrix([[basis(mpf(p))[k] for k in terms] for p, _ in points])
        values = mp.matrix([there(mpf(x)) for _, x in points])
        found = (mp.lu_solve(matrix, values) if len(terms) == len(points)
                 else mp.lu_solve(matrix.T * matrix, matrix.T * values))
        a = [mpf(0)] * 9
        for k, value in zip(terms, found):
            a[k] = value
        centre = lambda d: a[0] + a[3] * d + a[4] * d**2 + a[6] * d**3 + a[8] * d**4
        spread = lambda d: a[1] + a[2] * d + a[5] * d**2 + a[7] * d**3
        centre_slope = lambda d: a[3] + 2 * a[4] * d + 3 * a[6] * d**2 + 4 * a[8] * d**3
        spread_slope = lambda d: a[2] + 2 * a[5] * d + 3 * a[7] * d**2

        def curve(t):
            d = expit(t) - mpf(0.5)
            return centre(d) + spread(d) * t

        def rise(t):
            d, weight = expit(t) - mpf(0.5), expit(t) * expit(-t)
            return weight * (centre_slope(d) + spread_slope(d) * t) + spread(d)

        def place(x):
            """Newton's method in a bracket: the curve is nearly straight in t far out."""
            wanted, low_t, high_t, t = there(x), mpf(-2000), mpf(2000), mpf(0)
            for _ in range(300):
                error = curve(t) - wanted
                if error > 0:
                    high_t = t
                else:
                    low_t = t
                step = error / rise(t)
                if abs(step) <= mpf(10)**-55 * (1 + abs(t)):
                    return t - step
                t = t - step if low_t < t - step < high_t else (low_t + high_t) / 2
            return t

        def density(x):
            if x == low or x == high:
                return mpf(0)
            t = place(x)
            return expit(t) * expit(-t) / rise(t) * slope(x)

        return Explicit(
            Law(-mp.inf if low is None else low, mp.inf if high is None else high,
                lambda x: expit(place(x)), lambda x: expit(-place(x)), density),
            lambda p, q: back(curve(logit(p, q))))

    percentiles = lambda **values: [(int(k[1:]) / 100, x) for k, x in values.items()]

    # Pools.

    def linear(*members):
        total = sum(mpf(w) for w, _ in members)
        mean = lambda f: lambda x: sum(mpf(w) / total * f(m)(x) for w, m in members)
        return Law(min(m.low for _, m in members), max(m.high for _, m in members),
                   mean(lambda m: m.distribution_function), mean(lambda m: m.exceedance),
                   mean(lambda m: lambda x: m.density(x) if m.low < x < m.high else mpf(0)))

    def averaged(*members):
        total = sum(mpf(w) for w, _ in members)
        quantile = lambda p, q: sum(mpf(w) / total * m.quantile(p, q) for w, m in members)
        place = lambda x: laws.root(lambda t: quantile(expit(t), expit(-t)) - x)

        def density(x):
            t = place(x)
            p, q = expit(t), expit(-t)
            return 1 / sum(mpf(w) / total / m.density(m.quantile(p, q)) for w, m in members)

        return Explicit(Law(-mp.inf, mp.inf, lambda x: expit(place(x)),
                            lambda x: expit(-place(x)), density), quantile)

    def mixed_counts(*members):
        total = sum(mpf(w) for w, _ in members)
        mass = lambda k: sum(
            mpf(w) / total * m.mass(k) for w, m in members if m.first <= k <= m.last)
        return Counts(min(m.first for _, m in members), max(m.last for _, m in members), 5, mass)

    def zero_inflated(probability, counts):
        probability = mpf(probability)
        return Counts(0, mp.inf, 2, lambda k: (1 - probability) * counts.mass(k)
                      + (probability if k == 0 else 0))

    def histogram(*bins):
        bins = [tuple(mpf(v) for v in b) for b in bins]
        part = lambda x, low, high: min(max((x - low) / (high - low), mpf(0)), mpf(1))
        lower = lambda x: sum(p * part(x, low, high) for low, high, p in bins)
        upper = lambda x: sum(p * (1 - part(x, low, high)) for low, high, p in bins)
        density = lambda x: next(
            (p / (high - low) for low, high, p in reversed(bins) if low <= x <= high), mpf(0))

        def quantile(p, q):
            if p < q:
                below = mpf(0)
                for low, high, part in bins:
                    if p <= below + part:
                        return low + (high - low) * (p - below) / part
                    below += part
            above = mpf(0)
            for low, high, part in reversed(bins):
                if q <= above + part:
                    return high - (high - low) * (q - above) / part
                above += part
            return bins[0][0]

        return Explicit(Law(bins[0][0], bins[-1][1], lower, upper, density), quantile)

    treasury = lambda: metalog(percentiles(p10=38, p50=43, p90=49))
    office = lambda: metalog(percentiles(p10=35, p50=44, p90=56), low=20)

    return {
        "experts((p10: 38.0, p50: 43.0, p90: 49.0, weight: 2.0), "
        "(low: 20.0, p10: 35.0, p50: 44.0, p90: 56.0), "
        "(pert(high: 60.0, likely: 40.0, low: 30.0)))":
            lambda: linear((2, treasury()), (1, office()), (1, laws.pert(30, 40, 60))),
        "experts((p10: 38.0, p50: 43.0, p90: 49.0, weight: 2.0), "
        "(low: 20.0, p10: 35.0, p50: 44.0, p90: 56.0), quantileAverage)":
            lambda: averaged((2, treasury()), (1, office())),
        "generalizedExtremeValue(location: 96.0, scale: 23.0, shape: 0.1)":
            lambda: extreme(96, 23, 0.1),
        "generalizedExtremeValue(location: 10.0, scale: 2.0, shape: -0.25)":
            lambda: extreme(10, 2, -0.25),
        "generalizedExtremeValue(location: 0.0, scale: 1.0, shape: 0.0)":
            lambda: extreme(0, 1, 0),
        "generalizedExtremeValue(location: 0.0, scale: 1.0, shape: 1e-09)":
            lambda: extreme(0, 1, 1e-9),
        "gumbel(location: 96.0, scale: 23.0)": lambda: extreme(96, 23, 0),
        "gumbel(mean: 110.0, standardDeviation: 30.0)": lambda: gumbel_by_moments(110, 30),
        "histogram((high: 50.0, low: 0.0, probability: 0.2), "
        "(high: 60.0, low: 50.0, probability: 0.3), (high: 100.0, low: 60.0, probability: 0.2), "
        "(high: 300.0, low: 100.0, probability: 0.3))":
            lambda: histogram((0, 50, 0.2), (50, 60, 0.3), (60, 100, 0.2), (100, 300, 0.3)),
        "laplace(mean: 100.0, standardDeviation: 15.0)":
            lambda: moved(laplace, 100, 15 / mp.sqrt(2)),
        "laplace(location: 0.0, scale: 2.0)": lambda: moved(laplace, 0, 2),
        "logLogistic(median: 30.0, p90: 60.0)":
            lambda: log_logistic(30, logit(mpf(0.9), 1 - mpf(0.9)) / mp.log(2)),
        "logLogistic(median: 30.0, shape: 12.0)": lambda: log_logistic(30, 12),
        "logLogistic(median: 2.0, shape: 1.0)": lambda: log_logistic(2, 1),
        "logistic(mean: 100.0, standardDeviation: 15.0)":
            lambda: moved(logistic, 100, 15 * mp.sqrt(3) / mp.pi),
        "logistic(location: 0.0, scale: 2.0)": lambda: moved(logistic, 0, 2),
        "lomax(mean: 40.0, shape: 3.0)": lambda: lomax(80, 3),
        "lomax(scale: 3.0, shape: 0.9)": lambda: lomax(3, 0.9),
        "metalog(0.1: -5.0, 0.5: 0.0, 0.9: 5.0)":
            lambda: metalog([(0.1, -5), (0.5, 0), (0.9, 5)]),
        "metalog(0.1: 1.0, 0.25: 2.5, 0.5: 5.0, 0.9: 10.0)":
            lambda: metalog([(0.1, 1), (0.25, 2.5), (0.5, 5), (0.9, 10)]),
        "metalog(low: 0.0, 0.05: 14.0, 0.25: 19.0, 0.5: 24.0, 0.9: 40.0)":
            lambda: metalog([(0.05, 14), (0.25, 19), (0.5, 24), (0.9, 40)], low=0),
        "metalog(high: 100.0, 0.03: 40.0, 0.2: 60.0, 0.5: 75.0, 0.7: 80.0, 0.95: 90.0)":
            lambda: metalog([(0.03, 40), (0.2, 60), (0.5, 75), (0.7, 80), (0.95, 90)], high=100),
        "metalog(high: 1.0, low: 0.0, 0.1: 0.26, 0.3: 0.4, 0.5: 0.5, 0.75: 0.63, 0.9: 0.74, "
        "0.98: 0.84)":
            lambda: metalog([(0.1, 0.26), (0.3, 0.4), (0.5, 0.5), (0.75, 0.63), (0.9, 0.74),
                             (0.98, 0.84)], low=0, high=1),
        "metalog(terms: 4.0, 0.01: 2.0, 0.05: 7.5, 0.1: 10.0, 0.25: 14.0, 0.5: 19.0, "
        "0.75: 25.0, 0.9: 31.5, 0.95: 36.0, 0.99: 46.0)":
            lambda: metalog([(0.01, 2), (0.05, 7.5), (0.1, 10), (0.25, 14), (0.5, 19),
                             (0.75, 25), (0.9, 31.5), (0.95, 36), (0.99, 46)],
                            terms=list(range(4))),
        "mixture((weight: 7.0, normal(mean: 0.0, standardDeviation: 1.0)), "
        "(weight: 3.0, lognormal(median: 6.0, p90: 12.0)))":
            lambda: linear((7, laws.normal(0, 1)), (3, laws.lognormal_by_p90(6, 12))),
        "mixture((normal(mean: 0.0, standardDeviation: 0.5)), "
        "(logistic(location: 12.0, scale: 0.3)), (weight: 2.0, gamma(scale: 3.0, shape: 9.0)))":
            lambda: linear((1, laws.normal(0, 0.5)), (1, moved(logistic, 12, 0.3)),
                           (2, laws.gamma(9, 3))),
        "mixture((weight: 0.25, poisson(mean: 2.4)), "
        "(weight: 0.75, binomial(count: 40.0, probability: 0.5)))":
            lambda: mixed_counts((0.25, laws.poisson(2.4)), (0.75, laws.binomial(40, 0.5))),
        "pareto(low: 20.0, shape: 2.5)": lambda: pareto(20, 2.5),
        "pareto(low: 1.0, median: 1.1)":
            lambda: pareto(1, mp.log(2) / mp.log(mpf(1.1))),
        "quantiles(low: 0.0, p05: 14.0, p25: 19.0, p50: 24.0, p75: 31.0, p95: 48.0)":
            lambda: metalog(percentiles(p05=14, p25=19, p50=24, p75=31, p95=48), low=0),
        "quantiles(p05: 10.0, p10: 11.0, p25: 13.0, p50: 16.0, p75: 20.0, p90: 25.5, p95: 29.5)":
            lambda: metalog(percentiles(p05=10, p10=11, p25=13, p50=16, p75=20, p90=25.5,
                                        p95=29.5), terms=[0, 1, 2, 3, 4, 5, 7]),
        "splitNormal(likely: 4300.0, standardDeviationAbove: 500.0, "
        "standardDeviationBelow: 300.0)": lambda: split_normal(4300, 300, 500),
        "splitNormal(likely: 0.0, standardDeviationAbove: 0.01, standardDeviationBelow: 5.0)":
            lambda: split_normal(0, 5, 0.01),
        "studentT(degreesOfFreedom: 4.0, mean: 100.0, standardDeviation: 15.0)":
            lambda: moved(student(4), 100, 15 / mp.sqrt(2)),
        "studentT(degreesOfFreedom: 1.0, location: 0.0, scale: 1.0)": lambda: student(1),
        "studentT(degreesOfFreedom: 2.5, location: 3.0, scale: 2.0)":
            lambda: moved(student(2.5), 3, 2),
        "studentT(degreesOfFreedom: 1.5, location: 0.0, scale: 1.0)": lambda: student(1.5),
        "studentT(degreesOfFreedom: 10000.0, location: 0.0, scale: 1.0)": lambda: student(1e4),
        "studentT(degreesOfFreedom: 1000000000.0, location: 0.0, scale: 1.0)":
            lambda: student(1e9),
        "zeroInflated(probability: 0.3, poisson(mean: 2.4))":
            lambda: zero_inflated(0.3, laws.poisson(2.4)),
        "zeroInflated(probability: 0.6, negativeBinomial(dispersion: 0.5, mean: 20.0))":
            lambda: zero_inflated(0.6, laws.negative_binomial(20, 0.5)),
    }
