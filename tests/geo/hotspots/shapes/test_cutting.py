import numpy as np
import pytest
import shapely

ROAD = [(500, 1000), (1500, 1000)]


def test_a_shape_follows_the_street_where_it_happened(town):
    (shape,) = town.cut(town.strewn([(900, 1000), (1100, 1000)], 80), town.ground([ROAD]))
    west, south, east, north = shape.bounds
    assert east - west > 3 * (north - south)
    assert north - south <= 52
    assert shapely.covers(shape, shapely.linestrings([(920, 1000), (1080, 1000)]))


def test_without_streets_a_shape_is_the_ground_around_its_incidents(town):
    points = town.strewn([(900, 1000), (1100, 1000)], 80)
    (shape,) = town.cut(points)
    assert shape.contains(shapely.Point(1000, 1000))
    assert shapely.distance(shape.centroid, shapely.Point(1000, 1000)) < 20
    assert shapely.area(shape) > town.cut(points, town.ground([ROAD]))[0].area


def test_ground_without_streets_is_the_same_as_no_ground(town):
    points = town.blob(1000, 1000, 60)
    assert town.cut(points, town.ground()) == town.cut(points)


def test_far_from_streets_a_shape_is_the_ground_around_its_incidents(town):
    (shape,) = town.cut(town.blob(2000, 2000, 60, 15), town.ground([ROAD]))
    assert shape.contains(shapely.Point(2000, 2000))


def test_a_gap_between_two_stretches_belongs_to_the_shape(town):
    both = np.concatenate([town.strewn([(x, 1000), (x + 50, 1000)], 40, 3) for x in (900, 1000)])
    (shape,) = town.cut(both, town.ground([[(x, 1000) for x in range(500, 1501, 50)]]))
    assert shape.covers(shapely.Point(975, 1000))


def test_a_long_hot_street_becomes_several_stretches(town):
    shapes = town.cut(
        town.strewn([(600, 1000), (2400, 1000)], 900), town.ground([[(0, 1000), (3000, 1000)]])
    )
    assert len(shapes) > 1
    assert all(shape.area <= 40_000 for shape in shapes)


def test_the_denser_core_is_kept_where_a_hotspot_is_too_large(town):
    points = np.concatenate([town.blob(1000, 1000, 300, 30), town.blob(1000, 1000, 200, 180)])
    assert town.cut(points)[0].contains(shapely.Point(1000, 1000))


def test_three_incidents_make_no_shape(town):
    assert town.cut([(1000, 1000)] * 3) == []
    assert town.cut([]) == []


def test_incidents_that_tell_nothing_make_no_shape(town):
    points = town.blob(1000, 1000, 50)
    assert all(
        not shape.contains(shapely.Point(1000, 1000))
        for shape in town.cut(points, told=np.zeros(50))
    )


@pytest.mark.parametrize("limit_m2", [2_500, 10_000, 90_000])
def test_no_shape_is_larger_than_asked_for(town, limit_m2):
    points = town.blob(1000, 1000, 900, 120)
    grid = [[(x, y) for y in range(500, 1501, 80)] for x in range(500, 1501, 80)]
    for ground in (None, town.ground(grid)):
        shapes = town.cut(points, ground, limit_m2)
        assert shapes
        assert all(shape.area <= limit_m2 for shape in shapes)


def test_neither_rows_nor_streets_have_an_order(town):
    rng = np.random.default_rng(0)
    points = np.concatenate([town.blob(1000, 1000, 150), town.strewn(ROAD, 300)])
    streets = [ROAD, [(1000, 600), (1000, 1000), (1000, 1400)], [(900, 1100), (1000, 1100)]]
    first = town.cut(points, town.ground(streets), told=np.linspace(0.1, 1.3, 450))
    order = rng.permutation(450)
    turned = [streets[2][::-1], streets[0], streets[1][::-1]]
    again = town.cut(points[order], town.ground(turned), told=np.linspace(0.1, 1.3, 450)[order])
    assert [shape.wkb for shape in again] == [shape.wkb for shape in first]
