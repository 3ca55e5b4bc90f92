"""A CSV opened: comma, semicolon, tab or bar between fields, in any common encoding."""

from collections.abc import Sequence
from functools import partial
from typing import Final

import numpy as np
import pandas as pd
import pyarrow as pa

from geo.errors import FileRefusedError
from geo.layers.plaincsv import first_line, frame_of, has_margins, parsed_text, plain_table
from geo.layers.raw import Bools, Damaged, Ints, RawTable
from geo.layers.records import Records, fields_of, split

_DELIMITERS: Final = (",", ";", "\t", "|")
_LARGEST_RECORD_BYTES = 2**27
_NUL = "a NUL byte: the row is damaged"
_OPEN_QUOTE = "a quote out of place"


def table_of(text: bytes, file: str) -> RawTable:
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
    header = fields_of(first_line(text), delimiter)
    header = _header(header, file) if any(header) else []
    table = plain_table(text, delimiter, header)
    if table is not None:
        return RawTable(
            file=file,
            frame=frame_of(table, trimmed=not has_margins(text, delimiter)),
            line=np.arange(2, table.num_rows + 2),
            original=partial(_texts_of_lines, text),
            decimal_comma=delimiter != ",",
        )
    return _taken_apart(text, delimiter, file)


def _taken_apart(text: bytes, delimiter: str, file: str) -> RawTable:
    """Open a file with blank lines, torn rows or quotes that need care."""
    records, regular = split(text, delimiter)
    first = text[records.start[0] : records.end[0]] if len(records.start) else b""
    header = _header(fields_of(first, delimiter), file)
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
    """The separator that stands most often in the first line, outside quotes."""
    first = first_line(text.lstrip())
    bare = b"".join(first.split(b'"')[::2])
    return max(_DELIMITERS, key=lambda mark: bare.count(mark.encode()))


def _header(came: Sequence[str], file: str) -> list[str]:
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
    return frame_of(table)


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
    table = parsed_text(content, delimiter, header, longest=longest)
    if table.num_rows != len(rows.start):
        raise AssertionError(f"{len(rows.start)} records, but the parser found {table.num_rows}")
    return table
