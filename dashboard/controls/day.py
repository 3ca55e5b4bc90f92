"""Widgets in, frozen choices out, in the order in which one decides: when, who, where."""

import datetime as dt
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Final

import streamlit as st

from geo.briefing import wording
from geo.clock import Calendar, Window
from geo.errors import NoSchoolDayError
from geo.hotspots import DEFAULT_METHOD, METHODS
from geo.model import XY, Patrol, clock

SURFACE: Final = "Risk surface"
RECORDED: Final = "Recorded incidents"
WAYS: Final = "Pupils' ways"
AT_FIRST_STOP: Final = "At the first stop"
_NAMES: Final = ("Alpha", "Bravo", "Charlie", "Delta", "Echo", "Foxtrot", "Golf", "Hotel")
_PACES: Final = {"Slow": 1.0, "Normal": 1.3, "Brisk": 1.5}


@dataclass(frozen=True)
class Start:
    """Somewhere a patrol can set out from."""

    name: str
    at: XY | None


@dataclass(frozen=True)
class TodayChoice:
    """What the Today page shows.

    Attributes
    ----------
    slice_index : int or None
        None shows the window as a whole.
    layers : frozenset of str
        What is shown besides hotspots and places: SURFACE, RECORDED, WAYS.
    method : str
        Key of the method that ranks.
    """

    date: dt.date
    slice_index: int | None = None
    layers: frozenset[str] = field(default_factory=frozenset)
    method: str = DEFAULT_METHOD


def day(calendar: Calendar, opening: dt.date) -> dt.date:
    """Ask for the date; it is the same on every page."""
    first = min(calendar.first or opening, opening)
    last = max(calendar.last or opening, opening)
    st.session_state.setdefault("day", opening)
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
            label = f"Next school day: {wording.short_date(coming)}"
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
        [SURFACE, RECORDED, WAYS],
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


def patrols(window: Window, starts: Sequence[Start]) -> tuple[Patrol, ...]:
    """Ask for the shift, then who, then from where."""
    own = bool(st.session_state.get("own_shifts"))
    shift = (window.start_min, window.end_min) if own else _shift("Shift", "shift", window)
    st.toggle("Different shifts", key="own_shifts", persist_state="session")
    columns = st.columns(2, gap="small")
    with columns[0]:
        dwell = st.number_input(
            "Minutes a stop", 5, 45, 12, key="dwell", persist_state="session",
            help="10 to 16 minutes is what the evidence favours: longer adds little.",
        )  # fmt: skip
    with columns[1]:
        pace = st.selectbox(
            "Pace", [*_PACES], index=1, key="pace", persist_state="session",
            format_func=lambda name: f"{name}, {_PACES[name]} m/s",
        )  # fmt: skip
    count = st.number_input("Patrols", 1, len(_NAMES), 2, key="patrols", persist_state="session")
    return tuple(
        _patrol(n, starts, shift, dwell, pace, window if own else None) for n in range(int(count))
    )


def _patrol(
    n: int,
    starts: Sequence[Start],
    shift: tuple[int, int],
    dwell: int,
    pace: str,
    own: Window | None,
) -> Patrol:
    """Ask for one patrol's name and start, and for its own shift within a window."""
    columns = st.columns([2, 3], gap="small")
    with columns[0]:
        name = st.text_input(
            f"Patrol {n + 1}", _NAMES[n], max_chars=30, key=f"name_{n}", persist_state="session"
        )
    with columns[1]:
        start = st.selectbox(
            "Starts from",
            starts,
            index=min(1, len(starts) - 1),
            format_func=lambda s: s.name,
            key=f"start_{n}",
            persist_state="session",
        )
    if own is not None:
        shift = _shift(f"Shift of patrol {n + 1}", f"shift_{n}", own)
    return Patrol(
        name=name.strip() or _NAMES[n],
        start=start.at,
        start_name=start.name if start.at else "",
        shift_start_min=shift[0],
        shift_end_min=shift[1],
        walk_m_per_s=_PACES[pace],
        dwell_min=int(dwell),
    )


def _shift(label: str, key: str, window: Window) -> tuple[int, int]:
    minutes = list(range(window.start_min, window.end_min + 1, 15))
    first, last = st.select_slider(
        label,
        options=minutes,
        value=(minutes[0], minutes[-1]),
        format_func=clock,
        key=key,
        persist_state="session",
    )
    return (first, last) if first < last else (minutes[0], minutes[-1])
