"""One file in, one layer out: every row accepted, or rejected with its line and its reason."""

import datetime as dt
from dataclasses import replace
from pathlib import Path
from typing import Final

import geopandas as gpd
import pandas as pd
from pyproj import CRS

from geo.crs import Bounds, crs_named, name_of
from geo.errors import CrsError, FileRefusedError
from geo.layers.cells import Cells
from geo.layers.incidents import TimeRules, shape_incidents
from geo.layers.interchanges import grouped
from geo.layers.opened import open_table
from geo.layers.persons import without_persons
from geo.layers.places import shape_places
from geo.layers.positions import positions, shapes_from_text
from geo.layers.raw import RawTable, Verdicts, mended_rejects
from geo.layers.rejected import rejected_rows
from geo.layers.schema import checked
from geo.layers.shapes import in_parts, judge_shapes, sound
from geo.layers.spots import Declared, reject_outside
from geo.layers.told import Told, within_of
from geo.layers.types import Reading
from geo.layers.witnesses import witnesses
from geo.sources import (
    COLUMNS,
    ColumnMapping,
    LayerName,
    Mapping,
    layer_of,
    mapped,
    quotable,
    recognise,
)

#: Layers of points, which are easily taken for one another.
_TOLD_APART: Final = (LayerName.INCIDENTS, LayerName.SCHOOLS, LayerName.INTERCHANGES)


def read_layer(
    path: Path | str,
    layer: LayerName,
    *,
    crs: CRS | None = None,
    source_crs: CRS | None = None,
    timezone: str = "Europe/London",
    latest: dt.date | None = None,
    mapping: Mapping | None = None,
    date_order: str = "",
    words: dict[str, str] | None = None,
    within: Bounds | None = None,
    part: str = "",
    encoding: str = "",
) -> Reading:
    """Read a file into a layer.

    Parameters
    ----------
    path : path
        CSV, Excel, GeoJSON, GeoPackage, Shapefile or GeoParquet, also gzipped or zipped; told by
        content, not by name.
    layer : LayerName
        What the file is to become.
    crs : CRS, optional
        Projected CRS of the workspace. Without it the area decides: EPSG:27700 in Britain, the UTM
        zone elsewhere.
    source_crs, timezone, latest, mapping, date_order, words, within
        As in `Told`.
    part, encoding : str
        Table of a GeoPackage, sheet of a workbook or member of an archive; encoding of a text.
        Empty to tell them.

    Returns
    -------
    Reading
        Accepted rows, rejected rows, and what to know of them; the two always sum to those read.

    Raises
    ------
    FileRefusedError
        When the file as a whole cannot become the layer; the sentence says why and what to do.
    CrsError, SettingError
        When ``crs`` is not metric, there is no such timezone, or no such order of dates.
    """
    layer = LayerName(layer)
    said = tuple((words or {}).items())
    told = Told(source_crs, timezone, latest, mapping, date_order, said, within)
    table = open_table(
        Path(path), layer, member=part, table=part, encoding=encoding, within=within_of(told, layer)
    )
    return read_table(table, layer, told, crs=crs)


def read_table(table: RawTable, layer: LayerName, told: Told, *, crs: CRS | None = None) -> Reading:
    """Read a file that is open already; as `read_layer`."""
    _require_metric(crs)
    table = mended_rejects(table)
    mapping = without_persons(table, column_mapping(table, layer, told), layer)
    declared = Declared(
        crs, told.crs or crs_named(told.mapping.crs if told.mapping else None), told.timezone
    )
    table = in_parts(shapes_from_text(table, mapping, declared), layer)
    verdicts, cells = Verdicts(len(table.frame)), Cells(table, mapping)
    if layer is LayerName.INCIDENTS:
        verdicts.judge_by(witnesses(cells, dict(told.words)))
    if table.geometry is not None:
        judge_shapes(table.geometry, layer, table.file, verdicts)
    shapes = sound(positions(table, mapping, declared, verdicts), layer, verdicts)
    if bounds := within_of(told, layer):
        reject_outside(shapes, bounds, verdicts)
    if layer is LayerName.INCIDENTS:
        frame, said = shape_incidents(cells, shapes, _rules(told), verdicts)
    else:
        frame, said = shape_places(layer, cells, shapes, verdicts)
    accepted, joined = _accepted(frame, shapes, layer, verdicts)
    return _reading(layer, table, mapping, (accepted, joined), verdicts, said)


def column_mapping(table: RawTable, layer: LayerName, told: Told) -> ColumnMapping:
    """Which raw column is which: as a person mapped them, else by their names.

    Raises
    ------
    FileRefusedError
        When a column that the layer needs is missing.
    """
    has_geometry = table.geometry is not None
    if told.mapping is None:
        found = recognise(table.columns, layer, table.file, has_geometry=has_geometry)
        return replace(found, said=(*found.said, *_said_of_other(table, layer)))
    return mapped(told.mapping, table.columns, layer, table.file, has_geometry=has_geometry)


def is_recognised(table: RawTable, layer: LayerName) -> bool:
    """Whether the columns of a file are known by their names."""
    try:
        column_mapping(table, layer, Told())
    except FileRefusedError:
        return False
    return True


def _said_of_other(table: RawTable, layer: LayerName) -> tuple[str, ...]:
    """A word where the header speaks of another layer than the one that was asked for."""
    other = layer_of(table.columns, has_geometry=table.geometry is not None)
    if layer not in _TOLD_APART or other in (None, layer):
        return ()
    return (f"{table.file} looks like {other}, and was read as {layer}. Check that it is meant.",)


def _rules(told: Told) -> TimeRules:
    order = told.date_order or (told.mapping.date_order if told.mapping else "")
    return TimeRules(told.timezone, told.latest, order, dict(told.words))


def _require_metric(crs: CRS | None) -> None:
    if crs is not None and not crs.is_projected:
        raise CrsError(
            f"{name_of(crs)} is not projected; expected a metric CRS such as EPSG:27700."
        )


def _accepted(
    frame: pd.DataFrame, shapes: gpd.GeoSeries, layer: LayerName, verdicts: Verdicts
) -> tuple[gpd.GeoDataFrame, int]:
    """The layer, and how many of the good rows were joined to another one of it."""
    good = verdicts.good
    kept, there = frame[list(COLUMNS[layer])], shapes.to_numpy()
    if not good.all():
        kept, there = kept.loc[good].reset_index(drop=True), there[good]
    made, joined = gpd.GeoDataFrame(kept, geometry=there, crs=shapes.crs), 0
    if "hub" in frame:
        made, joined = grouped(made, frame.loc[good, "hub"].reset_index(drop=True))
    return checked(made, layer, CRS(shapes.crs)), joined


def _reading(
    layer: LayerName,
    table: RawTable,
    mapping: ColumnMapping,
    accepted: tuple[gpd.GeoDataFrame, int],
    verdicts: Verdicts,
    said: tuple[str, ...],
) -> Reading:
    frame, joined = accepted
    notices = (*table.notices, *mapping.said, *_said_of_persons(table, mapping), *said)
    if joined:
        notices = (*notices, f"{joined:,} stops were joined to the interchange they belong to.")
    if not len(frame):
        notices = (*notices, f"No row of {table.file} could be used; see why each was rejected.")
    rejects, rejected = rejected_rows(table, mapping, verdicts)
    return Reading(
        layer=layer,
        file=table.file,
        frame=frame,
        joined=joined,
        rejects=rejects,
        rejected=rejected,
        read=len(table.frame) + len(table.damaged.line),
        notices=notices,
    )


def _said_of_persons(table: RawTable, mapping: ColumnMapping) -> tuple[str, ...]:
    if not mapping.personal:
        return ()
    named = ", ".join(quotable(mapping.personal)) or "their names are not shown"
    return (f"Columns of personal data in {table.file} were left out: {named}.",)
