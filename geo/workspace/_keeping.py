"""Changes of a workspace: each reads, merges, writes beside, logs, and only then takes effect."""

from dataclasses import dataclass
from pathlib import Path
from typing import Final

import geopandas as gpd
import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
import shapely
from numpy.typing import NDArray
from pyproj import CRS

from geo.columns import Mapping
from geo.crs import require_same
from geo.errors import WorkspaceError
from geo.formats import csv_bytes
from geo.layers import Reading, content_ids
from geo.model import LayerName
from geo.workspace._change_log import Entry, record, settle
from geo.workspace._disk import MAPPINGS, SNAPSHOTS, Catalogue, digest, path_of, whole, writing
from geo.workspace._mappings import mapping_text, write_mapping
from geo.workspace._settings import Settings
from geo.workspace._snapshots import (
    in_zone,
    raw_table,
    read_snapshot,
    snapshot_crs,
    snapshot_name,
    write_snapshot,
    write_table,
)

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
class _Merged:
    """A layer after a merge, and how many of its rows are new, changed or the same."""

    frame: gpd.GeoDataFrame
    added: int
    changed: int
    unchanged: int
    removed: int = 0


def _merged(
    old: gpd.GeoDataFrame | None, new: gpd.GeoDataFrame, layer: LayerName, *, replace: bool
) -> _Merged:
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
        return _Merged(new, len(new), 0, 0)
    at = _positions(old, new, layer)
    there = at >= 0
    equal = np.zeros(len(new), dtype=bool)
    equal[there] = _equal(old.iloc[at[there]], new[there])
    added, changed = int((~there).sum()), int((there & ~equal).sum())
    unchanged = len(new) - added - changed
    if replace:
        removed = len(old) - len(np.unique(at[there]))
        moved = added or changed or removed or (np.diff(at) < 0).any()
        return _Merged(new if moved else old, added, changed, unchanged, removed)
    if not added and not changed:
        return _Merged(old, 0, 0, unchanged)
    rows = np.arange(len(old))
    rows[at[there & ~equal]] = len(old) + np.flatnonzero(there & ~equal)
    rows = np.concatenate([rows, len(old) + np.flatnonzero(~there)])
    both = pd.concat([old, new], ignore_index=True)
    return _Merged(both.take(rows).reset_index(drop=True), added, changed, unchanged)


def _positions(old: gpd.GeoDataFrame, new: gpd.GeoDataFrame, layer: LayerName) -> NDArray[np.int64]:
    """Where each new row stands among the old ones; -1 where it does not."""
    positions = pc.index_in(_ids(new, layer), value_set=_ids(old, layer))
    return np.asarray(positions.fill_null(-1).to_numpy(zero_copy_only=False), dtype=np.int64)


def _ids(frame: gpd.GeoDataFrame, layer: LayerName) -> pa.Array:
    names = _KEYS.get(layer)
    if names is None:
        ids = content_ids(pd.DataFrame(frame.drop(columns="geometry")), frame.geometry)
    else:
        ids = frame[names[0]]
        for name in names[1:]:
            ids = ids + _BETWEEN + frame[name]
    array = pa.array(ids, pa.large_string())
    return array.combine_chunks() if isinstance(array, pa.ChunkedArray) else array


def _equal(old: gpd.GeoDataFrame, new: gpd.GeoDataFrame) -> NDArray[np.bool_]:
    """Which pairs of rows are the same in every column, and in their shape but for a hair.

    What comes once in degrees and once in metres is the same; so is what was brought in before.
    """
    alike = np.asarray(
        shapely.equals_exact(old.geometry.to_numpy(), new.geometry.to_numpy(), _SAME_M), dtype=bool
    )
    for name in new.columns.drop("geometry"):
        before, after = old[name].reset_index(drop=True), new[name].reset_index(drop=True)
        equal = (before == after).fillna(False) | (before.isna() & after.isna())
        alike &= equal.to_numpy(dtype=bool)
    return alike


_TEXT: Final = "text"


def _write_rejects(folder: Path, reading: Reading) -> Path | None:
    """Write the rejected rows of a reading, if there are any, under their content hash."""
    if not len(reading.rejects):
        return None
    content = csv_bytes(rejects_table(reading))
    path = folder / SNAPSHOTS / f"{reading.layer.value}-{digest(content)}-rejects.csv"
    whole(path, lambda beside: beside.write_bytes(content))
    return path


def rejects_table(reading: Reading) -> pd.DataFrame:
    """Give the rejected rows: line, reason, the raw columns, and the text of torn rows.

    Parameters
    ----------
    reading : Reading
        As `read_layer` gives it.
    """
    rejects = reading.rejects.reset_index(drop=True)
    raw: pd.DataFrame = getattr(reading, "rejected", pd.DataFrame())
    if len(raw) != len(rejects) or raw.shape[1] == 0:
        return rejects
    raw = raw.reset_index(drop=True).fillna("").astype("str")
    torn = (raw == "").all(axis=1)
    table = pd.concat([rejects[["line", "reason"]], raw], axis=1)
    if torn.any():
        name = _TEXT
        while name in raw.columns:
            name += "_"
        table[name] = rejects["text"].where(torn, "")
    return table


@dataclass(frozen=True)
class Kept:
    """Where a reading was kept, and what that did to its layer.

    Attributes
    ----------
    snapshot : Path
        The layer as it is now.
    rejects : Path or None
        CSV of the rejected rows, if there are any.
    added, changed, unchanged : int
        Rows of the reading that are new, that differ from the row of that id, or are the same.
    removed : int
        Rows that a replacement took away.
    total : int
        Rows of the layer now.
    """

    snapshot: Path
    rejects: Path | None
    added: int
    changed: int
    unchanged: int
    total: int
    removed: int = 0


@dataclass(frozen=True)
class Known:
    """What the area that was opened knows: the layer or table, and where it was read from.

    It counts where nothing was kept yet, or still the same file.
    """

    layer: gpd.GeoDataFrame | None = None
    path: Path | None = None
    crs: CRS | None = None


def keep_layer(
    folder: Path, settings: Settings, reading: Reading, known: Known, *, replace: bool, who: str
) -> Kept:
    """Bring the rows of a reading into a layer.

    Raises
    ------
    CrsError
        When they are in another CRS than the workspace.
    WorkspaceError
        When the folder cannot be written to, another import is running, the layer as it is cannot
        be read, or a replacement has no row.
    """
    layer = reading.layer
    with writing(folder):
        catalogue = Catalogue.read(folder)
        settle(folder, catalogue)
        crs = settings.crs or _crs_kept(folder, catalogue, layer if replace else None)
        crs = crs or known.crs
        if crs is not None:
            require_same(reading.frame, crs, layer.value)
        rejects = _write_rejects(folder, reading)
        if replace and not reading.accepted:
            raise WorkspaceError(_nothing_to_replace_with(reading, rejects))
        old = _old(folder, catalogue, settings, layer, known, replace=replace)
        made = _merged(old, in_zone(reading.frame, settings.timezone), layer, replace=replace)
        before = catalogue.files.get(layer.value) or (
            snapshot_name(layer, old) if old is not None else ""
        )
        unmoved = made.frame is old and layer.value in catalogue.files
        after = before if unmoved else write_snapshot(folder, layer, made.frame)
        what = "layer replaced" if replace else "layer appended"
        entry = Entry(what, layer.value, reading.file, _counts(reading, made), before, after)
        line = record(folder, entry, who)
        catalogue.naming(layer.value, after, line).write(folder)
    return Kept(
        path_of(folder, layer.value, after),
        rejects,
        made.added,
        made.changed,
        made.unchanged,
        len(made.frame),
        made.removed,
    )


def keep_table(
    folder: Path, name: str, frame: pd.DataFrame, known: Known, *, who: str, why: str
) -> Path:
    """Make this the table that counts, and keep the one before.

    Raises
    ------
    FileRefusedError
        When a line of it is wrong.
    WorkspaceError
        When the folder cannot be written to, or another import is running.
    """
    with writing(folder):
        catalogue = Catalogue.read(folder)
        settle(folder, catalogue)
        before = catalogue.files.get(name, "")
        path = path_of(folder, name, before) if before else known.path
        old = raw_table(name, path if path and path.exists() else None)
        after = write_table(folder, name, frame)
        new = raw_table(name, path_of(folder, name, after))
        counts = (("rows", len(new)), *_row_counts(old, new))
        line = record(folder, Entry("table changed", name, "", counts, before, after, why), who)
        catalogue.naming(name, after, line).write(folder)
    return path_of(folder, name, after)


def keep_mapping(folder: Path, mapping: Mapping, who: str) -> Path:
    """Keep a mapping under its name."""
    with writing(folder):
        settle(folder, Catalogue.read(folder))
        path = folder / MAPPINGS / f"{mapping.name}.toml"
        before = digest(path.read_bytes()) if path.exists() else ""
        after = digest(mapping_text(mapping).encode())
        entry = Entry("mapping saved", mapping.name, before=before, after=after)
        made = write_mapping(folder, mapping)
        record(folder, entry, who)
    return made


def _old(
    folder: Path,
    catalogue: Catalogue,
    settings: Settings,
    layer: LayerName,
    known: Known,
    *,
    replace: bool,
) -> gpd.GeoDataFrame | None:
    """The layer as it is; a replacement does without one that cannot be read."""
    file = catalogue.files.get(layer.value)
    current = known.path is not None and file == known.path.name
    if file is None or (current and known.layer is not None):
        return known.layer
    try:
        frame = read_snapshot(folder, layer, file, settings.timezone).frame
    except WorkspaceError:
        if replace:
            return None
        raise
    crs = settings.crs
    return frame.to_crs(crs) if crs is not None and CRS(frame.crs) != crs else frame


def _crs_kept(folder: Path, catalogue: Catalogue, but: LayerName | None) -> CRS | None:
    """CRS of a layer that is kept, whoever kept it; the incidents first."""
    for layer in (LayerName.INCIDENTS, *LayerName):
        if layer.value in catalogue.files and layer is not but:
            return snapshot_crs(folder, catalogue.files[layer.value])
    return None


def _counts(reading: Reading, made: _Merged) -> tuple[tuple[str, int], ...]:
    return (
        ("read", reading.read),
        ("accepted", reading.accepted),
        ("rejected", len(reading.rejects)),
        ("added", made.added),
        ("changed", made.changed),
        ("unchanged", made.unchanged),
        ("removed", made.removed),
        ("total", len(made.frame)),
    )


def _row_counts(old: pd.DataFrame, new: pd.DataFrame) -> tuple[tuple[str, int], ...]:
    """How many rows of a table came and went; a row that was edited counts as both."""
    columns = sorted({*old.columns, *new.columns})
    before, after = (
        pd.util.hash_pandas_object(frame.reindex(columns=columns, fill_value=""), index=False)
        for frame in (old, new)
    )
    return (
        ("added", int((~after.isin(before)).sum())),
        ("removed", int((~before.isin(after)).sum())),
    )


def _nothing_to_replace_with(reading: Reading, rejects: Path | None) -> str:
    where = (
        f" Why each was rejected stands in {rejects.parent.name}/{rejects.name}." if rejects else ""
    )
    return (
        f"No row of {reading.file} could be used, so the layer {reading.layer.value} stays as it "
        f"is.{where} Mend them and try again."
    )
