"""The frame of a page about one day: where everything stands, and the day that is chosen."""

from dataclasses import dataclass

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from dashboard import controls, environment, services
from dashboard.planning import choices
from dashboard.views import closed, common
from geo.clock import SchoolDay
from geo.workspace import Workspace


@dataclass(frozen=True)
class Stage:
    """The parts of a page: a narrow column in which one decides, and the map with its table."""

    title: DeltaGenerator
    panel: DeltaGenerator
    top: DeltaGenerator
    drawer: DeltaGenerator
    picture: DeltaGenerator
    rows: DeltaGenerator


def stage() -> Stage:
    """Lay the parts out; the style sheet puts them into another order on a phone."""
    side, main = st.columns([2, 5])
    with side:
        narrow = [st.container(key=key) for key in ("title", "controls", "next", "why")]
    with main:
        wide = [st.container(key=key) for key in ("map", "rows")]
    return Stage(*narrow, *wide)


def school_day(area: Workspace, on: Stage, page: str) -> SchoolDay:
    """Ask for the date; on one without school, say so, show the way on, and end the page."""
    if area.layers.incidents.empty:
        _nothing_yet(area, on, page)
    with on.panel:
        opening = choices.opening_date(area.calendar, area.about.data_as_at, environment.today())
        date = controls.day(area.calendar, opening)
    with on.title:
        common.title(page, date)
        if area.calendar.assumed:
            common.words(area.calendar.notice, "ab-status")
    if not area.calendar.is_school_day(date):
        with on.top:
            closed.notice(area.calendar, date)
        at_rest(area, on)
        st.stop()
    return area.calendar.day(date)


def _nothing_yet(area: Workspace, on: Stage, page: str) -> None:
    """An area without incidents: say so, show the way on, and end the page."""
    with on.title:
        st.title(page)
    with on.top:
        common.words(f"{area.about.name} has no incidents yet, so there is nothing to show here.")
        st.page_link(choices.DATA_PAGE, label="Bring in data")
    if area.readings:
        at_rest(area, on)
    st.stop()


def at_rest(area: Workspace, on: Stage) -> None:
    """The map without hotspots, where there is nothing more to show."""
    with on.picture:
        closed.draw(services.basemap(area), area.layers)
