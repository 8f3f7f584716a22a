"""The workload fiscal-12x36, as every peer reads it, and how a peer answers.

The parameters come from the scenario itself, so that nobody can compute something else by a slip:
twelve tax heads, each a level times a seasonal profile, a growth and the exponential of an AR(1)
driver. A driver begins with a draw from its long-run distribution; the shocks of a month are
correlated between heads, the starts are not.
"""

import argparse
import json
import os
import re
import time

import numpy as np

HERE = os.path.dirname(os.path.abspath(__file__))
SCENARIO = os.path.join(os.path.dirname(HERE), "scenarios", "fiscal-12x36.json")
PROBABILITIES = (0.05, 0.10, 0.25, 0.50, 0.75, 0.90, 0.95)


def number(value):
    """A number of the scenario: 0.62, "7%" or "318万元" (in 万元)."""
    if isinstance(value, (int, float)):
        return float(value)
    digits, unit = re.fullmatch(r"(-?[0-9.]+)(%|万元)", value).groups()
    return float(digits) / (100 if unit == "%" else 1)


class Workload:
    """What is simulated: arrays over heads (12) and months (36)."""

    def __init__(self, path=SCENARIO):
        with open(path, encoding="utf-8") as file:
            scenario = json.load(file)
        given = {entry["id"]: entry.get("value") for entry in scenario["indicators"]}
        self.heads = list(scenario["drivers"])
        processes = [scenario["drivers"][head]["process"]["ar1"] for head in self.heads]
        self.months = scenario["horizon"]["periods"]
        self.years = self.months // 12
        self.trials = arguments().trials or scenario["simulation"]["trials"]
        self.persistence = np.array([number(p["persistence"]) for p in processes])
        self.deviation = np.array([number(p["standardDeviation"]) for p in processes])
        joined = scenario["correlations"][0]
        assert joined["streams"] == [f"drivers.{head}.shock" for head in self.heads]
        self.correlation = np.array(joined["matrix"], dtype=float)
        index = np.arange(self.months)
        self.factor = np.stack(
            [
                number(given[f"level.{head}"])
                * np.array(given[f"profile.{head}"]["byMonth"])[index % 12]
                * (1 + number(given[f"growth.{head}"])) ** (index / 12)
                for head in self.heads
            ],
            axis=1,
        )
        # The innovation leaves the long-run standard deviation as it is.
        self.innovation = self.deviation * np.sqrt(1 - self.persistence**2)
        self.cholesky = np.linalg.cholesky(self.correlation)

    def labels(self):
        """The 39 totals in the order in which a peer answers: by year, then heads, then all."""
        names = [f"heads.{head}" for head in self.heads] + ["total"]
        return [(name, str(2024 + year)) for year in range(self.years) for name in names]


def arguments():
    """What the command line of a peer chooses."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--repetitions", type=int, default=3, help="counted runs")
    parser.add_argument("--threads", type=int, default=os.cpu_count() or 1)
    parser.add_argument("--trials", type=int, help="other than the scenario's")
    parser.add_argument("--variant", default="", help="how it is written, where there is a choice")
    return parser.parse_args()


def ranks(trials):
    """The places of the quantiles in a sorted column: Torreya's definition, type 1 of Hyndman and
    Fan (1996), which needs no interpolation."""
    return np.ceil(np.array(PROBABILITIES) * trials).astype(int) - 1


def summaries(columns, pool):
    """Means, standard deviations and quantiles of columns, which are sorted in place, the threads of
    a pool sharing them."""
    places = ranks(columns.shape[1])

    def summary(column):
        mean, deviation = column.mean(), column.std(ddof=1)
        column.sort()
        return mean, deviation, column[places]

    means, deviations, quantiles = zip(*pool.map(summary, columns))
    return means, deviations, np.array(quantiles).T


def timed(run):
    """The last answer of `run(seed)`, and the seconds of all calls by the clock and of processors.

    The first call is not counted: it compiles and warms.
    """
    run(1)
    seconds, processor = [], []
    for repetition in range(arguments().repetitions):
        start, busy = time.perf_counter(), time.process_time()
        said = run(2 + repetition)
        seconds.append(time.perf_counter() - start)
        processor.append(time.process_time() - busy)
    return said, {"seconds": seconds, "processor": processor}


def answer(run, threads, versions, note="", labels=None):
    """Times `run(seed)` and prints the figures as one line of JSON.

    `run` gives three arrays over the totals: means, standard deviations, and quantiles with the
    probabilities along the first axis. The totals are those of fiscal-12x36, or have `labels` of
    their own.
    """
    (means, deviations, quantiles), times = timed(run)
    print(
        json.dumps(
            {
                **times,
                "threads": threads,
                "versions": versions,
                "note": note,
                "labels": labels or Workload().labels(),
                "means": np.asarray(means).tolist(),
                "deviations": np.asarray(deviations).tolist(),
                "quantiles": np.asarray(quantiles).T.tolist(),
            }
        )
    )


def write_numbers(path, seed):
    """What the limit program reads: the same parameters as plain numbers."""
    workload = Workload()
    shocks = workload.innovation[:, None] * workload.cholesky
    with open(path, "w", encoding="utf-8") as file:
        print(seed, *workload.heads, file=file)
        for numbers in (workload.persistence, workload.deviation, workload.factor, shocks):
            print(*(repr(float(number)) for number in numbers.ravel()), file=file)
