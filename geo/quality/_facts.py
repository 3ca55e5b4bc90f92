"""Incidents as plain arrays, made once for all the checks."""

import datetime as dt
from dataclasses import dataclass, field
from functools import cached_property
from typing import Final, Self

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from geo.arrays import Bools, Floats, Ints
from geo.hotspots import AGGREGATE_ONLY, INDOORS_OR_ONLINE, harm_weights, roles

DAY_S: Final = 86_400
#: More sources than these are counted as one.
_SOURCES: Final = 12
_OTHERS: Final = "other sources"
_UNNAMED: Final = "no source named"
#: Incidents are shown on a map as cells of this size, never one by one.
_CELL_M: Final = 250.0
_MOST_SHOWN: Final = 500


@dataclass(frozen=True, eq=False)
class Incidents:
    """Incidents as arrays of one length, and what they are counted by.

    Attributes
    ----------
    local_s : ndarray of int
        Seconds of local clock time since the start of 1970.
    span_s : ndarray of int
        From committed_from to committed_to; 0 where that is missing or inverted.
    has_end : ndarray of bool
        Whether committed_to says anything.
    source : ndarray of int
        Position in ``sources``, which begin with the largest.
    x, y : ndarray of float
        Metres.
    role : Series of str
        scored, context, excluded or unknown, by offence.
    as_at : date
        The last day that the data covers.
    """

    frame: gpd.GeoDataFrame = field(repr=False)
    timezone: str
    as_at: dt.date
    local_s: Ints
    span_s: Ints
    has_end: Bools
    source: Ints
    sources: tuple[str, ...]
    x: Floats
    y: Floats
    role: pd.Series

    @classmethod
    def of(cls, frame: gpd.GeoDataFrame, timezone: str, as_at: dt.date | None) -> Self:
        """Take a layer of incidents apart; it must have rows."""
        start, end = frame["committed_from"], frame["committed_to"]
        begin_s, end_s = _utc_s(start), _utc_s(end)
        has_end = end.notna().to_numpy()
        local = pd.DatetimeIndex(start).tz_convert(timezone).tz_localize(None)
        local_s = np.asarray(local.as_unit("s").asi8, dtype=np.int64)
        source, sources = _sources(frame["source"])
        xy = shapely.get_coordinates(frame.geometry.to_numpy())
        last = dt.date(1970, 1, 1) + dt.timedelta(days=int(local_s.max() // DAY_S))
        return cls(
            frame,
            timezone,
            as_at or last,
            local_s,
            np.where(has_end & (end_s > begin_s), end_s - begin_s, 0),
            has_end,
            source,
            sources,
            xy[:, 0],
            xy[:, 1],
            roles(frame["offence"]),
        )

    def __len__(self) -> int:
        return len(self.local_s)

    @cached_property
    def day(self) -> Ints:
        """Days since the start of 1970."""
        return np.asarray(self.local_s // DAY_S)

    @cached_property
    def second(self) -> Ints:
        """Seconds since local midnight."""
        return np.asarray(self.local_s - self.day * DAY_S)

    @cached_property
    def rows_by_source(self) -> Ints:
        """Rows of each source."""
        return np.asarray(np.bincount(self.source, minlength=len(self.sources)), dtype=np.int64)

    def by_source(self, chosen: Bools) -> Ints:
        """Chosen rows of each source."""
        counts = np.bincount(self.source[chosen], minlength=len(self.sources))
        return np.asarray(counts, dtype=np.int64)

    @cached_property
    def spot(self) -> tuple[Ints, Ints]:
        """The distinct points, to 10 cm: which one each row lies on, and rows of each."""
        east, north = (np.round(v * 10).astype(np.int64) for v in (self.x, self.y))
        keys = (east - east.min()) * (int(north.max() - north.min()) + 1) + (north - north.min())
        which, points = pd.factorize(keys)
        counts = np.bincount(which, minlength=len(points))
        return np.asarray(which, dtype=np.int64), np.asarray(counts, dtype=np.int64)

    @cached_property
    def first_on_spot(self) -> Ints:
        """A row on each of the distinct points, by which its coordinates are known."""
        which, counts = self.spot
        row = np.zeros(len(counts), dtype=np.int64)
        row[which[::-1]] = np.arange(len(which))[::-1]
        return row

    @cached_property
    def place_out(self) -> Bools:
        """Rows in a dwelling or online, by location_type."""
        kinds = self.frame["location_type"]
        words = pd.Series(kinds.unique(), dtype="str").fillna("").str.lower()
        out = set(pd.Series(kinds.unique())[words.str.contains("|".join(INDOORS_OR_ONLINE))])
        return np.asarray(kinds.isin(out))

    def weight(self, own: tuple[tuple[str, float], ...]) -> Floats:
        """Harm weight of each row, by the settings of the area."""
        return harm_weights(self.frame["offence"], self.frame["knife"], own).to_numpy()

    def shown(self, chosen: Bools) -> gpd.GeoSeries:
        """Where some rows are, as the middles of 250 m cells; never a sexual offence."""
        open_rows = chosen & ~self.frame["offence"].isin(AGGREGATE_ONLY).to_numpy()
        xy = np.column_stack([self.x[open_rows], self.y[open_rows]])
        middles = np.unique((np.floor(xy / _CELL_M) + 0.5) * _CELL_M, axis=0)[:_MOST_SHOWN]
        return gpd.GeoSeries(shapely.points(middles), crs=self.frame.crs)


def _utc_s(moments: pd.Series) -> Ints:
    return np.asarray(pd.DatetimeIndex(moments).as_unit("s").asi8, dtype=np.int64)


def _sources(column: pd.Series) -> tuple[Ints, tuple[str, ...]]:
    """Numbers for the sources, the largest first; the smallest of many as one."""
    codes, values = pd.factorize(column)
    counts = np.bincount(codes, minlength=len(values))
    names = [str(name).strip() or _UNNAMED for name in values]
    order = sorted(range(len(values)), key=lambda n: (-int(counts[n]), names[n]))
    place = np.zeros(len(values), dtype=np.int64)
    place[order] = np.minimum(np.arange(len(order)), _SOURCES)
    shown = [names[n] for n in order[:_SOURCES]]
    if len(order) > _SOURCES:
        shown.append(_OTHERS)
    return place[codes], tuple(shown)


def share(part: float, whole: float) -> str:
    """``12%``, ``0.4%``, ``under 0.1%``; none of something is ``0%``."""
    if not whole or not part:
        return "0%"
    value = part / whole
    if value < 0.001:
        return "under 0.1%"
    if value >= 0.995 and part < whole:
        return "over 99%"
    return f"{value:.1%}" if value < 0.0995 else f"{value:.0%}"


def part_of(count: int, whole: int) -> str:
    """``12 rows (0.4%)``; ``No row``, which begins a sentence."""
    return f"{rows(count)} ({share(count, whole)})" if count else "No row"


def rows(count: int) -> str:
    """``1 row``, ``1,234 rows``; ``No row``, which begins a sentence."""
    return counted(count, "row") if count else "No row"


def counted(count: int, one: str, many: str = "") -> str:
    """``1 school``, ``3 schools``."""
    return f"{count:,} {one if count == 1 else many or one + 's'}"


def day(date: dt.date) -> str:
    """``24 Nov 2026``."""
    return f"{date:%-d %b %Y}"


def date_of(day_number: float) -> dt.date:
    """The date so many days after 1 January 1970."""
    return dt.date(1970, 1, 1) + dt.timedelta(days=int(day_number))


def percent(values: object) -> np.ndarray:
    """Shares from 0 to 1 as percentages with one digit."""
    return np.round(np.asarray(values, dtype=float) * 100, 1)


def chance(value: float) -> str:
    """A probability in a cell: ``0.03``, ``under 0.0001``."""
    return "under 0.0001" if value < 1e-4 else f"{value:.2g}"
