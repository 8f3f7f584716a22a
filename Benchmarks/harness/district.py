"""16 towns × 24 villages × 14 kinds × 36 months in one scenario: members, not copies."""

import os

from .fiscal import SCENARIO as FISCAL
from .measure import in_turn, measured, median, table

SCENARIO = os.path.join("Benchmarks", "scenarios", "district-16x24x14.json")
TRIALS = 10_000
SHOCKS = 16 * 24 * 14 * 36


def district(setting):
    """Prints time and memory of the district, and of reading it and making its plan."""
    output = os.path.join(setting.folder, "district")

    def run(*more):
        return lambda: measured(
            [setting.torreya, "run", SCENARIO, "--quiet", "--trials", str(TRIALS),
             "--output", output, *more])

    cases = {
        "check": lambda: measured([setting.torreya, "check", SCENARIO]),
        "run": run(),
        "run, one worker": run("--threads", "1"),
        "fiscal-12x36, 200,000 trials": lambda: measured(
            [setting.torreya, "run", FISCAL, "--quiet", "--output", output]),
    }
    runs = in_turn(cases, min(setting.rounds, 3), "district")
    rows = []
    for name, found in runs.items():
        wall, processor, memory = (median(found, f) for f in ("wall", "processor", "memory"))
        shock = f"{processor / (TRIALS * SHOCKS) * 1e9:.2f}" if name.startswith("run") else "–"
        rows.append([name, f"{wall:.2f}", f"{processor:.2f}", shock, f"{memory:,.0f}"])
        for figure, value, unit in (
            ("wall", wall, "s"), ("processor", processor, "s"), ("memory", memory, "MB")):
            setting.record("district-16x24x14", name, figure, value, unit)
    print(f"district-16x24x14, {TRIALS:,} trials: {SHOCKS:,} shocks a trial.\n")
    table(["command", "wall s", "processor s", "ns/shock", "peak MB"], rows)
    return True
