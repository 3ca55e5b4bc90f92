"""What was not given is said, in one sentence each."""

import re

from geo.pupils import estimate_pupil_flow

ROAD = [("Road", "local", [(0, 0), (2500, 0)])]


def said(flow, word):
    return [notice for notice in flow.notices if word in notice]


def test_a_school_that_nobody_counted_stands_in_with_a_usual_number(build):
    schools = [("1", "primary", None, 0, 0), ("2", "secondary", None, 500, 0)]
    flow = estimate_pupil_flow(
        build.layers(ROAD, schools), build.day(("1", "15:00", 0), ("2", "15:00", 0))
    )
    assert said(flow, "usual one") == [
        "The number of pupils is not known, and a usual one stands in: School 1 and School 2."
    ]
    small, large = flow.walks
    assert small.on_foot < large.on_foot


def test_home_areas_give_the_number_where_the_roll_does_not(build):
    flow = estimate_pupil_flow(
        build.layers(ROAD, [("1", "secondary", None, 0, 0)]),
        build.day(("1", "15:00", 0)),
        homes=build.homes(("1", (300, 0), 50), ("1", (500, 0), 50)),
    )
    assert flow.walks[0].on_foot == 88
    assert not said(flow, "usual one")


def test_missing_gates_bells_streets_and_interchanges_are_said(build):
    schools = [
        ("1", "secondary", 500, 0, 0),
        ("2", "secondary", 500, 900, 0),
        ("3", "secondary", 500, 900, 900),
    ]
    flow = estimate_pupil_flow(
        build.layers(ROAD, schools, [("1", 10, 0)]), build.day(("1", "15:00", 0), ("3", "15:00", 0))
    )
    assert [walk.bell.urn for walk in flow.walks] == ["1"]
    assert said(flow, "No bell") == [
        "No bell is known for the day, so no pupils are counted: School 2."
    ]
    assert said(flow, "within 250 m") == [
        "No street is within 250 m, so no pupils are counted: School 3."
    ]
    assert not said(flow, "No gate")
    (interchange,) = said(flow, "No interchange")
    assert re.search(r"left out: School 1\.$", interchange)


def test_a_school_without_a_gate_leaves_from_its_middle(build):
    flow = estimate_pupil_flow(
        build.layers(ROAD, [("1", "secondary", 500, 40, 30)]), build.day(("1", "15:00", 0))
    )
    assert said(flow, "No gate") == [
        "No gate is known within reach of a street, so pupils leave from the middle: School 1."
    ]


def test_a_closed_school_lacks_nothing_and_sends_nobody(build):
    flow = estimate_pupil_flow(
        build.layers(ROAD, [("1", "secondary", 500, 0, 0)]), build.day(closed=(("1", "INSET day"),))
    )
    assert flow.notices == ()
    assert flow.pupils.sum() == 0


def test_a_home_area_that_nobody_knows_is_said_and_left_out(build):
    flow = estimate_pupil_flow(
        build.layers(ROAD, [("1", "secondary", 500, 0, 0)]),
        build.day(("1", "15:00", 0)),
        homes=build.homes(("1", "Atlantis", 50)),
    )
    assert said(flow, "Atlantis") == [
        "These home areas are not in the areas layer, and are left out: Atlantis (School 1)."
    ]
    assert flow.pupils.sum() > 0


def test_many_names_become_a_few(build):
    schools = [(str(n), "primary", 100, 100 * n, 0) for n in range(1, 9)]
    flow = estimate_pupil_flow(build.layers(ROAD, schools), build.day())
    assert said(flow, "No bell")[0].endswith("School 1, School 2, School 3 and 5 more.")
