"""The streets of the sample make one walkable town, and its wards tile the land."""

import itertools
from collections import Counter
from pathlib import Path

import geopandas as gpd
import numpy as np
import pytest
import shapely

SAMPLE = Path(__file__).parents[2] / "data" / "sample"
SEA = shapely.box(620_000, 480_000, 628_000, 487_000)


@pytest.fixture(scope="module")
def streets():
    return gpd.read_file(SAMPLE / "streets.geojson")


@pytest.fixture(scope="module")
def basemap():
    return gpd.read_file(SAMPLE / "basemap.geojson").set_index("name").to_crs(27700)


def touching(streets):
    """Pairs of streets that share a point, and the ends of every street."""
    lines = streets.geometry.to_numpy()
    first, second = shapely.STRtree(lines).query(lines, predicate="intersects")
    ends = [{line.coords[0], line.coords[-1]} for line in lines]
    return [(a, b) for a, b in zip(first, second, strict=True) if a < b], ends


def test_streets_are_as_many_as_asked_and_of_every_kind(streets):
    assert 3_000 <= len(streets) <= 6_000
    assert set(streets["kind"]) == {"main", "high street", "local", "path"}
    assert streets["street_id"].is_unique
    assert streets["name"].str.len().gt(0).all()
    assert streets["name"].nunique() > 1_500


def test_streets_hang_together_in_one_piece(streets):
    pairs, ends = touching(streets)
    neighbours = {k: set() for k in range(len(ends))}
    for a, b in pairs:
        if ends[a] & ends[b]:
            neighbours[a].add(b)
            neighbours[b].add(a)
    seen, waiting = {0}, [0]
    while waiting:
        fresh = neighbours[waiting.pop()] - seen
        seen |= fresh
        waiting += fresh
    assert len(seen) == len(streets)


def test_streets_meet_only_where_both_end(streets):
    pairs, ends = touching(streets)
    lines = streets.geometry.to_numpy()
    first, second = (lines[list(side)] for side in zip(*pairs, strict=True))
    met = shapely.intersection(first, second)
    crossing = [
        (streets["name"][a], streets["name"][b])
        for (a, b), shape in zip(pairs, met, strict=True)
        if any(
            part.geom_type != "Point" or part.coords[0] not in ends[a] & ends[b]
            for part in shapely.get_parts(shape)
        )
    ]
    assert crossing == []
    assert streets.geometry.is_simple.all()


def test_it_is_a_town_and_no_chessboard(streets):
    metric = streets.to_crs(27700)
    ends = Counter(spot for line in streets.geometry for spot in (line.coords[0], line.coords[-1]))
    degree = Counter(ends.values())
    assert degree[3] > 3 * degree[4], "T-junctions outnumber crossroads in an English town"
    assert degree[1] > 200, "there are cul-de-sacs"
    first, last = (shapely.get_coordinates(shapely.get_point(metric.geometry, k)) for k in (0, -1))
    bearing = np.degrees(np.arctan2(*(last - first).T)) % 90
    share = np.histogram(bearing, bins=9, range=(0, 90))[0] / len(metric)
    assert share.max() < 0.25, "no two directions rule"


def test_streets_cross_the_river_only_on_a_few_bridges(streets, basemap):
    over = streets.to_crs(27700)
    over = over[over.intersects(basemap.geometry["River Brine"])]
    assert 5 <= len(over) <= 12
    assert set(over["kind"]) <= {"main", "high street", "path"}
    assert over.length.max() < 250


def test_no_street_runs_into_the_sea(streets, basemap):
    assert not streets.to_crs(27700).intersects(basemap.geometry["Saltmarsh Bay"]).any()


def test_streets_pass_the_railway_at_a_limited_number_of_places(streets, basemap):
    metric = streets.to_crs(27700)
    rails = basemap[basemap["kind"] == "rail"].geometry
    crossings = sum(int(metric.crosses(rail).sum()) for rail in rails)
    assert 8 <= crossings <= 30
    assert len(rails) == 2


def test_wards_tile_the_land(basemap):
    wards = gpd.read_file(SAMPLE / "wards.geojson").to_crs(27700)
    assert 8 <= len(wards) <= 10
    assert wards["name"].is_unique
    land = SEA.difference(basemap.geometry["Saltmarsh Bay"])
    assert wards.area.sum() == pytest.approx(land.area, rel=0.001)
    overlap = sum(a.intersection(b).area for a, b in itertools.combinations(wards.geometry, 2))
    assert overlap < 200
