"""Forecasts of statsforecast's models, each in a process of its own."""

import csv
import hashlib
import json
import math
import os
import shutil
import subprocess
import sys

from .fiscal import PEERS as FOLDER
from .forecast_data import naive_forecasts
from .forecast_own import Forecasts, whole
from .forecast_scores import StepForecast
from .measure import measured

FOUR = ("AutoETS", "AutoARIMA", "AutoTheta", "AutoCES")
PEERS = ("SeasonalNaive", *FOUR)
# They take longer than all others together: AutoCES some five processor seconds for six values.
SLOW = ("AutoARIMA", "AutoCES")
BOUNDS = ("lo-95", "lo-80", "lo-50", None, "hi-50", "hi-80", "hi-95")


def version(setting):
    """The version of statsforecast; empty where it is not installed."""
    asked = subprocess.run(
        [setting.python, "-c", "import statsforecast; print(statsforecast.__version__)"],
        capture_output=True, text=True, check=False)
    return asked.stdout.strip()


def peer_forecasts(setting, hold_out, model, of_version, cores, cache=None):
    """Runs a model on all series, or takes what a run before has put into the cache."""
    name = f"{model}-{hold_out.frequency}"
    output = os.path.join(setting.folder, f"{name}.csv")
    key = fingerprint(hold_out, of_version)
    said = cached(cache, name, key, output)
    if said is None:
        run = measured(
            [setting.python, os.path.join(FOLDER, "forecast_peer.py"), "--model", model,
             "--training", hold_out.path, "--frequency", str(hold_out.frequency),
             "--horizon", str(hold_out.horizon), "--cores", str(cores), "--output", output],
            PYTHONWARNINGS="ignore")
        said = {**json.loads(run.output), "key": key, "cores": cores}
        if cache:
            keep(cache, name, said, output)
    fastest = min(range(len(said["seconds"])), key=said["seconds"].__getitem__)
    steps = peer_steps(output, model)
    broken = [name for name in hold_out.series if not whole(steps.get(name), hold_out.horizon)]
    for name in broken:
        steps[name] = naive_forecasts(hold_out.training[name], hold_out.horizon)
    return Forecasts(
        steps, said["seconds"][fastest], said["processor"][fastest],
        said["refused"] + len(broken), cached="cached" in said)


def peer_steps(path, model):
    """The steps of every series. Peers give no median: their forecast stands for it, which is the
    centre of their intervals. A bound that is not a number is drawn in to that forecast."""
    steps = {}
    with open(path, encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            point = float(row[model] or "nan")
            quantiles = []
            for bound in BOUNDS:
                value = float(row[f"{model}-{bound}"] or "nan") if bound else point
                quantiles.append(value if math.isfinite(value) else point)
            steps.setdefault(row["unique_id"], []).append(StepForecast(point, tuple(quantiles)))
    return steps


def fingerprint(hold_out, of_version):
    """What the forecasts of a peer depend on: its version and the training values."""
    with open(hold_out.path, "rb") as file:
        return f"{of_version} {hashlib.sha256(file.read()).hexdigest()}"


def cached(cache, name, key, output):
    """What a run before said, its forecasts copied to `output`; none where there is no such run."""
    if not cache or not os.path.exists(os.path.join(cache, f"{name}.json")):
        return None
    with open(os.path.join(cache, f"{name}.json"), encoding="utf-8") as file:
        said = json.load(file)
    if said["key"] != key:
        print(f"{name} in the cache is of other data or another version: it runs again.",
              file=sys.stderr)
        return None
    shutil.copyfile(os.path.join(cache, f"{name}.csv"), output)
    return {**said, "cached": True}


def keep(cache, name, said, output):
    os.makedirs(cache, exist_ok=True)
    shutil.copyfile(output, os.path.join(cache, f"{name}.csv"))
    with open(os.path.join(cache, f"{name}.json"), "w", encoding="utf-8") as file:
        json.dump(said, file, indent=1)
