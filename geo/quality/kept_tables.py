"""What the clock says of the tables of bells and term dates: overlaps, gaps, unlikely times."""

from collections.abc import Iterator, Sequence
from typing import Final

import pandas as pd

from geo.clock import (
    TableReading,
    TableWarning,
    bell_warnings,
    bells_from_text,
    term_warnings,
    terms_from_text,
    typed_bells,
    typed_terms,
)
from geo.quality.findings import Finding, Part, Severity
from geo.workspace import Workspace

#: Said by the checks of `letting_out` already.
_SAID: Final = ("no_bells", "missing_weekday", "no_terms", "next_year")
_EFFECTS: Final = {
    Part.BELLS: "Who lets out when, on every map and plan, follows these times.",
    Part.TERMS: "School days follow these dates, and so does every window, rate and plan.",
}


def check_tables(area: Workspace) -> Iterator[Finding]:
    """Warnings about rows of the two tables that can be used but look wrong."""
    settings, as_at, schools = area.settings, area.about.data_as_at, area.layers.schools
    bells = _kept(area, "bells")
    if bells is not None:
        found = bell_warnings(typed_bells(bells.frame), schools, area.calendar, as_of=as_at)
        yield from _told(Part.BELLS, bells, found)
    terms = _kept(area, "terms")
    if terms is not None:
        warned = term_warnings(
            typed_terms(terms.frame),
            schools,
            as_of=as_at,
            country=settings.country,
            subdivision=settings.subdivision or None,
        )
        yield from _told(Part.TERMS, terms, warned)


def _kept(area: Workspace, name: str) -> TableReading | None:
    """A table that the area keeps, where any row of it can be used."""
    raw = area.table(name)
    if not len(raw):
        return None
    read = bells_from_text if name == "bells" else terms_from_text
    table = read(raw, area.layers.schools)
    return table if table.accepted else None


def _told(part: Part, table: TableReading, warnings: Sequence[TableWarning]) -> Iterator[Finding]:
    chosen = [warning for warning in warnings if warning.kind not in _SAID]
    if not chosen:
        said = f"Nothing looks unlikely in the {table.accepted:,} rows of {part.value}."
        yield Finding("unlikely", part, Severity.OK, said, "None.", "Nothing.")
    for warning in chosen:
        yield Finding(
            warning.kind.replace("_", "-"),
            part,
            Severity.LOOK if warning.soft else Severity.MEND,
            warning.sentence,
            _EFFECTS[part],
            warning.mend,
            _rows(table.frame, warning.rows),
        )


def _rows(frame: pd.DataFrame, rows: Sequence[int]) -> pd.DataFrame | None:
    if not rows:
        return None
    chosen = frame.reset_index(drop=True).iloc[list(rows)].reset_index(drop=True)
    return chosen.rename(columns=lambda name: str(name).replace("_", " ").capitalize())
