import geopandas as gpd
import numpy as np
import pytest
import shapely

from geo.quality import Severity
from geo.quality._points import check_points


@pytest.fixture
def placed(build):
    def check(xy, areas=None, bounds=None, **columns):
        start = build.steady(len(xy), a_day=1)
        facts = build.incidents(start, xy, **columns)
        ground = build.layers().areas if areas is None else areas
        return list(check_points(facts, ground, bounds, build.rules))

    return check


@pytest.fixture
def town(build):
    rng = np.random.default_rng(3)
    return rng.uniform(0, 4_000, (1_500, 2)).round(2) + np.array(
        [build.east + 0.3, build.north + 0.7]
    )


def test_points_over_a_town_are_fine(placed, town):
    assert {finding.severity for finding in placed(town)} == {Severity.OK}


def test_points_outside_the_wards_are_counted_but_not_those_on_their_border(build, placed, town):
    ward = build.areas(shapely.box(build.east - 10, build.north - 10, build.east + 4_010, 184_010))
    far = np.full((6, 2), [build.east + 9_000.0, build.north]) + np.arange(6)[:, None]
    near = [[build.east - 40.0, build.north + 9]]
    outside = build.found(placed([*town, *far, *near], ward), "outside-the-area")
    assert outside.title.startswith("6 rows (0.4%) outside the area")
    assert outside.severity is Severity.WARNING
    assert len(outside.where) == 1


def test_bounds_stand_in_for_wards(build, placed, town):
    box = (build.east - 1, build.north - 1, build.east + 2_000, build.north + 5_000)
    outside = build.found(placed(town, bounds=box), "outside-the-area")
    assert outside.severity is Severity.ERROR


def test_without_either_a_point_far_from_all_others_is_outside(placed, town):
    outside = build_outside(placed([*town, [0.0, 0.0]]))
    assert outside.title == "Fewer than 5 rows outside where nearly all others are."
    assert outside.table["Rows outside"].tolist() == ["<5"]


def build_outside(findings):
    return next(finding for finding in findings if finding.code == "outside-the-area")


def test_a_sexual_offence_is_never_a_point(placed, town):
    offence = ["personal robbery"] * len(town) + ["sexual offence"]
    outside = build_outside(placed([*town, [0.0, 0.0]], offence=offence))
    assert len(outside.where) == 0


def test_a_police_station_is_a_pile(build, placed, town):
    station = np.full((60, 2), [build.east + 1_234.5, build.north + 2_345.6])
    pile = build.found(placed([*town, *station]), "piles")
    assert pile.severity is Severity.ERROR
    assert pile.title.startswith("1 point holds 60 rows (3.8%)")
    assert pile.where.iloc[0].distance(shapely.Point(station[0])) < 0.1


def test_a_busy_place_whose_rows_spread_is_no_pile(build, placed, town):
    rng = np.random.default_rng(5)
    station = np.array([build.east + 1_234.5, build.north + 2_345.6])
    doors = station + rng.uniform(-80, 80, (200, 2)).round(1)
    pile = build.found(placed([*town, *doors, *np.full((40, 2), station)]), "piles")
    assert pile.severity is Severity.OK
    assert pile.table["Looks like"].tolist() == ["a busy place"]


def test_points_that_a_source_snaps_to_its_own_are_no_piles(build, placed):
    rng = np.random.default_rng(6)
    points = rng.uniform(0, 20_000, (400, 2)) + np.array([build.east, build.north])
    rows = points[rng.choice(400, 6_000, p=rng.dirichlet(np.full(400, 2.0)))]
    assert build.found(placed(rows), "piles").severity is Severity.OK


@pytest.mark.parametrize(("grid_m", "severity"), [(1000, "Error"), (100, "Warning"), (10, "Fine")])
def test_metres_that_are_rounded_are_reported(build, placed, town, grid_m, severity):
    rounded = build.found(placed((town / grid_m).round() * grid_m), "rounded-points")
    assert rounded.severity == severity


def test_three_decimals_of_a_degree_are_told(build, placed, town):
    degrees = gpd.GeoSeries(gpd.points_from_xy(*town.T), crs=build.crs).to_crs(4326)
    coarse = gpd.points_from_xy(degrees.x.round(3), degrees.y.round(3), crs=4326).to_crs(build.crs)
    rounded = build.found(placed(shapely.get_coordinates(coarse)), "rounded-points")
    assert rounded.severity is Severity.WARNING
    assert "3 decimals of a degree" in rounded.title
