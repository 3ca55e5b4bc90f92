"""Cached calls into the engine, keyed on what was chosen and on the version of the layers."""

import datetime as dt
import os
from collections.abc import Callable
from functools import partial

import geopandas as gpd
import pandas as pd
import streamlit as st

from dashboard import maps
from dashboard.controls import AT_FIRST_STOP, Start
from dashboard.controls.effect import Given
from dashboard.maps.density import recorded_by_cell
from geo.bundle import bundled
from geo.clock import SchoolDay
from geo.clock.control_days import ControlDays
from geo.dispersal import Dispersal, disperse
from geo.evidence.effect import Effect, Power, TrialResult
from geo.evidence.effect.in_area import TrialWish, effect_of_visits, trial_of, trial_so_far
from geo.hotspots import DEFAULT_METHOD, Hotspots, hotspot_settings, hotspots_of
from geo.hotspots.explanation import Explanation, explain_hotspots
from geo.network import network_of
from geo.patrol import Places, WalkingNetwork, candidate_places
from geo.quality import QualityReport, check_area
from geo.workspace import ENVIRONMENT, Workspace, generation

_HELD = 24


def workspace() -> Workspace:
    """The area that is served: ``AFTERBELL_WORKSPACE``, or the bundled sample."""
    folder = os.environ.get(ENVIRONMENT, "")
    return _workspace(folder, generation(folder or bundled("sample")))


def quality(area: Workspace) -> QualityReport:
    """What is wrong with the data of an area."""
    return _quality(area, generation(area.folder))


def table_keeper(area: Workspace) -> Callable[[str, pd.DataFrame, str, str], object]:
    """What keeps bells or terms as somebody changed them: name, rows, who and why."""
    return lambda name, frame, who, why: area.keep_table(name, frame, who=who, why=why)


def ground(area: Workspace) -> str:
    """The ground of the map, as text."""
    return _ground(area, area.layers.version)


def hotspots(area: Workspace, date: dt.date, method: str = DEFAULT_METHOD) -> Hotspots:
    """Hotspots for the window of a date, from what was known before it."""
    return _hotspots(area, area.layers.version, date, method)


def explanation(area: Workspace, date: dt.date, method: str, hotspot_id: str) -> Explanation:
    """Why a hotspot of a date is one, for the analyst."""
    return _explanations(area, area.layers.version, date, method)[hotspot_id]


def effect_of(area: Workspace, given: Given) -> tuple[Effect, int]:
    """What the patrols of a table changed, and their minutes."""
    return _effect_of(area, area.layers.version, given)


def control_days(area: Workspace, wish: TrialWish) -> tuple[ControlDays, Power]:
    """The days of a trial that somebody thinks of, and what it would notice."""
    return _control_days(area, area.layers.version, wish)


def trial_found(area: Workspace) -> TrialResult | None:
    """What the trial that is kept found so far."""
    return _trial_found(area, generation(area.folder))


def recorded(area: Workspace, date: dt.date) -> gpd.GeoDataFrame:
    """Incidents recorded in the year before a date by 250 m cell, where there are 5 or more."""
    return _recorded(area, area.layers.version, date)


def dispersal(area: Workspace, date: dt.date) -> Dispersal | None:
    """Pupils on the streets of a school day; None where there are no streets."""
    return None if area.layers.streets.empty else _dispersal(area, generation(area.folder), date)


def places(area: Workspace, day: SchoolDay) -> Places:
    """Where a patrol could be sent on a school day."""
    return _places(area, area.layers.version, day.date)


def network(area: Workspace) -> WalkingNetwork:
    """The streets of an area as patrols use them."""
    return _network(area, generation(area.folder))


def counted(frame: gpd.GeoDataFrame, key: str) -> maps.Counted:
    """Points of a layer counted in squares."""
    return _counted(frame, key)


@st.cache_data(show_spinner=False, max_entries=_HELD)
def _counted(_frame: gpd.GeoDataFrame, key: str) -> maps.Counted:  # noqa: ARG001
    return maps.counted(_frame)


def starts(area: Workspace) -> tuple[Start, ...]:
    """Where a patrol can set out: at its first stop, a base, an interchange or a school."""
    named = [(AT_FIRST_STOP, None), *area.bases]
    for layer in (area.layers.interchanges, area.layers.schools):
        ordered = layer.sort_values("name")
        points = zip(ordered.geometry.x, ordered.geometry.y, strict=True)
        named += zip(ordered["name"], points, strict=True)
    return tuple(Start(str(name), at) for name, at in named)


@st.cache_resource(show_spinner="Opening the area", max_entries=2)
def _workspace(folder: str, version: str) -> Workspace:  # noqa: ARG001
    return Workspace.open(folder or None)


@st.cache_resource(show_spinner="Checking the data", max_entries=2)
def _quality(_area: Workspace, version: str) -> QualityReport:  # noqa: ARG001
    return check_area(_area)


@st.cache_data(show_spinner=False, max_entries=4)
def _ground(_area: Workspace, version: str) -> str:  # noqa: ARG001
    return maps.ground(_area.layers)


@st.cache_resource(show_spinner="Finding hotspots", max_entries=_HELD)
def _hotspots(_area: Workspace, version: str, date: dt.date, method: str) -> Hotspots:  # noqa: ARG001
    return hotspots_of(_area, date, method=method)


@st.cache_resource(show_spinner="Looking at the records", max_entries=_HELD)
def _explanations(
    _area: Workspace, version: str, date: dt.date, method: str
) -> dict[str, Explanation]:
    found = _hotspots(_area, version, date, method)
    told = explain_hotspots(
        found.items,
        _area.layers.incidents,
        found.window,
        date,
        settings=hotspot_settings(_area, method),
        layers=_area.layers,
        day=_area.calendar.day(date),
        flow=dispersal(_area, date),
    )
    return {each.hotspot_id: each for each in told}


@st.cache_resource(show_spinner="Comparing places", max_entries=4)
def _effect_of(_area: Workspace, version: str, given: Given) -> tuple[Effect, int]:  # noqa: ARG001
    return effect_of_visits(_area, given.content, partial(hotspots, _area), file=given.file)


@st.cache_resource(show_spinner="Drawing the lot", max_entries=_HELD)
def _control_days(
    _area: Workspace,
    version: str,  # noqa: ARG001
    wish: TrialWish,
) -> tuple[ControlDays, Power]:
    return trial_of(_area, wish, partial(hotspots, _area))


@st.cache_resource(show_spinner="Reading the trial", max_entries=2)
def _trial_found(_area: Workspace, version: str) -> TrialResult | None:  # noqa: ARG001
    return trial_so_far(_area)


@st.cache_resource(show_spinner=False, max_entries=_HELD)
def _recorded(_area: Workspace, version: str, date: dt.date) -> gpd.GeoDataFrame:  # noqa: ARG001
    return recorded_by_cell(_area.layers.incidents, date)


@st.cache_resource(show_spinner="Preparing the streets", max_entries=4)
def _network(_area: Workspace, version: str) -> WalkingNetwork:  # noqa: ARG001
    return network_of(_area)


@st.cache_resource(show_spinner="Letting the schools out", max_entries=_HELD)
def _dispersal(_area: Workspace, version: str, date: dt.date) -> Dispersal:
    streets = _network(_area, version)
    return disperse(_area.layers, _area.calendar.day(date), streets, _area.homes)


@st.cache_resource(show_spinner=False, max_entries=_HELD)
def _places(_area: Workspace, version: str, date: dt.date) -> Places:  # noqa: ARG001
    found = hotspots(_area, date)
    flow = dispersal(_area, date)
    return candidate_places(found, _area.layers, _area.calendar.day(date), dispersal=flow)
