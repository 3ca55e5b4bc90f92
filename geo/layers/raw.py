"""A file opened but not yet judged: its rows as text, where each came from, and its geometry."""

from collections.abc import Callable
from dataclasses import dataclass, field

import geopandas as gpd
import numpy as np
import pandas as pd
from numpy.typing import NDArray

Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]
_LONGEST_TEXT = 10_000


@dataclass(frozen=True)
class Damaged:
    """Rows that could not be taken apart: line, reason and original text of each."""

    line: Ints = field(default_factory=lambda: np.empty(0, dtype=np.int64))
    reason: tuple[str, ...] = ()
    text: tuple[str, ...] = ()


@dataclass(frozen=True)
class RawTable:
    """Rows of a file as text.

    Attributes
    ----------
    file : str
        Name of the file, as the person knows it.
    frame : DataFrame of str
        One column a raw column, empty text where there is nothing.
    line : ndarray
        Physical line (text files; the header is on line 1) or feature number of each row.
    damaged : Damaged
        Rows that could not be taken apart.
    geometry : GeoSeries or None
        One shape a row, where the format carries it; its CRS may be missing.
    original : callable or None
        Gives the original text of the rows at some positions; None where the format has no text.
    decimal_comma : bool
        Whether numbers may be written 51,5.
    """

    file: str
    frame: pd.DataFrame
    line: Ints
    damaged: Damaged = field(default_factory=Damaged)
    geometry: gpd.GeoSeries | None = None
    original: Callable[[Ints], list[str]] | None = None
    decimal_comma: bool = False
    notices: tuple[str, ...] = ()

    @property
    def columns(self) -> tuple[str, ...]:
        """Raw column names, as they came."""
        return tuple(self.frame.columns)

    def texts(self, at: Ints, personal: tuple[str, ...]) -> list[str]:
        """Original text of the rows at these positions, without what is personal in them."""
        if self.original is not None and not personal:
            return [shortened(text) for text in self.original(at)]
        kept = self.frame.iloc[at].drop(columns=list(personal))
        rows = kept.itertuples(index=False, name=None)
        return [
            shortened(", ".join(f"{n}={v}" for n, v in zip(kept.columns, row, strict=True) if v))
            for row in rows
        ]


class Verdicts:
    """The first fault of each row, if any.

    Parameters
    ----------
    count : int
        Number of rows.
    """

    def __init__(self, count: int) -> None:
        self.reason = np.full(count, "", dtype=object)

    @property
    def good(self) -> Bools:
        """Which rows have no fault so far."""
        return np.asarray(self.reason == "", dtype=bool)

    def reject(self, which: Bools | pd.Series, reason: str) -> None:
        """Give these rows a fault, unless they have one already."""
        self.reason[np.asarray(which, dtype=bool) & self.good] = reason


def shortened(text: str) -> str:
    """Keep a text to what a table can show."""
    return text if len(text) <= _LONGEST_TEXT else text[:_LONGEST_TEXT] + "…"
