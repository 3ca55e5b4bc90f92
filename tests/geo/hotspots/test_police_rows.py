"""Rule 2 of the domain: what police generate never moves a ranking, to the byte."""

import datetime as dt
import json

import numpy as np
import pandas as pd
import pytest

from geo.hotspots import METHODS, HotspotSettings, cells_geojson, detect_hotspots, hotspots_geojson
from geo.layers import About

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


@pytest.mark.parametrize("what", NEVER_SCORED)
def test_rows_that_are_never_scored_leave_the_bytes_as_they_are(
    town, incidents, every_day, bare, what
):
    more = pd.concat([rows(incidents, where, **NEVER_SCORED[what]) for where in PUT])
    mixed = pd.concat([more, town]).sample(frac=1, random_state=2).set_crs(town.crs)
    assert exported(mixed, every_day) == bare


@pytest.mark.parametrize("method", METHODS)
def test_by_whatever_method(town, incidents, every_day, method):
    few = town.iloc[::3]
    more = pd.concat([rows(incidents, where, police_generated=True) for where in PUT])
    mixed = pd.concat([more, few]).sample(frac=1, random_state=2).set_crs(town.crs)
    chosen = {"method": method, "cell_m": 125}
    assert exported(mixed, every_day, **chosen) == exported(few, every_day, **chosen)


def test_the_same_rows_would_move_it_if_they_were_scored(town, incidents, every_day, bare):
    """Else the tests above could not fail."""
    for where in ("on the quiet corner", "the day before"):
        assert exported(pd.concat([town, rows(incidents, where)]), every_day) != bare


def test_their_order_does_not_matter(town, incidents, every_day, bare):
    more = rows(incidents, "on the quiet corner", police_generated=True)
    places = more.geometry.sample(frac=1, random_state=4).to_numpy()
    for mixed in (more.set_geometry(places, crs=town.crs), more.iloc[::-1], more.iloc[:7]):
        assert exported(pd.concat([mixed, town]), every_day) == bare


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
    more = rows(incidents, "far outside", police_generated=True)
    found = detect_hotspots(pd.concat([town, more]), every_day, AS_OF)
    alone = detect_hotspots(town, every_day, AS_OF)
    assert found.surface.grid.cell_m == alone.surface.grid.cell_m == 50
    assert found.surface.grid.study_area.equals(alone.surface.grid.study_area)


def test_a_person_may_weigh_drugs_or_searches_and_they_still_do_not_count(
    town, incidents, every_day, bare
):
    more = rows(incidents, "on the quiet corner", offence="drugs")
    own = (("drugs", 50.0), ("stop and search", 50.0))
    assert exported(pd.concat([town, more]), every_day, harm_weights=own) == bare
