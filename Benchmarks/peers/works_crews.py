"""works-60-crews: a schedule that crews limit, made anew in each trial; Numba and plain Python.

Serial schedule generation: the activities are taken in one order, by the latest finish of the
network with likeliest durations (Kolisch 1996), those of the same latest finish as they are listed;
each begins at the earliest moment at which its predecessors have ended and its crews are free to
its end. For criticality an activity that waited for a crew also follows those that gave it free at
that very moment. `--variant numba` compiles the loops; `--variant python` runs the very same
function uncompiled, for which a few hundred trials do.
"""

from concurrent.futures import ThreadPoolExecutor

import numpy as np

from works_network import CRITICAL_FLOAT, WHOLE_DAY, Works, answer, counted
from workload import arguments

try:
    import numba
except ImportError:
    numba = None

works = Works("works-60-crews.json")
activities = len(works.names)
compiled = arguments().variant != "python"
threads = arguments().threads if compiled else 1
pool = ThreadPoolExecutor(threads)


def order():
    """The activities by their latest finish with likeliest durations."""
    latest = np.full(activities, works.likely_ends()[-1])
    for place in reversed(range(activities)):
        for other in works.successors[place]:
            latest[place] = min(latest[place], latest[other] - works.likely[other])
    return np.argsort(latest, kind="stable")


def compiled_if_wanted(function):
    return numba.njit(nogil=True)(function) if compiled else function


@compiled_if_wanted
def place_activity(earliest, length, demand, times, free, moments):
    """Puts an activity at the earliest moment at which its crews are free to its end.

    `times` are the moments at which something changes, in order, `free` what is free from each on.
    Gives the start and how many moments there are now.
    """
    crews = demand.size
    first = 0
    while first + 1 < moments and times[first + 1] <= earliest:
        first += 1
    start = earliest
    here = first
    while here < moments and times[here] < start + length:
        fits = True
        for crew in range(crews):
            if demand[crew] > free[here, crew]:
                fits = False
        here += 1
        if not fits:
            # What is free from the next moment on may do.
            start = times[here]
            first = here
    end = start + length
    for moment in (start, end):
        place = moments
        while place > 0 and times[place - 1] > moment:
            place -= 1
        if times[place - 1] != moment:
            for other in range(moments, place, -1):
                times[other] = times[other - 1]
                for crew in range(crews):
                    free[other, crew] = free[other - 1, crew]
            times[place] = moment
            for crew in range(crews):
                free[place, crew] = free[place - 1, crew]
            moments += 1
    here = first
    while times[here] < start:
        here += 1
    while times[here] < end:
        for crew in range(crews):
            free[here, crew] -= demand[crew]
        here += 1
    return start, moments


@compiled_if_wanted
def schedule(durations, order, before, demand, capacity, times, free, starts, ends, allowed):
    """The starts and ends of one trial, and the starts that predecessors alone would allow."""
    times[0] = 0.0
    for crew in range(capacity.size):
        free[0, crew] = capacity[crew]
    moments = 1
    for place in order:
        earliest = 0.0
        for other in before[place]:
            if other >= 0:
                earliest = max(earliest, ends[other])
        start, moments = place_activity(
            earliest, durations[place], demand[place], times, free, moments)
        allowed[place], starts[place], ends[place] = earliest, start, start + durations[place]


@compiled_if_wanted
def latest_ends(durations, order, before, demand, starts, ends, allowed, latest):
    """The latest ends that leave the end of the project as it is."""
    latest[:] = ends.max()
    for index in range(order.size - 1, -1, -1):
        place = order[index]
        limit = latest[place] - durations[place]
        for other in before[place]:
            if other >= 0:
                latest[other] = min(latest[other], limit)
        if starts[place] > allowed[place]:
            for earlier in range(index):
                other = order[earlier]
                if ends[other] == starts[place] and np.any(
                        (demand[other] > 0) & (demand[place] > 0)):
                    latest[other] = min(latest[other], limit)


@compiled_if_wanted
def simulate(random, part, counts, critical, given, order, before, demand, capacity):
    low, width, alpha, beta = given
    count = low.size
    durations, starts, ends, allowed, latest = (
        np.empty(count), np.empty(count), np.empty(count), np.empty(count), np.empty(count))
    times = np.empty(2 * count + 1)
    free = np.empty((2 * count + 1, capacity.size))
    for _ in range(part):
        for place in range(count):
            durations[place] = low[place] + width[place] * random.beta(alpha[place], beta[place])
        schedule(durations, order, before, demand, capacity, times, free, starts, ends, allowed)
        latest_ends(durations, order, before, demand, starts, ends, allowed, latest)
        for place in range(count):
            counts[place, int(np.ceil(ends[place] - WHOLE_DAY))] += 1
            critical[place] += latest[place] - ends[place] <= CRITICAL_FLOAT
        counts[count, int(np.ceil(ends.max() - WHOLE_DAY))] += 1


most = max(len(before) for before in works.predecessors)
predecessors = np.array(
    [before + [-1] * (most - len(before)) for before in works.predecessors], dtype=np.int64)
listed = order()


def run(seed):
    given = (works.low, works.width, works.alpha, works.beta)
    return counted(
        works, pool, threads, seed,
        lambda *shared: simulate(
            *shared, given, listed, predecessors, works.demand, works.capacity))


def planned():
    """The ends with likeliest durations, the project's behind them."""
    starts, ends, allowed = (np.empty(activities) for _ in range(3))
    times, free = np.empty(2 * activities + 1), np.empty((2 * activities + 1, works.capacity.size))
    schedule(works.likely, listed, predecessors, works.demand, works.capacity, times, free, starts,
             ends, allowed)
    return [*ends, ends.max()]


versions = {"numpy": np.__version__}
if compiled:
    versions["numba"] = numba.__version__
answer(works, run, threads, versions, "serial schedule generation", planned())
