"""Cached calls into the engine, keyed on what was chosen and on the version of the area.

An area is whatever `Workspace.version` names: layers, tables, settings and engine. A workspace that
was opened before something changed is another one, and keeps what was made of it.
"""

import datetime as dt
import os
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any, Final

import geopandas as gpd
import pandas as pd
import streamlit as st

from dashboard import maps
from dashboard.controls.effect import Given
from dashboard.controls.patrols import AT_FIRST_STOP, Start
from dashboard.maps.density import recorded_by_cell
from geo.bundle import bundled
from geo.evidence.effect import Effect, effect_of_visits
from geo.hotspots import DEFAULT_METHOD, Hotspots, hotspot_settings, hotspots_of
from geo.hotspots.explanation import Explanation, explain_hotspots
from geo.model import ControlDays
from geo.network import WalkingNetwork, network_of
from geo.patrol import Places, candidate_places
from geo.pupils import PupilFlow, estimate_pupil_flow
from geo.quality import QualityReport, check_area
from geo.trials import Power, TrialOptions, TrialResult, trial_of, trial_so_far
from geo.workspace import ENVIRONMENT, Workspace, generation

#: What an area is to a cache: an argument that is no part of this is part of nothing that is kept.
BY_VERSION: Final[dict[str | type, Callable[[Any], Any]]] = {Workspace: lambda area: area.version}
#: A folder is opened again when anything in it may have changed.
_BY_GENERATION: Final[dict[str | type, Callable[[Any], Any]]] = {
    type(Path()): lambda folder: (str(folder), generation(folder))
}
_HELD: Final = 24


def workspace() -> Workspace:
    """The area that is served: ``AFTERBELL_WORKSPACE``, or the bundled sample."""
    return _workspace(Path(os.environ.get(ENVIRONMENT) or bundled("sample")))


@st.cache_resource(show_spinner="Opening the area", max_entries=2, hash_funcs=_BY_GENERATION)
def _workspace(folder: Path) -> Workspace:
    return Workspace.open(folder)


def table_keeper(area: Workspace) -> Callable[[str, pd.DataFrame, str, str], object]:
    """What keeps bells or terms as somebody changed them: name, rows, who and why."""
    return lambda name, frame, who, why: area.keep_table(name, frame, who=who, why=why)


@st.cache_resource(show_spinner="Checking the data", max_entries=2, hash_funcs=BY_VERSION)
def quality(area: Workspace) -> QualityReport:
    """What is wrong with the data of an area."""
    return check_area(area)


@st.cache_data(show_spinner=False, max_entries=4, hash_funcs=BY_VERSION)
def basemap(area: Workspace) -> str:
    """The ground of the map, as text."""
    return maps.basemap(area.layers)


def hotspots(area: Workspace, date: dt.date, method: str = DEFAULT_METHOD) -> Hotspots:
    """Hotspots for the window of a date, from what was known before it."""
    return _hotspots(area, date, method)


@st.cache_resource(show_spinner="Finding hotspots", max_entries=_HELD, hash_funcs=BY_VERSION)
def _hotspots(area: Workspace, date: dt.date, method: str) -> Hotspots:
    return hotspots_of(area, date, method=method)


def explanation(area: Workspace, date: dt.date, method: str, hotspot_id: str) -> Explanation:
    """Why a hotspot of a date is one, for the analyst."""
    return _explanations(area, date, method)[hotspot_id]


@st.cache_resource(show_spinner="Looking at the records", max_entries=_HELD, hash_funcs=BY_VERSION)
def _explanations(area: Workspace, date: dt.date, method: str) -> dict[str, Explanation]:
    found = hotspots(area, date, method)
    explanations = explain_hotspots(
        found.items,
        area.layers.incidents,
        found.window,
        date,
        settings=hotspot_settings(area, method),
        layers=area.layers,
        day=area.calendar.day(date),
        flow=pupil_flow(area, date),
    )
    return {each.hotspot_id: each for each in explanations}


@st.cache_resource(show_spinner="Comparing places", max_entries=4, hash_funcs=BY_VERSION)
def effect_of(area: Workspace, given: Given) -> tuple[Effect, int]:
    """What the patrols of a table changed, and their minutes."""
    return effect_of_visits(area, given.content, partial(hotspots, area), file=given.file)


@st.cache_resource(show_spinner="Drawing the lot", max_entries=_HELD, hash_funcs=BY_VERSION)
def control_days(area: Workspace, options: TrialOptions) -> tuple[ControlDays, Power]:
    """The days of a trial that somebody thinks of, and what it would notice."""
    return trial_of(area, options, partial(hotspots, area))


@st.cache_resource(show_spinner="Reading the trial", max_entries=2, hash_funcs=BY_VERSION)
def trial_found(area: Workspace) -> TrialResult | None:
    """What the trial that is kept found so far."""
    return trial_so_far(area)


@st.cache_resource(show_spinner=False, max_entries=_HELD, hash_funcs=BY_VERSION)
def recorded(area: Workspace, date: dt.date) -> gpd.GeoDataFrame:
    """Incidents recorded in the year before a date by 250 m cell, where there are 5 or more."""
    return recorded_by_cell(area.layers.incidents, date)


@st.cache_resource(show_spinner="Letting the schools out", max_entries=_HELD, hash_funcs=BY_VERSION)
def pupil_flow(area: Workspace, date: dt.date) -> PupilFlow | None:
    """Pupils on the streets of a school day; None where there are no streets."""
    if area.layers.streets.empty:
        return None
    return estimate_pupil_flow(area.layers, area.calendar.day(date), network(area), area.homes)


@st.cache_resource(show_spinner=False, max_entries=_HELD, hash_funcs=BY_VERSION)
def places(area: Workspace, date: dt.date) -> Places:
    """Where a patrol could be sent on a school day."""
    day, flow = area.calendar.day(date), pupil_flow(area, date)
    return candidate_places(hotspots(area, date), area.layers, day, pupil_flow=flow)


@st.cache_resource(show_spinner="Preparing the streets", max_entries=4, hash_funcs=BY_VERSION)
def network(area: Workspace) -> WalkingNetwork:
    """The streets of an area as patrols use them."""
    return network_of(area)


@st.cache_data(show_spinner=False, max_entries=_HELD, hash_funcs=BY_VERSION)
def counted(area: Workspace) -> maps.Counted:
    """Incidents of an area counted in squares."""
    return maps.counted(area.layers.incidents)


def starts(area: Workspace) -> tuple[Start, ...]:
    """Where a patrol can set out: at its first stop, a base, an interchange or a school."""
    named = [(AT_FIRST_STOP, None), *area.bases]
    for layer in (area.layers.interchanges, area.layers.schools):
        ordered = layer.sort_values("name")
        points = zip(ordered.geometry.x, ordered.geometry.y, strict=True)
        named += zip(ordered["name"], points, strict=True)
    return tuple(Start(str(name), at) for name, at in named)
