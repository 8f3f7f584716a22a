"""Forecasts of the tourism competition's series beside statsforecast's, on the same hold-out."""

import argparse
import csv
import datetime
import math
import os
import re
import sys

from . import forecast_aims
from .forecast_check import check_scores
from .forecast_data import DATA, HORIZONS, NAMES, HoldOut, read
from .forecast_own import Forecasts, methods, own_forecasts, variants
from .forecast_peers import FOUR, PEERS, SLOW, peer_forecasts, version
from .forecast_scores import INTERVALS, Scores, median_forecasts, seasonal_scale, series_scores
from .measure import ROOT, progress, table
from .setting import BENCHMARKS, Setting, processor_name

MEDIAN = "median of the four"


def arguments():
    parser = argparse.ArgumentParser(
        description="Compares torreya's forecasts with statsforecast's on the tourism series.")
    parser.add_argument(
        "--frequency", action="append", type=int, choices=sorted(HORIZONS),
        help="values a year: 12, 4 or 1; may repeat; all of them if not given")
    parser.add_argument(
        "--models", help="torreya's models, with commas between them; all if not given")
    parser.add_argument(
        "--skip-slow-peers", action="store_true",
        help="without AutoARIMA and AutoCES, which take nearly all of the time")
    parser.add_argument("--skip-peers", action="store_true", help="torreya alone")
    parser.add_argument(
        "--peer-cache", metavar="DIR",
        help="peers' forecasts are taken from there, or put there when there are none")
    parser.add_argument("--torreya", help="the torreya command to measure, instead of this build")
    # What the other benchmarks choose, and this one does not.
    parser.set_defaults(quick=False, keep=False, rounds=None, programs=None)
    return parser.parse_args()


class Comparison:
    """The models of one frequency, with their forecasts and scores."""

    def __init__(self, hold_out):
        self.hold_out = hold_out
        self.scales = {
            name: seasonal_scale(training, hold_out.frequency)
            for name, training in hold_out.training.items()}
        self.forecasts, self.scores, self.failed = {}, {}, []

    def add(self, label, forecasts):
        """Scores the forecasts of a model; `forecasts.steps` has every series."""
        self.forecasts[label] = forecasts
        # Without a scale a series cannot be compared with others.
        self.scores[label] = Scores({
            name: series_scores(forecasts.steps[name], actuals, self.scales[name])
            for name, actuals in self.hold_out.actuals.items()
            if not math.isnan(self.scales[name])})

    def attempt(self, label, forecast):
        """Adds a model; one that ends with an error is told, and the others go on."""
        progress(f"{NAMES[self.hold_out.frequency]}: {label}")
        try:
            self.add(label, forecast())
        except (SystemExit, OSError, KeyError, ValueError) as error:
            print(f"{label} has no figures: {str(error).strip()}", file=sys.stderr)
            self.failed.append(label)

    def add_median(self):
        """The median of the four, which takes as long as all of them."""
        if not all(model in self.forecasts for model in FOUR):
            return
        four = [self.forecasts[model] for model in FOUR]
        self.add(MEDIAN, Forecasts(
            {name: median_forecasts([one.steps[name] for one in four])
             for name in self.hold_out.series},
            sum(one.wall for one in four), sum(one.processor for one in four),
            cached=any(one.cached for one in four)))

    def ratio(self, label, seconds="wall"):
        """How many times as fast as AutoETS a model is, by the clock or in processor seconds; nan
        without AutoETS."""
        if "AutoETS" not in self.forecasts:
            return math.nan
        peer, own = self.forecasts["AutoETS"], self.forecasts[label]
        return getattr(peer, seconds) / max(getattr(own, seconds), 1e-6)

    def rows(self):
        """A row for each model, the best by MASE first."""
        for label in sorted(self.scores, key=lambda label: self.scores[label].mase):
            scores, forecasts = self.scores[label], self.forecasts[label]
            yield [
                label, f"{len(scores.series)}", f"{scores.mase:.4f}", f"{scores.mape:.2f}",
                f"{scores.crps:.4f}", *(f"{scores.coverage[nominal]:.1f}" for nominal in INTERVALS),
                f"{forecasts.wall:.2f}{'*' if forecasts.cached else ''}",
                f"{forecasts.processor:.2f}", times(self.ratio(label)),
                times(self.ratio(label, "processor")), f"{forecasts.refused or '–'}"]

    def figures(self):
        """All figures of the table: model, figure, value, unit."""
        for label, scores in self.scores.items():
            forecasts = self.forecasts[label]
            yield from (
                (label, "series", len(scores.series), "1"), (label, "MASE", scores.mase, "1"),
                (label, "MAPE", scores.mape, "%"), (label, "CRPS over scale", scores.crps, "1"),
                *((label, f"coverage of {nominal} %", scores.coverage[nominal], "%")
                  for nominal in INTERVALS),
                (label, "wall", forecasts.wall, "s"),
                (label, "processor", forecasts.processor, "s"),
                (label, "wall of AutoETS to this", self.ratio(label), "1"),
                (label, "processor of AutoETS to this", self.ratio(label, "processor"), "1"),
                (label, "refused", forecasts.refused, "1"))


def forecast(chosen):
    """Prints a table for each frequency and what became of the aims; false when a program of ours
    ended with an error."""
    if not os.path.exists(DATA):
        print(f"error: {os.path.relpath(DATA, ROOT)} is not there: the series of the tourism "
              "competition are not part of this project, and nothing else is compared here.",
              file=sys.stderr)
        return False
    check_scores()
    setting = Setting(chosen)
    setting.describe()
    own = list(variants(chosen.models.split(",") if chosen.models else methods(setting)))
    peers = [] if chosen.skip_peers else list(PEERS)
    of_peers = version(setting) if peers else ""
    if peers and not of_peers:
        print("statsforecast is not installed: run `make bench-peers`. torreya runs alone.")
        peers = []
    print("Scores are on the last values of each series, which no model was given."
          f"{peer_note(of_peers)}\n")
    comparisons = []
    for frequency, all_series in read().items():
        if chosen.frequency and frequency not in chosen.frequency:
            continue
        comparison = Comparison(HoldOut(frequency, all_series, setting.folder))
        compare(setting, chosen, comparison, own, peers, of_peers)
        comparisons.append(comparison)
    forecast_aims.tell(comparisons)
    whole = len(comparisons) == len(HORIZONS) and not chosen.models and all(
        MEDIAN in comparison.scores for comparison in comparisons)
    write(comparisons, whole, of_peers)
    labels = [label for label, _, _ in own]
    return not any(label in labels for one in comparisons for label in one.failed)


def times(ratio):
    return "–" if math.isnan(ratio) else f"{ratio:.2f}"


def peer_note(of_peers):
    return f" Peers: statsforecast {of_peers}, on all cores." if of_peers else ""


def compare(setting, chosen, comparison, own, peers, of_peers):
    """Runs all models of a frequency, one at a time, and prints their table."""
    hold_out, cores = comparison.hold_out, os.cpu_count()
    for label, model, more in own:
        comparison.attempt(
            label, lambda: own_forecasts(setting, hold_out, label, model, more))
    for model in peers:
        if chosen.skip_slow_peers and model in SLOW:
            continue
        comparison.attempt(model, lambda: peer_forecasts(
            setting, hold_out, model, of_peers, cores, chosen.peer_cache))
    comparison.add_median()
    progress("")
    name = NAMES[hold_out.frequency]
    print(f"{name}: {len(hold_out.series)} series, the last {hold_out.horizon} values held back.")
    if hold_out.too_short:
        print(f"{hold_out.too_short} series are too short for that and left out.")
    without = sum(math.isnan(scale) for scale in comparison.scales.values())
    if without:
        print(f"{without} series never change from year to year before: they cannot be scaled, "
              "and are left out of all scores.")
    print()
    table(
        ["model", "series", "MASE", "MAPE %", "CRPS", "in 50 %", "in 80 %", "in 95 %", "wall s",
         "processor s", "AutoETS to it, wall", "processor", "refused"],
        list(comparison.rows()))
    if comparison.failed:
        failed = ", ".join(comparison.failed)
        print(f"Without figures, because they ended with an error: {failed}.\n")
    if any(one.cached for one in comparison.forecasts.values()):
        print("* seconds of another run, from the cache of peers.\n")


def write(comparisons, whole, of_peers):
    """Writes all figures: to results/ when nothing was left out, else to the build folder, so that
    a part never takes the place of the whole."""
    name = f"forecast-{datetime.date.today().isoformat()}-" + re.sub(
        "[^A-Za-z0-9]+", "-", processor_name()).strip("-").lower()
    folder = os.path.join(BENCHMARKS, "results" if whole else ".build")
    os.makedirs(folder, exist_ok=True)
    path = os.path.join(folder, f"{name}.csv")
    with open(path, "w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["frequency", "model", "figure", "value", "unit"])
        if of_peers:
            writer.writerow(["", "statsforecast", "version", of_peers, ""])
        for comparison in comparisons:
            for label, figure, value, unit in comparison.figures():
                writer.writerow(
                    [NAMES[comparison.hold_out.frequency], label, figure, f"{value:.6g}", unit])
    print(f"All figures: {os.path.relpath(path, ROOT)}")
