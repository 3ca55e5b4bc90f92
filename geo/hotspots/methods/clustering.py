"""Clusters as risk: the weight of DBSCAN's and HDBSCAN's clusters over the cells they cover.

Ester, Kriegel, Sander and Xu (1996), "A density-based algorithm for discovering clusters in large
spatial databases with noise", KDD-96; Campello, Moulavi and Sander (2013), "Density-based
clustering based on hierarchical density estimates", PAKDD 2013, LNCS 7819, 160-172. Both are
scikit-learn's.
"""

from dataclasses import dataclass, replace
from typing import Final

import numpy as np
from sklearn.cluster import DBSCAN, HDBSCAN

from geo.arrays import Floats, Ints
from geo.errors import SettingError
from geo.hotspots.methods._base import Past, anywhere, relative, within
from geo.hotspots.methods._tuned import Setting, Tuned, refuse_ranges
from geo.hotspots.surface import Grid

_FINEST: Final = 8
_NOISE: Final = 0.05


@dataclass(frozen=True, eq=False)
class _IncidentSquares:
    """Squares that divide the cells, those with incidents only, in fixed order.

    Attributes
    ----------
    grid : Grid
    side_m : float
        Side of a square: a cell's, or a half, a quarter or an eighth of it.
    points : ndarray, shape (squares, 2)
        Middles, metres from the south-west corner of the grid.
    cell : ndarray of int
        The cell of each square, row by row.
    incidents : ndarray
        Weight of each square in mean incidents; sums to the number of incidents that count.
    """

    grid: Grid
    side_m: float
    points: Floats
    cell: Ints
    incidents: Floats


def _incident_squares(past: Past, most: int, finest_m: float = 0.0) -> _IncidentSquares:
    """Gather incidents on the finest squares of which there are at most ``most``.

    Squares are never finer than ``finest_m`` asks, and never coarser than cells, of which there
    may be more.
    """
    grid = past.grid
    row, column = grid.index(past.x, past.y)
    counts = (past.value > 0) & grid.inside[row, column]
    east = (past.x[counts] - grid.west) / grid.cell_m
    north = (past.y[counts] - grid.south) / grid.cell_m
    weights = relative(past.value[counts])
    parts = _FINEST
    while parts > 1 and grid.cell_m / parts < finest_m:
        parts //= 2
    keys, which = np.unique(_square_numbers(grid, east, north, parts), return_inverse=True)
    while parts > 1 and len(keys) > most:
        parts //= 2
        keys, which = np.unique(_square_numbers(grid, east, north, parts), return_inverse=True)
    total = np.bincount(which, weights, minlength=len(keys))
    return _gathered(grid, parts, keys, total * (len(weights) / max(total.sum(), 1e-300)))


def _over_cells(squares: _IncidentSquares, member: Floats, reach_m: float) -> Floats:
    """Lay the weight of squares evenly over the cells within reach.

    Parameters
    ----------
    member : ndarray
        How surely each square belongs to a cluster, 0 (noise, which counts a twentieth) to 1.

    Returns
    -------
    ndarray, shape ``grid.shape``
    """
    weight = squares.incidents * np.maximum(member, _NOISE)
    raw = np.bincount(squares.cell, weight, minlength=squares.grid.inside.size)
    on_cells = np.asarray(raw.reshape(squares.grid.shape), dtype=float)
    return within(on_cells, reach_m, squares.grid)


def _square_numbers(grid: Grid, east: Floats, north: Floats, parts: int) -> Ints:
    """Number the square of each incident, row by row."""
    rows, columns = (parts * cells for cells in grid.shape)
    row = np.floor(north * parts).astype(np.int64).clip(0, rows - 1)
    column = np.floor(east * parts).astype(np.int64).clip(0, columns - 1)
    return np.asarray(row * columns + column)


def _gathered(grid: Grid, parts: int, keys: Ints, incidents: Floats) -> _IncidentSquares:
    side_m = grid.cell_m / parts
    row, column = np.divmod(keys, parts * grid.shape[1])
    return _IncidentSquares(
        grid=grid,
        side_m=side_m,
        points=np.column_stack([column + 0.5, row + 0.5]) * side_m,
        cell=(row // parts) * grid.shape[1] + column // parts,
        incidents=incidents,
    )


_MOST_DBSCAN_SQUARES: Final = 20_000
_SQUARES_ACROSS: Final = 8


@dataclass(frozen=True)
class Dbscan(Tuned):
    """Weight of clustered incidents of all hours, over the cells that their cluster covers.

    A cluster covers what lies within half the distance of its incidents, so that neighbours just
    meet. Noise counts a twentieth.

    Incidents are gathered on squares whose weight in mean incidents is their sample weight: no
    finer than an eighth of the distance, so that none has more than some 200 neighbours, and no
    more than 20,000 of them while they are finer than cells.

    Attributes
    ----------
    distances_m : tuple of float
        Farthest that neighbours lie apart (eps), to choose from.
    fewest : tuple of float
        Least weight within the distance that makes a core (min_samples), in mean incidents, to
        choose from.
    """

    key = "dbscan"
    title = "DBSCAN clusters"
    paper = (
        "Ester, Kriegel, Sander and Xu (1996), A density-based algorithm for discovering clusters "
        "in large spatial databases with noise, KDD-96"
    )
    names = (("distance", "m"), ("at least", "incidents"))
    judged_by = "hit rate"

    distances_m: tuple[float, ...] = (150, 200, 300, 400)
    fewest: tuple[float, ...] = (3, 5, 10, 20)

    def __post_init__(self) -> None:
        refuse_ranges("DBSCAN", distances_m=self.distances_m, fewest=self.fewest)

    @property
    def ranges(self) -> tuple[Setting, ...]:
        """Distances and least weights to try."""
        return (self.distances_m, self.fewest)

    def spread(self, past: Past, setting: Setting) -> Floats:
        """Cluster with one distance in metres and one least weight."""
        distance_m, fewest = setting
        squares = _incident_squares(past, _MOST_DBSCAN_SQUARES, distance_m / _SQUARES_ACROSS)
        if not len(squares.points):
            return past.grid.uniform
        scan = DBSCAN(eps=distance_m, min_samples=fewest)
        cluster = scan.fit_predict(squares.points, sample_weight=squares.incidents)
        member = (cluster >= 0).astype(float)
        return anywhere(_over_cells(squares, member, distance_m / 2), past.grid)


_MOST_POINTS: Final = 5_000
_MOST_HDBSCAN_SQUARES: Final = 100_000
_GOLDEN_ANGLE: Final = np.pi * (3 - np.sqrt(5))


@dataclass(frozen=True)
class Hdbscan(Tuned):
    """Weight of clustered incidents of all hours, by how surely they belong to their cluster.

    Each is laid over the cells within a reach; noise counts a twentieth. How dense it is around a
    point is measured by as many neighbours as make a cluster (min_samples = min_cluster_size).

    scikit-learn's HDBSCAN takes no weights and slows down with the square of the points. So at most
    5,000 points stand for the incidents, each for the same weight: they are taken at equal steps of
    the summed weight along the squares, row by row. Points of one square are laid out within it,
    since points at no distance at all have no density. With up to 5,000 incidents that weigh the
    same, each is one point.

    Attributes
    ----------
    fewest : tuple of float
        Fewest points that make a cluster (min_cluster_size), to choose from; whole numbers from 2.
    reaches_m : tuple of float
        Distances over which a point's weight is laid, to choose from.
    """

    key = "hdbscan"
    title = "HDBSCAN clusters"
    paper = (
        "Campello, Moulavi and Sander (2013), Density-based clustering based on hierarchical "
        "density estimates, PAKDD 2013"
    )
    names = (("at least", "points"), ("reach", "m"))
    judged_by = "hit rate"

    fewest: tuple[float, ...] = (5, 10, 20, 40)
    reaches_m: tuple[float, ...] = (75, 125, 200, 300)

    def __post_init__(self) -> None:
        refuse_ranges("HDBSCAN", fewest=self.fewest, reaches_m=self.reaches_m)
        if any(value < 2 or value % 1 for value in self.fewest):
            raise SettingError(f"HDBSCAN: fewest is {self.fewest}; expected whole numbers from 2.")

    @property
    def ranges(self) -> tuple[Setting, ...]:
        """Least sizes and reaches to try."""
        return (self.fewest, self.reaches_m)

    def spread(self, past: Past, setting: Setting) -> Floats:
        """Cluster with one least number of points, and lay them over one reach in metres."""
        fewest, reach_m = int(setting[0]), setting[1]
        points = _equal_points(_incident_squares(past, _MOST_HDBSCAN_SQUARES))
        member = np.zeros(len(points.points))
        if len(member) > fewest:
            member = HDBSCAN(min_cluster_size=fewest, copy=True).fit(points.points).probabilities_
        return anywhere(_over_cells(points, member, reach_m), past.grid)


def _equal_points(squares: _IncidentSquares) -> _IncidentSquares:
    """At most 5,000 points of the same weight: squares repeated as their weight asks."""
    incidents = float(squares.incidents.sum())
    many = min(round(incidents), _MOST_POINTS)
    steps = (np.arange(many) + 0.5) * (incidents / max(many, 1))
    square = np.searchsorted(np.cumsum(squares.incidents), steps).clip(0, len(squares.points) - 1)
    turn = np.arange(many) - np.searchsorted(square, square)
    repeats = np.bincount(square, minlength=len(squares.points))[square] if many else square
    radius = squares.side_m / 2 * np.sqrt(turn / np.maximum(repeats, 1))
    angle = turn * _GOLDEN_ANGLE
    laid_out = np.column_stack([radius * np.cos(angle), radius * np.sin(angle)])
    return replace(
        squares,
        points=squares.points[square] + laid_out,
        cell=squares.cell[square],
        incidents=np.full(many, incidents / max(many, 1)),
    )
