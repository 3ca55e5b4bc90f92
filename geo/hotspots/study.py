"""What the hotspots of a date are made from: scored incidents, cells, and what lies around."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Final, Self

import geopandas as gpd
import numpy as np
import shapely
from pyproj import CRS

from geo.arrays import Floats
from geo.clock import EveryDay, Window
from geo.errors import CrsError
from geo.hotspots.methods import Past
from geo.hotspots.scoring import Scored, scored_incidents
from geo.hotspots.settings import HotspotSettings
from geo.hotspots.shapes import Surroundings
from geo.hotspots.surface import Grid, precision_m
from geo.layers import Layers, TimedIncidents, require_timed

_NEAR_MIN: Final = 120
_DAY_MIN: Final = 24 * 60
_ALONG_M: Final = 25.0


@dataclass(frozen=True, eq=False)
class Study:
    """Everything that hotspots of one date are made from; nothing in it is of that date or later.

    Attributes
    ----------
    surroundings : Surroundings or None
        Streets, barriers and masks, where the surroundings are known.
    """

    scored: Scored
    past: Past
    window: Window
    as_of: dt.date
    settings: HotspotSettings
    crs: CRS
    surroundings: Surroundings | None

    @classmethod
    def of(
        cls,
        incidents: TimedIncidents,
        window: Window,
        as_of: dt.date,
        settings: HotspotSettings | None = None,
        surroundings: Layers | None = None,
        grid: Grid | None = None,
    ) -> Self:
        """Score the incidents, and lay cells over them unless there are some already.

        Parameters
        ----------
        incidents : TimedIncidents
            Points in a projected CRS, metres.
        window : Window
        as_of : date
            Nothing of this date or later is used.
        settings : HotspotSettings, optional
        surroundings : Layers, optional
            In the CRS of the incidents.
        grid : Grid, optional

        Raises
        ------
        NothingToScoreError, CrsError
            As `detect_hotspots` raises them.
        """
        require_timed(incidents)
        chosen = settings or HotspotSettings()
        crs = _metric(incidents, surroundings)
        scored = scored_incidents(incidents, window, as_of, chosen)
        cells = grid or Grid.over(
            scored.x, scored.y, chosen.cell_m, precision_m(scored.x, scored.y, crs)
        )
        around = Surroundings.of(surroundings, chosen.masks) if surroundings is not None else None
        past = _past(scored, cells, window, surroundings)
        return cls(scored, past, window, as_of, chosen, crs, around)

    @property
    def grid(self) -> Grid:
        """The cells."""
        return self.past.grid

    def with_hours(self) -> Self:
        """Look up who lies in the hours around the window, where that has not been done."""
        if self.past.whole_day or self.past.near is not None:
            return self
        near = self.scored.shares(_widened(self.window))
        return replace(self, past=replace(self.past, near=near))

    def earlier(self, days: int) -> Self:
        """The same study as it was some days ago, on the same cells.

        Its date may be too early for any incident to be left; see ``len(scored)``.
        """
        rows = np.flatnonzero(self.past.age_days > days)
        some = {
            name: getattr(self.scored, name)[rows]
            for name in ("x", "y", "share", "harm", "value", "offence", "position")
        }
        age_days = self.scored.age_days[rows] - days
        return replace(
            self,
            scored=replace(self.scored, age_days=age_days, **some),
            past=replace(self.past.some(rows), age_days=age_days),
            as_of=self.as_of - dt.timedelta(days=days),
        )


def _metric(incidents: TimedIncidents, surroundings: Layers | None) -> CRS:
    if incidents.crs is None or not incidents.crs.is_projected:
        raise CrsError(
            "The incidents are not in metres; expected a projected coordinate system such as "
            "EPSG:27700. Read them with read_layer."
        )
    if surroundings is not None and CRS(surroundings.crs) != CRS(incidents.crs):
        raise CrsError("The incidents and the layers around them are in different systems.")
    return CRS(incidents.crs)


def _past(scored: Scored, grid: Grid, window: Window, surroundings: Layers | None) -> Past:
    return Past(
        grid=grid,
        x=scored.x,
        y=scored.y,
        age_days=scored.age_days,
        share=scored.share,
        value=scored.value,
        places=_places(grid, surroundings) if surroundings is not None else {},
        whole_day=(
            window.start_min == 0
            and window.end_min == _DAY_MIN
            and isinstance(window.days, EveryDay)
        ),
    )


def _widened(window: Window) -> Window:
    """The window and two hours on either side, on any day."""
    start = max(0, window.start_min - _NEAR_MIN)
    end = min(_DAY_MIN, window.end_min + _NEAR_MIN)
    return Window(start, end, EveryDay(), window.timezone, end - start)


def _places(grid: Grid, layers: Layers) -> Mapping[str, Floats]:
    """How many schools and interchanges, and how much high street, lie in each cell."""
    streets = layers.streets
    high = streets.geometry[streets["kind"] == "high street"].to_numpy()
    along = shapely.get_coordinates(shapely.segmentize(high, _ALONG_M))
    points = {
        "schools": _points(layers.schools),
        "interchanges": _points(layers.interchanges),
        "high streets": along,
    }
    counted = {
        kind: np.where(grid.inside, grid.counts(xy[:, 0], xy[:, 1], np.ones(len(xy))), 0.0)
        for kind, xy in points.items()
    }
    return {kind: counts for kind, counts in counted.items() if counts.any()}


def _points(frame: gpd.GeoDataFrame) -> Floats:
    return np.asarray(shapely.get_coordinates(frame.geometry.to_numpy()), dtype=float)
