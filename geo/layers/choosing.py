"""Which file in a zip archive is the data that is meant, by what is known of column names."""

import csv
import fnmatch
from collections.abc import Callable, Collection, Mapping
from pathlib import PurePosixPath
from typing import Final
from zipfile import ZipFile, ZipInfo

from geo.errors import FileRefusedError
from geo.layers.archive import DAMAGE, TEXTS, Archive, suffix_of
from geo.layers.content import READABLE
from geo.layers.encoding import decoded

_HEADER_BYTES: Final = 2**16
_DELIMITERS: Final = ",;\t|"


Header = tuple[str, ...]
#: Gives for each header how many columns that are wanted it has; 0 where it cannot be meant.
Fits = Callable[[Collection[Header]], Mapping[Header, int]]


def chosen(archive: Archive, wanted: str, fits: Fits) -> tuple[list[ZipInfo], str]:
    """Choose what is meant: one member, or several CSVs with one header.

    Parameters
    ----------
    wanted : str
        Name of a member, with or without its folder, or a pattern such as ``*-street.csv``; empty
        to tell it from what there is.
    fits : callable
        How well each header fits what is wanted.

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
    if wanted:
        data = [m for m in archive.members if is_wanted(m.filename, wanted)]
        if not data:
            raise _asks(archive, archive.data(), f"nothing in it is called {wanted[:80]}")
    if not data:
        nested = any(suffix_of(m) == ".zip" for m in archive.members)
        raise FileRefusedError(
            name,
            "this archive holds other archives"
            if nested
            else "this archive holds nothing that can be read: 0 tables and 0 shapefiles",
            READABLE,
            "Unpack it and choose the data file itself.",
        )
    texts = [m for m in data if suffix_of(m) in TEXTS]
    if len(data) == 1 or (wanted and len(texts) < len(data)):
        return data, ""
    if len(texts) < len(data):
        raise _asks(archive, data, f"this archive holds {len(data)} files that could be meant")
    return _of_one_header(archive, texts, fits)


def _of_one_header(archive: Archive, texts: list[ZipInfo], fits: Fits) -> tuple[list[ZipInfo], str]:
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
    found = [header for header, fit in known.items() if fit == best]
    if len(found) != 1:
        raise _asks(archive, texts, f"this archive holds {len(texts)} tables that could be meant")
    members = groups[found[0]]
    said = [f"{_listed(members)} {'was' if len(members) == 1 else 'were'} read"]
    if left := len(texts) - len(members) - len(bare):
        said.append(f"{left} with other columns {'was' if left == 1 else 'were'} left out")
    if bare:
        said.append(f"without rows: {_listed(bare)}")
    return members, f"{archive.source.name} holds {len(texts)} tables; {'; '.join(said)}."


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
    except (FileRefusedError, *DAMAGE):
        return (), member.file_size > 0
    first, _, rest = text.partition("\n")
    delimiter = max(_DELIMITERS, key=first.count)
    names = next(csv.reader([first], delimiter=delimiter), [])
    return tuple(name.strip() for name in names), bool(rest.strip())


def _asks(archive: Archive, among: list[ZipInfo], came: str) -> FileRefusedError:
    return FileRefusedError(
        archive.source.name,
        came,
        f"one of {_listed(among)}" if among else "a data file",
        "Say which one, or unpack it and choose the file itself.",
    )


def _listed(members: list[ZipInfo]) -> str:
    names = [PurePosixPath(m.filename).name for m in members]
    return ", ".join(names[:12]) + (f" and {len(names) - 12} more" if len(names) > 12 else "")


def is_wanted(name: str, wanted: str) -> bool:
    """Whether a word or a pattern names this member, with or without its folder."""
    plain = PurePosixPath(name).name
    return wanted in (name, plain) or any(fnmatch.fnmatch(n, wanted) for n in (name, plain))
