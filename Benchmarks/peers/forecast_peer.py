"""Forecasts of one statsforecast model for all series of a file.

Prints seconds as JSON. What is timed is `StatsForecast.forecast` alone: no start of Python, no
imports, no reading or writing of files, and everything compiled and warm before. Series that the
model refuses get statsforecast's naive forecast; they are counted.
"""

import argparse
import json
import multiprocessing
import os
import resource
import sys
import time
import warnings

warnings.filterwarnings("ignore")

import numpy as np
import pandas as pd
import statsforecast
from statsforecast import StatsForecast, models

LEVELS = [50, 80, 95]
# A run that takes longer is not repeated.
LONG = 10


class CountedNaive(models.Naive):
    """The naive model, which notes in a file that it was called: workers are other processes."""

    path = ""

    def forecast(self, *given, **named):
        with open(self.path, "ab", buffering=0) as file:
            file.write(b".")
        return super().forecast(*given, **named)


def arguments():
    parser = argparse.ArgumentParser()
    parser.add_argument("--model", required=True)
    parser.add_argument("--training", required=True, help="series, index, value")
    parser.add_argument("--frequency", type=int, required=True)
    parser.add_argument("--horizon", type=int, required=True)
    parser.add_argument("--cores", type=int, required=True)
    parser.add_argument("--output", required=True)
    return parser.parse_args()


def processor_seconds():
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(part.ru_utime + part.ru_stime for part in used)


def main():
    chosen = arguments()
    table = pd.read_csv(chosen.training).sort_values(["series", "index"], kind="stable")
    training = pd.DataFrame(
        {"unique_id": table["series"], "ds": table["index"].astype(np.int64), "y": table["value"]})
    CountedNaive.path = chosen.output + ".refused"

    def forecast(frame):
        open(CountedNaive.path, "wb").close()
        # Their own names differ: the columns of AutoCES would be called CES.
        model = getattr(models, chosen.model)(
            season_length=chosen.frequency, alias=chosen.model)
        engine = StatsForecast(
            models=[model], freq=1, n_jobs=chosen.cores, fallback_model=CountedNaive())
        return engine.forecast(df=frame, h=chosen.horizon, level=LEVELS)

    few = training["unique_id"].drop_duplicates().head(2 * chosen.cores)
    forecast(training[training["unique_id"].isin(few)])
    seconds, processor = [], []
    while len(seconds) < 3 and sum(seconds) < LONG:
        start, used = time.perf_counter(), processor_seconds()
        found = forecast(training)
        seconds.append(time.perf_counter() - start)
        processor.append(processor_seconds() - used)
    found.to_csv(chosen.output, index=False)
    refused = os.path.getsize(CountedNaive.path)
    os.remove(CountedNaive.path)
    json.dump(
        {"seconds": seconds, "processor": processor, "refused": refused,
         "version": statsforecast.__version__}, sys.stdout)


if __name__ == "__main__":
    # Workers that begin as copies need not import anything: that would be in the time.
    if sys.platform == "linux":
        multiprocessing.set_start_method("fork")
    main()
