"""works: schedules of a network beside NumPy, and of one that crews limit beside Numba."""

import csv
import json
import os
import subprocess
import sys
from dataclasses import dataclass, field

from .fiscal import PEERS
from .measure import (
    ROOT, Run, best, environment, gain_of_workers, in_turn, measured, progress, rows_per_trial,
    table)
from .schedules import differences_of_peers, differences_of_table

TORREYA = "torreya, from JSON to CSV"
ONE_WORKER = "torreya, one worker"


@dataclass
class Case:
    """A workload and its peers: label, script, packages, arguments and the trials of each."""

    name: str
    trials: int
    peers: list
    scenario: str = field(init=False)

    def __post_init__(self):
        self.scenario = os.path.join("Benchmarks", "scenarios", f"{self.name}.json")


def cases(cores):
    """The workloads of the section."""
    one, all_cores = ["--threads", "1"], ["--threads", str(cores)]
    numpy, numba, crews = "works_numpy.py", "works_numba.py", "works_crews.py"
    return [
        Case("works-120", 200_000, [
            ("NumPy, columns", numpy, ["numpy"], ["--variant", "columns"], 200_000),
            ("NumPy, blocked by hand, 1 thread", numpy, ["numpy"],
             ["--variant", "blocked", *one], 200_000),
            ("NumPy, blocked by hand, all cores", numpy, ["numpy"],
             ["--variant", "blocked", *all_cores], 200_000),
            ("Numba, beta numbers, all cores", numba, ["numba", "scipy"],
             ["--variant", "beta", *all_cores], 200_000),
            ("Numba, quantile tables, all cores", numba, ["numba", "scipy"],
             ["--variant", "tables", *all_cores], 200_000),
        ]),
        Case("works-60-crews", 20_000, [
            ("Numba, 1 thread", crews, ["numba"], ["--variant", "numba", *one], 20_000),
            ("Numba, all cores", crews, ["numba"], ["--variant", "numba", *all_cores], 20_000),
            ("Python, a sample of 400 trials", crews, ["numpy"], ["--variant", "python"], 400),
        ]),
    ]


class Works:
    """The programs of a workload, and the last answer of each."""

    def __init__(self, setting, case):
        self.setting, self.case = setting, case
        self.own, self.answers, self.trials = None, {}, {}

    def torreya(self, label, *more):
        output = os.path.join(self.setting.folder, self.case.name)
        run = best(
            [self.setting.torreya, "run", self.case.scenario, "--quiet", "--trials",
             str(self.case.trials), "--output", output, *more])
        self.trials[label] = self.case.trials
        with open(os.path.join(output, "schedule.csv"), encoding="utf-8", newline="") as file:
            self.own = list(csv.DictReader(file))
        return run

    def peer(self, label, script, more, trials):
        run = measured(
            [self.setting.python, os.path.join(PEERS, script), "--trials", str(trials),
             "--repetitions", "3", *more])
        said = json.loads(run.output)
        self.answers[label], self.trials[label] = said, trials
        return Run(min(said["seconds"]), min(said["processor"]), run.memory)

    def missing(self):
        """What torreya says when it cannot run the workload; nothing when it can."""
        output = os.path.join(self.setting.folder, self.case.name)
        tried = subprocess.run(
            [self.setting.torreya, "run", self.case.scenario, "--quiet", "--trials", "16",
             "--output", output],
            cwd=ROOT, env=environment(), capture_output=True, text=True, check=False)
        if tried.returncode != 0:
            lines = (tried.stderr or tried.stdout).strip().splitlines()
            return lines[0] if lines else f"it ended with status {tried.returncode}"
        if not os.path.exists(os.path.join(output, "schedule.csv")):
            return "it wrote no schedule.csv"
        return ""

    def programs(self):
        found = {}
        missing = self.missing()
        if missing:
            print(f"torreya does not run {self.case.name} yet: {missing}")
        else:
            found[TORREYA] = lambda: self.torreya(TORREYA)
            found[ONE_WORKER] = lambda: self.torreya(ONE_WORKER, "--threads", "1")
        for label, script, packages, more, trials in self.case.peers:
            if all(self.setting.has(package) for package in packages):
                found[label] = (
                    lambda l=label, s=script, m=more, t=trials: self.peer(l, s, m, t))
            else:
                print(f"{', '.join(packages)}: not installed, so no figure for {label}.",
                      file=sys.stderr)
        return found


def works(setting):
    """Prints a table for each workload; false when a program computes something else."""
    agreed = [compare(setting, case) for case in cases(os.cpu_count())]
    return all(agreed)


def compare(setting, case):
    """Runs all programs of a workload in turn."""
    shown = Works(setting, case)
    progress(f"{case.name}: looking for the peers")
    programs = shown.programs()
    if not programs:
        return True
    runs = in_turn(programs, min(setting.rounds, 5), case.name)
    # Of programs with other numbers of trials only the time per trial can be compared.
    for name, found in runs.items():
        factor = case.trials / shown.trials[name]
        runs[name] = [Run(run.wall * factor, run.processor * factor, run.memory) for run in found]
    own = TORREYA if TORREYA in runs else next(iter(runs))
    rows = list(rows_per_trial(runs, own, case.name, case.trials, setting))
    print(f"{case.name}, {case.trials:,} trials. torreya: the whole process. Peers: the time")
    print(f"inside of a process, without start, imports and compilation. Ratios to: {own}.\n")
    table(["program", "wall s", "processor s", "ns/trial", "ratio", "ratio cpu", "peak MB"], rows)
    if TORREYA in runs and ONE_WORKER in runs:
        gain_of_workers(runs, TORREYA, ONE_WORKER, case.name, setting)
    return agree(shown)


def agree(shown):
    """Says whether all programs give the same schedule, and where not."""
    found, reference = [], None
    for name, answer in shown.answers.items():
        if shown.own is not None:
            texts = differences_of_table(shown.own, shown.case.trials, answer)
        elif reference is None:
            reference, texts = answer, []
        else:
            texts = differences_of_peers(reference, answer)
        found += [f"{name}: {text}" for text in texts]
    if found:
        print("A program computes something else:", *found[:20], sep="\n  ")
        return False
    print("All give the same planned dates, and within the Monte Carlo error the same dates and")
    print("criticality of all activities.\n")
    return True
