"""Rule 2 of the domain: what police generate never moves a ranking, to the byte."""

import datetime as dt
import json

import numpy as np
import pandas as pd
import pytest

from geo.hotspots import METHODS, HotspotSettings, cells_geojson, detect_hotspots, hotspots_geojson
from geo.hotspots.study import Study
from geo.layers import About
from tests.effort import one_by_one_or_all

AS_OF = dt.date(2026, 11, 1)
HERE = About("Town", data_as_at=dt.date(2026, 10, 31))
#: Rows that are kept and never scored, by what makes them so.
NEVER_SCORED = {
    "police-generated": {"police_generated": True},
    "police-generated robbery with a knife": {"police_generated": True, "knife": True},
    "stop and search": {"offence": "stop and search"},
    "weapons possession": {"offence": "weapons possession", "weapon": True, "knife": True},
    "drugs": {"offence": "drugs"},
    "domestic abuse": {"offence": "domestic abuse"},
    "in a dwelling": {"location_type": "Dwelling"},
    "online": {"offence": "online crime"},
}
#: Where and when they are: (x, y, first day, days), each chosen to move something if it could.
PUT = {
    "on the quiet corner": (3500, 500, "2026-10-01", 28),
    "on the hottest corner": (1000, 1000, "2026-10-01", 28),
    "far outside": (250_000, -90_000, "2026-10-01", 28),
    "the day before": (2000, 2000, "2026-10-31", 1),
    "years before": (2000, 2000, "2009-01-01", 300),
    "after the date": (2000, 2000, "2027-03-01", 60),
}

#: Cells and shapes so large that a ranking takes little time.
COARSE = {"cell_m": 250, "max_area_m2": 120_000}


def rows(incidents, where, count=400, **columns):
    """So many rows around a place, in the window, over some days."""
    x, y, first, days = PUT[where]
    turns = np.random.default_rng(11).integers(0, [[days], [180], [90], [90]], (4, count))
    moments = pd.Timestamp(first) + pd.to_timedelta(turns[0] * 1440 + 900 + turns[1], unit="min")
    made = [(x + dx, y + dy, str(t)) for dx, dy, t in zip(*turns[2:], moments, strict=True)]
    frame = incidents(made, **columns)
    return frame.assign(incident_id="A" + frame["incident_id"])


def exported(frame, window, **settings):
    """Hotspots and cells as they are written."""
    found = detect_hotspots(frame, window, AS_OF, settings=HotspotSettings(**settings))
    return tuple(json.dumps(write(found, HERE)) for write in (hotspots_geojson, cells_geojson))


@pytest.fixture(scope="module")
def bare(town, every_day):
    return exported(town, every_day)


def mixed(town, *more):
    """More rows among those of a town, in any order."""
    return pd.concat([*more, town]).sample(frac=1, random_state=2).set_crs(town.crs)


@pytest.mark.parametrize("kinds", one_by_one_or_all(NEVER_SCORED))
def test_rows_that_are_never_scored_leave_the_bytes_as_they_are(
    town, incidents, every_day, bare, kinds
):
    more = [rows(incidents, where, **NEVER_SCORED[what]) for what in kinds for where in PUT]
    assert exported(mixed(town, *more), every_day) == bare


@pytest.mark.parametrize("method", METHODS)
def test_by_whatever_method(town, incidents, every_day, method):
    few = town.iloc[::3]
    more = [rows(incidents, where, police_generated=True) for where in PUT]
    chosen = {"method": method, **COARSE}
    alone = exported(few, every_day, **chosen)
    assert json.loads(alone[0])["features"]
    assert exported(mixed(few, *more), every_day, **chosen) == alone


def test_the_same_rows_would_move_it_if_they_were_scored(town, incidents, every_day):
    """Else the tests above could not fail."""
    few = town.iloc[::3]
    alone = exported(few, every_day, **COARSE)
    for where in ("on the quiet corner", "the day before"):
        assert exported(mixed(few, rows(incidents, where)), every_day, **COARSE) != alone


@pytest.mark.parametrize("changes", one_by_one_or_all(("placed otherwise", "reversed", "fewer")))
def test_their_order_does_not_matter(town, incidents, every_day, bare, changes):
    more = rows(incidents, "on the quiet corner", police_generated=True)
    if "placed otherwise" in changes:
        places = more.geometry.sample(frac=1, random_state=4).to_numpy()
        more = more.set_geometry(places, crs=town.crs)
    if "reversed" in changes:
        more = more.iloc[::-1]
    if "fewer" in changes:
        more = more.iloc[:150]
    assert exported(pd.concat([more, town]), every_day) == bare


def test_what_is_learned_from_the_data_does_not_see_them(town, incidents, every_day, bare):
    """Few enough victims that fixed weights stand in: a thousand searches change nothing of it."""
    few = town.iloc[:30]
    more = rows(incidents, "the day before", 1000, police_generated=True)
    alone = detect_hotspots(few, every_day, AS_OF)
    with_them = detect_hotspots(pd.concat([few, more]), every_day, AS_OF)
    assert alone.notices == with_them.notices
    assert alone.surface.harm.tobytes() == with_them.surface.harm.tobytes()


def test_neither_does_the_size_of_the_cells(town, incidents, every_day):
    """A town has cells of 50 m; with what lies far outside, it would be thought a city."""

    def cells(**kind):
        more = rows(incidents, "far outside", **kind)
        return Study.of(pd.concat([town, more]), every_day, AS_OF).grid

    alone = Study.of(town, every_day, AS_OF).grid
    assert cells(police_generated=True).cell_m == alone.cell_m == 50
    assert cells(police_generated=True).study_area.equals(alone.study_area)
    assert cells().cell_m > 50


def test_a_person_may_weigh_drugs_or_searches_and_they_still_do_not_count(
    town, incidents, every_day, bare
):
    more = rows(incidents, "on the quiet corner", offence="drugs")
    own = (("drugs", 50.0), ("stop and search", 50.0))
    assert exported(pd.concat([town, more]), every_day, harm_weights=own) == bare
