"""Zip archives: which member is meant, its bytes, and several tables joined into one.

Names are checked before anything is unpacked, and nothing that swells beyond what data do is read.
"""

import csv
import fnmatch
import lzma
import zlib
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Final
from zipfile import BadZipFile, ZipFile, ZipInfo

import geopandas as gpd
import numpy as np
import pandas as pd
import pyogrio
from pyogrio.errors import DataLayerError, DataSourceError

from geo.errors import FileRefusedError
from geo.formats._encoding import decoded
from geo.formats._source import (
    LARGEST_BYTES,
    READABLE,
    Kind,
    Source,
    drained,
    geodatabase,
    is_bomb,
    kind_of,
    too_large,
)
from geo.formats._workbook import sheets_of
from geo.formats.raw_table import Damaged, Ints, RawTable

_DAMAGE: Final = (
    BadZipFile, OSError, EOFError, ValueError, RuntimeError, NotImplementedError, zlib.error,
    lzma.LZMAError, LookupError,
)  # fmt: skip
_TEXTS: Final = (".csv", ".tsv", ".tab", ".txt", ".psv")
_DATA: Final = (
    *_TEXTS, ".gz", ".xlsx", ".xlsm", ".xlsb", ".xls", ".ods", ".json", ".geojson", ".geojsonl",
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
        return [m for m in self.members if _suffix_of(m) in _DATA and not _is_junk(m.filename)]

    def content(self, member: ZipInfo) -> Source:
        """Unpack one member.

        Raises
        ------
        FileRefusedError
            When it is encrypted, damaged, too large, or a zip archive again.
        """
        name = self.label(member)
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
        except _DAMAGE as error:
            raise _damaged_archive(name) from error

    def label(self, member: ZipInfo) -> str:
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
                self.label(member),
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
            members = tuple(m for m in archive.infolist() if not m.is_dir())
            folders = [m.filename for m in archive.infolist()]
    except _DAMAGE as error:
        raise _damaged_archive(source.name) from error
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
    if any(m.filename.startswith(("word/", "ppt/")) for m in members):
        raise FileRefusedError(
            source.name, "this is a document", READABLE, "Choose the data file itself."
        )
    return Archive(source, members)


def _is_junk(name: str) -> bool:
    low = name.lower()
    return low.startswith(_JUNK_FOLDERS) or PurePosixPath(low).name.startswith(_JUNK_STARTS)


def _suffix_of(member: ZipInfo) -> str:
    """The end of a member's name, such as ``.csv``."""
    return Path(member.filename).suffix.lower()


def _damaged_archive(name: str) -> FileRefusedError:
    return FileRefusedError(
        name, "this archive is damaged", "a whole zip archive", "Copy it again."
    )


_HEADER_BYTES: Final = 2**16
_DELIMITERS: Final = ",;\t|"


Header = tuple[str, ...]
#: Gives for each header how many columns of the layer it has; 0 where it cannot be meant.
_Fits = Callable[[Collection[Header]], Mapping[Header, int]]


def choose_members(archive: Archive, request: str, fits: _Fits) -> tuple[list[ZipInfo], str]:
    """Choose what is meant: one member, or several CSVs with one header.

    Parameters
    ----------
    request : str
        Name of a member, with or without its folder, or a pattern such as ``*-street.csv``; empty
        to tell it from what there is.
    fits : callable
        How well each header fits the layer.

    Returns
    -------
    list of ZipInfo
    str
        A sentence about what was chosen; empty where there was no choice.

    Raises
    ------
    FileRefusedError
        When there is none, or no way to tell; the sentence lists them.
    """
    data, name = archive.data(), archive.source.name
    if request:
        data = [m for m in archive.members if is_named(m.filename, request)]
        if not data:
            raise _ambiguous(archive, archive.data(), f"nothing in it is called {request[:80]}")
    if not data:
        nested = any(_suffix_of(m) == ".zip" for m in archive.members)
        raise FileRefusedError(
            name,
            "this archive holds other archives"
            if nested
            else "this archive holds nothing that can be read: 0 tables and 0 shapefiles",
            READABLE,
            "Unpack it and choose the data file itself.",
        )
    texts = [m for m in data if _suffix_of(m) in _TEXTS]
    if len(data) == 1 or (request and len(texts) < len(data)):
        return data, ""
    if len(texts) < len(data):
        raise _ambiguous(archive, data, f"this archive holds {len(data)} files that could be meant")
    return _of_one_header(archive, texts, fits)


def _of_one_header(
    archive: Archive, texts: list[ZipInfo], fits: _Fits
) -> tuple[list[ZipInfo], str]:
    groups: dict[Header, list[ZipInfo]] = {}
    bare: list[ZipInfo] = []
    for member in sorted(texts, key=lambda m: m.filename):
        header, has_rows = _peeked(archive, member)
        if has_rows:
            groups.setdefault(header, []).append(member)
        else:
            bare.append(member)
    known = fits(groups)
    best = max(known.values(), default=0)
    headers = [header for header, fit in known.items() if fit == best]
    if len(headers) != 1:
        raise _ambiguous(
            archive, texts, f"this archive holds {len(texts)} tables that could be meant"
        )
    members = groups[headers[0]]
    parts = [f"{_listed(members)} {'was' if len(members) == 1 else 'were'} read"]
    if left := len(texts) - len(members) - len(bare):
        parts.append(f"{left} with other columns {'was' if left == 1 else 'were'} left out")
    if bare:
        parts.append(f"without rows: {_listed(bare)}")
    return members, f"{archive.source.name} holds {len(texts)} tables; {'; '.join(parts)}."


def _peeked(archive: Archive, member: ZipInfo) -> tuple[tuple[str, ...], bool]:
    """Column names of a CSV in an archive, and whether rows follow."""
    try:
        with (
            archive.source.open() as file,
            ZipFile(file) as opened,
            opened.open(member) as part,
        ):
            head = part.read(_HEADER_BYTES)
        text = decoded(head, member.filename).text.decode(errors="replace")
    except (FileRefusedError, *_DAMAGE):
        return (), member.file_size > 0
    first, _, rest = text.partition("\n")
    delimiter = max(_DELIMITERS, key=first.count)
    names = next(csv.reader([first], delimiter=delimiter), [])
    return tuple(name.strip() for name in names), bool(rest.strip())


def _ambiguous(archive: Archive, among: list[ZipInfo], came: str) -> FileRefusedError:
    return FileRefusedError(
        archive.source.name,
        came,
        f"one of {_listed(among)}" if among else "a data file",
        "Say which one, or unpack it and choose the file itself.",
    )


def _listed(members: list[ZipInfo]) -> str:
    names = [PurePosixPath(m.filename).name for m in members]
    return ", ".join(names[:12]) + (f" and {len(names) - 12} more" if len(names) > 12 else "")


def is_named(name: str, request: str) -> bool:
    """Whether a word or a pattern names this member, with or without its folder."""
    plain = PurePosixPath(name).name
    return request in (name, plain) or any(fnmatch.fnmatch(n, request) for n in (name, plain))


def join_tables(file: str, tables: Sequence[RawTable]) -> RawTable:
    """Put tables one under the other; each row keeps its line in its own file.

    Parameters
    ----------
    file : str
        Name of the archive that they come from.

    Raises
    ------
    FileRefusedError
        When some have a geometry and others not, or in different coordinate systems.
    """
    if len(tables) == 1:
        return tables[0]
    counts = [len(table.frame) for table in tables]
    return RawTable(
        file=file,
        frame=pd.concat([t.frame for t in tables], ignore_index=True).fillna("").astype("str"),
        line=np.concatenate([t.line for t in tables]),
        damaged=_joined_damage(tables),
        geometry=_shapes(file, tables),
        original=lambda at: _texts(tables, counts, at),
        decimal_comma=any(t.decimal_comma for t in tables),
        notices=tuple(dict.fromkeys(notice for t in tables for notice in t.notices)),
        parts=tuple(t.file for t in tables),
        part_of=np.repeat(np.arange(len(tables)), counts),
    )


def _joined_damage(tables: Sequence[RawTable]) -> Damaged:
    return Damaged(
        line=np.concatenate([t.damaged.line for t in tables]),
        reason=tuple(f"{reason} (in {t.file})" for t in tables for reason in t.damaged.reason),
        text=tuple(text for t in tables for text in t.damaged.text),
    )


def _shapes(file: str, tables: Sequence[RawTable]) -> gpd.GeoSeries | None:
    geometries = [table.geometry for table in tables if table.geometry is not None]
    if not geometries:
        return None
    if len(geometries) < len(tables) or len({str(shapes.crs) for shapes in geometries}) > 1:
        raise FileRefusedError(
            file,
            "its files differ in their coordinate system",
            "the same in all",
            "Choose one of them.",
        )
    return gpd.GeoSeries(pd.concat(geometries, ignore_index=True), crs=geometries[0].crs)


def _texts(tables: Sequence[RawTable], counts: Sequence[int], at: Ints) -> list[str]:
    """Original text of rows of the whole, in the order of the positions."""
    ends = np.cumsum(counts)
    whose = np.searchsorted(ends, at, side="right")
    texts = np.empty(len(at), dtype=object)
    for number in np.unique(whose):
        rows = np.flatnonzero(whose == number)
        within = np.asarray(at)[rows] - (ends[number] - counts[number])
        texts[rows] = tables[number].texts(within, ())
    return [str(text) for text in texts]


def parts_of(path: Path | str) -> tuple[str, ...]:
    """Name the sheets of a workbook, the tables of a GeoPackage or the files of a zip archive.

    Parameters
    ----------
    path : path

    Returns
    -------
    tuple of str
        Each can be given to `open_table`; none where there is nothing to choose from.

    Raises
    ------
    FileRefusedError
        When the file is of a kind that holds no layer, or a damaged archive.
    """
    source = Source.at(Path(path))
    kind = kind_of(source)
    parts: tuple[str, ...] = ()
    if kind is Kind.GEOPACKAGE:
        parts = _tables(source)
    elif kind is Kind.EXCEL:
        parts = sheets_of(source)
    elif kind is Kind.ZIP:
        archive = archive_of(source)
        members = tuple(member.filename for member in archive.data())
        parts = sheets_of(source) if archive.is_workbook else members
    return parts if len(parts) > 1 else ()


def _tables(source: Source) -> tuple[str, ...]:
    try:
        return tuple(str(name) for name, _ in pyogrio.list_layers(source.path))
    except (DataSourceError, DataLayerError):
        return ()
