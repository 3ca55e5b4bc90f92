"""Why a hotspot is one, for the analyst: rows of small tables and sentences."""

import datetime as dt
from typing import Final

from geo.hotspots.explanation import Change, Explanation, Tally
from geo.pupils import ESTIMATE

HIDDEN: Final = "<5 stands for 1 to 4; 5+ and <10 hide what would give such a count away."
PASSING: Final = f"Schools within 400 m, and all of which 10 or more pupils pass. {ESTIMATE}"
CHOSEN: Final = (
    "The place was chosen by the same incidents, the recent ones most of all, so more is likelier "
    "to show than fewer."
)


def tally(counts: Tally) -> list[tuple[str, str]]:
    """Label and count as it may be shown."""
    return list(zip(counts.labels, counts.shown, strict=True))


def changes(explained: Explanation) -> list[tuple[str, str]]:
    """What was compared, up to which day, and what came of it."""
    return [(_ending(change), change.sentence) for change in explained.changes]


def _ending(change: Change) -> str:
    """``Last 7 days, to 22 Nov``."""
    when = change.comparison.now.removeprefix("the ").capitalize()
    return f"{when}, to {change.until.day} {change.until:%b}"


def judged(explained: Explanation) -> str:
    """How the changes were judged, in words."""
    places = explained.places_compared
    test = "Exact test of two counts of incidents at any hour."
    if places > 1:
        level = (
            f"All {places} places are judged together, so that at most 1 in 20 of the changes "
            "named is expected to be chance (false discovery rate, Benjamini and Hochberg 1995)."
        )
    else:
        level = "Chance alone would show a change 1 time in 20."
    return f"{test} {level} {CHOSEN}"


def sources(explained: Explanation) -> list[tuple[str, str, str]]:
    """Each source, the time that it tells of, and what it recorded here in the past year."""
    here = dict(tally(explained.by_source))
    return [
        (
            source.name,
            f"{_day(source.first)} – {_day(source.last)}",
            here.get(source.name, "0"),
        )
        for source in explained.sources
    ]


def passing(explained: Explanation) -> list[str]:
    """Whose pupils pass, one sentence for each school."""
    return [each.sentence for each in explained.passing]


def _day(date: dt.date) -> str:
    return f"{date.day} {date:%b %Y}"
