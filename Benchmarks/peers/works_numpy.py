"""works-120 in NumPy: a network of 120 activities with PERT durations, vectorised over trials.

`--variant columns` is how it is usually written: a column of all trials for each activity, beta
numbers, a forward pass of maxima, a backward pass of minima, dates by a table, `np.quantile`.
`--variant blocked` is what can be had from NumPy by hand: blocks of trials that stay in the cache,
everything in place, the fastest generator (SFC64), and, since there are only so many days, counts
of trials by day in place of sorting; with `--threads 2` two Python threads share the blocks, since
NumPy gives up the interpreter lock in its loops.
"""

from concurrent.futures import ThreadPoolExecutor

import numpy as np

from works_network import (
    CRITICAL_FLOAT, PROBABILITIES, WHOLE_DAY, Works, answer, from_counts, worked)
from workload import arguments

BLOCK = 8192

works = Works("works-120.json")
activities, trials = len(works.names), works.trials
threads = arguments().threads if arguments().variant == "blocked" else 1
final = [place for place in range(activities) if not works.successors[place]]


def durations(random):
    """A column of durations by activity."""
    return np.stack([
        works.low[place]
        + works.width[place] * random.beta(works.alpha[place], works.beta[place], trials)
        for place in range(activities)])


def forward(durations):
    """The ends of all activities, and the end of the project."""
    ends = np.empty_like(durations)
    for place, before in enumerate(works.predecessors):
        if before:
            start = ends[before[0]]
            for other in before[1:]:
                start = np.maximum(start, ends[other])
            ends[place] = start + durations[place]
        else:
            ends[place] = durations[place]
    return ends, ends[final].max(axis=0)


def latest_ends(durations, end):
    """The latest ends that leave the end of the project as it is."""
    latest = np.empty_like(durations)
    for place in reversed(range(activities)):
        after = works.successors[place]
        if after:
            found = latest[after[0]] - durations[after[0]]
            for other in after[1:]:
                found = np.minimum(found, latest[other] - durations[other])
            latest[place] = found
        else:
            latest[place] = end
    return latest


def run_columns(seed):
    taken = durations(np.random.default_rng(seed))
    ends, end = forward(taken)
    latest = latest_ends(taken, end)
    criticality = (latest - ends <= CRITICAL_FLOAT).mean(axis=1)
    finishes = [works.finish(column) for column in ends] + [works.finish(end)]
    quantiles = [
        np.quantile(column, PROBABILITIES, method="inverted_cdf") for column in finishes]
    probability = (finishes[-1] <= works.deadline).mean()

    def count():
        return [np.bincount(worked(column)) for column in [*ends, end]]

    return quantiles, criticality, probability, count


class Scratch:
    """The memory of one thread, and what it has counted."""

    def __init__(self):
        self.duration, self.end, self.latest = (np.empty((activities, BLOCK)) for _ in range(3))
        self.column = np.empty(BLOCK)
        self.touched = np.empty(BLOCK, dtype=np.int64)

    def clear(self):
        self.counts = np.zeros((activities + 1, len(works.days)), dtype=np.int64)
        self.critical = np.zeros(activities, dtype=np.int64)


scratches = [Scratch() for _ in range(threads)]
pool = ThreadPoolExecutor(threads)


def draw(scratch, random, count):
    for place in range(activities):
        column = scratch.duration[place, :count]
        column[:] = random.beta(works.alpha[place], works.beta[place], count)
        np.multiply(column, works.width[place], out=column)
        np.add(column, works.low[place], out=column)


def tally(scratch, row, ends, count):
    column = np.subtract(ends, WHOLE_DAY, out=scratch.column[:count])
    np.ceil(column, out=column)
    touched = scratch.touched[:count]
    np.copyto(touched, column, casting="unsafe")
    found = np.bincount(touched)
    scratch.counts[row, : len(found)] += found


def block(scratch, random, count):
    draw(scratch, random, count)
    duration, end, latest = (
        array[:, :count] for array in (scratch.duration, scratch.end, scratch.latest))
    project = np.zeros(count)
    for place, before in enumerate(works.predecessors):
        row = end[place]
        if before:
            np.maximum(end[before[0]], end[before[-1]], out=row)
            for other in before[1:-1]:
                np.maximum(row, end[other], out=row)
            np.add(row, duration[place], out=row)
        else:
            row[:] = duration[place]
        tally(scratch, place, row, count)
    for place in final:
        np.maximum(project, end[place], out=project)
    tally(scratch, activities, project, count)
    # The latest starts take the place of durations, and the floats that of latest ends.
    for place in reversed(range(activities)):
        row, after = latest[place], works.successors[place]
        if after:
            np.minimum(duration[after[0]], duration[after[-1]], out=row)
            for other in after[1:-1]:
                np.minimum(row, duration[other], out=row)
        else:
            row[:] = project
        np.subtract(row, duration[place], out=duration[place])
        np.subtract(row, end[place], out=row)
        scratch.critical[place] += np.count_nonzero(row <= CRITICAL_FLOAT)


def share(thread, seed):
    random = np.random.Generator(np.random.SFC64([seed, thread]))
    scratches[thread].clear()
    for first in range(thread * BLOCK, trials, threads * BLOCK):
        block(scratches[thread], random, min(BLOCK, trials - first))


def run_blocked(seed):
    list(pool.map(lambda thread: share(thread, seed), range(threads)))
    return from_counts(
        works, sum(scratch.counts for scratch in scratches),
        sum(scratch.critical for scratch in scratches))


if arguments().variant == "blocked":
    answer(works, run_blocked, threads, {"numpy": np.__version__},
           f"SFC64, blocks of {BLOCK} trials, counts by day", works.likely_ends())
else:
    answer(works, run_columns, threads, {"numpy": np.__version__}, "columns of all trials",
           works.likely_ends())
