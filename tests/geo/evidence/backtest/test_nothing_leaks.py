"""No forecast may depend on what happened at or after its origin."""

import numpy as np
import pandas as pd
import pytest

from geo.evidence.backtest import backtest
from geo.evidence.backtest._forecasts import known_before
from tests.effort import one_by_one_or_all

LONDON = "Europe/London"


@pytest.fixture(scope="module")
def surfaces_by_date(window, equal, make_toys):
    """All surfaces that a backtest of a frame asks for, as bytes, by the date they are for."""

    def run(frame):
        toys = make_toys()
        backtest(frame, window, settings=equal, forecasts=toys, origins=3)
        by_date = {}
        for as_of, method, content in toys.surfaces:
            by_date.setdefault(as_of, []).append((method, content))
        return by_date

    return run


@pytest.fixture(scope="module")
def before(town, surfaces_by_date):
    return surfaces_by_date(town)


def moved(town, later):
    """Every later incident where another one was."""
    points = town.geometry.to_numpy().copy()
    points[later] = points[np.random.default_rng(1).permutation(np.flatnonzero(later))]
    return town.set_geometry(points, crs=town.crs)


def relabelled(town, later):
    changed = town.copy()
    changed.loc[later, "offence"] = "anti-social behaviour"
    return changed


def at_other_hours(town, later):
    changed = town.copy()
    changed.loc[later, "committed_from"] -= pd.Timedelta(minutes=37)
    return changed


def shuffled(town, later):
    """Later rows in another order, and before the earlier ones in the file."""
    order = np.random.default_rng(2).permutation(np.flatnonzero(later))
    return town.iloc[np.concatenate([order, np.flatnonzero(~later)])]


@pytest.mark.parametrize(
    "changes", one_by_one_or_all((moved, relabelled, at_other_hours, shuffled))
)
@pytest.mark.parametrize("which", [0, 1, 2])
def test_whatever_happens_later_the_surface_of_an_origin_stays_the_same_to_the_byte(
    town, before, surfaces_by_date, changes, which
):
    origin = sorted(before)[which * 4]
    changed = town
    for change in changes:
        later = (changed["committed_from"] >= pd.Timestamp(origin, tz=LONDON)).to_numpy()
        assert later.any()
        changed = change(changed, later)
    assert surfaces_by_date(changed)[origin] == before[origin]


def test_what_happened_before_does_change_the_surface(town, before, surfaces_by_date):
    origin = min(before)
    earlier = (town["committed_from"] < pd.Timestamp(origin, tz=LONDON)).to_numpy()
    earlier = earlier & (np.arange(len(town)) % 2 == 0)
    assert before[origin] != surfaces_by_date(town[~earlier])[origin]


def test_no_method_is_shown_anything_from_its_origin_on(town, window, equal, toys):
    backtest(town, window, settings=equal, forecasts=toys)
    assert len(toys.newest) > 8 * 4
    assert [seen for seen in toys.newest if seen[1] >= pd.Timestamp(seen[0], tz=LONDON)] == []


def test_an_incident_that_lasts_into_the_day_is_not_known_before_it(incidents, window):
    frame = incidents(
        [
            (0, 0, "2026-01-05 15:40"),
            (0, 0, "2026-01-05 23:40", "2026-01-06 00:10"),
            (0, 0, "2026-01-06 00:00"),
        ]
    )
    known = known_before(frame, window, pd.Timestamp("2026-01-06").date())
    assert known["incident_id"].tolist() == ["I000000"]
