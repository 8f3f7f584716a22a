"""fiscal-12x36: the whole command beside the best in-process time of each peer."""

import json
import os
import subprocess
import sys

from .agreement import Answer, differences, disagreements
from .measure import (
    ROOT, Run, best, environment, gain_of_workers, in_turn, measured, median, progress,
    rows_per_trial, table)

SCENARIO = os.path.join("Benchmarks", "scenarios", "fiscal-12x36.json")
PEERS = os.path.join("Benchmarks", "peers")

# Label, script, what it needs, and its arguments.
PEER_CASES = [
    ("NumPy, straightforward", "numpy_straightforward.py", "numpy", []),
    ("NumPy, blocked by hand, 1 thread", "numpy_blocked.py", "numpy", ["--threads", "1"]),
    ("NumPy, blocked by hand, all cores", "numpy_blocked.py", "numpy", []),
    ("Numba, prange", "numba_peer.py", "numba", ["--variant", "prange"]),
    ("Numba, blocked by hand, NumPy's generators", "numba_peer.py", "numba",
     ["--variant", "generators"]),
    ("JAX", "jax_peer.py", "jax", []),
]

TORREYA = "torreya, from JSON to CSV"
ONE_WORKER = "torreya, one worker"
LIMIT = "limit: the same on the kernels, no plan"
LIMIT_PROCESS = "limit, its process from start to end"


class Fiscal:
    """The programs, and the last answer of each."""

    def __init__(self, setting):
        self.setting = setting
        self.trials = 200_000
        self.answers = {}

    def torreya(self, label, *more):
        output = os.path.join(self.setting.folder, "fiscal")
        run = best(
            [self.setting.torreya, "run", SCENARIO, "--quiet", "--trials", str(self.trials),
             "--output", output, *more])
        self.answers[label] = Answer.of_csv(os.path.join(output, "summary.csv"), self.trials)
        return run

    def limit(self):
        """A process of the limit with three repetitions: the best of them, inside."""
        run = self.limit_process(repetitions=3)
        lines = [[float(number) for number in line.split()] for line in run.output.splitlines()]
        return Run(min(line[0] for line in lines), min(line[1] for line in lines), run.memory)

    def limit_process(self, repetitions=1):
        output = os.path.join(self.setting.folder, "limit.csv")
        run = (best if repetitions == 1 else measured)(
            [self.setting.limit, os.path.join(self.setting.folder, "numbers.txt"), output,
             str(self.trials), str(os.cpu_count()), str(repetitions)])
        self.answers[LIMIT] = Answer.of_csv(output, self.trials)
        return run

    def peer(self, label, script, more):
        run = measured(
            [self.setting.python, os.path.join(PEERS, script), "--trials", str(self.trials),
             "--repetitions", "3", *more])
        said = json.loads(run.output)
        self.answers[label] = Answer.of_peer(said, self.trials)
        return Run(min(said["seconds"]), min(said["processor"]), run.memory)

    def write_numbers(self):
        path = os.path.join(self.setting.folder, "numbers.txt")
        program = f"import workload; workload.write_numbers({path!r}, 1)"
        command = [self.setting.python, "-c", program]
        subprocess.run(command, cwd=os.path.join(ROOT, PEERS), env=environment(), check=True)

    def cases(self):
        found = {
            TORREYA: lambda: self.torreya(TORREYA),
            ONE_WORKER: lambda: self.torreya(ONE_WORKER, "--threads", "1"),
        }
        if self.setting.has("numpy") and os.path.exists(self.setting.limit):
            self.write_numbers()
            found[LIMIT] = self.limit
            found[LIMIT_PROCESS] = self.limit_process
        for label, script, package, more in PEER_CASES:
            if self.setting.has(package):
                found[label] = lambda l=label, s=script, m=more: self.peer(l, s, m)
            else:
                print(f"{package} is not installed: no figure for {label}.", file=sys.stderr)
        return found


def fiscal(setting):
    """Prints the table; false when a program computes something else."""
    programs = Fiscal(setting)
    progress("fiscal-12x36: looking for the peers")
    runs = in_turn(programs.cases(), setting.rounds, "fiscal-12x36")
    rows = list(rows_per_trial(runs, TORREYA, "fiscal-12x36", programs.trials, setting))
    print(f"fiscal-12x36, {programs.trials:,} trials; medians of {setting.rounds} rounds in turn.")
    print("torreya: the whole process. Peers: the time inside of a process, without start, imports")
    print("and compilation. Of all the best of three in a row.\n")
    table(["program", "wall s", "processor s", "ns/trial", "ratio", "ratio cpu", "peak MB"], rows)
    workers(runs, setting)
    return agree(programs.answers)


def workers(runs, setting):
    gain_of_workers(runs, TORREYA, ONE_WORKER, "fiscal-12x36", setting)
    kept = 39 * 200_000 * 8 / 1e6
    memory = median(runs[TORREYA], "memory") * 1.048576
    print(f"Peak memory {memory:.0f} MB, of which the kept columns take {kept:.0f} MB.\n")


def agree(answers):
    """Says whether all programs compute the same, and where not."""
    own = answers[TORREYA]
    found = []
    for name, answer in answers.items():
        if name == TORREYA:
            continue
        same_draws = name in (ONE_WORKER, LIMIT)
        compared = differences if same_draws else disagreements
        found += [f"{name}: {text}" for text in compared(own, answer)]
    if found:
        print("A program computes something else than torreya:", *found[:20], sep="\n  ")
        return False
    print("All peers give the same 39 totals within the Monte Carlo error; the limit, which has")
    print("the same draws, to nine digits.\n")
    return True
