"""Read a workbook in a process of its own, as `geo.formats` asks for it.

A few hundred bytes can ask a reader of workbooks for more memory than there is, which ends the
process that reads them. So it is this one that ends, and nobody else's. It runs as a script, knows
nothing of Afterbell, gets the workbook on its standard input, and answers with JSON. Macros and
formulas are never run: of a formula, only the value that was saved with it is read.
"""

import datetime as dt
import io
import json
import re
import sys
import zipfile
from typing import Any

from python_calamine import (
    CalamineError,
    CalamineWorkbook,
    PasswordError,
    SheetTypeEnum,
    SheetVisibleEnum,
)

_MEMORY_BYTES = 6 * 2**30
_MOST_CELLS = 60_000_000
_HEADER_ROWS = 50
_HEAD_BYTES = 2**10
_Rows = list[list[Any]]


def main() -> None:
    """Answer with the sheet of this name, or else with the fullest one."""
    _limit_memory()
    sheet_name = sys.argv[1] if len(sys.argv) > 1 else ""
    try:
        answer = _answer(sys.stdin.buffer.read(), sheet_name)
    except PasswordError:
        answer = {"fault": "password"}
    except (CalamineError, zipfile.BadZipFile, OSError, ValueError) as error:
        answer = {"fault": "damaged", "detail": str(error)[:200]}
    json.dump(answer, sys.stdout, default=_iso)


def _limit_memory() -> None:
    try:
        import resource  # noqa: PLC0415 - not on every system
    except ImportError:
        return
    resource.setrlimit(resource.RLIMIT_AS, (_MEMORY_BYTES, _MEMORY_BYTES))


def _opened(content: bytes) -> CalamineWorkbook:
    """Open a workbook; an OpenDocument one with line breaks between its cells at a second try."""
    try:
        return CalamineWorkbook.from_filelike(io.BytesIO(content))
    except PasswordError:
        raise
    except CalamineError:
        if b"opendocument.spreadsheet" not in content[:_HEAD_BYTES]:
            raise
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            new.writestr(name, re.sub(rb">\s+<", b"><", old.read(name)))
    return CalamineWorkbook.from_filelike(io.BytesIO(out.getvalue()))


def _answer(content: bytes, sheet_name: str) -> dict[str, Any]:
    book = _opened(content)
    names = [s.name for s in book.sheets_metadata if s.typ == SheetTypeEnum.WorkSheet]
    visible = {s.name for s in book.sheets_metadata if s.visible == SheetVisibleEnum.Visible}
    matches = [name for name in names if name.strip().lower() == sheet_name.strip().lower()]
    if sheet_name and not matches:
        return {"fault": "no such sheet", "sheets": names}
    best: dict[str, Any] = {}
    worth = (False, False, 0)
    for name in matches or names:
        sheet = book.get_sheet_by_name(name)
        if sheet.height * sheet.width > _MOST_CELLS:
            raise ValueError(f"{sheet.height} rows of {sheet.width} columns")
        rows = sheet.to_python()
        filled = sum(len(row) - row.count("") for row in rows)
        rating = (_has_header(rows), name in visible, filled)
        if filled and rating > worth:
            worth = rating
            merged = sheet.merged_cell_ranges or []
            best = {"name": name, "start": sheet.start, "merged": merged, "rows": rows}
    return {"sheets": names, **best}


def _has_header(rows: _Rows) -> bool:
    """Whether a row of words is near the top, with a row below it."""
    return any(
        sum(isinstance(cell, str) and cell != "" for cell in row) > 1
        for row in rows[: min(_HEADER_ROWS, len(rows) - 1)]
    )


def _iso(cell: object) -> list[str]:
    """A time of any kind as text, in a list of one so that it is not taken for text."""
    if isinstance(cell, dt.timedelta):
        seconds = round(cell.total_seconds())
        return [f"{seconds // 3600:02d}:{seconds // 60 % 60:02d}:{seconds % 60:02d}"]
    if isinstance(cell, dt.datetime | dt.date | dt.time):
        return [_rounded(cell).isoformat()]
    raise TypeError(f"a cell of type {type(cell).__name__}")


def _rounded(cell: dt.datetime | dt.date | dt.time) -> dt.datetime | dt.date | dt.time:
    """To the second: a workbook keeps times as fractions of a day, which miss it by a little."""
    if isinstance(cell, dt.time):
        near = dt.datetime.combine(dt.date(2000, 1, 1), cell) + dt.timedelta(microseconds=500_000)
        return cell if near.day > 1 else near.time().replace(microsecond=0)
    if isinstance(cell, dt.datetime):
        return (cell + dt.timedelta(microseconds=500_000)).replace(microsecond=0)
    return cell


if __name__ == "__main__":
    main()
