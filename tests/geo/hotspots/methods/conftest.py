"""Builders: a square of cells, and a past as (x, y, age in days)."""

import numpy as np
import pytest
from shapely.geometry import box

from geo.hotspots import Grid
from geo.hotspots.methods import Past


def square_of(side_cells, cell_m=100.0, west=0.0, south=0.0, outside=()):
    """A square grid; ``outside`` are indices of cells beyond the study area."""
    side_m = side_cells * cell_m
    inside = np.ones((side_cells, side_cells), dtype=bool)
    for index in outside:
        inside[index] = False
    area = box(west, south, west + side_m, south + side_m)
    return Grid(west, south, cell_m, inside.shape, inside, area)


def past_of(grid, rows, share=1.0, value=1.0):
    """A past from (x, y, age) rows; share and value are one for all, or one each."""
    x, y, age = np.array(rows, dtype=float).reshape(-1, 3).T
    share, value = (np.broadcast_to(np.asarray(v, float), x.shape).copy() for v in (share, value))
    return Past(grid, x, y, age, share, value)


@pytest.fixture(scope="session")
def square():
    return square_of


@pytest.fixture(scope="session")
def past():
    return past_of


@pytest.fixture(scope="session")
def town_past():
    """A year of a square town of 4 by 4 km, cells of 100 m: 400 incidents anywhere, 150 within
    some 80 m of (1050, 1050), and 150 within some 80 m of (3050, 3050) in the last 20 days."""
    rng = np.random.default_rng(5)
    anywhere = np.column_stack([rng.uniform(0, 4000, (400, 2)), rng.integers(1, 366, 400)])
    steady = np.column_stack([rng.normal(1050, 80, (150, 2)), rng.integers(1, 366, 150)])
    recent = np.column_stack([rng.normal(3050, 80, (150, 2)), rng.integers(1, 21, 150)])
    return past_of(square_of(40), np.vstack([anywhere, steady, recent]))
