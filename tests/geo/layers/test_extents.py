import numpy as np
import pytest
from pyproj import CRS

from geo.layers._location import area_in_degrees, bulk_of, looks_swapped, reach_of

BNG = CRS.from_epsg(27700)
WGS84 = CRS.from_epsg(4326)


def holds(box, x, y):
    return bool(box.holds(np.array([float(x)]), np.array([float(y)]))[0])


@pytest.mark.parametrize(("x", "y", "inside"), [(0, 0, True), (181, 0, False), (0, -91, False)])
def test_degrees_reach_round_the_world(x, y, inside):
    assert holds(reach_of(WGS84), x, y) is inside


@pytest.mark.parametrize(
    ("x", "y", "inside"),
    [(530_000, 180_000, True), (3_000_000, 180_000, False), (-0.1, 5e6, False)],
)
def test_a_grid_reaches_its_own_area(x, y, inside):
    assert holds(reach_of(BNG), x, y) is inside


def test_a_grid_in_feet_reaches_its_own_area():
    illinois = CRS.from_epsg(3435)
    assert holds(reach_of(illinois), 1_176_000, 1_890_000)
    assert not holds(reach_of(illinois), 9_000_000, 1_890_000)


def test_the_bulk_holds_the_many_and_not_the_one():
    x = np.append(np.linspace(530_000, 534_000, 99), 180_000.0)
    y = np.append(np.linspace(180_000, 184_000, 99), 530_000.0)
    bulk = bulk_of(x, y, BNG)
    assert bulk.holds(x, y).tolist() == [True] * 99 + [False]


@pytest.mark.parametrize(
    ("x", "y", "target", "timezone", "swapped"),
    [
        (51.5, -0.1, None, "Europe/London", True),
        (-0.1, 51.5, None, "Europe/London", False),
        (51.5, -0.1, BNG, "America/Chicago", True),
        (-0.1, 51.5, BNG, "Europe/London", False),
        (35.1, -89.9, None, "Europe/London", True),
        (-89.9, 35.1, None, "Europe/London", False),
        (48.8, 2.3, None, "Europe/Paris", True),
        (45.3, 2.0, None, "Europe/London", False),
        (36.8, -1.3, None, "Europe/London", False),
        (151.2, -33.9, None, "Europe/London", False),
        (10.0, 50.0, None, "Etc/UTC", False),
    ],
)
def test_swapped_columns_show(x, y, target, timezone, swapped):
    assert looks_swapped(x, y, target, timezone) is swapped


def test_the_area_of_a_grid_in_degrees():
    box = area_in_degrees(BNG)
    assert box is not None
    assert holds(box, -0.1, 51.5)
    assert not holds(box, 51.5, -0.1)
