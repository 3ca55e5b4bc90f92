import datetime as dt

import geopandas as gpd
import pandas as pd
import pytest

from dashboard import charts
from dashboard.listings import explained as listings
from geo.clock import EveryDay, Window
from geo.hotspots.explanation import explain_hotspots

AS_OF = dt.date(2026, 11, 24)
FLAGS = ("weapon", "knife", "injury", "victim_under_18", "police_generated", "domestic")


@pytest.fixture
def incidents(build):
    """Incidents at a hotspot of rank 1 so many days ago, and what the rest is asked for."""

    def made(*days, source="CRIS"):
        times = [f"{AS_OF - dt.timedelta(days=n)} 15:40" for n in days]
        frame = pd.DataFrame(
            {
                "incident_id": [str(n) for n, _ in enumerate(days)],
                "source": source,
                "offence": "personal robbery",
                "committed_from": pd.to_datetime(times).tz_localize("Europe/London"),
                "committed_to": pd.to_datetime(times).tz_localize("Europe/London"),
                "location_type": "",
                **dict.fromkeys(FLAGS, False),
            }
        )
        points = [build.at(300, 0)] * len(frame)
        return gpd.GeoDataFrame(frame, geometry=points, crs=build.CRS_27700)

    return made


@pytest.fixture
def explain(build, incidents):
    def explained(*days, spots=1, source="CRIS"):
        found = [build.spot(n + 1) for n in range(spots)]
        window = Window(days=EveryDay())
        return explain_hotspots(found, incidents(*days, source=source), window, AS_OF)[0]

    return explained


def rows(chart):
    return next(iter(chart.to_dict()["datasets"].values()))


def test_the_chart_says_what_the_table_says(explain):
    told = explain(*[1, 8] * 9, 2, 900).by_weekday
    drawn = rows(charts.tally(told))
    assert [(row["label"], row["shown"]) for row in drawn] == listings.tally(told)


def test_no_hidden_count_reaches_the_browser(explain):
    """Two places of different small counts give the same chart."""
    one, other = explain(*[1] * 9, 2, 2, 3, 900), explain(*[1] * 9, 2, 3, 3, 900)
    assert rows(charts.tally(one.by_weekday)) == rows(charts.tally(other.by_weekday))


def test_hidden_counts_are_paler_and_say_so_in_words(explain):
    drawn = rows(charts.tally(explain(*[1] * 9, 2, 2, 3, 900).by_weekday))
    assert {row["shown"] for row in drawn if not row["whole"]} == {"<5"}


def test_changes_begin_with_the_words(explain):
    told = dict(listings.changes(explain(*[1] * 12, *[8] * 2, 900)))
    assert told["Last 7 days, to 23 Nov"].startswith("More: 12 in the last 7 days")
    assert set(told) == {"Last 7 days, to 23 Nov", "Last 28 days, to 23 Nov"}


def test_it_is_said_how_many_places_were_looked_at(explain):
    assert "1 in 20 of the changes named" in listings.judged(explain(1, 900, spots=3))
    assert "All 3 places are judged together" in listings.judged(explain(1, 900, spots=3))
    assert "show a change 1 time in 20" in listings.judged(explain(1, 900))


def test_sources_say_since_when_and_how_much_of_it_is_here(explain):
    told = listings.sources(explain(*[1] * 9, 900))
    assert told == [("CRIS", "7 Jun 2024 – 23 Nov 2026", "9")]


def test_the_name_of_a_source_is_no_part_of_the_chart(build, explain):
    """It is text of the file, and shown as a table that escapes it."""
    told = listings.sources(explain(*[1] * 9, 900, source=build.HOSTILE))
    assert told[0][0] == build.HOSTILE
