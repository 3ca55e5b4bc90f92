"""One file in, one layer out: every row accepted, or rejected with its line and its reason."""

import datetime as dt
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import geopandas as gpd
import numpy as np
import pandas as pd
from pyproj import CRS

from geo.crs import name_of
from geo.errors import CrsError, SettingError
from geo.layers.cells import Cells
from geo.layers.files import open_table
from geo.layers.incidents import TimeRules, shape_incidents
from geo.layers.places import shape_places
from geo.layers.positions import Declared, positions, shapes_from_text
from geo.layers.raw import RawTable, Verdicts
from geo.layers.schema import checked
from geo.layers.shapes import in_parts, judge_shapes, sound
from geo.layers.types import REJECT_COLUMNS, Reading
from geo.sources import COLUMNS, ColumnMapping, LayerName, recognise


def read_layer(
    path: Path | str,
    layer: LayerName,
    *,
    crs: CRS | None = None,
    source_crs: CRS | None = None,
    timezone: str = "Europe/London",
    latest: dt.date | None = None,
) -> Reading:
    """Read a file into a layer.

    Parameters
    ----------
    path : path
        CSV (also gzipped), GeoJSON, GeoPackage, Shapefile (also zipped) or GeoParquet; told by
        content, not by name.
    layer : LayerName
        What the file is to become.
    crs : CRS, optional
        Projected CRS of the workspace. Without it the area decides: EPSG:27700 in Britain, the UTM
        zone elsewhere.
    source_crs : CRS, optional
        CRS of the file, where it cannot say so itself or says it wrongly.
    timezone : str
        IANA name; times without an offset are local to it, and all times come out in it.
    latest : date, optional
        Last date that an incident can have. Without it, dates three years beyond nine tenths of
        the file are rejected.

    Returns
    -------
    Reading
        Accepted rows, rejected rows, and what to know of them; the two always sum to those read.

    Raises
    ------
    FileRefusedError
        When the file as a whole cannot become the layer; the sentence says why and what to do.
    CrsError, SettingError
        When ``crs`` is not metric, or there is no such timezone.
    """
    layer, file = LayerName(layer), Path(path)
    _check(crs, timezone)
    table = open_table(file, layer)
    has_geometry = table.geometry is not None
    mapping = recognise(table.columns, layer, table.file, has_geometry=has_geometry)
    declared = Declared(crs, source_crs, timezone)
    table = in_parts(shapes_from_text(table, mapping, declared), layer)
    verdicts = Verdicts(len(table.frame))
    if table.geometry is not None:
        judge_shapes(table.geometry, layer, table.file, verdicts)
    shapes = sound(positions(table, mapping, declared, verdicts), layer, verdicts)
    cells = Cells(table, mapping)
    if layer is LayerName.INCIDENTS:
        frame, said = shape_incidents(cells, shapes, TimeRules(timezone, latest), verdicts)
    else:
        frame, said = shape_places(layer, cells, shapes, verdicts)
    return _reading(
        layer, table, mapping, _accepted(frame, shapes, layer, verdicts), verdicts, said
    )


def _check(crs: CRS | None, timezone: str) -> None:
    if crs is not None and not crs.is_projected:
        raise CrsError(
            f"{name_of(crs)} is not projected; expected a metric CRS such as EPSG:27700."
        )
    try:
        ZoneInfo(timezone)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise SettingError(
            f"There is no timezone {timezone!r}; expected an IANA name such as Europe/London."
        ) from error


def _accepted(
    frame: pd.DataFrame, shapes: gpd.GeoSeries, layer: LayerName, verdicts: Verdicts
) -> gpd.GeoDataFrame:
    good = verdicts.good
    kept = frame.loc[good, list(COLUMNS[layer])].reset_index(drop=True)
    layer_frame = gpd.GeoDataFrame(kept, geometry=shapes[good].to_numpy(), crs=shapes.crs)
    return checked(layer_frame, layer, CRS(shapes.crs))


def _reading(
    layer: LayerName,
    table: RawTable,
    mapping: ColumnMapping,
    frame: gpd.GeoDataFrame,
    verdicts: Verdicts,
    said: tuple[str, ...],
) -> Reading:
    notices = (*table.notices, *_said_of_persons(table, mapping), *said)
    if not len(frame):
        notices = (*notices, f"No row of {table.file} could be used; see why each was rejected.")
    return Reading(
        layer=layer,
        file=table.file,
        frame=frame,
        rejects=_rejects(table, mapping, verdicts),
        read=len(table.frame) + len(table.damaged.line),
        notices=notices,
    )


def _rejects(table: RawTable, mapping: ColumnMapping, verdicts: Verdicts) -> pd.DataFrame:
    """Rejected rows in the order of the file; no text of a torn row where some is personal."""
    at = np.flatnonzero(~verdicts.good)
    torn = table.damaged.text
    if mapping.personal:
        torn = ("(not shown: the file has personal data)",) * len(torn)
    rejects = pd.DataFrame(
        {
            "line": np.concatenate([table.damaged.line, table.line[at]]).astype(np.int64),
            "reason": pd.Series([*table.damaged.reason, *verdicts.reason[at]], dtype="str"),
            "text": pd.Series([*torn, *table.texts(at, mapping.personal)], dtype="str"),
        },
        columns=list(REJECT_COLUMNS),
    )
    return rejects.sort_values("line", kind="stable", ignore_index=True)


def _said_of_persons(table: RawTable, mapping: ColumnMapping) -> tuple[str, ...]:
    if not mapping.personal:
        return ()
    named = ", ".join(name[:60] for name in mapping.personal)
    return (f"Columns of personal data in {table.file} were left out: {named}.",)
