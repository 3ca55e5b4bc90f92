"""Connectors: data fetched from public services, politely, and only when somebody asks.

Importing this package asks nobody for anything. A fetch goes through `open_session`, which knows
one service, one folder and one cache, and one of the functions ``fetch_…``.
"""

from geo.sources.fetch.addresses import SERVICES, Service, service, variable_of
from geo.sources.fetch.areas import area_of_box, circle_around
from geo.sources.fetch.bank_holidays import fetch_bank_holidays
from geo.sources.fetch.errors import FetchError, NotAsExpectedError
from geo.sources.fetch.gias import fetch_gias
from geo.sources.fetch.manners import World
from geo.sources.fetch.naptan import fetch_naptan
from geo.sources.fetch.osm import fetch_osm
from geo.sources.fetch.police import PoliceKind, PoliceWish, fetch_police_uk
from geo.sources.fetch.progress import Progress, Said, silent
from geo.sources.fetch.results import Fetched, File
from geo.sources.fetch.session import Session, open_session
from geo.sources.fetch.tfl import KEY_VARIABLE, MODES, TflWish, circle_of, fetch_tfl, paced

__all__ = [
    "KEY_VARIABLE",
    "MODES",
    "SERVICES",
    "FetchError",
    "Fetched",
    "File",
    "NotAsExpectedError",
    "PoliceKind",
    "PoliceWish",
    "Progress",
    "Said",
    "Service",
    "Session",
    "TflWish",
    "World",
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
    "silent",
    "variable_of",
]
