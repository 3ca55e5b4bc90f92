"""What to look at, and which trial to think of, in the order in which one decides."""

import datetime as dt
from dataclasses import dataclass
from typing import Final

import streamlit as st

from geo.clock import Calendar
from geo.trials import TrialOptions

_WEEKS: Final = (4, 6, 8, 10, 12, 16, 20, 26)
_SHARES: Final = {"1 day in 5": 0.2, "3 days in 10": 0.3, "2 days in 5": 0.4, "1 day in 2": 0.5}


@dataclass(frozen=True)
class Given:
    """A table of patrols that somebody brought."""

    file: str
    content: bytes


@dataclass(frozen=True)
class EffectChoice:
    """What the effect panel shows.

    Attributes
    ----------
    visits : Given or None
        The patrols that were made.
    trial : TrialWish
        The trial to draw control days for.
    """

    visits: Given | None
    trial: TrialOptions


def effect(calendar: Calendar, opening: dt.date, sample: bytes) -> EffectChoice:
    """Ask for the patrols that were made, and for the trial.

    Parameters
    ----------
    opening : date
        The first day that a trial could have.
    sample : bytes
        A table of patrols to fill in.
    """
    st.subheader("Patrols that were made")
    file = st.file_uploader("Table of patrols", type=["csv"], key="effect_visits")
    st.download_button(
        "Download a sample table", sample, "patrols-sample.csv", "text/csv", key="effect_sample"
    )
    st.subheader("A trial")
    trial = _trial(calendar, opening)
    given = Given(file.name, file.getvalue()) if file is not None else None
    return EffectChoice(given, trial)


def _trial(calendar: Calendar, opening: dt.date) -> TrialOptions:
    last = max(calendar.last or opening, opening)
    first: dt.date = st.date_input(
        "Begins", opening, min_value=min(calendar.first or opening, opening), max_value=last,
        format="DD/MM/YYYY", key="trial_first",
    )  # fmt: skip
    left, right = st.columns(2, gap="small")
    with left:
        places = st.number_input(
            "Places", 1, 20, 6, key="trial_places", help="The strongest hotspots of that day."
        )
    with right:
        weeks = st.selectbox("Weeks", _WEEKS, index=2, key="trial_weeks")
    left, right = st.columns(2, gap="small")
    with left:
        share = st.selectbox("A place rests on", [*_SHARES], index=1, key="trial_share")
    with right:
        seed = st.number_input(
            "Draw", 1, 9_999, 1, key="trial_seed", help="Each number is another draw of the lot."
        )
    return TrialOptions(first, int(places), int(weeks), _SHARES[share], int(seed))
