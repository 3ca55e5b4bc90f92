"""A CSV in which every line is a row: parsed at once, on all cores.

Most extracts are of this kind. Whatever is not (blank lines, torn rows, newlines or stray quotes in
cells, NUL bytes) is left to the slower way, which knows the line of every row.
"""

from typing import Final

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
from pyarrow import csv as arrow_csv

from geo.layers.records import well_quoted

#: What else counts as space in ASCII.
_RARE_SPACES: Final = tuple(bytes([code]) for code in (9, 11, 12, 13, 28, 29, 30, 31))
_BLOCK_BYTES: Final = 2**24


def plain_table(text: bytes, delimiter: str, header: list[str]) -> pa.Table | None:
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
        table = parsed_text(text, delimiter, header, skip=1)
    except pa.ArrowInvalid:
        return None
    return table if table.num_rows == lines - 1 else None


def _quotes_are_plain(text: bytes, delimiter: str) -> bool:
    if b'"' not in text:
        return True
    codes = np.frombuffer(text, dtype=np.uint8)
    return well_quoted(codes, np.flatnonzero(codes == ord('"')), ord(delimiter))


def parsed_text(
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


def first_line(text: bytes) -> bytes:
    """The first line, without copying the others."""
    end = text.find(b"\n")
    return text if end < 0 else text[:end]


def has_margins(text: bytes, delimiter: str) -> bool:
    """Whether some cell may begin or end with a space: told from what stands beside the spaces."""
    if not text.isascii() or any(mark in text for mark in _RARE_SPACES):
        return True
    codes = np.frombuffer(text, dtype=np.uint8)
    spaces = np.flatnonzero(codes == ord(" "))
    ends = np.zeros(256, dtype=bool)
    ends[[ord(delimiter), ord("\n"), ord('"')]] = True
    before, after = np.maximum(spaces - 1, 0), np.minimum(spaces + 1, len(codes) - 1)
    beside = ends[codes[before]] | ends[codes[after]] | (spaces == 0) | (spaces == len(codes) - 1)
    return bool(beside.any())


def frame_of(table: pa.Table, *, trimmed: bool = False) -> pd.DataFrame:
    """Columns of text, without spaces around them.

    Parameters
    ----------
    trimmed : bool
        Whether no cell has any, as `has_margins` told.
    """
    if not trimmed:
        columns = [pc.utf8_trim_whitespace(column) for column in table.columns]
        table = pa.table(columns, names=table.column_names)
    text = pd.StringDtype(na_value=np.nan)
    kinds = {pa.large_string(): text, pa.string(): text}
    frame: pd.DataFrame = table.to_pandas(types_mapper=kinds.get, split_blocks=True)
    return frame
