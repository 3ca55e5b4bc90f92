"""What was changed in a table: when, by whom, why, and what it said before."""

from zoneinfo import ZoneInfo

import pandas as pd
import streamlit as st

from dashboard import notices
from dashboard.views.timetables import parts
from geo.text import short_date
from geo.timetables import bells_from_text, table_changes, terms_from_text
from geo.workspace import Change, Workspace, path_of, raw_table

_MOST = 50


def draw_history(area: Workspace, name: str, names: dict[str, str]) -> None:
    """List the changes of a table, the newest first; one of them can be looked into."""
    found = [change for change in area.changes() if change.name == name][:_MOST]
    st.subheader("History")
    if not found:
        st.text("Nothing was changed here yet.")
        return
    zone = ZoneInfo(area.settings.timezone)
    table = pd.DataFrame(
        [(_when(change, zone), change.who, _what(change), change.why) for change in found]
    )
    parts.plain_table(table, ["When", "Who", "What", "Why"], "History")
    chosen = st.selectbox(
        "Look into a change",
        found,
        index=None,
        format_func=lambda change: f"{_when(change, zone)}, {change.who}",
        key=f"change_{name}",
    )
    if chosen is not None:
        with notices.explained():
            _look_into(area, name, chosen, names)


def _look_into(area: Workspace, name: str, change: Change, names: dict[str, str]) -> None:
    """The rows that one change added, removed or changed."""
    before, after = (_version(area, name, file) for file in (change.before, change.after))
    parts.changes(table_changes(before, after), names)


def _version(area: Workspace, name: str, file: str) -> pd.DataFrame:
    """A version of a table; without a file, the one that the settings name, or none."""
    first = dict(area.settings.files).get(name)
    path = path_of(area.folder, name, file) if file else area.folder / first if first else None
    raw = raw_table(name, path)
    return (bells_from_text if name == "bells" else terms_from_text)(raw).frame


def _when(change: Change, zone: ZoneInfo) -> str:
    when = change.when.astimezone(zone)
    return f"{short_date(when.date())}, {when:%H:%M}"


def _what(change: Change) -> str:
    """``table changed: 240 rows, 2 added``."""
    counts = ", ".join(f"{count:,} {what}" for what, count in change.counts if count)
    return f"{change.what}: {counts}" if counts else change.what
