"""The incidents of the sample: their number, their dirt and the planted truth."""

import datetime as dt
import json
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

SAMPLE = Path(__file__).parents[2] / "data" / "sample"


def table(name):
    return pd.read_csv(SAMPLE / name, dtype=str, keep_default_na=False)


@pytest.fixture(scope="module")
def truth():
    return json.loads((SAMPLE / "truth.json").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def incidents():
    return table("incidents.csv")


def test_incidents_fill_three_years_of_the_size_asked(incidents):
    assert 12_000 <= len(incidents) <= 14_000
    day = pd.to_datetime(incidents["committed_from"], format="%Y-%m-%d %H:%M", errors="coerce")
    real = day[day.dt.year < 2060]
    assert real.min() >= pd.Timestamp("2023-11-18")
    assert real.max() < pd.Timestamp("2026-11-23")
    assert real.dt.to_period("M").nunique() == 37
    assert (incidents["police_generated"] == "true").mean() == pytest.approx(0.15, abs=0.04)


def test_offences_are_words_of_the_vocabulary(incidents):
    known = table("../reference/offences.csv")
    words = {w for line in known["words"] for w in line.split("|")} | set(known["offence"])
    assert set(incidents["offence"].str.lower()) <= words
    assert incidents["offence"].nunique() > len(known)


def test_the_truth_counts_the_dirt_line_by_line(incidents, truth):
    rows = {kind: incidents.iloc[np.array(d["lines"]) - 2] for kind, d in truth["dirt"].items()}
    assert all(d["count"] == len(d["lines"]) > 0 for d in truth["dirt"].values())
    assert sum(d["count"] for d in truth["dirt"].values()) / len(incidents) < 0.02
    easting = pd.to_numeric(rows["swapped_coordinates"]["easting"])
    assert easting.between(480_000, 487_000).all()
    assert (rows["missing_point"]["easting"] == "").all()
    assert (rows["blank_date"]["committed_from"] == "").all()
    inverted = rows["inverted_span"]
    assert (inverted["committed_to"] < inverted["committed_from"]).all()
    dates = rows["impossible_date"]["committed_from"]
    when = pd.to_datetime(dates, format="%Y-%m-%d %H:%M", errors="coerce")
    assert (when.isna() | (when > pd.Timestamp("2027-01-01"))).all()
    again = incidents[incidents.duplicated(keep="first")]
    assert (again.index + 2).tolist() == truth["dirt"]["exact_duplicate"]["lines"]
    repeated = incidents["incident_id"].duplicated(keep="first") & ~incidents.duplicated()
    lines = (np.flatnonzero(repeated) + 2).tolist()
    assert lines == truth["dirt"]["repeated_id"]["lines"]


def test_planted_places_are_hot_and_police_spots_are_not(incidents, truth):
    x = pd.to_numeric(incidents["easting"])
    y = pd.to_numeric(incidents["northing"])
    hour = incidents["committed_from"].str[11:13]
    police = incidents["police_generated"] == "true"
    after_school = hour.isin(["15", "16", "17"]) & ~police

    def within(place, radius_m):
        return np.hypot(x - place["easting"], y - place["northing"]) < radius_m

    for place in truth["hotspots"]:
        days = (incidents["committed_from"] >= place["active_from"]) & (
            incidents["committed_from"] <= place["active_to"]
        )
        share = (within(place, place["radius_m"] * 1.3) & after_school & days).sum()
        span = dt.date.fromisoformat(place["active_to"]) - dt.date.fromisoformat(
            place["active_from"]
        )
        expected = place["incidents_per_school_day_window"] * span.days * 0.535
        assert 0.7 * expected < share < 1.7 * expected, place["label"]
    for place in truth["police_generated_spots"]:
        near = within(place, 150)
        assert (near & police).sum() > 10 * (near & after_school).sum()


def test_one_hotspot_moves_by_about_700_metres(truth):
    gone = [p for p in truth["hotspots"] if p["active_to"] < "2026-11-22"]
    new = [p for p in truth["hotspots"] if p["active_from"] > "2023-11-20"]
    assert len(gone) == len(new) == 1
    step = np.hypot(
        gone[0]["easting"] - new[0]["easting"], gone[0]["northing"] - new[0]["northing"]
    )
    assert step == pytest.approx(700, abs=60)
    assert 10 <= len(truth["hotspots"]) - 1 <= 12
    centres = np.array([(p["easting"], p["northing"]) for p in truth["hotspots"]])
    gaps = np.linalg.norm(centres[:, None] - centres[None], axis=2)
    assert gaps[gaps > 0].min() > 300
