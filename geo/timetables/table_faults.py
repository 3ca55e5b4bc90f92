"""What is said of a table that people keep: faults of cells, and warnings about rows that stand."""

import datetime as dt
from dataclasses import dataclass, field

import pandas as pd

from geo.errors import FileRefusedError
from geo.text import listed

#: The column of a fault that is no cell's: the row could not be taken apart.
WHOLE_ROW = "whole row"
_NAMED_AT_ONCE = 3


@dataclass(frozen=True)
class Fault:
    """A cell that cannot be used, so that its row is not.

    Attributes
    ----------
    row : int
        Position of the row in what was read, from 0.
    came, expected : str
        What stands there, and what should.
    """

    row: int
    column: str
    came: str
    expected: str

    def __str__(self) -> str:
        if self.column == WHOLE_ROW:
            return self.expected
        came = f"“{self.came}” came" if self.came else "nothing came"
        return f"{self.column}: {came}; expected {self.expected}"


@dataclass(frozen=True)
class TableWarning:
    """Rows that can be used, but look wrong.

    Attributes
    ----------
    kind : str
        A short name that stays the same, such as ``overlap``.
    sentence : str
        What was found.
    mend : str
        What to do about it.
    rows : tuple of int
        The rows concerned, by the index of the table that was judged.
    soft : bool
        Whether it is usual, and only worth a look.
    """

    kind: str
    sentence: str
    mend: str
    rows: tuple[int, ...] = ()
    soft: bool = False

    def __str__(self) -> str:
        return f"{self.sentence} {self.mend}"


@dataclass(frozen=True)
class TableReading:
    """A table read row by row; make one with `bells_from_text` or `terms_from_text`.

    Attributes
    ----------
    name : str
        "bells" or "terms".
    frame : DataFrame of str
        The accepted rows in canonical columns and forms. The index is the position of the row in
        what was read; one row for ``Mon-Fri`` becomes five with the same index.
    faults : tuple of Fault
        Every cell that cannot be used.
    warnings : tuple of TableWarning
        Rows that stand twice or belong to nobody.
    read : int
        Rows that were not blank.
    rejects : DataFrame of str
        Column reason, and the canonical columns as they came, of each row that cannot be used; by
        its position, or in a file by its line.
    ignored : tuple of str
        Columns that the table has no use for; what stands in them is not kept.
    """

    name: str
    frame: pd.DataFrame
    faults: tuple[Fault, ...]
    warnings: tuple[TableWarning, ...]
    read: int
    rejects: pd.DataFrame
    ignored: tuple[str, ...] = ()
    rejected_rows: tuple[int, ...] = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "rejected_rows", tuple(sorted({f.row for f in self.faults})))
        if self.accepted + self.rejected != self.read:
            raise AssertionError(
                f"{self.name}: {self.read} rows read, but {self.accepted} accepted and "
                f"{self.rejected} rejected"
            )

    @property
    def accepted(self) -> int:
        """How many of the rows that were read can be used."""
        return self.frame.index.nunique()

    @property
    def rejected(self) -> int:
        """How many of the rows that were read cannot be used."""
        return len(self.rejected_rows)


def refuse_faults(reading: TableReading, file: str) -> None:
    """Refuse a whole file for its faults, naming the first lines of each at once.

    The header is line 1.

    Raises
    ------
    FileRefusedError
        When there is a fault.
    """
    lines: dict[tuple[str, str], list[int]] = {}
    for fault in reading.faults:
        lines.setdefault((fault.column, fault.expected), []).append(fault.row + 2)
    if lines:
        came = "; ".join(
            f"line {', '.join(map(str, at[:5]))}: {column} is not {expected}"
            for (column, expected), at in lines.items()
        )
        raise FileRefusedError(file, came, "a table without these", "Mend them and read it again.")


def some(names: list[str]) -> str:
    """``A, B, C and 9 more``."""
    if len(names) <= _NAMED_AT_ONCE + 1:
        return listed(names)
    return listed([*names[:_NAMED_AT_ONCE], f"{len(names) - _NAMED_AT_ONCE} more"])


def few(names: list[str]) -> str:
    """Schools by name, with their number where not all are named."""
    count = f"{counted(len(names), 'school')}, " if len(names) > _NAMED_AT_ONCE + 1 else ""
    return count + some(names)


def rows_of(frame: pd.DataFrame) -> tuple[int, ...]:
    """Index labels of some rows, in order, each once."""
    return tuple(sorted({int(row) for row in frame.index}))


def day_text(date: dt.date) -> str:
    """``Tue 24 Nov 2026``."""
    return f"{date:%a} {date.day} {date:%b} {date.year}"


def counted(count: int, one: str, many: str = "") -> str:
    """``1 school``, ``3 schools``."""
    return f"{count:,} {one if count == 1 else many or one + 's'}"
