"""Public data fetched from its publishers, politely, and only when somebody asks.

A request in; files as the publisher gives them, less what is about persons, out.
"""

from geo.connectors._client import Progress, Step
from geo.connectors._query_areas import area_of_box, circle_around
from geo.connectors.addresses import SERVICES, Pace, Service, service
from geo.connectors.bank_holidays import fetch_bank_holidays
from geo.connectors.gias import fetch_gias
from geo.connectors.osm import fetch_osm
from geo.connectors.police import PoliceKind, PoliceQuery, fetch_police_uk
from geo.connectors.session import Fetched, File, Session, open_session
from geo.connectors.transport_stops import (
    KEY_VARIABLE,
    MODES,
    StopsQuery,
    circle_of,
    fetch_naptan,
    fetch_tfl,
    paced,
)

__all__ = [
    "KEY_VARIABLE",
    "MODES",
    "SERVICES",
    "Fetched",
    "File",
    "Pace",
    "PoliceKind",
    "PoliceQuery",
    "Progress",
    "Service",
    "Session",
    "Step",
    "StopsQuery",
    "area_of_box",
    "circle_around",
    "circle_of",
    "fetch_bank_holidays",
    "fetch_gias",
    "fetch_naptan",
    "fetch_osm",
    "fetch_police_uk",
    "fetch_tfl",
    "open_session",
    "paced",
    "service",
]
