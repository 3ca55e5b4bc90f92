"""The words that every briefing says, and how it puts numbers into words."""

from typing import Final

from geo.words import (
    DRAFT,
    OUT_OF_DATE,
    SIMULATED,
    chance_in_words,
    count_shown,
    date_in_words,
    distance,
    duration,
    expected_in_digits,
    interval,
    names_sexual_offence,
    offences_shown,
    short_date,
)

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
