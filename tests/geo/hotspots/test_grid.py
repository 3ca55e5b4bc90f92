import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyproj import CRS

from geo.hotspots import Grid, precision_m

SQUARE = np.array([0.0, 1000.0, 1000.0, 0.0]), np.array([0.0, 0.0, 1000.0, 1000.0])
BNG = CRS.from_epsg(27700)


def test_cells_cover_the_study_area():
    grid = Grid.over(*SQUARE, cell_m=100)
    assert grid.study_area.area == pytest.approx(1e6)
    assert sum(box.area for box in grid.boxes()[grid.inside]) >= 1e6


def test_counts_land_in_their_cell():
    grid = Grid.over(*SQUARE, cell_m=100)
    x, y = np.array([250.0]), np.array([50.0])
    counts = grid.counts(x, y, np.array([3.0]))
    assert counts.sum() == 3
    box = grid.boxes(np.flatnonzero(counts))[0]
    west, south, east, north = box.bounds
    assert west <= 250 < east
    assert south <= 50 < north


def test_cells_are_50_m_until_there_would_be_too_many():
    x, y = SQUARE
    assert Grid.over(x * 8, y * 7).cell_m == 50
    assert Grid.over(x * 40, y * 40).cell_m == 50
    assert Grid.over(x * 400, y * 400).cell_m > 250


def test_cells_are_no_finer_than_the_source():
    assert Grid.over(*SQUARE, finest_m=100).cell_m == 100


@pytest.mark.parametrize("step", [100.0, 1000.0])
def test_a_source_that_rounds_to_metres_is_recognised(step):
    rng = np.random.default_rng(0)
    x, y = (np.round(rng.uniform(500_000, 540_000, 400) / step) * step for _ in range(2))
    assert precision_m(x, y, BNG) == step


def test_points_that_are_not_rounded_have_no_known_precision():
    x, y = np.random.default_rng(0).uniform(500_000, 540_000, (2, 400))
    assert precision_m(x, y, BNG) == 0


def test_rounded_points_do_not_lie_on_the_edge_of_a_cell():
    rng = np.random.default_rng(0)
    x, y = np.round(rng.uniform(500_000, 505_000, (2, 300)) / 50) * 50
    grid = Grid.over(x, y)
    within = (x - grid.west) % grid.cell_m
    assert (within > 1).all()
    assert (within < grid.cell_m - 1).all()


def test_incidents_on_a_single_point_still_have_an_area():
    grid = Grid.over(np.array([5.0, 5.0]), np.array([7.0, 7.0]))
    assert grid.inside.any()


def test_many_points_have_the_same_hull_as_their_corners():
    x, y = np.random.default_rng(3).uniform(0, 5000, (2, 20_000))
    few = Grid.over(np.append(x[:4000], x[4000:]), np.append(y[:4000], y[4000:]))
    assert few.study_area.area == pytest.approx(2.5e7, rel=0.01)
    assert few.inside[few.index(x, y)].all()


def test_points_on_one_line_have_cells():
    x = np.linspace(0, 1000, 6000)
    assert Grid.over(x, x).inside.any()


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
