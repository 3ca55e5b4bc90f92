"""Two versions of a layer put together by the id of their rows; the later version of a row wins."""

from dataclasses import dataclass
from typing import Final

import geopandas as gpd
import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
import shapely
from numpy.typing import NDArray

from geo.layers import LayerName
from geo.layers.shapes import content_ids

#: What tells the rows of a layer apart; without, a row is its content.
_KEYS: Final = {
    LayerName.SCHOOLS: ("urn",),
    LayerName.GATES: ("urn", "gate"),
    LayerName.INTERCHANGES: ("interchange_id",),
    LayerName.INCIDENTS: ("incident_id",),
    LayerName.STREETS: ("street_id",),
    LayerName.AREAS: ("ward_code",),
    LayerName.CONTEXT: ("incident_id",),
}
#: Points this close are the same, whichever file they came in.
_SAME_M: Final = 0.01
_BETWEEN: Final = "\x1f"


@dataclass(frozen=True, eq=False)
class Merged:
    """A layer after a merge, and how many of its rows are new, changed or the same."""

    frame: gpd.GeoDataFrame
    added: int
    changed: int
    unchanged: int
    removed: int = 0


def merged(
    old: gpd.GeoDataFrame | None, new: gpd.GeoDataFrame, layer: LayerName, *, replace: bool
) -> Merged:
    """Put new rows onto old ones.

    Parameters
    ----------
    old, new : GeoDataFrame
        Rows of one layer in one CRS, with the same columns; no id comes twice in either.
    replace : bool
        Whether rows that are not among the new ones go.

    Returns
    -------
    Merged
        Old rows stay where they were, new ones come after them; when nothing changes the frame is
        the old one.
    """
    if old is None or old.empty:
        return Merged(new, len(new), 0, 0)
    at = _positions(old, new, layer)
    there = at >= 0
    same = np.zeros(len(new), dtype=bool)
    same[there] = _same(old.iloc[at[there]], new[there])
    added, changed = int((~there).sum()), int((there & ~same).sum())
    unchanged = len(new) - added - changed
    if replace:
        removed = len(old) - len(np.unique(at[there]))
        moved = added or changed or removed or (np.diff(at) < 0).any()
        return Merged(new if moved else old, added, changed, unchanged, removed)
    if not added and not changed:
        return Merged(old, 0, 0, unchanged)
    rows = np.arange(len(old))
    rows[at[there & ~same]] = len(old) + np.flatnonzero(there & ~same)
    rows = np.concatenate([rows, len(old) + np.flatnonzero(~there)])
    both = pd.concat([old, new], ignore_index=True)
    return Merged(both.take(rows).reset_index(drop=True), added, changed, unchanged)


def _positions(old: gpd.GeoDataFrame, new: gpd.GeoDataFrame, layer: LayerName) -> NDArray[np.int64]:
    """Where each new row stands among the old ones; -1 where it does not."""
    found = pc.index_in(_ids(new, layer), value_set=_ids(old, layer))
    return np.asarray(found.fill_null(-1).to_numpy(zero_copy_only=False), dtype=np.int64)


def _ids(frame: gpd.GeoDataFrame, layer: LayerName) -> pa.Array:
    names = _KEYS.get(layer)
    if names is None:
        ids = content_ids(pd.DataFrame(frame.drop(columns="geometry")), frame.geometry)
    else:
        ids = frame[names[0]]
        for name in names[1:]:
            ids = ids + _BETWEEN + frame[name]
    found = pa.array(ids, pa.large_string())
    return found.combine_chunks() if isinstance(found, pa.ChunkedArray) else found


def _same(old: gpd.GeoDataFrame, new: gpd.GeoDataFrame) -> NDArray[np.bool_]:
    """Which pairs of rows are the same in every column, and in their shape but for a hair.

    What comes once in degrees and once in metres is the same; so is what was brought in before.
    """
    same = np.asarray(
        shapely.equals_exact(old.geometry.to_numpy(), new.geometry.to_numpy(), _SAME_M), dtype=bool
    )
    for name in new.columns.drop("geometry"):
        before, after = old[name].reset_index(drop=True), new[name].reset_index(drop=True)
        equal = (before == after).fillna(False) | (before.isna() & after.isna())
        same &= equal.to_numpy(dtype=bool)
    return same
