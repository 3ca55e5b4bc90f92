"""The steps from a raw table to a layer, each made from the one before: located, then judged.

    RawTable ─▶ Located ─▶ Judged ─▶ Reading

`geo.layers._location` makes the first step, `geo.layers._incidents` and `geo.layers._places` the
second, and `geo.layers._results` the last. Nothing here changes once it is made: what a step learns
of a row's faults is a new `Verdicts`.
"""

from dataclasses import dataclass
from functools import cached_property
from typing import Final, Self

import geopandas as gpd
import numpy as np
import pandas as pd
from numpy.typing import NDArray

from geo.columns import ColumnMapping
from geo.formats import Bools, RawTable, over_distinct
from geo.layers.types import ReadOptions
from geo.model import LayerName

_YES: Final = frozenset(("true", "t", "yes", "y", "1", "1.0"))
_NO: Final = frozenset(("false", "f", "no", "n", "0", "0.0", ""))
_NEITHER: Final = -1


@dataclass(frozen=True, eq=False)
class Verdicts:
    """The first fault of each row, if any.

    Attributes
    ----------
    witness : ndarray of bool, shape (rows,)
        Rows by which the others are judged, as far as they have no fault themselves.
    code : ndarray of uint8, shape (rows,)
        Position of the fault of each row in ``reasons``; 0 for none.
    reasons : tuple of str
        Every fault in words, after an empty one.
    """

    witness: Bools
    code: NDArray[np.uint8]
    reasons: tuple[str, ...] = ("",)

    @classmethod
    def start(cls, witness: Bools) -> Self:
        """No row has a fault yet; the others are judged by the rows that are marked."""
        return cls(witness, np.zeros(len(witness), dtype=np.uint8))

    @cached_property
    def good(self) -> Bools:
        """Which rows have no fault so far."""
        return np.asarray(self.code == 0, dtype=bool)

    @cached_property
    def witnesses(self) -> Bools:
        """Witnesses without a fault; all rows without a fault where there is no such witness."""
        sound = self.good & self.witness
        return sound if sound.any() else self.good

    @property
    def reason(self) -> NDArray[np.object_]:
        """The fault of each row in words; empty where there is none."""
        return np.array(self.reasons, dtype=object)[self.code]

    def rejecting(self, which: Bools | pd.Series, reason: str) -> "Verdicts":
        """These verdicts, and a fault of the given rows unless they have one already."""
        wrong = np.asarray(which, dtype=bool)
        if not wrong.any():
            return self
        reasons = self.reasons if reason in self.reasons else (*self.reasons, reason)
        code = np.where(wrong & self.good, np.uint8(reasons.index(reason)), self.code)
        return Verdicts(self.witness, code, reasons)


@dataclass(frozen=True)
class Cells:
    """Rows of a raw table as seen through a mapping to canonical columns.

    Attributes
    ----------
    table : RawTable
    mapping : ColumnMapping
        Which leaves out the columns about persons.
    """

    table: RawTable
    mapping: ColumnMapping

    def has(self, name: str) -> bool:
        """Whether the file, or its kind, states anything under a canonical name."""
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
        answer = over_distinct(text, lambda values: [_yes_or_no(value) for value in values])
        return pd.Series(answer == 1, index=text.index), int((answer == _NEITHER).sum())

    def number(self, name: str) -> pd.Series:
        """Numbers of a column; missing where there is none."""
        return pd.to_numeric(self.text(name).str.replace(",", "", regex=False), errors="coerce")


def _yes_or_no(value: str) -> int:
    """1 for yes, 0 for no."""
    plain = value.lower()
    return 1 if plain in _YES else 0 if plain in _NO else _NEITHER


@dataclass(frozen=True, eq=False)
class Located:
    """Rows whose columns are settled and whose places are in the CRS of the layer.

    Attributes
    ----------
    layer : LayerName
    cells : Cells
        One row a part of a multi-part street.
    shapes : GeoSeries
        One shape a row, in the projected CRS of the layer; None where a row has none.
    verdicts : Verdicts
        Faults of place.
    options : ReadOptions
        What was stated about the file.
    """

    layer: LayerName
    cells: Cells
    shapes: gpd.GeoSeries
    verdicts: Verdicts
    options: ReadOptions


@dataclass(frozen=True, eq=False)
class Judged:
    """Rows with their canonical columns, each accepted or rejected with its reason.

    Attributes
    ----------
    located : Located
    frame : DataFrame
        Canonical columns of every row. Interchanges have the column hub beside them.
    verdicts : Verdicts
        Faults of place, and of what a row holds.
    notices : tuple of str
        Sentences that the person should see.
    """

    located: Located
    frame: pd.DataFrame
    verdicts: Verdicts
    notices: tuple[str, ...] = ()
