"""The last check of a layer: its columns, their types and what they may hold."""

from typing import Final

import geopandas as gpd
import pandas as pd
import pandera.pandas as pa
from pyproj import CRS

from geo.crs import require_same
from geo.sources import COLUMNS, FLAGS, LayerName
from geo.sources.fields import (
    BASEMAP_KINDS,
    INTERCHANGE_KINDS,
    PHASES,
    STREET_KINDS,
    WAY_COLUMNS,
    WAYS,
)

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


def checked(frame: gpd.GeoDataFrame, layer: LayerName, crs: CRS) -> gpd.GeoDataFrame:
    """Give the frame back when it is what the layer must be.

    Raises
    ------
    CrsError
        When it is not in ``crs``; asked first, as pandera answers that with a bare TypeError.
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
