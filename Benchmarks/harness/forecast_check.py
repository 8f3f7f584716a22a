"""Scores of small cases against numbers worked out by hand, before any table relies on them."""

import math
from statistics import NormalDist

from . import forecast_scores as scores
from .forecast_data import Series, naive_forecasts, split


def check_scores():
    """Raises an `AssertionError` that says which figure is off."""
    for check in (
            errors_of_two_steps, zeros_and_short_series, ranked_score_of_one_step,
            ranked_score_of_normal_forecasts, medians, differences, held_back, naive_intervals):
        check()


def equal(found, expected, what, tolerance=1e-12):
    if not math.isclose(found, expected, rel_tol=tolerance, abs_tol=tolerance):
        raise AssertionError(f"{what} is {found}, not {expected}")


def flat(point, quantiles):
    return scores.StepForecast(point, tuple(quantiles))


def errors_of_two_steps():
    """Half-years 10, 20, 14, 26: a year's difference is 4, then 6, so the scale is 5."""
    scale = scores.seasonal_scale([10, 20, 14, 26], 2)
    equal(scale, 5, "the scale")
    levels = [13, 15, 18, 20, 22, 25, 27]
    # The errors are 4 and −10. 16 lies within 80 % and 95 %, 30 within none.
    found = scores.series_scores([flat(20, levels), flat(20, levels)], [16, 30], scale)
    equal(found.mase, 7 / 5, "MASE")
    equal(found.mape, 100 * (4 / 16 + 10 / 30) / 2, "MAPE")
    for nominal, expected in ((50, 0), (80, 50), (95, 50)):
        equal(found.coverage[nominal], expected, f"the coverage of {nominal} %")
    # A bound belongs to its interval.
    equal(scores.series_scores([flat(20, levels)], [15], scale).coverage[80], 100, "at a bound")


def zeros_and_short_series():
    """What is not defined is nan, and leaves the means of the others alone."""
    for training in ([5, 5, 5], [5]):
        if not math.isnan(scores.seasonal_scale(training, 1)):
            raise AssertionError(f"the scale of {training} should not be defined")
    zero = scores.series_scores([flat(3, [3] * 7)], [0], 2)
    equal(zero.mase, 1.5, "MASE of a step that came as 0")
    if not math.isnan(zero.mape):
        raise AssertionError("a step that came as 0 has no percentage error")
    known = scores.series_scores([flat(3, [3] * 7)], [4], 2)
    equal(scores.Scores({"a": zero, "b": known}).mape, 25, "MAPE of the other series")
    equal(scores.Scores({"a": zero, "b": known}).mase, 1, "MASE of both")


def ranked_score_of_one_step():
    """Of a single number it is the absolute error. All quantiles at 0 but the last at 4, and 2
    came: the last loses 0.025·2 and the others twice their levels. By hand, with the weights 1/16,
    9/80, 1/5, 1/4, 1/5, 9/80, 1/16: 2·(0.4390625·2 + 0.025·2/16)."""
    equal(sum(scores.WEIGHTS), 1, "the sum of weights")
    equal(scores.ranked_score([3] * 7, 5), 2, "the score of a single number")
    equal(scores.ranked_score([5] * 7, 3), 2, "the score of one that is too high")
    equal(scores.ranked_score([0] * 6 + [4], 2), 1.7625, "the ranked score")


def ranked_score_of_normal_forecasts():
    """The mean score of a right normal forecast is 1/√π; the rule finds 3.0 % less."""
    normal, count = NormalDist(), 2_000
    quantiles = [normal.inv_cdf(level) for level in scores.LEVELS]
    found = math.fsum(
        scores.ranked_score(quantiles, normal.inv_cdf((at + 0.5) / count))
        for at in range(count)) / count
    equal(found * math.sqrt(math.pi), 0.970, "the share of the normal's score", 1e-3)


def medians():
    models = [[flat(point, [point + at for at in range(7)])] for point in (1, 10, 4, 6)]
    found = scores.median_forecasts(models)[0]
    equal(found.point, 5, "the median of four")
    equal(found.quantiles[6], 11, "the median of their last quantiles")
    equal(scores.median_forecasts(models[:3])[0].point, 4, "the median of three")


def differences():
    """Differences −1, 0, 1 and 4: mean 1, variance 14/3, standard error √(14/12)."""
    def of(values):
        return {
            name: scores.SeriesScores(value, math.nan, math.nan, {})
            for name, value in values.items()}

    own = of({"a": 1, "b": 2, "c": 3, "d": 6, "only here": 100})
    center, error = scores.difference(own, of({"a": 2, "b": 2, "c": 2, "d": 2}))
    equal(center, 1, "the mean difference")
    equal(error, math.sqrt(14 / 12), "its standard error")


def held_back():
    series = Series("a", [{"value": str(value)} for value in range(6)])
    training, actuals = split(series, 4)
    equal(len(training), 2, "the values before the hold-out")
    if actuals != [2, 3, 4, 5]:
        raise AssertionError(f"held back were {actuals}")


def naive_intervals():
    """Of 1, 2, 4: changes 1 and 2, root mean square √2.5; two steps ahead √2 as much."""
    second = naive_forecasts([1, 2, 4], 2)[1]
    equal(second.point, 4, "the naive forecast")
    equal(second.quantiles[6], 4 + 1.959963984540054 * math.sqrt(5), "its upper bound", 1e-9)
    equal(naive_forecasts([7], 1)[0].quantiles[0], 7, "the bound of a single value")
