"""A sheet of an Excel or OpenDocument workbook opened."""

import json
import subprocess
import sys
import zipfile
import zlib
from pathlib import Path
from typing import Any, Final

from geo.errors import FileRefusedError
from geo.layers.content import READABLE
from geo.layers.raw import RawTable
from geo.layers.sheet import table_of_sheet
from geo.layers.source import LARGEST_BYTES, Source, is_bomb, too_large

_WORKER: Final = Path(__file__).with_name("sheetworker.py")
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
    return table_of_sheet(source.name, answer, chosen=bool(sheet))


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
