"""What to put to the test: which hours, against which methods, with how many patrols."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

import streamlit as st

from geo.clock import Window

_PART: Final = "evidence_part"
_MOST_PATROLS: Final = 8
#: Takes as long as all others together, so nobody waits for it unasked.
_UNASKED: Final = ("hdbscan",)


class EvidencePart(StrEnum):
    """The parts of the Evidence page, in the order of its story."""

    RANKING = "The ranking"
    FAIRNESS = "Fairness"
    EFFECT = "Did it work?"


class Measure(StrEnum):
    """How what was found is counted."""

    HIT_RATE = "Hit rate"
    PAI = "PAI"


@dataclass(frozen=True)
class EvidenceChoice:
    """What is tested; the same choice gives the same report.

    Attributes
    ----------
    all_hours : bool
        Every hour of every day instead of the area's window.
    methods : tuple of str
        Keys of the methods that the default is held against.
    patrols : int
        Pairs on foot, for the places that they can reach.
    """

    all_hours: bool
    methods: tuple[str, ...]
    patrols: int = 2
    seed: int = 0


def evidence_part() -> EvidencePart:
    """Ask which part of the page to show."""
    chosen = st.segmented_control(
        "Part",
        [*EvidencePart],
        default=EvidencePart.RANKING,
        key=_PART,
        label_visibility="collapsed",
        persist_state="session",
    )
    return EvidencePart(chosen or EvidencePart.RANKING)


def evidence_choice(window: Window, others: Mapping[str, str]) -> EvidenceChoice:
    """Ask what to test.

    Parameters
    ----------
    window : Window
        Of the area.
    others : mapping of str to str
        Key and title of every method but the default.
    """
    hours = st.radio(
        "Hours",
        [False, True],
        format_func={False: f"{window}, {window.days.name}", True: "All hours, all days"}.get,
        key="evidence_hours",
        persist_state="session",
    )
    patrols = st.number_input(
        "Patrols", 1, _MOST_PATROLS, 2, key="evidence_patrols", persist_state="session",
        help="Pairs on foot. How many places they can reach is one of the marks.",
    )  # fmt: skip
    with st.expander("Compared methods"):
        chosen = st.multiselect(
            "Held against the default",
            [*others],
            default=[key for key in others if key not in _UNASKED],
            format_func=others.__getitem__,
            key="evidence_methods",
            persist_state="session",
        )
    kept = tuple(key for key in others if key in chosen)
    return EvidenceChoice(bool(hours), kept, int(patrols))


def measure() -> Measure:
    """Ask how to count what was found."""
    chosen = st.segmented_control(
        "Counted as",
        [*Measure],
        default=Measure.HIT_RATE,
        key="evidence_measure",
        label_visibility="collapsed",
        persist_state="session",
    )
    return Measure(chosen or Measure.HIT_RATE)
