"""The bytes of a file, what kind they are, and their text."""

import gzip
import zlib
from enum import StrEnum
from pathlib import Path
from typing import Final
from zipfile import BadZipFile, ZipFile

from geo.errors import FileRefusedError

READABLE: Final = "CSV, GeoJSON, GeoPackage, Shapefile or GeoParquet"
_LARGEST_BYTES: Final = 4 * 2**30
_CHUNK_BYTES: Final = 2**24
_HEAD_BYTES: Final = 2**16
#: How much of the first bytes may be control characters in a file that is text.
_CONTROL_SHARE: Final = 0.01


class Kind(StrEnum):
    """What the first bytes of a file say it is."""

    CSV = "CSV"
    GEOJSON = "GeoJSON"
    GEOPACKAGE = "GeoPackage"
    SHAPEFILE = "Shapefile"
    ZIP = "zip archive"
    PARQUET = "GeoParquet"
    GZIP = "gzip file"


_READ: Final = {
    b"SQLite format 3\x00": Kind.GEOPACKAGE,
    b"PAR1": Kind.PARQUET,
    b"\x00\x00\x27\x0a": Kind.SHAPEFILE,
    b"PK\x03\x04": Kind.ZIP,
    b"PK\x05\x06": Kind.ZIP,
    b"\x1f\x8b": Kind.GZIP,
}
_REFUSED: Final = {
    b"\x89PNG": "a PNG image",
    b"\xff\xd8\xff": "a JPEG image",
    b"GIF8": "a GIF image",
    b"BM": "a BMP image",
    b"II*\x00": "a TIFF image",
    b"MM\x00*": "a TIFF image",
    b"%PDF": "a PDF",
    b"{\\rtf": "a word-processor document",
    b"\xd0\xcf\x11\xe0": "an old Excel or Word file",
    b"\x7fELF": "a program",
    b"7z\xbc\xaf": "a 7-Zip archive",
    b"Rar!": "a RAR archive",
}
_SUFFIXES: Final = {
    ".gpkg": Kind.GEOPACKAGE,
    ".parquet": Kind.PARQUET,
    ".geoparquet": Kind.PARQUET,
    ".shp": Kind.SHAPEFILE,
    ".geojson": Kind.GEOJSON,
    ".json": Kind.GEOJSON,
    ".zip": Kind.ZIP,
    ".gz": Kind.GZIP,
}


def kind_of(path: Path) -> Kind:
    """Tell the kind of a file by its first bytes, and refuse those that cannot be read.

    Raises
    ------
    FileRefusedError
        When there is no file, it is empty, a folder, or of a kind that holds no layer.
    """
    head = _head(path)
    for magic, named in _REFUSED.items():
        if head.startswith(magic) and not (magic == b"BM" and b"\x00" not in head):
            mend = "Save the sheet as CSV." if "Excel" in named else "Choose the data file itself."
            raise FileRefusedError(path.name, f"this is {named}", READABLE, mend)
    kind = next((kind for magic, kind in _READ.items() if head.startswith(magic)), None)
    kind = kind or _kind_of_text(path, head)
    promised = _SUFFIXES.get(path.suffix.lower(), kind)
    if promised is not kind:
        raise FileRefusedError(
            path.name,
            f"its name says {promised.value}, but its content is not, or is damaged",
            f"a whole {promised.value}",
            "Export or copy it again.",
        )
    return kind


def _kind_of_text(path: Path, head: bytes) -> Kind:
    start = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    if start.startswith(b"<"):
        raise FileRefusedError(
            path.name, "this is a web page or XML", READABLE, "Download the data file itself."
        )
    looks_like_json = start.startswith(b"{") or start[:2] in (b"[{", b"[\n", b"[]")
    return Kind.GEOJSON if looks_like_json else Kind.CSV


def _head(path: Path) -> bytes:
    try:
        if path.is_dir():
            raise FileRefusedError(path.name, "this is a folder", READABLE, "Choose a file in it.")
        with path.open("rb") as file:
            head = file.read(_HEAD_BYTES)
    except FileNotFoundError as error:
        raise FileRefusedError(
            path.name, "there is no such file", READABLE, "Check the path."
        ) from error
    except (OSError, ValueError) as error:
        raise FileRefusedError(
            path.name, "it cannot be opened", READABLE, "Check that you may read it."
        ) from error
    if not head.strip(b"\xef\xbb\xbf \t\r\n"):
        raise FileRefusedError(
            path.name, "the file is empty", "a header row and data", "Export it again."
        )
    return head


def shapefile_in(path: Path) -> str:
    """Give the name of the shapefile inside a zip archive.

    Raises
    ------
    FileRefusedError
        When there is none, with a word for Excel files, which are archives too.
    """
    try:
        with ZipFile(path) as archive:
            names = archive.namelist()
    except (BadZipFile, OSError, ValueError, NotImplementedError) as error:
        raise FileRefusedError(
            path.name, "this archive is damaged", "a whole zip archive", "Copy it again."
        ) from error
    if any(name.startswith("xl/") for name in names):
        raise FileRefusedError(
            path.name, "this is an Excel workbook", READABLE, "Save the sheet as CSV."
        )
    shapes = [name for name in names if name.lower().endswith(".shp")]
    if len(shapes) != 1:
        raise FileRefusedError(
            path.name,
            f"this archive holds {len(shapes)} shapefiles",
            "exactly one shapefile (.shp, .shx, .dbf, .prj) in a zip archive",
            "Unpack it and choose the data file itself.",
        )
    return shapes[0]


def unzipped(path: Path, kind: Kind) -> bytes:
    """Content of a text file, unpacked where it is gzipped.

    Raises
    ------
    FileRefusedError
        When the packed file is damaged, or too large to hold.
    """
    parts, size = [], 0
    try:
        with gzip.open(path) if kind is Kind.GZIP else path.open("rb") as file:
            while part := file.read(_CHUNK_BYTES):
                parts.append(part)
                size += len(part)
                if size > _LARGEST_BYTES:
                    raise FileRefusedError(
                        path.name, "more than 4 GB of text", "less", "Split it into parts."
                    )
    except (OSError, EOFError, zlib.error) as error:
        raise FileRefusedError(
            path.name, "the gzip file is damaged or cut short", "a whole one", "Copy it again."
        ) from error
    return b"".join(parts)


def as_utf8(content: bytes, file: str) -> bytes:
    """Text in UTF-8 with plain newlines, from UTF-8, UTF-16 with a mark, or Windows-1252.

    Raises
    ------
    FileRefusedError
        When the content is no text, or empty.
    """
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        content = content.decode("utf-16", errors="replace").encode("utf-8", errors="replace")
    content = content.removeprefix(b"\xef\xbb\xbf")
    _refuse_binary(content, file)
    try:
        content.decode("utf-8")
    except UnicodeDecodeError as error:
        cut_short = error.start >= len(content) - 3 and error.start > 0
        encoding = "utf-8" if cut_short else "cp1252"
        content = content.decode(encoding, errors="replace").encode()
    return content.replace(b"\r\n", b"\n").replace(b"\r", b"\n")


def _refuse_binary(content: bytes, file: str) -> None:
    head = content[:_HEAD_BYTES]
    if not head.strip():
        raise FileRefusedError(
            file, "the file is empty", "a header row and data", "Export it again."
        )
    controls = sum(head.count(code) for code in range(32) if code not in (9, 10, 12, 13))
    if controls > max(_CONTROL_SHARE * len(head), 2):
        raise FileRefusedError(
            file, "this is no text but binary content", READABLE, "Choose the data file itself."
        )
