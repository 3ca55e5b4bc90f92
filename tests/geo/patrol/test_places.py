import pytest
from pyproj import CRS

from geo.clock import Window
from geo.errors import SettingError
from geo.model import PlaceKind
from geo.patrol import Places, VisitValue, candidate_places


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
    places, _, _ = build.town()
    assert places.by_id["gate-100"].point == (100, 120)
    assert places.by_id["gate-100"].name == "School 100, main gate"
    assert places.by_id["gate-200"].point == (510, 130)
    assert places.by_id["gate-100"].urns == ("100",)


def test_without_a_main_gate_the_nearest_is_taken(build):
    layers = build.layers(
        [("1", 0, 0, "secondary", 900)], [("1", "East", 90, 0), ("1", "West", -20, 0)]
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
        [("1", 320, 300, "secondary", 1000)], interchanges=[("i", "rail", 300, 380)]
    )
    spot = build.hotspot(1, 300, 300)
    day = build.day(build.bell("1", "15:15", 0))
    (place,) = candidate_places(build.hotspots(spot), layers, day, VisitValue(1, 1))
    assert place.kind is PlaceKind.HOTSPOT
    assert place.urns == ("1",)
    assert "also here: Station i, School 1" in place.why
    full_then_lingering = 100 * (1 + 13 * 0.5) / 14
    assert place.value[1] == pytest.approx(100 + 60 + full_then_lingering, abs=0.01)
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


def test_an_interchange_names_the_schools_whose_pupils_come(build):
    places, _, _ = build.town()
    why = places.by_id["interchange-i1"].why
    assert why == (
        "Pupils of School 200, School 100 and 1 more come through here from 15:15 to about 16:05."
    )


def test_after_the_rush_an_interchange_no_longer_promises_pupils(build):
    place = build.town()[0].by_id["interchange-i1"]
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
    assert all(place.why_at(m).endswith("also here: School 1.") for m in (15 * 60, 17 * 60))


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


def test_one_id_for_two_places_is_refused(build):
    with pytest.raises(SettingError, match="more than once: a"):
        build.places(build.place("a", 0, 0), build.place("a", 1, 1))
    assert isinstance(build.places(), Places)
