"""Recorded incidents by cell, coarse enough and many enough to point at nobody."""

import datetime as dt
from typing import Final

import geopandas as gpd
import numpy as np
import shapely

from geo.clock import EveryDay, Window
from geo.hotspots import HotspotSettings, scored_incidents

CELL_M: Final = 250
FEWEST: Final = 5
_YEAR_DAYS: Final = 365


def recorded_by_cell(incidents: gpd.GeoDataFrame, before: dt.date) -> gpd.GeoDataFrame:
    """Scored incidents of the year before a date, counted in squares of 250 m.

    Parameters
    ----------
    incidents : GeoDataFrame
        The incidents layer, in metres.

    Returns
    -------
    GeoDataFrame
        Columns recorded (5 or more; other cells are left out) and geometry.
    """
    scored = scored_incidents(incidents, Window(days=EveryDay()), before, HotspotSettings())
    recent = scored.age_days <= _YEAR_DAYS
    corners = np.floor(np.column_stack([scored.x, scored.y])[recent] / CELL_M) * CELL_M
    cells, counts = np.unique(corners, axis=0, return_counts=True)
    cells, counts = cells[counts >= FEWEST], counts[counts >= FEWEST]
    west, south = cells.T if len(cells) else np.empty((2, 0))
    boxes = shapely.box(west, south, west + CELL_M, south + CELL_M)
    return gpd.GeoDataFrame({"recorded": counts}, geometry=boxes, crs=incidents.crs)
