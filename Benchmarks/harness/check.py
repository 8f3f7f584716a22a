"""The figures that may fail: instructions per trial, the same on a quiet machine and a busy one."""

import csv
import os
import re
import shutil
import subprocess
import sys

from .measure import ROOT, environment, progress, table

THRESHOLDS = os.path.join(ROOT, "Benchmarks", "thresholds.csv")
TOLERANCE = 0.05
# valgrind knows no AVX-512. One worker, because the order of two would show.
LEVEL = "avx2"


def without_debug_information(setting):
    """A copy of the command that valgrind reads: it stumbles over newer debug information."""
    copy = os.path.join(setting.folder, "torreya")
    for strip in ("strip", "llvm-strip"):
        if shutil.which(strip):
            subprocess.run([strip, "--strip-debug", "-o", copy, setting.torreya], check=True)
            return copy
    return setting.torreya


def instructions(setting, command, scenario, trials):
    """The instructions of a whole run, as callgrind counts them."""
    output = os.path.join(setting.folder, "check")
    process = subprocess.run(
        ["valgrind", "--tool=callgrind", "--callgrind-out-file=/dev/null", command, "run",
         scenario, "--quiet", "--threads", "1", "--trials", str(trials), "--output", output],
        cwd=ROOT, env=environment(TORREYA_KERNELS=LEVEL, SWIFT_DETERMINISTIC_HASHING="1"),
        stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
    found = re.search(r"Collected : (\d+)", process.stderr)
    if process.returncode != 0 or not found:
        last = process.stderr.strip().splitlines()[-1:]
        sys.exit(f"\nerror: valgrind on {scenario} ended with status {process.returncode} {last}")
    return int(found.group(1))


def check(setting, update=False):
    """Compares instructions per trial with the thresholds; false when one is off by over 5 %."""
    if shutil.which("valgrind") is None:
        print("valgrind is not installed: instructions per trial are not checked.")
        return True
    with open(THRESHOLDS, encoding="utf-8", newline="") as file:
        thresholds = list(csv.DictReader(file))
    command = without_debug_information(setting)
    rows, right = [], True
    for threshold in thresholds:
        scenario = threshold["scenario"]
        few, many = int(threshold["few trials"]), int(threshold["many trials"])
        progress(f"check: instructions of {scenario}")
        # The start of the process is in both and goes out.
        counts = [instructions(setting, command, scenario, trials) for trials in (few, many)]
        found = (counts[1] - counts[0]) / (many - few)
        expected = float(threshold["instructions per trial"])
        change = found / expected - 1
        verdict = "as expected" if abs(change) <= TOLERANCE else "FEWER" if change < 0 else "MORE"
        right = right and verdict == "as expected"
        rows.append([scenario, f"{found:,.0f}", f"{expected:,.0f}", f"{change:+.1%}", verdict])
        setting.record("check", scenario, "instructions per trial", found, "1")
        setting.record("check", scenario, "instructions of the start", counts[0] - few * found, "1")
        threshold["instructions per trial"] = f"{found:.0f}"
    progress("")
    print(f"Instructions per trial (callgrind, kernels {LEVEL}, one worker), ± {TOLERANCE:.0%}.\n")
    table(["scenario", "found", "expected", "change", ""], rows)
    if update:
        write(thresholds)
    elif not right:
        print("When the change is meant: Benchmarks/check --update, and say so in the commit.\n")
    return right or update


def write(thresholds):
    with open(THRESHOLDS, "w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, thresholds[0].keys(), lineterminator="\n")
        writer.writeheader()
        writer.writerows(thresholds)
