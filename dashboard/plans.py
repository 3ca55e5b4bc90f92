"""Plans by what was asked for: made once, and the same on every page and in every export."""

import datetime as dt
import json
from typing import Final

import streamlit as st

from dashboard import services
from dashboard.sitting import Found
from geo.briefing import Briefing
from geo.clock import SchoolDay
from geo.model import XY
from geo.patrol import Places, Plan
from geo.patrol.chosen import with_chosen
from geo.patrol.origin import Request, plan_export, plan_for
from geo.patrol.values import VisitValue
from geo.workspace import Workspace

_HELD: Final = 24
#: Plans of searches and of edits, the newest last.
_kept: dict[tuple[str, Request], Plan] = {}


def offered(
    area: Workspace,
    day: SchoolDay,
    balance: VisitValue | None = None,
    chosen: tuple[tuple[str, XY], ...] = (),
) -> Places:
    """Places of a day by another balance, and with those that were chosen on the map."""
    return _offered(area, area.layers.version, day.date, balance or VisitValue(), chosen)


def plan(area: Workspace, request: Request) -> Plan:
    """The plan of a request."""
    return _plan(area, area.layers.version, request)


def keep(area: Workspace, found: Found) -> None:
    """Remember a plan that was searched for or changed by hand, so that it is not made again."""
    _kept[area.layers.version, found.request] = found.plan
    while len(_kept) > _HELD:
        del _kept[next(iter(_kept))]


def geojson(area: Workspace, request: Request, approved_by: str) -> str:
    """A plan as GeoJSON text that says whether it is approved, its marking and the data's age."""
    return _geojson(area, area.layers.version, request, approved_by)


def briefing(area: Workspace, request: Request, approved_by: str) -> Briefing:
    """The briefing of a plan, approved by somebody or a draft."""
    made = plan(area, request)
    return Briefing.of(made, services.hotspots(area, request.date), approved_by=approved_by or None)


@st.cache_data(show_spinner=False, max_entries=_HELD)
def _geojson(_area: Workspace, version: str, request: Request, approved_by: str) -> str:
    made = _plan(_area, version, request)
    about = made.places.layers.area
    content = {
        **plan_export(made, _area.remember(), request),
        "status": f"Approved by {approved_by}" if approved_by else "DRAFT, not approved",
        "marking": about.marking,
        "simulated": about.simulated,
        "data_as_at": about.data_as_at.isoformat() if about.data_as_at else None,
    }
    return json.dumps(content, ensure_ascii=False, separators=(",", ":"))


@st.cache_resource(show_spinner=False, max_entries=_HELD)
def _offered(
    _area: Workspace,
    version: str,  # noqa: ARG001
    date: dt.date,
    balance: VisitValue,
    chosen: tuple[tuple[str, XY], ...],
) -> Places:
    day = _area.calendar.day(date)
    base = services.places(_area, day)
    weighed = base if balance == base.balance else base.balanced(balance)
    return with_chosen(weighed, chosen, day) if chosen else weighed


@st.cache_resource(show_spinner="Planning routes", max_entries=_HELD)
def _plan(_area: Workspace, version: str, request: Request) -> Plan:
    if (made := _kept.get((version, request))) is not None:
        return made
    day = _area.calendar.day(request.date)
    given = _offered(_area, version, request.date, request.balance, request.chosen)
    return plan_for(request, day, given, services.network(_area))
