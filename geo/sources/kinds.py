"""What sources call the kinds of schools, stops and streets, in our words.

GIAS codes of phases and types, NaPTAN stop types as letters and as TfL writes them, OpenStreetMap
values, also as Geofabrik and osmnx write them, and OS Open Roads: see their published schemas.
"""

import re
from typing import Final

import pandas as pd

from geo.header_words import wordset
from geo.sources.fields import BASEMAP_KINDS, INTERCHANGE_KINDS, PHASES, STREET_KINDS

#: A street nobody patrols on foot.
MOTORWAY: Final = "motorway"
_PHASES: Final = {name: name for name in PHASES} | {
    "all through": "all-through",
    "16 plus": "16-plus",
    "16plus": "16-plus",
    "college": "16-plus",
    "sixth form": "16-plus",
    "pru": "pupil referral",
    "pupil referral unit": "pupil referral",
    "alternative provision": "pupil referral",
    "middle deemed primary": "primary",
    "middle deemed secondary": "secondary",
    "elementary": "primary",
    "middle": "secondary",
    "high": "secondary",
    "2": "primary",
    "3": "primary",
    "4": "secondary",
    "5": "secondary",
    "6": "16-plus",
    "7": "all-through",
}
#: Types of establishment that are pupil referral units, whose phase is 0: by name and by code.
_REFERRAL_NAMES: Final = ("pupil referral", "alternative provision")
_REFERRAL_CODES: Final = frozenset(("14", "38", "42", "43"))
_STOPS: Final = {name: name for name in INTERCHANGE_KINDS} | {
    "rly": "rail", "rse": "rail", "rpl": "rail", "station": "rail", "train": "rail",
    "subway": "rail", "tube": "rail", "underground": "rail", "halt": "rail", "overground": "rail",
    "metro": "rail", "railway station": "rail", "railway halt": "rail", "train station": "rail",
    "subway entrance": "rail", "transportinterchange": "rail",
    "met": "tram", "tmu": "tram", "plt": "tram", "tram stop": "tram", "light rail": "tram",
    "bct": "bus stops", "bus stop": "bus stops", "bus": "bus stops", "platform": "bus stops",
    "bst": "bus station", "bce": "bus station", "bcs": "bus station", "bcq": "bus station",
    "coach station": "bus station", "bus and coach station": "bus station",
    "fer": "ferry", "ftd": "ferry", "fbt": "ferry", "pier": "ferry", "ferry terminal": "ferry",
    "naptanmetrostation": "rail", "naptanmetroaccessarea": "rail", "naptanmetroentrance": "rail",
    "naptanmetroplatform": "rail", "naptanrailstation": "rail", "naptanrailaccessarea": "rail",
    "naptanrailentrance": "rail", "naptanrailplatform": "rail",
    "naptanbuscoachstation": "bus station", "naptancoachbay": "bus station",
    "naptancoachaccessarea": "bus station", "naptanpublicbuscoachtram": "bus stops",
    "naptanonstreetbuscoachstoppair": "bus stops",
    "naptanonstreetbuscoachstopcluster": "bus stops", "naptanmarkedpoint": "bus stops",
    "naptanferryport": "ferry", "naptanferryberth": "ferry", "naptanferryentrance": "ferry",
}  # fmt: skip
#: Parts of a station, which stand for nothing by themselves.
_PARTS: Final = wordset(
    "rse rpl tmu plt bce naptanmetroaccessarea naptanmetroentrance naptanmetroplatform "
    "naptanrailaccessarea naptanrailentrance naptanrailplatform naptanferryberth "
    "naptanferryentrance naptancoachbay naptancoachaccessarea subway_entrance"
)
#: Words that only registers of stops use: their rows are stops, of which interchanges are made.
_REGISTERED: Final = re.compile(
    "rly|rse|rpl|met|tmu|plt|bct|bst|bce|bcs|bcq|fer|ftd|fbt|air|gat|txr|naptan.*|"
    "transportinterchange|bus_stop|bus_station|tram_stop|railway_station|railway_halt|"
    "subway_entrance|ferry_terminal"
)
_STREETS: Final = {name: name for name in STREET_KINDS} | {
    "motorway": MOTORWAY, "motorway link": MOTORWAY, "trunk": "main", "trunk link": "main",
    "primary": "main", "primary link": "main", "secondary": "main", "secondary link": "main",
    "a road": "main", "b road": "main", "primary road": "main", "footway": "path",
    "path": "path", "pedestrian": "path", "steps": "path", "cycleway": "path",
    "bridleway": "path", "track": "path", "corridor": "path",
}  # fmt: skip
_BASEMAP: Final = {name: name for name in BASEMAP_KINDS}


def school_phase(text: pd.Series) -> pd.Series:
    """Phases in our words; empty where a word is unknown."""
    return _translated(text, _PHASES)


def pupil_referral(text: pd.Series) -> pd.Series:
    """Whether types of establishment, as names or codes, are pupil referral units."""
    found = {
        value: value.strip() in _REFERRAL_CODES
        or any(name in value.lower() for name in _REFERRAL_NAMES)
        for value in text.unique()
    }
    return text.map(found).astype(bool)


def interchange_kind(text: pd.Series) -> pd.Series:
    """Kinds of interchange in our words; empty where a word is unknown."""
    return _translated(text, _STOPS)


def part_of_station(text: pd.Series) -> pd.Series:
    """Whether kinds of stop, as the source calls them, are entrances, platforms or bays."""
    return text.map({value: value.lower() in _PARTS for value in text.unique()}).astype(bool)


def is_register(text: pd.Series) -> bool:
    """Whether kinds of stop are those of a register of single stops, such as NaPTAN."""
    known = {value: bool(_REGISTERED.fullmatch(value.lower())) for value in text.unique()}
    return bool(len(text) and text.map(known).mean() > 0.5)


def street_kind(text: pd.Series) -> pd.Series:
    """Kinds of street in our words; ``local`` where a word is unknown, `MOTORWAY` for those."""
    return _translated(text, _STREETS).where(lambda kind: kind != "", "local")


def basemap_kind(text: pd.Series) -> pd.Series:
    """Kinds of basemap shape; empty where a word is unknown."""
    return _translated(text, _BASEMAP)


def _translated(text: pd.Series, words: dict[str, str]) -> pd.Series:
    """Look each distinct value up once; underscores and case do not matter."""
    found = {value: words.get(_plain(str(value)), "") for value in text.unique()}
    return text.map(found).astype("str")


def plain_kind(text: pd.Series) -> pd.Series:
    """Kinds as the source calls them, in lower case and without underscores."""
    return text.map({value: _plain(str(value)) for value in text.unique()}).astype("str")


def _plain(value: str) -> str:
    """Lower case without underscores; the first of a list such as ``['primary', 'steps']``."""
    first = re.split(r"[,;|]", value.strip("[](){} "))[0].strip("'\" ")
    return " ".join(first.lower().replace("_", " ").split())
