"""Sobol indices of what decides a target of Jidong; beside SALib driving the same plan in NumPy."""

import csv
import json
import math
import os
import sys

from .agreement import STANDARD_ERRORS
from .fiscal import PEERS
from .measure import ROOT, measured, progress, table

TARGET, INDICATOR, PERIOD = "T1", "fiscal.total.recurring", "2024"
EVALUATIONS = 1_000_000
SCENARIO = os.path.join("scenarios", "jidong-2024.json")
SCRIPT = os.path.join(PEERS, "sensitivity_peer.py")
# SALib holds the whole sample: rows × dimensions.
PEER_BASE = 64


def own_indices(folder):
    with open(os.path.join(folder, "sensitivity.csv"), encoding="utf-8") as file:
        found = {}
        for row in csv.DictReader(file):
            if row["measure"] == "value":
                estimate = float(row["estimate"]), float(row["standardError"])
                found.setdefault(row["input"], {})[row["kind"]] = estimate
        return found


def differences(own, peer):
    """Inputs whose indices differ by more than both errors allow; SALib's are 95 % half-widths."""
    found = []
    for name, (first, first_width, total, total_width) in peer.items():
        for kind, value, width in (
                ("sobolFirst", first, first_width), ("sobolTotal", total, total_width)):
            if name not in own:
                # Left out because nothing depends on it.
                if abs(total) > 1e-9:
                    found.append(f"{name} is not among torreya's inputs")
                continue
            estimate, error = own[name][kind]
            room = STANDARD_ERRORS * math.hypot(error, width / 1.96) + 0.005
            if abs(estimate - value) > room:
                found.append(f"{name} {kind}: {estimate:.4f} and {value:.4f}, room {room:.4f}")
    return found


def sensitivity(setting):
    """Prints the table; false when the indices differ."""
    if not setting.has("SALib"):
        print("SALib is not installed: nothing to compare with.", file=sys.stderr)
        return True
    folder = os.path.join(setting.folder, "sensitivity")
    os.makedirs(folder, exist_ok=True)
    output = os.path.join(folder, "results")
    planned = os.path.join(folder, "plan.json")
    progress("sensitivity: writing the plan")
    run = measured(["sh", "-c", f"cd '{ROOT}' && '{setting.planjson}' "
                    f"{SCENARIO} {INDICATOR} > '{planned}'"])
    progress("sensitivity: SALib")
    run = measured([setting.python, SCRIPT, planned, INDICATOR, PERIOD, "--base", str(PEER_BASE)])
    said = json.loads(run.output)
    trials = math.ceil(EVALUATIONS / (said["groups"] + 2) / 16) * 16
    progress("sensitivity: torreya")
    own = measured(
        [setting.torreya, "sensitivity", os.path.join(ROOT, SCENARIO), "--target", TARGET,
         "--methods", "sobol", "--trials", str(trials), "--quiet", "--output", output])
    indices = own_indices(output)
    evaluations = trials * (len(indices) + 2)
    seconds = sum(said["seconds"].values())
    rates = evaluations / own.wall, said["evaluations"] / seconds
    print(f"Sobol indices of {len(indices)} inputs ({said['dimensions']} numbers a trial) of "
          f"{TARGET}, works and their weather included.")
    print("torreya: the whole process. SALib: sampling, evaluating and analysing, inside of it.\n")
    rows = [
        ["torreya", f"{evaluations:,}", f"{own.wall:.2f}", f"{rates[0]:,.0f}", "1.0"],
        ["SALib and NumPy", f"{said['evaluations']:,}", f"{seconds:.2f}", f"{rates[1]:,.0f}",
         f"{rates[0] / rates[1]:.1f}"]]
    table(["program", "evaluations", "wall s", "evaluations/s", "ratio"], rows)
    print("  of which " + ", ".join(f"{k} {v:.2f} s" for k, v in said["seconds"].items()))
    setting.record("sensitivity", "torreya", "rate", rates[0], "1/s")
    setting.record("sensitivity", "SALib", "rate", rates[1], "1/s")
    found = differences(indices, said["indices"])
    for text in found:
        print("  " + text)
    print("The indices agree.\n" if not found else "The indices differ.\n")
    return not found
