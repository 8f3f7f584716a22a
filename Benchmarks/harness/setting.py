"""What is measured with: programs, rounds, and where figures go."""

import argparse
import csv
import datetime
import os
import platform
import re
import shutil
import subprocess
import sys
import tempfile

from .measure import ROOT, environment

SECTIONS = (
    "fiscal", "command", "what-if", "scaling", "district", "visitors", "works", "psplib",
    "sensitivity", "layers", "check")
BENCHMARKS = os.path.join(ROOT, "Benchmarks")


def arguments():
    parser = argparse.ArgumentParser(description="Times Torreya beside its peers.")
    parser.add_argument("--quick", action="store_true", help="below two minutes")
    parser.add_argument("--only", action="append", choices=SECTIONS, help="one section; may repeat")
    parser.add_argument("--rounds", type=int, help="of every comparison")
    parser.add_argument("--torreya", help="the torreya command to measure, instead of this build")
    parser.add_argument("--programs", help="the folder of limit, layers and psplib")
    parser.add_argument("--keep", action="store_true", help="write the figures to results/")
    chosen = parser.parse_args()
    chosen.only = chosen.only or list(SECTIONS)
    return chosen


class Setting:
    """The programs of this run, and the figures so far."""

    def __init__(self, chosen):
        self.quick, self.keep = chosen.quick, chosen.keep
        self.rounds = chosen.rounds or (3 if chosen.quick else 7)
        self.torreya = chosen.torreya or os.path.join(ROOT, ".build", "release", "torreya")
        programs = chosen.programs or os.path.join(BENCHMARKS, ".build", "release")
        self.limit, self.layers, self.psplib, self.planjson = (
            os.path.join(programs, name) for name in ("limit", "layers", "psplib", "planjson"))
        self.folder = tempfile.mkdtemp(prefix="torreya-bench-")
        self.figures = []
        if not os.path.exists(self.torreya):
            sys.exit("error: nothing to measure yet: run `make bench`.")
        self.python = self._python()

    def __del__(self):
        shutil.rmtree(getattr(self, "folder", ""), ignore_errors=True)

    def _python(self):
        """The Python with the peers' packages; this one when they were not installed."""
        own = os.path.join(BENCHMARKS, ".venv", "bin", "python")
        return own if os.path.exists(own) else sys.executable

    def has(self, package):
        """Whether the peers' Python knows a package."""
        command = [self.python, "-c", f"import {package}"]
        return subprocess.run(command, stderr=subprocess.DEVNULL, check=False).returncode == 0

    def describe(self):
        version = subprocess.run(
            [self.torreya, "--version"], capture_output=True, text=True, env=environment()
        ).stdout.strip()
        print(f"torreya {version}, {processor_name()}, {os.cpu_count()} cores, {platform.system()}")
        if any(key.startswith("OPENBLAS_") for key in os.environ):
            print("Environment overrides of OPENBLAS_* are removed for all programs alike.")
        load = os.getloadavg()[0]
        if load > 0.5:
            print(f"The machine is busy (load {load:.1f}): believe processor time, not the clock.")
        print()

    def record(self, section, case, figure, value, unit):
        self.figures.append((section, case, figure, f"{value:.6g}", unit))

    def write_csv(self):
        """Writes all figures: to results/ when they are to be kept, else to the build folder."""
        day = datetime.date.today().isoformat()
        name = f"{day}-{re.sub('[^A-Za-z0-9]+', '-', processor_name()).strip('-').lower()}.csv"
        folder = os.path.join(BENCHMARKS, "results" if self.keep else ".build")
        os.makedirs(folder, exist_ok=True)
        path = os.path.join(folder, name)
        with open(path, "w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file)
            writer.writerow(["section", "case", "figure", "value", "unit"])
            writer.writerows(self.figures)
        print(f"All figures: {os.path.relpath(path, ROOT)}")


def processor_name():
    """What the system calls the processor."""
    try:
        with open("/proc/cpuinfo", encoding="utf-8") as file:
            for line in file:
                if line.startswith("model name"):
                    return line.split(":", 1)[1].strip()
    except OSError:
        pass
    return platform.processor() or platform.machine()
