"""The bytes of a file, what kind they are, and their text."""

import gzip
import io
import re
import zlib
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import BinaryIO, Final, Protocol

from geo.errors import FileRefusedError
from geo.formats._encoding import decoded, head_text

LARGEST_BYTES: Final = 4 * 2**30
_CHUNK_BYTES: Final = 2**24
#: Tables shrink to a tenth or a thirtieth; what swells more, and to so much, is made to do harm.
_BOMB_BYTES: Final = 2**28
_BOMB_RATIO: Final = 250


@dataclass(frozen=True)
class Source:
    """A file to be read: on disk, or in memory where it came out of a packed one.

    Attributes
    ----------
    name : str
        As the person knows it.
    path : Path or None
        Where it lies on disk.
    content : bytes or None
        What it holds, where it does not lie on disk by itself.
    unpacked : bool
        Whether it was a gzip file, whose name it keeps.
    gdal : str
        Where GDAL finds it, where it lies in an archive on disk.
    """

    name: str
    path: Path | None = None
    content: bytes | None = None
    unpacked: bool = False
    gdal: str = ""

    @classmethod
    def at(cls, path: Path) -> "Source":
        """Take a file on disk."""
        return cls(path.name, path.absolute())

    @property
    def suffix(self) -> str:
        """The end of its name, such as ``.csv``; of what is in it, where it was a gzip file."""
        name = self.name.lower()
        return Path(name.removesuffix(".gz") if self.unpacked else name).suffix

    def open(self) -> BinaryIO:
        """Open it for reading."""
        if self.content is not None or self.path is None:
            return io.BytesIO(self.content or b"")
        return self.path.open("rb")

    def read(self) -> bytes:
        """Everything in it.

        Raises
        ------
        FileRefusedError
            When it is too large to hold.
        """
        if self.content is not None or self.path is None:
            return self.content or b""
        if self.path.stat().st_size > LARGEST_BYTES:
            raise too_large(self.name)
        return self.path.read_bytes()


def too_large(name: str) -> FileRefusedError:
    """The sentence for a file that cannot be held."""
    return FileRefusedError(
        name, "it holds, or unpacks to, more than 4 GB", "less", "Split it into parts."
    )


def gunzipped(source: Source) -> Source:
    """Unpack a gzip file.

    Raises
    ------
    FileRefusedError
        When it is damaged, or too large to hold.
    """
    try:
        with source.open() as packed:
            size = packed.seek(0, io.SEEK_END)
            packed.seek(0)
            with gzip.open(packed) as file:
                content = drained(file, source.name, size)
    except (OSError, EOFError, zlib.error) as error:
        raise FileRefusedError(
            source.name, "the gzip file is damaged or cut short", "a whole one", "Copy it again."
        ) from error
    return Source(source.name, content=content, unpacked=True)


class _Readable(Protocol):
    """Anything that gives bytes piece by piece."""

    def read(self, size: int, /) -> bytes: ...


def drained(file: _Readable, name: str, packed_bytes: int) -> bytes:
    """Read what is packed to its end, unless it swells beyond what data do.

    Raises
    ------
    FileRefusedError
        When it is too large to hold, or made to be.
    """
    out = io.BytesIO()
    while part := file.read(_CHUNK_BYTES):
        out.write(part)
        if out.tell() > LARGEST_BYTES or is_bomb(out.tell(), packed_bytes):
            raise too_large(name)
    return out.getvalue()


def is_bomb(unpacked_bytes: int, packed_bytes: int) -> bool:
    """Whether something swells far more than data do when it is unpacked."""
    return unpacked_bytes > _BOMB_BYTES and unpacked_bytes > _BOMB_RATIO * packed_bytes


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

    Parameters
    ----------
    content : bytes
        What the file holds.
    file : str
        Name of the file, for the sentence.

    Raises
    ------
    FileRefusedError
        When the content is no text, or empty.
    """
    return decoded(content, file).text
