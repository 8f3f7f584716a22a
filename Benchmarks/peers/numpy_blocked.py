"""NumPy blocked by hand: what can be had from it with its own functions.

Blocks of trials that stay in the cache, every result written in place, the fastest generator
(SFC64, ziggurat normals in double precision), the innovation folded into the Cholesky factor, and
columns sorted where they lie, which AVX-512 makes faster than `partition`.

With `--threads 2` two Python threads share the blocks, each with a generator of its own: NumPy
gives up the interpreter lock inside of its loops. BLAS then stays on one thread, since the
threads already take the cores.
"""

import os

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

from concurrent.futures import ThreadPoolExecutor

import numpy as np

from workload import Workload, answer, arguments, summaries

BLOCK = 4096

threads = arguments().threads
workload = Workload()
heads, trials, years = len(workload.heads), workload.trials, workload.years
factor = np.ascontiguousarray(workload.factor)[:, :, None]
persistence = workload.persistence[:, None]
shocks_of_normals = workload.innovation[:, None] * workload.cholesky
totals = np.empty((years, heads + 1, trials))
pool = ThreadPoolExecutor(threads)


class Scratch:
    """The memory of one thread."""

    def __init__(self):
        self.columns = [np.empty((heads, BLOCK)) for _ in range(4)]

    def arrays(self, count):
        """Four arrays for a block; the last block may be smaller."""
        if count == BLOCK:
            return self.columns
        return [np.empty((heads, count)) for _ in self.columns]


scratches = [Scratch() for _ in range(threads)]


def simulate(thread, seed):
    random = np.random.Generator(np.random.SFC64([seed, thread]))
    for first in range(thread * BLOCK, trials, threads * BLOCK):
        count = min(BLOCK, trials - first)
        normals, driver, other, year = scratches[thread].arrays(count)
        random.standard_normal(out=driver)
        np.multiply(driver, workload.deviation[:, None], out=driver)
        for month in range(workload.months):
            random.standard_normal(out=normals)
            np.matmul(shocks_of_normals, normals, out=other)
            np.multiply(driver, persistence, out=driver)
            np.add(driver, other, out=driver)
            np.exp(driver, out=other)
            np.multiply(other, factor[month], out=year if month % 12 == 0 else other)
            if month % 12:
                np.add(year, other, out=year)
            if month % 12 == 11:
                kept = totals[month // 12, :, first : first + count]
                kept[:heads] = year
                np.sum(year, axis=0, out=kept[heads])


def run(seed):
    list(pool.map(lambda thread: simulate(thread, seed), range(threads)))
    return summaries(totals.reshape(-1, trials), pool)


answer(run, threads, {"numpy": np.__version__}, f"SFC64, blocks of {BLOCK} trials, sort in place")
