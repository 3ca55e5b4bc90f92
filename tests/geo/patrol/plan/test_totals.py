"""What a plan covers, in words that are read aloud."""

import pytest

from geo.patrol.plan import Tally, headline, headline_change


def sums(harm, pupils):
    return Tally(383.0, 9, 60, 4000.0, {}, pupils, harm)


@pytest.mark.parametrize(
    ("harm", "pupils", "share", "met"),
    [
        (0.0823, 1533.4, "8%", "about 1,530"),
        (0.003, 12.0, "less than 1%", "about 10"),
        (0.0, 0.0, "none", "hardly any"),
    ],
)
def test_a_plan_says_the_harm_and_the_pupils_that_it_covers(harm, pupils, share, met):
    assert headline(sums(harm, pupils)) == (
        f"covers {share} of the harm expected at hotspots in the window and {met} pupils leaving "
        "school"
    )


def test_a_changed_plan_says_what_it_covered_before():
    before, after = sums(0.08, 1530), sums(0.09, 1490)
    assert headline_change(before, after) == (
        "covers 9% of the harm expected at hotspots in the window and about 1,490 pupils leaving "
        "school (before: 8% and about 1,530 pupils)"
    )
    assert headline_change(before, sums(0.0801, 1531)) == ""
