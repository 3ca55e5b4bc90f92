"""Where each record of a CSV begins and ends, with its physical line, without reading row by row.

A newline ends a record where the quotes before it are even. That holds when every quote opens or
closes a field as RFC 4180 says; otherwise the file is taken apart line by line, so that one stray
quote costs one row and not the rest of the file.
"""

import csv
import io
from dataclasses import dataclass

import numpy as np

from geo.formats.raw_table import Bools, Ints

_NEWLINE, _QUOTE = 10, 34
#: A quoted field of a damaged file may run over this many lines; after them its quote is a stray.
_LONGEST_RECORD_LINES = 50


@dataclass(frozen=True)
class Records:
    """Records of a text: byte offsets, physical line of the first byte, and number of fields.

    ``fields`` is 0 where a quote is opened and never closed.
    """

    start: Ints
    end: Ints
    line: Ints
    fields: Ints

    def only(self, which: Bools) -> "Records":
        """The marked ones."""
        return Records(self.start[which], self.end[which], self.line[which], self.fields[which])


def split(text: bytes, delimiter: str) -> tuple[Records, bool]:
    """Split a text into records, blank ones left out.

    Parameters
    ----------
    text : bytes
        UTF-8 with newlines.
    delimiter : str
        One ASCII character.

    Returns
    -------
    Records
    bool
        Whether every quote is where RFC 4180 allows it, so that any parser agrees.
    """
    codes = np.frombuffer(text, dtype=np.uint8)
    quotes = np.flatnonzero(codes == _QUOTE)
    if well_quoted(codes, quotes, ord(delimiter)):
        records, regular = _by_parity(codes, quotes, ord(delimiter)), True
    else:
        records, regular = _by_line(text, delimiter), False
    return records.only(~_blank(text, records)), regular


def well_quoted(codes: np.ndarray, quotes: Ints, delimiter: int) -> bool:
    """Whether quotes only open, close or double inside a field."""
    if len(quotes) % 2:
        return False
    if not len(quotes):
        return True
    opens, closes = quotes[::2], quotes[1::2]
    before, after = codes[np.maximum(opens - 1, 0)], codes[np.minimum(closes + 1, len(codes) - 1)]
    doubled = closes[:-1] + 1 == opens[1:]
    opens_well = (opens == 0) | (before == _NEWLINE) | (before == delimiter)
    closes_well = (closes == len(codes) - 1) | (after == _NEWLINE) | (after == delimiter)
    opens_well[1:] |= doubled
    closes_well[:-1] |= doubled
    return bool(opens_well.all() and closes_well.all())


def _by_parity(codes: np.ndarray, quotes: Ints, delimiter: int) -> Records:
    newlines = np.flatnonzero(codes == _NEWLINE)
    if not len(newlines) or newlines[-1] != len(codes) - 1:
        newlines = np.append(newlines, len(codes))
    outside = np.searchsorted(quotes, newlines) % 2 == 0
    ends = newlines[outside]
    starts = np.append(0, ends[:-1] + 1)
    lines = np.append(1, np.flatnonzero(outside)[:-1] + 2)
    commas = np.flatnonzero(codes == delimiter)
    commas = commas[np.searchsorted(quotes, commas) % 2 == 0]
    fields = np.searchsorted(commas, ends) - np.searchsorted(commas, starts) + 1
    return Records(starts, ends, lines, fields)


def _by_line(text: bytes, delimiter: str) -> Records:
    """Take a damaged file apart line by line; slower, but one stray quote costs one row."""
    lines = text.split(b"\n")
    if lines and not lines[-1]:
        lines.pop()
    starts = np.append(0, np.cumsum([len(line) + 1 for line in lines]))
    width = max(_width(lines[0], delimiter), 1)
    spans, fields, at = [], [], 0
    while at < len(lines):
        taken, width_here = _record_from(lines, at, width, delimiter)
        spans.append((at, at + taken))
        fields.append(width_here)
        at += taken
    first, after = np.array(spans, dtype=np.int64).reshape(-1, 2).T
    return Records(starts[first], starts[after] - 1, first + 1, np.array(fields, dtype=np.int64))


def _record_from(lines: list[bytes], at: int, width: int, delimiter: str) -> tuple[int, int]:
    """Give the number of lines of the record that begins here, and of its fields."""
    alone = _width(lines[at], delimiter)
    if alone:
        return 1, alone
    joined = lines[at]
    for taken, line in enumerate(lines[at + 1 : at + _LONGEST_RECORD_LINES], start=2):
        joined += b"\n" + line
        if b'"' in line:
            count = _width(joined, delimiter)
            if count:
                return (taken, count) if count == width else (1, 0)
    return 1, 0


def _width(record: bytes, delimiter: str) -> int:
    """Number of fields of one record; 0 where a quote stays open."""
    if b'"' not in record:
        return record.count(delimiter.encode()) + 1
    return len(fields_of(record, delimiter))


def fields_of(record: bytes, delimiter: str) -> list[str]:
    """Fields of one record; none where a quote stays open."""
    text = record.decode("utf-8", errors="replace")
    if '"' not in text:
        return text.split(delimiter)
    try:
        rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True))
    except csv.Error:
        return []
    return rows[0] if len(rows) == 1 else []


def _blank(text: bytes, records: Records) -> Bools:
    """Which records hold nothing but spaces; only those of one field can."""
    blank = np.zeros(len(records.start), dtype=bool)
    single = np.flatnonzero(records.fields == 1)
    blank[single] = [
        not text[start:end].strip()
        for start, end in zip(records.start[single], records.end[single], strict=True)
    ]
    return blank
