"""Interchanges out of single stops: entrances, platforms, bays and the bus stops around them.

What was decided, on the stations of London and the registers of stops:

- the stops of one hub of TfL are one interchange;
- stations, bus stations and piers within 150 m are one, and stations of one name within 400 m: the
  same station comes twice where it is on an open and on a planned line;
- an entrance, platform or bay belongs to the nearest station within 150 m, or to the one of its
  name;
- a bus stop on the street belongs to the nearest station or bus station within 150 m, or to the
  one of its name within 300 m, and adds the bus to its modes. Bus stops never join two stations:
  along a high street they would chain a whole town into one;
- other bus stops are an interchange of their own where four or more of one name stand within 150 m
  of one another; the rest are no place to send a patrol to, and are rejected as such.

The row that represents an interchange is that of the hub, else of the station; it keeps its id,
name and point.
"""

from typing import Final

import geopandas as gpd
import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components
from scipy.spatial import cKDTree

NEAR_M: Final = 150.0
_SAME_STATION_M: Final = 400.0
_SAME_NAME_M: Final = 300.0
_FEWEST_STOPS: Final = 4
_NEAREST: Final = 6
_RANKS: Final = {"rail": 0, "bus station": 1, "tram": 2, "ferry": 3, "bus stops": 4}
_STOP: Final = "bus stops"
#: Words beside the name itself.
_WORDS_BESIDE_NAME: Final = (
    r"\([^)]*\)|\b(?:rail|railway|underground|overground|tube|dlr|metro|tram|bus|coach|london|"
    r"station|stations|stop|entrance|platform|pier|the|interchange|international)\b|[^a-z ]"
)

Ints = NDArray[np.int64]
Pairs = tuple[Ints, Ints]


def hub_labels(
    frame: pd.DataFrame, points: gpd.GeoSeries, hub: pd.Series, part: pd.Series
) -> pd.Series:
    """Give the id of the interchange that each stop belongs to.

    Parameters
    ----------
    frame : DataFrame
        Columns interchange_id (unique), name and kind, in our words.
    points : GeoSeries of Point
        In metres; one a row.
    hub : Series of str
        Hub that the source names, empty where it names none.
    part : Series of bool
        Whether the row is an entrance, a platform or a bay.

    Returns
    -------
    Series of str
        The interchange_id of the row that represents the interchange; empty for bus stops that are
        part of none.
    """
    if frame.empty:
        return frame["interchange_id"]
    where = np.column_stack([points.x, points.y])
    names, _ = pd.factorize(_plain_names(frame["name"]))
    stop = (frame["kind"] == _STOP).to_numpy()
    whole = ~stop & ~part.to_numpy()
    joined = [
        _by_hub(hub),
        _stations(where, names, whole),
        _to_nearest(where, names, np.flatnonzero(~stop & ~whole), whole, _SAME_STATION_M),
        _to_nearest(where, names, np.flatnonzero(stop), ~stop, _SAME_NAME_M),
    ]
    free = stop & (hub == "").to_numpy()
    free[np.concatenate([pair[0] for pair in joined])] = False
    joined.append(_clusters(where, names, np.flatnonzero(free)))
    group = _components(joined, len(frame))
    lone = free & (np.bincount(group)[group] < _FEWEST_STOPS)
    return _representatives(frame, hub, part, group).mask(lone, "")


def grouped(frame: gpd.GeoDataFrame, hub: pd.Series) -> tuple[gpd.GeoDataFrame, int]:
    """Put the stops of each interchange together.

    Parameters
    ----------
    frame : GeoDataFrame
        Accepted rows: interchange_id, name, kind, modes and geometry.
    hub : Series of str
        As `hub_labels` gives it, one a row.

    Returns
    -------
    GeoDataFrame
        One row an interchange, in the order of the file, with the modes of all its stops.
    int
        How many rows were joined to another one.
    """
    hub = hub.set_axis(frame.index)
    represents = frame["interchange_id"] == hub
    modes = frame["modes"].str.split("|").explode()
    table = pd.DataFrame({"hub": hub[modes.index], "mode": modes, "own": represents[modes.index]})
    table["place"] = table.groupby(level=0).cumcount().where(table["own"], 0)
    table = table[table["mode"] != ""].sort_values(
        ["own", "place", "mode"], ascending=[False, True, True]
    )
    table = table.drop_duplicates(["hub", "mode"])
    together = table.groupby("hub", sort=False)["mode"].agg("|".join)
    kept = frame[represents].reset_index(drop=True)
    kept["modes"] = kept["interchange_id"].map(together).fillna("").astype("str")
    return kept, len(frame) - len(kept)


def _plain_names(text: pd.Series) -> pd.Series:
    """Names without the words beside them: "Balham Rail Station" and "Balham" are one."""
    plain = text.str.lower().str.replace("&", "and").str.replace(_WORDS_BESIDE_NAME, "", regex=True)
    plain = plain.str.split().str.join(" ")
    return plain.where(plain != "", text)


def _by_hub(hub: pd.Series) -> Pairs:
    """Join each stop to the first of its hub."""
    named = np.flatnonzero((hub != "").to_numpy())
    codes, _ = pd.factorize(hub.iloc[named])
    firsts = named[np.unique(codes, return_index=True)[1]] if len(named) else named
    return named, firsts[codes] if len(named) else named


def _stations(where: np.ndarray, names: Ints, whole: np.ndarray) -> Pairs:
    """Join stations that are near, and those of one name that are not far."""
    at = np.flatnonzero(whole)
    a, b = _pairs(where[at], _SAME_STATION_M)
    a, b = at[a], at[b]
    near = np.hypot(*(where[a] - where[b]).T) <= NEAR_M
    keep = near | (names[a] == names[b])
    return a[keep], b[keep]


def _to_nearest(where: np.ndarray, names: Ints, what: Ints, to: np.ndarray, name_m: float) -> Pairs:
    """Join each of these to the nearest of those, or to one of its name a little farther off."""
    there = np.flatnonzero(to)
    nothing = np.empty(0, dtype=np.int64)
    if not len(what) or not len(there):
        return nothing, nothing
    count = min(_NEAREST, len(there))
    far, place = cKDTree(where[there]).query(
        where[what], k=list(range(1, count + 1)), distance_upper_bound=name_m
    )
    near = np.isfinite(far)
    target = there[np.where(near, place, 0)]
    named = near & (names[target] == names[what][:, None])
    fits = named | (near & (far <= NEAR_M))
    best = np.where(named.any(axis=1), named.argmax(axis=1), fits.argmax(axis=1))
    rows = fits.any(axis=1)
    return what[rows], target[rows, best[rows]]


def _clusters(where: np.ndarray, names: Ints, at: Ints) -> Pairs:
    """Join bus stops of one name that are near one another."""
    a, b = _pairs(where[at], NEAR_M)
    a, b = at[a], at[b]
    one_name = names[a] == names[b]
    return a[one_name], b[one_name]


def _pairs(where: np.ndarray, far_m: float) -> Pairs:
    if len(where) < 2:
        return np.empty(0, dtype=np.int64), np.empty(0, dtype=np.int64)
    pairs = cKDTree(where).query_pairs(far_m, output_type="ndarray")
    return pairs[:, 0], pairs[:, 1]


def _components(joined: list[Pairs], count: int) -> Ints:
    a, b = (np.concatenate([pair[side] for pair in joined]) for side in (0, 1))
    links = coo_array((np.ones(len(a), dtype=np.int8), (a, b)), shape=(count, count))
    _, group = connected_components(links, directed=False)
    return np.asarray(group, dtype=np.int64)


def _representatives(
    frame: pd.DataFrame, hub: pd.Series, part: pd.Series, group: Ints
) -> pd.Series:
    """Id of the row that represents each group, for every row."""
    table = pd.DataFrame(
        {
            "group": group,
            "other": (frame["interchange_id"] != hub).to_numpy(),
            "part": part.to_numpy(),
            "rank": frame["kind"].map(_RANKS).to_numpy(),
            "id": frame["interchange_id"].to_numpy(),
            "row": np.arange(len(frame)),
        }
    )
    first = table.sort_values(["other", "part", "rank", "id"]).drop_duplicates("group")
    row_of = first.set_index("group")["row"].reindex(group).to_numpy()
    return pd.Series(frame["interchange_id"].to_numpy()[row_of], index=frame.index, dtype="str")
