"""A sheet of an Excel or OpenDocument workbook opened."""

import json
import subprocess
import sys
import zipfile
import zlib
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

import numpy as np
import pandas as pd

from geo.errors import FileRefusedError
from geo.formats._source import LARGEST_BYTES, READABLE, Source, is_bomb, too_large
from geo.formats.raw_table import Bools, RawTable

#: A header is within these rows; above it there may be a title, a date, an empty line.
_HEADER_WITHIN_ROWS: Final = 50
_ROWS_BELOW: Final = 50
#: A header names at least this share of the columns that the rows below it fill.
_NAMED_SHARE: Final = 0.7
_WHOLE_BELOW: Final = 2.0**53
_Row = Sequence[Any]


def _table_of_sheet(file: str, sheet: dict[str, Any], *, chosen: bool) -> RawTable:
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
        Whether a person named the sheet, so that no notice names the others.

    Raises
    ------
    FileRefusedError
        When there is no header, or nothing below it.
    """
    rows, (top, left) = sheet["rows"], sheet["start"]
    captions = _spread_merged(rows, sheet["merged"], top, left)
    at = _header_at(rows)
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


def _header_at(rows: Sequence[_Row]) -> int | None:
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


def _frame(header: _Row, body: Sequence[_Row]) -> pd.DataFrame:
    """Columns of text under their names; columns without a name or a value are left out."""
    columns = list(zip(*body, strict=True)) if body else [() for _ in header]
    kept = [n for n, cells in enumerate(columns) if header[n] != "" or any(c != "" for c in cells)]
    names = [str(header[n]).strip() or f"column {n + 1}" for n in kept]
    texts = [_as_text(columns[n]) for n in kept]
    return pd.DataFrame(dict(zip(_distinct_names(names), texts, strict=True)))


def _distinct_names(names: Sequence[str]) -> list[str]:
    """Names, those that come again with a number: place, place.2."""
    taken: set[str] = set()
    names_out = []
    for name in names:
        number, free = 1, name
        while free in taken:
            number += 1
            free = f"{name}.{number}"
        taken.add(free)
        names_out.append(free)
    return names_out


def _as_text(cells: _Row) -> pd.Series:
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
    notices = []
    if len(sheet["sheets"]) > 1 and not chosen:
        names = ", ".join(map(str, sheet["sheets"][:20]))
        notices.append(f"{file} holds the sheets {names}; {sheet['name']} was read.")
    if line > 1:
        notices.append(
            f"The header of {file} was found on line {line}; what is above was left out."
        )
    if caption.any():
        notices.append(f"Captions between the rows of {file} were left out ({caption.sum():,}).")
    return tuple(notices)


_WORKER: Final = Path(__file__).with_name("_workbook_worker.py")
_LONGEST_S: Final = 600
_SMALL_BYTES: Final = 2**20
#: No sheet has such a name; asked for it, the reader answers with those there are.
_NO_SHEET: Final = "/?"
_MEND: Final = "Save the sheet as CSV."
#: How the parts of a protected workbook are named in its container.
_PROTECTED: Final = "EncryptedPackage".encode("utf-16-le")
#: The first record of an old workbook; where a password record follows, the rest is encrypted.
_OLD_BEGIN: Final = b"\x09\x08\x10\x00\x00\x06\x05\x00"
_OLD_BEGIN_BYTES: Final = 20
_OLD_PASSWORD: Final = b"\x2f\x00"
_MANIFEST: Final = "META-INF/manifest.xml"


def open_workbook(source: Source, sheet: str = "") -> RawTable:
    """Open the sheet of a workbook that holds most, or the one of this name.

    Parameters
    ----------
    source : Source
        A file of the kinds .xlsx, .xlsm, .xlsb, .xls or .ods.
    sheet : str
        Name of the sheet; empty for the fullest that has a header.

    Raises
    ------
    FileRefusedError
        When it is damaged, protected or empty, or has no such sheet.
    """
    content = source.read()
    _refuse_protected(source.name, content)
    _refuse_bomb(source)
    answer = _read_apart(source.name, content, sheet)
    if "fault" in answer:
        raise _refusal(source.name, answer, sheet)
    if not answer.get("rows"):
        raise FileRefusedError(
            source.name, "none of its sheets holds a table", "a header and rows", _MEND
        )
    return _table_of_sheet(source.name, answer, chosen=bool(sheet))


def sheets_of(source: Source) -> tuple[str, ...]:
    """Names of the sheets of a workbook; none where it cannot be read."""
    answer = _read_apart(source.name, source.read(), _NO_SHEET)
    return tuple(map(str, answer.get("sheets", ())))


def _refuse_protected(name: str, content: bytes) -> None:
    if content[:4] != b"\xd0\xcf\x11\xe0":
        return
    stream = content.find(_OLD_BEGIN)
    after = stream + _OLD_BEGIN_BYTES
    is_old = stream >= 0 and content[after : after + 2] == _OLD_PASSWORD
    if is_old or _PROTECTED in content:
        raise _protected(name)


def _protected(name: str) -> FileRefusedError:
    return FileRefusedError(
        name,
        "this workbook is protected by a password",
        "one that opens without",
        "Open it, remove the password (File, Info, Protect Workbook), and save it.",
    )


def _refuse_bomb(source: Source) -> None:
    """Refuse a workbook whose parts unpack to more than data would."""
    with source.open() as file:
        if not zipfile.is_zipfile(file):
            return
    try:
        with source.open() as file, zipfile.ZipFile(file) as archive:
            parts = archive.infolist()
            manifest = archive.read(_MANIFEST) if _is_small(parts, _MANIFEST) else b""
    except (zipfile.BadZipFile, zlib.error, ValueError, RuntimeError, OSError, EOFError):
        return  # what is wrong with it is for the reader to say
    if any(part.filename == "word/document.xml" for part in parts):
        raise FileRefusedError(source.name, "this is a Word document", READABLE, _MEND)
    if b"encryption-data" in manifest:
        raise _protected(source.name)
    if sum(part.file_size for part in parts) > LARGEST_BYTES or any(
        is_bomb(part.file_size, part.compress_size) for part in parts
    ):
        raise too_large(source.name)


def _is_small(parts: list[zipfile.ZipInfo], name: str) -> bool:
    return any(part.filename == name and part.file_size < _SMALL_BYTES for part in parts)


def _read_apart(name: str, content: bytes, sheet: str) -> dict[str, Any]:
    """Let another process read it: see there why."""
    try:
        done = subprocess.run(  # noqa: S603 - our own script; the workbook goes to its input
            [sys.executable, "-P", str(_WORKER), sheet],
            input=content,
            capture_output=True,
            timeout=_LONGEST_S,
            check=False,
        )
        answer = json.loads(done.stdout)
    except (OSError, ValueError, subprocess.TimeoutExpired) as error:
        raise _damaged(name) from error
    return answer if isinstance(answer, dict) else {"fault": "damaged"}


def _damaged(name: str) -> FileRefusedError:
    came = "this workbook is damaged, or asks for more memory than a table does"
    return FileRefusedError(name, came, "a whole Excel workbook", _MEND)


def _refusal(name: str, answer: dict[str, Any], sheet: str) -> FileRefusedError:
    if answer["fault"] == "password":
        return _protected(name)
    if answer["fault"] == "no such sheet":
        sheets = ", ".join(map(str, answer["sheets"][:20]))
        return FileRefusedError(
            name, f"it has no sheet {sheet[:60]!r}", f"one of {sheets}", "Choose one of these."
        )
    return _damaged(name)
