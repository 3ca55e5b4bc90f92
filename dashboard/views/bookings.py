"""Sweeps and arches on the Plan page: what is booked, and the form for one more."""

from collections.abc import Sequence
from dataclasses import replace

import streamlit as st

from dashboard.controls.bookings import booking
from dashboard.planning.choices import visitor
from dashboard.views import common
from geo.clock import Window
from geo.model import Activity, Patrol, clock
from geo.patrol import Places


def bookings(offered: Places, window: Window, patrols: Sequence[Patrol]) -> None:
    """List what is booked for the day, each with a way to cancel it, and ask for more.

    The visitor's constraints hold the bookings; the next suggestion plans them.
    """
    booked = visitor().constraints.activities
    for activity in booked:
        columns = st.columns([4, 1], vertical_alignment="center")
        with columns[0]:
            common.words(_in_words(activity), "ab-when")
        columns[1].button(
            "Cancel", key=f"cancel_{activity.activity_id}", on_click=_cancel,
            args=(activity.activity_id,),
        )  # fmt: skip
    with st.expander("Book a sweep or an arch"):
        taken = {activity.activity_id for activity in booked}
        wanted = booking(offered.items, window, patrols, taken, visitor().place_id)
        if wanted is not None:
            _keep((*booked, wanted))
            st.rerun()


def _in_words(activity: Activity) -> str:
    """``Weapon sweep at Mill Corner: 30 min, 4 officers, between 15:00 and 18:00``."""
    minutes = f"{activity.minutes}\N{NO-BREAK SPACE}min"
    officers = "1 officer" if activity.staff == 1 else f"{activity.staff} officers"
    return (
        f"{activity.label}: {minutes}, {officers}, between "
        f"{clock(activity.from_min)} and {clock(activity.until_min)}"
    )


def _cancel(activity_id: str) -> None:
    left = (a for a in visitor().constraints.activities if a.activity_id != activity_id)
    _keep(tuple(left))


def _keep(activities: tuple[Activity, ...]) -> None:
    visitor().constraints = replace(visitor().constraints, activities=activities)
