"""Patrols that go where the ranking says, and rankings of what is recorded where they went."""

import datetime as dt
from dataclasses import dataclass
from typing import Final, Self

import geopandas as gpd
import numpy as np
import pandas as pd
from numpy.typing import NDArray
from shapely.geometry import box

from geo.clock import EveryDay, Window
from geo.evidence.feedback_city import BEGIN, City, rows_at
from geo.hotspots import HotspotSettings, risk_surface
from geo.hotspots.grid import Grid

Floats = NDArray[np.float64]
#: Patrols are sent to the riskiest cells, this share of all, each as often as its risk is large.
PATROLLED_SHARE: Final = 0.05
_WINDOW: Final = Window(days=EveryDay(), timezone="UTC")


@dataclass(frozen=True)
class Rule:
    """What patrols add to the record, and what of it is scored.

    Attributes
    ----------
    searches : bool
        Whether stops leave police-generated rows behind.
    past : bool
        Whether the searches of the history are on record.
    uplift : float
        By how much more victims report where officers are.
    scores_all : bool
        Whether police-generated rows are scored as if victims had reported them.
    """

    searches: bool = False
    past: bool = False
    uplift: float = 0.0
    scores_all: bool = False

    def recorded(self, rows: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
        """Searches as this rule records them: police-generated, or taken for any crime."""
        if self.scores_all:
            return rows.assign(offence="personal robbery")
        return rows.assign(police_generated=True)


@dataclass(frozen=True, eq=False)
class Trace:
    """What one rule made of one city: rankings, and the plans that followed.

    Attributes
    ----------
    risk : ndarray, shape (rankings, cells)
        Of each ranking, in order of time.
    minutes : ndarray, shape (rankings, cells)
        Share of the patrol minutes that each cell is given until the next; sums to 1.
    """

    risk: Floats
    minutes: Floats

    @classmethod
    def of(cls, city: City, rule: Rule, seed: int) -> Self:
        """Patrol a city by a rule."""
        settings, rng = city.settings, np.random.default_rng(seed)
        visited = np.zeros((settings.days, len(city.truth)), dtype=bool)
        searches = [rule.recorded(city.past)] if rule.past else []
        risks, plans = [], []
        for day in range(0, settings.days, settings.rerank_days):
            record = pd.concat([city.rows[city.reported(visited, rule.uplift)], *searches])
            risks.append(_risk(city, record, settings.history_days + day))
            plans.append(allotted(risks[-1]))
            days = slice(day, day + settings.rerank_days)
            stops = np.minimum(
                np.searchsorted(plans[-1].cumsum(), city.turn[days]), len(city.truth) - 1
            )
            visited[days] = _seen(stops, len(city.truth))
            if rule.searches:
                searches.append(rule.recorded(_searches(city, stops, day, rng)))
        return cls(np.array(risks), np.array(plans))


def allotted(risk: Floats) -> Floats:
    """Share of the minutes for each cell: to the riskiest ones, by their risk."""
    count = max(1, round(PATROLLED_SHARE * len(risk)))
    chosen = np.argsort(-risk, kind="stable")[:count]
    given = np.zeros(len(risk))
    given[chosen] = risk[chosen]
    return np.asarray(given / given.sum())


def _risk(city: City, record: gpd.GeoDataFrame, day: int) -> Floats:
    """Rank the cells by the record before a day, as the product does."""
    side, cell_m = city.settings.cells, city.settings.cell_m
    everywhere = np.ones((side, side), dtype=bool)
    grid = Grid(0.0, 0.0, cell_m, (side, side), everywhere, box(0, 0, side * cell_m, side * cell_m))
    as_of = BEGIN + dt.timedelta(days=day)
    settings = HotspotSettings(weights="equal")
    return risk_surface(record, _WINDOW, as_of, settings=settings, grid=grid).ranked_by.ravel()


def _seen(stops: NDArray[np.int64], cells: int) -> NDArray[np.bool_]:
    seen = np.zeros((len(stops), cells), dtype=bool)
    np.put_along_axis(seen, stops, values=True, axis=1)
    return seen


def _searches(
    city: City, stops: NDArray[np.int64], day: int, rng: np.random.Generator
) -> gpd.GeoDataFrame:
    """Rows that officers made where they stood, in the window."""
    settings = city.settings
    days = np.broadcast_to(
        settings.history_days + day + np.arange(len(stops))[:, None], stops.shape
    )
    times = city.searched[day : day + len(stops)].ravel()
    cell, on = (np.repeat(values.ravel(), times) for values in (stops, days))
    rows = rows_at(settings, cell, on, rng, 1.0, "stop and search")
    return rows.assign(incident_id=f"day {day} " + rows["incident_id"])
