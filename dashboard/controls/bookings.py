"""The form for a weapon sweep or a screening arch: what, where, when, how long, how many."""

from collections.abc import Collection, Sequence
from typing import Final, NamedTuple

import streamlit as st

from geo.clock import Window
from geo.model import Activity, ActivityKind, Patrol, Place, clock


class Usual(NamedTuple):
    """What an operation usually takes."""

    minutes: int
    officers: int


#: Where the form begins.
_USUAL: Final = {ActivityKind.SWEEP: Usual(30, 4), ActivityKind.ARCH: Usual(60, 6)}
_NAMES: Final = {ActivityKind.SWEEP: "Weapon sweep", ActivityKind.ARCH: "Screening arch"}
_STEP_MIN: Final = 15


def booking(
    places: Sequence[Place],
    window: Window,
    patrols: Sequence[Patrol],
    taken: Collection[str],
    clicked: str | None,
) -> Activity | None:
    """Ask for an activity; it is there when Book is pressed.

    Parameters
    ----------
    places : sequence of Place
        Where it can be.
    taken : collection of str
        Ids of the activities that are booked already.
    clicked : str or None
        Id of the place that was clicked on the map: the one that is offered first.
    """
    kind = st.radio(
        "What", [*ActivityKind], format_func=_NAMES.__getitem__, horizontal=True, key="booking_kind"
    )
    where = _where(places, clicked)
    usual = _USUAL[kind]
    columns = st.columns(2, gap="small")
    minutes = columns[0].number_input(
        "Minutes", 5, min(180, window.end_min - window.start_min), usual.minutes, step=5,
        key=f"booking_minutes_{kind.name}",
    )  # fmt: skip
    staff = columns[1].number_input(
        "Officers", 1, 40, usual.officers, key=f"booking_officers_{kind.name}",
        help="Whole patrols are sent until there are enough.",
    )  # fmt: skip
    first, last = _between(window)
    why_not = _why_not(where, minutes, staff, (first, last), patrols)
    if why_not and where is not None:
        st.caption(why_not)
    if not st.button("Book", key="book", disabled=bool(why_not)) or where is None:
        return None
    ident = _free_id("sweep" if kind is ActivityKind.SWEEP else "arch", taken)
    return Activity(ident, kind, where.name, where.point, int(minutes), int(staff), first, last)


def _where(places: Sequence[Place], clicked: str | None) -> Place | None:
    options = {place.place_id: place for place in places}
    if clicked in options and st.session_state.get("booking_clicked") != clicked:
        st.session_state["booking_place"] = st.session_state["booking_clicked"] = clicked
    if st.session_state.get("booking_place") not in options:
        st.session_state["booking_place"] = None
    chosen = st.selectbox(
        "Where",
        [*options],
        index=None,
        placeholder="Choose a place, or click one on the map",
        format_func=lambda ident: f"{options[ident].name} ({options[ident].kind})",
        key="booking_place",
    )
    return options.get(chosen) if chosen else None


def _between(window: Window) -> tuple[int, int]:
    minutes = list(range(window.start_min, window.end_min + 1, _STEP_MIN))
    first, last = st.select_slider(
        "At some time between",
        options=minutes,
        value=(minutes[0], minutes[-1]),
        format_func=clock,
        key=f"booking_between_{window.start_min}_{window.end_min}",
    )
    return int(first), int(last)


def _why_not(
    where: Place | None,
    minutes: float,
    staff: float,
    between: tuple[int, int],
    patrols: Sequence[Patrol],
) -> str:
    """Why it cannot be booked like this; empty where it can."""
    if where is None:
        return "Choose where."
    if between[1] - between[0] < minutes:
        return (
            f"{minutes:.0f} minutes do not fit between {clock(between[0])} and "
            f"{clock(between[1])}. Move the times apart."
        )
    officers = sum(patrol.crew for patrol in patrols)
    if officers < staff:
        have = "1 officer" if officers == 1 else f"{officers} officers"
        return f"The patrols have {have} together. Add a patrol, or book fewer."
    return ""


def _free_id(stem: str, taken: Collection[str]) -> str:
    return next(f"{stem}-{n}" for n in range(1, len(taken) + 2) if f"{stem}-{n}" not in taken)
