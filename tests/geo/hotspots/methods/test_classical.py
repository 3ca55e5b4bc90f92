"""What holds for every method, whatever the past."""

from dataclasses import replace
from types import SimpleNamespace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.hotspots.methods import DEFAULT_METHOD, METHODS, Past
from geo.hotspots.methods._base import within
from tests.effort import examples

SIDE_CELLS = 30
OUTSIDE = ((0, 0), (0, 1), (29, 29))
CLASSICAL = [method for key, method in METHODS.items() if key != DEFAULT_METHOD]
every_method = pytest.mark.parametrize("method", CLASSICAL, ids=lambda method: method.key)

incident = st.tuples(
    st.integers(0, 2999),
    st.integers(0, 2999),
    st.integers(1, 300),
    st.floats(0, 1),
    st.floats(0, 9),
)


def of_rows(square, past, rows, **area):
    columns = np.array(rows, dtype=float).reshape(-1, 5)
    grid = square(SIDE_CELLS, outside=OUTSIDE, **area)
    return past(grid, columns[:, :3], share=columns[:, 3], value=columns[:, 4])


def in_order(past, order):
    columns = (past.x, past.y, past.age_days, past.share, past.value)
    return Past(past.grid, *(column[order] for column in columns))


def assert_valid(shares, grid):
    assert shares.shape == grid.shape
    assert (shares >= 0).all()
    assert (shares[~grid.inside] == 0).all()
    assert shares.sum() == pytest.approx(1)


@every_method
@examples(20)
@given(rows=st.lists(incident, max_size=60))
def test_shares_are_a_distribution_over_the_study_area(method, square, past, rows):
    incidents = of_rows(square, past, rows)
    assert_valid(method.shares(incidents), incidents.grid)


@every_method
@examples(8)
@given(rows=st.lists(incident, min_size=40, max_size=80), seed=st.integers(0, 99))
def test_the_order_of_the_rows_changes_no_byte(method, square, past, rows, seed):
    incidents = of_rows(square, past, rows)
    shuffled = in_order(incidents, np.random.default_rng(seed).permutation(len(incidents)))
    assert method.shares(incidents).tobytes() == method.shares(shuffled).tobytes()
    assert method.chosen(incidents) == method.chosen(shuffled)


@every_method
@examples(10)
@given(
    rows=st.lists(
        st.tuples(st.integers(0, 800), st.integers(0, 800), st.integers(1, 300)),
        min_size=1,
        max_size=15,
    ),
    north=st.integers(0, 2),
    east=st.integers(0, 2),
)
def test_incidents_moved_by_whole_cells_move_the_surface(method, square, past, rows, north, east):
    """Six cells hold whole squares of counts too; the area is wide enough to have no edge."""
    grid = square(150)
    at = np.array(rows, dtype=float) + np.array([6000, 6000, 0])
    moved = at + np.array([600 * east, 600 * north, 0])
    here, there = (method.shares(past(grid, points)) for points in (at, moved))
    np.testing.assert_allclose(
        np.roll(here, (6 * north, 6 * east), axis=(0, 1)), there, rtol=1e-6, atol=1e-10
    )


@every_method
def test_an_area_elsewhere_has_the_same_surface(method, square, past, town_past):
    away = square(40, west=400_000.0, south=300_000.0)
    moved = replace(
        town_past, grid=away, x=np.floor(town_past.x) + 400_000, y=np.floor(town_past.y) + 300_000
    )
    here = replace(town_past, x=np.floor(town_past.x), y=np.floor(town_past.y))
    assert method.shares(here).tobytes() == method.shares(moved).tobytes()


@every_method
@pytest.mark.parametrize(
    ("rows", "columns"),
    [
        ([], {}),
        ([(1500, 1500, 3)], {}),
        ([(1500, 1500, age) for age in range(1, 100)], {}),
        ([(30 * n, 20 * n, 40) for n in range(90)], {}),
        ([(30 * n, 20 * n, n + 1) for n in range(90)], {"share": 0.0}),
        ([(30 * n, 20 * n, n + 1) for n in range(90)], {"value": 0.0}),
        ([(30 * n, 20 * n, n + 1) for n in range(90)], {"value": 1e-9}),
        ([(50, 50, age) for age in range(1, 100)], {}),
    ],
    ids=[
        "no incident",
        "one incident",
        "all at one spot",
        "all on one day",
        "none in the window",
        "none of any value",
        "of hardly any value",
        "all outside the study area",
    ],
)
def test_a_poor_past_still_has_a_surface(method, square, past, rows, columns):
    incidents = past(square(SIDE_CELLS, outside=OUTSIDE), rows, **columns)
    assert_valid(method.shares(incidents), incidents.grid)
    assert str(method.chosen(incidents))


@every_method
def test_nothing_to_go_by_is_the_same_everywhere(method, square, past):
    incidents = past(square(SIDE_CELLS), [])
    np.testing.assert_allclose(method.shares(incidents), incidents.grid.uniform)


@every_method
def test_the_hot_corners_are_among_the_riskiest(method, town_past):
    shares = method.shares(town_past)
    row, column = town_past.grid.index(np.array([1050.0, 3050.0]), np.array([1050.0, 3050.0]))
    assert (shares[row, column] > np.quantile(shares, 0.98)).all()


@every_method
def test_weight_draws_the_risk(method, town_past):
    """The recent corner, worth a hundredth, gives way to the steady one."""
    near = np.hypot(town_past.x - 3050, town_past.y - 3050) < 500
    light = replace(town_past, value=np.where(near, 0.01, 1.0))
    row, column = town_past.grid.index(np.array([1050.0, 3050.0]), np.array([1050.0, 3050.0]))
    steady, recent = method.shares(light)[row, column]
    assert steady > 2 * recent


@every_method
def test_every_method_names_itself_and_its_paper(method):
    assert method.key.isidentifier()
    assert method.title
    assert any(character.isdigit() for character in method.paper)


def test_keys_are_apart():
    assert len({method.key for method in METHODS.values()}) == len(CLASSICAL) + 1


@pytest.mark.parametrize("shape", [(1, 1), (4, 9), (23, 17)])
@pytest.mark.parametrize("reach_m", [10, 75, 260, 2000])
def test_within_a_reach_is_the_sum_over_the_cells_that_near(shape, reach_m):
    values = np.random.default_rng(5).integers(0, 2**30, shape) * 2.0**-24
    grid = SimpleNamespace(cell_m=50.0, shape=shape)
    rows, columns = np.indices(shape)
    summed = [
        values[(rows - row) ** 2 + (columns - column) ** 2 <= (reach_m / 50.0) ** 2].sum()
        for row, column in np.ndindex(shape)
    ]
    assert (within(values, reach_m, grid) == np.reshape(summed, shape)).all()
