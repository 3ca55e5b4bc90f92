from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.rendering import palette

NAMES = st.lists(
    st.sampled_from(["Alpha", "alma", "Bravo", " Kilo", "1", "é", "東", " "]), max_size=60
)


def contrast(one, other):
    low, high = sorted((palette._luminance(one), palette._luminance(other)))
    return (high + 0.05) / (low + 0.05)


def test_letters_are_the_initials_where_these_differ():
    assert [s.letter for s in palette.patrol_styles(["Bravo", "Kilo"])] == ["B", "K"]
    assert [s.letter for s in palette.patrol_styles(["Patrol 1", "Patrol 2"])] == ["A", "B"]


@given(NAMES)
def test_every_patrol_is_told_apart_by_its_letter_and_its_colour_with_dash(names):
    styles = palette.patrol_styles(names)
    assert len({s.letter for s in styles}) == len(names)
    assert len({(s.colour, s.dash) for s in styles}) == len(names)


def test_eight_patrols_have_eight_dashes():
    styles = palette.patrol_styles([str(n) for n in range(8)])
    assert len({s.dash for s in styles}) == 8


@pytest.mark.parametrize("colour", palette.OKABE_ITO)
def test_letters_read_on_every_patrol_colour(colour):
    assert contrast(palette.text_on(colour), colour) >= 4.5


def test_text_reads_on_paper_and_banner():
    for ink in (palette.INK, palette.QUIET, palette.ACCENT, palette.WARNING):
        assert contrast(ink, palette.BACKDROP) >= 4.5
        assert contrast(ink, palette.HALO) >= 4.5
    assert contrast(palette.INK, palette.BANNER) >= 4.5


def test_the_hotspot_ramp_darkens_step_by_step_so_it_survives_a_grey_printer():
    light = [palette._luminance(c) for c in palette.HOTSPOT_RAMP]
    assert light == sorted(light, reverse=True)
    assert all(contrast(a, b) > 1.3 for a, b in pairwise(palette.HOTSPOT_RAMP))
    assert palette.hotspot_colour(1) == palette.HOTSPOT_RAMP[-1]
    assert palette.hotspot_colour(5) == palette.HOTSPOT_RAMP[0]
    assert palette.hotspot_colour(9) == palette.HOTSPOT_RAMP[0]
    assert palette.hotspot_colour(1, of=1) == palette.HOTSPOT_RAMP[-1]


def test_a_dash_is_written_for_the_screen_in_pixels():
    solid, dashed = palette.patrol_styles(["A", "B"])
    assert solid.dash_array(3) is None
    assert dashed.dash_array(3) == "12 4.8"
