"""The cells of a sheet made a table: where its header is, and every cell as text."""

from collections.abc import Sequence
from typing import Any, Final

import numpy as np
import pandas as pd

from geo.errors import FileRefusedError
from geo.layers.raw import Bools, RawTable

#: A header stands within these rows; above it there may be a title, a date, an empty line.
_HEADER_WITHIN_ROWS: Final = 50
_ROWS_BELOW: Final = 50
#: A header names at least this share of the columns that the rows below it fill.
_NAMED_SHARE: Final = 0.7
_WHOLE_BELOW: Final = 2.0**53
Row = Sequence[Any]


def table_of_sheet(file: str, sheet: dict[str, Any], *, chosen: bool) -> RawTable:
    """Make a table of the cells of one sheet.

    Parameters
    ----------
    file : str
        Name of the workbook.
    sheet : dict
        ``name``, ``rows`` (lists of text, numbers, booleans, and times as lists of one ISO text),
        ``start`` (row and column of the first cell, from 0), ``merged`` (pairs of first and last
        row and column) and ``sheets`` (the names of all).
    chosen : bool
        Whether a person named the sheet, so that nobody need be told of the others.

    Raises
    ------
    FileRefusedError
        When there is no header, or nothing below it.
    """
    rows, (top, left) = sheet["rows"], sheet["start"]
    captions = _spread_merged(rows, sheet["merged"], top, left)
    at = header_at(rows)
    if at is None:
        raise FileRefusedError(
            file,
            f"no row of the sheet {sheet['name']} looks like a header",
            "column names in one row",
            "Add them above the rows.",
        )
    frame = _frame(rows[at], rows[at + 1 :])
    filled = (frame != "").sum(axis=1).to_numpy()
    line = np.arange(len(frame)) + top + at + 2
    caption = (filled == 1) & np.isin(line, captions)
    kept = (filled > 0) & ~caption
    if not kept.any():
        raise FileRefusedError(file, "a header and no rows", "at least one row", "Export it again.")
    return RawTable(
        file,
        frame.loc[kept].reset_index(drop=True),
        line[kept],
        notices=_notices(file, sheet, at + top + 1, caption, chosen=chosen),
    )


def header_at(rows: Sequence[Row]) -> int | None:
    """Position of the first row of words that names the columns below it."""
    for at, row in enumerate(rows[:_HEADER_WITHIN_ROWS]):
        names = [cell for cell in row if cell != ""]
        below = [sum(cell != "" for cell in r) for r in rows[at + 1 : at + 1 + _ROWS_BELOW]]
        usual = float(np.median([count for count in below if count] or [0]))
        words = [name for name in names if isinstance(name, str)]
        if len(names) > 1 and len(words) == len(names) and len(names) >= _NAMED_SHARE * usual:
            return at
    return None


def _spread_merged(rows: list[list[Any]], merged: list[Any], top: int, left: int) -> list[int]:
    """Give cells merged downwards their value in every row; return the lines merged across."""
    captions = []
    for (first_row, first_column), (last_row, last_column) in merged:
        if last_column > first_column:
            captions.append(first_row + 1)
        column = first_column - left
        if last_column > first_column or first_row < top or not 0 <= column < len(rows[0]):
            continue
        value = rows[first_row - top][column] if first_row - top < len(rows) else ""
        for row in rows[first_row - top + 1 : last_row - top + 1]:
            row[column] = value
    return captions


def _frame(header: Row, body: Sequence[Row]) -> pd.DataFrame:
    """Columns of text under their names; columns without a name or a value are left out."""
    columns = list(zip(*body, strict=True)) if body else [() for _ in header]
    kept = [n for n, cells in enumerate(columns) if header[n] != "" or any(c != "" for c in cells)]
    names = [str(header[n]).strip() or f"column {n + 1}" for n in kept]
    texts = [as_text(columns[n]) for n in kept]
    return pd.DataFrame(dict(zip(distinct_names(names), texts, strict=True)))


def distinct_names(names: Sequence[str]) -> list[str]:
    """Names, those that come again with a number: place, place.2."""
    taken: set[str] = set()
    found = []
    for name in names:
        number, free = 1, name
        while free in taken:
            number += 1
            free = f"{name}.{number}"
        taken.add(free)
        found.append(free)
    return found


def as_text(cells: Row) -> pd.Series:
    """Text of the cells of one column: ISO times, whole numbers without a fraction."""
    column = pd.Series(list(cells), dtype=object)
    kind = column.map(lambda cell: type(cell).__name__)
    text = column.where(kind == "str", "")
    numbers = kind.isin(("float", "int"))
    text = text.mask(numbers, _numbers(column[numbers]))
    flags = kind == "bool"
    text = text.mask(flags, column[flags].map({True: "true", False: "false"}))
    times = kind == "list"
    text = text.mask(times, _times(column[times]))
    return text.astype("str").str.strip()


def _numbers(cells: pd.Series) -> pd.Series:
    values = cells.astype(float)
    whole = (values % 1 == 0) & (values.abs() < _WHOLE_BELOW)
    return values.map(repr).mask(whole, values.where(whole, 0).astype("int64").astype("str"))


def _times(cells: pd.Series) -> pd.Series:
    """ISO text; where any of a column has a time of day, midnight is one too."""
    text = cells.str[0].astype("str")
    if text.str.contains("T", regex=False).any():
        text = text.mask(text.str.len() == len("2026-01-05"), text + "T00:00:00")
    return text


def _notices(
    file: str, sheet: dict[str, Any], line: int, caption: Bools, *, chosen: bool
) -> tuple[str, ...]:
    found = []
    if len(sheet["sheets"]) > 1 and not chosen:
        names = ", ".join(map(str, sheet["sheets"][:20]))
        found.append(f"{file} holds the sheets {names}; {sheet['name']} was read.")
    if line > 1:
        found.append(f"The header of {file} was found on line {line}; what is above was left out.")
    if caption.any():
        found.append(f"Captions between the rows of {file} were left out ({caption.sum():,}).")
    return tuple(found)
