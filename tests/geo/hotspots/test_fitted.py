import datetime as dt

import numpy as np
import pandas as pd
import pytest

from geo.clock import EveryDay, Window
from geo.errors import SettingError
from geo.hotspots import (
    METHODS,
    Fitted,
    HotspotSettings,
    cells_geojson,
    detect_hotspots,
    fit_hotspots,
    hotspots_geojson,
    risk_surface,
)
from geo.layers import About

AS_OF = dt.date(2026, 11, 1)
WHOLE_DAY = Window(0, 1440, EveryDay())


@pytest.fixture(scope="module")
def fitted(town, every_day):
    return fit_hotspots(town, every_day, AS_OF)


def test_weights_are_a_distribution(fitted):
    weights = [weight for _, weight in fitted.mixture.parts]
    assert sum(weights) == pytest.approx(1)
    assert min(weights) >= 0
    assert fitted.mixture.held_out > 100
    assert fitted.mixture.gain > 1.5


def test_tight_clusters_teach_narrow_kernels(fitted):
    def weight(low, high):
        return sum(w for part, w in fitted.mixture.parts
                   if low <= getattr(part, "bandwidth_m", -1) <= high)  # fmt: skip

    assert weight(0, 100) > 2 * weight(800, 1600)


def test_a_fit_given_makes_the_same_hotspots_as_one_made_on_the_way(town, every_day, fitted):
    given = detect_hotspots(town, every_day, AS_OF, fitted=fitted)
    assert repr(given.items) == repr(detect_hotspots(town, every_day, AS_OF).items)


def test_a_fit_survives_being_written_down(fitted):
    assert Fitted.from_json(fitted.to_json()) == fitted


def test_a_fit_of_another_date_or_window_is_refused(town, every_day, fitted):
    with pytest.raises(SettingError, match="Fit again"):
        detect_hotspots(town, every_day, AS_OF - dt.timedelta(days=1), fitted=fitted)
    with pytest.raises(SettingError, match="Fit again"):
        detect_hotspots(town, WHOLE_DAY, AS_OF, fitted=fitted)


def test_what_happens_later_teaches_nothing(town, every_day, fitted):
    later = town[town["committed_from"] >= pd.Timestamp(AS_OF, tz="Europe/London")].copy()
    assert len(later) > 20
    later["geometry"] = later.geometry.translate(5000, 5000)
    moved = pd.concat([town[~town.index.isin(later.index)], later])
    assert fit_hotspots(type(town)(moved, crs=town.crs), every_day, AS_OF) == fitted


def test_a_whole_day_has_no_hours_that_stand_apart(town):
    parts = [part for part, _ in fit_hotspots(town, WHOLE_DAY, AS_OF).mixture.parts]
    assert {part.clock.name for part in parts if hasattr(part, "clock")} == {"ALL"}


def test_too_few_incidents_leave_all_components_alike(incidents, every_day):
    rows = [(n * 100, n * 50, f"2026-10-{n + 1:02d} 15:40") for n in range(12)]
    found = detect_hotspots(incidents(rows), every_day, AS_OF)
    assert found.fitted.mixture.held_out == 0
    assert any("all scales and half-lives count alike" in said for said in found.notices)


def test_progress_goes_forward_and_says_what_it_does(town, every_day):
    steps = []
    fit_hotspots(town, every_day, AS_OF, progress=lambda what, share: steps.append((share, what)))
    assert steps == sorted(steps, key=lambda step: step[0])
    assert len({what for _, what in steps}) == 3


def test_places_carry_an_outlook_and_their_chance_of_the_top_ten(town, every_day, fitted):
    found = detect_hotspots(town, every_day, AS_OF, fitted=fitted)
    first = found.items[0]
    assert first.outlook.windows == 28
    assert first.outlook.low <= first.outlook.mean <= first.outlook.high
    assert (first.top_ten is None) == (len(found) <= 10)
    properties = hotspots_geojson(found, About("Town"))["features"][0]["properties"]
    assert properties["next_low"] == first.outlook.low
    least = max(first.outlook.low - 0.5, 0)
    assert properties["expected_low"] * 28 == pytest.approx(least, abs=1e-3)


def test_cells_carry_intervals_around_what_they_expect(town, every_day, fitted):
    found = detect_hotspots(town, every_day, AS_OF, fitted=fitted)
    for feature in cells_geojson(found, About("Town"))["features"][:50]:
        told = feature["properties"]
        assert told["expected_low"] <= told["expected_per_window"] <= told["expected_high"]


@pytest.mark.parametrize("method", list(METHODS))
def test_every_method_makes_hotspots(town, every_day, method):
    settings = HotspotSettings(method=method, weights="equal")
    surface = risk_surface(town, every_day, AS_OF, settings=settings)
    corner = surface.grid.index(np.array([1000.0]), np.array([1000.0]))
    assert surface.incidents[corner][0] > 5 * surface.mean


def test_a_method_that_nobody_knows_is_refused():
    with pytest.raises(SettingError, match="expected one of learned, counts"):
        HotspotSettings(method="crystal ball")
