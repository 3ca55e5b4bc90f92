"""What is said where the data are too old, too coarse, too few or too far apart."""

import datetime as dt

import numpy as np
import pytest

from geo.clock import EveryDay, Window
from geo.hotspots import detect_hotspots

AS_OF = dt.date(2026, 11, 1)
MORNING = Window(540, 600, EveryDay())


class Never(EveryDay):
    """A window that never runs."""

    name = "no days"

    def among(self, dates):
        return np.zeros(len(dates), dtype=bool)


def said(frame, window, as_of=AS_OF):
    return " ".join(detect_hotspots(frame, window, as_of).notices)


def spread(count, step_m=37, hour="15:40", day="2026-10"):
    return [(n * step_m % 3000, n * 91 % 3000, f"{day}-{n % 28 + 1:02d} {hour}")
            for n in range(count)]  # fmt: skip


def test_old_data_are_said_to_be_old(incidents, every_day):
    frame = incidents(spread(60))
    assert "5 Oct 2031" not in said(frame, every_day)
    told = said(frame, every_day, dt.date(2031, 10, 5))
    assert "The last scored incident is of 28 Oct 2026" in told
    assert "a guess from then" in told


def test_a_window_without_incidents_is_said_to_be_empty(incidents):
    assert "No scored incident falls into 09:00–10:00" in said(incidents(spread(60)), MORNING)


def test_a_window_that_does_not_run_is_said_not_to(incidents):
    told = said(incidents(spread(60)), Window(days=Never()))
    assert "does not run in the next four weeks" in told


def test_coarse_points_cannot_tell_a_place(incidents, every_day):
    rng = np.random.default_rng(0)
    at = 500_000 + rng.integers(0, 12, (300, 2)) * 1000
    frame = incidents([(*xy, "2026-10-05 15:40") for xy in at.tolist()])
    assert "known to about 1,000 m only" in said(frame, every_day)


def test_one_incident_far_away_is_said_to_stretch_the_area(incidents, every_day):
    rows = [*spread(400), (270_000, 1000, "2026-10-05 15:40")]
    found = detect_hotspots(incidents(rows), every_day, AS_OF)
    assert any("stretch the study area" in sentence for sentence in found.notices)
    assert found.surface.grid.inside.size <= 4_100_000


@pytest.mark.parametrize("count", [400])
def test_data_that_are_fresh_and_dense_need_no_caveat(town, every_day, count):
    assert len(town) > count
    assert detect_hotspots(town, every_day, AS_OF).notices == ()
