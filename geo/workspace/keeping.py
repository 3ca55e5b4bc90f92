"""Changes of a workspace: each reads, merges, writes beside, logs, and only then takes effect."""

from dataclasses import dataclass
from pathlib import Path

import geopandas as gpd
import pandas as pd
from pyproj import CRS

from geo.crs import require_same
from geo.errors import WorkspaceError
from geo.layers import LayerName, Reading
from geo.sources import Mapping
from geo.workspace.catalogue import Catalogue, path_of
from geo.workspace.changes import Entry, record, settle
from geo.workspace.disk import MAPPINGS, digest, writing
from geo.workspace.mappings import mapping_text, write_mapping
from geo.workspace.merge import Merged, merged
from geo.workspace.rejects import write_rejects
from geo.workspace.settings import Settings
from geo.workspace.snapshots import (
    in_zone,
    read_snapshot,
    snapshot_crs,
    snapshot_name,
    write_snapshot,
)
from geo.workspace.tables import raw_table, write_table


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
        rejects = write_rejects(folder, reading)
        if replace and not reading.accepted:
            raise WorkspaceError(_nothing_to_replace_with(reading, rejects))
        old = _old(folder, catalogue, settings, layer, known, replace=replace)
        made = merged(old, in_zone(reading.frame, settings.timezone), layer, replace=replace)
        before = catalogue.files.get(layer.value) or (
            snapshot_name(layer, old) if old is not None else ""
        )
        same = made.frame is old and layer.value in catalogue.files
        after = before if same else write_snapshot(folder, layer, made.frame)
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
    same = known.path is not None and file == known.path.name
    if file is None or (same and known.layer is not None):
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


def _counts(reading: Reading, made: Merged) -> tuple[tuple[str, int], ...]:
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
