"""What a method gives: expected incidents and harm per window on common cells."""

from dataclasses import dataclass
from functools import cached_property

import geopandas as gpd
import numpy as np
import shapely
from numpy.typing import NDArray
from pyproj import CRS
from shapely.geometry.base import BaseGeometry

from geo.hotspots.grid import Grid

Floats = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class RiskSurface:
    """Expected incidents and harm in one window, cell by cell.

    Attributes
    ----------
    incidents, harm : ndarray, shape ``grid.shape``
        Expected in one window; they sum to what the whole area expects.
    by_harm : bool
        Whether cells are ranked by harm, or by incidents.
    """

    grid: Grid
    crs: CRS
    incidents: Floats
    harm: Floats
    by_harm: bool

    @property
    def ranked_by(self) -> Floats:
        """The surface that decides ranks."""
        return self.harm if self.by_harm else self.incidents

    @property
    def mean(self) -> float:
        """What an average cell of the study area expects, on the surface that decides ranks."""
        return float(self.ranked_by[self.grid.inside].mean())

    @cached_property
    def cells(self) -> gpd.GeoDataFrame:
        """Cells of the study area, riskiest first.

        Returns
        -------
        GeoDataFrame
            Columns rank (from 1), incidents_per_window, harm_per_window, area_m2 and geometry in
            the workspace's CRS.
        """
        inside = self.grid.inside.ravel()
        order = np.argsort(-self.ranked_by.ravel()[inside], kind="stable")
        boxes = self.grid.boxes().ravel()[inside][order]
        return gpd.GeoDataFrame(
            {
                "rank": np.arange(1, len(order) + 1),
                "incidents_per_window": self.incidents.ravel()[inside][order],
                "harm_per_window": self.harm.ravel()[inside][order],
                "area_m2": np.full(len(order), self.grid.cell_m**2),
            },
            geometry=boxes,
            crs=self.crs,
        )

    def within(self, shape: BaseGeometry) -> tuple[float, float]:
        """Expected incidents and harm inside a shape; cells count by the area they share."""
        west, south, east, north = shape.bounds
        rows, columns = self.grid.index(np.array([west, east]), np.array([south, north]))
        part = np.s_[rows[0] : rows[1] + 1, columns[0] : columns[1] + 1]
        boxes = self.grid.boxes(*part)
        shared = shapely.area(shapely.intersection(boxes, shape)) / self.grid.cell_m**2
        return (
            float((self.incidents[part] * shared).sum()),
            float((self.harm[part] * shared).sum()),
        )
