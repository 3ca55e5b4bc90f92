"""Widgets in, frozen choices out, in the order in which one decides: when, who, where."""

import datetime as dt
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Final

import streamlit as st

from geo.clock import Calendar, Window
from geo.errors import NoSchoolDayError
from geo.hotspots import DEFAULT_METHOD, METHODS
from geo.text import short_date

SURFACE: Final = "Risk surface"
RECORDED: Final = "Recorded incidents"
PUPIL_FLOW: Final = "Pupil flow"


@dataclass(frozen=True)
class TodayChoice:
    """What the Today page shows.

    Attributes
    ----------
    slice_index : int or None
        None shows the window as a whole.
    layers : frozenset of str
        What is shown besides hotspots and places: SURFACE, RECORDED, PUPIL_FLOW.
    method : str
        Key of the method that ranks.
    """

    date: dt.date
    slice_index: int | None = None
    layers: frozenset[str] = field(default_factory=frozenset)
    method: str = DEFAULT_METHOD


def day(calendar: Calendar, opening: dt.date) -> dt.date:
    """Ask for the date; it is the same on every page."""
    held: dt.date = st.session_state.setdefault("day", opening)
    first = min(calendar.first or opening, opening, held)
    last = max(calendar.last or opening, opening, held)
    chosen: dt.date = st.date_input(
        "Date",
        min_value=first,
        max_value=last,
        format="DD/MM/YYYY",
        key="day",
        persist_state="session",
    )
    if calendar.is_school_day(chosen):
        with suppress(NoSchoolDayError):
            coming = calendar.next_school_day(chosen).date
            label = f"Next school day: {short_date(coming)}"
            st.button(label, type="tertiary", on_click=go_to, args=(coming,), key="day_after")
    return chosen


def go_to(date: dt.date) -> None:
    """Move every page to another date (a callback, before the page runs again)."""
    st.session_state["day"] = date


def today(date: dt.date, window: Window) -> TodayChoice:
    """Ask which slice to look at, and what else to show."""
    slices: list[int | None] = [None, *range(window.n_slices)]
    chosen = st.select_slider(
        "Time of day",
        options=slices,
        format_func=lambda n: str(window) if n is None else window.label(n),
        key="slice",
        persist_state="session",
        help="Far left is the whole window; then a quarter of an hour a step.",
    )
    layers = st.pills(
        "Also show",
        [SURFACE, RECORDED, PUPIL_FLOW],
        selection_mode="multi",
        key="also",
        persist_state="session",
    )
    method = st.selectbox(
        "Ranked by",
        [*METHODS],
        format_func=lambda key: METHODS[key].title,
        key="method",
        persist_state="session",
        help="Another method is shown for comparison; plans always use the default.",
    )
    return TodayChoice(date, chosen, frozenset(layers or ()), method)
