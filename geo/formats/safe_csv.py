"""Cells that a spreadsheet would run as formulas, made harmless in some columns of a table."""

from collections.abc import Iterable
from typing import Final

import pandas as pd

#: What begins a formula: the ASCII signs, their full-width forms, tab, CR and LF.
_STARTS: Final = r"=+\-@\t\r\n＝＋－＠"
#: What a spreadsheet skips before it: spaces of any kind, quotes, marks of no width.
_SKIPPED: Final = r"[ \u00a0\u2000-\u200f\u2028\u2029\u202f\u2060\u3000\ufeff\"'‘’“”＂＇`]*"
_FORMULA: Final = rf"\A{_SKIPPED}[{_STARTS}]"
_NUMBER: Final = r"\A ?[+-]?(?:\d+(?:[.,]\d+)*|[.,]\d+)(?:[eE][+-]?\d+)? ?\Z"
_MARKED: Final = rf"\A'(?={_SKIPPED}[{_STARTS}])"


def _harmless(column: pd.Series) -> pd.Series:
    """Put an apostrophe before every cell that a spreadsheet would run.

    Parameters
    ----------
    column : Series of str
        Missing values stay missing.
    """
    text = column.astype("str")
    runs = text.str.contains(_FORMULA, regex=True, na=False)
    if not runs.any():
        return text
    runs &= ~text.str.contains(_NUMBER, regex=True, na=False)
    return text.mask(runs, "'" + text)


def restored(column: pd.Series) -> pd.Series:
    """Undo `_harmless`: the cells as they were.

    Parameters
    ----------
    column : Series of str
    """
    return column.astype("str").str.replace(_MARKED, "", regex=True)


def csv_bytes(frame: pd.DataFrame) -> bytes:
    """Give a table as CSV that is safe to open: UTF-8 with its mark, so that Excel reads accents.

    Parameters
    ----------
    frame : DataFrame
        Text columns and headings are made harmless; numbers are written as they are.
    """
    safe = pd.DataFrame(
        {
            place: frame.iloc[:, place]
            if pd.api.types.is_numeric_dtype(frame.dtypes.iloc[place])
            else _harmless(frame.iloc[:, place])
            for place in range(frame.shape[1])
        }
    )
    safe.columns = _harmless(pd.Series([*map(str, frame.columns)], dtype="str")).tolist()
    return safe.to_csv(index=False, lineterminator="\n").encode("utf-8-sig", errors="replace")


def harmless_texts(table: pd.DataFrame, texts: Iterable[str]) -> pd.DataFrame:
    """Put an apostrophe before each text that a spreadsheet would take for a formula.

    Parameters
    ----------
    table : DataFrame
    texts : iterable of str
        Columns of text; others are left as they are.
    """
    columns = [name for name in texts if name in table.columns]
    return table.assign(**{name: _harmless(table[name]) for name in columns})
