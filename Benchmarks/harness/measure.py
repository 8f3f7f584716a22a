"""One run of a program: what it took."""

import os
import statistics
import subprocess
import sys
import time
from dataclasses import dataclass

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))


@dataclass
class Run:
    """Seconds by the clock, seconds of processors, megabytes at the peak, and what was printed."""

    wall: float
    processor: float
    memory: float
    output: str = ""


def environment(**more):
    """The environment of every program alike: as it is, without choices made for OpenBLAS."""
    kept = {key: value for key, value in os.environ.items() if not key.startswith("OPENBLAS_")}
    return {**kept, **more}


def measured(command, lines=None, **more):
    """Runs a command from the root of the project and measures it, its start included.

    The lines are what it reads from standard input; few enough that it need not read them at once.
    """
    start = time.perf_counter()
    process = subprocess.Popen(
        command, cwd=ROOT, env=environment(**more), stdin=subprocess.PIPE if lines else None,
        stdout=subprocess.PIPE, text=True
    )
    if lines:
        process.stdin.write("".join(line + "\n" for line in lines))
        process.stdin.close()
    output = process.stdout.read()
    _, status, usage = os.wait4(process.pid, 0)
    wall = time.perf_counter() - start
    process.returncode = os.waitstatus_to_exitcode(status)
    if status != 0:
        sys.exit(f"\nerror: {' '.join(command)} ended with status {process.returncode}")
    return Run(wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024, output)


def best(command, repetitions=3, lines=None):
    """The fastest of a few runs in a row, as the peers repeat their work inside of a process.

    The first run behind a program that took much memory waits for memory which a virtual machine
    has given back to its host: that is not the command's doing, and hits whoever comes first.
    """
    return min((measured(command, lines) for _ in range(repetitions)), key=lambda run: run.wall)


def median(runs, figure):
    return statistics.median(getattr(run, figure) for run in runs)


@dataclass
class Medians:
    """Of all runs of a program, and how it stands to the one that it is compared with."""

    wall: float
    processor: float
    memory: float
    wall_ratio: float
    processor_ratio: float

    @property
    def cells(self):
        """The last cells of its row."""
        return [f"{self.wall_ratio:.2f}", f"{self.processor_ratio:.2f}", f"{self.memory:,.0f}"]


def beside(runs, own, section, setting):
    """For each program its medians beside those of `own`, which are kept among the figures."""
    wall, processor = median(runs[own], "wall"), median(runs[own], "processor")
    for name, found in runs.items():
        medians = Medians(
            *(median(found, figure) for figure in ("wall", "processor", "memory")),
            median(found, "wall") / wall, median(found, "processor") / processor)
        for figure, value, unit in (
            ("wall", medians.wall, "s"), ("processor", medians.processor, "s"),
            ("memory", medians.memory, "MB"),
            ("wall ratio to torreya", medians.wall_ratio, "1"),
            ("processor ratio to torreya", medians.processor_ratio, "1")):
            setting.record(section, name, figure, value, unit)
        yield name, medians


def rows_per_trial(runs, own, section, trials, setting):
    """A row for each program: its medians, the time for a trial, and how it stands to `own`."""
    for name, medians in beside(runs, own, section, setting):
        ns = medians.wall / trials * 1e9
        setting.record(section, name, "time per trial", ns, "ns")
        yield [name, f"{medians.wall:.3f}", f"{medians.processor:.3f}", f"{ns:,.0f}",
               *medians.cells]


def gain_of_workers(runs, own, one_worker, section, setting):
    """Says how much faster all workers are than one."""
    gain = median(runs[one_worker], "wall") / median(runs[own], "wall")
    setting.record(section, "all workers against one", "gain", gain, "1")
    print(f"All {os.cpu_count()} workers are {gain:.2f} times as fast as one.")


def in_turn(cases, rounds, label):
    """Runs every case once a round. `cases` gives for each name a function that makes a `Run`."""
    runs = {name: [] for name in cases}
    for number in range(rounds):
        for name, case in cases.items():
            progress(f"{label}, round {number + 1} of {rounds}: {name}")
            runs[name].append(case())
    progress("")
    return runs


def progress(text):
    """Writes over the progress line; an empty text clears it."""
    if sys.stderr.isatty():
        print(f"\r{text[:96]:96}", end="" if text else "\r", file=sys.stderr, flush=True)
    elif text:
        print(text, file=sys.stderr, flush=True)


def table(header, rows):
    """Prints rows of texts, the first column to the left and the others to the right."""
    lines = [header, *rows]
    widths = [max(len(line[i]) for line in lines) for i in range(len(header))]
    for line in lines:
        cells = [line[0].ljust(widths[0])]
        cells += [cell.rjust(width) for cell, width in zip(line[1:], widths[1:])]
        print("  ".join(cells).rstrip())
    print()
