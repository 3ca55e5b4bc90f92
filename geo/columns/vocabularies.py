"""Words of sources in our own: phases, kinds of stop and street, offences, and ways.

**Ways**: who may use a street, and which way, as one word for each mode: both, forward (along the
line), backward or no. OpenStreetMap says it with oneway,
junction, access, foot, bicycle and motor_vehicle (see "Key:access" and "Key:oneway" of its wiki),
which GDAL keeps among other_tags; Geofabrik with oneway F, T and B; osmnx with True and False. OS
Open Roads does not say it.

- A person on foot may go both ways, wherever foot or access does not say no; but not indoors below
  ground, as those are the passages of stations, and a place above must not be taken for one there.
- A cycle may use every road, and of paths those that are for cycles; not steps, nor a footway or
  pedestrian street unless bicycle says so. It goes against a one-way street where
  oneway:bicycle or cycleway=opposite allows it.
- A car may use every road that access, vehicle, motor_vehicle and motorcar leave open, and no path.
"""

import csv
import re
import unicodedata
from collections.abc import Mapping
from functools import cache
from types import MappingProxyType
from typing import Final

import geopandas as gpd
import numpy as np
import pandas as pd

from geo.bundle import bundled
from geo.model import BASEMAP_KINDS, INTERCHANGE_KINDS, PHASES, STREET_KINDS, WAY_COLUMNS, WAYS
from geo.text import wordset

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
    """Phases in our words; empty where a word is unknown.

    Parameters
    ----------
    text : Series of str
        Phases in the words of the source, or their codes.
    """
    return _translated(text, _PHASES)


def pupil_referral(text: pd.Series) -> pd.Series:
    """Whether types of establishment, as names or codes, are pupil referral units.

    Parameters
    ----------
    text : Series of str
        Names or codes of types of establishment.
    """
    referral = {
        value: value.strip() in _REFERRAL_CODES
        or any(name in value.lower() for name in _REFERRAL_NAMES)
        for value in text.unique()
    }
    return text.map(referral).astype(bool)


def interchange_kind(text: pd.Series) -> pd.Series:
    """Kinds of interchange in our words; empty where a word is unknown.

    Parameters
    ----------
    text : Series of str
        Kinds in the words of the source, such as those of NaPTAN.
    """
    return _translated(text, _STOPS)


def part_of_station(text: pd.Series) -> pd.Series:
    """Whether kinds of stop, as the source calls them, are entrances, platforms or bays.

    Parameters
    ----------
    text : Series of str
        Kinds in the words of the source.
    """
    return text.map({value: value.lower() in _PARTS for value in text.unique()}).astype(bool)


def is_register(text: pd.Series) -> bool:
    """Whether kinds of stop are those of a register of single stops, such as NaPTAN.

    Parameters
    ----------
    text : Series of str
        Kinds in the words of the source.
    """
    known = {value: bool(_REGISTERED.fullmatch(value.lower())) for value in text.unique()}
    return bool(len(text) and text.map(known).mean() > 0.5)


def street_kind(text: pd.Series) -> pd.Series:
    """Kinds of street in our words; ``local`` where a word is unknown, `MOTORWAY` for those.

    Parameters
    ----------
    text : Series of str
        Kinds in the words of the source, such as those of OpenStreetMap.
    """
    return _translated(text, _STREETS).where(lambda kind: kind != "", "local")


def basemap_kind(text: pd.Series) -> pd.Series:
    """Kinds of basemap shape; empty where a word is unknown.

    Parameters
    ----------
    text : Series of str
        Kinds in the words of the source.
    """
    return _translated(text, _BASEMAP)


def _translated(text: pd.Series, words: dict[str, str]) -> pd.Series:
    """Look each distinct value up once; underscores and case do not matter."""
    translations = {value: words.get(_plain_kind(str(value)), "") for value in text.unique()}
    return text.map(translations).astype("str")


def _plain_kinds(text: pd.Series) -> pd.Series:
    """Kinds as the source calls them, in lower case and without underscores."""
    return text.map({value: _plain_kind(str(value)) for value in text.unique()}).astype("str")


def _plain_kind(value: str) -> str:
    """Lower case without underscores; the first of a list such as ``['primary', 'steps']``."""
    first = re.split(r"[,;|]", value.strip("[](){} "))[0].strip("'\" ")
    return " ".join(first.lower().replace("_", " ").split())


#: A code beside the words: ``8N Assault with injury``, ``Robbery of personal property (34B)``.
_CODE: Final = re.compile(
    r"^\s*\d{1,4}[A-Za-z]?(/\d+)?\s*[-:.]*\s+|\s*\(\d{1,4}[A-Za-z]?(/\d+)?\)\s*$"
)


@cache
def offence_words() -> MappingProxyType[str, str]:
    """Each word or phrase that is known, without punctuation and case, and its canonical code."""
    known: dict[str, str] = {}
    with bundled("reference/offences.csv").open(encoding="utf-8", newline="") as table:
        for row in csv.DictReader(table):
            for word in (row["offence"], row["label"], *row["words"].split("|")):
                known.setdefault(_plain_offence(word), row["offence"])
    return MappingProxyType(known)


@cache
def unscored_offences() -> frozenset[str]:
    """Codes of the offences that are context or excluded, and never scored."""
    with bundled("reference/offences.csv").open(encoding="utf-8", newline="") as table:
        return frozenset(row["offence"] for row in csv.DictReader(table) if row["role"] != "scored")


def canonical_offences(
    text: pd.Series, extra: Mapping[str, str] | None = None
) -> tuple[pd.Series, tuple[str, ...]]:
    """Replace each offence that the vocabulary knows by its code.

    Parameters
    ----------
    text : Series of str
        Offences as they came.
    extra : mapping, optional
        Words of a force and their codes; they win over the bundled ones.

    Returns
    -------
    Series of str
        Codes, and the text as it came where it is unknown.
    tuple of str
        The unknown offences, the most frequent first.
    """
    known = dict(offence_words()) | {
        _plain_offence(word): code for word, code in (extra or {}).items()
    }
    counts = text[text != ""].value_counts()
    code_of = {value: _code_of(value, known) for value in counts.index}
    codes = {value: code or value for value, code in code_of.items()}
    unknown = tuple(value for value, code in code_of.items() if not code)
    return text.map(codes | {"": ""}).astype("str"), unknown


def _code_of(text: str, known: Mapping[str, str]) -> str:
    """Code of an offence, also where a code of the force is beside its words; else empty."""
    return known.get(_plain_offence(text)) or known.get(_plain_offence(_CODE.sub("", text)), "")


def _plain_offence(text: str) -> str:
    """Lower case without accents; one space where there was anything but letters and digits."""
    bare = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
    return " ".join("".join(c if c.isalnum() else " " for c in bare.lower()).split())


_FOOT, _CYCLE, _CAR = WAY_COLUMNS
_SHUT: Final = frozenset(("no", "private", "dismount", "agricultural", "forestry", "emergency"))
_OPEN: Final = frozenset(("yes", "designated", "permissive", "official", "destination"))
_ALONG: Final = frozenset(("yes", "true", "1", "f"))
_AGAINST: Final = frozenset(("-1", "reverse", "t"))
_ROUND: Final = frozenset(("roundabout", "circular"))
#: Paths that are cycled unless they say otherwise; others only where they say so, and steps never.
_CYCLED: Final = frozenset(("cycleway", "bridleway", "track"))
_NEVER_CYCLED: Final = frozenset(("steps", "corridor"))
#: What OpenStreetMap calls what we keep under another name.
_KEYS: Final = {_CYCLE: "bicycle", _CAR: "motor_vehicle", "oneway_cycle": "oneway:bicycle"}
#: Beside the columns of the layer, what sources state about who uses a street.
WAY_HELPERS: Final = (
    "access", "vehicle", "oneway", "oneway_cycle", "junction", "cycleway", "indoor", "layer",
    "level", "other_tags",
)  # fmt: skip


def ways_of(kind: pd.Series, raw: pd.Series, tags: Mapping[str, pd.Series]) -> pd.DataFrame:
    """Say for each street which way it may be used.

    Parameters
    ----------
    kind : Series of str
        In our words.
    raw : Series of str
        The kind in the source's words, such as ``footway``.
    tags : mapping of str to Series of str
        What the source says under foot, cycle and car and under each of `WAY_HELPERS`; a column
        that it lacks is empty.

    Returns
    -------
    DataFrame
        Columns foot, cycle and car.
    """
    cleaned = {
        name: _tag(name, tags[name], tags["other_tags"]) for name in (*WAY_COLUMNS, *WAY_HELPERS)
    }
    raw, path = _plain_kinds(raw), kind == "path"
    below = _below(cleaned["indoor"], cleaned["layer"], cleaned["level"])
    one_way = _one_way(cleaned["oneway"], cleaned["junction"])
    against = (cleaned["oneway_cycle"] == "no") | cleaned["cycleway"].str.startswith("opposite")
    no_cycles = path & ~raw.isin(_CYCLED) & ~cleaned[_CYCLE].isin(_OPEN) | raw.isin(_NEVER_CYCLED)
    no_cycles |= below
    vehicles = (cleaned["access"], cleaned["vehicle"])
    made = {
        _FOOT: one_way.mask(one_way != "both", "both").mask(
            below | _shut(cleaned["access"], cleaned[_FOOT]), "no"
        ),
        _CYCLE: one_way.mask(against, "both").mask(
            no_cycles | _shut(*vehicles, cleaned[_CYCLE]), "no"
        ),
        _CAR: one_way.mask(path | _shut(*vehicles, cleaned[_CAR]), "no"),
    }
    ours = {name: cleaned[name].where(cleaned[name].isin(WAYS), way) for name, way in made.items()}
    return pd.DataFrame(ours).astype("str")


def _below(indoor: pd.Series, layer: pd.Series, level: pd.Series) -> pd.Series:
    """Whether a way lies indoors below ground."""
    deep = layer.str.match(r"-\d") | level.str.match(r"-\d")
    return deep & ~indoor.isin(["", "no"])


def _assumed_ways(kind: pd.Series) -> pd.DataFrame:
    """What is taken for granted of streets that say nothing: two-way, and paths are only walked."""
    ridden = pd.Series(np.where(kind == "path", "no", "both"), kind.index, dtype="str")
    walked = pd.Series("both", kind.index, dtype="str")
    return pd.DataFrame({_FOOT: walked, _CYCLE: ridden, _CAR: ridden})


def with_ways(streets: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Streets with their columns foot, cycle and car; assumed where there are none.

    Parameters
    ----------
    streets : GeoDataFrame
        The streets layer.
    """
    if set(WAY_COLUMNS) <= set(streets.columns):
        return streets
    kind = streets.get("kind", pd.Series("local", streets.index, dtype="str"))
    shape = streets.geometry.name
    rest = [name for name in streets.columns if name not in (*WAY_COLUMNS, shape)]
    return streets.assign(**_assumed_ways(kind))[[*rest, *WAY_COLUMNS, shape]]


def without_assumed(frame: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """A layer without the columns foot, cycle and car where they say no more than is assumed.

    So a layer keeps the name that it had before there were such columns.

    Parameters
    ----------
    frame : GeoDataFrame
        Any layer.
    """
    if not {*WAY_COLUMNS, "kind"} <= set(frame.columns):
        return frame
    ways = frame[[*WAY_COLUMNS]]
    same = (ways == _assumed_ways(frame["kind"])).to_numpy(dtype=bool).all()
    return frame.drop(columns=[*WAY_COLUMNS]) if same else frame


def _tag(name: str, column: pd.Series, others: pd.Series) -> pd.Series:
    """What is tagged under a name, in lower case; where a column is empty, among the other tags."""
    own = column.fillna("").str.strip().str.lower()
    if name == "other_tags" or not (others != "").any():
        return own
    tagged = others.str.extract(rf'(?:^|,)\s*"{_KEYS.get(name, name)}"=>"([^"]*)"', expand=False)
    return own.where(own != "", tagged.fillna("").str.lower())


def _one_way(oneway: pd.Series, junction: pd.Series) -> pd.Series:
    """Both, forward or backward; a roundabout is driven round as it is drawn."""
    along = oneway.isin(_ALONG) | (junction.isin(_ROUND) & (oneway == ""))
    way = np.select([along, oneway.isin(_AGAINST)], ["forward", "backward"], "both")
    return pd.Series(way, oneway.index, dtype="str")


def _shut(*tags: pd.Series) -> pd.Series:
    """Whether the last of several tags that says something says no."""
    last = tags[0]
    for tag in tags[1:]:
        last = tag.where(tag != "", last)
    return last.isin(_SHUT)
