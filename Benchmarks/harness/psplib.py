"""Resource-constrained projects of PSPLIB: how good the schedules are, beside published heuristics.

The instances (j30, j60, j120) are not part of this project: they are looked for in
`../shared/data/psplib` (`instances.tar.gz` and the best known makespans). Every schedule is checked
here, from the instance's file, by code that shares nothing with the solver.
"""

import csv
import os
import sys
import tarfile

from .measure import ROOT, measured, progress, table

DATA = os.path.join(os.path.dirname(ROOT), "shared", "data", "psplib")
SETS = ("j30", "j60", "j120")
LIMITS = (1000, 5000)
SEED = 1

# Mean deviations in percent at 1,000 and 5,000 schedules: of j30 from the optimum, of j60 and j120
# from the critical path. Kolisch and Hartmann (2006), European Journal of Operational Research 174,
# tables 1 to 3, and for the last one Debels and Vanhoucke (2007), Operations Research 55.
PUBLISHED = [
    ("genetic, activity lists: Hartmann 1998",
     {"j30": (0.54, 0.25), "j60": (12.68, 11.89), "j120": (39.37, 36.74)}),
    ("genetic, self-adapting: Hartmann 2002",
     {"j30": (0.38, 0.22), "j60": (12.21, 11.70), "j120": (37.19, 35.39)}),
    ("genetic, justification: Valls and others 2005",
     {"j30": (0.34, 0.20), "j60": (12.21, 11.27), "j120": (35.39, 33.24)}),
    ("genetic, hybrid: Valls and others 2008",
     {"j30": (0.27, 0.06), "j60": (11.56, 11.10), "j120": (34.07, 32.54)}),
    ("genetic, decomposed: Debels, Vanhoucke 2007",
     {"j30": (0.12, 0.04), "j60": (11.31, 10.95), "j120": (33.55, 32.18)}),
]


class Project:
    """An instance, read line by line by its sections; activities are numbered from 1."""

    def __init__(self, path):
        with open(path, encoding="utf-8") as file:
            lines = file.read().splitlines()
        section = ""
        self.successors, self.durations, self.demands, self.capacities = {}, {}, {}, []
        for line in lines:
            if line[:1].isupper():
                section = line.split(":")[0].split()[0]
            words = line.split()
            if not words or not all(word.isdigit() for word in words):
                continue
            numbers = [int(word) for word in words]
            if section == "PRECEDENCE":
                self.successors[numbers[0]] = numbers[3:]
            if section.startswith("REQUESTS"):
                self.durations[numbers[0]] = numbers[2]
                self.demands[numbers[0]] = numbers[3:]
            if section == "RESOURCEAVAILABILITIES":
                self.capacities = numbers

    def mistakes(self, starts, makespan):
        """What is wrong with a schedule."""
        if len(starts) != len(self.durations) or min(starts) < 0:
            return ["not every activity has a start"]
        begins = dict(enumerate(starts, start=1))
        ends = {job: begin + self.durations[job] for job, begin in begins.items()}
        found = [
            f"{after} starts before {before} has finished"
            for before, all_after in self.successors.items() for after in all_after
            if begins[after] < ends[before]]
        if max(ends.values()) != makespan:
            found.append(f"all is done at {max(ends.values())} and not at {makespan}")
        for resource, capacity in enumerate(self.capacities):
            use = [0] * (makespan + 1)
            for job, begin in begins.items():
                for unit in range(begin, ends[job]):
                    use[unit] += self.demands[job][resource]
            if max(use) > capacity:
                found.append(f"{max(use)} of resource {resource + 1} are used, and there are {capacity}")
        return found

    def critical_path(self):
        """The length of the longest chain; activities are numbered along their links."""
        earliest = dict.fromkeys(self.durations, 0)
        for job in sorted(self.durations):
            for after in self.successors[job]:
                earliest[after] = max(earliest[after], earliest[job] + self.durations[job])
        return max(earliest[job] + self.durations[job] for job in self.durations)


class Figures:
    """Sums over the instances of a set."""

    def __init__(self, best_known, unpacked, name):
        self.best_known, self.folder = best_known, os.path.join(unpacked, name)
        self.count = self.reached = 0
        self.from_bound = self.from_known = 0.0
        self.wrong = []

    def add(self, line, limit):
        name, *numbers = line.split()
        allowed, made, bound, makespan, *starts = (int(number) for number in numbers)
        project = Project(os.path.join(self.folder, name + ".sm"))
        mistakes = project.mistakes(starts, makespan)
        if bound != project.critical_path() or not made <= allowed == limit:
            mistakes.append("another critical path, or too many schedules")
        known = self.best_known[name]
        if makespan < known[0]:
            mistakes.append(f"{makespan} is below the known bound {known[0]}")
        self.wrong += [f"{name}: {mistake}" for mistake in mistakes]
        self.count += 1
        self.from_bound += (makespan - bound) / bound
        self.from_known += (makespan - known[1]) / known[1]
        self.reached += makespan <= known[1]

    def percent(self, total):
        return 100 * total / self.count


def best_known(name):
    """For each instance the best lower bound (0 where none is told) and the best makespan."""
    with open(os.path.join(DATA, name + "-optimum.csv"), encoding="utf-8") as file:
        found = {}
        for row in csv.DictReader(file):
            ends = row["optimum"].split("..")
            found[row["problem"].removesuffix(".sm")] = (int(ends[0] or 0), int(ends[-1]))
        return found


def psplib(setting):
    """Prints the table; false when a schedule is not feasible."""
    archive = os.path.join(DATA, "instances.tar.gz")
    if not os.path.exists(archive):
        print(f"psplib: the instances are not in {os.path.relpath(DATA, ROOT)}: skipped.\n")
        return True
    if not os.path.exists(setting.psplib):
        print("psplib is not built: no schedules of PSPLIB.", file=sys.stderr)
        return True
    with tarfile.open(archive) as file:
        file.extractall(setting.folder, filter="data")
    rows, wrong = [], []
    deviations = {}
    for name in SETS:
        for limit in LIMITS[:1] if setting.quick else LIMITS:
            rows.append(solve(setting, name, limit, wrong, deviations))
    print("psplib: all instances, on all cores; every schedule checked by another program.\n")
    table(["set", "schedules", "% from best known", "% from critical path", "best known reached",
           "wall s", "processor s"], rows)
    table(["mean deviation, %, at most", *(f"{name} {limit:,}" for name in SETS for limit in LIMITS)],
          [[label, *(f"{figures[name][at]:.2f}" for name in SETS for at in range(len(LIMITS)))]
           for label, figures in PUBLISHED]
          + [["torreya", *(deviations.get((name, limit), "") for name in SETS for limit in LIMITS)]])
    if wrong:
        print("Schedules that cannot be:", *wrong[:20], sep="\n  ")
    return not wrong


def solve(setting, name, limit, wrong, deviations):
    """Schedules a set and checks it; a row of the table."""
    progress(f"psplib: {name}, {limit:,} schedules an instance")
    run = measured([setting.psplib, os.path.join(setting.folder, name), str(limit), str(SEED)])
    progress(f"psplib: {name}, checking")
    known = best_known(name)
    figures = Figures(known, setting.folder, name)
    for line in run.output.splitlines():
        figures.add(line, limit)
    if figures.count != len(known):
        wrong.append(f"{name}: {figures.count} of {len(known)} instances were scheduled")
    wrong += figures.wrong
    from_known, from_bound = figures.percent(figures.from_known), figures.percent(figures.from_bound)
    deviations[name, limit] = f"{from_known if name == 'j30' else from_bound:.2f}"
    case = f"{name}, {limit} schedules"
    for figure, value, unit in (
        ("deviation from best known", from_known, "%"),
        ("deviation from critical path", from_bound, "%"),
        ("best known reached", figures.reached, "1"), ("wall", run.wall, "s"),
        ("processor", run.processor, "s")):
        setting.record("psplib", case, figure, value, unit)
    return [name, f"{limit:,}", f"{from_known:.2f}", f"{from_bound:.2f}",
            f"{figures.reached} of {figures.count}", f"{run.wall:.1f}", f"{run.processor:.1f}"]
