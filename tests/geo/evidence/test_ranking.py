"""What every method chose for itself, in words."""

import datetime as dt

import pytest

from geo.clock import EveryDay, Window
from geo.evidence.ranking import _mixture_in_words, chosen_parameters
from geo.hotspots import METHODS, HotspotSettings
from geo.hotspots.methods import Anywhere, Around, Kernel, Mixture
from geo.hotspots.methods._mixture import Clock
from geo.workspace import Workspace


def test_weights_are_said_by_hours_and_places_the_heaviest_first():
    parts = (
        (Kernel(Clock.WINDOW, 50.0, 120.0), 0.2),
        (Kernel(Clock.ALL, 100.0, 28.0), 0.4),
        (Kernel(Clock.ALL, 800.0, 720.0), 0.3),
        (Around("schools", 75.0), 0.06),
        (Anywhere(), 0.04),
    )
    said = _mixture_in_words(Mixture(parts, 900.0, 300.0, 6, 28))
    assert said.startswith(
        "all hours 70%, the window on its own days 20%, around schools 6% and anywhere 4%"
    )
    assert "is spread by 100 m or less" in said
    assert "6 hold-outs of 28 days (900 incidents, 300 in the window)" in said


def test_a_mixture_that_learned_nothing_says_so():
    assert "too few held-out incidents" in _mixture_in_words(Mixture(((Anywhere(), 1.0),)))


@pytest.mark.slow
def test_each_method_says_what_it_chose_and_where_it_is_described():
    area, told = Workspace.open(), []
    window = Window.parse("15:00-18:00", EveryDay())
    chosen = chosen_parameters(
        area.layers.incidents,
        window,
        dt.date(2026, 11, 24),
        settings=HotspotSettings(weights="equal", cell_m=200),
        methods=["counts", "kde"],
        progress=lambda doing, share: told.append((doing, share)),
    )
    assert [one.key for one in chosen] == ["counts", "kde"]
    assert all(one.paper == METHODS[one.key].paper for one in chosen)
    assert "nothing to choose" in chosen[0].parameters
    assert "chosen by likelihood on 3 hold-outs" in chosen[1].parameters
    assert told[0][1] == 0.0
