"""Cells, and the risk on them: expected incidents and harm in one window."""

from contextlib import suppress
from dataclasses import dataclass
from typing import Final, Self

import geopandas as gpd
import numpy as np
import shapely
from numpy.typing import NDArray
from pyproj import CRS
from scipy.ndimage import gaussian_filter
from scipy.spatial import ConvexHull, QhullError
from shapely.geometry import MultiPoint
from shapely.geometry.base import BaseGeometry

from geo.arrays import AnyInts, Floats
from geo.crs import roundings

#: A corner, or the stretch of pavement that two officers see from where they stand.
_FINEST_CELL_M: Final = 50.0
_MOST_CELLS: Final = 2_000_000
#: Points rounded to a round number of metres must not lie on the edge between two cells.
_OFF_ROUND_NUMBERS: Final = 0.37
_ROUNDED_SHARE: Final = 0.8
_ENOUGH: Final = 5_000


@dataclass(frozen=True, eq=False)
class Grid:
    """Square cells of side ``cell_m``; those that touch the study area are in ``inside``.

    Attributes
    ----------
    west, south : float
        Lower left corner, metres in the workspace's CRS.
    shape : (int, int)
        Rows (northwards) and columns (eastwards).
    inside : ndarray of bool, shape ``shape``
    study_area : geometry
        Convex hull of the incidents.
    """

    west: float
    south: float
    cell_m: float
    shape: tuple[int, int]
    inside: NDArray[np.bool_]
    study_area: BaseGeometry

    @classmethod
    def over(cls, x: Floats, y: Floats, cell_m: float | None = None, finest_m: float = 0.0) -> Self:
        """Lay a grid over the convex hull of points.

        Parameters
        ----------
        x, y : ndarray
            Metres.
        cell_m : float, optional
            Side of a cell. 50 m unless given; coarser where that makes over two million cells in
            the area, or four in the rectangle around it.
        finest_m : float
            What the source can tell apart (`precision_m`): no side that is chosen is finer.
        """
        hull = _hull(x, y)
        area = hull.buffer(_FINEST_CELL_M / 2) if hull.area == 0 else hull
        west, south, east, north = area.bounds
        side = cell_m or _side(max(area.area, (east - west) * (north - south) / 2), finest_m)
        shift = _OFF_ROUND_NUMBERS * side
        west = float(np.floor((west - shift) / side) * side + shift)
        south = float(np.floor((south - shift) / side) * side + shift)
        shape = (int((north - south) // side) + 1, int((east - west) // side) + 1)
        return cls(west, south, side, shape, _touched(area, west, south, side, shape), area)

    def boxes(self, cells: AnyInts | None = None) -> NDArray[np.object_]:
        """Cells as polygons.

        Parameters
        ----------
        cells : ndarray of int, optional
            Numbers of cells, row by row from the south-west. All of them unless given, as an array
            of rows and columns.
        """
        numbers = np.arange(self.inside.size).reshape(self.shape) if cells is None else cells
        row, column = np.divmod(numbers, self.shape[1])
        x, y = self.west + column * self.cell_m, self.south + row * self.cell_m
        boxes: NDArray[np.object_] = shapely.box(x, y, x + self.cell_m, y + self.cell_m)
        return boxes

    def index(self, x: Floats, y: Floats) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Row and column of each point."""
        row = ((y - self.south) // self.cell_m).astype(np.int64)
        column = ((x - self.west) // self.cell_m).astype(np.int64)
        return row.clip(0, self.shape[0] - 1), column.clip(0, self.shape[1] - 1)

    def number(self, x: Floats, y: Floats) -> NDArray[np.int64]:
        """Number of each point's cell, row by row from the south-west."""
        row, column = self.index(x, y)
        return np.asarray(row * self.shape[1] + column)

    def sums(self, cells: AnyInts, weights: Floats) -> Floats:
        """Sum of weights in each cell, from the numbers of the cells."""
        flat = np.bincount(cells, weights, minlength=self.inside.size)
        return np.asarray(flat.reshape(self.shape), dtype=float)

    def counts(self, x: Floats, y: Floats, weights: Floats) -> Floats:
        """Sum of weights in each cell."""
        return self.sums(self.number(x, y), weights)

    def smooth(self, counts: Floats, bandwidth_m: float) -> Floats:
        """Gaussian kernel density on the grid; the total stays inside the study area."""
        spread = gaussian_filter(counts, bandwidth_m / self.cell_m, mode="constant", truncate=3.5)
        held = np.where(self.inside, spread, 0.0)
        total = held.sum()
        return held / total if total > 0 else held

    @property
    def uniform(self) -> Floats:
        """The same share for every cell inside."""
        return np.asarray(self.inside / self.inside.sum(), dtype=float)


def precision_m(x: Floats, y: Floats, crs: CRS) -> float:
    """How far apart two places must be for the source to tell them apart.

    A source that rounds its coordinates to 100 m, or to 3 decimals of a degree, knows no 50 m.

    Parameters
    ----------
    x, y : ndarray
        Metres in ``crs``.
    crs : CRS

    Returns
    -------
    float
        Metres; 0 where the coordinates are not rounded.
    """
    some = np.s_[:: max(1, len(x) // _ENOUGH)]
    points = np.unique(np.column_stack([x[some], y[some]]), axis=0)
    rounded = roundings(points[:, 0], points[:, 1], np.ones(len(points)), crs)
    return next((grid.step_m for grid in rounded if grid.share >= _ROUNDED_SHARE), 0.0)


def _hull(x: Floats, y: Floats) -> BaseGeometry:
    """Convex hull; many points are first thinned to its corners."""
    points = np.column_stack([x, y])
    if len(points) > _ENOUGH:
        with suppress(QhullError):  # all on one line
            points = points[ConvexHull(points).vertices]
    return MultiPoint(points).convex_hull


def _touched(
    area: BaseGeometry, west: float, south: float, side: float, shape: tuple[int, int]
) -> NDArray[np.bool_]:
    """Cells that a convex area touches: in each row, all from the first to the last."""
    low = south + np.arange(shape[0]) * side
    rows = shapely.box(west - side, low, west + (shape[1] + 1) * side, low + side)
    first, _, last, _ = shapely.bounds(shapely.intersection(rows, area)).T
    columns = west + np.arange(shape[1]) * side
    reached = (columns[None, :] <= last[:, None]) & (columns[None, :] + side >= first[:, None])
    return np.asarray(reached)


def _side(area_m2: float, finest_m: float) -> float:
    """50 m, or what the source can tell apart, or what keeps the cells at two million."""
    least = max(_FINEST_CELL_M, finest_m)
    if area_m2 / least**2 <= _MOST_CELLS:
        return least
    return float(np.ceil(np.sqrt(area_m2 / _MOST_CELLS) / 5) * 5)


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

    def riskiest(self, most: int | None = None) -> NDArray[np.int64]:
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
        numbers = self.riskiest(most)
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
