"""Real streets, which are not in the repository: King's Cross on foot, by cycle and by car."""

import os
from pathlib import Path

import geopandas as gpd
import numpy as np
import pytest
import shapely

from geo.layers import read_layer
from geo.model import LayerName, Mode
from geo.network import WalkingNetwork

NAME = "london/kings-cross-osm-walk.geojson"
SET = os.environ.get("AFTERBELL_REAL_DATA")
FOLDERS = [Path(SET)] if SET else [p / "shared" / "real-data" for p in Path(__file__).parents]
#: The square before the station, St Pancras, the library, and two corners of side streets.
PLACES = [
    (-0.1240, 51.5305), (-0.1261, 51.5318), (-0.1275, 51.5299), (-0.1230, 51.53), (-0.1215, 51.529),
]  # fmt: skip


@pytest.fixture(scope="module")
def streets():
    """The layer as it is read; skips with a message where there is no such file."""
    found = [folder / NAME for folder in FOLDERS if (folder / NAME).is_file()]
    if not found:
        pytest.skip(f"{NAME} is not here; AFTERBELL_REAL_DATA can name the folder that holds it")
    return read_layer(found[0], LayerName.STREETS).frame


@pytest.fixture(scope="module")
def network(streets):
    return WalkingNetwork.from_streets(streets)


@pytest.fixture(scope="module")
def points():
    each = gpd.GeoSeries.from_xy(*zip(*PLACES, strict=True), crs=4326).to_crs(27700)
    return [(point.x, point.y) for point in each]


def test_one_way_streets_are_known_and_paths_are_not_driven(streets):
    assert (streets["car"] == "forward").sum() > 150
    assert (streets["cycle"] == "forward").sum() < (streets["car"] == "forward").sum()
    assert set(streets.loc[streets["kind"] == "path", "car"]) == {"no"}
    assert (streets["foot"] != "no").mean() > 0.95


@pytest.mark.parametrize("mode", list(Mode))
def test_what_hangs_together_is_most_of_it_and_the_rest_is_said(network, mode):
    chosen = network.for_mode(mode)
    assert chosen.length_m > 0.85 * (chosen.length_m + chosen.n_left_out_m)
    assert chosen.n_left_out_parts > 1
    assert "is left out of the routes" in chosen.notices[0]


def test_places_are_joined_to_streets_and_not_to_what_lies_below_them(network, points):
    """A passage of the station passes 10 cm from the first, two floors down."""
    snapped = network.snap(points)
    assert 4 < snapped.distance_m[0] < 5
    assert snapped.distance_m.max() < 50


@pytest.mark.parametrize("mode", list(Mode))
def test_ways_between_places_that_one_knows_are_sensible(network, points, mode):
    walks = network.for_mode(mode).between(points)
    off = ~np.eye(len(points), dtype=bool)
    assert walks.reachable.all()
    assert walks.length_m[off].min() > 100
    assert walks.length_m.max() < {Mode.FOOT: 700}.get(mode, 2000)
    for i, j in zip(*np.nonzero(off), strict=True):
        path = walks.path(i, j)
        assert path.length == pytest.approx(walks.length_m[i, j], abs=0.05)
        assert path.length >= np.hypot(*np.subtract(points[i], points[j])) - 0.02


def test_cars_go_round_where_people_walk_and_not_the_same_way_back(network, points):
    walked, driven = (
        network.for_mode(mode).between(points).length_m for mode in (Mode.FOOT, Mode.CAR)
    )
    assert (walked == walked.T).all()
    assert np.abs(driven - driven.T).max() > 100
    assert driven.sum() > 1.2 * walked.sum()


def test_no_drive_goes_against_a_street(streets, network, points):
    """Every step of every drive lies along a street in a direction in which it is open."""
    walks = network.for_mode(Mode.CAR).between(points)
    lines = streets.geometry.to_numpy()
    tree = shapely.STRtree(lines)
    checked = 0
    for i, j in ((0, 2), (2, 0), (3, 4), (4, 1)):
        xy = shapely.get_coordinates(walks.path(i, j))[2:-2]
        for a, b in zip(shapely.points(xy[:-1]), shapely.points(xy[1:]), strict=True):
            if a.distance(b) < 1:
                continue
            near = tree.query(shapely.LineString([a, b]).centroid, "dwithin", 0.2)
            ahead = shapely.line_locate_point(lines[near], b) > shapely.line_locate_point(
                lines[near], a
            )
            words = streets["car"].to_numpy()[near]
            assert ((words == "both") | (words == np.where(ahead, "forward", "backward"))).any()
            checked += 1
    assert checked > 30
