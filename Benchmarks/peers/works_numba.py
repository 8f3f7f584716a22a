"""works-120 in Numba: compiled loops over trials, blocks that stay in the cache.

`--variant beta` draws the PERT durations by the generator of NumPy, as the NumPy peers do.
`--variant tables` is as fast as we could make it: quantile functions tabulated once (4,096 equal
steps of probability, straight between them) and one uniform number a duration. One SFC64 generator
a thread, Python threads around a function that gives up the interpreter lock, and counts by day.
"""

from concurrent.futures import ThreadPoolExecutor

import numba
import numpy as np
from scipy import special

from works_network import CRITICAL_FLOAT, WHOLE_DAY, Works, answer, counted
from workload import arguments

BLOCK = 256
STEPS = 4096

works = Works("works-120.json")
threads = arguments().threads
tables = arguments().variant == "tables"
pool = ThreadPoolExecutor(threads)


def flat(lists):
    """Lists one after another, and where each begins."""
    starts = np.cumsum([0] + [len(one) for one in lists])
    return starts, np.array([place for one in lists for place in one], dtype=np.int64)


before_starts, before = flat(works.predecessors)
after_starts, after = flat(works.successors)
quantiles = works.low[:, None] + works.width[:, None] * special.betaincinv(
    works.alpha[:, None], works.beta[:, None], np.linspace(0, 1, STEPS + 1))


@numba.njit(nogil=True)
def draw_beta(random, place, column, low, width, alpha, beta, quantiles):
    for lane in range(column.size):
        column[lane] = low[place] + width[place] * random.beta(alpha[place], beta[place])


@numba.njit(nogil=True)
def draw_tables(random, place, column, low, width, alpha, beta, quantiles):
    table = quantiles[place]
    for lane in range(column.size):
        position = random.random() * STEPS
        step = int(position)
        column[lane] = table[step] + (position - step) * (table[step + 1] - table[step])


draw = draw_tables if tables else draw_beta


@numba.njit(nogil=True)
def simulate_part(random, part, counts, critical, given, links):
    low, width, alpha, beta, quantiles = given
    before_starts, before, after_starts, after = links
    count = low.size
    duration = np.empty((count, BLOCK))
    end = np.empty((count, BLOCK))
    latest = np.empty((count, BLOCK))
    project = np.empty(BLOCK)
    for first in range(0, part, BLOCK):
        lanes = min(BLOCK, part - first)
        project[:lanes] = 0.0
        for place in range(count):
            draw(random, place, duration[place, :lanes], low, width, alpha, beta, quantiles)
            row = end[place]
            row[:lanes] = 0.0
            for other in before[before_starts[place] : before_starts[place + 1]]:
                for lane in range(lanes):
                    row[lane] = max(row[lane], end[other, lane])
            for lane in range(lanes):
                row[lane] += duration[place, lane]
                project[lane] = max(project[lane], row[lane])
            for lane in range(lanes):
                counts[place, int(np.ceil(row[lane] - WHOLE_DAY))] += 1
        for lane in range(lanes):
            counts[count, int(np.ceil(project[lane] - WHOLE_DAY))] += 1
        # The latest starts take the place of durations.
        for place in range(count - 1, -1, -1):
            row = latest[place]
            row[:lanes] = project[:lanes]
            for other in after[after_starts[place] : after_starts[place + 1]]:
                for lane in range(lanes):
                    row[lane] = min(row[lane], duration[other, lane])
            found = 0
            for lane in range(lanes):
                duration[place, lane] = row[lane] - duration[place, lane]
                found += row[lane] - end[place, lane] <= CRITICAL_FLOAT
            critical[place] += found


def run(seed):
    given = (works.low, works.width, works.alpha, works.beta, quantiles)
    links = (before_starts, before, after_starts, after)
    return counted(
        works, pool, threads, seed,
        lambda *shared: simulate_part(*shared, given, links))


answer(works, run, threads, {"numba": numba.__version__, "numpy": np.__version__},
       "quantile tables" if tables else "beta numbers of NumPy's generator", works.likely_ends())
