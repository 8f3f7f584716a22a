"""works-120 and works-60-crews as every peer reads them, and how a peer answers.

Everything comes from the scenario itself. All activities work by one calendar, so a schedule is
computed in working days since the first day: a link is a maximum, a duration a sum, and a table
turns the end of an activity into the day on which it is finished.
"""

import csv
import datetime
import json
import os

import numpy as np

from workload import arguments, timed

BENCHMARKS = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
SCENARIOS = os.path.join(BENCHMARKS, "scenarios")
PROBABILITIES = (0.10, 0.50, 0.80, 0.90)
EPOCH = datetime.date(1970, 1, 1)
# Total float below this counts as none, in working days; and as close as this is a whole day.
CRITICAL_FLOAT, WHOLE_DAY = 1e-6, 1e-9


def day_number(text):
    """The days from 1970-01-01 to a date."""
    return (datetime.date.fromisoformat(text) - EPOCH).days


def working_days(calendar, first):
    """The numbers of a few years' working days from the first one at or after a day."""
    days_of_week = {"fiveDay": 5, "sixDay": 6, "sevenDay": 7}[calendar["week"]]
    with open(os.path.join(BENCHMARKS, calendar["holidays"]), encoding="utf-8") as file:
        kinds = {day_number(row["date"]): row["kind"] for row in csv.DictReader(file)}
    days = np.arange(first, first + 366 * 8)
    usual = (days + 3) % 7 < days_of_week
    worked = [kinds.get(day, "makeUpWorkday" if one else "dayOff") == "makeUpWorkday"
              for day, one in zip(days, usual)]
    return days[np.array(worked)]


class Works:
    """The network of a scenario with one project and one calendar."""

    def __init__(self, name):
        with open(os.path.join(SCENARIOS, name), encoding="utf-8") as file:
            scenario = json.load(file)
        works = scenario["works"]
        project = works["projects"][0]
        activities = project["activities"]
        self.trials = arguments().trials or scenario["simulation"]["trials"]
        self.names = [one["id"] for one in activities]
        places = {name: place for place, name in enumerate(self.names)}
        self.predecessors = [[places[n] for n in one.get("after", [])] for one in activities]
        self.successors = [[] for _ in activities]
        for place, before in enumerate(self.predecessors):
            for other in before:
                assert other < place, "activities stand behind what they wait for"
                self.successors[other].append(place)
        starts = {one["notBefore"] for one in activities if "after" not in one}
        assert len(starts) == 1, "all that waits for nothing may begin on the same day"
        first = day_number(starts.pop())
        self.days = working_days(scenario["calendars"][0], first)
        assert self.days[0] == first, "the first day is worked"
        three = [one["duration"]["pert"] for one in activities]
        self.low, self.likely, self.high = (
            np.array([one[key] for one in three], dtype=float) for key in ("low", "likely", "high"))
        self.width = self.high - self.low
        self.alpha = 1 + 4 * (self.likely - self.low) / self.width
        self.beta = 1 + 4 * (self.high - self.likely) / self.width
        self.deadline = day_number(project["deadline"])
        # The most working days by whose end the deadline is kept.
        self.in_time = int(np.searchsorted(self.days, self.deadline, side="right"))
        self.capacity = np.array([one["capacity"] for one in works.get("resources", [])], float)
        crews = [one["id"] for one in works.get("resources", [])]
        uses = [one.get("resources", {}) for one in activities]
        self.demand = np.array([[one.get(crew, 0) for crew in crews] for one in uses], float)

    def finish(self, ends):
        """The days on which work that ends after so many working days is finished."""
        return self.days[worked(ends) - 1]


    def likely_ends(self):
        """The ends with likeliest durations where nothing but links limits the work, the project's
        behind them."""
        ends = []
        for place, others in enumerate(self.predecessors):
            ends.append(max((ends[other] for other in others), default=0.0) + self.likely[place])
        return [*ends, max(ends)]


def worked(ends):
    """The whole working days that are touched until an end."""
    return np.ceil(ends - WHOLE_DAY).astype(np.int64)


def ranks(trials):
    """The places of the quantiles in a sorted column, without interpolation."""
    return np.ceil(np.array(PROBABILITIES) * trials - 1e-9).astype(int) - 1


def quantiles_of_counts(counts):
    """The working days at the quantiles, from how many trials end on each, by row."""
    cumulated = np.cumsum(counts, axis=1)
    wanted = ranks(cumulated[0, -1]) + 1
    return np.array([np.searchsorted(row, wanted) for row in cumulated])


def counted(works, pool, threads, seed, simulate):
    """What a `run` gives whose threads share the trials, each with a generator of its own.

    `simulate(random, part, counts, critical)` counts a part of the trials: by row and touched
    working days, and in how many each activity is critical.
    """
    edges = np.linspace(0, works.trials, threads + 1).astype(int)
    counts = np.zeros((threads, len(works.names) + 1, len(works.days)), dtype=np.int64)
    critical = np.zeros((threads, len(works.names)), dtype=np.int64)

    def part(thread):
        random = np.random.Generator(np.random.SFC64([seed, thread]))
        simulate(random, edges[thread + 1] - edges[thread], counts[thread], critical[thread])

    list(pool.map(part, range(threads)))
    return from_counts(works, counts.sum(axis=0), critical.sum(axis=0))


def from_counts(works, counts, critical):
    """What a `run` gives, from the counts of all trials."""
    quantiles = works.days[quantiles_of_counts(counts) - 1]
    probability = counts[-1, : works.in_time + 1].sum() / works.trials
    return quantiles, critical / works.trials, probability, lambda: counts


def answer(works, run, threads, versions, note, planned):
    """Times `run(seed)` and prints the figures as one line of JSON.

    `run` gives the quantiles of the finishing days by activity with the project as the last row,
    the criticality of each activity, the probability of the deadline, and a function that counts
    for each row the trials by touched working days, which is not timed. `planned` are the ends
    with likeliest durations, in the same order.
    """
    (quantiles, criticality, probability, count), times = timed(run)
    rows = {}
    finishes = works.finish(np.asarray(planned, dtype=float))
    for place, counts in enumerate(count()):
        touched = np.flatnonzero(counts)
        rows[(works.names + [""])[place]] = {
            "plannedFinish": int(finishes[place]),
            "days": works.days[touched - 1].tolist(),
            "counts": counts[touched].tolist(),
            "quantiles": np.asarray(quantiles[place]).tolist(),
            "criticality": float(criticality[place]) if place < len(works.names) else None,
        }
    print(json.dumps({
        **times, "threads": threads, "versions": versions, "note": note,
        "trials": works.trials, "probability": float(probability), "rows": rows}))
