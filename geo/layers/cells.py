"""The cells of a table under their canonical names, and the simple values in them."""

from dataclasses import dataclass
from typing import Final

import pandas as pd

from geo.layers.raw import RawTable, over_distinct
from geo.sources import ColumnMapping

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
        said = over_distinct(text, lambda values: [_said(value.lower()) for value in values])
        return pd.Series(said == 1, index=text.index), int((said == _NEITHER).sum())

    def number(self, name: str) -> pd.Series:
        """Numbers of a column; missing where there is none."""
        return pd.to_numeric(self.text(name).str.replace(",", "", regex=False), errors="coerce")


def _said(value: str) -> int:
    """1 for yes, 0 for no."""
    return 1 if value in _YES else 0 if value in _NO else _NEITHER
