"""Reference figures for TargetReferences.swift, by numerical integration with mpmath.

P(A + B >= level) for independent lognormals A (log mean 0, log deviation 0.5) and
B (0.3, 0.25), and the level of least expected loss of a normal with a fixed cost of missing.

    python make_target_references.py
"""

from mpmath import mp, mpf, quad, ncdf, npdf, log, exp, inf, findroot

mp.dps = 30


def lognormal_sum_at_least(level):
    m1, s1, m2, s2 = mpf(0), mpf("0.5"), mpf("0.3"), mpf("0.25")

    def integrand(z):
        rest = level - exp(m1 + s1 * z)
        if rest <= 0:
            return npdf(z)
        return npdf(z) * ncdf(-(log(rest) - m2) / s2)

    edge = (log(level) - m1) / s1
    return quad(integrand, [-12, -6, -3, 0, edge / 2, edge, 12])


def least_loss_of_normal(missing, aiming_low, at_all):
    """Standard normal X; loss of level L: missing (L-X)+ + at_all [X<L] + aiming_low (X-L)+."""

    def slope(level):
        return missing * ncdf(level) + at_all * npdf(level) - aiming_low * ncdf(-level)

    level = findroot(slope, mpf(-1))
    loss = (
        missing * (level * ncdf(level) + npdf(level))
        + at_all * ncdf(level)
        + aiming_low * (npdf(level) - level * ncdf(-level))
    )
    return level, loss


for level in ("2", "2.5", "3.5"):
    print(level, mp.nstr(lognormal_sum_at_least(mpf(level)), 17))
print(*(mp.nstr(x, 17) for x in least_loss_of_normal(mpf(3), mpf(1), mpf(2))))
print(*(mp.nstr(x, 17) for x in least_loss_of_normal(mpf(3), mpf(1), mpf(0))))
