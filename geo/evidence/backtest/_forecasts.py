"""The forecasts that the product itself makes, put to the test as they are."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final, Protocol, cast

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray

from geo.arrays import Floats
from geo.clock import Window
from geo.errors import AfterbellError
from geo.hotspots import METHODS, Grid, HotspotSettings, RiskSurface, detect_hotspots, risk_surface
from geo.layers import Layers, TimedIncidents
from geo.model import Hotspot

#: Every origin has at least this much behind it.
LEAST_PAST_DAYS: Final = 84
LEAST_KNOWN: Final = 50

Dates = NDArray[np.datetime64]
_DAY: Final = np.timedelta64(1, "D")


@dataclass(frozen=True)
class Origin:
    """A forecast made for ``as_of``, tested until (not on) ``until``."""

    as_of: dt.date
    until: dt.date


def rolling_origins(dates: Dates, most: int, test_days: int) -> tuple[Origin, ...]:
    """Lay consecutive test blocks back from the last day of the data, oldest first.

    Parameters
    ----------
    dates : ndarray of datetime64
        The local date of every scored incident.
    most : int
        As many blocks as the data allow, up to this.
    test_days : int
        Length of a block; blocks neither overlap nor leave gaps.

    Raises
    ------
    AfterbellError
        When not even one block has enough days and incidents before it.
    """
    first, end = dates.min(), dates.max() + _DAY
    span_days = int((end - first) / _DAY)
    room = (span_days - LEAST_PAST_DAYS) // test_days
    cuts = [end - test_days * n * _DAY for n in range(min(most, room), 0, -1)]
    enough = [cut for cut in cuts if (dates < cut).sum() >= LEAST_KNOWN]
    if not enough:
        raise AfterbellError(
            f"No test can be made: {len(dates):,} scored incidents over {span_days:,} days. "
            f"Expected at least {LEAST_KNOWN} incidents and {LEAST_PAST_DAYS} days before a test "
            f"of {test_days} days. Give a longer extract."
        )
    block = dt.timedelta(days=test_days)
    starts = [pd.Timestamp(cut).date() for cut in enough]
    return tuple(Origin(start, start + block) for start in starts)


def known_before(incidents: TimedIncidents, window: Window, as_of: dt.date) -> TimedIncidents:
    """Rows that were over before a date began: all that a forecast for it may see.

    They are cut out before any method is called, so that nothing later can reach one.
    """
    midnight = pd.Timestamp(as_of).tz_localize(window.timezone)
    start = incidents["committed_from"]
    last = incidents["committed_to"].fillna(start)
    rows: TimedIncidents = incidents[np.asarray((start < midnight) & (last < midnight))]
    return rows


def begun_between(
    incidents: TimedIncidents, window: Window, first: dt.date, until: dt.date
) -> TimedIncidents:
    """Rows that began on ``first`` or later and before ``until``."""
    days = local_dates(incidents, window)
    inside = (days >= np.datetime64(first)) & (days < np.datetime64(until))
    rows: TimedIncidents = incidents[inside]
    return rows


def local_dates(incidents: TimedIncidents, window: Window) -> Dates:
    """Date on which each incident began, on the window's clock."""
    start = pd.DatetimeIndex(incidents["committed_from"])
    return start.tz_convert(window.timezone).tz_localize(None).normalize().to_numpy()


class Surface(Protocol):
    """What a backtest reads of a `RiskSurface`."""

    @property
    def grid(self) -> Grid:
        """The cells."""
        ...

    @property
    def incidents(self) -> Floats:
        """Expected in one window, cell by cell: shape ``grid.shape``."""
        ...

    @property
    def ranked_by(self) -> Floats:
        """What decides the ranks, cell by cell."""
        ...


class Forecasts(Protocol):
    """Forecasts from what was known before a date.

    Every call is given nothing but incidents that were over before ``as_of``.
    """

    @property
    def methods(self) -> tuple[str, ...]:
        """Keys of all methods there are."""
        ...

    @property
    def default(self) -> str:
        """Key of the method that the others are held against."""
        ...

    def surface(self, known: TimedIncidents, as_of: dt.date, method: str, grid: Grid) -> Surface:
        """Expected incidents and harm on given cells, by one method."""
        ...

    def hotspots(self, known: TimedIncidents, as_of: dt.date, most: int) -> Sequence[Hotspot]:
        """Hotspots of the default in rank order, at most so many."""
        ...

    def title_and_paper(self, method: str) -> tuple[str, str]:
        """Title and paper of a method."""
        ...


def cells_of(grid: Grid, x: NDArray[np.float64], y: NDArray[np.float64]) -> NDArray[np.int64]:
    """Numbers of the cells of points, row by row from the south-west; -1 outside the study area.

    `Grid.number` gives points beyond the grid the cell on its edge; here they have none.
    """
    number = grid.number(x, y)
    height, width = grid.shape
    beyond = (
        (x < grid.west)
        | (y < grid.south)
        | (x >= grid.west + width * grid.cell_m)
        | (y >= grid.south + height * grid.cell_m)
    )
    return np.asarray(np.where(grid.inside.ravel()[number] & ~beyond, number, -1))


@dataclass(frozen=True)
class FromDetection:
    """Surfaces and hotspots of `geo.hotspots`, for one window and one choice of settings."""

    window: Window
    settings: HotspotSettings
    surroundings: Layers | None = None

    @property
    def methods(self) -> tuple[str, ...]:
        """All that are registered."""
        return tuple(METHODS)

    @property
    def default(self) -> str:
        """The method of the settings."""
        return self.settings.method

    def surface(
        self, known: TimedIncidents, as_of: dt.date, method: str, grid: Grid
    ) -> RiskSurface:
        """One method's surface, as it would have been drawn on the day.

        What was known outside the common cells is left out, lest it gather at their edge.
        """
        points = cast("gpd.GeoDataFrame", known).geometry.to_numpy()
        inside = cells_of(grid, shapely.get_x(points), shapely.get_y(points)) >= 0
        chosen = replace(self.settings, method=method)
        return risk_surface(
            known if inside.all() else known[inside],
            self.window,
            as_of,
            settings=chosen,
            surroundings=self.surroundings,
            grid=grid,
        )

    def hotspots(self, known: TimedIncidents, as_of: dt.date, most: int) -> Sequence[Hotspot]:
        """The hotspots that a sergeant would have seen on the day."""
        chosen = replace(self.settings, top_n=max(most, self.settings.top_n))
        hotspots = detect_hotspots(
            known, self.window, as_of, settings=chosen, surroundings=self.surroundings
        )
        return hotspots.items[:most]

    def title_and_paper(self, method: str) -> tuple[str, str]:
        """As the method says of itself."""
        return METHODS[method].title, METHODS[method].paper
