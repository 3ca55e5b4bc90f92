"""The checks of a backtest as rows for pictures and as sentences: honest, steady, when."""

from typing import Final

import pandas as pd

from geo.evidence.backtest import Promise, Report, hidden, percent, promise, shown
from geo.model import clock

_WEEKDAYS: Final = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
#: Bands that are spoken of as the riskiest.
_TOP_BANDS: Final = 3
#: How dark a cell is whose count may not be told.
_HIDDEN_SHADE: Final = 2.0
_PROMISE: Final = {
    Promise.KEPT: "The 90% intervals of hotspots hold about what they promise",
    Promise.NARROW: "The 90% intervals of hotspots are too narrow",
    Promise.WIDE: "The 90% intervals of hotspots are wider than they need be",
    Promise.CANNOT_TELL: "Whether the 90% intervals of hotspots hold what they promise, the data "
    "cannot tell",
}
#: So many of ten bands lie outside their 90% range by chance in 1 of 80 tests.
_BANDS_BY_CHANCE: Final = 4


def honest(report: Report) -> str:
    """Whether hotspots' intervals and the surface keep what they promise."""
    share = report.calibration.coverage_share
    out, of = _bands_out(report), len(report.calibration.groups)
    bands_in_words = f"in {out} of {of} bands of risk what happened lay outside the range of chance"
    off = out >= _BANDS_BY_CHANCE
    if share is None:
        return f"No hotspot had an interval that could be tested; {bands_in_words}."
    held = sum(each.covered for each in report.calibration.coverage)
    tried = sum(each.hotspots for each in report.calibration.coverage)
    return (
        f"{_PROMISE[promise(share, tried)]}: {held:,} of {tried:,} held what came in the next four "
        f"weeks ({percent(share.value)}, 90% interval {percent(share.low)} to "
        f"{percent(share.high)}). Over the whole area the figures are "
        f"{'off' if off else 'sound'}: {bands_in_words}{_leaning(report) if off else ''}."
    )


def _leaning(report: Report) -> str:
    """Whether the riskiest cells held more or less than was expected of them."""
    top = report.calibration.groups[:_TOP_BANDS]
    happened, low, high = (
        sum(getattr(each, name) for each in top) for name in ("observed", "low", "high")
    )
    if happened > high:
        return ", and the riskiest cells held more than was expected of them"
    return ", and the riskiest cells held less than was expected of them" if happened < low else ""


def level(report: Report) -> str:
    """How many were expected and happened in all."""
    expected = sum(each.expected for each in report.calibration.groups)
    happened = sum(each.observed for each in report.calibration.groups)
    return (
        f"{shown(happened)} happened where {expected:,.0f} were expected. A band in "
        "ten lies outside its range by chance alone; a count of 1 to 4 has no mark."
    )


def _bands_out(report: Report) -> int:
    groups = report.calibration.groups
    return sum(not each.low <= round(each.observed) <= each.high for each in groups)


def bands(report: Report) -> pd.DataFrame:
    """Ten bands of risk: band, expected, low, high, happened, shown and inside."""
    rows = []
    for each in report.calibration.groups:
        visible = not hidden(each.observed)
        rows.append(
            {
                "band": str(each.group),
                "expected": each.expected,
                "low": each.low,
                "high": each.high,
                "happened": each.observed if visible else None,
                "shown": shown(each.observed),
                "inside": each.low <= round(each.observed) <= each.high,
            }
        )
    return pd.DataFrame(rows)


def weeks(report: Report) -> pd.DataFrame:
    """Each week of the test: week, kept and left."""
    rows = [
        (f"{each.week:%-d %b %Y}", each.kept, each.kept_since_first)
        for each in report.stability.weeks
    ]
    return pd.DataFrame(rows, columns=["week", "kept", "left"])


def slices(report: Report) -> pd.DataFrame:
    """Weekdays by parts of the window: day, part, shown, found and shade.

    No count of 1 to 4 is in it, nor what it could be told from.
    """
    rows = [
        (
            _WEEKDAYS[each.weekday],
            f"{clock(each.start_min)}–{clock(each.end_min)}",
            shown(each.tested),
            _found(each.tested, each.hits),
            _HIDDEN_SHADE if hidden(each.tested) else each.tested,
        )
        for each in sorted(report.slices, key=lambda s: (s.weekday, s.start_min))
    ]
    return pd.DataFrame(rows, columns=["day", "part", "shown", "found", "shade"])


def busiest(report: Report) -> str:
    """When most happened, and how well the riskiest 2% held it there, in one sentence."""
    most = max(report.slices, key=lambda each: each.tested)
    if most.tested == 0 or hidden(most.tested):
        return "Too few incidents to tell one hour from another: every count is below 5."
    when = (
        f"{_WEEKDAYS[most.weekday]} {clock(most.start_min)}–{clock(most.end_min)} "
        f"({_whole(most.tested):,})"
    )
    whole = sum(each.tested for each in report.slices)
    hits = sum(each.hits for each in report.slices)
    return (
        f"Most incidents fell on {when}; over the whole week the riskiest 2% of the area held "
        f"{percent(hits / whole)} of all {_whole(whole):,} incidents tested."
    )


def _whole(count: float) -> int:
    """A count as a whole number; what is more than nothing is at least one."""
    return max(round(count), 1) if count > 0 else 0


def _found(tested: float, hits: float) -> str:
    if tested == 0 or hidden(tested):
        return "too few to say"
    return "<5" if hidden(hits) else percent(hits / tested)
