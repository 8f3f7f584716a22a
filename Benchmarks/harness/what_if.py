"""What-ifs of Jidong: the first answer, and what each further one takes."""

import os

from .measure import best, in_turn, median, table

SCENARIO = os.path.join("scenarios", "jidong-2024.json")
TARGET, TRIALS = "T1", 10_000
# The first is asked alone; the others beside it, at once.
VARIANTS = ("loseFirmA", "anchorLeaves", "enclaveSignsTwo", "sharesSold")
LEVER, VALUES = "promotionVisits", (20, 30, 40, 50, 60)
# Each is asked once, and so many times more in the same session.
QUESTIONS = {
    "revenue": VARIANTS[0], "a lever": "promotionVisits=40", "visitors": "influencerCampaign",
    "works": "roadBeforeNationalDay", "weather": "wetYear",
}
MORE = 8
# Seconds beyond the start of the process.
AIM = 0.1

START = "start of the process"
FIRST = "first answer: the scenario and a variant"
FURTHER = "each further variant"
FIRST_OF_LEVER = "first answer: the scenario and a lever's value"
FURTHER_OF_LEVER = "each further value"


def opening(kind):
    return f"session, its opening and a what-if: {kind}"


def in_session(kind):
    return f"session, each further what-if: {kind}"


def what_if(setting):
    """Prints wall and processor time beyond the start of the process, beside the aim.

    In a session the scenario is there already when a question is asked: that is what the further
    ones take.
    """
    output = os.path.join(setting.folder, "what-if")

    def ask(command, *question):
        return lambda: best(
            [setting.torreya, command, SCENARIO, "--targets", TARGET, "--trials", str(TRIALS),
             "--quiet", "--output", output, *question])

    def values(count):
        return LEVER + "=" + ",".join(str(value) for value in VALUES[:count])

    def session(line, count):
        command = [
            setting.torreya, "compare", SCENARIO, "--targets", TARGET, "--trials", str(TRIALS),
            "--quiet", "--output", output, "--interactive"]
        return lambda: best(command, lines=[line] * count)

    sessions = {}
    for kind, line in QUESTIONS.items():
        sessions[opening(kind)] = session(line, 1)
        sessions[in_session(kind)] = session(line, 1 + MORE)
    runs = in_turn({
        START: lambda: best([setting.torreya, "--version"]),
        FIRST: ask("compare", "--variants", VARIANTS[0]),
        FURTHER: ask("compare", "--variants", ",".join(VARIANTS)),
        FIRST_OF_LEVER: ask("sweep", "--lever", values(1)),
        FURTHER_OF_LEVER: ask("sweep", "--lever", values(len(VALUES))),
        **sessions,
    }, setting.rounds, "what-if")
    figures = {name: {figure: median(found, figure) for figure in ("wall", "processor")}
               for name, found in runs.items()}

    def beyond(name, other, count=1):
        return {figure: (value - figures[other][figure]) / count
                for figure, value in figures[name].items()}

    answers = {
        FIRST: beyond(FIRST, START),
        FURTHER: beyond(FURTHER, FIRST, len(VARIANTS) - 1),
        FIRST_OF_LEVER: beyond(FIRST_OF_LEVER, START),
        FURTHER_OF_LEVER: beyond(FURTHER_OF_LEVER, FIRST_OF_LEVER, len(VALUES) - 1),
    }
    for kind in QUESTIONS:
        answers[opening(kind)] = beyond(opening(kind), START)
        answers[in_session(kind)] = beyond(in_session(kind), opening(kind), MORE)
    rows = []
    for name, answer in answers.items():
        verdict = "within the aim" if answer["wall"] <= AIM else "beyond the aim"
        rows.append([name, *(f"{answer[figure]:.3f}" for figure in ("wall", "processor")), verdict])
        for figure, value in answer.items():
            setting.record("what-if", name, figure, value, "s")
    print(f"What-ifs of {SCENARIO}: {TARGET}, {TRIALS:,} trials; seconds beyond the start of the "
          f"process ({figures[START]['wall']:.3f} s).")
    print(f"The aim is {AIM:.3f} s for an answer.\n")
    table(["answer", "wall s", "processor s", ""], rows)
    return True
