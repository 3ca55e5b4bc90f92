"""The second step for incidents: when they were, what they were, and which row of one id counts."""

import datetime as dt
from collections.abc import Mapping
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
from geo.formats import Bools
from geo.layers._personal import emptied_notices, scrubbed_texts, without_addresses
from geo.layers._shapes import content_ids
from geo.layers._steps import Cells, Judged, Located, Verdicts
from geo.layers.types import ReadOptions
from geo.model import FLAGS

_NEVER_SCORED: Final = ("police_generated", "domestic")
_IMPOSSIBLE_DATE: Final = "impossible date"
#: Points this close are the same, whichever file they came in.
_SAME_M: Final = 0.01
_ONE_DAY: Final = pd.Timedelta(days=1)
_START: Final = ("committed_from", "time_from")
_END: Final = ("committed_to", "time_to")
_PARTS: Final = ("year", "month_of_year", "day_of_month", "hour", "minute")
_MONTHS: Final = "jan feb mar apr may jun jul aug sep oct nov dec"
#: Where nobody says how far the data reaches: so long after nine tenths of it, a date is a slip.
_SLIP_AFTER: Final = pd.Timedelta(days=3 * 366)


def scorable(cells: Cells, words: Mapping[str, str]) -> Bools:
    """Rows that are neither police-generated nor domestic, nor of an offence without a score.

    They alone judge where the others can be, and when (rule 2 of the domain).

    Parameters
    ----------
    cells : Cells
    words : mapping
        The force's own words for offences, and their codes.
    """
    codes, values = pd.factorize(cells.text("offence"))
    distinct, _ = canonical_offences(pd.Series(values, dtype="str"), words)
    never = distinct.isin(unscored_offences()).to_numpy()[codes]
    for flag in _NEVER_SCORED:
        never |= cells.flag(flag)[0].to_numpy()
    return np.asarray(~never)


def last_day(incidents: gpd.GeoDataFrame) -> dt.date | None:
    """Date of the last incident of which a ranking may be made, else of the last; None without any.

    Parameters
    ----------
    incidents : GeoDataFrame
        The incidents layer.
    """
    never = incidents["offence"].isin(unscored_offences())
    never |= incidents[list(_NEVER_SCORED)].any(axis=1)
    start = incidents["committed_from"]
    scored = start if never.all() else start[~never]
    return scored.max().date() if len(scored) else None


def judge_incidents(located: Located) -> Judged:
    """Give incidents their canonical columns, and reject the faulty rows.

    Raises
    ------
    FileRefusedError
        When nothing decides whether the day or the month comes first, or dates have no day.
    """
    cells = located.cells
    start, end, verdicts = _times(located)
    texts, emptied = scrubbed_texts(cells, ("offence", "source", "location_type"))
    offence, unknown = _offences(texts["offence"], dict(located.options.words))
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
    frame["incident_id"], verdicts = _ids(located, frame, verdicts)
    notices = _notices(unknown, {name: odd for name, (_, odd) in flags.items() if odd})
    return Judged(located, frame, verdicts, (*notices, *emptied_notices(emptied)))


def _offences(text: pd.Series, words: Mapping[str, str]) -> tuple[pd.Series, tuple[str, ...]]:
    """Canonical codes, each distinct text looked up once; and the unknown ones, frequent first."""
    codes, values = pd.factorize(text)
    order = np.argsort(-np.bincount(codes, minlength=len(values)), kind="stable")
    distinct = pd.Series(np.asarray(values, dtype=object)[order], dtype="str")
    codes_of, unknown = canonical_offences(distinct, words)
    place = np.argsort(order)
    return codes_of.take(place[codes]).set_axis(text.index), unknown


def _times(located: Located) -> tuple[pd.Series, pd.Series, Verdicts]:
    cells, options, verdicts = located.cells, located.options, located.verdicts
    texts = [_text_of(cells, *names) for names in (_START, _END)]
    order = _order_of_dates(cells, texts, options.stated_date_order)
    start, end = (moments(text, order, options.timezone) for text in texts)
    verdicts = verdicts.rejecting(texts[0] == "", "no start time")
    unread = start.isna() | ((texts[1] != "") & end.isna())
    verdicts = verdicts.rejecting(unread, _IMPOSSIBLE_DATE)
    end = _whole_days(texts, start, end)
    last = _last_moment(start[verdicts.witnesses], options)
    earliest = EARLIEST.tz_localize(options.timezone)
    beyond = (start < earliest) | (start > last) | (end > last)
    return start, end, verdicts.rejecting(beyond, _IMPOSSIBLE_DATE)


def _order_of_dates(cells: Cells, texts: list[pd.Series], stated: DateOrder) -> DateOrder:
    """Whether the day or the month comes first: as stated, else as the whole columns decide."""
    file, raw = cells.table.file, cells.mapping.columns.get("committed_from", "year")
    _refuse_months(texts[0], raw, file)
    if stated is not DateOrder.UNDECIDED:
        return stated
    order = date_order(texts, month_first=cells.mapping.month_first)
    if order is DateOrder.UNDECIDED:
        example = next(t for t in [*texts[0], *texts[1]] if t and not t[:4].isdigit())
        raise FileRefusedError(
            file,
            f"the dates in {raw} (such as {example[:30]}) do not say whether the day comes first",
            "ISO dates such as 2026-11-24 15:40",
            "Say which with --dates day-first or --dates month-first, or write the dates that way.",
        )
    return order


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


def _last_moment(start: pd.Series, options: ReadOptions) -> pd.Timestamp:
    if options.latest is not None:
        after = pd.Timestamp(options.latest) + pd.Timedelta(days=1)
        return after.tz_localize(options.timezone)
    if start.empty:
        return pd.Timestamp("2100-01-01", tz=options.timezone)
    latest: pd.Timestamp = start.quantile(0.9, interpolation="lower")  # type: ignore[assignment]
    return latest + _SLIP_AFTER


def _ids(located: Located, frame: pd.DataFrame, verdicts: Verdicts) -> tuple[pd.Series, Verdicts]:
    """Ids as they came, or made of the content; reject those without, copies and old versions."""
    cells, shapes = located.cells, located.shapes
    if not cells.has("incident_id"):
        return _made_ids(located, frame, verdicts)
    ids = without_addresses(frame["incident_id"])
    verdicts = verdicts.rejecting(ids == "", "no id")
    if not ids.duplicated().any():
        return ids, verdicts
    again = ids[verdicts.good]
    again = again[again.duplicated(keep=False)]
    copies = content_ids(cells.table.frame.loc[again.index], shapes.loc[again.index]).duplicated()
    verdicts = verdicts.rejecting(ids.index.isin(copies.index[copies]), "duplicate row")
    kept = ids[verdicts.good]
    older = kept.index[kept.duplicated(keep="last")]
    reason = "a later row has the same incident_id"
    return ids, verdicts.rejecting(ids.index.isin(older), reason)


def _made_ids(
    located: Located, frame: pd.DataFrame, verdicts: Verdicts
) -> tuple[pd.Series, Verdicts]:
    """Ids from what is kept of a row, so that the same row of another file has the same one.

    Rows that differ only in what is not kept get a number each.
    """
    cells, shapes = located.cells, located.shapes
    if not cells.mapping.repeats:
        good = np.flatnonzero(verdicts.good)
        copies = np.zeros(len(frame), dtype=bool)
        copies[good] = content_ids(cells.table.frame.iloc[good], shapes.iloc[good]).duplicated()
        verdicts = verdicts.rejecting(copies, "duplicate row")
    good = np.flatnonzero(verdicts.good)
    kept = frame.drop(columns="incident_id").iloc[good]
    made = content_ids(kept, gpd.GeoSeries(shapely.set_precision(shapes.iloc[good], _SAME_M)))
    turn = made.groupby(made).cumcount()
    made = made.where(turn == 0, made + "-" + (turn + 1).astype("str"))
    ids = made.set_axis(frame.index[good]).reindex(frame.index, fill_value="").astype("str")
    return ids, verdicts


def _notices(unknown: tuple[str, ...], strange: dict[str, int]) -> tuple[str, ...]:
    notices = []
    if unknown:
        more = f" and {len(unknown) - 8} more" if len(unknown) > 8 else ""
        named = ", ".join(text[:60] for text in unknown[:8])
        notices.append(f"Offences that the vocabulary does not know are kept: {named}{more}.")
    for name, count in strange.items():
        notices.append(f"{count:,} values in {name} are neither yes nor no; they count as no.")
    return tuple(notices)
