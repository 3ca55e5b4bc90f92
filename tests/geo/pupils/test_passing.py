"""Who comes past a place: everybody once, however they walk."""

import numpy as np
import pytest
import shapely

from geo.errors import SettingError
from geo.pupils import estimate_pupil_flow
from geo.pupils._travel_figures import PupilFlowSettings

PACE = PupilFlowSettings(pace_m_per_s=1.0)


def test_somebody_who_walks_several_segments_comes_past_once(build):
    streets = [("Long Street", "local", [(0, 0), (1200, 0)])]
    layers = build.layers(streets, [("1", "secondary", 100, 0, 0)], [("1", 0, 0)])
    homes = build.homes(("1", (1200, 0), 100))
    flow = estimate_pupil_flow(layers, build.day(("1", "15:20", 0)), homes=homes, settings=PACE)
    whole = shapely.LineString([(0, 0), (1200, 0)])
    assert flow.passing(whole, 20).sum() == pytest.approx(88)
    assert flow.passing(whole, 20)[1] == pytest.approx(88)


def test_somebody_who_comes_back_into_reach_counts_once(build):
    # A street that leaves the circle around (100, 0) and returns to it.
    loop = [("Bend", "local", [(0, 0), (0, 300), (200, 300), (200, 0), (200, -400)])]
    layers = build.layers(loop, [("1", "secondary", 100, 0, 0)], [("1", 0, 0)])
    homes = build.homes(("1", (200, -400), 100))
    flow = estimate_pupil_flow(layers, build.day(("1", "15:20", 0)), homes=homes, settings=PACE)
    assert flow.passing(shapely.Point(100, 0), 110).sum() == pytest.approx(88)


@pytest.fixture(scope="module")
def flow(build):
    schools = [("1", "secondary", 900, 310, 290), ("2", "primary", 300, 700, 640)]
    gates = [("1", 310, 300), ("1", 260, 300)]
    stops = [("i", "rail", 900, 500)]
    layers = build.layers(build.grid(), schools, gates, stops)
    return estimate_pupil_flow(layers, build.day(("2", "15:10", 0), ("1", "15:20", 15)))


def test_many_places_are_each_of_them(flow):
    shapes = [shapely.Point(310, 300), shapely.box(0, 0, 90, 90), shapely.Point(900, 500)]
    many = flow.passing_many(shapes, 60)
    assert many.shape == (3, 12)
    assert many == pytest.approx(np.array([flow.passing(shape, 60) for shape in shapes]))


def test_a_place_by_hand_is_everybody_whose_way_touches_it(flow):
    """Hold the fast count against walking every pupil home, segment by segment."""
    shape = shapely.Point(400, 400).buffer(120)
    touched = np.flatnonzero(shapely.dwithin(flow.segments, shape, 30))
    for walk in flow.walks:
        beyond = {
            (n, e)
            for n, e in zip(
                walk.number[np.isin(walk.piece, touched)],
                walk.end[np.isin(walk.piece, touched)],
                strict=True,
            )
        }
        counted = 0.0
        for k in range(len(walk.piece)):
            # Those who end on a segment: its own, less those who go on beyond it.
            children = [
                j
                for j in range(len(walk.piece))
                if walk.number[k] < walk.number[j] < walk.end[k]
                and not any(
                    walk.number[k] < walk.number[m] < walk.number[j] < walk.end[m]
                    for m in range(len(walk.piece))
                )
            ]
            ends = walk.pupils[k] - walk.pupils[children].sum()
            if any(n <= walk.number[k] < e for n, e in beyond):
                counted += ends
        past = {each.bell.urn: each.pupils for each in flow.past_by_school(shape, 30)}
        assert past.get(walk.bell.urn, 0.0) == pytest.approx(counted)


def test_no_more_come_past_than_there_are(flow):
    everywhere = flow.passing(shapely.box(0, 0, 1000, 1000), 1000)
    out = sum(walk.on_foot + walk.to_stops.sum() for walk in flow.walks)
    assert everywhere.sum() == pytest.approx(out)
    assert flow.passing(shapely.Point(5000, 5000)).sum() == 0


def test_a_wider_reach_meets_no_fewer(flow):
    counts = [flow.passing(shapely.Point(500, 500), reach).sum() for reach in (10, 60, 150, 400)]
    assert counts == sorted(counts)


def test_those_who_arrive_at_an_interchange_come_past_it(flow):
    assert flow.passing(shapely.Point(900, 500), 5).sum() >= flow.arriving("i").sum() > 0


def test_whose_they_are_adds_up_and_the_most_come_first(flow):
    past = flow.past_by_school(shapely.Point(310, 300), 60)
    assert sum(each.pupils for each in past) == pytest.approx(
        flow.passing(shapely.Point(310, 300), 60).sum()
    )
    assert past[0].bell.urn == "1"
    assert past[0].from_min >= 920
    assert past[0].until_min >= 935


def test_the_busiest_streets_are_those_with_most_pupils(flow):
    top = flow.busiest(1, most=3)
    assert [busy.pupils for busy in top] == sorted((busy.pupils for busy in top), reverse=True)
    assert top[0].pupils == pytest.approx(flow.pupils[:, 1].max())
    assert top[0].schools == ("School 1",)
    assert flow.busiest()[0].pupils == pytest.approx(flow.pupils.sum(axis=1).max())
    assert flow.busiest(11) == ()


def test_a_negative_reach_is_refused(flow):
    with pytest.raises(SettingError, match="radius of -1 m"):
        flow.passing(shapely.Point(0, 0), -1)
