"""Places that were patrolled, and when."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Self

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from shapely.geometry import MultiPolygon, Polygon

from geo.errors import SettingError
from geo.model.spot import Spot

#: First and last date of a stretch; both belong to it.
Period = tuple[dt.date, dt.date]


@dataclass(frozen=True)
class Patrolled(Spot):
    """A place that was patrolled, and the stretches of dates on which it was.

    Attributes
    ----------
    periods : tuple of (date, date)
        First and last date of each; a single day is a stretch of one.
    """

    periods: tuple[Period, ...] = ()

    def __post_init__(self) -> None:
        super().__post_init__()
        if not self.periods or any(last < first for first, last in self.periods):
            raise SettingError(
                f"{self.name or self.place_id} needs the dates on which it was patrolled, each "
                "stretch with its first date before its last."
            )

    @classmethod
    def on_dates(
        cls, place_id: str, name: str, shape: Polygon | MultiPolygon, dates: Iterable[dt.date]
    ) -> Self:
        """A place that was patrolled on single dates."""
        return cls(place_id, name, shape, tuple((day, day) for day in sorted(set(dates))))

    @property
    def first(self) -> dt.date:
        """The first date on which it was patrolled."""
        return min(first for first, _ in self.periods)

    @property
    def last(self) -> dt.date:
        """The last date on which it was patrolled."""
        return max(last for _, last in self.periods)

    def on(self, dates: pd.DatetimeIndex) -> NDArray[np.bool_]:
        """Say for each date whether the place was patrolled on it."""
        firsts, lasts = (np.array([p[n] for p in self.periods], "datetime64[D]") for n in (0, 1))
        day = dates.to_numpy().astype("datetime64[D]")[:, None]
        return np.asarray(((day >= firsts) & (day <= lasts)).any(axis=1))
