"""Scored incidents of the window, counted by place and date."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Self

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from geo.arrays import Floats
from geo.clock import Window
from geo.errors import NothingToScoreError
from geo.hotspots import HotspotSettings, scored_incidents


@dataclass(frozen=True, eq=False)
class Record:
    """Incidents that count, in the window, and the dates on which it ran.

    Attributes
    ----------
    dates : DatetimeIndex
        Dates of the window from the first incident to the end of the data.
    x, y : ndarray
        Metres in the workspace's CRS.
    share : ndarray
        How much of each incident falls into the window (aoristic), above 0.
    date : ndarray of int
        Position of each incident's date in ``dates``.
    until : date
        The last date that the data covers.
    """

    dates: pd.DatetimeIndex
    x: Floats
    y: Floats
    share: Floats
    date: NDArray[np.int64]
    until: dt.date

    @classmethod
    def of(
        cls,
        incidents: gpd.GeoDataFrame,
        window: Window,
        *,
        scoring: HotspotSettings | None = None,
        until: dt.date | None = None,
    ) -> Self:
        """Keep what is scored and inside the window; police-generated rows never are.

        Parameters
        ----------
        incidents : GeoDataFrame
            The layer of the workspace, in metres.
        until : date, optional
            The last date that the data covers; without it, that of the last incident.

        Raises
        ------
        NothingToScoreError
            When nothing is left.
        """
        if incidents.empty:
            raise NothingToScoreError("There are no incidents to compare. Give a file with them.")
        last = until or incidents["committed_from"].max().tz_convert(window.timezone).date()
        as_of = last + dt.timedelta(days=1)
        scored = scored_incidents(incidents, window, as_of, scoring or HotspotSettings())
        oldest = as_of - dt.timedelta(days=int(scored.age_days.max()))
        dates = window.dates_between(oldest, as_of)
        day = pd.Timestamp(as_of) - pd.to_timedelta(scored.age_days, unit="D")
        position = dates.get_indexer(pd.DatetimeIndex(day))
        kept = (scored.share > 0) & (position >= 0)
        x, y, share = scored.x[kept], scored.y[kept], scored.share[kept]
        return cls(dates, x, y, share, position[kept].astype(np.int64), last)

    def counts(self, shapes: Sequence[BaseGeometry]) -> Floats:
        """Incidents by shape and date.

        Returns
        -------
        ndarray, shape (shapes, dates)
        """
        table = np.zeros((len(shapes), len(self.dates)))
        if len(shapes) and len(self.x):
            tree = shapely.STRtree(shapely.points(self.x, self.y))
            which, point = tree.query(np.array(shapes, dtype=object), predicate="intersects")
            np.add.at(table, (which, self.date[point]), self.share[point])
        return table

    def between(self, first: dt.date, end: dt.date) -> NDArray[np.bool_]:
        """Say of each date whether it is from ``first`` up to, but not including, ``end``."""
        return np.asarray((self.dates >= pd.Timestamp(first)) & (self.dates < pd.Timestamp(end)))
