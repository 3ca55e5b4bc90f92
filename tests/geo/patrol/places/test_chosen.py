"""Places that a supervisor chooses on the map."""

import pytest

from geo.errors import SettingError
from geo.model import PlaceKind
from geo.patrol import VisitValue, candidate_places
from geo.patrol.places import with_chosen


def test_a_chosen_place_in_a_hotspot_is_worth_its_harm_and_gives_its_reason(build):
    spots = build.hotspots(build.hotspot(1, 300, 300, reason="Harm is expected."))
    layers = build.layers()
    places = candidate_places(spots, layers, build.day())
    hotspot, place = with_chosen(places, [("Kiosk", (310, 300))], build.day())
    assert place.kind is PlaceKind.CHOSEN
    assert place.place_id == "chosen-310-300"
    assert place.value == hotspot.value
    assert place.why == "Chosen for today. Harm is expected."
    assert (place.opens_min, place.closes_min) == (900, 1079)


def test_elsewhere_it_is_worth_what_the_surface_expects_and_the_pupils_who_pass(build):
    layers = build.layers([("1", 300, 300, "secondary", 1000)])
    day = build.day(build.bell("1", "15:30", 0))
    spots = build.hotspots(build.hotspot(1, 900, 900), harm_per_cell=0.01)
    places = candidate_places(spots, layers, day)
    here = [("Here", (300.0, 300.0)), ("There", (600.0, 200.0))]
    *_, at_school, far = with_chosen(places, here, day)
    assert at_school.value[2] > far.value[2] > 0
    assert at_school.value[0] == far.value[0] > 0
    assert at_school.why.startswith("Chosen for today. About ")


def test_chosen_places_join_the_others_once_and_are_weighed_like_them(build):
    places, _, day = build.town()
    more = with_chosen(places, [("Kiosk", (310, 300)), ("Kiosk again", (310.2, 300.1))], day)
    assert len(more) == len(places) + 1
    assert with_chosen(more, [("Kiosk", (310, 300))], day).items == more.items
    other = VisitValue.of_share(0.9)
    weighed = with_chosen(places.balanced(other), [("Kiosk", (310, 300))], day)
    assert weighed.items == more.balanced(other).items != more.items


def test_a_place_without_a_name_is_refused(build):
    with pytest.raises(SettingError, match="needs a name"):
        with_chosen(build.places(), [(" ", (0, 0))], build.day())
