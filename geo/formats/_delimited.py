"""The first lines of a CSV put right: a title above the header, Excel's word, columns unnamed.

A header is the first of the first lines that has about as many names as the lines below it have
fields. Rows that all end in a separator more than it has get columns for it.
"""

import csv
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Final

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
from pyarrow import csv as arrow_csv

from geo.errors import FileRefusedError
from geo.formats._records import Records, fields_of, split, well_quoted
from geo.formats.raw_table import Bools, Damaged, Ints, RawTable

#: What else counts as space in ASCII.
_RARE_SPACES: Final = tuple(bytes([code]) for code in (9, 11, 12, 13, 28, 29, 30, 31))
_BLOCK_BYTES: Final = 2**24


def _plain_table(text: bytes, delimiter: str, header: list[str]) -> pa.Table | None:
    """Parse a text in which every line is a row of the same width; None where one is not.

    Parameters
    ----------
    text : bytes
        UTF-8 with plain newlines; the header is its first line.
    delimiter : str
        One ASCII character.
    """
    lines = text.count(b"\n") + (not text.endswith(b"\n"))
    if lines < 2 or len(header) < 2 or b"\x00" in text or not _quotes_are_plain(text, delimiter):
        return None
    try:
        table = _parsed_text(text, delimiter, header, skip=1)
    except pa.ArrowInvalid:
        return None
    return table if table.num_rows == lines - 1 else None


def _quotes_are_plain(text: bytes, delimiter: str) -> bool:
    if b'"' not in text:
        return True
    codes = np.frombuffer(text, dtype=np.uint8)
    return well_quoted(codes, np.flatnonzero(codes == ord('"')), ord(delimiter))


def _parsed_text(
    text: bytes, delimiter: str, header: list[str], *, skip: int = 0, longest: int = 0
) -> pa.Table:
    """Parse a text, every cell as text.

    Parameters
    ----------
    header : list of str
        Column names; they need not be distinct.
    skip : int
        Lines to leave out at the beginning.
    longest : int
        Bytes of the longest row, where it is known.

    Raises
    ------
    pyarrow.ArrowInvalid
        When a row has another number of fields, or does not fit a block.
    """
    names = [str(n) for n in range(len(header))]
    made = arrow_csv.read_csv(
        pa.BufferReader(text),
        read_options=arrow_csv.ReadOptions(
            column_names=names, skip_rows=skip, block_size=max(_BLOCK_BYTES, 2 * longest)
        ),
        parse_options=arrow_csv.ParseOptions(delimiter=delimiter, newlines_in_values=True),
        convert_options=arrow_csv.ConvertOptions(
            column_types=dict.fromkeys(names, pa.large_string()), strings_can_be_null=False
        ),
    )
    return made.rename_columns(header)


def _first_line(text: bytes) -> bytes:
    """The first line, without copying the others."""
    end = text.find(b"\n")
    return text if end < 0 else text[:end]


def _has_margins(text: bytes, delimiter: str) -> bool:
    """Whether some cell may begin or end with a space, by what is beside the spaces."""
    if not text.isascii() or any(mark in text for mark in _RARE_SPACES):
        return True
    codes = np.frombuffer(text, dtype=np.uint8)
    spaces = np.flatnonzero(codes == ord(" "))
    ends = np.zeros(256, dtype=bool)
    ends[[ord(delimiter), ord("\n"), ord('"')]] = True
    before, after = np.maximum(spaces - 1, 0), np.minimum(spaces + 1, len(codes) - 1)
    beside = ends[codes[before]] | ends[codes[after]] | (spaces == 0) | (spaces == len(codes) - 1)
    return bool(beside.any())


def _frame_of(table: pa.Table, *, trimmed: bool = False) -> pd.DataFrame:
    """Columns of text, without spaces around them.

    Parameters
    ----------
    trimmed : bool
        Whether no cell has any, by `_has_margins`.
    """
    if not trimmed:
        columns = [pc.utf8_trim_whitespace(column) for column in table.columns]
        table = pa.table(columns, names=table.column_names)
    text = pd.StringDtype(na_value=np.nan)
    kinds = {pa.large_string(): text, pa.string(): text}
    frame: pd.DataFrame = table.to_pandas(types_mapper=kinds.get, split_blocks=True)
    return frame


_DELIMITERS: Final = (",", ";", "\t", "|")
_LARGEST_RECORD_BYTES = 2**27
_NUL = "a NUL byte: the row is damaged"
_OPEN_QUOTE = "a quote out of place"


def _table_of(text: bytes, file: str) -> RawTable:
    """Take the text of a CSV apart.

    Parameters
    ----------
    text : bytes
        UTF-8 with plain newlines, as `as_utf8` returns it.
    file : str
        Name of the file, for the sentence.

    Raises
    ------
    FileRefusedError
        When its first line is no header, or nothing follows it.
    """
    delimiter = _delimiter(text)
    header = fields_of(_first_line(text), delimiter)
    header = _column_names(header, file) if any(header) else []
    table = _plain_table(text, delimiter, header)
    if table is not None:
        return RawTable(
            file=file,
            frame=_frame_of(table, trimmed=not _has_margins(text, delimiter)),
            line=np.arange(2, table.num_rows + 2),
            original=partial(_texts_of_lines, text),
            decimal_comma=delimiter != ",",
        )
    return _taken_apart(text, delimiter, file)


def _taken_apart(text: bytes, delimiter: str, file: str) -> RawTable:
    """Open a file with blank lines, torn rows or quotes that need care."""
    records, regular = split(text, delimiter)
    first = text[records.start[0] : records.end[0]] if len(records.start) else b""
    header = _column_names(fields_of(first, delimiter), file)
    rows = records.only(np.arange(len(records.start)) > 0)
    if not len(rows.start):
        raise FileRefusedError(file, "a header and no rows", "at least one row", "Export it again.")
    damaged, whole = _damaged(text, rows, len(header))
    good = rows.only(whole)
    return RawTable(
        file=file,
        frame=_frame(text, good, header, delimiter, regular=regular),
        line=good.line,
        damaged=damaged,
        original=lambda at: _texts(text, good, at),
        decimal_comma=delimiter != ",",
    )


def _delimiter(text: bytes) -> str:
    """The separator that comes most often in the first line, outside quotes."""
    first = _first_line(text.lstrip())
    bare = b"".join(first.split(b'"')[::2])
    return max(_DELIMITERS, key=lambda mark: bare.count(mark.encode()))


def _column_names(came: Sequence[str], file: str) -> list[str]:
    """Column names, made distinct; refuses a header that cannot be read."""
    names = [name.strip() for name in came]
    if not any(names) or "\x00" in "".join(names):
        raise FileRefusedError(
            file, "its first line is no header", "column names in the first line", "Add them."
        )
    seen: dict[str, int] = {}
    distinct = []
    for name in names:
        seen[name] = seen.get(name, 0) + 1
        distinct.append(f"{name}.{seen[name]}" if seen[name] > 1 else name)
    return distinct if len(set(distinct)) == len(distinct) else [*map(str, range(len(names)))]


def _damaged(text: bytes, rows: Records, width: int) -> tuple[Damaged, Bools]:
    """Set aside the rows that have not as many fields as the header, or hold NUL bytes."""
    nuls = np.flatnonzero(np.frombuffer(text, dtype=np.uint8) == 0)
    torn = np.searchsorted(nuls, rows.end) > np.searchsorted(nuls, rows.start)
    huge = rows.end - rows.start > _LARGEST_RECORD_BYTES
    whole = (rows.fields == width) & ~torn & ~huge
    at = np.flatnonzero(~whole)
    reasons = tuple(
        _NUL if torn[i] else _OPEN_QUOTE if not rows.fields[i] else _ragged(rows.fields[i], width)
        for i in at
    )
    return Damaged(rows.line[at], reasons, tuple(_texts(text, rows, at))), whole


def _ragged(came: int, width: int) -> str:
    return "too large a field" if came == width else f"{came} fields where the header has {width}"


def _texts(text: bytes, rows: Records, at: Ints) -> list[str]:
    return [text[rows.start[i] : rows.end[i]].decode("utf-8", errors="replace") for i in at]


def _frame(
    text: bytes, rows: Records, header: list[str], delimiter: str, *, regular: bool
) -> pd.DataFrame:
    """Rows as columns of stripped text."""
    if regular and len(rows.start):
        table = _parsed(_joined(text, rows), header, delimiter, rows)
    else:
        cells = [fields_of(text[s:e], delimiter) for s, e in zip(rows.start, rows.end, strict=True)]
        table = pa.table(
            [pa.array(column, pa.string()) for column in zip(*cells, strict=True)]
            if cells
            else [pa.array([], pa.string()) for _ in header],
            names=header,
        )
    return _frame_of(table)


def _texts_of_lines(text: bytes, at: Ints) -> list[str]:
    """Lines of a plain file, the header not counted."""
    if not len(at):
        return []
    ends = np.append(np.flatnonzero(np.frombuffer(text, dtype=np.uint8) == 10), len(text))
    return [text[ends[i] + 1 : ends[i + 1]].decode("utf-8", errors="replace") for i in at.tolist()]


def _joined(text: bytes, rows: Records) -> bytes:
    """The rows alone: in one slice where they follow each other, else copied together."""
    if (rows.start[1:] == rows.end[:-1] + 1).all():
        return text[rows.start[0] : rows.end[-1]]
    return b"\n".join(text[s:e] for s, e in zip(rows.start, rows.end, strict=True))


def _parsed(content: bytes, header: list[str], delimiter: str, rows: Records) -> pa.Table:
    longest = int((rows.end - rows.start).max())
    table = _parsed_text(content, delimiter, header, longest=longest)
    if table.num_rows != len(rows.start):
        raise AssertionError(f"{len(rows.start)} records, but the parser found {table.num_rows}")
    return table


_SEPARATOR: Final = b"sep="
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
    """Where a header is, and how many separators it lacks."""

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
        As `_table_of`.
    """
    excel = text[: len(_SEPARATOR)].lower() == _SEPARATOR
    header = _header(text, int(excel), is_data)
    above = header.above + excel
    if above:
        text = b"\n".join(text.split(b"\n", above)[above:])
    if header.lacks:
        first, newline, rest = text.partition(b"\n")
        text = b"".join((first, header.mark.encode() * header.lacks, newline, rest))
    table = _named(_table_of(text, file))
    if not above:
        return table
    notice = f"The header of {file} was found on line {above + 1}; what is above was left out."
    return replace(
        table,
        line=table.line + above,
        damaged=replace(table.damaged, line=table.damaged.line + above),
        notices=(notice, *table.notices) if header.above else table.notices,
    )


def _header(text: bytes, skip: int, is_data: _IsData) -> _Header:
    """The header nearest to the top, whichever of the separators is meant."""
    head = text[:_BYTES].split(b"\n", skip + _LINES)[skip : skip + _LINES]
    lines = [line.decode(errors="replace") for line in head]
    marks = [mark for mark in _DELIMITERS if any(mark in line for line in lines)]
    headers = [at for mark in marks if (at := _header_by(lines, mark, is_data)) is not None]
    return min(headers, key=lambda header: header.above, default=_Header())


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
