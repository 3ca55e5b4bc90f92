"""Control days: which places rest on which dates of a trial, drawn by lot, as a table.

A place is named by its shape, because ids and ranks of hotspots change from day to day. A row is a
place on a date; the shape of a place is in the first of its rows.
"""

import datetime as dt
from dataclasses import dataclass
from functools import cached_property
from typing import Final

import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray
from pyproj import CRS

from geo.crs import name_of
from geo.errors import CrsError, SettingError
from geo.model.hotspot import Spot

CONTROL_COLUMNS: Final = (
    "date", "place_id", "place", "day", "block", "why", "seed", "share", "crs", "shape",
)  # fmt: skip
PATROL: Final = "patrol"
REST: Final = "rest"


@dataclass(frozen=True, eq=False)
class ControlDays:
    """A randomised design: each place rests on some dates, and may be patrolled on the others.

    Attributes
    ----------
    spots : tuple of Spot
        Places by their shapes.
    dates : tuple of date
        In order.
    rests : ndarray of bool, shape (places, dates)
    block : ndarray of int, shape (dates,)
        Fortnight of each date; the lot is drawn within it.
    share : float
        Part of the dates on which a place rests, 0 to 1.
    seed : int
    crs : CRS
        Of the shapes; projected.
    """

    spots: tuple[Spot, ...]
    dates: tuple[dt.date, ...]
    rests: NDArray[np.bool_]
    block: NDArray[np.int64]
    share: float
    seed: int
    crs: CRS

    def __post_init__(self) -> None:
        expected = (len(self.spots), len(self.dates))
        if self.rests.shape != expected or self.block.shape != expected[1:] or not all(expected):
            raise SettingError(
                f"A trial of {expected[0]} places and {expected[1]} dates cannot have "
                f"{self.rests.shape} rests and {self.block.shape} blocks."
            )

    @property
    def why(self) -> str:
        """The reason that a planner and an officer are given."""
        return f"A control day of the trial, drawn by lot (seed {self.seed})"

    @cached_property
    def _position(self) -> dict[dt.date, int]:
        return {date: n for n, date in enumerate(self.dates)}

    def resting_on(self, date: dt.date) -> tuple[Spot, ...]:
        """Places that are not to be visited on a date; none on a date outside the trial.

        Parameters
        ----------
        date : date
        """
        at = self._position.get(date)
        if at is None:
            return ()
        return tuple(s for s, rest in zip(self.spots, self.rests[:, at], strict=True) if rest)

    def to_frame(self) -> pd.DataFrame:
        """As a table of text in CONTROL_COLUMNS: one row a place and date."""
        places, dates = self.rests.shape
        place, date = np.divmod(np.arange(places * dates), dates)
        rest = self.rests.ravel()
        shapes = np.array([shapely.to_wkt(s.shape, rounding_precision=1) for s in self.spots])
        return pd.DataFrame(
            {
                "date": np.array([day.isoformat() for day in self.dates])[date],
                "place_id": np.array([spot.place_id for spot in self.spots])[place],
                "place": np.array([spot.name for spot in self.spots])[place],
                "day": np.where(rest, REST, PATROL),
                "block": self.block[date].astype(str),
                "why": np.where(rest, self.why, ""),
                "seed": str(self.seed),
                "share": f"{self.share:g}",
                "crs": self.crs.to_string(),
                "shape": np.where(date == 0, shapes[place], ""),
            }
        ).astype("str")

    def require_crs(self, crs: CRS) -> None:
        """Refuse a design whose shapes are in another CRS.

        Parameters
        ----------
        crs : CRS

        Raises
        ------
        CrsError
            When they are.
        """
        if self.crs != crs:
            raise CrsError(
                f"The control days are in {name_of(self.crs)} and the area in {name_of(crs)}. "
                "Draw them again in this area."
            )
