"""What a zip archive holds."""

import lzma
import zlib
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Final
from zipfile import BadZipFile, ZipFile, ZipInfo

from geo.errors import FileRefusedError
from geo.layers.content import READABLE, geodatabase
from geo.layers.source import LARGEST_BYTES, Source, drained, is_bomb, too_large

DAMAGE: Final = (
    BadZipFile, OSError, EOFError, ValueError, RuntimeError, NotImplementedError, zlib.error,
    lzma.LZMAError, LookupError,
)  # fmt: skip
TEXTS: Final = (".csv", ".tsv", ".tab", ".txt", ".psv")
_DATA: Final = (
    *TEXTS, ".gz", ".xlsx", ".xlsm", ".xlsb", ".xls", ".ods", ".json", ".geojson", ".geojsonl",
    ".geojsons", ".ndjson", ".jsonl", ".gpkg", ".shp", ".parquet", ".geoparquet", ".graphml",
)  # fmt: skip
_JUNK_FOLDERS: Final = ("__macosx/", ".git/")
_JUNK_STARTS: Final = (".", "~$", "readme", "read_me", "licen", "copyright", "terms", "metadata")
_ENCRYPTED_FLAG: Final = 0x1


@dataclass(frozen=True)
class Archive:
    """A zip archive whose names are sound.

    Attributes
    ----------
    source : Source
    members : tuple of ZipInfo
        All files in it.
    """

    source: Source
    members: tuple[ZipInfo, ...]

    @property
    def is_workbook(self) -> bool:
        """Whether it is an Excel or OpenDocument workbook, which are zip archives too."""
        names = {member.filename for member in self.members}
        return any(name.startswith("xl/") for name in names) or {"content.xml", "mimetype"} <= names

    def data(self) -> list[ZipInfo]:
        """Members that can hold a layer."""
        return [m for m in self.members if suffix_of(m) in _DATA and not _is_junk(m.filename)]

    def content(self, member: ZipInfo) -> Source:
        """Unpack one member.

        Raises
        ------
        FileRefusedError
            When it is encrypted, damaged, too large, or a zip archive again.
        """
        name = self.named(member)
        if member.flag_bits & _ENCRYPTED_FLAG:
            raise FileRefusedError(
                name, "it is protected by a password", "one without", "Unpack it and choose it."
            )
        if member.file_size > LARGEST_BYTES or is_bomb(member.file_size, member.compress_size):
            raise too_large(name)
        try:
            with self.source.open() as file, ZipFile(file) as archive, archive.open(member) as part:
                return Source(name, content=drained(part, name, member.compress_size))
        except FileRefusedError:
            raise
        except DAMAGE as error:
            raise _damaged(name) from error

    def named(self, member: ZipInfo) -> str:
        """How a member is called in a sentence."""
        return f"{self.source.name}/{PurePosixPath(member.filename).name}"

    def gdal_path(self, member: ZipInfo) -> str:
        """Path of a member for GDAL.

        Raises
        ------
        FileRefusedError
            When the archive does not lie on disk by itself.
        """
        if self.source.path is None:
            raise FileRefusedError(
                self.named(member),
                "this Shapefile is packed twice",
                "one packed once",
                "Unpack the outer file.",
            )
        return f"/vsizip/{{{self.source.path}}}/{member.filename}"


def archive_of(source: Source) -> Archive:
    """List an archive.

    Raises
    ------
    FileRefusedError
        When it is damaged, or a name in it leads outside of it.
    """
    try:
        with source.open() as file, ZipFile(file) as archive:
            found = tuple(m for m in archive.infolist() if not m.is_dir())
            folders = [m.filename for m in archive.infolist()]
    except DAMAGE as error:
        raise _damaged(source.name) from error
    for name in folders:
        if ".." in PurePosixPath(name).parts or name.startswith("/") or "\\" in name or ":" in name:
            raise FileRefusedError(
                source.name,
                "a name in this archive leads outside of it",
                "an archive of plain files",
                "Do not unpack it; ask its sender.",
            )
        if ".gdb/" in name.lower():
            raise geodatabase(source.name)
    if any(m.filename.startswith(("word/", "ppt/")) for m in found):
        raise FileRefusedError(
            source.name, "this is a document", READABLE, "Choose the data file itself."
        )
    return Archive(source, found)


def _is_junk(name: str) -> bool:
    low = name.lower()
    return low.startswith(_JUNK_FOLDERS) or PurePosixPath(low).name.startswith(_JUNK_STARTS)


def suffix_of(member: ZipInfo) -> str:
    """The end of a member's name, such as ``.csv``."""
    return Path(member.filename).suffix.lower()


def _damaged(name: str) -> FileRefusedError:
    return FileRefusedError(
        name, "this archive is damaged", "a whole zip archive", "Copy it again."
    )
