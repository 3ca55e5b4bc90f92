"""One file in, one layer out: every row accepted, or rejected with its line and its reason."""

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from pyproj import CRS

from geo.columns import ColumnMapping, Mapping, headless, layer_of, mapped, recognise
from geo.crs import Bounds, crs_named, name_of
from geo.errors import CrsError, FileRefusedError, SettingError
from geo.formats import Header, HeaderRules, Ints, RawTable, Verdicts, mended_rejects, open_file
from geo.layers._canonical import Cells, checked
from geo.layers._incidents import DATE_ORDERS, TimeRules, shape_incidents, witnesses
from geo.layers._interchanges import grouped
from geo.layers._location import Declared, positions, reject_outside, shapes_from_text
from geo.layers._personal import of_events, without_addresses, without_contacts, without_persons
from geo.layers._places import shape_places
from geo.layers._shapes import in_parts, judge_shapes, sound
from geo.layers.types import REJECT_COLUMNS, Reading
from geo.model import COLUMNS, LayerName
from geo.privacy import quotable


def open_table(
    path: Path | str,
    layer: LayerName,
    *,
    member: str = "",
    table: str = "",
    encoding: str = "",
    within: Bounds | None = None,
) -> RawTable:
    """Open a file of any kind that can hold a layer.

    Parameters
    ----------
    path : path
        CSV, Excel, GeoJSON or other JSON, GeoPackage, Shapefile, GeoParquet or GraphML; also
        packed with gzip or in a zip archive. Told by content, not by name.
    layer : LayerName
        What the file is to become: where several tables are there, it decides between them.
    member : str
        Name of a file in a zip archive, or a pattern such as ``*-street.csv``.
    table : str
        Name of a sheet of a workbook, or of a table of a GeoPackage.
    encoding : str
        What a text is written in, such as ``windows-1252``; empty to tell it from the content.
    within : (west, south, east, north), optional
        Degrees. Of a GeoPackage or Shapefile only what touches this box is read.

    Raises
    ------
    FileRefusedError
        When it is missing, empty, damaged or of another kind, or when nothing says which of its
        parts is meant.
    """
    return open_file(
        path, layer, _RULES, member=member, table=table, encoding=encoding, within=within
    )


def _fits(headers: Collection[Header], layer: LayerName, file: str) -> dict[Header, int]:
    counts = {header: _columns(header, layer, file) for header in headers}
    if layer is LayerName.INCIDENTS and not any(counts.values()):
        # Street crime by month is refused as incidents, and then brought in as context.
        counts = {header: _columns(header, LayerName.CONTEXT, file) for header in headers}
    return counts


def _columns(header: Header, layer: LayerName, file: str) -> int:
    """How many columns of a layer a header has; 0 where it cannot become the layer."""
    try:
        return len(recognise(header, layer, file).columns)
    except FileRefusedError:
        return 0


_RULES: Final = HeaderRules(headless, _fits)


@dataclass(frozen=True)
class ReadOptions:
    """What a person says of a file beside what it says itself.

    Attributes
    ----------
    crs : CRS or None
        Coordinate system, where the file cannot say so or says it wrongly.
    timezone : str
        IANA name; times without an offset are local to it, and all times come out in it.
    latest : date or None
        Last date that an incident can have. Without it, dates three years beyond nine tenths of
        the file are rejected.
    mapping : Mapping or None
        Which column is which; without one they are recognised by their names.
    date_order : str
        ``day first`` or ``month first``; empty to tell it from the whole column.
    words : mapping
        The force's own words for offences, and their canonical codes.
    within : (west, south, east, north) or None
        Degrees. Of every layer but incidents, what lies wholly outside is left out of the area.
    """

    crs: CRS | None = None
    timezone: str = "Europe/London"
    latest: dt.date | None = None
    mapping: Mapping | None = None
    date_order: str = ""
    words: tuple[tuple[str, str], ...] = ()
    within: Bounds | None = None

    def __post_init__(self) -> None:
        if self.date_order not in ("", *DATE_ORDERS):
            raise SettingError(
                f"The date order is {self.date_order!r}; expected {' or '.join(DATE_ORDERS)}."
            )
        try:
            ZoneInfo(self.timezone)
        except (ZoneInfoNotFoundError, ValueError, OSError) as error:
            raise SettingError(
                f"There is no timezone {self.timezone!r}; expected an IANA name such as "
                "Europe/London."
            ) from error


def bounds_of(options: ReadOptions, layer: LayerName) -> Bounds | None:
    """The bounds that hold for a layer: where incidents were is for the quality report."""
    return None if layer in (LayerName.INCIDENTS, LayerName.CONTEXT) else options.within


def rejected_rows(
    table: RawTable, mapping: ColumnMapping, verdicts: Verdicts
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Give the rejected rows in the order of the file, and their cells.

    Of a torn row no text is shown where some column is personal.

    Returns
    -------
    DataFrame
        Columns line, reason and text.
    DataFrame of str
        The raw columns of the same rows, without the personal ones; empty for torn rows.
    """
    at = np.flatnonzero(~verdicts.good)
    reasons = [
        why + where for why, where in zip(verdicts.reason[at], table.places(at), strict=True)
    ]
    torn = table.damaged.text
    if mapping.personal:
        torn = ("(not shown: the file has personal data)",) * len(torn)
    rejects = pd.DataFrame(
        {
            "line": np.concatenate([table.damaged.line, table.line[at]]).astype(np.int64),
            "reason": pd.Series([*table.damaged.reason, *reasons], dtype="str"),
            "text": _open([*torn, *table.texts(at, mapping.personal)], mapping.layer),
        },
        columns=list(REJECT_COLUMNS),
    )
    order = np.argsort(rejects["line"].to_numpy(), kind="stable")
    return rejects.iloc[order].reset_index(drop=True), _cells_of(table, mapping, at, order)


def _open(texts: list[str], layer: LayerName) -> pd.Series:
    return without_contacts(pd.Series(texts, dtype="str"), names=of_events(layer))[0]


def _cells_of(table: RawTable, mapping: ColumnMapping, at: Ints, order: Ints) -> pd.DataFrame:
    """Original cells of the rejected rows; a torn row has none."""
    kept = table.frame.iloc[at].drop(columns=list(mapping.personal))
    if not len(order):
        return kept
    ids = (mapping.columns.get(name) for name in ("incident_id", "urn", "interchange_id"))
    named = {raw for raw in ids if raw}
    for name in kept.columns.drop(named & set(kept.columns)):
        kept[name] = without_contacts(kept[name], names=of_events(mapping.layer))[0]
    for name in named & set(kept.columns):
        kept[name] = without_addresses(kept[name])
    if table.geometry is not None and len(at):
        shapes = gpd.GeoSeries(table.geometry.iloc[at])
        kept = kept.assign(wkt=shapely.to_wkt(shapes.to_numpy(), rounding_precision=9))
    blank = pd.DataFrame("", index=range(len(table.damaged.line)), columns=kept.columns)
    whole = pd.concat([blank, kept]) if len(blank) else kept
    return whole.iloc[order].fillna("").astype("str").reset_index(drop=True)


#: Layers of points, which are easily taken for one another.
_EASILY_CONFUSED: Final = (LayerName.INCIDENTS, LayerName.SCHOOLS, LayerName.INTERCHANGES)


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
        As in `ReadOptions`.
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
    own_words = tuple((words or {}).items())
    options = ReadOptions(source_crs, timezone, latest, mapping, date_order, own_words, within)
    table = open_table(
        Path(path),
        layer,
        member=part,
        table=part,
        encoding=encoding,
        within=bounds_of(options, layer),
    )
    return read_table(table, layer, options, crs=crs)


def read_table(
    table: RawTable, layer: LayerName, options: ReadOptions, *, crs: CRS | None = None
) -> Reading:
    """Read a file that is open already; as `read_layer`."""
    _require_metric(crs)
    table = mended_rejects(table)
    mapping = without_persons(table, column_mapping(table, layer, options), layer)
    declared = Declared(
        crs,
        options.crs or crs_named(options.mapping.crs if options.mapping else None),
        options.timezone,
    )
    table = in_parts(shapes_from_text(table, mapping, declared), layer)
    verdicts, cells = Verdicts(len(table.frame)), Cells(table, mapping)
    if layer is LayerName.INCIDENTS:
        verdicts.judge_by(witnesses(cells, dict(options.words)))
    if table.geometry is not None:
        judge_shapes(table.geometry, layer, table.file, verdicts)
    shapes = sound(positions(table, mapping, declared, verdicts), layer, verdicts)
    if bounds := bounds_of(options, layer):
        reject_outside(shapes, bounds, verdicts)
    if layer is LayerName.INCIDENTS:
        frame, notices = shape_incidents(cells, shapes, _rules(options), verdicts)
    else:
        frame, notices = shape_places(layer, cells, shapes, verdicts)
    accepted, joined = _accepted(frame, shapes, layer, verdicts)
    return _reading(layer, table, mapping, (accepted, joined), verdicts, notices)


def column_mapping(table: RawTable, layer: LayerName, options: ReadOptions) -> ColumnMapping:
    """Which raw column is which: as a person mapped them, else by their names.

    Raises
    ------
    FileRefusedError
        When a column that the layer needs is missing.
    """
    has_geometry = table.geometry is not None
    if options.mapping is None:
        mapping = recognise(table.columns, layer, table.file, has_geometry=has_geometry)
        return replace(mapping, notices=(*mapping.notices, *_other_layer_notice(table, layer)))
    return mapped(options.mapping, table.columns, layer, table.file, has_geometry=has_geometry)


def is_recognised(table: RawTable, layer: LayerName) -> bool:
    """Whether the columns of a file are known by their names."""
    try:
        column_mapping(table, layer, ReadOptions())
    except FileRefusedError:
        return False
    return True


def _other_layer_notice(table: RawTable, layer: LayerName) -> tuple[str, ...]:
    """A word where the header speaks of another layer than the one that was asked for."""
    other = layer_of(table.columns, has_geometry=table.geometry is not None)
    if layer not in _EASILY_CONFUSED or other in (None, layer):
        return ()
    return (f"{table.file} looks like {other}, and was read as {layer}. Check that it is meant.",)


def _rules(options: ReadOptions) -> TimeRules:
    order = options.date_order or (options.mapping.date_order if options.mapping else "")
    return TimeRules(options.timezone, options.latest, order, dict(options.words))


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
    own: tuple[str, ...],
) -> Reading:
    frame, joined = accepted
    notices = (*table.notices, *mapping.own, *_personal_notice(table, mapping), *own)
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


def _personal_notice(table: RawTable, mapping: ColumnMapping) -> tuple[str, ...]:
    if not mapping.personal:
        return ()
    named = ", ".join(quotable(mapping.personal)) or "their names are not shown"
    return (f"Columns of personal data in {table.file} were left out: {named}.",)
