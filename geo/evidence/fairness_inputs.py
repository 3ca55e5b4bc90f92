"""What fairness compares: patrol minutes and victim harm as points, and the area of each."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Self

import geopandas as gpd
import numpy as np
import shapely
from numpy.typing import NDArray
from pyproj import CRS

from geo.clock import Window
from geo.errors import SettingError
from geo.hotspots.scored import scored_incidents
from geo.hotspots.settings import HotspotSettings
from geo.layers import TimedIncidents, require_timed
from geo.model import PlaceKind, Stop
from geo.patrol import Plan

Floats = NDArray[np.float64]
_YEAR_DAYS = 365


@dataclass(frozen=True, eq=False)
class PatrolMinutes:
    """Minutes that officers stand somewhere, planned or delivered; walks between do not count.

    Attributes
    ----------
    x, y : ndarray, shape (stops,)
        Metres in the workspace's CRS.
    minutes : ndarray
        Length of each stop.
    """

    x: Floats
    y: Floats
    minutes: Floats

    def __post_init__(self) -> None:
        if not len(self.x) == len(self.y) == len(self.minutes):
            raise SettingError(
                f"{len(self.minutes)} stops came with {len(self.x)} and {len(self.y)} "
                "coordinates; expected one point for each."
            )
        if not (np.isfinite(self.minutes) & (self.minutes >= 0)).all():
            raise SettingError("A stop has no or negative minutes; expected 0 or more for each.")

    def __len__(self) -> int:
        return len(self.minutes)

    @classmethod
    def of_stops(cls, stops: Iterable[Stop]) -> Self:
        """Minutes of stops, each at the point of its place."""
        rows = [(*stop.place.point, stop.dwell_min) for stop in stops]
        return cls(*np.array(rows, dtype=float).reshape(-1, 3).T)

    @classmethod
    def of_plans(cls, plans: Iterable[Plan]) -> Self:
        """Minutes of every stop of some plans; a break is no patrol."""
        stops = (s for plan in plans for route in plan.routes for s in route.stops)
        return cls.of_stops(s for s in stops if s.place.kind is not PlaceKind.BREAK)

    @property
    def one_stop_min(self) -> float:
        """Length of a usual stop in minutes; 0 without any."""
        return float(np.mean(self.minutes)) if len(self) else 0.0


@dataclass(frozen=True, eq=False)
class VictimHarm:
    """Harm that victims and witnesses reported, as it fell into the window.

    Attributes
    ----------
    x, y : ndarray, shape (incidents,)
        Metres in ``crs``.
    value : ndarray
        Harm weight times the share of the incident in the window (aoristic); above 0.
    windows : int
        How often the window ran in that time.
    first : date
        From when on; up to the day before the one that is planned.
    """

    x: Floats
    y: Floats
    value: Floats
    windows: int
    first: dt.date
    crs: CRS

    @classmethod
    def of(
        cls,
        incidents: TimedIncidents,
        window: Window,
        as_of: dt.date,
        *,
        settings: HotspotSettings | None = None,
        days: int = _YEAR_DAYS,
    ) -> Self:
        """Harm of the days before a date, from the rows that may be scored and no others.

        Police-generated rows are left out: they would count a patrol as its own reason.

        Raises
        ------
        NothingToScoreError
            When no scored incident is known before ``as_of``.
        """
        require_timed(incidents)
        scored = scored_incidents(incidents, window, as_of, settings or HotspotSettings())
        since_days = int(min(days, scored.age_days.max()))
        first = as_of - dt.timedelta(days=since_days)
        value = np.where(scored.age_days <= since_days, scored.share * scored.harm, 0.0)
        kept = value > 0
        windows = len(window.dates_between(first, as_of))
        crs = CRS(incidents.crs)
        return cls(scored.x[kept], scored.y[kept], value[kept], windows, first, crs)


def area_of(x: Floats, y: Floats, areas: gpd.GeoDataFrame) -> NDArray[np.int64]:
    """Position of the area that each point lies in; -1 outside all.

    On a border, or where areas overlap, the first of them counts.
    """
    at, area = shapely.STRtree(areas.geometry.to_numpy()).query(
        shapely.points(x, y), predicate="intersects"
    )
    found = np.full(len(x), len(areas), dtype=np.int64)
    np.minimum.at(found, at, area)
    return np.where(found == len(areas), -1, found)


def sums(where: NDArray[np.int64], values: Floats, count: int) -> Floats:
    """Sum of the values of each group; those at -1 are left out."""
    known = where >= 0
    return np.asarray(np.bincount(where[known], values[known], minlength=count), dtype=float)
