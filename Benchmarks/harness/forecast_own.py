"""Forecasts of the torreya command, run as a planner runs it."""

import csv
import math
import os
import re
import sys

from .forecast_data import naive_forecasts
from .forecast_scores import LEVELS, StepForecast
from .measure import measured

COLUMNS = ["mean", "p025", "p10", "p25", "p50", "p75", "p90", "p975"]
# They are for demand that is often zero, which no series here is.
FOR_COUNTS = ("croston", "sba", "tsb", "counts")
AS_FITTED = "ets as fitted"
# A run that takes longer is not repeated.
LONG = 10


class Forecasts:
    """The forecasts of a model, what they took, and how many series another one had to take."""

    def __init__(self, steps, wall, processor, refused=0, cached=False):
        self.steps, self.wall, self.processor = steps, wall, processor
        self.refused, self.cached = refused, cached


def methods(setting):
    """The names of all methods, as the command's help lists them; `automatic` first."""
    told = measured([setting.torreya, "forecast", "--help"]).output
    listed = re.search(r"Methods:\s*([^.]+)\.", told)
    if not listed:
        sys.exit("error: `torreya forecast --help` lists no methods: name them with --models.")
    names = [name for name in re.split(r"[,\s]+", listed.group(1)) if name]
    others = [name for name in names if name != "automatic" and name not in FOR_COUNTS]
    return ["automatic", *others]


def variants(models):
    """What runs: the models, and behind `ets` the same as it was fitted, which is what AutoETS
    does: no forecasts are made again to correct its intervals."""
    for model in models:
        yield model, model, []
        if model == "ets":
            yield AS_FITTED, model, ["--backtest", "0", "--uncalibrated"]


def own_forecasts(setting, hold_out, label, model, more):
    """Runs a model on all series, from the start of the process to the closed files."""
    output = os.path.join(
        setting.folder, f"own-{label.replace(' ', '-')}-{hold_out.frequency}")
    command = [
        setting.torreya, "forecast", hold_out.path, "--horizon", str(hold_out.horizon),
        "--frequency", str(hold_out.frequency), "--model", model, *more, "--quiet",
        "--output", output]
    runs = []
    while len(runs) < 3 and sum(run.wall for run in runs) < LONG:
        runs.append(measured(command))
    steps = own_steps(os.path.join(output, "forecasts.csv"), hold_out.horizon)
    # A series with a step that is missing or no number was not forecast.
    refused = [name for name in hold_out.series if not whole(steps.get(name), hold_out.horizon)]
    for name in refused:
        steps[name] = naive_forecasts(hold_out.training[name], hold_out.horizon)
    replaced = replacements(os.path.join(output, "models.csv"))
    fastest = min(runs, key=lambda run: run.wall)
    return Forecasts(
        steps, fastest.wall, fastest.processor, len(replaced | set(refused)))


def replacements(path):
    """The series whose model could not be fitted, so that the command took a simpler one."""
    with open(path, encoding="utf-8", newline="") as file:
        return {row["series"] for row in csv.DictReader(file) if row["refusal"]}


def own_steps(path, horizon):
    """The steps of every series in a file of forecasts; nan where there is none."""
    steps = {}
    with open(path, encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            numbers = [float(row[name] or "nan") for name in COLUMNS]
            of_series = steps.setdefault(
                row["series"], [StepForecast(math.nan, (math.nan,) * len(LEVELS))] * horizon)
            of_series[int(row["step"]) - 1] = StepForecast(numbers[0], tuple(numbers[1:]))
    return steps


def whole(steps, horizon):
    """Whether every step has a finite number and finite quantiles."""
    return steps is not None and len(steps) == horizon and all(
        math.isfinite(number) for step in steps for number in (step.point, *step.quantiles))
