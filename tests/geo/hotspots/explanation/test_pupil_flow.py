import datetime as dt
import types

import pytest
import shapely

from geo.clock import Bell, SchoolDay, Window
from geo.hotspots.explanation._explain import pupils_passing
from geo.pupils.flow import Past

SHAPE = shapely.Point(1000, 1000).buffer(50)
MILL = ("1", "Mill School", 834, 1000, 1300)
FAR = ("2", "Quay School", None, 1000, 1900)
MILL_BELL, QUAY_BELL = Bell("1", "Mill School", 915, 10), Bell("2", "Quay School", 930)


def day(*bells, closed=()):
    return SchoolDay(dt.date(2026, 11, 24), Window(), bells, closed)


def flow(*past, counted=(MILL_BELL, QUAY_BELL)):
    """Only what is asked of a dispersal."""
    walks = tuple(types.SimpleNamespace(bell=bell) for bell in counted)
    return types.SimpleNamespace(walks=walks, past_by_school=lambda *_: past)


def test_a_school_says_how_far_how_many_and_when(build):
    layers = build.layers(schools=[MILL])
    came = flow(Past(MILL_BELL, 237.4, 921, 944))
    (passing,) = pupils_passing(SHAPE, layers, day(MILL_BELL), came)
    assert passing.sentence == (
        "Mill School, 250 m away: about 240 pupils come past between 15:20 and 15:45."
    )


def test_a_school_further_away_is_named_when_its_pupils_come_past(build):
    layers = build.layers(schools=[MILL, FAR])
    came = flow(Past(QUAY_BELL, 60.0, 940, 941), Past(MILL_BELL, 2.0, 915, 925))
    far, near = pupils_passing(SHAPE, layers, day(MILL_BELL, QUAY_BELL), came)
    assert (
        far.sentence
        == "Quay School, 850 m away: about 60 pupils come past between 15:40 and 15:45."
    )
    assert near.sentence == "Mill School, 250 m away: hardly any of its pupils come past."


def test_a_school_further_away_whose_pupils_go_elsewhere_is_left_out(build):
    layers = build.layers(schools=[FAR])
    came = flow(Past(QUAY_BELL, 9.0, 940, 941))
    assert pupils_passing(SHAPE, layers, day(QUAY_BELL), came) == ()


@pytest.mark.parametrize("came", [None, flow(counted=())])
def test_without_streets_nobody_knows_how_many(build, came):
    (passing,) = pupils_passing(SHAPE, build.layers(schools=[MILL]), day(MILL_BELL), came)
    assert passing.sentence == (
        "Mill School, 250 m away, lets out at 15:15; how many come past is not known."
    )


def test_without_a_bell_that_is_said(build):
    (passing,) = pupils_passing(SHAPE, build.layers(schools=[MILL]), day(), flow())
    assert passing.sentence == "Mill School, 250 m away: the bell is not known."


def test_a_closed_school_is_named_as_closed(build):
    layers = build.layers(schools=[MILL])
    (passing,) = pupils_passing(SHAPE, layers, day(closed=(("1", "staff training"),)), flow())
    assert passing.sentence == "Mill School, 250 m away, is closed: staff training."


def test_without_schools_nobody_passes(build):
    assert pupils_passing(SHAPE, build.layers(interchanges=[("Quay station", 1000, 700)])) == ()
