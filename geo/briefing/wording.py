"""What every briefing says, and how numbers are put into words.

The dashboard uses the same functions, so that the screen and the paper never disagree.
"""

import datetime as dt
import re
from collections.abc import Iterable
from typing import Final

from geo.model import Estimate
from geo.words import chance_in_words, count_shown, distance

__all__ = [
    "COVERAGE",
    "DRAFT",
    "NOT_GROUNDS",
    "OUT_OF_DATE",
    "PRINCIPLES",
    "SIMULATED",
    "STANDING_WORDS",
    "chance_in_words",
    "count_shown",
    "date_in_words",
    "distance",
    "duration",
    "expected_in_digits",
    "interval",
    "names_sexual_offence",
    "offences_shown",
    "short_date",
]

PRINCIPLES: Final = (
    ("Deter", "Be seen, be familiar, talk to people. Presence prevents violence."),
    ("Detect", "Notice what is new: who waits, what is carried, what is being said. Report it."),
    ("Divert", "Offer the way out: referrals, cadets, restorative work, a named contact."),
)
NOT_GROUNDS: Final = "A hotspot is not grounds for a search."
STANDING_WORDS: Final = (
    "Patrol the area around an interchange, not the point: walk the approaches and nearby stops.",
    "Stay 10–16 minutes at a stop. Longer adds little; coming back does more.",
    "Vary the order and the times from day to day. A visit that can be predicted can be avoided.",
)
COVERAGE: Final = (
    "Theft from children is largely unreported; interchange crime is often held by another force.",
    "A hotspot is a place with more recorded harm than around it, and says nothing about people.",
)
DRAFT: Final = "DRAFT, not approved"
OUT_OF_DATE: Final = "OUT OF DATE"
SIMULATED: Final = "SIMULATED: invented data, not a real place"

_SENSITIVE: Final = re.compile(
    r"\bsex(ual(ly)?)?\b|\brap(e[sd]?|ists?)\b|\bindecen(t|cy)\b|\bvoyeur|\bgrooming\b",
    re.IGNORECASE,
)


def expected_in_digits(estimate: Estimate) -> str:
    """``0.42 expected (90% interval 0.21–0.70)``: the digits that follow the words."""
    return f"{_rate(estimate.mean)} expected (90% interval {interval(estimate)})"


def interval(estimate: Estimate) -> str:
    """``0.21–0.70``."""
    return f"{_rate(estimate.low)}–{_rate(estimate.high)}"


def offences_shown(offences: Iterable[tuple[str, float]], most: int = 3) -> tuple[str, ...]:
    """Leading offences that may be named at a place, largest first: never sexual offences."""
    return tuple(name for name, _ in offences if not _SENSITIVE.search(name))[:most]


def names_sexual_offence(text: str) -> bool:
    """Whether a text names a sexual offence, which is never shown at a place."""
    return bool(_SENSITIVE.search(text))


def duration(minutes: float) -> str:
    """``12 min``."""
    return f"{round(minutes):d} min"


def short_date(date: dt.date) -> str:
    """``Tue 24 Nov 2026``."""
    return f"{date:%a} {date.day} {date:%b} {date.year}"


def date_in_words(date: dt.date) -> str:
    """``Tuesday 24 November 2026``."""
    return f"{date:%A} {date.day} {date:%B} {date.year}"


def _rate(number: float) -> str:
    """One decimal from one on, two below; what would read as nought is said to be less."""
    if number >= 1:
        return f"{number:.1f}"
    return "<0.01" if 0 < number < 0.005 else f"{number:.2f}"
