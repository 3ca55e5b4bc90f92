"""Distinct spots with weights, so that clustering does not grow with every repeated incident."""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from geo.hotspots.grid import Grid
from geo.hotspots.methods.base import Past
from geo.hotspots.methods.cells import relative, within

Floats = NDArray[np.float64]
Indices = NDArray[np.int64]
_FINEST: Final = 8
_NOISE: Final = 0.05


@dataclass(frozen=True, eq=False)
class Spots:
    """Squares that divide the cells, those with incidents only, in fixed order.

    Attributes
    ----------
    grid : Grid
    side_m : float
        Side of a square: a cell's, or a half, a quarter or an eighth of it.
    points : ndarray, shape (spots, 2)
        Middles, metres from the south-west corner of the grid.
    cell : ndarray of int
        The cell of each spot, row by row.
    incidents : ndarray
        Weight of each spot in mean incidents; sums to the number of incidents that count.
    """

    grid: Grid
    side_m: float
    points: Floats
    cell: Indices
    incidents: Floats


def spots(past: Past, most: int, finest_m: float = 0.0) -> Spots:
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
    keys, which = np.unique(_squares(grid, east, north, parts), return_inverse=True)
    while parts > 1 and len(keys) > most:
        parts //= 2
        keys, which = np.unique(_squares(grid, east, north, parts), return_inverse=True)
    total = np.bincount(which, weights, minlength=len(keys))
    return _gathered(grid, parts, keys, total * (len(weights) / max(total.sum(), 1e-300)))


def clustered(found: Spots, member: Floats, reach_m: float) -> Floats:
    """Lay the weight of spots evenly over the cells within reach.

    Parameters
    ----------
    member : ndarray
        How surely each spot belongs to a cluster, 0 (noise, which counts a twentieth) to 1.

    Returns
    -------
    ndarray, shape ``grid.shape``
    """
    weight = found.incidents * np.maximum(member, _NOISE)
    raw = np.bincount(found.cell, weight, minlength=found.grid.inside.size)
    on_cells = np.asarray(raw.reshape(found.grid.shape), dtype=float)
    return within(on_cells, reach_m, found.grid)


def _squares(grid: Grid, east: Floats, north: Floats, parts: int) -> Indices:
    """Number the square of each incident, row by row."""
    rows, columns = (parts * cells for cells in grid.shape)
    row = np.floor(north * parts).astype(np.int64).clip(0, rows - 1)
    column = np.floor(east * parts).astype(np.int64).clip(0, columns - 1)
    return np.asarray(row * columns + column)


def _gathered(grid: Grid, parts: int, keys: Indices, incidents: Floats) -> Spots:
    side_m = grid.cell_m / parts
    row, column = np.divmod(keys, parts * grid.shape[1])
    return Spots(
        grid=grid,
        side_m=side_m,
        points=np.column_stack([column + 0.5, row + 0.5]) * side_m,
        cell=(row // parts) * grid.shape[1] + column // parts,
        incidents=incidents,
    )
