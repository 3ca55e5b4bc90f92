"""Small towns, worked out by hand: who walks where, and when."""

import numpy as np
import pytest
import shapely

from geo.errors import NetworkError, SettingError
from geo.network import WalkingNetwork
from geo.pupils import estimate_pupil_flow
from geo.pupils._travel_figures import MILE_M, SECONDARY, PupilFlowSettings

#: 60 m a minute.
PACE = PupilFlowSettings(pace_m_per_s=1.0)
#: One street of 1200 m, from west to east, with a side street to the north at 800 m.
STREET = [
    ("Long Street", "local", [(0, 0), (800, 0), (1200, 0)]),
    ("Side Street", "local", [(800, 0), (800, 400)]),
]
SCHOOL = ("1", "secondary", 100, 0, 0)


def on(flow, x, y):
    """Pupils by slice on the segment at a point."""
    return flow.pupils[flow.pieces.tree.nearest(shapely.Point(x, y))]


def test_pupils_walk_the_streets_between_the_gate_and_their_homes(build):
    layers = build.layers(STREET, [SCHOOL], [("1", 0, 0)])
    flow = estimate_pupil_flow(
        layers,
        build.day(("1", "15:20", 0)),
        homes=build.homes(("1", (1200, 0), 100)),
        settings=PACE,
    )
    # 1,150 m and less: 88 in 100 walk; all of them along all of Long Street.
    assert on(flow, 250, 0).sum() == pytest.approx(88)
    assert on(flow, 1150, 0).sum() == pytest.approx(88)
    assert on(flow, 800, 200).sum() == 0


def test_pupils_come_when_they_have_walked_there(build):
    layers = build.layers(STREET, [SCHOOL], [("1", 0, 0)])
    flow = estimate_pupil_flow(
        layers,
        build.day(("1", "15:20", 0)),
        homes=build.homes(("1", (1200, 0), 100)),
        settings=PACE,
    )
    # At the gate at 15:20; 900 m on at 15:35, which is a slice later.
    assert on(flow, 50, 0).nonzero()[0].tolist() == [1]
    assert on(flow, 950, 0).nonzero()[0].tolist() == [2]


def test_a_stagger_spreads_pupils_evenly(build):
    layers = build.layers(STREET, [SCHOOL], [("1", 0, 0)])
    flow = estimate_pupil_flow(
        layers,
        build.day(("1", "15:25", 20)),
        homes=build.homes(("1", (1200, 0), 100)),
        settings=PACE,
    )
    assert on(flow, 50, 0)[:4] == pytest.approx([0, 88 / 4, 88 * 3 / 4, 0])


def test_those_who_go_on_by_bus_walk_to_an_interchange(build):
    layers = build.layers(STREET, [SCHOOL], [("1", 0, 0)], [("i", "bus stops", 600, 0)])
    flow = estimate_pupil_flow(
        layers,
        build.day(("1", "15:20", 0)),
        homes=build.homes(("1", (1200, 0), 100)),
        settings=PACE,
    )
    assert flow.arriving("i")[:4] == pytest.approx([0, 0, 2, 0])
    assert on(flow, 550, 0).sum() == pytest.approx(90)
    assert on(flow, 650, 0).sum() == pytest.approx(88)
    assert flow.arriving("nowhere").sum() == 0


def test_the_nearer_and_the_better_served_interchange_draws_more(build):
    stops = [
        ("near", "bus stops", 200, 0),
        ("far", "bus stops", 700, 0),
        ("hub", "bus station", 700, 0),
    ]
    layers = build.layers(STREET, [SCHOOL], [("1", 0, 0)], stops)
    flow = estimate_pupil_flow(layers, build.day(("1", "15:20", 0)))
    near, far, hub = (flow.arriving(stop).sum() for stop in ("near", "far", "hub"))
    assert near > far > 0
    assert hub == pytest.approx(4 * far)


def test_pupils_leave_by_the_gate_that_is_nearest_to_where_they_go(build):
    layers = build.layers(STREET, [("1", "secondary", 100, 400, 0)], [("1", 300, 0), ("1", 700, 0)])
    homes = build.homes(("1", (0, 0), 50), ("1", (1200, 0), 50))
    flow = estimate_pupil_flow(layers, build.day(("1", "15:20", 0)), homes=homes, settings=PACE)
    assert on(flow, 250, 0).sum() == pytest.approx(44)
    assert on(flow, 750, 0).sum() == pytest.approx(44)
    assert on(flow, 500, 0).sum() == 0


def test_a_home_area_spreads_its_pupils_along_its_streets(build):
    layers = build.layers(
        STREET, [SCHOOL], [("1", 0, 0)], areas=[("W1", "Northside", (700, 1, 900, 500))]
    )
    for area in ("W1", "Northside"):
        flow = estimate_pupil_flow(
            layers, build.day(("1", "15:20", 0)), homes=build.homes(("1", area, 60)), settings=PACE
        )
        # The roll counts, not the 60 of the table, and all live along Side Street.
        assert on(flow, 50, 0).sum() == pytest.approx(88)
        by_quarter = [on(flow, 800, y).sum() for y in (50, 150, 250, 350)]
        assert by_quarter == pytest.approx([88, 66, 44, 22])


def test_nobody_walks_farther_than_they_can(build):
    road = [("Road", "local", [(0, 0), (6000, 0)])]
    layers = build.layers(road, [SCHOOL], [("1", 0, 0)])
    flow = estimate_pupil_flow(
        layers, build.day(("1", "15:20", 0)), homes=build.homes(("1", (5900, 0), 100))
    )
    assert flow.pupils.sum() == 0


@pytest.mark.parametrize("pupils", [100, 200])
def test_pupils_out_of_the_gates_are_pupils_at_homes_and_interchanges(build, pupils):
    schools = [("1", "secondary", pupils, 500, 500)]
    stops = [("i", "rail", 900, 500), ("j", "bus stops", 500, 200)]
    layers = build.layers(build.grid(), schools, [("1", 500, 450), ("1", 430, 500)], stops)
    flow = estimate_pupil_flow(layers, build.day(("1", "15:20", 10)))
    (walk,) = flow.walks
    out = flow.pupils[_first(flow, [(500, 450), (430, 500)])].sum()
    assert out == pytest.approx(walk.on_foot + walk.to_stops.sum())
    assert walk.on_foot + walk.to_stops.sum() < pupils
    assert sum(flow.arriving(stop).sum() for stop in "ij") == pytest.approx(walk.to_stops.sum())


def _first(flow, gates):
    """Segments that begin at a gate."""
    ends = shapely.boundary(flow.segments)
    return shapely.distance(ends, shapely.multipoints(gates)) < 1e-6


def test_more_pupils_and_no_others_change_nothing_but_their_number(build):
    small, large = (
        estimate_pupil_flow(
            build.layers(build.grid(), [("1", "secondary", n, 500, 500)], [("1", 500, 500)]),
            build.day(("1", "15:20", 10)),
        ).pupils
        for n in (100, 300)
    )
    assert large == pytest.approx(3 * small)


def test_two_schools_are_the_sum_of_each(build):
    schools = [("1", "secondary", 300, 200, 200), ("2", "primary", 200, 700, 600)]
    layers = build.layers(build.grid(), schools)
    bells = ("1", "15:20", 10), ("2", "15:10", 0)
    one, two, both = (
        estimate_pupil_flow(layers, build.day(*rung)).pupils
        for rung in ([bells[0]], [bells[1]], bells)
    )
    assert both == pytest.approx(one + two)


def test_nobody_is_on_the_streets_before_the_bell(build):
    layers = build.layers(build.grid(), [("1", "secondary", 300, 200, 200)])
    flow = estimate_pupil_flow(layers, build.day(("1", "16:00", 10)))
    assert not flow.pupils[:, :4].any()
    assert flow.pupils[:, 4].any()


def test_who_lets_out_before_the_window_is_counted_from_its_start(build):
    layers = build.layers(STREET, [SCHOOL], [("1", 0, 0)])
    flow = estimate_pupil_flow(
        layers,
        build.day(("1", "14:50", 20)),
        homes=build.homes(("1", (1200, 0), 100)),
        settings=PACE,
    )
    assert on(flow, 50, 0).sum() == pytest.approx(44)


def test_without_home_areas_there_are_fewer_pupils_the_farther_one_goes(build):
    layers = build.layers([("Road", "local", [(0, 0), (4000, 0)])], [SCHOOL], [("1", 0, 0)])
    flow = estimate_pupil_flow(layers, build.day(("1", "15:00", 0)))
    along = [on(flow, x, 0).sum() for x in range(50, 4000, 100)]
    assert np.all(np.diff(along) <= 1e-9)
    assert along[0] > 2 * along[15] > 0


def test_homes_lie_along_side_streets_not_along_paths(build):
    path = [*STREET[:1], ("", "path", STREET[1][2])]
    lived, walked = (
        estimate_pupil_flow(
            build.layers(streets, [SCHOOL], [("1", 0, 0)]), build.day(("1", "15:20", 0))
        )
        for streets in (STREET, path)
    )
    # Who walks along the path goes on beyond the map.
    assert on(lived, 800, 50).sum() > 2 * on(walked, 800, 50).sum()


def test_many_live_beyond_a_small_map_and_walk_to_its_edge(build):
    small, large = (
        estimate_pupil_flow(
            build.layers(build.grid(n), [("1", "secondary", 1000, 50 * n, 50 * n)]),
            build.day(("1", "15:00", 0)),
        )
        for n in (10, 40)
    )
    # What is within 400 m of the school hardly depends on how much of the town the map shows.
    near = [flow.passing(shapely.Point(*flow_middle(flow)), 400).sum() for flow in (small, large)]
    assert near[0] == pytest.approx(near[1], rel=0.15)


def flow_middle(flow):
    return flow.pieces.hull.centroid.coords[0]


def test_as_many_walk_as_the_survey_finds():
    """In an even town, 37% of those aged 11 to 16 walk (NTS 2024), and about as many go by bus."""
    way = np.arange(5.0, 60 * MILE_M, 10.0)
    share = np.exp(-way / SECONDARY.mean_trip_m)
    on_foot, by_transport = SECONDARY.shares(way)
    assert on_foot @ share / share.sum() == pytest.approx(0.37, abs=0.03)
    assert by_transport @ share / share.sum() == pytest.approx(0.28, abs=0.04)


def test_the_same_day_gives_the_same_bytes(build):
    layers = build.layers(build.grid(), [("1", "secondary", 300, 230, 210)], [("1", 250, 200)])
    one, other = (
        estimate_pupil_flow(layers, build.day(("1", "15:20", 10))).pupils for _ in range(2)
    )
    assert one.tobytes() == other.tobytes()


def test_a_network_that_is_there_already_gives_the_same(build):
    layers = build.layers(build.grid(), [("1", "secondary", 300, 230, 210)])
    ready = WalkingNetwork.from_streets(layers.streets)
    day = build.day(("1", "15:20", 10))
    assert np.array_equal(
        estimate_pupil_flow(layers, day).pupils, estimate_pupil_flow(layers, day, ready).pupils
    )


def test_without_streets_nobody_can_walk(build):
    with pytest.raises(NetworkError, match="no streets"):
        estimate_pupil_flow(build.layers([], [SCHOOL]), build.day(("1", "15:20", 0)))


@pytest.mark.parametrize(
    "wrong", [{"pace_m_per_s": 0}, {"piece_m": -1}, {"pace_m_per_s": float("nan")}]
)
def test_settings_refuse_nonsense(wrong):
    with pytest.raises(SettingError, match="expected numbers above 0"):
        PupilFlowSettings(**wrong)


def test_nobody_lives_in_the_sea(build):
    school = ("1", "secondary", 1000, 900, 500)
    inland, coast = (
        estimate_pupil_flow(
            build.layers(build.grid(), [school], water=water), build.day(("1", "15:00", 0))
        )
        for water in ((), [(1000, -5000, 9000, 6000)])
    )
    east = [on(flow, 1000, 450).sum() + on(flow, 950, 500).sum() for flow in (inland, coast)]
    west = [on(flow, 50, 500).sum() for flow in (inland, coast)]
    assert east[1] < 0.5 * east[0]
    assert west[1] > west[0]
