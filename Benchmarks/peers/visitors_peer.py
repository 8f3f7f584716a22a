"""visitors-366x6: daily arrivals of six segments over a leap year, in NumPy.

A day is wet or dry for all segments alike, by a Markov chain whose chances differ by month. A count
is negative binomial: a Poisson number whose mean is the day's, times a gamma number of mean 1. What
is kept are the totals of each month and of the year by segment, with their quantiles. All numbers
stand in visitors-366x6.json.

`--variant gamma-poisson` draws both parts by themselves, `--variant negative-binomial` leaves them
to the function of the generator, which does the same inside. Written as NumPy can do it best:
blocks of trials that stay in the cache, the fastest generator, results added up in place; two
threads share the blocks with `--threads 2`, since NumPy gives up the interpreter lock in its loops.
"""

from concurrent.futures import ThreadPoolExecutor

import numpy as np

import visitors_days
from workload import answer, arguments, summaries

BLOCK = 4096


class Visitors:
    """What is simulated: means by segment and day, and the chances of a wet day."""

    def __init__(self):
        given = visitors_days.numbers()
        self.trials = arguments().trials or given["trials"]
        segments = given["segments"]
        self.names = [segment["id"] for segment in segments]
        self.shapes = np.array([float(segment["shape"]) for segment in segments])
        self.wet_factors = np.array([segment["wetFactor"] for segment in segments])
        days = visitors_days.days(given)
        self.months = np.array([day.month - 1 for day in days])
        lengths = np.bincount(self.months)
        shares = (np.array(given["wetDays"]) / lengths)[self.months]
        # The chance that keeps the share of each day, also where a month begins.
        before = np.concatenate([shares[:1], shares[:-1]])
        self.after_wet = np.full(len(days), 1 - 1 / given["meanSpell"])
        self.after_dry = (shares - before * self.after_wet) / (1 - before)
        self.first_wet = shares[0]
        self.means = np.array(
            [[visitors_days.mean(segment, day, given) for day in days] for segment in segments])

    def labels(self):
        """Segments by month, then segments by year."""
        months = [f"2024-{month + 1:02}" for month in range(12)]
        return [(name, period) for period in [*months, "2024"] for name in self.names]


threads = arguments().threads
joined = arguments().variant == "negative-binomial"
workload = Visitors()
segments, trials = len(workload.names), workload.trials
totals = np.empty((13, segments, trials))
pool = ThreadPoolExecutor(threads)


def simulate_block(random, first, count):
    months = np.zeros((12, segments, count), dtype=np.int64)
    gammas, uniforms = np.empty(count), np.empty(count)
    wet = random.random(count) < workload.first_wet
    for day, month in enumerate(workload.months):
        random.random(out=uniforms)
        wet = uniforms < np.where(wet, workload.after_wet[day], workload.after_dry[day])
        for segment in range(segments):
            shape, mean = workload.shapes[segment], workload.means[segment, day]
            factor = np.where(wet, mean * workload.wet_factors[segment], mean)
            if joined:
                counts = random.negative_binomial(shape, shape / (shape + factor))
            else:
                random.standard_gamma(shape, out=gammas)
                np.multiply(factor, 1 / shape, out=factor)
                np.multiply(factor, gammas, out=factor)
                counts = random.poisson(factor)
            np.add(months[month, segment], counts, out=months[month, segment])
    totals[:12, :, first : first + count] = months
    totals[12, :, first : first + count] = months.sum(axis=0)


def simulate(thread, seed):
    random = np.random.Generator(np.random.SFC64([seed, thread]))
    for first in range(thread * BLOCK, trials, threads * BLOCK):
        simulate_block(random, first, min(BLOCK, trials - first))


def run(seed):
    list(pool.map(lambda thread: simulate(thread, seed), range(threads)))
    return summaries(totals.reshape(-1, trials), pool)


answer(run, threads, {"numpy": np.__version__}, f"SFC64, blocks of {BLOCK} trials",
       workload.labels())
