"""Real streets, schools and stations, which are not in the repository: a team of all modes."""

import os
from itertools import chain
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest

from geo.layers import read_layer
from geo.model import Break, LayerName, Mode, PlaceKind
from geo.network import REACH_OF, WalkingNetwork
from geo.patrol import candidate_places

SET = os.environ.get("AFTERBELL_REAL_DATA")
FOLDERS = [Path(SET)] if SET else [p / "shared" / "real-data" for p in Path(__file__).parents]
#: Corners that anybody there would name, and the square before the station.
CORNERS = {
    "York Way": (-0.1226, 51.5308),
    "British Library": (-0.1275, 51.5295),
    "Argyle Square": (-0.1215, 51.5287),
    "Goods Way": (-0.1278, 51.5345),
    "Judd Street": (-0.1249, 51.5273),
    "Phoenix Road": (-0.1310, 51.5300),
    "Cartwright Gardens": (-0.1271, 51.5266),
    "Cromer Street": (-0.1230, 51.5277),
    "Brill Place": (-0.1297, 51.5317),
    "Granary Square": (-0.1249, 51.5345),
}
SQUARE = (-0.1240, 51.5303)


def real(name):
    """A file in metres; skips with a message where there is none."""
    found = [folder / "london" / name for folder in FOLDERS if (folder / "london" / name).is_file()]
    if not found:
        pytest.skip(f"{name} is not here; AFTERBELL_REAL_DATA can name the folder that holds it")
    return found[0]


def metres(lon, lat):
    return gpd.GeoSeries.from_xy(lon, lat, crs=4326).to_crs(27700)


@pytest.fixture(scope="module")
def streets():
    return read_layer(real("kings-cross-osm-walk.geojson"), LayerName.STREETS).frame


@pytest.fixture(scope="module")
def network(streets):
    return WalkingNetwork.from_streets(streets)


@pytest.fixture(scope="module")
def schools(network):
    """Secondary schools within reach of the streets that there are: URN and point."""
    table = pd.read_csv(real("secondary-schools.csv"))
    points = metres(table["Longitude"], table["Latitude"])
    near = network.off_street_m(np.column_stack([points.x, points.y])) < 100
    rows = zip(table.loc[near, "URN"], points[near], strict=True)
    return [(str(urn), point.x, point.y) for urn, point in rows]


@pytest.fixture(scope="module")
def plan(build, streets, network, schools):
    rail = gpd.read_file(real("tfl-stations.geojson"), columns=["name"]).to_crs(27700)
    near = network.off_street_m(np.column_stack([rail.geometry.x, rail.geometry.y])) < 100
    stations = [(f"i{n}", "rail", p.x, p.y) for n, p in enumerate(rail.geometry[near])]
    made = build.layers(
        schools=[(urn, x, y, "secondary", 900) for urn, x, y in schools],
        interchanges=stations,
        network=streets,
    )
    corners = metres(*zip(*CORNERS.values(), strict=True))
    spots = [
        build.hotspot(n, p.x, p.y, name=name, harm=3.0 - 0.1 * n)
        for n, (name, p) in enumerate(zip(CORNERS, corners, strict=True), 1)
    ]
    day = build.day(*(build.bell(urn, "15:20") for urn, _, _ in schools))
    places = candidate_places(build.hotspots(*spots), made, day)
    (square,) = metres([SQUARE[0]], [SQUARE[1]])
    base = (square.x, square.y)
    walk = {"walk_m_per_s": 1.3}
    team = [
        build.patrol("Foot", start=base, rest=Break(20, 960, 1020), **walk),
        build.patrol("Cycle", start=base, mode=Mode.CYCLE, **walk),
        build.patrol("Car", start=base, end=spots_at(corners, "Judd Street"), mode=Mode.CAR),
    ]
    return build.plan(places, team, network=network, day=day, iterations=1_000)


def spots_at(corners, name):
    point = corners.iloc[list(CORNERS).index(name)]
    return (point.x, point.y)


def legs(route):
    """Each leg with the straight distance from its one end to the other."""
    ends = [leg.path.coords for leg in route.legs]
    return [
        (leg, float(np.hypot(*np.subtract(xy[0], xy[-1]))))
        for leg, xy in zip(route.legs, ends, strict=True)
    ]


def test_everybody_has_a_full_afternoon(plan):
    assert [route.patrol.mode for route in plan.routes] == list(Mode)
    assert all(len(route.visits) >= 5 for route in plan.routes)


def test_nobody_on_foot_goes_far_out_of_the_way(plan):
    """Round a block, or to the next crossing of Euston Road, and no more."""
    for leg, straight in legs(plan.routes[0]):
        assert leg.length_m <= max(2.5 * straight, straight + 250)


def test_every_way_begins_and_ends_at_a_street_that_is_open(plan):
    for route in plan.routes:
        streets = plan.network.for_mode(route.patrol.mode)
        ends = np.array(
            [xy for leg in route.legs for xy in (leg.path.coords[0], leg.path.coords[-1])]
        )
        assert streets.off_street_m(ends).max() <= REACH_OF[route.patrol.mode]


def test_a_school_is_visited_as_it_lets_out(plan, schools):
    stops = list(chain.from_iterable(route.visits for route in plan.routes))
    assert any(stop.letting_out for stop in stops)
    for stop in stops:
        if stop.place.kind is PlaceKind.GATE:
            assert stop.place.opens_min <= stop.arrive_min <= stop.place.closes_min
            assert stop.letting_out


def test_a_car_is_driven_the_way_the_streets_are_open(plan):
    """It goes round; the checker, which every plan has passed, knows the one-way streets."""
    ratios = [leg.length_m / straight for leg, straight in legs(plan.routes[2]) if straight > 100]
    assert max(ratios) > 1.5
