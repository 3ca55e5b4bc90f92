"""Term dates: the grid, what looks wrong, the school year as a picture, files and history."""

from typing import Any, Final

import pandas as pd
import streamlit as st

from dashboard import charts, environment
from dashboard.views.timetables import grid, parts, saving
from dashboard.views.timetables.draft import Draft, draft_of, read_text
from dashboard.views.timetables.files import draw_files
from dashboard.views.timetables.history import draw_history
from geo.text import counted
from geo.timetables import (
    KINDS,
    academic_year,
    academic_years,
    school_year,
    term_warnings,
    typed_terms,
    year_runs,
)
from geo.workspace import Workspace

_NAME: Final = "terms"
_AUTHORITY: Final = "Authority "
_KINDS: Final = dict(
    zip(KINDS, ("Term", "Half term", "INSET day", "Closure", "Bank holiday"), strict=True)
)


def draw_terms(area: Workspace, save: saving.Save) -> None:
    """Draw the term dates of an area, to be looked at, edited and saved.

    Parameters
    ----------
    save : callable
        Called with "terms", the table (text in canonical columns), who saves it and why.
    """
    schools = pd.DataFrame(area.layers.schools[["urn", "name"]]).astype(str)
    known = dict(zip(schools["urn"], schools["name"], strict=True))
    held = draft_of(area, _NAME)
    names = _names(schools, held.frame)
    st.text(_headline(held))
    saving.read_only(area)
    row_of = _grid(held, names, disabled=not area.writable)
    reading = read_text(_NAME, held.whole, schools)
    saving.faults(reading, _whom(held.whole, names), row_of)
    saving.save_draft(area, held, reading, known, save)
    terms = typed_terms(reading.frame)
    where = {"country": area.settings.country, "subdivision": area.settings.subdivision}
    parts.warnings(term_warnings(terms, schools, as_of=environment.today(), **where))
    if len(terms):
        _picture(terms, schools, where)
    draw_files(_NAME, held, reading, schools, writable=area.writable)
    draw_history(area, _NAME, known)


def _headline(held: Draft) -> str:
    if held.whole.empty:
        return "No term dates yet, so weekdays stand in for school days."
    return f"{counted(len(held.whole), 'row')} of term dates."


def _names(schools: pd.DataFrame, frame: pd.DataFrame) -> grid.Names:
    """Authorities first, then schools: whom a row may be about."""
    alone = frame["scope"] == "urn"
    codes = sorted(set(frame.loc[frame["scope"] == "la", "scope_id"])) or ["1"]
    own = grid.Names.of(schools, frame.loc[alone, "scope_id"])
    return grid.Names({f"la {code}": _AUTHORITY + code for code in codes} | own.of_urn)


def _whom(frame: pd.DataFrame, names: grid.Names) -> pd.Series:
    """The name of whom each row is about; what has none stays as it is."""
    key = frame["scope_id"].where(frame["scope"] != "la", "la " + frame["scope_id"])
    return key.map(names.of_urn).fillna(frame["scope_id"])


def _grid(held: Draft, names: grid.Names, *, disabled: bool) -> pd.Series:
    """Show the grid, take what was typed, and say which row of it shows each row of the table."""
    years = sorted({year for year in held.frame["academic_year"] if year}, reverse=True)
    left, right = st.columns(2, gap="small")
    with left:
        whom = st.selectbox("For", [grid.ALL, *names.labels], key="terms_of", on_change=held.settle)
    with right:
        year = st.selectbox("Year", [grid.ALL, *years], key="terms_in", on_change=held.settle)
    mine = held.frame
    mine = mine if whom == grid.ALL else mine[_whom(mine, names) == whom]
    mine = mine if year == grid.ALL else mine[mine["academic_year"] == year]
    shown = mine.assign(
        scope_id=_whom(mine, names),
        kind=mine["kind"].map(_KINDS).fillna(mine["kind"]),
        start=grid.as_words(mine["start"]),
        end=grid.as_words(mine["end"]),
    )
    columns = _columns(names, None if whom == grid.ALL else whom)
    edited = grid.edit(held, shown, columns, "terms_grid", disabled=disabled)
    held.whole, row_of = grid.merged(held, mine.index, _typed(edited, names))
    return row_of


def _typed(edited: pd.DataFrame, names: grid.Names) -> pd.DataFrame:
    """What was typed as rows of the table."""
    key = edited["scope_id"].map(names.of_label).fillna("")
    area = key.str.startswith("la ")
    kinds = {words: kind for kind, words in _KINDS.items()}
    return edited.assign(
        scope=(key != "").map({True: "urn", False: ""}).where(~area, "la"),
        scope_id=key.str.removeprefix("la "),
        kind=edited["kind"].map(kinds).fillna(edited["kind"]),
        start=grid.as_typed(edited["start"]),
        end=grid.as_typed(edited["end"]),
    )


def _columns(names: grid.Names, default: str | None) -> dict[str, Any]:
    column = st.column_config
    return {
        "scope_id": column.SelectboxColumn(
            "For", options=names.labels, default=default, width="medium"
        ),
        "kind": column.SelectboxColumn("What", options=[*_KINDS.values()], width=110),
        "start": column.TextColumn("First day", help="Such as 1 Sep 2026", width="small"),
        "end": column.TextColumn(
            "Last day", help="Included; may be empty where it is one day", width="small"
        ),
        "academic_year": column.TextColumn(
            "Year", help="Such as 2026/27; empty takes it from the first day", width="small"
        ),
        "source": column.TextColumn("Source", help="Who said so", width="small"),
    }


def _picture(terms: pd.DataFrame, schools: pd.DataFrame, where: dict[str, str]) -> None:
    """A school year as a calendar of weeks, and as a table."""
    st.subheader("The school year")
    years = academic_years(terms)
    if not years:
        st.text("No term is known yet, so there is no year to show.")
        return
    this = academic_year(environment.today())
    chosen = st.segmented_control(
        "Academic year", years, default=this if this in years else years[-1],
        key="terms_year", required=True,
    )  # fmt: skip
    frame = school_year(terms, chosen, schools=set(schools["urn"]), **where)
    for column, (title, chart) in zip(st.columns(3), charts.year.thirds(frame), strict=False):
        with column:
            st.html(f'<p class="ab-third">{title}</p>')
            st.altair_chart(chart, width="stretch")
    parts.legend(charts.year.legend(frame))
    with st.expander("The same as a table"):
        _runs(frame)


def _runs(frame: pd.DataFrame) -> None:
    runs = year_runs(frame)
    for end in ("from", "to"):
        runs[end] = runs[end].map(lambda day: f"{day:%a} {day.day} {day:%b %Y}")
    some = runs["some_closed"].map(lambda days: str(days) if days else "")
    days = runs["school_days"].map(lambda days: str(days) if days else "–")
    table = runs[["from", "to", "what"]].assign(days=days, some=some)
    parts.plain_table(
        table, ["From", "To", "What", "School days", "Some schools closed on"], "School year"
    )
