"""Saving a draft: what would change, who changes it and why, and what stands in the way."""

from collections.abc import Callable
from typing import Final

import pandas as pd
import streamlit as st

from dashboard import notices
from dashboard.planning.choices import visitor
from dashboard.views import common
from dashboard.views.timetables import draft as drafts
from dashboard.views.timetables import parts
from dashboard.views.timetables.draft import Draft
from geo.text import counted
from geo.timetables import TableReading, table_changes, table_csv
from geo.workspace import Workspace

#: Called with "bells" or "terms", the table, who changes it and why.
Save = Callable[[str, pd.DataFrame, str, str], object]
_OF: Final = {"bells": "bell times", "terms": "term dates"}
#: Columns as the grid calls them.
_CALLED: Final = {
    "urn": "School", "weekday": "Day", "finish_time": "Finishes", "stagger_min": "Stagger, min",
    "valid_from": "From", "valid_to": "To", "scope": "For", "scope_id": "For", "kind": "What",
    "start": "First day", "end": "Last day", "academic_year": "Year",
}  # fmt: skip
SAMPLE: Final = (
    "This is the bundled sample, which cannot be edited. Make a workspace of your own: "
    "afterbell init NAME."
)


def read_only(area: Workspace) -> None:
    """Say so where nothing can be saved."""
    if not area.writable:
        common.words(SAMPLE, "ab-when")


def faults(reading: TableReading, who_is: pd.Series, row_of: pd.Series) -> None:
    """List every cell that cannot be used.

    Parameters
    ----------
    who_is : Series of str
        Whom each row is about, by its position.
    row_of : Series of int
        Its row in the grid, from 1; missing where the grid does not show it.
    """
    if not reading.faults:
        return
    count = counted(len(reading.faults), "cell")
    st.text(f"{count} cannot be used. Nothing is saved until every one is mended.")
    rows = [fault.row for fault in reading.faults]
    table = pd.DataFrame(
        {
            "who": who_is.reindex(rows).fillna("").to_numpy(),
            "row": row_of.reindex(rows).map("{:.0f}".format, na_action="ignore").fillna("hidden"),
            "column": [_CALLED.get(fault.column, fault.column) for fault in reading.faults],
            "came": [fault.came or "nothing" for fault in reading.faults],
            "expected": [fault.expected for fault in reading.faults],
        }
    )
    parts.plain_table(table, ["Whom", "Row", "Column", "What came", "Expected"], "Faulty cells")


def save_draft(
    area: Workspace,
    held: Draft,
    reading: TableReading,
    names: dict[str, str],
    save: Save,
) -> None:
    """Say what would change, and save it under a name; refuse what would lose somebody's work.

    Parameters
    ----------
    names : dict
        Schools and authorities by their code.
    """
    name = reading.name
    if not area.writable:
        return
    if not held.touched:
        if held.message:
            common.words(held.message, "ab-status ab-approved")
        return
    held.message = ""
    if held.overtaken:
        _overtaken(area, name, reading)
        return
    changes = table_changes(held.kept, drafts.all_rows(reading))
    st.text(f"Not saved yet: {_counts(changes)}.")
    with st.expander("What would change"):
        parts.changes(changes, names)
    who, why, pressed = _ask(area, name)
    if not pressed:
        return
    if refused := _refused(reading, changes, who):
        notices.say(refused)
        return
    with notices.explained() as outcome:
        save(name, reading.frame.reset_index(drop=True), " ".join(who.split()), why.strip())
    if not outcome.failed:
        visitor().name = " ".join(who.split())
        drafts.forget(area, name, f"Saved: {_counts(changes)}.")
        st.rerun()


def _ask(area: Workspace, name: str) -> tuple[str, str, bool]:
    """Ask who saves, and why."""
    with st.form(f"save_{name}", border=False):
        left, right = st.columns(2, gap="small")
        with left:
            who = st.text_input("Your name", max_chars=60, value=visitor().name, key=f"who_{name}")
        with right:
            why = st.text_input("Why, if you like", max_chars=200, key=f"why_{name}")
        pressed = st.form_submit_button(f"Save {_OF[name]}", type="primary")
    st.button(
        "Undo everything typed", key=f"undo_{name}", on_click=drafts.forget, args=(area, name)
    )
    return who, why, pressed


def _refused(reading: TableReading, changes: pd.DataFrame, who: str) -> str:
    """Why a draft cannot be saved; empty where it can."""
    if reading.faults:
        count = counted(len(reading.faults), "cell")
        return f"Not saved: {count} cannot be used. Mend what the list names, then save again."
    if changes.empty:
        return "Not saved: the table says the same as the one that is kept."
    if not who.strip():
        return "Not saved: every change is kept with who made it. Give your name, then save again."
    return ""


def _overtaken(area: Workspace, name: str, reading: TableReading) -> None:
    """Somebody else saved meanwhile: keep neither from being lost."""
    latest = next((c for c in area.changes() if c.name == name), None)
    by = (
        f" by {latest.who}, {latest.when:%H:%M} UTC on {latest.when.day} {latest.when:%b %Y}"
        if latest
        else ""
    )
    notices.say(
        f"The {_OF[name]} were changed{by} after you opened this page. Yours are not saved, so "
        "that nothing is overwritten. Download your version, show the newest, and bring yours "
        "in again."
    )
    with st.container(horizontal=True):
        st.download_button(
            "Download my version",
            table_csv(drafts.all_rows(reading)),
            f"{name}-mine.csv",
            "text/csv",
            key=f"mine_{name}",
        )
        st.button(
            "Show the newest", key=f"newest_{name}", on_click=drafts.forget, args=(area, name)
        )


def _counts(changes: pd.DataFrame) -> str:
    """``2 rows added, 1 row removed``."""
    counts = changes["change"].value_counts()
    parts = [
        f"{counted(int(counts[kind]), 'row')} {kind}"
        for kind in ("added", "changed", "removed")
        if kind in counts
    ]
    return ", ".join(parts) or "no row says anything else"
