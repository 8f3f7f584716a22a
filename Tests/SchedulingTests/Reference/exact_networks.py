#!/usr/bin/env python3
"""Exact references for the Monte Carlo results of small networks: exact-networks.csv.

Run: python3 exact_networks.py > exact-networks.csv   (mpmath, 40 digits; some seconds)

Each row is a network, a quantity of it (`distribution` at a number of days after the start, the
`mean` of the days to the finish, the `criticality` of an activity, ...), its argument and value.
Integrals of piecewise polynomials are taken by Gauss-Legendre rules between their corners, which
is exact. Every network is worked out in two ways where there are two; `assert` compares them, to 25
digits: the bridge with exponential durations as an integral and as a Markov chain. Criticalities of
the PERT paths add up to 1 within 1e-18.

Sources: Kulkarni and Adlakha, "Markov and Markov-regenerative PERT networks" (1986), for
exponential durations; MacCrimmon and Ryavec, "An analytical study of the PERT assumptions" (1964),
for the bias where paths merge.
"""
import functools

from mpmath import __version__, betainc, exp, expm, linspace, matrix, mp, mpf

mp.dps = 40
HALF = mpf(1) / 2


@functools.lru_cache
def rule(nodes):
    """The Gauss-Legendre rule on -1...1 by Newton's method from the usual first guesses."""
    found = []
    for k in range(1, nodes + 1):
        x = mp.cos(mp.pi * (k - mpf(1) / 4) / (nodes + HALF))
        for _ in range(8):
            before, value = mpf(1), x
            for n in range(2, nodes + 1):
                before, value = value, ((2 * n - 1) * x * value - (n - 1) * before) / n
            slope = nodes * (x * value - before) / (x * x - 1)
            x -= value / slope
        found.append((x, 2 / ((1 - x * x) * slope * slope)))
    return found


def integral(function, low, high, corners=(), nodes=8):
    """The integral between two bounds, piece by piece between the corners."""
    edges = sorted({mpf(low), mpf(high), *(mpf(c) for c in corners if low < c < high)})
    total = mpf(0)
    for left, right in zip(edges, edges[1:]):
        middle, half = (left + right) / 2, (right - left) / 2
        total += half * sum(w * function(middle + half * x) for x, w in rule(nodes))
    return total


def clip(x):
    return min(max(x, mpf(0)), mpf(1))


def same(one, other):
    assert abs(one - other) < mpf(10) ** -25, (one, other)
    return one


def row(network, quantity, argument, value):
    print(f"{network},{quantity},{argument},{mp.nstr(value, 20)}")


def distribution(network, points, function):
    values = [function(mpf(point)) for point in points]
    assert all(0 <= a < b <= 1 for a, b in zip(values, values[1:])), network
    for point, value in zip(points, values):
        row(network, "distribution", point, value)


def irwin_hall(n, t):
    """P(U1 + ... + Un <= t) for uniform numbers from 0 to 1."""
    return sum(
        (-1) ** k * mp.binomial(n, k) * max(t - k, mpf(0)) ** n
        for k in range(n + 1)) / mp.factorial(n)


def series_uniform():
    """Three activities in a row, each from 0 to 1 day."""
    points = ["0.3", "0.6", "0.9", "1.2", "1.5", "1.7", "2", "2.3", "2.7"]
    distribution("seriesUniform", points, lambda t: irwin_hall(3, t))
    same(irwin_hall(3, mpf("1.5")), HALF)
    row("seriesUniform", "mean", "", mpf("1.5"))


def two_paths_uniform():
    """a1 and a2, each from 0 to 1 day, beside b from 0.4 to 1.9 days."""
    low, width = mpf("0.4"), mpf("1.5")

    def b(t):
        return clip((t - low) / width)

    def f(t):
        return min(irwin_hall(2, t), mpf(1)) * b(t) if t < 2 else mpf(1)

    corners = ["0.4", "1", "1.9"]
    distribution("twoPathsUniform",
                 ["0.5", "0.7", "0.9", "1.1", "1.3", "1.5", "1.6", "1.8", "1.95"], f)
    corners = [mpf(c) for c in corners]
    row("twoPathsUniform", "mean", "", integral(lambda t: 1 - f(t), 0, 2, corners))
    # The upper path is critical where b is shorter; by its density, then by that of b.
    upper = integral(lambda t: min(t, 2 - t) * b(t), 0, 2, corners)
    lower = integral(lambda t: irwin_hall(2, t) / width, low, low + width, corners)
    same(upper + lower, mpf(1))
    for activity, value in (("a1", upper), ("a2", upper), ("b", lower)):
        row("twoPathsUniform", "criticality", activity, value)


def two_paths_exponential():
    """a1 and a2 with rates 1 and 2 a day, beside b with rate 0.8."""
    rate1, rate2, rate = mpf(1), mpf(2), mpf("0.8")

    def tail(t):
        return (rate2 * exp(-rate1 * t) - rate1 * exp(-rate2 * t)) / (rate2 - rate1)

    def f(t):
        return (1 - tail(t)) * (1 - exp(-rate * t))

    distribution("twoPathsExponential",
                 ["0.3", "0.6", "0.9", "1.3", "1.7", "2.2", "3", "4", "6"], f)
    # max(x, y) = x + y - min(x, y), and the minimum has the product of both tails.
    least = rate2 / (rate2 - rate1) / (rate1 + rate) - rate1 / (rate2 - rate1) / (rate2 + rate)
    mean = 1 / rate1 + 1 / rate2 + 1 / rate - least
    same(mean, mp.quad(lambda t: 1 - f(t), linspace(0, 10, 11) + [20, 40, 80, 160]))
    row("twoPathsExponential", "mean", "", mean)
    # b is longer than both when it outlives them: the transform of the sum at its rate.
    lower = rate1 / (rate1 + rate) * rate2 / (rate2 + rate)
    same(lower, 1 - rate * least)
    for activity, value in (("a1", 1 - lower), ("a2", 1 - lower), ("b", lower)):
        row("twoPathsExponential", "criticality", activity, value)


def bridge_uniform():
    """The Wheatstone bridge of durations from 0 to 1: c after a, d after a, e after b and c."""
    def f(t):
        def given(a):
            # With a and e known the others are independent of one another.
            return integral(
                lambda e: clip(t - a) * clip(t - a - e) * clip(t - e), 0, 1,
                [t - a, t - a - 1, t - 1, t])
        return integral(given, 0, 1, [t, t - 1, t - 2])

    distribution("bridgeUniform",
                 ["0.6", "0.9", "1.1", "1.3", "1.5", "1.7", "1.9", "2.2", "2.6"], f)
    same(f(mpf(3)), mpf(1))
    row("bridgeUniform", "mean", "", integral(lambda t: 1 - f(t), 0, 3, [1, 2]))
    # c is critical where d <= c + e and b <= a + c: independent of one another for a known c.
    middle = integral(lambda c: (1 - (1 - c) ** 2 / 2) ** 2, 0, 1)
    same(middle, mpf(43) / 60)
    # d is critical where d - e is at least c and at least b - a.
    upper = integral(lambda x: (1 - x) * x * (1 - (1 - x) ** 2 / 2), 0, 1)
    bridge("bridgeUniform", upper, middle, upper)


def bridge(network, upper, middle, lower):
    """The criticality of each activity from those of the paths a-d, a-c-e and b-e."""
    same(upper + middle + lower, mpf(1))
    for activity, value in (("a", upper + middle), ("b", lower), ("c", middle), ("d", upper),
                            ("e", middle + lower)):
        row(network, "criticality", activity, value)


RATES = {"a": mpf(1), "b": mpf("0.5"), "c": mpf("1.25"), "d": mpf("0.4"), "e": mpf("0.8")}
BEFORE = {"a": "", "b": "", "c": "a", "d": "a", "e": "bc"}


def bridge_states():
    """The sets of ended activities, each after those it grows from, and what is under way in it."""
    states, found = [frozenset()], {frozenset()}
    for state in states:
        for activity in sorted(under_way(state)):
            grown = state | {activity}
            if grown not in found:
                found.add(grown)
                states.append(grown)
    return sorted(states, key=len)


def under_way(state):
    return {one for one in BEFORE if one not in state and set(BEFORE[one]) <= state}


def bridge_exponential():
    """The bridge of exponential durations with the rates a 1, b 0.5, c 1.25, d 0.4, e 0.8 a day."""
    a, b, c, d, e = (RATES[name] for name in "abcde")

    def f(t):
        def given(x):
            return integral(
                lambda y: e * exp(-e * y) * (1 - exp(-c * (t - x - y))) * (1 - exp(-b * (t - y))),
                0, t - x, nodes=40)
        return integral(
            lambda x: a * exp(-a * x) * (1 - exp(-d * (t - x))) * given(x), 0, t, nodes=40)

    # The same by the Markov chain of what is under way.
    states = bridge_states()
    generator = matrix(len(states), len(states))
    mean = {states[-1]: mpf(0)}
    for state in reversed(states[:-1]):
        going = under_way(state)
        rate = sum(RATES[one] for one in going)
        mean[state] = (1 + sum(RATES[one] * mean[state | {one}] for one in going)) / rate
        generator[states.index(state), states.index(state)] = -rate
        for one in going:
            generator[states.index(state), states.index(state | {one})] = RATES[one]

    points = ["1.5", "2", "2.7", "3.3", "4", "5", "6", "8", "11"]
    for point in points:
        same(f(mpf(point)), expm(generator * mpf(point), method="taylor")[0, len(states) - 1])
    distribution("bridgeExponential", points, f)
    row("bridgeExponential", "mean", "", mean[states[0]])

    def transform(terms):
        """The integral of a sum of factor x exp(-rate x) from 0 on."""
        return sum(factor / rate for factor, rate in terms)

    def product(*sums):
        found = [(mpf(1), mpf(0))]
        for terms in sums:
            found = [(f1 * f2, r1 + r2) for f1, r1 in found for f2, r2 in terms]
        return found

    one = (mpf(1), mpf(0))
    d_within = [one, (-e / (d + e), d)]  # P(d <= e + x)
    b_within = [one, (-a / (a + b), b)]  # P(b <= a + x)
    middle = transform(product([(c, c)], d_within, b_within))
    c_within = [one, (-mpf(1), c)]
    upper = transform(product([(d * e / (d + e), d)], c_within, b_within))
    lower = transform(product([(a * b / (a + b), b)], c_within, d_within))
    bridge("bridgeExponential", upper, middle, lower)


PATHS = [(4, 6, 11), (5, 6, 9), (3, 6, 13)]


def pert_paths():
    """Three activities side by side, each likeliest to take 6 days."""
    def one(three, t):
        low, likely, high = (mpf(x) for x in three)
        share = clip((t - low) / (high - low))
        alpha = 1 + 4 * (likely - low) / (high - low)
        return betainc(alpha, 6 - alpha, 0, share, regularized=True)

    def density(three, t):
        low, likely, high = (mpf(x) for x in three)
        alpha, share = 1 + 4 * (likely - low) / (high - low), (t - low) / (high - low)
        return (share ** (alpha - 1) * (1 - share) ** (5 - alpha) / mp.beta(alpha, 6 - alpha)
                / (high - low))

    def f(t):
        return mp.fprod(one(three, t) for three in PATHS)

    distribution("pertPaths", ["5.5", "6", "6.5", "7", "7.5", "8", "8.5", "9.5", "11"], f)
    # Corners with fractional powers want a rule that crowds nodes at the ends.
    corners = [5, 9, 11, 13]
    with mp.workdps(30):
        mean = 5 + mp.quad(lambda t: 1 - f(t), corners)
        shares = [
            mp.quad(lambda t: density(PATHS[i], t) * mp.fprod(
                one(PATHS[j], t) for j in range(3) if j != i), [max(PATHS[i][0], 5)] + [
                    corner for corner in corners if max(PATHS[i][0], 5) < corner < PATHS[i][2]]
                + [PATHS[i][2]])
            for i in range(3)]
        assert abs(sum(shares) - 1) < mpf(10) ** -18, sum(shares)
    row("pertPaths", "mean", "", mean)
    row("pertPaths", "mergeBias", "", mean - 6)
    for activity, value in zip("abc", shares):
        row("pertPaths", "criticality", activity, value)


def retries():
    """A tender of 20 days that fails with 15 %, then 25 days pass: at most three times again."""
    fails, times = mpf("0.15"), 3
    shares = [fails**n * (1 - fails) for n in range(times)] + [fails**times]
    same(sum(shares), mpf(1))
    for n, share in enumerate(shares):
        row("retries", "mass", 20 + 45 * n, share)
    row("retries", "mean", "", 20 + 45 * sum(n * share for n, share in enumerate(shares)))


def branch():
    """a from 1 to 3 days; then c from 1.5 to 3.5 and, in 40 % of all cases, b from 2 to 4 days."""
    chance = mpf("0.4")

    def b(x):
        return clip((x - 2) / 2)

    def c(x):
        return clip((x - mpf("1.5")) / 2)

    def f(t):
        corners = [t - corner for corner in (mpf("1.5"), 2, mpf("3.5"), 4)]
        return integral(
            lambda a: HALF * c(t - a) * (1 - chance + chance * b(t - a)), 1, 3, corners)

    distribution("branch", ["3", "3.5", "4", "4.4", "4.8", "5.2", "5.6", "6", "6.5"], f)
    corners = [mpf("1.5"), 2, mpf("3.5")]
    rest = integral(lambda x: 1 - c(x) * (1 - chance + chance * b(x)), 0, 4, corners)
    ends = [mpf(k) / 2 for k in range(5, 14)]
    row("branch", "mean", "", same(
        2 + rest, integral(lambda t: 1 - f(t), 0, 7, ends)))
    longer = integral(lambda x: HALF * c(x), 2, 4, corners)
    for activity, value in (("a", mpf(1)), ("b", chance * longer), ("c", 1 - chance * longer)):
        row("branch", "criticality", activity, value)


def main():
    print(f"# exact results of small networks, by exact_networks.py with mpmath {__version__},"
          " 40 digits")
    print("network,quantity,argument,value")
    series_uniform()
    two_paths_uniform()
    two_paths_exponential()
    bridge_uniform()
    bridge_exponential()
    pert_paths()
    retries()
    branch()


main()
