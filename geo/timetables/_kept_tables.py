"""Tables that people keep: read as text, refused by line; what is wrong with cells and rows."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path
from typing import Final

import numpy as np
import pandas as pd

from geo.errors import FileRefusedError
from geo.formats import as_utf8, restored
from geo.text import counted, some_of

_SAVE_AGAIN: Final = "Save the table as CSV (UTF-8) with its header row."
_CORRECT: Final = "Correct that line, or leave it out."
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


def few(schools: list[str]) -> str:
    """Schools by name, with their number where not all are named."""
    count = f"{counted(len(schools), 'school')}, " if len(schools) > _NAMED_AT_ONCE + 1 else ""
    return count + some_of(schools, _NAMED_AT_ONCE)


def rows_of(frame: pd.DataFrame) -> tuple[int, ...]:
    """Index labels of some rows, in order, each once."""
    return tuple(sorted({int(row) for row in frame.index}))


def unknown_schools(
    table: pd.DataFrame, column: str, names: Collection[str], what: str
) -> TableWarning | None:
    """Rows about a URN that no school has."""
    strange = table[~table[column].isin([*names])]
    if strange.empty or not len(names):
        return None
    urns = sorted(set(strange[column]))
    sentence = (
        f"There are {what} for {counted(len(urns), 'URN')} that no school has: {some_of(urns)}."
    )
    mend = "Mend the URN, bring in the school, or delete the rows."
    return TableWarning("unknown_school", sentence, mend, rows_of(strange))


def read_table_text(
    path: Path, expected: str, content: bytes | None = None, mend: str = _SAVE_AGAIN
) -> pd.DataFrame:
    """Read a CSV as text, in any encoding, as it was before it was made safe for a spreadsheet.

    Parameters
    ----------
    path : Path
        Of the file; its name stands in the message of a refusal.
    expected, mend : str
        What should be in it, and what to do where it is not.
    content : bytes, optional
        What is in the file, where it has been read already.

    Raises
    ------
    FileRefusedError
        When there is no such file, or it cannot be read.
    """
    try:
        text = as_utf8(path.read_bytes() if content is None else content, path.name)
        frame = pd.read_csv(BytesIO(text), dtype="str", keep_default_na=False)
    except FileNotFoundError as error:
        came = "there is no such file"
        raise FileRefusedError(path.name, came, expected, "Check the path.") from error
    except OSError as error:
        came, check = "it cannot be opened", "Check that you may read it."
        raise FileRefusedError(path.name, came, expected, check) from error
    except ValueError as error:
        came = "it is empty or cannot be read as a CSV"
        raise FileRefusedError(path.name, came, expected, mend) from error
    return frame.apply(restored)


def known_columns(
    frame: pd.DataFrame, columns: Sequence[str], needed: Sequence[str], file: str
) -> pd.DataFrame:
    """The columns of a table as text without spaces around it, empty where one is absent.

    Raises
    ------
    FileRefusedError
        When a column is lacking, or there is one that the table has no use for, such as a name.
    """
    frame = frame.rename(columns=lambda name: str(name).strip().lower())
    lacking = [name for name in needed if name not in frame.columns]
    others = [name for name in frame.columns if name not in columns]
    if lacking or others:
        came = f"there is no column {lacking[0]}" if lacking else f"there is a column {others[0]}"
        expected = f"the columns {', '.join(columns)}, and no others"
        raise FileRefusedError(file, came, expected, "Rename or remove it.")
    text = frame.reindex(columns=[*columns], fill_value="").astype("str")
    return pd.DataFrame(text.apply(lambda column: column.str.strip())).reset_index(drop=True)


def refuse(wrong: pd.Series, came: str, expected: str, file: str, mend: str = _CORRECT) -> None:
    """Refuse a table because of some of its rows, if there are any; the heading is line 1."""
    rows = np.flatnonzero(wrong.to_numpy())
    if len(rows):
        raise FileRefusedError(file, f"line {int(rows[0]) + 2} has {came}", expected, mend)
