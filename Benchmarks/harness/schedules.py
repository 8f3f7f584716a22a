"""Whether two programs give the same schedule, as far as chance can tell."""

import datetime
import math

from .agreement import STANDARD_ERRORS

EPOCH = datetime.date(1970, 1, 1)
PROBABILITIES = {"p10Finish": 0.1, "p50Finish": 0.5, "p80Finish": 0.8, "p90Finish": 0.9}


def share_until(row, day):
    """The part of the trials in which a row of a peer is finished by the end of a day."""
    until = sum(count for on, count in zip(row["days"], row["counts"]) if on <= day)
    return until / sum(row["counts"])


def room(share, *trials):
    """How far two shares of these numbers of trials may lie apart: 4.5 standard errors, and what
    Bernstein's inequality adds for rare things, whose counts are far from normal."""
    spread = share * (1 - share) * sum(1 / count for count in trials)
    return STANDARD_ERRORS * math.sqrt(spread) + STANDARD_ERRORS**2 / 3 / min(trials)


def differences_of_table(own, trials, answer):
    """Texts on the rows of schedule.csv, read by the names of its columns, that differ."""
    rows = {row["activity"]: row for row in own}
    missing = set(answer["rows"]) - set(rows)
    # The project's own row has no activity, or is not there where each project has one.
    if missing - {""}:
        return [f"no row of {', '.join(sorted(missing)[:4])}"]
    found = []
    for name, peer in answer["rows"].items():
        if name in rows:
            found += [f"{name or 'project'}: {text}"
                      for text in differences_of_row(rows[name], trials, peer)]
    if rows.get("", {}).get("onTimeProbability"):
        own, peer = number(rows[""]["onTimeProbability"]), answer["probability"]
        if not abs(own - peer) <= room(peer, trials, answer["trials"]):
            found.append(f"in time with {peer:.4f}, not {own:.4f}")
    return found


def differences_of_row(row, trials, peer):
    count = sum(peer["counts"])
    planned = day_number(row["plannedFinish"])
    if planned != peer["plannedFinish"]:
        yield f"planned finish {date_of(peer['plannedFinish'])}, not {row['plannedFinish']}"
    for column, probability in PROBABILITIES.items():
        # A quantile is right when the peer's shares before and until that day enclose it.
        day = day_number(row[column])
        allowed = room(probability, trials, count)
        before, until = share_until(peer, day - 1), share_until(peer, day)
        if not (before < probability + allowed and until >= probability - allowed):
            yield f"{column} {row[column]}, which has the shares {before:.4f} to {until:.4f}"
    if row.get("meanFinish"):
        yield from difference_of_mean(row, trials, peer, count)
    if peer["criticality"] is not None and row.get("criticalityIndex"):
        own = number(row["criticalityIndex"])
        # Written with few digits, it may be off by half of the last one.
        allowed = room(peer["criticality"], trials, count) + 5e-5
        if not abs(own - peer["criticality"]) <= allowed:
            yield f"criticality {peer['criticality']:.4f}, not {own:.4f} ± {allowed:.2g}"


def difference_of_mean(row, trials, peer, count):
    mean = sum(day * n for day, n in zip(peer["days"], peer["counts"])) / count
    square = sum((day - mean) ** 2 * n for day, n in zip(peer["days"], peer["counts"])) / count
    # A date without its hour may be off by a day.
    allowed = STANDARD_ERRORS * math.sqrt(square * (1 / trials + 1 / count)) + 1
    if not abs(day_number(row["meanFinish"][:10]) - mean) <= allowed:
        yield f"mean finish {mean:.2f}, not {row['meanFinish']} ± {allowed:.2g} days"


def differences_of_peers(one, other):
    """Texts on what two peers say differently, while there is no schedule of torreya's."""
    for name, row in one["rows"].items():
        against = other["rows"][name]
        counts = sum(row["counts"]), sum(against["counts"])
        if row["plannedFinish"] != against["plannedFinish"]:
            yield f"{name or 'project'}: another planned finish"
        for day in row["quantiles"]:
            share, found = share_until(row, day), share_until(against, day)
            if not abs(share - found) <= room(share, *counts):
                until = f"share {found:.4f} until {date_of(day)}"
                yield f"{name or 'project'}: {until}, not {share:.4f}"
        if row["criticality"] is not None:
            share, found = row["criticality"], against["criticality"]
            if not abs(share - found) <= room(share, *counts):
                yield f"{name}: criticality {found:.4f}, not {share:.4f}"


def number(text):
    """A share as it stands in a table: 0.25 or 25%."""
    return float(text[:-1]) / 100 if text.endswith("%") else float(text)


def day_number(text):
    return (datetime.date.fromisoformat(text) - EPOCH).days


def date_of(day):
    return (EPOCH + datetime.timedelta(day)).isoformat()
