import re

import pytest

from dashboard import maps, theme
from dashboard.components import css_beside, picktable, planboard
from geo.rendering import palette


def contrast(one, other):
    light, dark = sorted((palette._luminance(one), palette._luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize(
    "text", [palette.INK, palette.QUIET, palette.ACCENT, palette.WARNING, palette.HOTSPOT_LINE]
)
@pytest.mark.parametrize("ground", [theme.PAPER, theme.TINT, "#FFFFFF"])
def test_text_can_be_read(text, ground):
    assert contrast(text, ground) >= 4.5


@pytest.mark.parametrize("look", [maps.DAY, maps.NIGHT])
def test_badges_and_outlines_can_be_seen(look):
    for colour in look.ramp:
        assert contrast(colour, palette.text_on(colour)) >= 4.5
    assert contrast(look.hotspot_line, look.backdrop) >= 3
    assert contrast(look.symbol, look.backdrop) >= 3


@pytest.mark.parametrize("look", [maps.DAY, maps.NIGHT])
def test_one_hue_runs_in_one_direction(look):
    steps = [contrast(colour, look.backdrop) for colour in look.ramp]
    assert steps == sorted(steps)


def test_no_style_sheet_asks_another_host():
    sheets = (
        theme.page_css(),
        theme.briefing_css(),
        *(css_beside(module.__file__) for module in (picktable, planboard)),
        theme.map_css("day"),
        theme.map_css("night"),
    )
    for sheet in sheets:
        assert not re.search(r"https?:|@import", sheet)
        assert sheet.count("{") == sheet.count("}")
