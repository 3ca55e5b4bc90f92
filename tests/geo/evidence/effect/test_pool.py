import numpy as np
import shapely

from geo.evidence.effect import Record
from geo.evidence.effect._comparison_places import Likeness, comparison_pool
from geo.evidence.effect._settings import EffectSettings
from geo.model import Spot


def test_no_place_of_the_pool_lies_within_reach_of_a_patrol(build):
    frame = build.from_counts(build.town(1, rate=0.3))
    record = Record.of(frame, build.window)
    treated = [build.patrolled(0), build.patrolled(1)]
    near = Spot("near", "Near", shapely.box(350, 0, 450, 100))
    far = build.spot(5)
    pool = comparison_pool(record, treated, [near, far])
    assert pool[0].place_id == "p5"
    assert "near" not in [spot.place_id for spot in pool]
    reach = shapely.union_all([place.shape.buffer(300) for place in treated])
    assert not any(reach.intersects(spot.shape) for spot in pool)


def test_places_of_the_pool_do_not_overlap(build):
    record = Record.of(build.from_counts(build.town(1, rate=0.3)), build.window)
    pool = comparison_pool(record, [build.patrolled(0)], [build.spot(5)])
    shapes = [spot.shape for spot in pool]
    together = shapely.union_all(shapes).area
    assert len(pool) > 10
    assert abs(together - sum(shape.area for shape in shapes)) < 1


def test_the_pool_does_not_look_at_the_time_of_the_patrols(build):
    counts = build.town(1, rate=0.3)
    later = counts.copy()
    later[:, build.dates.date >= build.first] = 7
    pools = [
        comparison_pool(
            Record.of(build.from_counts(table), build.window, until=build.last),
            [build.patrolled(0)],
        )
        for table in (counts, later)
    ]
    assert pools[0] == pools[1]


def test_the_most_alike_are_chosen_by_level_and_by_trend():
    """Of places with 20 incidents, the one that rose in the same way is the most alike."""
    halves = np.array([[4.0, 16.0, 5.0, 10.0, 400.0], [16.0, 4.0, 15.0, 10.0, 400.0]])
    free = np.array([False, True, True, True, True])
    alike = Likeness.of(halves, free, factor=2.0)
    sets = np.array([[0]])
    assert np.flatnonzero(alike.picked(sets, 1)[0, 0]).tolist() == [2]
    assert np.flatnonzero(alike.picked(sets, 9)[0, 0]).tolist() == [1, 2, 3]


def test_a_place_of_a_set_never_compares_another_of_it():
    halves = np.full((2, 6), 10.0)
    free = np.array([False, False, True, True, True, True])
    picked = Likeness.of(halves, free, 2.0).picked(np.array([[2, 3], [3, 5]]), 4)
    assert not picked[0, :, [2, 3]].any()
    assert not picked[1, :, [3, 5]].any()
    assert not picked[:, :, :2].any()


def test_likeness_is_judged_with_the_settings_in_one_place():
    assert EffectSettings().reach_m == 300
    assert EffectSettings(rings_m=()).reach_m == 0
