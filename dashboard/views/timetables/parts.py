"""Small parts of these views: a table that scrolls in its own box, and a legend."""

import html
from collections.abc import Iterable, Sequence

import pandas as pd
import streamlit as st

from dashboard.charts.year import Mark
from geo.timetables import TableWarning


def plain_table(
    frame: pd.DataFrame, headings: Sequence[str], caption: str, most: int = 200
) -> None:
    """A table as text that reads aloud by its caption; rows beyond ``most`` are counted only."""
    head = "".join(f'<th scope="col">{html.escape(name)}</th>' for name in headings)
    rows = "".join(
        "<tr>" + "".join(f"<td>{html.escape(str(cell))}</td>" for cell in row) + "</tr>"
        for row in frame.head(most).itertuples(index=False, name=None)
    )
    st.html(
        f'<div class="ab-scroll" role="region" tabindex="0" aria-label="{html.escape(caption)}">'
        '<table class="ab-plain">'
        f"<thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table></div>"
    )
    if len(frame) > most:
        st.caption(f"The first {most} of {len(frame):,} rows.")


def headings(frame: pd.DataFrame) -> list[str]:
    """The columns of a table as headings."""
    return [str(column).replace("_", " ").capitalize() for column in frame.columns]


def changes(found: pd.DataFrame, names: dict[str, str]) -> None:
    """Rows that were added, removed or changed, with schools by their names."""
    if found.empty:
        st.text("No row says anything else than before.")
        return
    code = "urn" if "urn" in found.columns else "scope_id"
    named = found.assign(**{code: found[code].map(names).fillna(found[code])})
    plain_table(named, headings(named.rename(columns={code: "for"})), "Changed rows")


def legend(marks: Iterable[tuple[Mark, str]]) -> None:
    """What each mark of a calendar means."""
    items = "".join(
        f'<li><b style="background:{mark.fill};color:{mark.ink}">{html.escape(mark.letter)}</b>'
        f"{html.escape(words)}</li>"
        for mark, words in marks
    )
    st.html(f'<ul class="ab-marks">{items}</ul>')


def warnings(found: Sequence[TableWarning]) -> None:
    """What looks wrong, what to do about it, and below what is usual and only worth a look."""
    st.subheader("Worth checking")
    if not found:
        st.text("Nothing looks wrong.")
        return
    ordered = sorted(found, key=lambda warning: warning.soft)
    items = "".join(
        f'<li class="{"ab-soft" if warning.soft else "ab-firm"}">'
        f"<strong>{html.escape(warning.sentence)}</strong> {html.escape(warning.mend)}</li>"
        for warning in ordered
    )
    st.html(f'<ul class="ab-warnings">{items}</ul>')
