"""NumPy as a good analyst writes it: whole columns of trials, a loop over the months."""

import numpy as np

from workload import PROBABILITIES, Workload, answer

workload = Workload()


def run(seed):
    random = np.random.default_rng(seed)
    heads = len(workload.heads)
    annual = np.zeros((workload.years, heads + 1, workload.trials))
    driver = workload.deviation * random.standard_normal((workload.trials, heads))
    for month in range(workload.months):
        shock = random.standard_normal((workload.trials, heads)) @ workload.cholesky.T
        driver = workload.persistence * driver + workload.innovation * shock
        annual[month // 12, :heads] += (workload.factor[month] * np.exp(driver)).T
    annual[:, heads] = annual[:, :heads].sum(axis=1)
    totals = annual.reshape(-1, workload.trials)
    return (
        totals.mean(axis=1),
        totals.std(axis=1, ddof=1),
        np.quantile(totals, PROBABILITIES, axis=1),
    )


answer(run, 1, {"numpy": np.__version__})
