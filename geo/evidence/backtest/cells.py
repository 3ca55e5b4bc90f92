"""Which cell of the common grid a point lies in, if it lies in any."""

import numpy as np
from numpy.typing import NDArray

from geo.hotspots.grid import Grid


def cells_of(grid: Grid, x: NDArray[np.float64], y: NDArray[np.float64]) -> NDArray[np.int64]:
    """Numbers of the cells of points, row by row from the south-west; -1 outside the study area.

    `Grid.number` gives points beyond the grid the cell on its edge; here they have none.
    """
    number = grid.number(x, y)
    height, width = grid.shape
    beyond = (
        (x < grid.west)
        | (y < grid.south)
        | (x >= grid.west + width * grid.cell_m)
        | (y >= grid.south + height * grid.cell_m)
    )
    return np.asarray(np.where(grid.inside.ravel()[number] & ~beyond, number, -1))
