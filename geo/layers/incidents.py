"""Incidents: when they were, what they were, and which of several rows with one id counts."""

import datetime as dt
from dataclasses import dataclass
from typing import Final

import geopandas as gpd
import numpy as np
import pandas as pd

from geo.errors import FileRefusedError
from geo.layers.cells import Cells
from geo.layers.moments import EARLIEST, DateOrder, date_order, moments, with_times
from geo.layers.raw import Verdicts
from geo.layers.shapes import content_ids
from geo.sources import FLAGS, canonical_offences

IMPOSSIBLE_DATE: Final = "impossible date"
_NO_START = "no start time"
#: Where nobody says how far the data reaches: so long after nine tenths of it, a date is a slip.
_SLIP_AFTER: Final = pd.Timedelta(days=3 * 366)


@dataclass(frozen=True)
class TimeRules:
    """The timezone of local times, and the last date that can be."""

    timezone: str
    latest: dt.date | None


def shape_incidents(
    cells: Cells, shapes: gpd.GeoSeries, rules: TimeRules, verdicts: Verdicts
) -> tuple[pd.DataFrame, tuple[str, ...]]:
    """Give the canonical columns of incidents and what to say of them; reject the faulty rows.

    Raises
    ------
    FileRefusedError
        When dates cannot be told apart, or have no day.
    """
    start, end = _times(cells, rules, verdicts)
    offence, unknown = canonical_offences(cells.text("offence"))
    frame = pd.DataFrame(
        {
            "incident_id": _ids(cells, shapes, verdicts),
            "source": cells.text("source"),
            "offence": offence,
            "committed_from": start,
            "committed_to": end,
            "location_type": cells.text("location_type"),
        }
    )
    strange: dict[str, int] = {}
    for name in FLAGS:
        frame[name], count = cells.flag(name)
        strange |= {name: count} if count else {}
    return frame, _notices(unknown, strange)


def _times(cells: Cells, rules: TimeRules, verdicts: Verdicts) -> tuple[pd.Series, pd.Series]:
    texts = [
        with_times(cells.text(date), cells.text(time)) if cells.has(time) else cells.text(date)
        for date, time in (("committed_from", "time_from"), ("committed_to", "time_to"))
    ]
    file = cells.table.file
    raw = cells.mapping.columns["committed_from"]
    _refuse_months(texts[0], raw, file)
    order = date_order(texts, month_first=cells.mapping.month_first)
    if order is DateOrder.UNDECIDED:
        example = next(t for t in [*texts[0], *texts[1]] if t and not t[:4].isdigit())
        raise FileRefusedError(
            file,
            f"the dates in {raw} (such as {example[:30]}) do not say whether the day comes first",
            "ISO dates such as 2026-11-24 15:40",
            "Write the dates that way.",
        )
    start, end = (moments(text, order, rules.timezone) for text in texts)
    verdicts.reject(texts[0] == "", _NO_START)
    verdicts.reject(start.isna() | ((texts[1] != "") & end.isna()), IMPOSSIBLE_DATE)
    last = _last_moment(start[verdicts.good], rules)
    earliest = EARLIEST.tz_localize(rules.timezone)
    verdicts.reject((start < earliest) | (start > last) | (end > last), IMPOSSIBLE_DATE)
    return start, end


def _refuse_months(text: pd.Series, raw: str, file: str) -> None:
    """Refuse a column of months: it has no time of day (rule 3 of the domain)."""
    months = text.str.fullmatch(r"\d{4}[-/]\d{1,2}")
    if len(text) and months.mean() > 0.5:
        raise FileRefusedError(
            file,
            f"the column {raw} holds months (such as {text[months].iloc[0]}), with no day or time",
            "incidents with a date and time",
            "Use an incident extract of the force; month-only data cannot say when to patrol.",
        )


def _last_moment(start: pd.Series, rules: TimeRules) -> pd.Timestamp:
    if rules.latest is not None:
        after = pd.Timestamp(rules.latest) + pd.Timedelta(days=1)
        return after.tz_localize(rules.timezone)
    known = start.sort_values()
    if known.empty:
        return pd.Timestamp("2100-01-01", tz=rules.timezone)
    return pd.Timestamp(known.iloc[int(0.9 * (len(known) - 1))]) + _SLIP_AFTER


def _ids(cells: Cells, shapes: gpd.GeoSeries, verdicts: Verdicts) -> pd.Series:
    """Ids as they came, or made of the content; reject those without, copies and old versions."""
    if not cells.has("incident_id"):
        return _made_ids(cells, shapes, verdicts)
    ids = cells.text("incident_id")
    verdicts.reject(ids == "", "no id")
    good = pd.Series(verdicts.good, index=ids.index)
    again = ids.where(good).dropna()
    again = again[again.duplicated(keep=False)]
    copies = content_ids(cells.table.frame.loc[again.index], shapes.loc[again.index]).duplicated()
    verdicts.reject(good.index.isin(copies.index[copies]), "duplicate row")
    kept = ids.where(pd.Series(verdicts.good, index=ids.index)).dropna()
    older = kept.index[kept.duplicated(keep="last")]
    verdicts.reject(ids.index.isin(older), "a later row has the same incident_id")
    return ids


def _made_ids(cells: Cells, shapes: gpd.GeoSeries, verdicts: Verdicts) -> pd.Series:
    """Ids from what is not personal; rows that differ only in what is get a number each."""
    frame = cells.table.frame
    good = np.flatnonzero(verdicts.good)
    copies = np.zeros(len(frame), dtype=bool)
    copies[good] = content_ids(frame.iloc[good], shapes.iloc[good]).duplicated()
    verdicts.reject(copies, "duplicate row")
    good = np.flatnonzero(verdicts.good)
    open_part = frame.iloc[good].drop(columns=list(cells.mapping.personal))
    made = content_ids(open_part, shapes.iloc[good])
    turn = made.groupby(made).cumcount()
    made = made.where(turn == 0, made + "-" + (turn + 1).astype("str"))
    return made.reindex(frame.index, fill_value="").astype("str")


def _notices(unknown: tuple[str, ...], strange: dict[str, int]) -> tuple[str, ...]:
    notices = []
    if unknown:
        more = f" and {len(unknown) - 8} more" if len(unknown) > 8 else ""
        named = ", ".join(text[:60] for text in unknown[:8])
        notices.append(f"Offences that the vocabulary does not know are kept: {named}{more}.")
    for name, count in strange.items():
        notices.append(f"{count:,} values in {name} are neither yes nor no; they count as no.")
    return tuple(notices)
