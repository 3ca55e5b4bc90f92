"""A file opened but not yet judged: its rows as text, where each came from, and its geometry."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from geo.formats.safe_csv import restored

Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]
_LONGEST_TEXT = 10_000


@dataclass(frozen=True)
class Damaged:
    """Rows that could not be taken apart: line, reason and original text of each.

    Attributes
    ----------
    line : ndarray of int
        Physical line of each, as in `RawTable`.
    reason, text : tuple of str
        What is wrong with each, and how it reads.
    """

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
    notices : tuple of str
        Sentences that the person should see.
    parts : tuple of str
        Files of an archive that were joined; empty where it is one file.
    part_of : ndarray or None
        Which of them each row came from.
    """

    file: str
    frame: pd.DataFrame
    line: Ints
    damaged: Damaged = field(default_factory=Damaged)
    geometry: gpd.GeoSeries | None = None
    original: Callable[[Ints], list[str]] | None = None
    decimal_comma: bool = False
    notices: tuple[str, ...] = ()
    parts: tuple[str, ...] = ()
    part_of: Ints | None = None

    @property
    def columns(self) -> tuple[str, ...]:
        """Raw column names, as they came."""
        return tuple(self.frame.columns)

    def places(self, at: Ints) -> list[str]:
        """Which file of an archive the rows at these positions came from, to be added to a text.

        Parameters
        ----------
        at : ndarray of int
            Positions of rows.
        """
        if self.part_of is None:
            return [""] * len(at)
        return [f" (in {self.parts[n]})" for n in self.part_of[at].tolist()]

    def texts(self, at: Ints, personal: tuple[str, ...]) -> list[str]:
        """Original text of the rows at these positions, without what is personal in them.

        Parameters
        ----------
        at : ndarray of int
            Positions of rows.
        personal : tuple of str
            Columns about persons, which are not shown.
        """
        if self.original is not None and not personal:
            return [_shortened(text) for text in self.original(at)]
        kept = self.frame.iloc[at].drop(columns=list(personal))
        rows = kept.itertuples(index=False, name=None)
        return [
            _shortened(", ".join(f"{n}={v}" for n, v in zip(kept.columns, row, strict=True) if v))
            for row in rows
        ]


def mended_rejects(table: RawTable) -> RawTable:
    """Rows that were rejected before, mended and brought in again: as they first came.

    Our own columns go, and so do the apostrophes that kept a spreadsheet from running a cell.

    Parameters
    ----------
    table : RawTable
    """
    if table.columns[:2] != ("line", "reason"):
        return table
    frame = table.frame.iloc[:, 2:]
    frame = frame.drop(columns=[name for name in ("text",) if name == frame.columns[-1]])
    frame = frame.apply(restored).set_axis(restored(pd.Series(frame.columns)).tolist(), axis=1)
    return replace(table, frame=frame, original=None, decimal_comma=True)


def over_distinct(text: pd.Series, answer: Callable[[list[str]], Sequence[object]]) -> NDArray[Any]:
    """Ask about each distinct value once, and give every row its answer.

    Parameters
    ----------
    text : Series of str
    answer : callable
        One answer for each of the distinct values, in their order.
    """
    codes, values = pd.factorize(text)
    return np.asarray(answer([str(value) for value in values]))[codes]


def numbers(text: pd.Series, *, decimal_comma: bool = False) -> NDArray[np.float64]:
    """Numbers of a column of text; NaN where there is none.

    Parameters
    ----------
    text : Series of str
    decimal_comma : bool
        Whether 51,5 is a number.
    """
    if decimal_comma and bool(text.str.contains(",", regex=False).any()):
        text = text.str.replace(",", ".", regex=False)
    try:
        column = pa.array(text, pa.large_string())
        filled = pc.if_else(pc.equal(column, ""), None, column)
        return np.asarray(filled.cast(pa.float64()).to_numpy(zero_copy_only=False), np.float64)
    except pa.ArrowInvalid:
        return np.asarray(pd.to_numeric(text, errors="coerce"), dtype=np.float64)


def _shortened(text: str) -> str:
    """Keep a text to what a table can show."""
    return text if len(text) <= _LONGEST_TEXT else text[:_LONGEST_TEXT] + "…"
