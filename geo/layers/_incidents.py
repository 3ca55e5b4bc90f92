"""Incidents: when they were, what they were, and which of several rows with one id counts."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from geo.columns import (
    EARLIEST,
    DateOrder,
    canonical_offences,
    date_order,
    in_one,
    moments,
    unscored_offences,
    with_times,
)
from geo.errors import FileRefusedError, MonthOnlyError
from geo.formats import Bools, Verdicts
from geo.layers._canonical import Cells
from geo.layers._personal import emptied_notices, scrubbed_texts, without_addresses
from geo.layers._shapes import content_ids
from geo.model import FLAGS

_NEVER = ("police_generated", "domestic")


def witnesses(cells: Cells, words: Mapping[str, str]) -> Bools:
    """Rows that are neither police-generated nor domestic, nor of an offence without a score.

    Parameters
    ----------
    words : mapping
        The force's own words for offences, and their codes.
    """
    codes, values = pd.factorize(cells.text("offence"))
    distinct, _ = canonical_offences(pd.Series(values, dtype="str"), words)
    never = distinct.isin(unscored_offences()).to_numpy()[codes]
    for flag in _NEVER:
        never |= cells.flag(flag)[0].to_numpy()
    return np.asarray(~never)


def last_day(incidents: gpd.GeoDataFrame) -> dt.date | None:
    """Date of the last incident of which a ranking may be made, else of the last; None without any.

    Parameters
    ----------
    incidents : GeoDataFrame
        The incidents layer.
    """
    never = incidents["offence"].isin(unscored_offences()) | incidents[list(_NEVER)].any(axis=1)
    start = incidents["committed_from"]
    scorable = start if never.all() else start[~never]
    return scorable.max().date() if len(scorable) else None


DATE_ORDERS: Final = (DateOrder.DAY_FIRST.value, DateOrder.MONTH_FIRST.value)
IMPOSSIBLE_DATE: Final = "impossible date"
#: Points this close are the same, whichever file they came in.
_SAME_M: Final = 0.01
_ONE_DAY: Final = pd.Timedelta(days=1)
_START: Final = ("committed_from", "time_from")
_END: Final = ("committed_to", "time_to")
_PARTS: Final = ("year", "month_of_year", "day_of_month", "hour", "minute")
_MONTHS: Final = "jan feb mar apr may jun jul aug sep oct nov dec"
_NO_START = "no start time"
#: Where nobody says how far the data reaches: so long after nine tenths of it, a date is a slip.
_SLIP_AFTER: Final = pd.Timedelta(days=3 * 366)


@dataclass(frozen=True)
class TimeRules:
    """How times and offences are read.

    Attributes
    ----------
    timezone : str
        IANA name of local times.
    latest : date or None
        The last date that can be.
    date_order : str
        ``day first`` or ``month first``, where somebody said it.
    words : mapping
        The force's own words for offences, and their codes.
    """

    timezone: str
    latest: dt.date | None
    date_order: str = ""
    words: Mapping[str, str] = field(default_factory=dict)


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
    texts, emptied = scrubbed_texts(cells, ("offence", "source", "location_type"))
    offence, unknown = _offences(texts["offence"], rules.words)
    flags = {name: cells.flag(name) for name in FLAGS}
    columns = {
        "incident_id": cells.text("incident_id"),
        "source": texts["source"],
        "offence": offence,
        "committed_from": start,
        "committed_to": end,
        "location_type": texts["location_type"],
    }
    frame = pd.DataFrame(columns | {name: yes for name, (yes, _) in flags.items()})
    frame["incident_id"] = _ids(cells, frame, shapes, verdicts)
    notices = _notices(unknown, {name: odd for name, (_, odd) in flags.items() if odd})
    return frame, (*notices, *emptied_notices(emptied))


def _offences(text: pd.Series, words: Mapping[str, str]) -> tuple[pd.Series, tuple[str, ...]]:
    """Canonical codes, each distinct text looked up once; and the unknown ones, frequent first."""
    codes, values = pd.factorize(text)
    order = np.argsort(-np.bincount(codes, minlength=len(values)), kind="stable")
    distinct = pd.Series(np.asarray(values, dtype=object)[order], dtype="str")
    codes_of, unknown = canonical_offences(distinct, words)
    place = np.argsort(order)
    return codes_of.take(place[codes]).set_axis(text.index), unknown


def _times(cells: Cells, rules: TimeRules, verdicts: Verdicts) -> tuple[pd.Series, pd.Series]:
    texts = [_text_of(cells, *names) for names in (_START, _END)]
    file = cells.table.file
    raw = cells.mapping.columns.get("committed_from", "year")
    _refuse_months(texts[0], raw, file)
    order = DateOrder(rules.date_order) if rules.date_order else DateOrder.UNDECIDED
    if order is DateOrder.UNDECIDED:
        order = date_order(texts, month_first=cells.mapping.month_first)
    if order is DateOrder.UNDECIDED:
        example = next(t for t in [*texts[0], *texts[1]] if t and not t[:4].isdigit())
        raise FileRefusedError(
            file,
            f"the dates in {raw} (such as {example[:30]}) do not say whether the day comes first",
            "ISO dates such as 2026-11-24 15:40",
            "Say which with --dates day-first or --dates month-first, or write the dates that way.",
        )
    start, end = (moments(text, order, rules.timezone) for text in texts)
    verdicts.reject(texts[0] == "", _NO_START)
    verdicts.reject(start.isna() | ((texts[1] != "") & end.isna()), IMPOSSIBLE_DATE)
    end = _whole_days(texts, start, end)
    last = _last_moment(start[verdicts.witnesses], rules)
    earliest = EARLIEST.tz_localize(rules.timezone)
    verdicts.reject((start < earliest) | (start > last) | (end > last), IMPOSSIBLE_DATE)
    return start, end


def _whole_days(texts: list[pd.Series], start: pd.Series, end: pd.Series) -> pd.Series:
    """A date without a time of day is a span of that day, never midnight."""
    dates = (texts[1] == "") & ~texts[0].str.contains(":", regex=False) & start.notna()
    return end.mask(dates, start + _ONE_DAY) if dates.any() else end


def _text_of(cells: Cells, date: str, time: str) -> pd.Series:
    """When an incident was, as one text, however many columns it is spread over."""
    if date == "committed_from" and not cells.has(date) and cells.has("year"):
        year, month, day, hour, minute = (cells.text(part) for part in _PARTS)
        return in_one(year, _month_numbers(month), day, hour, minute)
    return with_times(cells.text(date), cells.text(time)) if cells.has(time) else cells.text(date)


def _month_numbers(text: pd.Series) -> pd.Series:
    """Months as numbers where they are written as names (Toronto)."""
    known = {name: str(n) for n, name in enumerate(_MONTHS.split(), start=1)}
    return text.map({m: known.get(m[:3].lower(), m) for m in text.unique()}).astype("str")


def _refuse_months(text: pd.Series, raw: str, file: str) -> None:
    """Refuse a column of months: it has no time of day (rule 3 of the domain)."""
    if not len(text) or not text.iloc[:: max(1, len(text) // 1000)].str.len().between(6, 7).any():
        return
    months = text.str.fullmatch(r"\d{4}[-/]\d{1,2}")
    if months.mean() > 0.5:
        raise MonthOnlyError(
            file,
            f"the column {raw} holds months (such as {text[months].iloc[0]}), with no day or time",
            "incidents with a date and time",
            "Use an incident extract of the force; month-only data cannot say when to patrol.",
        )


def _last_moment(start: pd.Series, rules: TimeRules) -> pd.Timestamp:
    if rules.latest is not None:
        after = pd.Timestamp(rules.latest) + pd.Timedelta(days=1)
        return after.tz_localize(rules.timezone)
    if start.empty:
        return pd.Timestamp("2100-01-01", tz=rules.timezone)
    latest: pd.Timestamp = start.quantile(0.9, interpolation="lower")  # type: ignore[assignment]
    return latest + _SLIP_AFTER


def _ids(cells: Cells, frame: pd.DataFrame, shapes: gpd.GeoSeries, verdicts: Verdicts) -> pd.Series:
    """Ids as they came, or made of the content; reject those without, copies and old versions."""
    if not cells.has("incident_id"):
        return _made_ids(cells, frame, shapes, verdicts)
    ids = without_addresses(frame["incident_id"])
    verdicts.reject(ids == "", "no id")
    if not ids.duplicated().any():
        return ids
    good = pd.Series(verdicts.good, index=ids.index)
    again = ids[good]
    again = again[again.duplicated(keep=False)]
    copies = content_ids(cells.table.frame.loc[again.index], shapes.loc[again.index]).duplicated()
    verdicts.reject(good.index.isin(copies.index[copies]), "duplicate row")
    kept = ids[pd.Series(verdicts.good, index=ids.index)]
    older = kept.index[kept.duplicated(keep="last")]
    verdicts.reject(ids.index.isin(older), "a later row has the same incident_id")
    return ids


def _made_ids(
    cells: Cells, frame: pd.DataFrame, shapes: gpd.GeoSeries, verdicts: Verdicts
) -> pd.Series:
    """Ids from what is kept of a row, so that the same row of another file has the same one.

    Rows that differ only in what is not kept get a number each.
    """
    if not cells.mapping.repeats:
        verdicts.reject(_copies(cells.table.frame, shapes, verdicts), "duplicate row")
    good = np.flatnonzero(verdicts.good)
    kept = frame.drop(columns="incident_id").iloc[good]
    made = content_ids(kept, gpd.GeoSeries(shapely.set_precision(shapes.iloc[good], _SAME_M)))
    turn = made.groupby(made).cumcount()
    made = made.where(turn == 0, made + "-" + (turn + 1).astype("str"))
    return made.set_axis(frame.index[good]).reindex(frame.index, fill_value="").astype("str")


def _copies(raw: pd.DataFrame, shapes: gpd.GeoSeries, verdicts: Verdicts) -> Bools:
    """Rows that are the same as one before them in every cell."""
    good = np.flatnonzero(verdicts.good)
    copies = np.zeros(len(raw), dtype=bool)
    copies[good] = content_ids(raw.iloc[good], shapes.iloc[good]).duplicated()
    return copies


def _notices(unknown: tuple[str, ...], strange: dict[str, int]) -> tuple[str, ...]:
    notices = []
    if unknown:
        more = f" and {len(unknown) - 8} more" if len(unknown) > 8 else ""
        named = ", ".join(text[:60] for text in unknown[:8])
        notices.append(f"Offences that the vocabulary does not know are kept: {named}{more}.")
    for name, count in strange.items():
        notices.append(f"{count:,} values in {name} are neither yes nor no; they count as no.")
    return tuple(notices)
