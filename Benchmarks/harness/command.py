"""The command from start to end, on the scenarios of the project."""

import os

from .measure import best, in_turn, measured, median, table


def command(setting):
    """Prints what a planner waits for; the start beside that of a Python that imports NumPy."""
    output = os.path.join(setting.folder, "command")

    def run(scenario, *more):
        return lambda: best(
            [setting.torreya, "run", scenario, "--quiet", "--output", output, *more])

    jidong = "scenarios/jidong-2024.json"
    cases = {"hello.json, 1 trial": run("scenarios/hello.json", "--trials", "1")}
    numpy = "python -c 'import numpy'"
    if setting.has("numpy"):
        cases[numpy] = lambda: measured([setting.python, "-c", "import numpy"])
    cases |= {
        "torreya --version": lambda: measured([setting.torreya, "--version"]),
        "jidong-2024.json, check": lambda: measured([setting.torreya, "check", jidong]),
        "jidong-2024.json, 1,000 trials": run(jidong, "--trials", "1000"),
        "jidong-2024.json, 100,000 trials": run(jidong, "--trials", "100000"),
        "the same on one worker": run(jidong, "--trials", "100000", "--threads", "1"),
    }
    runs = in_turn(cases, setting.rounds, "command")
    rows = []
    for name, found in runs.items():
        figures = {figure: median(found, figure) for figure in ("wall", "processor", "memory")}
        rows.append([name] + [f"{figures[f]:.3f}" for f in ("wall", "processor")])
        rows[-1].append(f"{figures['memory']:.0f}")
        for figure, value in figures.items():
            setting.record("command", name, figure, value, "MB" if figure == "memory" else "s")
    print("The command from start to end.\n")
    table(["case", "wall s", "processor s", "peak MB"], rows)
    if numpy in runs:
        ratio = median(runs[numpy], "wall") / median(runs["hello.json, 1 trial"], "wall")
        setting.record("command", "import numpy against hello.json", "ratio", ratio, "1")
        print(f"hello.json answers {ratio:.1f} times as fast as NumPy is imported.")
    gain = median(runs["the same on one worker"], "wall") / median(
        runs["jidong-2024.json, 100,000 trials"], "wall")
    print(f"All {os.cpu_count()} workers are {gain:.2f} times as fast as one.\n")
    return True
