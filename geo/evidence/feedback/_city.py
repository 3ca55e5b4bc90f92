"""A simulated city whose true risk never changes: what happens, who reports it, who is searched.

Everything is drawn from the seed before the first patrol, and the same in every arm of the
experiment, so that arms differ by their rule and not by luck.
"""

import datetime as dt
from dataclasses import dataclass
from typing import Final, Self

import geopandas as gpd
import numpy as np
import pandas as pd

from geo.arrays import Bools, Floats, Ints
from geo.errors import SettingError
from geo.model import FLAGS

#: First day of the record. No date of the simulation is a real one.
BEGIN: Final = dt.date(2001, 1, 1)
CRS: Final = "EPSG:27700"
_HOT_PLACES: Final = 16
_HOT_SHARE: Final = 0.5
_HOT_M: Final = (50.0, 120.0)
_BEATS: Final = 0.05
_IN_WINDOW: Final = 0.3
_WINDOW_MIN: Final = (15 * 60, 18 * 60)
_DAY_MIN: Final = 24 * 60


@dataclass(frozen=True)
class FeedbackSettings:
    """How large the simulated city is, how long it is patrolled, and what patrols do to records.

    Attributes
    ----------
    side_m, cell_m : float
        Side of the square city, and of a cell.
    reports_per_day : float
        Incidents that victims report on a day without patrols, in the whole city.
    reported : float
        Share of incidents that are reported then, 0 to 1.
    history_days, days : int
        Record before the first patrol, and length of the experiment.
    rerank_days : int
        The ranking is made again after so many days.
    visits_per_day : int
        Stops of all patrols; each is 12 minutes in one cell.
    searches_per_visit : float
        Police-generated rows (stop and search, drugs, weapons found) that a stop leaves behind.
    uplifts : tuple of float
        By how much more is reported, at any hour of a day, in a cell that officers visit on it;
        one arm of the experiment each.
    runs : int
        Cities drawn; figures are means over them.
    """

    side_m: float = 5_000
    cell_m: float = 125
    reports_per_day: float = 6
    reported: float = 0.5
    history_days: int = 364
    days: int = 364
    rerank_days: int = 28
    visits_per_day: int = 16
    searches_per_visit: float = 0.5
    uplifts: tuple[float, ...] = (0.1, 0.3)
    runs: int = 5

    def __post_init__(self) -> None:
        faults = []
        if not (0 < self.reported * (1 + max(self.uplifts, default=0)) <= 1):
            faults.append(f"of {self.reported} reported, no more than all can be with an uplift")
        if min(self.uplifts, default=0) < 0:
            faults.append("an uplift is negative; expected 0 or more")
        if not 1 <= self.rerank_days <= self.days / 2 or self.history_days < 1:
            faults.append(f"{self.days} days cannot be ranked every {self.rerank_days}")
        if self.runs < 2:
            faults.append(f"{self.runs} runs have no interval; expected 2 or more")
        if faults:
            raise SettingError("The feedback simulation: " + "; ".join(faults) + ".")

    @classmethod
    def small(cls) -> Self:
        """A quick look: a small town, a few months, three runs."""
        return cls(
            side_m=2_500, reports_per_day=4, history_days=180, days=112, visits_per_day=8, runs=3
        )

    @property
    def cells(self) -> int:
        """Cells on a side."""
        return int(self.side_m // self.cell_m)


@dataclass(frozen=True, eq=False)
class City:
    """One city: true risk by cell, and everything that chance decides.

    Attributes
    ----------
    truth : ndarray, shape (cells,)
        Share of the incidents in each cell, row by row from the south-west; sums to 1.
    cell, day : ndarray, shape (incidents,)
        Where and when each incident is, reported or not.
    ear : ndarray, shape (incidents,)
        0 to 1; an incident is reported when the share that is reported exceeds it.
    rows : GeoDataFrame
        The incidents as rows of the layer.
    past : GeoDataFrame
        Searches of the history, all in one quarter of the city and as many as patrols will make.
    turn : ndarray, shape (days, visits)
        0 to 1; which cell each stop goes to, given the plan.
    searched : ndarray, shape (days, visits)
        Police-generated rows of each stop.
    """

    settings: FeedbackSettings
    truth: Floats
    cell: Ints
    day: Ints
    ear: Floats
    rows: gpd.GeoDataFrame
    past: gpd.GeoDataFrame
    turn: Floats
    searched: Ints

    @classmethod
    def drawn(cls, settings: FeedbackSettings, seed: int) -> Self:
        """Draw a city."""
        rng = np.random.default_rng(seed)
        truth = _truth(settings, rng)
        length = settings.history_days + settings.days
        count = rng.poisson(settings.reports_per_day / settings.reported * length)
        cell = rng.choice(len(truth), size=count, p=truth)
        day = rng.integers(0, length, count)
        rows = rows_at(settings, cell, day, rng, _IN_WINDOW, "personal robbery")
        past = _past(settings, rng)
        shape = settings.days, settings.visits_per_day
        turn, searched = rng.random(shape), rng.poisson(settings.searches_per_visit, shape)
        return cls(settings, truth, cell, day, rng.random(count), rows, past, turn, searched)

    def reported(self, visited: Bools, uplift: float) -> Bools:
        """Which incidents are reported.

        Parameters
        ----------
        visited : ndarray, shape (days, cells)
            Where officers are, from the first day of the experiment on.
        """
        since = self.day - self.settings.history_days
        seen = (since >= 0) & visited[np.maximum(since, 0), self.cell]
        return self.ear < self.settings.reported * np.where(seen, 1 + uplift, 1.0)


def rows_at(
    settings: FeedbackSettings,
    cell: Ints,
    day: Ints,
    rng: np.random.Generator,
    in_window: float,
    offence: str,
) -> gpd.GeoDataFrame:
    """Rows of the incidents layer, anywhere in their cells, so large a share of them in the window.

    Parameters
    ----------
    day : ndarray
        Days since the record began.
    """
    row, column = np.divmod(cell, settings.cells)
    x, y = (np.stack([column, row]) + rng.random((2, len(cell)))) * settings.cell_m
    late = rng.random(len(cell)) < in_window
    minute = np.where(
        late, rng.integers(*_WINDOW_MIN, len(cell)), rng.integers(0, _DAY_MIN, len(cell))
    )
    start = pd.Series(
        pd.Timestamp(BEGIN, tz="UTC") + pd.to_timedelta(day * _DAY_MIN + minute, unit="min")
    )
    frame = pd.DataFrame(
        {
            "incident_id": [f"{offence[0]}{n}" for n in range(len(cell))],
            "source": "simulated",
            "offence": offence,
            "committed_from": start,
            "committed_to": start,
            "location_type": "street",
            **dict.fromkeys(FLAGS, False),
        }
    )
    return gpd.GeoDataFrame(frame, geometry=gpd.points_from_xy(x, y), crs=CRS)


def _past(settings: FeedbackSettings, rng: np.random.Generator) -> gpd.GeoDataFrame:
    """Searches of a force that looked in the north-east only, in few cells, whatever the risk."""
    half, count = settings.cells // 2, settings.cells**2
    quarter = (np.arange(count) // settings.cells >= half) & (
        np.arange(count) % settings.cells >= half
    )
    beats = rng.permutation(np.flatnonzero(quarter))[: max(1, round(_BEATS * count))]
    made = round(settings.history_days * settings.visits_per_day * settings.searches_per_visit)
    days = rng.integers(0, settings.history_days, made)
    return rows_at(settings, rng.choice(beats, made), days, rng, 1.0, "stop and search")


def _truth(settings: FeedbackSettings, rng: np.random.Generator) -> Floats:
    """A few hot places of very different weight over an uneven background."""
    side = settings.cells
    at = (np.arange(side) + 0.5) * settings.cell_m
    x, y = (part.ravel() for part in np.meshgrid(at, at))
    where = rng.uniform(0.1, 0.9, (_HOT_PLACES, 2)) * settings.side_m
    weight = 1 / np.arange(1, _HOT_PLACES + 1)
    spread_m = rng.uniform(*_HOT_M, _HOT_PLACES)
    gap_m2 = (x - where[:, :1]) ** 2 + (y - where[:, 1:]) ** 2
    hot = np.exp(-gap_m2 / 2 / spread_m[:, None] ** 2)
    hot = weight @ (hot / hot.sum(axis=1, keepdims=True))
    base = np.exp(rng.normal() * np.sin(np.pi * x / settings.side_m) + y / settings.side_m)
    return np.asarray(_HOT_SHARE * hot / hot.sum() + (1 - _HOT_SHARE) * base / base.sum())
