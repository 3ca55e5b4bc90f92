"""A table in and out as a file: a preview before anything is taken, and rejected rows to mend."""

import tempfile
from pathlib import Path
from typing import Final

import pandas as pd
import streamlit as st

from dashboard import notices
from dashboard.views.timetables import parts
from dashboard.views.timetables.draft import Draft, all_rows
from geo.formats import csv_bytes
from geo.text import counted
from geo.timetables import TableReading, put_together, read_table_file, table_csv

_ADD: Final = "Add to the table"
_REPLACE: Final = "Replace the table"
_KINDS: Final = ["csv", "txt", "tsv", "gz", "xlsx", "xls", "ods"]


def draw_files(
    name: str, held: Draft, reading: TableReading, schools: pd.DataFrame, *, writable: bool
) -> None:
    """Offer the table as CSV, and take one in."""
    st.subheader("As a file")
    st.download_button(
        f"Download {name}.csv" if reading.read else f"Download an empty {name}.csv to fill in",
        table_csv(all_rows(reading)),
        f"{name}.csv",
        "text/csv",
        key=f"download_{name}",
    )
    if not writable:
        return
    given = st.file_uploader(
        "Bring in a file", type=_KINDS, key=f"upload_{name}_{held.revision}",
        help="CSV in any encoding or with any separator. Nothing is kept before you save.",
    )  # fmt: skip
    if given is None:
        return
    with notices.explained():
        _preview(name, held, _read(given.name, given.getvalue(), name, schools))


def _read(file: str, content: bytes, name: str, schools: pd.DataFrame) -> TableReading:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / (Path(file).name or "table.csv")
        path.write_bytes(content)
        return read_table_file(path, name, schools)


def _preview(name: str, held: Draft, coming: TableReading) -> None:
    """What a file would bring, and what of it cannot be used."""
    st.text(
        f"{counted(coming.read, 'row')} read, {coming.accepted:,} accepted, "
        f"{coming.rejected:,} rejected."
    )
    if coming.ignored:
        st.text(f"Left out, because the table has no use for it: {', '.join(coming.ignored)}.")
    for warning in coming.warnings:
        st.text(str(warning))
    if coming.rejected:
        _rejected(name, coming)
    if not coming.accepted:
        return
    with st.expander("The rows that would be taken"):
        parts.plain_table(coming.frame, parts.headings(coming.frame), "Rows of the file")
    how = st.radio("How", [_ADD, _REPLACE], horizontal=True, key=f"how_{name}")
    st.button(
        "Put into the grid", key=f"take_{name}", on_click=_take, args=(held, coming.frame, how)
    )


def _rejected(name: str, coming: TableReading) -> None:
    """Rows that cannot be used, to read and to mend."""
    table = pd.DataFrame([(fault.row, str(fault)) for fault in coming.faults])
    parts.plain_table(table, ["Line", "Why it cannot be used"], "Rejected rows")
    st.download_button(
        "Download the rejected rows",
        csv_bytes(coming.rejects.reset_index()),
        f"{name}-rejected.csv",
        "text/csv",
        key=f"rejected_{name}",
    )


def _take(held: Draft, frame: pd.DataFrame, how: str) -> None:
    """Put rows into the draft; a row about the same school and day takes what comes."""
    coming = frame.reset_index(drop=True)
    held.give(put_together(held.whole, coming) if how == _ADD else coming)
