"""Numba: loops over trials, compiled, in parallel.

`--variant prange` is how Numba is meant to be written: `prange` over the trials and its own
normals (a Mersenne Twister per thread). `--variant generators` is what its best needs: one SFC64
generator of NumPy per thread, whose ziggurat Numba compiles into the loop, and Python threads
around a function that gives up the interpreter lock, because `prange` cannot tell the generators
of its threads apart. Quantiles are left to NumPy's sort, which is faster than Numba's own.
The wheels of Numba are built without Intel's vector mathematics, so `exp` is taken one by one.
"""

from concurrent.futures import ThreadPoolExecutor
from math import exp

import numba
import numpy as np

from workload import Workload, answer, arguments, summaries

threads = arguments().threads
generators = arguments().variant == "generators"
workload = Workload()
heads, trials, years = len(workload.heads), workload.trials, workload.years
shocks_of_normals = workload.innovation[:, None] * workload.cholesky
totals = np.empty((years * (heads + 1), trials))
pool = ThreadPoolExecutor(threads)
numba.set_num_threads(min(threads, numba.config.NUMBA_NUM_THREADS))


@numba.njit(fastmath=True, parallel=True)
def simulate_prange(seeds, totals, deviation, persistence, shocks_of_normals, factor):
    heads, months, trials = deviation.size, factor.shape[0], totals.shape[1]
    for thread in numba.prange(seeds.size):
        np.random.seed(seeds[thread])
    for trial in numba.prange(trials):
        normals = np.empty(heads)
        driver = np.empty(heads)
        year = np.zeros(heads)
        for head in range(heads):
            driver[head] = deviation[head] * np.random.standard_normal()
        for month in range(months):
            for head in range(heads):
                normals[head] = np.random.standard_normal()
            for head in range(heads):
                shock = 0.0
                for other in range(head + 1):
                    shock += shocks_of_normals[head, other] * normals[other]
                driver[head] = persistence[head] * driver[head] + shock
                year[head] += factor[month, head] * exp(driver[head])
            if month % 12 == 11:
                first = month // 12 * (heads + 1)
                total = 0.0
                for head in range(heads):
                    totals[first + head, trial] = year[head]
                    total += year[head]
                    year[head] = 0.0
                totals[first + heads, trial] = total


BLOCK = 128


@numba.njit(fastmath=True, nogil=True)
def simulate_part(random, part, deviation, persistence, shocks_of_normals, factor):
    heads, months, trials = deviation.size, factor.shape[0], part.shape[1]
    normals = np.empty((heads, BLOCK))
    driver = np.empty((heads, BLOCK))
    year = np.empty((heads, BLOCK))
    for start in range(0, trials, BLOCK):
        count = min(BLOCK, trials - start)
        year[:] = 0.0
        for head in range(heads):
            for lane in range(count):
                driver[head, lane] = deviation[head] * random.standard_normal()
        for month in range(months):
            for head in range(heads):
                for lane in range(count):
                    normals[head, lane] = random.standard_normal()
            for head in range(heads):
                for lane in range(count):
                    driver[head, lane] *= persistence[head]
                for other in range(head + 1):
                    weight = shocks_of_normals[head, other]
                    for lane in range(count):
                        driver[head, lane] += weight * normals[other, lane]
                level = factor[month, head]
                for lane in range(count):
                    year[head, lane] += level * exp(driver[head, lane])
            if month % 12 == 11:
                first = month // 12 * (heads + 1)
                for lane in range(count):
                    part[first + heads, start + lane] = 0.0
                for head in range(heads):
                    for lane in range(count):
                        part[first + head, start + lane] = year[head, lane]
                        part[first + heads, start + lane] += year[head, lane]
                year[:] = 0.0


def simulate(seed):
    given = (
        workload.deviation,
        workload.persistence,
        shocks_of_normals,
        workload.factor,
    )
    if not generators:
        simulate_prange(np.arange(threads) + 1000 * seed, totals, *given)
        return
    edges = np.linspace(0, trials, threads + 1).astype(int)
    randoms = [np.random.Generator(np.random.SFC64([seed, t])) for t in range(threads)]
    list(
        pool.map(
            lambda t: simulate_part(randoms[t], totals[:, edges[t] : edges[t + 1]], *given),
            range(threads),
        )
    )


def run(seed):
    simulate(seed)
    return summaries(totals, pool)


answer(
    run,
    threads,
    {"numba": numba.__version__, "numpy": np.__version__},
    "a generator of NumPy per thread" if generators else "prange, its own generator",
)
