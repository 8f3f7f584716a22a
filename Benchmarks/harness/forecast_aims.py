"""What forecasting aims at, and whether a run reaches it."""

from .forecast_data import NAMES
from .forecast_own import AS_FITTED
from .forecast_peers import FOUR
from .forecast_scores import difference
from .measure import table

# Percentage points that a coverage may be off.
COVERAGE_TOLERANCE = 3
FASTER = 5


def aims(comparison):
    """The aims that a frequency can be judged by: what, what was found, whether it is reached."""
    scores = comparison.scores
    if "automatic" in scores:
        own = scores["automatic"]
        for peer in [*FOUR, "median of the four"]:
            if peer in scores:
                yield accuracy("automatic", own, peer, scores[peer], strictly=True)
        for nominal in (80, 95):
            found = own.coverage[nominal]
            yield (
                f"automatic: {nominal} % intervals within {COVERAGE_TOLERANCE} points",
                f"{found:.1f} %", abs(found - nominal) <= COVERAGE_TOLERANCE)
    if "AutoETS" not in scores:
        return
    if AS_FITTED in scores:
        yield accuracy(AS_FITTED, scores[AS_FITTED], "AutoETS", scores["AutoETS"], strictly=False)
    for label in (AS_FITTED, "automatic"):
        if label in scores:
            ratio = comparison.ratio(label)
            yield (
                f"{label}: at least {FASTER} times as fast as AutoETS",
                f"{ratio:.2f} times (processor {comparison.ratio(label, 'processor'):.2f})",
                ratio >= FASTER)


def accuracy(label, own, peer, others, strictly):
    """Whether a MASE is lower; with `strictly` off, whether it is no higher."""
    center, error = difference(own.series, others.series)
    return (
        f"{label}: MASE {'below' if strictly else 'not above'} {peer}",
        f"{own.mase:.4f} to {others.mase:.4f} ({center:+.4f} ± {error:.4f})",
        own.mase < others.mase if strictly else own.mase <= others.mase)


def tell(comparisons):
    """Prints every aim with what was found, and a closing line."""
    rows, reached = [], 0
    for comparison in comparisons:
        name = NAMES[comparison.hold_out.frequency]
        for aim, found, is_reached in aims(comparison):
            reached += is_reached
            rows.append([f"{name}, {aim}", found, "reached" if is_reached else "MISSED"])
    if not rows:
        print("Neither `automatic` nor `ets` ran beside a peer: no aim can be judged.\n")
        return
    table(["aim", "found", ""], rows)
    print("± is one standard error of the difference, over series. "
          f"{reached} of {len(rows)} aims are reached.{missing(comparisons)}\n")


def missing(comparisons):
    """Says which peers an aim could not be judged by."""
    absent = []
    for peer in FOUR:
        names = [NAMES[one.hold_out.frequency] for one in comparisons if peer not in one.scores]
        if names:
            everywhere = len(names) == len(comparisons)
            absent.append(peer if everywhere else f"{peer} ({', '.join(names)})")
    return f" Not judged, because they did not run: {', '.join(absent)}." if absent else ""
