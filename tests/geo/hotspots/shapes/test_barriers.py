import numpy as np
import shapely

NORTH, SOUTH = [(500, 1015), (1500, 1015)], [(500, 985), (1500, 985)]
RAIL = [(0, 1000), (3000, 1000)]


def both_sides(town, count=80):
    return np.concatenate(
        [town.strewn([(900, y), (1100, y)], count, 3, seed=y) for y in (985, 1015)]
    )


def test_a_railway_divides_a_shape(town):
    shapes = town.cut(both_sides(town), town.ground([NORTH, SOUTH], rails=[RAIL]))
    assert len(shapes) == 2
    assert not any(shape.intersects(shapely.linestrings(RAIL)) for shape in shapes)


def test_a_street_across_the_railway_holds_a_shape_together(town):
    over = [(1000, 985), (1000, 1015)]
    streets = [
        [(500, 985), (1000, 985), (1500, 985)],
        [(500, 1015), (1000, 1015), (1500, 1015)],
        over,
    ]
    (shape,) = town.cut(both_sides(town), town.ground(streets, rails=[RAIL]))
    assert shape.covers(shapely.linestrings(over))


def test_a_street_that_crosses_elsewhere_does_not(town):
    streets = [
        [(500, 985), (600, 985), (1500, 985)],
        [(500, 1015), (600, 1015), (1500, 1015)],
        [(600, 985), (600, 1015)],
    ]
    assert len(town.cut(both_sides(town), town.ground(streets, rails=[RAIL]))) == 2


def test_a_river_divides_the_ground_around_incidents_too(town):
    river = (0, 995, 3000, 1005)
    shapes = town.cut(both_sides(town), town.ground(water=[river]))
    assert len(shapes) == 2
    assert all(shape.intersection(shapely.box(*river)).area == 0 for shape in shapes)


def test_a_side_with_too_few_incidents_is_no_shape(town):
    few = np.concatenate([both_sides(town)[:80], [(1000, 1015), (1002, 1016)]])
    (shape,) = town.cut(few, town.ground([NORTH, SOUTH], rails=[RAIL]))
    assert shape.bounds[3] <= 1000


def test_without_a_basemap_streets_that_do_not_meet_stay_apart(town):
    assert len(town.cut(both_sides(town), town.ground([NORTH, SOUTH]))) == 2


def test_without_a_basemap_streets_that_meet_close_by_are_one(town):
    streets = [
        [(500, 985), (1050, 985), (1500, 985)],
        [(500, 1015), (1050, 1015), (1500, 1015)],
        [(1050, 985), (1050, 1015)],
    ]
    assert len(town.cut(both_sides(town), town.ground(streets))) == 1


def test_no_shape_lies_on_a_mask(town):
    points, mask = town.blob(1000, 1000, 200, 50), (1000, 0, 3000, 3000)
    for streets in ([], [[(500, 1000), (1500, 1000)]]):
        shapes = town.cut(points, town.ground(streets, masks=[mask]))
        assert shapes
        assert all(shape.intersection(shapely.box(*mask)).area == 0 for shape in shapes)


def test_incidents_inside_a_mask_make_no_shape_outside(town):
    points, mask = town.blob(1000, 1000, 200, 20), (900, 900, 1100, 1100)
    assert town.cut(points, town.ground([[(500, 1000), (1500, 1000)]], masks=[mask])) == []
