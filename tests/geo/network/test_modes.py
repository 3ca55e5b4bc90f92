from itertools import pairwise

import numpy as np
import pandas as pd
import pytest
import shapely

from geo.errors import NetworkError
from geo.model import Mode
from geo.network import WalkingNetwork


def driven(build, *lines, car, **more):
    return build.streets(*lines).assign(car=car, **more)


@pytest.fixture
def block(build):
    """A square block driven round one way, and a footpath across it."""
    corners = [(0, 0), (100, 0), (100, 100), (0, 100)]
    sides = [(corners[n], corners[(n + 1) % 4]) for n in range(4)]
    return driven(
        build, *sides, (corners[0], corners[2]),
        car=["forward", "forward", "forward", "forward", "no"],
        cycle=["both", "forward", "forward", "forward", "no"],
        foot="both",
    )  # fmt: skip


def test_a_car_goes_round_the_block_where_a_walker_turns_back(block):
    points = [(60, 0), (20, 0)]
    walked = WalkingNetwork.from_streets(block).between(points)
    driven = WalkingNetwork.from_streets(block, Mode.CAR).between(points)
    assert walked.length_m.tolist() == [[0, 40], [40, 0]]
    assert driven.length_m.tolist() == [[0, 360], [40, 0]]
    assert list(driven.path(0, 1).coords) == [
        (60, 0),
        (100, 0),
        (100, 100),
        (0, 100),
        (0, 0),
        (20, 0),
    ]
    assert list(driven.path(1, 0).coords) == [(20, 0), (60, 0)]


def test_a_cycle_goes_against_the_street_that_lets_it(block):
    cycled = WalkingNetwork.from_streets(block, Mode.CYCLE).between([(60, 0), (20, 0), (100, 50)])
    assert cycled.length_m[0, 1] == 40
    assert cycled.length_m[2, 0] == 50 + 100 + 100 + 60


def test_at_a_junction_one_sets_out_along_any_street(block):
    driven = WalkingNetwork.from_streets(block, Mode.CAR).between([(100, 0), (0, 0)])
    assert driven.length_m.tolist() == [[0, 300], [100, 0]]


def test_a_path_is_walked_and_not_driven(block):
    corner_to_corner = [(0, 0), (100, 100)]
    network = WalkingNetwork.from_streets(block)
    assert network.between(corner_to_corner).length_m[0, 1] == pytest.approx(141.42)
    assert network.for_mode(Mode.CAR).between(corner_to_corner).length_m[0, 1] == 200
    assert network.length_m == pytest.approx(400 + 141.42, abs=0.01)
    assert network.for_mode(Mode.CAR).length_m == 400


def test_streets_that_cannot_be_left_again_are_reported(build, block):
    trap = driven(build, [(100, 100), (200, 100)], car=["forward"], cycle="both", foot="both")
    streets = pd.concat([block, trap], ignore_index=True)
    by_car = WalkingNetwork.from_streets(streets, Mode.CAR)
    assert by_car.n_left_out_m == 100
    assert by_car.n_left_out_parts == 1
    assert "cannot be both reached and left by car" in by_car.notices[0]
    assert WalkingNetwork.from_streets(streets).notices == ()


def test_the_network_of_another_mode_is_made_once(block):
    network = WalkingNetwork.from_streets(block)
    car = network.for_mode(Mode.CAR)
    assert network.for_mode(Mode.FOOT) is network
    assert network.for_mode(Mode.CAR) is car
    assert car.for_mode(Mode.FOOT) is network
    assert car.for_mode(Mode.CYCLE) is network.for_mode(Mode.CYCLE)
    assert [network.mode, car.mode] == [Mode.FOOT, Mode.CAR]


def test_streets_that_say_nothing_are_two_way_and_that_is_said(build):
    streets = build.grid(2).assign(kind=["path", *["local"] * 5])
    network = WalkingNetwork.from_streets(streets)
    by_car = network.for_mode(Mode.CAR)
    assert network.notices == ()
    assert by_car.notices == (
        "The streets do not say which are one-way; routes by car take all for two-way.",
    )
    assert network.length_m - by_car.length_m == 200


def test_where_no_street_is_open_to_cars_that_is_said(build):
    with pytest.raises(NetworkError, match="None of the 6 streets may be used by car"):
        WalkingNetwork.from_streets(build.grid(2).assign(kind="path"), Mode.CAR)


def test_an_unreachable_drive_names_the_mode(block):
    walks = WalkingNetwork.from_streets(block, Mode.CAR).between([(0, 0), (900, 0)])
    with pytest.raises(NetworkError, match="no way by car from stop 0 to stop 1"):
        walks.path(0, 1)


def test_a_drive_never_goes_against_a_one_way_street(build):
    rng = np.random.default_rng(3)
    car = rng.choice(["both", "forward", "backward"], 14, p=[0.4, 0.3, 0.3])
    streets = build.grid().assign(car=car, cycle="both", foot="both")
    network = WalkingNetwork.from_streets(streets, Mode.CAR)
    points = [tuple(p) for p in rng.integers(0, 600, (12, 2))]
    walks = network.between(points)
    driven = np.argwhere(np.isfinite(walks.length_m))
    assert len(driven) > 80
    for i, j in driven:
        if i != j:
            path = shapely.get_coordinates(walks.path(i, j))[1:-1]
            for a, b in pairwise(path):
                assert allowed(streets, car, a, b)


def allowed(streets, car, a, b):
    step = shapely.LineString([a, b])
    on = [n for n, line in enumerate(streets.geometry) if line.buffer(0.01).covers(step)]
    ways = {
        (
            car[n],
            streets.geometry[n].project(shapely.Point(b))
            > streets.geometry[n].project(shapely.Point(a)),
        )
        for n in on
    }
    return any(way == "both" or (way == "forward") == ahead for way, ahead in ways)
