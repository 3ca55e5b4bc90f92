"""Who may use a street, and which way: what sources say of it, as one word for each mode.

The words are both, forward (along the line), backward and no. OpenStreetMap says it with oneway,
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

from collections.abc import Mapping
from typing import Final

import geopandas as gpd
import numpy as np
import pandas as pd

from geo.sources.fields import WAY_COLUMNS, WAYS
from geo.sources.kinds import plain_kind

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
#: Beside the columns of the layer, what may be said of who uses a street.
WAY_HELPERS: Final = (
    "access", "vehicle", "oneway", "oneway_cycle", "junction", "cycleway", "indoor", "layer",
    "level", "other_tags",
)  # fmt: skip


def ways_of(kind: pd.Series, raw: pd.Series, said: Mapping[str, pd.Series]) -> pd.DataFrame:
    """Say for each street which way it may be used.

    Parameters
    ----------
    kind : Series of str
        In our words.
    raw : Series of str
        The kind in the source's words, such as ``footway``.
    said : mapping of str to Series of str
        What the source says under foot, cycle and car and under each of `WAY_HELPERS`; a column
        that it lacks is empty.

    Returns
    -------
    DataFrame
        Columns foot, cycle and car.
    """
    tags = {
        name: _tag(name, said[name], said["other_tags"]) for name in (*WAY_COLUMNS, *WAY_HELPERS)
    }
    raw, path = plain_kind(raw), kind == "path"
    below = _below(tags["indoor"], tags["layer"], tags["level"])
    one_way = _one_way(tags["oneway"], tags["junction"])
    against = (tags["oneway_cycle"] == "no") | tags["cycleway"].str.startswith("opposite")
    no_cycles = path & ~raw.isin(_CYCLED) & ~tags[_CYCLE].isin(_OPEN) | raw.isin(_NEVER_CYCLED)
    no_cycles |= below
    vehicles = (tags["access"], tags["vehicle"])
    made = {
        _FOOT: one_way.mask(one_way != "both", "both").mask(
            below | _shut(tags["access"], tags[_FOOT]), "no"
        ),
        _CYCLE: one_way.mask(against, "both").mask(
            no_cycles | _shut(*vehicles, tags[_CYCLE]), "no"
        ),
        _CAR: one_way.mask(path | _shut(*vehicles, tags[_CAR]), "no"),
    }
    ours = {name: tags[name].where(tags[name].isin(WAYS), way) for name, way in made.items()}
    return pd.DataFrame(ours).astype("str")


def _below(indoor: pd.Series, layer: pd.Series, level: pd.Series) -> pd.Series:
    """Whether a way lies indoors below ground."""
    deep = layer.str.match(r"-\d") | level.str.match(r"-\d")
    return deep & ~indoor.isin(["", "no"])


def assumed_ways(kind: pd.Series) -> pd.DataFrame:
    """What is taken for granted of streets that say nothing: two-way, and paths are only walked."""
    ridden = pd.Series(np.where(kind == "path", "no", "both"), kind.index, dtype="str")
    walked = pd.Series("both", kind.index, dtype="str")
    return pd.DataFrame({_FOOT: walked, _CYCLE: ridden, _CAR: ridden})


def with_ways(streets: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Streets with their columns foot, cycle and car; assumed where there are none."""
    if set(WAY_COLUMNS) <= set(streets.columns):
        return streets
    kind = streets.get("kind", pd.Series("local", streets.index, dtype="str"))
    shape = streets.geometry.name
    rest = [name for name in streets.columns if name not in (*WAY_COLUMNS, shape)]
    return streets.assign(**assumed_ways(kind))[[*rest, *WAY_COLUMNS, shape]]


def without_assumed(frame: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """A layer without the columns foot, cycle and car where they say no more than is assumed.

    So a layer keeps the name that it had before there were such columns.
    """
    if not {*WAY_COLUMNS, "kind"} <= set(frame.columns):
        return frame
    said = frame[[*WAY_COLUMNS]]
    same = (said == assumed_ways(frame["kind"])).to_numpy(dtype=bool).all()
    return frame.drop(columns=[*WAY_COLUMNS]) if same else frame


def _tag(name: str, column: pd.Series, others: pd.Series) -> pd.Series:
    """What is said under a name, in lower case; where a column is empty, among the other tags."""
    said = column.fillna("").str.strip().str.lower()
    if name == "other_tags" or not (others != "").any():
        return said
    found = others.str.extract(rf'(?:^|,)\s*"{_KEYS.get(name, name)}"=>"([^"]*)"', expand=False)
    return said.where(said != "", found.fillna("").str.lower())


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
