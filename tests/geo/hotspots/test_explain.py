"""The officer's one sentence."""

from types import SimpleNamespace

import pytest

from geo.clock import Window
from geo.hotspots._naming import Vicinity, reason
from geo.model import Estimate, Nearby, Trend

STATION = Nearby("i1", "Mill station", 60.0)
SCHOOL = Nearby("1", "Quay School", 210.0)


def sentence(
    peak=None, *, trend=Trend.STEADY, offences=(("Personal robbery", 0.6),), near=(), name="x"
):
    by_slice = [0.02] * 12
    for n in peak or ():
        by_slice[n] = 0.1
    score = SimpleNamespace(
        incidents=Estimate(0.4, 0.3, 0.5), by_slice=tuple(by_slice), offences=offences, trend=trend
    )
    return reason(score, Vicinity(name, near, ()), Window())


def test_it_says_how_often_when_what_and_by_what():
    assert sentence((2, 3), near=(SCHOOL, STATION)) == (
        "Expect an incident here on about 1 in 3 afternoons, most of all 15:30–16:00, "
        "chiefly personal robbery, 60 m from Mill station."
    )


@pytest.mark.parametrize(
    ("peak", "when"), [((0, 1), "15:00–15:30"), ((3, 4), "15:45–16:15"), ((10, 11), "17:30–18:00")]
)
def test_the_half_hour_in_which_most_is_expected_is_named(peak, when):
    assert f"most of all {when}" in sentence(peak)


def test_no_half_hour_is_named_where_none_stands_out():
    assert "at no time more than at another" in sentence()
    assert "most of all" not in sentence()


def test_what_the_name_says_already_is_not_repeated():
    text = sentence((2, 3), near=(STATION, SCHOOL), name="By Mill station")
    assert "Mill station" not in text
    assert "210 m from Quay School" in text


def test_only_a_change_is_mentioned():
    assert "8 weeks" not in sentence((2, 3))
    assert sentence((2, 3), trend=Trend.RISING).endswith(
        "; more in the last 8 weeks than in the 8 before."
    )
    assert "fewer in the last 8 weeks" in sentence((2, 3), trend=Trend.FALLING)
