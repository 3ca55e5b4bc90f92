"""What is made of a plan: its places, its export and its briefing, always from its own area."""

import datetime as dt
import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

import streamlit as st

from dashboard import services
from dashboard.planning.session import MadePlan, PlanningSession
from geo.briefing import Briefing
from geo.clock import SchoolDay
from geo.hotspots import Hotspots
from geo.model import XY
from geo.patrol import Places, VisitValue, plan_export
from geo.patrol.places import with_chosen
from geo.workspace import Workspace

_HELD: Final = 24
#: A plan is what its request gives of its area.
_BY_ORIGIN: Final[dict[str | type, Callable[[Any], Any]]] = {MadePlan: lambda made: made.origin}


@dataclass(frozen=True)
class Surroundings:
    """What a plan is shown with: the area and the day that it was made from, and what is there."""

    area: Workspace
    day: SchoolDay
    hotspots: Hotspots
    places: Places


def surroundings(
    session: PlanningSession, area: Workspace, day: SchoolDay, balance: VisitValue
) -> Surroundings:
    """What the plan of a session is shown with; without one, the area as it is now."""
    if session.shown:
        area, day = session.shown.area, session.shown.plan.day
    hotspots = services.hotspots(area, day.date)
    return Surroundings(area, day, hotspots, offered(area, day.date, balance, session.chosen))


def offered(
    area: Workspace,
    date: dt.date,
    balance: VisitValue | None = None,
    chosen: tuple[tuple[str, XY], ...] = (),
) -> Places:
    """Places of a day by another balance, and with those that were chosen on the map."""
    return _offered(area, date, balance or VisitValue(), chosen)


@st.cache_resource(show_spinner=False, max_entries=_HELD, hash_funcs=services.BY_VERSION)
def _offered(
    area: Workspace, date: dt.date, balance: VisitValue, chosen: tuple[tuple[str, XY], ...]
) -> Places:
    base = services.places(area, date)
    weighed = base if balance == base.balance else base.balanced(balance)
    return with_chosen(weighed, chosen, area.calendar.day(date)) if chosen else weighed


@st.cache_data(show_spinner=False, max_entries=_HELD, hash_funcs=_BY_ORIGIN)
def geojson(made: MadePlan, approved_by: str, out_of_date: str) -> str:
    """A plan as GeoJSON text that says whether it is approved, its marking and the data's age.

    It names what the plan was made from, whatever the area has become since.

    Parameters
    ----------
    out_of_date : str
        What has changed since; empty where nothing has.
    """
    about = made.area.about
    content = {
        **plan_export(made.plan, made.area.provenance, made.request),
        "status": f"Approved by {approved_by}" if approved_by else "DRAFT, not approved",
        "marking": about.marking,
        "simulated": about.simulated,
        "data_as_at": about.data_as_at.isoformat() if about.data_as_at else None,
        **({"out_of_date": out_of_date} if out_of_date else {}),
    }
    return json.dumps(content, ensure_ascii=False, separators=(",", ":"))


def briefing(made: MadePlan, approved_by: str, out_of_date: str) -> Briefing:
    """The briefing of a plan, approved by somebody or a draft."""
    hotspots = services.hotspots(made.area, made.request.date)
    return Briefing.of(
        made.plan, hotspots, approved_by=approved_by or None, out_of_date=out_of_date
    )
