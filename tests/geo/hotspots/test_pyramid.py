import numpy as np
import pytest

from geo.hotspots import Grid
from geo.hotspots._pyramid import CellCounts, Pyramid, _coarse


@pytest.fixture(scope="module")
def town_grid():
    x, y = np.random.default_rng(0).uniform(0, 7000, (2, 800))
    grid = Grid.over(x, y, cell_m=50)
    return grid, grid.counts(x, y, np.ones(800)), grid.index(x[:100], y[:100])


@pytest.mark.parametrize("bandwidth_m", [50.0, 100.0, 200.0, 400.0, 800.0, 1600.0])
def test_wide_kernels_on_coarse_cells_are_close_to_those_on_all_cells(town_grid, bandwidth_m):
    grid, counts, _ = town_grid
    pyramid = Pyramid(grid)
    held = CellCounts(counts).on(pyramid.factor(bandwidth_m))
    found, exact = pyramid.smooth(held, bandwidth_m).full(), grid.smooth(counts, bandwidth_m)
    off = np.abs(found - exact)[grid.inside].mean() / exact[grid.inside].mean()
    assert off < 0.05


@pytest.mark.parametrize("bandwidth_m", [0.0, 25.0, 50.0, 100.0, 200.0, 800.0])
def test_some_cells_alone_are_what_they_are_among_all(town_grid, bandwidth_m):
    grid, counts, (row, column) = town_grid
    pyramid, counted = Pyramid(grid), CellCounts(counts)
    some = pyramid.sample(counted, bandwidth_m, row, column)
    held = counted.on(pyramid.factor(bandwidth_m))
    everywhere = pyramid.smooth(held, bandwidth_m).full()[row, column]
    assert np.abs(some - everywhere).mean() < 0.05 * everywhere.mean()


def test_no_bandwidth_leaves_counts_in_their_cells(town_grid):
    grid, counts, _ = town_grid
    level = Pyramid(grid).smooth(counts, 0.0)
    assert level.full() == pytest.approx(counts / counts.sum())


def test_coarse_sums_lose_nothing(town_grid):
    _, counts, _ = town_grid
    assert _coarse(counts, 8).sum() == counts.sum()
    assert CellCounts(counts).on(4) == pytest.approx(_coarse(counts, 4))
