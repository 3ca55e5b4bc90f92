import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.hotspots.grid import Grid

SQUARE = np.array([0.0, 1000.0, 1000.0, 0.0]), np.array([0.0, 0.0, 1000.0, 1000.0])


def test_cells_cover_the_study_area():
    grid = Grid.over(*SQUARE, cell_m=100)
    assert grid.study_area.area == pytest.approx(1e6)
    assert sum(box.area for box in grid.boxes()[grid.inside]) >= 1e6


def test_counts_land_in_their_cell():
    grid = Grid.over(*SQUARE, cell_m=100)
    counts = grid.counts(np.array([250.0]), np.array([50.0]), np.array([3.0]))
    assert counts[0, 2] == 3
    assert counts.sum() == 3


def test_a_borough_has_fine_cells_and_a_city_coarse_ones():
    x, y = SQUARE
    assert Grid.over(x * 8, y * 7).cell_m == 50
    assert Grid.over(x * 40, y * 40).cell_m == 125
    assert Grid.over(x * 400, y * 400).cell_m > 600


def test_incidents_on_a_single_point_still_have_an_area():
    grid = Grid.over(np.array([5.0, 5.0]), np.array([7.0, 7.0]))
    assert grid.inside.any()


@given(
    bandwidth=st.sampled_from([50.0, 200.0, 1600.0]),
    x=st.floats(0, 1000),
    y=st.floats(0, 1000),
)
def test_smoothing_keeps_everything_inside_the_area(bandwidth, x, y):
    grid = Grid.over(*SQUARE, cell_m=50)
    spread = grid.smooth(grid.counts(np.array([x]), np.array([y]), np.ones(1)), bandwidth)
    assert spread.sum() == pytest.approx(1)
    assert spread[~grid.inside].sum() == 0
