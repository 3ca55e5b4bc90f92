"""Loops on real streets, which are not in the repository: around King's Cross."""

import os
from pathlib import Path

import geopandas as gpd
import pytest
import shapely

from geo.model import Place, PlaceKind
from geo.network import WalkingNetwork
from geo.patrol._loops import AROUND_M, Loops, longest_m

NAME = "london/kings-cross-osm-walk.geojson"
SET = os.environ.get("AFTERBELL_REAL_DATA")
FOLDERS = [Path(SET)] if SET else [p / "shared" / "real-data" for p in Path(__file__).parents]


@pytest.fixture(scope="module")
def walked():
    """The loops of visits of 12 minutes all over the area, and the network."""
    found = [folder / NAME for folder in FOLDERS if (folder / NAME).is_file()]
    if not found:
        pytest.skip(f"{NAME} is not here; AFTERBELL_REAL_DATA can name the folder that holds it")
    streets = gpd.read_file(found[0]).to_crs(27700)
    network = WalkingNetwork.from_streets(streets)
    loops = Loops(network, {})
    middles = streets.geometry.interpolate(0.5, normalized=True).iloc[::30]
    spots = [(round(p.x, 2), round(p.y, 2)) for p in middles]
    places = [
        Place(f"p{n}", PlaceKind.CHOSEN, f"Spot {n}", spot, (1.0,), 900, 1079, "Why.", "What.")
        for n, spot in enumerate(spots)
    ]
    return network, [(place, loops.at(place, 12)) for place in places]


def test_nearly_every_place_of_a_real_town_has_a_round_that_fills_the_visit(walked):
    _, pairs = walked
    long = [loop for _, loop in pairs if loop is not None and loop.length > 0.7 * longest_m(12)]
    assert len(long) > 0.8 * len(pairs)


def test_real_loops_keep_to_real_streets_near_the_place(walked):
    network, pairs = walked
    for place, loop in pairs:
        if loop is None:
            continue
        assert loop.length <= longest_m(12) + 0.01
        assert loop.coords[0] == loop.coords[-1] == place.point
        xy = shapely.get_coordinates(loop)
        xy = xy[1:-1] if network.off_street_m(xy[:1])[0] > 0.1 else xy
        every = shapely.get_coordinates(shapely.segmentize(shapely.LineString(xy), 5))
        assert network.off_street_m(every).max() < 0.2
        assert shapely.distance(shapely.Point(place.point), shapely.points(xy)).max() < AROUND_M + 1


def test_most_of_a_real_round_is_new_ground(walked):
    _, pairs = walked
    shares = [
        shapely.unary_union(shapely.node(loop)).length / loop.length
        for _, loop in pairs
        if loop is not None
    ]
    assert sum(shares) / len(shares) > 0.7
