"""One visitor's draft of a table: what is kept, and what has been typed since it was opened."""

import hashlib
from dataclasses import dataclass, field

import pandas as pd
import streamlit as st

from geo.timetables import COLUMNS, TableReading, bells_from_text, terms_from_text
from geo.workspace import Workspace


@dataclass
class Draft:
    """A table that is being edited.

    Attributes
    ----------
    token : str
        What the kept table was when the draft began.
    kept : DataFrame of str
        That table, in canonical columns and forms.
    frame : DataFrame of str
        What the grid was given; it stays while people type.
    whole : DataFrame of str
        The same with all that was typed.
    revision : int
        Counts how often the grid was given something else.
    message : str
        What to say once, such as that it was saved.
    """

    token: str
    kept: pd.DataFrame
    frame: pd.DataFrame
    whole: pd.DataFrame
    revision: int = 0
    message: str = ""
    newest: str = field(default="", repr=False)

    @property
    def touched(self) -> bool:
        """Whether anything differs from the kept table."""
        return not self.whole.equals(self.kept)

    @property
    def overtaken(self) -> bool:
        """Whether somebody else changed the kept table since the draft began."""
        return self.newest != self.token

    def give(self, frame: pd.DataFrame) -> None:
        """Show another table in the grid."""
        self.frame = self.whole = frame.reset_index(drop=True)
        self.revision += 1

    def settle(self) -> None:
        """Give the grid what was typed, before it shows other rows."""
        self.give(self.whole)


def read_text(name: str, frame: pd.DataFrame, schools: pd.DataFrame | None) -> TableReading:
    """Read bells or terms row by row."""
    return (bells_from_text if name == "bells" else terms_from_text)(frame, schools)


def all_rows(reading: TableReading) -> pd.DataFrame:
    """Accepted rows in canonical forms, and in their places the rejected ones as they came."""
    rejects = reading.rejects[[*reading.frame.columns]]
    rows = pd.concat([reading.frame, rejects]).sort_index(kind="stable")
    return rows.astype(object).reset_index(drop=True)


def draft_of(area: Workspace, name: str) -> Draft:
    """The visitor's draft of a table; a new one where nothing was typed and the table changed."""
    key = _key(area, name)
    raw = area.table(name)
    newest = _token(raw)
    held: Draft | None = st.session_state.get(key)
    if held is None or (held.token != newest and not held.touched):
        kept = _canonical(name, raw)
        message, revision = (held.message, held.revision + 1) if held else ("", 0)
        held = Draft(newest, kept, kept, kept, revision, message)
        st.session_state[key] = held
    held.newest = newest
    return held


def forget(area: Workspace, name: str, message: str = "") -> None:
    """Let go of what was typed; the next run begins with the kept table."""
    held: Draft | None = st.session_state.get(_key(area, name))
    if held:
        held.whole, held.token, held.message = held.kept, "", message


def _canonical(name: str, raw: pd.DataFrame) -> pd.DataFrame:
    """A kept table in canonical forms; a row that cannot be used stays as it came."""
    columns = [*COLUMNS[name]]
    return all_rows(read_text(name, raw.reindex(columns=columns, fill_value=""), None))


def _token(raw: pd.DataFrame) -> str:
    return hashlib.sha256(raw.to_csv(index=False).encode(errors="replace")).hexdigest()[:16]


def _key(area: Workspace, name: str) -> str:
    return f"draft_{name}_{area.folder}"
