"""Real streets, which are not in the repository: the foot network around King's Cross."""

import os
from pathlib import Path

import geopandas as gpd
import numpy as np
import pytest
import shapely

from geo.network import WalkingNetwork
from geo.patrol import Constraints, Lock

NAME = "london/kings-cross-osm-walk.geojson"
SET = os.environ.get("AFTERBELL_REAL_DATA")
FOLDERS = [Path(SET)] if SET else [p / "shared" / "real-data" for p in Path(__file__).parents]


@pytest.fixture(scope="module")
def streets():
    """Lines in metres; skips with a message where there is no such file."""
    found = [folder / NAME for folder in FOLDERS if (folder / NAME).is_file()]
    if not found:
        pytest.skip(f"{NAME} is not here; AFTERBELL_REAL_DATA can name the folder that holds it")
    return gpd.read_file(found[0]).to_crs(27700)


@pytest.fixture(scope="module")
def network(streets):
    return WalkingNetwork.from_streets(streets)


@pytest.fixture(scope="module")
def spots(streets, network):
    """Middles of streets that are walked, spread over the area."""
    middles = streets.geometry.interpolate(0.5, normalized=True).iloc[::40]
    points = [(round(p.x, 2), round(p.y, 2)) for p in middles]
    near = network.off_street_m(np.array(points)) < 1
    return [point for point, ok in zip(points, near, strict=True) if ok]


def test_real_streets_hang_together(streets, network):
    whole = network.length_m + network.n_left_out_m
    assert whole == pytest.approx(streets.length.sum(), rel=0.01)
    assert network.length_m > 0.9 * whole


def test_real_walks_are_as_long_as_their_paths_and_keep_to_the_streets(network, spots):
    assert len(spots) > 20
    walks = network.between(spots)
    assert np.isfinite(walks.length_m).all()
    for j in range(1, len(spots)):
        path = walks.path(0, j)
        assert path.length == pytest.approx(walks.length_m[0, j], abs=0.05)
        assert path.length >= np.hypot(*np.subtract(spots[0], spots[j])) - 0.02
        every = shapely.get_coordinates(shapely.segmentize(path, 10))
        assert network.off_street_m(every).max() < 1


def test_a_plan_over_real_streets_holds_and_keeps_what_is_locked(build, network, spots):
    items = [build.place(str(n), *spot, 1 + n % 7) for n, spot in enumerate(spots)]
    alpha = build.patrol("Alpha", start=spots[0], walk_m_per_s=1.3)
    bravo = build.patrol("Bravo", walk_m_per_s=1.1)
    constraints = Constraints(locks=(Lock("3", "Alpha", 960),), drop=frozenset({"6"}))
    plan = build.plan(items, [alpha, bravo], network=network, constraints=constraints)
    first, second = plan.routes
    assert ("3", 960) in build.visits(first)
    assert all(len(route.stops) >= 8 for route in plan.routes)
    assert len(first.legs) == len(first.stops) + 1
    assert len(second.legs) == len(second.stops) - 1
