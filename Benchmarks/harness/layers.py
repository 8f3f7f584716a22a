"""Kernels, distributions, plans and reading, each alone: what the program `layers` prints."""

import csv
import os
import subprocess
import sys
from itertools import groupby

from .measure import ROOT, environment, progress, table


def layers(setting):
    """Prints a table a layer."""
    if not os.path.exists(setting.layers):
        print("layers is not built: no figures of the single layers.", file=sys.stderr)
        return True
    progress("layers: kernels, distributions, plans, reading")
    command = [setting.layers] + (["--quick"] if setting.quick else [])
    process = subprocess.run(
        command, cwd=ROOT, env=environment(), stdout=subprocess.PIPE, text=True, check=True)
    progress("")
    rows = list(csv.DictReader(process.stdout.splitlines()))
    for layer, group in groupby(rows, key=lambda row: row["layer"]):
        lines = []
        for row in group:
            lines.append([row["case"], row["best"], row["median"], row["unit"]])
            for figure in ("best", "median"):
                setting.record(layer, row["case"], figure, float(row[figure]), row["unit"])
        table([layer, "best", "median", "unit"], lines)
    return True
