import pytest

from geo.quality import Severity
from geo.quality._streets import check_streets


@pytest.fixture
def walked(build):
    def check(*lines, **frames):
        moved = [[(build.east + x, build.north + y) for x, y in line] for line in lines]
        town = build.layers(streets=build.streets(*moved), **frames)
        return list(check_streets(town, build.rules))

    return check


def test_streets_that_hang_together_are_fine(build, walked):
    findings = walked([(0, 0), (100, 0), (200, 0)], [(100, 0), (100, 300)])
    assert {finding.severity for finding in findings} == {Severity.OK}
    assert build.found(findings, "disconnected").title == "All 500 m of street hang together."


def test_a_part_that_is_cut_off_is_measured_and_drawn(build, walked):
    cut = build.found(walked([(0, 0), (700, 0)], [(0, 500), (300, 500)]), "disconnected")
    assert cut.severity is Severity.ERROR
    assert cut.title.startswith("300 m of 1.0 km of street (30%), in 1 piece,")
    assert cut.where.length.tolist() == [300]


def test_an_end_that_misses_a_street_by_a_step_is_a_gap(build, walked):
    near = build.found(walked([(0, 0), (200, 0)], [(100, 1.5), (100, 300)]), "nearly-touching")
    assert near.table["Gap, m"].tolist() == [1.5]
    assert near.table["Would join two parts"].tolist() == ["yes"]
    assert near.severity is Severity.WARNING


def test_an_end_in_the_middle_of_a_street_without_a_vertex_does_not_touch_it(build, walked):
    near = build.found(walked([(0, 0), (200, 0)], [(100, 0), (100, 300)]), "nearly-touching")
    assert near.table["Gap, m"].tolist() == [0]


def test_a_short_stub_is_not_near_the_street_that_it_leaves(build, walked):
    near = build.found(
        walked([(0, 0), (100, 0), (200, 0)], [(100, 0), (100, 1)]), "nearly-touching"
    )
    assert near.severity is Severity.OK


def test_a_school_on_a_part_that_is_cut_off_is_named(build, walked):
    columns = {"urn": ["1", "2"], "name": ["Park", "Quay"], "phase": ["secondary"] * 2,
               "pupils": [1, 2], "has_named_contact": [True, True]}  # fmt: skip
    at = [(build.east + 10, build.north + 505), (build.east + 10, build.north + 5)]
    findings = walked([(0, 0), (700, 0)], [(0, 500), (300, 500)],
                  schools=build.places("schools", columns, at))  # fmt: skip
    stranded = build.found(findings, "places-cut-off")
    assert stranded.table[["ChartKind", "Name"]].to_numpy().tolist() == [["school", "Park"]]


def test_no_streets_say_nothing(build, walked):
    assert walked() == []
