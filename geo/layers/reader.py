"""One file in, one layer out: every row accepted, or rejected with its line and its reason."""

import datetime as dt
from collections.abc import Collection
from pathlib import Path
from typing import Final

import geopandas as gpd
import numpy as np
import pandas as pd
import pandera.pandas as pa
import shapely
from pyproj import CRS

from geo.columns import ColumnMapping, Mapping, headless, recognise
from geo.crs import Bounds, require_same
from geo.errors import FileRefusedError
from geo.formats import Header, HeaderRules, Ints, RawTable, open_file
from geo.layers._incidents import judge_incidents
from geo.layers._interchanges import grouped
from geo.layers._location import column_mapping, locate
from geo.layers._personal import without_addresses, without_contacts
from geo.layers._places import judge_places
from geo.layers._steps import Judged, Verdicts
from geo.layers.types import REJECT_COLUMNS, Reading, ReadOptions
from geo.model import (
    BASEMAP_KINDS,
    COLUMNS,
    FLAGS,
    INTERCHANGE_KINDS,
    PHASES,
    STREET_KINDS,
    WAY_COLUMNS,
    WAYS,
    LayerName,
)
from geo.privacy import quotable

_IDS: Final = ("incident_id", "urn", "interchange_id")
_ALLOWED: Final[dict[LayerName, dict[str, tuple[str, ...]]]] = {
    LayerName.SCHOOLS: {"phase": PHASES},
    LayerName.INTERCHANGES: {"kind": INTERCHANGE_KINDS},
    LayerName.STREETS: {"kind": STREET_KINDS, **dict.fromkeys(WAY_COLUMNS, WAYS)},
    LayerName.BASEMAP: {"kind": BASEMAP_KINDS},
}
_UNIQUE: Final = {
    LayerName.SCHOOLS: ["urn"],
    LayerName.GATES: ["urn", "gate"],
    LayerName.INTERCHANGES: ["interchange_id"],
    LayerName.INCIDENTS: ["incident_id"],
    LayerName.STREETS: ["street_id"],
    LayerName.AREAS: ["ward_code"],
    LayerName.CONTEXT: ["incident_id"],
}
_TIMES: Final = ("committed_from", "committed_to")
_BOOLS: Final = (*FLAGS, "has_named_contact")


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
        packed with gzip or in a zip archive. Recognised by content, not by name.
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
        CSV, Excel, GeoJSON, GeoPackage, Shapefile or GeoParquet, also gzipped or zipped;
        recognised by content, not by name.
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

    Examples
    --------
    >>> from geo.bundle import bundled
    >>> from geo.model import LayerName
    >>> schools = read_layer(bundled("sample/schools.csv"), LayerName.SCHOOLS)
    >>> schools.accepted + len(schools.rejects) == schools.read
    True
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
        within=options.bounds_of(layer),
    )
    return read_table(table, layer, options, crs=crs)


def read_table(
    table: RawTable, layer: LayerName, options: ReadOptions, *, crs: CRS | None = None
) -> Reading:
    """Read a file that is open already; as `read_layer`.

    Parameters
    ----------
    table : RawTable
        As `open_table` gives it.
    layer : LayerName
        What the file is to become.
    options : ReadOptions
        What a person states about the file.
    crs : CRS, optional
        Projected CRS of the workspace; without it the area decides.

    Returns
    -------
    Reading

    Raises
    ------
    FileRefusedError, CrsError
        As `read_layer`.
    """
    located = locate(table, layer, options, crs)
    judge = judge_incidents if layer is LayerName.INCIDENTS else judge_places
    return _reading_of(judge(located))


def is_recognised(table: RawTable, layer: LayerName) -> bool:
    """Whether the columns of a file are known by their names.

    Parameters
    ----------
    table : RawTable
    layer : LayerName
        What the file is to become.
    """
    try:
        column_mapping(table, layer, ReadOptions())
    except FileRefusedError:
        return False
    return True


def _reading_of(judged: Judged) -> Reading:
    """Accepted rows as a layer, and the rejected ones with their lines and reasons.

    Raises
    ------
    pandera.errors.SchemaErrors
        When a column is wrong: a fault of ours, as faulty rows were rejected before.
    """
    located = judged.located
    table, mapping = located.cells.table, located.cells.mapping
    frame, joined = _accepted(judged)
    notices = [*table.notices, *mapping.notices]
    if mapping.personal:
        named = ", ".join(quotable(mapping.personal)) or "their names are not shown"
        notices.append(f"Columns of personal data in {table.file} were left out: {named}.")
    notices += judged.notices
    if joined:
        notices.append(f"{joined:,} stops were joined to the interchange they belong to.")
    if not len(frame):
        notices.append(f"No row of {table.file} could be used; see why each was rejected.")
    rejects, rejected = _rejected(table, mapping, judged.verdicts)
    return Reading(
        layer=located.layer,
        file=table.file,
        frame=frame,
        joined=joined,
        rejects=rejects,
        rejected=rejected,
        read=len(table.frame) + len(table.damaged.line),
        notices=tuple(notices),
    )


def _accepted(judged: Judged) -> tuple[gpd.GeoDataFrame, int]:
    """The layer, and how many of the good rows were joined to another one of it."""
    layer, shapes, frame = judged.located.layer, judged.located.shapes, judged.frame
    good = judged.verdicts.good
    kept, there = frame[list(COLUMNS[layer])], shapes.to_numpy()
    if not good.all():
        kept, there = kept.loc[good].reset_index(drop=True), there[good]
    made, joined = gpd.GeoDataFrame(kept, geometry=there, crs=shapes.crs), 0
    if "hub" in frame:
        made, joined = grouped(made, frame.loc[good, "hub"].reset_index(drop=True))
    return _checked(made, layer, CRS(shapes.crs)), joined


def _rejected(
    table: RawTable, mapping: ColumnMapping, verdicts: Verdicts
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Line, reason and text of the rejected rows in the order of the file; and their cells.

    Of a torn row no text is shown where some column is personal.
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
            "text": _without_contacts([*torn, *table.texts(at, mapping.personal)], mapping.layer),
        },
        columns=list(REJECT_COLUMNS),
    )
    order = np.argsort(rejects["line"].to_numpy(), kind="stable")
    return rejects.iloc[order].reset_index(drop=True), _cells_of(table, mapping, at, order)


def _without_contacts(texts: list[str], layer: LayerName) -> pd.Series:
    return without_contacts(pd.Series(texts, dtype="str"), names=layer.holds_events)[0]


def _cells_of(table: RawTable, mapping: ColumnMapping, at: Ints, order: Ints) -> pd.DataFrame:
    """Original cells of the rejected rows; a torn row has none."""
    kept = table.frame.iloc[at].drop(columns=list(mapping.personal))
    if not len(order):
        return kept
    ids = (mapping.columns.get(name) for name in _IDS)
    named = {raw for raw in ids if raw}
    for name in kept.columns.drop(named & set(kept.columns)):
        kept[name] = without_contacts(kept[name], names=mapping.layer.holds_events)[0]
    for name in named & set(kept.columns):
        kept[name] = without_addresses(kept[name])
    if table.geometry is not None and len(at):
        shapes = gpd.GeoSeries(table.geometry.iloc[at])
        kept = kept.assign(wkt=shapely.to_wkt(shapes.to_numpy(), rounding_precision=9))
    blank = pd.DataFrame("", index=range(len(table.damaged.line)), columns=kept.columns)
    whole = pd.concat([blank, kept]) if len(blank) else kept
    return whole.iloc[order].fillna("").astype("str").reset_index(drop=True)


def _checked(frame: gpd.GeoDataFrame, layer: LayerName, crs: CRS) -> gpd.GeoDataFrame:
    """Give the frame back when it is what the layer must be.

    Raises
    ------
    CrsError
        When it is not in ``crs``; checked first, as pandera answers that with a bare TypeError.
    pandera.errors.SchemaErrors
        When a column is wrong: a fault of ours, as faulty rows were rejected before.
    """
    require_same(frame, crs, layer.value)
    columns = {name: _column(name, layer) for name in COLUMNS[layer]}
    columns["geometry"] = pa.Column("geometry", nullable=False)
    schema = pa.DataFrameSchema(columns, strict=True, ordered=True, unique=_UNIQUE.get(layer))
    return schema.validate(frame, lazy=True)


def _column(name: str, layer: LayerName) -> pa.Column:
    if name in _TIMES:
        return pa.Column(
            checks=pa.Check(_is_zoned, error="times must carry their timezone"),
            nullable=name == "committed_to",
        )
    if name in _BOOLS:
        return pa.Column(bool)
    if name == "pupils":
        return pa.Column("Int64", nullable=True, checks=pa.Check.ge(0))
    allowed = _ALLOWED.get(layer, {}).get(name)
    return pa.Column(
        checks=[
            pa.Check(pd.api.types.is_string_dtype, error="must be text"),
            *([pa.Check.isin(allowed)] if allowed else []),
        ],
    )


def _is_zoned(column: pd.Series) -> bool:
    return isinstance(column.dtype, pd.DatetimeTZDtype)
