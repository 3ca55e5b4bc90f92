"""The last check of a layer: its columns, their types and what they may hold."""

from dataclasses import dataclass
from typing import Final

import geopandas as gpd
import pandas as pd
import pandera.pandas as pa
from pyproj import CRS

from geo.columns import ColumnMapping
from geo.crs import require_same
from geo.formats import RawTable, over_distinct
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

_YES: Final = frozenset(("true", "t", "yes", "y", "1", "1.0"))
_NO: Final = frozenset(("false", "f", "no", "n", "0", "0.0", ""))
_NEITHER: Final = -1


@dataclass(frozen=True)
class Cells:
    """Rows of a raw table as seen through a mapping."""

    table: RawTable
    mapping: ColumnMapping

    def has(self, name: str) -> bool:
        """Whether the file, or its kind, says anything of this."""
        return name in self.mapping.columns or name in self.mapping.constants

    def text(self, name: str, default: str = "") -> pd.Series:
        """Text of a canonical column; the default where the file has none."""
        index = self.table.frame.index
        if name in self.mapping.constants:
            return pd.Series(self.mapping.constants[name], index=index, dtype="str")
        if name in self.mapping.columns:
            return self.table.frame[self.mapping.columns[name]]
        return pd.Series(default, index=index, dtype="str")

    def flag(self, name: str) -> tuple[pd.Series, int]:
        """Yes or no of each row, and how many were neither (they count as no)."""
        if not self.has(name):
            return pd.Series(False, index=self.table.frame.index), 0
        text = self.text(name)
        answers = over_distinct(
            text, lambda values: [_yes_or_no(value.lower()) for value in values]
        )
        return pd.Series(answers == 1, index=text.index), int((answers == _NEITHER).sum())

    def number(self, name: str) -> pd.Series:
        """Numbers of a column; missing where there is none."""
        return pd.to_numeric(self.text(name).str.replace(",", "", regex=False), errors="coerce")


def _yes_or_no(value: str) -> int:
    """1 for yes, 0 for no."""
    return 1 if value in _YES else 0 if value in _NO else _NEITHER


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
