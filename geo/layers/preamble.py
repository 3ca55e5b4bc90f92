"""The first lines of a CSV put right: a title above the header, Excel's word, columns unnamed.

A header is the first of the first lines that has about as many names as the lines below it have
fields. Rows that all end in a separator more than it has get columns for it.
"""

import csv
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Final

from geo.layers.csvfile import table_of
from geo.layers.raw import RawTable

_SEPARATOR: Final = b"sep="
_DELIMITERS: Final = (",", ";", "\t", "|")
_ABOVE_LINES: Final = 20
_LINES: Final = 60
_BYTES: Final = 2**16
#: So many columns make a table below a title; a list of two may well have a title of one.
_FEWEST: Final = 3
_NAMED_SHARE: Final = 0.7
#: A title, and perhaps its date beside it.
_TITLE_CELLS: Final = 2


_IsData = Callable[[tuple[str, ...]], bool]


@dataclass(frozen=True)
class _Header:
    """Where a header stands, and how many separators it lacks."""

    above: int = 0
    lacks: int = 0
    mark: str = ","


def table_below(text: bytes, file: str, is_data: _IsData) -> RawTable:
    """Take a CSV apart whose header may stand below a title.

    Parameters
    ----------
    text : bytes
        UTF-8 with plain newlines.
    file : str
        Name of the file, for the sentence.
    is_data : callable
        Whether what came as column names looks like a row of data.

    Returns
    -------
    RawTable
        Its lines are those of the file; a notice says where the header was found.

    Raises
    ------
    FileRefusedError
        As `table_of`.
    """
    excel = text[: len(_SEPARATOR)].lower() == _SEPARATOR
    header = _header(text, int(excel), is_data)
    above = header.above + excel
    if above:
        text = b"\n".join(text.split(b"\n", above)[above:])
    if header.lacks:
        first, newline, rest = text.partition(b"\n")
        text = b"".join((first, header.mark.encode() * header.lacks, newline, rest))
    table = _named(table_of(text, file))
    if not above:
        return table
    said = f"The header of {file} was found on line {above + 1}; what is above was left out."
    return replace(
        table,
        line=table.line + above,
        damaged=replace(table.damaged, line=table.damaged.line + above),
        notices=(said, *table.notices) if header.above else table.notices,
    )


def _header(text: bytes, skip: int, is_data: _IsData) -> _Header:
    """The header nearest to the top, whichever of the separators is meant."""
    head = text[:_BYTES].split(b"\n", skip + _LINES)[skip : skip + _LINES]
    lines = [line.decode(errors="replace") for line in head]
    marks = [mark for mark in _DELIMITERS if any(mark in line for line in lines)]
    found = [at for mark in marks if (at := _header_by(lines, mark, is_data)) is not None]
    return min(found, key=lambda header: header.above, default=_Header())


def _header_by(lines: list[str], mark: str, is_data: _IsData) -> _Header | None:
    """The first line that names about as many columns as the lines below it have fields."""
    rows = [next(csv.reader([line], delimiter=mark), []) for line in lines]
    filled = [sum(bool(cell.strip()) for cell in row) for row in rows]
    widths = Counter(len(row) for row, count in zip(rows, filled, strict=True) if count)
    width, often = widths.most_common(1)[0] if widths else (0, 0)
    if width < _FEWEST or often < 2:
        return None
    for at, row in enumerate(rows[:_ABOVE_LINES]):
        if filled[at] >= max(_FEWEST, _NAMED_SHARE * width):
            lacks = _lacking(rows[at + 1 :], len(row), width)
            return None if at and is_data(tuple(row)) else _Header(at, lacks, mark)
        if filled[at] > _TITLE_CELLS or lines[at].count('"') % 2:
            return None
    return None


def _lacking(below: list[list[str]], named: int, width: int) -> int:
    """How many empty fields more than the header all the usual rows have."""
    usual = [row for row in below if len(row) == width]
    surplus = any(cell.strip() for row in usual for cell in row[named:])
    return 0 if surplus or len(usual) < 0.5 * len(below) else max(width - named, 0)


def _named(table: RawTable) -> RawTable:
    """Give the columns without a name one: ``column 3``."""
    names = [
        f"column {n}" if not name or (name[0] == "." and name[1:].isdigit()) else name
        for n, name in enumerate(table.columns, 1)
    ]
    if names == list(table.columns) or len(set(names)) < len(names):
        return table
    return replace(table, frame=table.frame.set_axis(names, axis=1))
