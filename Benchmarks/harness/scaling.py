"""Whether time grows as the trials do, and memory as the kept columns."""

import os

from .fiscal import SCENARIO
from .measure import in_turn, measured, median, table

KEPT_COLUMNS = 39


def scaling(setting):
    """Prints time per trial and memory from 10⁴ to 10⁷ trials of fiscal-12x36."""
    trials = [10_000, 100_000, 1_000_000] + ([] if setting.quick else [10_000_000])
    output = os.path.join(setting.folder, "scaling")

    def run(count, *more):
        return lambda: measured(
            [setting.torreya, "run", SCENARIO, "--quiet", "--trials", str(count),
             "--output", output, *more])

    cases = {f"{count:,}": run(count) for count in trials}
    limited = "1,000,000 in 200 MB" if setting.quick else "10,000,000 in 512 MB"
    count, budget = (trials[-1], "200M" if setting.quick else "448M")
    cases[limited] = run(count, "--memory", budget)
    runs = in_turn(cases, min(setting.rounds, 3), "scaling")
    start = measured([setting.torreya, "check", SCENARIO])
    rows = []
    for name, found in runs.items():
        count = int(name.split()[0].replace(",", ""))
        wall, processor, memory = (median(found, f) for f in ("wall", "processor", "memory"))
        kept = KEPT_COLUMNS * 8 * count / 2**20
        steady = (processor - start.processor) / count * 1e9
        rows.append([name, f"{wall:.3f}", f"{processor:.3f}", f"{steady:,.0f}", f"{memory:,.0f}",
                     f"{kept:,.0f}"])
        for figure, value, unit in (
            ("wall", wall, "s"), ("processor", processor, "s"), ("memory", memory, "MB"),
            ("processor time per trial", steady, "ns")):
            setting.record("scaling", name, figure, value, unit)
    print("fiscal-12x36 by the number of trials. Processor time per trial without the start.\n")
    table(["trials", "wall s", "processor s", "ns/trial", "peak MB", "kept MB"], rows)
    return True
