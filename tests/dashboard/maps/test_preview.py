"""A layer on the map before anybody keeps it."""

import json

import folium
import numpy as np
import pytest

from dashboard import maps
from dashboard.maps.preview import counted
from geo.model import LayerName


def incidents(build, *points, **columns):
    spots = [build.at(x, y) for x, y in points]
    return build.frame(LayerName.INCIDENTS, spots, **columns)


def drawn(group):
    area = folium.Map(tiles=None)
    group.add_to(area)
    return area.get_root().render()


def test_incidents_are_counts_in_squares_and_never_points(build):
    frame = incidents(build, *[(10, 10)] * 7, (900, 900), offence=["Rape"] * 8)
    group, lines = maps.preview(frame, LayerName.INCIDENTS)
    assert [type(child).__name__ for child in group._children.values()] == ["_Squares"]
    text = drawn(group)
    assert "L.marker" not in text
    assert "Rape" not in text
    assert lines[0][1] == "Fewer to more, in squares of 250 m"


def test_a_square_of_one_to_four_says_no_number(build):
    group, _ = maps.preview(incidents(build, *[(10, 10)] * 4), LayerName.INCIDENTS)
    assert '"&lt;5"' in drawn(group).replace("\\u003c", "<")
    group, _ = maps.preview(incidents(build, *[(10, 10)] * 5), LayerName.INCIDENTS)
    assert ',"5",' in drawn(group)


def test_fuller_squares_are_darker(build):
    points = [(n * 300 + 10, 10) for n in range(20) for _ in range(n + 1)]
    group, _ = maps.preview(incidents(build, *points), LayerName.INCIDENTS)
    (made,) = group._children.values()
    squares = sorted(
        (int(count.replace("&lt;", "")), step) for step, count, _ in json.loads(made.squares)
    )
    steps = [step for _, step in squares]
    assert steps == sorted(steps)
    assert set(steps) == {0, 1, 2, 3}


def test_every_point_is_counted_once(build):
    rng = np.random.default_rng(3)
    frame = incidents(build, *rng.integers(0, 5_000, (400, 2)).tolist())
    side_m, corners, counts = counted(frame)
    assert counts.sum() == 400
    assert (corners % side_m == 0).all()


def test_squares_grow_until_few_enough_can_be_drawn(build):
    points = [(x * 260, y * 260) for x in range(60) for y in range(60)]
    side_m, corners, _ = counted(incidents(build, *points))
    assert side_m > 250
    assert len(corners) <= 1_500


@pytest.mark.parametrize("layer", [LayerName.SCHOOLS, LayerName.INTERCHANGES, LayerName.AREAS])
def test_a_name_is_text_and_never_markup(build, layer):
    frame = build.town().frame(layer).assign(name=build.HOSTILE)
    if layer is LayerName.AREAS:
        frame = frame.assign(ward_code="W1")
    group, _ = maps.preview(frame, layer)
    text = drawn(group)
    assert "<script>alert(1)" not in text
    assert "${alert(2)}" not in text
    assert "alert(1)" in text


def test_of_many_points_some_are_drawn_and_the_legend_says_so(build):
    spots = [build.at(n * 10, 0) for n in range(3_000)]
    frame = build.frame(LayerName.SCHOOLS, spots, name=["A"] * 3_000)
    group, lines = maps.preview(frame, LayerName.SCHOOLS)
    assert len(group._children) <= 1_200
    assert lines[0][1] == f"School ({len(group._children):,} of 3,000 drawn)"


def test_nothing_makes_no_legend(build):
    group, lines = maps.preview(incidents(build), LayerName.INCIDENTS)
    assert (len(group._children), lines) == (0, [])


def test_streets_are_drawn_by_the_ground(build):
    group, lines = maps.preview(build.town().streets, LayerName.STREETS)
    assert (len(group._children), lines) == (0, [])
