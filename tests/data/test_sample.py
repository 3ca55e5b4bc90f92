"""The sample is what its README says: SIMULATED, whole, and the same bytes every time."""

import datetime as dt
import tomllib
from collections import Counter
from pathlib import Path

import geopandas as gpd
import holidays
import pandas as pd
import pytest
import shapely

from geo.clock import Calendar
from geo.timetables import read_bells, read_terms

SAMPLE = Path(__file__).parents[2] / "data" / "sample"
WRITTEN = sorted(
    p.name for p in SAMPLE.iterdir() if p.suffix in {".csv", ".geojson", ".json", ".toml"}
)
SEA = shapely.box(620_000, 480_000, 628_000, 487_000)


def table(name):
    return pd.read_csv(SAMPLE / name, dtype=str, keep_default_na=False)


@pytest.fixture(scope="module")
def streets():
    return gpd.read_file(SAMPLE / "streets.geojson")


def test_the_generator_writes_the_committed_bytes_again(tmp_path, monkeypatch):
    monkeypatch.syspath_prepend(str(SAMPLE))
    from generator.borough import write_sample

    sizes = write_sample(tmp_path)

    assert sorted(sizes) == WRITTEN
    different = [n for n in WRITTEN if (tmp_path / n).read_bytes() != (SAMPLE / n).read_bytes()]
    assert different == []


def test_it_is_called_simulated_and_its_files_are_there():
    settings = tomllib.loads((SAMPLE / "afterbell.toml").read_text(encoding="utf-8"))
    assert settings["name"] == "Saltmarsh (SIMULATED)"
    assert settings["simulated"] is True
    assert all((SAMPLE / name).is_file() for name in settings["files"].values())
    assert len(settings["bases"]) == 2


def test_it_stays_small():
    assert sum((SAMPLE / name).stat().st_size for name in WRITTEN) < 6_000_000


@pytest.mark.parametrize("name", ["schools.csv", "gates.csv", "interchanges.csv"])
def test_points_lie_in_the_open_sea(name):
    points = table(name)
    xy = shapely.points(points["easting"].astype(float), points["northing"].astype(float))
    assert shapely.within(xy, SEA).all()


@pytest.mark.parametrize("name", ["streets.geojson", "wards.geojson", "basemap.geojson"])
def test_shapes_lie_in_the_open_sea(name):
    west, south, east, north = gpd.read_file(SAMPLE / name).to_crs(27700).total_bounds
    assert shapely.box(west, south, east, north).within(SEA.buffer(1))
    assert east - west > 7_000
    assert north - south > 6_900


def test_there_are_schools_of_every_phase():
    schools = table("schools.csv")
    phases = Counter(schools["phase"])
    assert len(schools) >= 40
    assert set(phases) == {"primary", "secondary", "all-through", "16-plus", "pupil referral"}
    assert phases["primary"] > len(schools) / 2
    assert 8 <= phases["secondary"] <= 10
    assert schools["urn"].is_unique
    assert schools["name"].is_unique
    assert 3 < (schools["has_named_contact"] == "false").sum() < len(schools) / 2
    assert (schools["pupils"] == "").sum() == 2


def test_every_school_has_gates_next_to_a_street(streets):
    gates = table("gates.csv")
    assert set(gates["urn"]) == set(table("schools.csv")["urn"])
    assert set(Counter(gates["urn"]).values()) == {1, 2, 3}
    xy = shapely.points(gates["easting"].astype(float), gates["northing"].astype(float))
    tree = shapely.STRtree(streets.to_crs(27700).geometry.to_numpy())
    assert tree.query_nearest(xy, return_distance=True)[1].max() < 6


def test_every_school_has_a_bell_on_every_weekday():
    bells = read_bells(SAMPLE / "bells.csv")
    schools = table("schools.csv").set_index("urn")
    rings = bells.groupby("urn")["weekday"].nunique()
    assert set(rings.index) == set(schools.index)
    assert (rings == 5).all()
    monday = bells[bells["weekday"] == 0].drop_duplicates("urn", keep="last").set_index("urn")
    by_phase = monday["finish_min"].groupby(schools["phase"]).agg(["min", "max"])
    assert by_phase.loc["primary"].between(15 * 60 + 10, 15 * 60 + 25).all()
    assert by_phase.loc["secondary"].between(14 * 60 + 50, 15 * 60 + 40).all()
    assert monday["finish_min"].nunique() > 6
    assert (bells.groupby("urn")["valid_from"].nunique() == 2).sum() == 1, "one bell changes"


def test_term_dates_cover_four_academic_years_with_the_bank_holidays_of_england():
    terms = read_terms(SAMPLE / "terms.csv")
    la = terms[terms["scope"] == "la"]
    for year in ("2023/24", "2024/25", "2025/26", "2026/27"):
        kinds = Counter(la.loc[la["academic_year"] == year, "kind"])
        assert kinds["term"] == kinds["half_term"] == 3
        inset = terms[(terms["kind"] == "inset") & (terms["academic_year"] == year)]
        assert set(inset["scope_id"]) == set(table("schools.csv")["urn"])
    england = holidays.country_holidays("GB", subdiv="ENG", years=range(2023, 2028))
    given = set(la.loc[la["kind"] == "bank_holiday", "start"])
    first, last = min(la["start"]), max(la["end"])
    weekdays = {d for d in england if first <= d <= last and d.weekday() < 5}
    assert given == weekdays


def test_the_day_after_the_data_ends_is_followed_by_a_school_day():
    schools = table("schools.csv")
    calendar = Calendar.from_tables(
        read_terms(SAMPLE / "terms.csv"),
        read_bells(SAMPLE / "bells.csv"),
        dict(zip(schools["urn"], schools["name"], strict=True)),
    )
    day = calendar.next_school_day(dt.date(2026, 11, 23))
    assert day.date == dt.date(2026, 11, 24)
    assert len(day.bells) == len(schools) - 1
    assert len(day.closed) == 1


def test_interchanges_are_stations_bus_stations_and_stops():
    kinds = Counter(table("interchanges.csv")["kind"])
    assert kinds["rail"] == 4
    assert kinds["bus station"] == 2
    assert kinds["bus stops"] >= 10
