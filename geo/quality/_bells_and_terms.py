"""Bells and term dates: how far they reach, who has none, and what looks unlikely."""

import datetime as dt
from collections.abc import Iterator, Sequence
from typing import Final

import geopandas as gpd
import numpy as np
import pandas as pd

from geo.clock import Calendar, SchoolDay
from geo.model import clock
from geo.quality._facts import day
from geo.quality.findings import Chart, ChartKind, Finding, Part, QualityRules, Severity
from geo.timetables import (
    TableReading,
    TableWarning,
    bell_warnings,
    bells_from_text,
    term_warnings,
    terms_from_text,
    typed_bells,
    typed_terms,
)
from geo.workspace import Workspace

_WEEK: Final = ("Mon", "Tue", "Wed", "Thu", "Fri")
_SEARCH_DAYS: Final = 366
_ADD_TERMS: Final = "Add term dates: the council of the area publishes them."
_ONE_DAY: Final = dt.timedelta(days=1)


def check_bells_and_terms(
    calendar: Calendar, schools: gpd.GeoDataFrame, as_at: dt.date | None, rules: QualityRules
) -> Iterator[Finding]:
    """Whether the calendar reaches far enough, and each school has a bell on every weekday."""
    yield _terms(calendar, as_at, rules)
    if len(schools):
        yield _bells(calendar, schools, as_at)


def _terms(calendar: Calendar, as_at: dt.date | None, rules: QualityRules) -> Finding:
    if calendar.assumed:
        return Finding(
            "missing",
            Part.TERMS,
            Severity.ERROR,
            "There are no term dates: weekdays that are no bank holidays stand in for school days.",
            "Holidays count as school days: rates come out too low, and plans meet empty schools.",
            _ADD_TERMS,
        )
    if calendar.first is None or calendar.last is None:
        return Finding(
            "missing", Part.TERMS, Severity.ERROR,
            "There are no term dates.",
            "Once there are incidents, weekdays stand in for school days, holidays among them.",
            _ADD_TERMS,
        )  # fmt: skip
    reach = f"Term dates are known from {day(calendar.first)} to {day(calendar.last)}"
    ahead = (calendar.last - as_at).days if as_at else rules.ahead_days
    if ahead < rules.ahead_days:
        short = "which is before the data ends" if ahead < 0 else f"{ahead} days beyond the data"
        return Finding(
            "reach", Part.TERMS, Severity.ERROR if ahead < 1 else Severity.WARNING,
            f"{reach}, {short}.", "No day after that can be planned.",
            "Add the next year's term dates.",
        )  # fmt: skip
    return Finding("reach", Part.TERMS, Severity.OK, f"{reach}.", "None.", "Nothing.")


def _bells(calendar: Calendar, schools: gpd.GeoDataFrame, as_at: dt.date | None) -> Finding:
    """Schools by weekday without a bell, on the first school days after the data."""
    days = _coming(calendar, as_at)
    if not any(each.bells for each in days):
        return _none(days)
    table = _silent(days, schools)
    when = f"{day(days[0].date)} to {day(days[-1].date)}"
    if table.empty:
        return Finding.fine(
            "every-weekday",
            Part.BELLS,
            f"All {len(schools)} schools have a bell on every weekday ({when}).",
            chart=_finishing(days),
        )
    never = int((table["Weekdays"] == len(days)).sum())
    return Finding(
        "every-weekday",
        Part.BELLS,
        Severity.ERROR if never else Severity.WARNING,
        f"{len(table)} of {len(schools)} schools lack a bell on some weekday, {never} of them on "
        f"every one ({when}).",
        "Their gates are not patrolled on those days, and they let nobody out on the maps.",
        "Ask those schools when they finish, and add it to the table of bells.",
        table.drop(columns="Weekdays"),
        chart=_finishing(days),
    )


def _none(days: list[SchoolDay]) -> Finding:
    """No bell at all, or no day on which one could ring."""
    if not days:
        return Finding(
            "every-weekday",
            Part.BELLS,
            Severity.WARNING,
            "Which schools have a bell on each weekday cannot be known: no school day is known.",
            "Nobody is known to let out.",
            _ADD_TERMS,
        )
    return Finding(
        "missing",
        Part.BELLS,
        Severity.ERROR,
        f"There are no bells on {day(days[0].date)} or after.",
        "Nobody is known to let out: no gate is patrolled and no hotspot is explained by one.",
        "Ask each school when it finishes, and keep that in the table of bells.",
    )


def _coming(calendar: Calendar, as_at: dt.date | None) -> list[SchoolDay]:
    """The first school day of each weekday after the data; the last ones known, if none comes."""
    if calendar.last is None or calendar.first is None:
        return []
    start = min(max((as_at or calendar.first) + _ONE_DAY, calendar.first), calendar.last)
    ahead = [
        start + _ONE_DAY * n for n in range(min(_SEARCH_DAYS, (calendar.last - start).days + 1))
    ]
    back = [
        start - _ONE_DAY * n for n in range(1, min(_SEARCH_DAYS, (start - calendar.first).days))
    ]
    first: dict[int, dt.date] = {}
    for date in (*ahead, *back):
        if date.weekday() not in first and calendar.is_school_day(date):
            first[date.weekday()] = date
    return [calendar.day(date) for date in sorted(first.values())]


def _silent(days: list[SchoolDay], schools: gpd.GeoDataFrame) -> pd.DataFrame:
    """Schools that neither ring nor are closed, with the weekdays on which that is so."""
    rung = [{b.urn for b in d.bells} | {urn for urn, _ in d.closed} for d in days]
    missing = np.column_stack([~schools["urn"].isin(heard).to_numpy() for heard in rung])
    labels = np.array([_WEEK[d.date.weekday()] for d in days])
    some = missing.any(axis=1)
    table = pd.DataFrame(
        {
            "Name": schools.loc[some, "name"].to_numpy(),
            "URN": schools.loc[some, "urn"].to_numpy(),
            "Without a bell on": [", ".join(labels[row]) for row in missing[some]],
            "Weekdays": missing[some].sum(axis=1),
        }
    )
    return table.sort_values(["Weekdays", "Name"], ascending=[False, True], ignore_index=True)


def _finishing(days: list[SchoolDay]) -> Chart:
    """How many schools finish in each quarter of an hour, on the day with the most bells."""
    fullest = max(days, key=lambda each: len(each.bells))
    minutes = np.array([bell.finish_min for bell in fullest.bells]) // 15 * 15
    slots = np.arange(minutes.min(), minutes.max() + 15, 15)
    counts = np.bincount((minutes - slots[0]) // 15, minlength=len(slots))
    table = pd.DataFrame({"From": [clock(int(slot)) for slot in slots], "Schools": counts})
    description = f"Schools by the quarter of an hour in which they finish, {day(fullest.date)}."
    return Chart(ChartKind.BARS, table, "From", "Schools", description)


#: Kinds of warnings that the checks above report already.
_REPORTED: Final = ("no_bells", "missing_weekday", "no_terms", "next_year")
_EFFECTS: Final = {
    Part.BELLS: "Who lets out when, on every map and plan, follows these times.",
    Part.TERMS: "School days follow these dates, and so does every window, rate and plan.",
}


def check_tables(area: Workspace) -> Iterator[Finding]:
    """Warnings about rows of the two tables that can be used but look wrong."""
    settings, as_at, schools = area.settings, area.about.data_as_at, area.layers.schools
    bells = _kept(area, "bells")
    if bells is not None:
        warnings = bell_warnings(typed_bells(bells.frame), schools, area.calendar, as_of=as_at)
        yield from _warned(Part.BELLS, bells, warnings)
    terms = _kept(area, "terms")
    if terms is not None:
        warnings = term_warnings(
            typed_terms(terms.frame),
            schools,
            as_of=as_at,
            country=settings.country,
            subdivision=settings.subdivision or None,
        )
        yield from _warned(Part.TERMS, terms, warnings)


def _kept(area: Workspace, name: str) -> TableReading | None:
    """A table that the area keeps, where any row of it can be used."""
    raw = area.table(name)
    if not len(raw):
        return None
    read = bells_from_text if name == "bells" else terms_from_text
    table = read(raw, area.layers.schools)
    return table if table.accepted else None


def _warned(part: Part, table: TableReading, warnings: Sequence[TableWarning]) -> Iterator[Finding]:
    chosen = [warning for warning in warnings if warning.kind not in _REPORTED]
    if not chosen:
        title = f"Nothing looks unlikely in the {table.accepted:,} rows of {part.value}."
        yield Finding("unlikely", part, Severity.OK, title, "None.", "Nothing.")
    for warning in chosen:
        yield Finding(
            warning.kind.replace("_", "-"),
            part,
            Severity.WARNING if warning.soft else Severity.ERROR,
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
