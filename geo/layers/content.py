"""The bytes of a file, what kind they are, and their text."""

import re
from enum import StrEnum
from typing import Final

from geo.errors import FileRefusedError
from geo.layers.encoding import decoded, head_text
from geo.layers.source import Source

READABLE: Final = "CSV, Excel, GeoJSON, GeoPackage, Shapefile, GeoParquet or GraphML"
_HEAD_BYTES: Final = 2**16


class Kind(StrEnum):
    """What the first bytes of a file say it is."""

    CSV = "CSV"
    GEOJSON = "GeoJSON"
    GRAPHML = "GraphML"
    GEOPACKAGE = "GeoPackage"
    SHAPEFILE = "Shapefile"
    EXCEL = "Excel workbook"
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
    b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1": Kind.EXCEL,
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
    b"\x00\x01\x00\x00Standard ": "an Access database",
    b"\x7fELF": "a program",
    b"7z\xbc\xaf": "a 7-Zip archive",
    b"Rar!": "a RAR archive",
    b"BZh": "a bzip2 file",
    b"\xfd7zXZ": "an xz file",
    b"\x28\xb5\x2f\xfd": "a Zstandard file",
}
_SUFFIXES: Final = {
    ".gpkg": Kind.GEOPACKAGE,
    ".parquet": Kind.PARQUET,
    ".geoparquet": Kind.PARQUET,
    ".shp": Kind.SHAPEFILE,
    ".geojson": Kind.GEOJSON,
    ".geojsonl": Kind.GEOJSON,
    ".json": Kind.GEOJSON,
    ".graphml": Kind.GRAPHML,
    ".zip": Kind.ZIP,
    ".gz": Kind.GZIP,
    ".xlsx": Kind.EXCEL,
    ".xlsm": Kind.EXCEL,
    ".xlsb": Kind.EXCEL,
    ".ods": Kind.EXCEL,
}


def kind_of(source: Source) -> Kind:
    """Tell the kind of a file by its first bytes, and refuse those that cannot be read.

    Raises
    ------
    FileRefusedError
        When there is no file, it is empty, a folder, or of a kind that holds no layer.
    """
    head = _head(source)
    promised = _SUFFIXES.get(source.suffix)
    kind = next((kind for magic, kind in _READ.items() if head.startswith(magic)), None)
    if kind is None:
        _refuse_known(source.name, head)
        kind = _kind_of_text(source.name, head)
    if kind is Kind.ZIP and (promised is Kind.EXCEL or source.suffix == ".xls"):
        kind = Kind.EXCEL
    if promised is not None and promised is not kind:
        raise FileRefusedError(
            source.name,
            f"its name says {promised.value}, but its content is not, or is damaged",
            f"a whole {promised.value}",
            "Export or copy it again.",
        )
    return kind


def _refuse_known(name: str, head: bytes) -> None:
    for magic, named in _REFUSED.items():
        if head.startswith(magic) and not (magic == b"BM" and b"\x00" not in head):
            mend = "Save the sheet as CSV." if "Excel" in named else "Choose the data file itself."
            raise FileRefusedError(name, f"this is {named}", READABLE, mend)


def _kind_of_text(name: str, head: bytes) -> Kind:
    start = head_text(head)
    if start.startswith(b"<"):
        if b"<graphml" in start:
            return Kind.GRAPHML
        raise FileRefusedError(
            name, "this is a web page or XML", READABLE, "Download the data file itself."
        )
    is_json = re.match(rb"\{(?!\\rtf)|\[\s*[\[{\]]", start)
    return Kind.GEOJSON if is_json else Kind.CSV


def _head(source: Source) -> bytes:
    name = source.name
    try:
        if source.path is not None and source.path.is_dir():
            raise _folder(name)
        with source.open() as file:
            head = file.read(_HEAD_BYTES)
    except FileNotFoundError as error:
        raise FileRefusedError(
            name, "there is no such file", READABLE, "Check the path."
        ) from error
    except (OSError, ValueError) as error:
        raise FileRefusedError(
            name, "it cannot be opened", READABLE, "Check that you may read it."
        ) from error
    if not head.strip(b"\xef\xbb\xbf\xff\xfe \t\r\n"):
        raise FileRefusedError(
            name, "the file is empty", "a header row and data", "Export it again."
        )
    return head


def _folder(name: str) -> FileRefusedError:
    if name.lower().endswith(".gdb"):
        return geodatabase(name)
    return FileRefusedError(name, "this is a folder", READABLE, "Choose a file in it.")


def geodatabase(name: str) -> FileRefusedError:
    """The sentence for an Esri file geodatabase."""
    return FileRefusedError(
        name, "this is a file geodatabase", READABLE, "Export the table as a GeoPackage."
    )


def as_utf8(content: bytes, file: str) -> bytes:
    """Text in UTF-8 with plain newlines, from any encoding.

    Raises
    ------
    FileRefusedError
        When the content is no text, or empty.
    """
    return decoded(content, file).text
