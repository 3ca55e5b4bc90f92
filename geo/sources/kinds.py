"""What sources call the kinds of schools, stops and streets, in our words.

NaPTAN stop types and OpenStreetMap highway values: see their published schemas.
"""

from typing import Final

import pandas as pd

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
}
_STOPS: Final = {name: name for name in INTERCHANGE_KINDS} | {
    "rly": "rail", "rse": "rail", "station": "rail", "train": "rail", "subway": "rail",
    "tube": "rail", "underground": "rail", "halt": "rail", "overground": "rail", "metro": "rail",
    "met": "tram", "tmu": "tram", "plt": "tram", "tram stop": "tram", "light rail": "tram",
    "bct": "bus stops", "bus stop": "bus stops", "bus": "bus stops", "bst": "bus station",
    "bce": "bus station", "bcs": "bus station", "bcq": "bus station",
    "coach station": "bus station", "fer": "ferry", "ftd": "ferry", "pier": "ferry",
}  # fmt: skip
_STREETS: Final = {name: name for name in STREET_KINDS} | {
    "motorway": MOTORWAY, "motorway link": MOTORWAY, "trunk": "main", "trunk link": "main",
    "primary": "main", "primary link": "main", "secondary": "main", "secondary link": "main",
    "a road": "main", "b road": "main", "footway": "path", "path": "path", "pedestrian": "path",
    "steps": "path", "cycleway": "path", "bridleway": "path", "track": "path", "corridor": "path",
}  # fmt: skip
_BASEMAP: Final = {name: name for name in BASEMAP_KINDS}


def school_phase(text: pd.Series) -> pd.Series:
    """Phases in our words; empty where a word is unknown."""
    return _translated(text, _PHASES)


def interchange_kind(text: pd.Series) -> pd.Series:
    """Kinds of interchange in our words; empty where a word is unknown."""
    return _translated(text, _STOPS)


def street_kind(text: pd.Series) -> pd.Series:
    """Kinds of street in our words; ``local`` where a word is unknown, `MOTORWAY` for those."""
    return _translated(text, _STREETS).where(lambda kind: kind != "", "local")


def basemap_kind(text: pd.Series) -> pd.Series:
    """Kinds of basemap shape; empty where a word is unknown."""
    return _translated(text, _BASEMAP)


def _translated(text: pd.Series, words: dict[str, str]) -> pd.Series:
    """Look each distinct value up once; underscores and case do not matter."""
    found = {
        value: words.get(" ".join(str(value).lower().replace("_", " ").split()), "")
        for value in text.unique()
    }
    return text.map(found).astype("str")
