"""Bells, terms and other tables kept in a workspace: each version once, as CSV under its hash."""

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property
from io import BytesIO
from pathlib import Path
from typing import Final, Self

import pandas as pd

from geo.clock import BELL_COLUMNS, TERM_COLUMNS, read_bells, read_terms
from geo.clock.control_days import CONTROL_COLUMNS
from geo.clock.control_tables import read_control_days
from geo.errors import FileRefusedError, WorkspaceError
from geo.layers.content import as_utf8
from geo.safe_csv import csv_bytes, restored
from geo.workspace.catalogue import TABLE_NAMES
from geo.workspace.disk import TABLES, digest, whole
from geo.workspace.homes import HOME_COLUMNS, read_homes
from geo.workspace.hops import HOP_COLUMNS, read_hops

_READERS: Final[dict[str, Callable[[Path], object]]] = {
    "bells": read_bells,
    "terms": read_terms,
    "control": read_control_days,
    "homes": read_homes,
    "hops": read_hops,
}
TABLE_COLUMNS: Final = {
    "bells": BELL_COLUMNS,
    "terms": TERM_COLUMNS,
    "control": CONTROL_COLUMNS,
    "homes": HOME_COLUMNS,
    "hops": HOP_COLUMNS,
}


def table_named(name: str) -> str:
    """The name, where there is such a table.

    Raises
    ------
    WorkspaceError
        When there is none.
    """
    if name not in TABLE_NAMES:
        raise WorkspaceError(f"There is no table {name!r}; expected {' or '.join(TABLE_NAMES)}.")
    return name


def table_file(name: str, frame: pd.DataFrame) -> tuple[str, bytes]:
    """File name and content of a table: text, the known columns first."""
    known = [column for column in TABLE_COLUMNS[name] if column in frame.columns]
    others = [column for column in frame.columns if column not in known]
    content = csv_bytes(frame[[*known, *others]].fillna("").astype("str"))
    return f"{name}-{digest(content)}.csv", content


def write_table(folder: Path, name: str, frame: pd.DataFrame) -> str:
    """Write a table under its hash, once it has been read as the calendar will read it.

    Raises
    ------
    FileRefusedError
        When a line of it is wrong.
    """
    file, content = table_file(name, frame)

    def write(beside: Path) -> None:
        beside.write_bytes(content)
        try:
            _READERS[name](beside)
        except FileRefusedError as error:
            raise FileRefusedError(name, error.came, error.expected, error.mend) from error

    whole(folder / TABLES / file, write)
    return file


@dataclass(frozen=True)
class TableFile:
    """The file of a table as it was when its workspace was opened.

    Attributes
    ----------
    content : bytes or None
        None where it could not be read.
    """

    name: str
    path: Path
    content: bytes | None = field(repr=False)

    @classmethod
    def read(cls, name: str, path: Path) -> Self:
        """Read the file; one that cannot be read is missed by who asks for its rows."""
        try:
            content = path.read_bytes()
        except OSError:
            content = None
        return cls(name, path, content)

    @cached_property
    def rows(self) -> pd.DataFrame:
        """The table as it was typed: columns of text.

        Raises
        ------
        WorkspaceError
            When the file is missing or damaged.
        """
        try:
            text = as_utf8(self.content or b"", self.path.name)
            frame = pd.read_csv(BytesIO(text), dtype="str", keep_default_na=False)
        except (FileRefusedError, ValueError) as error:
            raise WorkspaceError(
                f"{self.path.parent.name}/{self.path.name} is missing or damaged; expected the "
                f"table {self.name}. Restore the file from a backup, or keep the table again."
            ) from error
        frame.columns = frame.columns.str.strip().str.lower()
        return frame.apply(restored)

    @cached_property
    def digest(self) -> str:
        """Hash of the table as it is kept; of the bytes where it cannot be read as one."""
        try:
            file, _ = table_file(self.name, self.rows)
        except WorkspaceError:
            return digest(self.content or b"")
        return Path(file).stem.rsplit("-", 1)[-1]


def raw_table(name: str, path: Path | None) -> pd.DataFrame:
    """Read a table as it was typed: columns of text; without a file, none of its rows.

    Raises
    ------
    WorkspaceError
        When the file is missing or damaged.
    """
    return no_rows(name) if path is None else TableFile.read(name, path).rows


def no_rows(name: str) -> pd.DataFrame:
    """A table in which nothing was typed."""
    return pd.DataFrame({column: pd.Series(dtype="str") for column in TABLE_COLUMNS[name]})
