import datetime as dt

import pytest
import shapely

from geo.clock import Bell, SchoolDay, Window
from geo.hotspots.explanation import pupils_passing

SHAPE = shapely.Point(1000, 1000).buffer(50)
MILL = ("1", "Mill School", 834, 1000, 1300)


def day(*bells, closed=()):
    return SchoolDay(dt.date(2026, 11, 24), Window(), bells, closed)


def test_a_school_near_by_says_who_when_and_how_far(build):
    layers = build.layers(schools=[MILL])
    (passing,) = pupils_passing(SHAPE, layers, day(Bell("1", "Mill School", 915, 10)))
    assert passing.said == "Mill School, 250 m away: about 830 pupils let out 15:15–15:25."


def test_a_school_further_away_passes_on_its_way_to_the_interchange(build):
    far = ("2", "Quay School", None, 1000, 1700)
    layers = build.layers(schools=[MILL, far], interchanges=[("Quay station", 1000, 700)])
    near, further = pupils_passing(SHAPE, layers, day(Bell("2", "Quay School", 930)))
    assert (near.school, further.school) == ("Mill School", "Quay School")
    assert near.said.endswith("on the straight way to Quay station; the bell is not known.")
    assert further.said == (
        "Quay School, 650 m away: pupils let out at 15:30, on the straight way to Quay station."
    )


@pytest.mark.parametrize(
    ("school", "station"),
    [
        ((1000, 1700), (1000, 1800)),  # walks the other way
        ((1000, 1700), (1000, 300)),  # too far to walk
        ((1000, 1700), (1400, 900)),  # passes at a distance
    ],
)
def test_a_school_whose_way_does_not_pass_is_left_out(build, school, station):
    layers = build.layers(
        schools=[("2", "Quay School", 500, *school)], interchanges=[("Quay station", *station)]
    )
    assert pupils_passing(SHAPE, layers) == ()


def test_a_closed_school_is_said_to_be_closed(build):
    (passing,) = pupils_passing(
        SHAPE, build.layers(schools=[MILL]), day(closed=(("1", "staff training"),))
    )
    assert passing.said == "Mill School, 250 m away, is closed: staff training."


def test_without_schools_nobody_passes(build):
    assert pupils_passing(SHAPE, build.layers(interchanges=[("Quay station", 1000, 700)])) == ()
