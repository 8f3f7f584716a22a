"""visitors-366x6: negative-binomial arrivals by day, with a shared weather; beside NumPy."""

import json
import os
import sys

from .agreement import Answer, disagreements
from .fiscal import PEERS
from .measure import Run, beside, in_turn, measured, progress, table

SCENARIO = os.path.join("Benchmarks", "scenarios", "visitors-366x6.json")
SCRIPT = os.path.join(PEERS, "visitors_peer.py")
TRIALS = 100_000
COUNTS = 366 * 6 * TRIALS

TORREYA = "torreya, from JSON to CSV"
ONE_WORKER = "torreya, one worker"
PEER_CASES = [
    ("NumPy, gamma and Poisson, all cores", ["--variant", "gamma-poisson"]),
    ("NumPy, negative binomial, all cores", ["--variant", "negative-binomial"]),
]


class Visitors:
    """The programs, and the last answer of each."""

    def __init__(self, setting):
        self.setting = setting
        self.answers = {}

    def torreya(self, label, *more):
        output = os.path.join(self.setting.folder, "visitors")
        run = measured(
            [self.setting.torreya, "run", SCENARIO, "--quiet", "--trials", str(TRIALS),
             "--output", output, *more])
        found = Answer.of_csv(os.path.join(output, "summary.csv"), TRIALS)
        arrivals = {
            (indicator.split(".")[1], period): figures
            for (indicator, period), figures in found.rows.items()
            if indicator.endswith(".arrivals") and not indicator.startswith("visitors.total")
        }
        self.answers[label] = Answer(TRIALS, arrivals)
        return run

    def peer(self, label, more):
        run = measured(
            [self.setting.python, SCRIPT, "--trials", str(TRIALS), "--repetitions", "1",
             "--threads", str(os.cpu_count()), *more])
        said = json.loads(run.output)
        self.answers[label] = Answer.of_peer(said, TRIALS)
        return Run(min(said["seconds"]), min(said["processor"]), run.memory)

    def cases(self):
        found = {
            TORREYA: lambda: self.torreya(TORREYA),
            ONE_WORKER: lambda: self.torreya(ONE_WORKER, "--threads", "1"),
        }
        if not self.setting.has("numpy"):
            print("numpy is not installed: no figures beside torreya's.", file=sys.stderr)
            return found
        for label, more in PEER_CASES:
            found[label] = lambda l=label, m=more: self.peer(l, m)
        return found


def visitors(setting):
    """Prints the table; false when a program computes something else."""
    programs = Visitors(setting)
    progress("visitors-366x6: looking for the peer")
    runs = in_turn(programs.cases(), min(setting.rounds, 3), "visitors-366x6")
    rows = [
        [name, f"{medians.wall:.2f}", f"{medians.processor:.2f}",
         f"{medians.processor / COUNTS * 1e9:.1f}", *medians.cells]
        for name, medians in beside(runs, TORREYA, "visitors-366x6", setting)
    ]
    print(f"visitors-366x6, {TRIALS:,} trials: {COUNTS:,} counts. torreya: the whole process.")
    print("NumPy: the time inside of a process, without start and imports.\n")
    table(["program", "wall s", "processor s", "ns/count", "ratio", "ratio cpu", "peak MB"], rows)
    return agree(programs.answers)


def agree(answers):
    """Says whether all programs compute the same, and where not."""
    own = answers[TORREYA]
    found = [
        f"{name}: {text}" for name, answer in answers.items() if name != TORREYA
        for text in disagreements(own, answer)
    ]
    if found:
        print("A program computes something else than torreya:", *found[:20], sep="\n  ")
        return False
    print("All give the same totals of the months and the year within the Monte Carlo error.\n")
    return True
