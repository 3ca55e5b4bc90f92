"""What a method gives: expected incidents and harm per window on common cells."""

from dataclasses import dataclass

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
    effective : ndarray, shape ``grid.shape``
        How many incidents a cell's own past is worth (Kish 1965).
    by_harm : bool
        Whether cells are ranked by harm, or by incidents.
    """

    grid: Grid
    crs: CRS
    incidents: Floats
    harm: Floats
    effective: Floats
    by_harm: bool

    @property
    def ranked_by(self) -> Floats:
        """The surface that decides ranks."""
        return self.harm if self.by_harm else self.incidents

    @property
    def mean(self) -> float:
        """What an average cell of the study area expects, on the surface that decides ranks."""
        return float(self.ranked_by[self.grid.inside].mean())

    def likeliest(self, most: int | None = None) -> NDArray[np.int64]:
        """Numbers of the cells of the study area, riskiest first; the first ``most`` of them."""
        inside = np.flatnonzero(self.grid.inside)
        risk = self.ranked_by.ravel()[inside]
        if most is not None and most < len(inside):
            least = np.partition(risk, -most)[-most]
            inside, risk = inside[risk >= least], risk[risk >= least]
        return np.asarray(inside[np.argsort(-risk, kind="stable")][:most])

    def cells(self, most: int | None = None) -> gpd.GeoDataFrame:
        """Cells of the study area, riskiest first.

        Parameters
        ----------
        most : int, optional
            No more than so many; all of them unless given.

        Returns
        -------
        GeoDataFrame
            Columns rank (from 1), incidents_per_window, harm_per_window, area_m2 and geometry in
            the workspace's CRS.
        """
        numbers = self.likeliest(most)
        return gpd.GeoDataFrame(
            {
                "rank": np.arange(1, len(numbers) + 1),
                "incidents_per_window": self.incidents.ravel()[numbers],
                "harm_per_window": self.harm.ravel()[numbers],
                "area_m2": np.full(len(numbers), self.grid.cell_m**2),
            },
            geometry=self.grid.boxes(numbers),
            crs=self.crs,
        )

    def within(self, shape: BaseGeometry) -> tuple[float, float]:
        """Expected incidents and harm inside a shape; cells count by the area they share."""
        west, south, east, north = shape.bounds
        rows, columns = self.grid.index(np.array([west, east]), np.array([south, north]))
        across = np.arange(columns[0], columns[1] + 1)
        numbers = (np.arange(rows[0], rows[1] + 1)[:, None] * self.grid.shape[1] + across).ravel()
        boxes = self.grid.boxes(numbers)
        shared = shapely.area(shapely.intersection(boxes, shape)) / self.grid.cell_m**2
        return (
            float((self.incidents.ravel()[numbers] * shared).sum()),
            float((self.harm.ravel()[numbers] * shared).sum()),
        )
