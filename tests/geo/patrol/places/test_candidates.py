import math

import numpy as np
import pytest
from pyproj import CRS

from geo.clock import Window
from geo.errors import SettingError
from geo.model import PlaceKind
from geo.patrol import VisitValue, candidate_places
from geo.pupils import estimate_pupil_flow


def by_rule(build, *, schools, bells, **rows):
    """Places where no streets say who walks where."""
    layers = build.layers(schools, network=build.streets(), **rows)
    return candidate_places(build.hotspots(), layers, build.day(*bells))


def test_hotspots_gates_and_interchanges_become_places(build):
    places, _, _ = build.town()
    assert [p.place_id for p in places] == [
        "hotspot-H1",
        "hotspot-H2",
        "interchange-i1",
        "interchange-i2",
        "gate-300",
        "gate-100",
        "gate-200",
    ]
    assert len(places) == 7
    assert places.by_id["gate-100"].kind is PlaceKind.GATE


def test_a_school_is_met_at_its_main_gate_and_at_its_own_point_without_one(build):
    places = by_rule(
        build,
        schools=[("1", 110, 110, "secondary", 900), ("2", 510, 130, "primary", 300)],
        bells=[build.bell("1"), build.bell("2")],
        gates=[("1", "Back gate", 110, 120), ("1", "Main gate", 100, 300)],
    )
    assert places.by_id["gate-1"].point == (100, 300)
    assert places.by_id["gate-1"].name == "School 1, main gate"
    assert places.by_id["gate-2"].point == (510, 130)
    assert places.by_id["gate-1"].urns == ("1",)


def test_without_a_main_gate_the_nearest_is_taken(build):
    layers = build.layers(
        [("1", 0, 0, "secondary", 900)],
        [("1", "East", 90, 0), ("1", "West", -20, 0)],
        network=build.streets(),
    )
    (place,) = candidate_places(build.hotspots(), layers, build.day(build.bell("1")))
    assert place.name == "School 1, west"
    assert "2 gates" in place.why


def test_schools_without_a_bell_or_out_of_the_window_are_no_places(build):
    layers = build.layers([("1", 0, 0, "secondary", 900), ("2", 300, 0, "secondary", 900)])
    day = build.day(build.bell("2", "13:00"))
    assert len(candidate_places(build.hotspots(), layers, day)) == 0


def test_a_hotspot_stands_on_a_street_inside_its_shape(build):
    layers = build.layers()
    (place,) = candidate_places(
        build.hotspots(build.hotspot(1, 110, 140, half_m=25)), layers, build.day()
    )
    assert place.point == (100, 140)


def test_a_hotspot_absorbs_the_gate_and_interchange_at_its_corner(build):
    layers = build.layers(
        [("1", 320, 300, "secondary", 1000), ("2", 700, 300, "secondary", 600)],
        interchanges=[("i", "rail", 300, 380)],
        network=build.streets(),
    )
    spot = build.hotspot(1, 300, 300)
    day = build.day(build.bell("1", "15:15", 0), build.bell("2", "15:30", 0))
    place, _ = candidate_places(build.hotspots(spot), layers, day, VisitValue(1, 1))
    assert place.kind is PlaceKind.HOTSPOT
    assert place.urns == ("1",)
    assert "also here: Station i, School 1" in place.why
    # Harm, people on their way home, the pupils of one school who leave, and two thirds of the
    # quarter of the other school that comes by in the next slice.
    assert place.value[1] == pytest.approx(100 + 10 + 100 + 10, abs=0.01)
    assert place.value[11] == pytest.approx(100 + 10)


def test_an_interchange_absorbs_a_gate_but_not_one_at_sixty_metres(build):
    layers = build.layers(
        [("1", 340, 300, "secondary", 1000), ("2", 300, 360, "secondary", 1000)],
        interchanges=[("i", "rail", 300, 300)],
    )
    day = build.day(build.bell("1"), build.bell("2"))
    places = candidate_places(build.hotspots(), layers, day)
    assert [p.place_id for p in places] == ["interchange-i", "gate-2"]
    assert places.by_id["interchange-i"].urns == ("1",)


def station_of_three_schools(build):
    bells = [build.bell(urn, finish) for urn, finish in (("2", "15:15"), ("1", "15:20"))]
    places = by_rule(
        build,
        schools=[(urn, 100.0 * int(urn), 0, "secondary", 900) for urn in "123"],
        bells=[*bells, build.bell("3", "15:35", 0)],
        interchanges=[("i", "rail", 200, 300)],
    )
    return places.by_id["interchange-i"]


def test_an_interchange_names_the_schools_whose_pupils_come(build):
    assert station_of_three_schools(build).why.startswith(
        "Pupils of School 2, School 1 and 1 more come through here from about 15:15 to 16:05."
    )


def test_after_the_rush_an_interchange_no_longer_promises_pupils(build):
    place = station_of_three_schools(build)
    assert place.why_at(16 * 60 + 4) == place.why
    assert place.why_at(16 * 60 + 5).startswith("The pupils' rush is over by about 16:05")


def test_after_the_last_have_left_a_gate_says_so(build):
    layers = build.layers([("1", 300, 300, "secondary", 900)])
    (place,) = candidate_places(build.hotspots(), layers, build.day(build.bell("1", "15:20", 10)))
    assert place.why_at(15 * 60 + 30) == place.why
    later = "School 1 let out from 15:20 to 15:30; some linger around the gate."
    assert place.why_at(15 * 60 + 31) == later


def test_what_else_stands_at_a_corner_is_said_at_any_hour(build):
    layers = build.layers(
        [("1", 340, 300, "secondary", 1000)], interchanges=[("i", "rail", 300, 300)]
    )
    (place,) = candidate_places(build.hotspots(), layers, build.day(build.bell("1")))
    assert all("; also here: School 1." in place.why_at(m) for m in (15 * 60, 17 * 60))


def on_the_way_home(build, x=300, y=300):
    """A hotspot between a school in one corner and the station in the other that it empties to."""
    layers = build.layers(
        [("1", 0, 300, "secondary", 1000)],
        interchanges=[("i", "rail", 600, 300)],
        network=build.streets([(0, 300), (600, 300)], [(0, 300), (0, 600)]),
    )
    day = build.day(build.bell("1", "15:30", 0))
    return candidate_places(build.hotspots(build.hotspot(1, x, y)), layers, day), day


def test_a_hotspot_on_the_way_home_is_worth_more_while_pupils_pass_and_says_so(build):
    quiet, _ = on_the_way_home(build, 300, 900)
    busy, _ = on_the_way_home(build)
    gain = np.subtract(busy.items[0].value, quiet.items[0].value)
    passing = np.array(busy.expected["hotspot-H1"].pupils)
    assert passing[2] > 50
    assert gain[2] == gain.max() > 0
    assert not passing[:2].any()
    assert not gain[0]
    assert busy.items[0].why.endswith("pupils pass between 15:30 and 15:45.")


def test_once_pupils_have_gone_a_hotspot_no_longer_speaks_of_them(build):
    place = on_the_way_home(build)[0].items[0]
    assert "pupils" in place.why_at(15 * 60 + 30)
    assert "pupils" not in place.why_at(17 * 60)


def test_a_school_is_met_at_the_gate_that_most_pupils_pass(build):
    layers = build.layers(
        [("1", 300, 300, "secondary", 1000)],
        [("1", "Main gate", 200, 300), ("1", "Road gate", 310, 300)],
        network=build.streets([(300, 300), (900, 300)], [(200, 300), (300, 300)]),
        interchanges=[("i", "rail", 900, 300)],
    )
    places = candidate_places(build.hotspots(), layers, build.day(build.bell("1")))
    assert places.by_id["gate-1"].name == "School 1, road gate"


def test_the_surface_gives_harm_where_no_hotspot_is(build):
    layers = build.layers([("1", 300, 300, "secondary", 1000)])
    spot = build.hotspot(1, 600, 600, harm=1.2)
    found = build.hotspots(spot, harm_per_cell=0.25)
    places = candidate_places(found, layers, build.day(build.bell("1")))
    # 0.25 on 2,500 m2, over the 11,310 m2 within 60 m, in twelve equal slices.
    expected = 0.25 / 2500 * math.pi * 60**2 / 12
    assert places.expected["gate-1"].harm == pytest.approx((expected,) * 12, rel=1e-4)
    assert places.expected["hotspot-H1"].harm == pytest.approx((0.1,) * 12)


def test_nothing_is_expected_beyond_the_edge_of_the_surface(build):
    layers = build.layers([("1", -300, 300, "secondary", 1000)])
    found = build.hotspots(harm_per_cell=0.25)
    places = candidate_places(found, layers, build.day(build.bell("1")))
    assert not any(places.expected["gate-1"].harm)


def test_another_balance_gives_the_values_of_places_listed_with_it(build):
    places, _, day = build.town()
    for share in (0.0, 0.2, 1.0):
        balance = VisitValue.of_share(share)
        again = candidate_places(places.hotspots, places.layers, day, balance)
        assert places.balanced(balance).items == again.items
        assert places.balanced(balance).balance == balance


def test_with_reassurance_alone_harm_counts_for_nothing(build):
    layers = build.layers()
    places = candidate_places(build.hotspots(build.hotspot(1, 300, 300)), layers, build.day())
    assert any(places.items[0].value)
    assert not any(places.balanced(VisitValue.of_share(1)).items[0].value)


def test_sexual_offences_are_never_named_at_a_place(build):
    spot = build.hotspot(
        1,
        300,
        300,
        offences=(("Sexual offence", 1.0),),
        reason="Chiefly sexual offences.",
    )
    (place,) = candidate_places(build.hotspots(spot), build.layers(), build.day())
    assert "sexual" not in (place.why + place.look_out_for).lower()
    assert "harm to young people" in place.look_out_for


def test_every_offence_of_the_vocabulary_has_a_sentence_of_its_own(build):
    for offence in (
        "Knife-enabled crime",
        "Violence with injury",
        "Personal robbery",
        "Theft from the person",
        "Anti-social behaviour",
    ):
        spot = build.hotspot(1, 300, 300, offences=((offence, 1.0),))
        (place,) = candidate_places(build.hotspots(spot), build.layers(), build.day())
        assert not place.look_out_for.startswith("Anything out of the ordinary")
        assert place.look_out_for.endswith(".")


def test_hotspots_of_another_window_are_refused(build):
    with pytest.raises(SettingError, match="another window"):
        candidate_places(
            build.hotspots(build.hotspot(1, 0, 0)),
            build.layers(),
            build.day(window=Window(900, 960)),
        )


def test_hotspots_of_another_crs_are_refused(build):
    spots = build.hotspots(crs=CRS.from_epsg(32630))
    with pytest.raises(SettingError, match="EPSG:32630"):
        candidate_places(spots, build.layers(), build.day())


def test_a_dispersal_of_another_window_is_refused(build):
    layers = build.layers()
    flow = estimate_pupil_flow(layers, build.day(window=Window(900, 960)))
    with pytest.raises(SettingError, match="pupil flow is for the window 15:00"):
        candidate_places(build.hotspots(), layers, build.day(), pupil_flow=flow)


def test_one_id_for_two_places_is_refused(build):
    with pytest.raises(SettingError, match="more than once: a"):
        build.places(build.place("a", 0, 0), build.place("a", 1, 1))
    assert list(build.places(a := build.place("a", 0, 0), b := build.place("b", 1, 1))) == [a, b]
    assert len(build.places()) == 0
