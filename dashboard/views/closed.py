"""A date on which no bell rings: say why, and show the way to the next that has one."""

import datetime as dt

import streamlit as st

from dashboard import controls, maps
from dashboard.views import common
from geo.clock import Calendar
from geo.errors import NoSchoolDayError
from geo.layers import Layers
from geo.text import short_date


def notice(calendar: Calendar, date: dt.date) -> None:
    """Say why a date is no school day, with a button to the next."""
    with st.container(key="callout", border=True):
        st.text(f"{short_date(date)} is not a school day: {calendar.why_closed(date)}.")
        try:
            coming = calendar.next_school_day(date).date
        except NoSchoolDayError as error:
            st.text(str(error))
            return
        label = f"Go to {short_date(coming)}"
        st.button(label, type="primary", on_click=controls.go_to, args=(coming,), key="next_day")


def draw(basemap: str, layers: Layers) -> None:
    """The area at rest: its schools and interchanges, and no hotspots."""
    lines = maps.place_lines(layers, letting_out=False)
    groups = [maps.places(layers), *([maps.legend(lines)] if lines else [])]
    common.show_map(maps.base(basemap), groups, "closed_map")
