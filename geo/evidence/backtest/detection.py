"""The forecasts that the product itself makes, put to the test as they are."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import cast

import geopandas as gpd
import shapely

from geo.clock import Window
from geo.evidence.backtest.cells import cells_of
from geo.hotspots import METHODS, HotspotSettings, RiskSurface, detect_hotspots, risk_surface
from geo.hotspots.grid import Grid
from geo.layers import Layers, TimedIncidents
from geo.model import Hotspot


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
        found = detect_hotspots(
            known, self.window, as_of, settings=chosen, surroundings=self.surroundings
        )
        return found.items[:most]

    def named(self, method: str) -> tuple[str, str]:
        """As the method says of itself."""
        return METHODS[method].title, METHODS[method].paper
