"""Bell times: the grid, what looks wrong, when schools let out, files and history."""

import datetime as dt
from typing import Any, Final

import pandas as pd
import streamlit as st

from dashboard import charts, environment
from dashboard.views.timetables import grid, parts, saving
from dashboard.views.timetables.draft import Draft, draft_of, read_text
from dashboard.views.timetables.files import draw_files
from dashboard.views.timetables.history import draw_history
from geo.text import counted
from geo.timetables import WEEKDAYS, bell_warnings, letting_out, typed_bells
from geo.workspace import Workspace

_NAME: Final = "bells"
_FULL: Final = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday")


def draw_bells(area: Workspace, save: saving.Save) -> None:
    """Draw the bell times of an area, to be looked at, edited and saved.

    Parameters
    ----------
    save : callable
        Called with "bells", the table (text in canonical columns), who saves it and why.
    """
    schools = pd.DataFrame(area.layers.schools[["urn", "name"]]).astype(str)
    known = dict(zip(schools["urn"], schools["name"], strict=True))
    held = draft_of(area, _NAME)
    names = grid.Names.of(schools, held.frame["urn"])
    st.text(_headline(held, schools))
    if schools.empty and held.whole.empty:
        return
    saving.read_only(area)
    row_of = _grid(held, names, disabled=not area.writable)
    reading = read_text(_NAME, held.whole, schools)
    saving.faults(reading, held.whole["urn"].map(names.of_urn), row_of)
    saving.save_draft(area, held, reading, known, save)
    bells = typed_bells(reading.frame)
    today = environment.today()
    parts.warnings(bell_warnings(bells, schools, area.calendar, as_of=today))
    if len(bells):
        _picture(bells, schools, today)
    draw_files(_NAME, held, reading, schools, writable=area.writable)
    draw_history(area, _NAME, known)


def _headline(held: Draft, schools: pd.DataFrame) -> str:
    if schools.empty:
        return "Bring in schools under Layers first; then say here when each of them lets out."
    if held.whole.empty:
        return "No bell times yet. Type them in, or bring in a file below."
    rung = held.whole.loc[held.whole["urn"].isin(schools["urn"]), "urn"].nunique()
    return f"{counted(len(held.whole), 'bell time')}; {rung} of {len(schools)} schools have one."


def _grid(held: Draft, names: grid.Names, *, disabled: bool) -> pd.Series:
    """Show the grid, take what was typed, and say which row of it shows each row of the table."""
    chosen = st.selectbox(
        "School", [grid.ALL, *names.labels], key="bells_of", on_change=held.settle, width=360
    )
    urn = names.of_label.get(chosen, "")
    mine = held.frame[held.frame["urn"] == urn] if urn else held.frame
    shown = mine.assign(
        urn=mine["urn"].map(names.of_urn),
        valid_from=grid.as_words(mine["valid_from"]),
        valid_to=grid.as_words(mine["valid_to"]),
    )
    columns = _columns(names, chosen if urn else None)
    edited = grid.edit(held, shown, columns, "bells_grid", disabled=disabled)
    typed = edited.assign(
        urn=edited["urn"].map(names.of_label).fillna(""),
        valid_from=grid.as_typed(edited["valid_from"]),
        valid_to=grid.as_typed(edited["valid_to"]),
    )
    held.whole, row_of = grid.merged(held, mine.index, typed)
    return row_of


def _columns(names: grid.Names, default: str | None) -> dict[str, Any]:
    column = st.column_config
    return {
        "urn": column.SelectboxColumn(
            "School", options=names.labels, default=default, width="medium"
        ),
        "weekday": column.SelectboxColumn("Day", options=[*WEEKDAYS], width="small"),
        "finish_time": column.TextColumn("Finishes", help="Such as 15:10 or 3:10pm", width="small"),
        "stagger_min": column.TextColumn(
            "Stagger, min",
            help="Minutes until the last year group has left; empty where all leave at once",
            width="small",
        ),
        "valid_from": column.TextColumn("From", help="Such as 1 Sep 2026", width="small"),
        "valid_to": column.TextColumn("To", help="Empty where it holds for good", width="small"),
        "source": column.TextColumn("Source", help="Who said so", width="small"),
    }


def _picture(bells: pd.DataFrame, schools: pd.DataFrame, today: dt.date) -> None:
    """When schools let out on one weekday, as a picture and as a table."""
    st.subheader("When schools let out")
    weekday = st.segmented_control(
        "Weekday", range(5), default=today.weekday() % 5 if today.weekday() < 5 else 0,
        format_func=WEEKDAYS.__getitem__, key="bells_weekday", required=True,
    )  # fmt: skip
    table = letting_out(bells, schools, weekday, today)
    if table.empty:
        st.text(f"No bell is known for {_FULL[weekday]}s.")
        return
    st.altair_chart(charts.year.bells(table, _FULL[weekday]), width="stretch")
    with st.expander("The same as a table"):
        parts.plain_table(
            table[["time", "schools", "names"]],
            ["Lets out", "Schools", "Which"],
            "When schools let out",
        )
