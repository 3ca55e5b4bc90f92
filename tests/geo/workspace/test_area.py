import datetime as dt

import pytest

from geo.errors import FileRefusedError, NoSchoolDayError, WorkspaceError
from geo.layers import read_layer
from geo.model import LayerName
from geo.workspace import Workspace

INCIDENTS = "incident_id,offence,committed_from,easting,northing\n" + "".join(
    f"{n},robbery,2026-11-0{n + 1} 15:40,{530_000 + n},{180_000 + n}\n" for n in range(6)
)
SCHOOLS = (
    "urn,name,phase,pupils,has_named_contact,easting,northing\n"
    "1,Park High,secondary,900,true,530000,180000\n"
)
TERMS = (
    "scope,scope_id,academic_year,kind,start,end,source\n"
    "la,1,2026/27,term,2026-11-02,2026-12-18,council\n"
)
BELLS = (
    "urn,valid_from,valid_to,weekday,finish_time,stagger_min,source\n"
    "1,2026-09-01,,Tue,15:10,5,school\n"
)
TOML = """
name = "Little (SIMULATED)"
simulated = true
crs = "EPSG:27700"
data_as_at = 2026-11-22
[files]
incidents = "incidents.csv"
schools = "schools.csv"
terms = "terms.csv"
bells = "bells.csv"
[[bases]]
name = "Station"
easting = 530000
northing = 180000.5
"""


@pytest.fixture
def folder(tmp_path):
    texts = {"incidents": INCIDENTS, "schools": SCHOOLS, "terms": TERMS, "bells": BELLS}
    for name, text in texts.items():
        (tmp_path / f"{name}.csv").write_text(text)
    (tmp_path / "afterbell.toml").write_text(TOML)
    return tmp_path


def change(folder, old, new):
    path = folder / "afterbell.toml"
    assert old in path.read_text()
    path.write_text(path.read_text().replace(old, new))


def test_a_folder_opens_as_an_area(folder):
    area = Workspace.open(folder)
    assert area.about.name == "Little (SIMULATED)"
    assert area.about.simulated
    assert area.about.data_as_at == dt.date(2026, 11, 22)
    assert area.bases == (("Station", (530_000.0, 180_000.5)),)
    assert len(area.layers.incidents) == 6
    assert len(area.layers.streets) == 0
    assert set(area.readings) == {LayerName.INCIDENTS, LayerName.SCHOOLS}
    bells = area.calendar.day(dt.date(2026, 11, 24)).bells
    assert [(bell.name, bell.finish_min) for bell in bells] == [("Park High", 910)]


def test_the_same_folder_is_the_same_version(folder):
    assert Workspace.open(folder) == Workspace.open(str(folder))
    assert hash(Workspace.open(folder)) == hash(Workspace.open(folder))


def test_the_environment_names_a_folder(folder, monkeypatch):
    monkeypatch.setenv("AFTERBELL_WORKSPACE", str(folder))
    assert Workspace.open().folder == folder


def test_without_term_dates_weekdays_stand_in_and_that_is_said(folder):
    change(folder, 'terms = "terms.csv"\nbells = "bells.csv"\n', "")
    area = Workspace.open(folder)
    assert area.calendar.assumed
    assert "No term dates" in area.calendar.notice
    assert area.calendar.is_school_day(dt.date(2026, 11, 24))
    assert not area.calendar.is_school_day(dt.date(2026, 11, 22))
    assert not area.calendar.is_school_day(dt.date(2026, 12, 25))
    assert area.opening_day(dt.date(2026, 11, 24)).date == dt.date(2026, 11, 24)


def test_without_incidents_no_weekday_stands_in(tmp_path):
    (tmp_path / "afterbell.toml").write_text('name = "Bare"\n')
    area = Workspace.open(tmp_path)
    assert not area.calendar.assumed
    with pytest.raises(NoSchoolDayError):
        area.opening_day(dt.date(2026, 11, 24))


def test_an_empty_workspace_opens_with_nothing_in_it(tmp_path):
    (tmp_path / "afterbell.toml").write_text('name = "Bare"\n')
    area = Workspace.open(tmp_path)
    assert area.readings == {}
    assert area.about.data_as_at is None
    assert area.layers.crs.to_epsg() == 27700
    assert area.fixed_crs is None
    assert area.writable
    assert (len(area.table("bells")), len(area.mappings()), area.changes()) == (0, 0, ())


def test_without_a_date_the_data_reaches_to_its_last_incident(folder):
    change(folder, "data_as_at = 2026-11-22\n", "")
    assert Workspace.open(folder).about.data_as_at == dt.date(2026, 11, 6)


def test_without_a_crs_the_incidents_choose_it(folder):
    change(folder, 'crs = "EPSG:27700"\n', "")
    assert Workspace.open(folder).layers.crs.to_epsg() == 27700


def test_incidents_after_the_data_date_are_rejected(folder):
    change(folder, "2026-11-22", "2026-11-04")
    reading = Workspace.open(folder).readings[LayerName.INCIDENTS]
    assert reading.rejects["reason"].tolist() == ["impossible date"] * 2


@pytest.mark.parametrize(
    ("today", "shown"),
    [
        ("2026-11-24", "2026-11-24"),
        ("2026-11-21", "2026-11-23"),
        ("2026-11-28", "2026-11-30"),
        ("2025-06-01", "2026-11-23"),
        ("2031-06-01", "2026-11-23"),
    ],
)
def test_the_opening_day_is_today_or_next_and_never_before_the_data_ends(folder, today, shown):
    day = Workspace.open(folder).opening_day(dt.date.fromisoformat(today))
    assert day.date.isoformat() == shown


def test_files_are_found_by_layer(folder):
    area = Workspace.open(folder)
    assert area.file_of(LayerName.SCHOOLS) == folder / "schools.csv"
    with pytest.raises(WorkspaceError, match="no file for the layer areas"):
        area.file_of(LayerName.AREAS)


def test_a_kept_layer_counts_from_the_next_opening(folder, tmp_path_factory):
    area = Workspace.open(folder)
    more = tmp_path_factory.mktemp("new") / "more.csv"
    more.write_text(INCIDENTS + "9,robbery,2026-11-10 16:00,530009,180009\nx,=1+1,soon,1,2\n")
    kept = area.keep(read_layer(more, LayerName.INCIDENTS, crs=area.layers.crs))
    again = Workspace.open(folder)
    assert kept.snapshot.exists()
    assert kept.rejects is not None
    assert "soon" in kept.rejects.read_text()
    assert again.layers.incidents["incident_id"].tolist() == [*"0123459"]
    assert again.layers.incidents["committed_from"].tolist()[:6] == (
        area.layers.incidents["committed_from"].tolist()
    )
    assert not list((folder / "snapshots").glob(".*"))


def test_a_layer_kept_twice_is_one_snapshot(folder):
    area = Workspace.open(folder)
    reading = area.readings[LayerName.INCIDENTS]
    assert area.keep(reading) == area.keep(reading)
    assert len(list((folder / "snapshots").glob("*.parquet"))) == 1


def test_a_damaged_note_of_snapshots_is_a_sentence(folder):
    (folder / "snapshots").mkdir()
    (folder / "snapshots" / "current.json").write_text("[")
    with pytest.raises(WorkspaceError, match="damaged"):
        Workspace.open(folder)


def test_a_folder_that_is_not_there_is_a_sentence(tmp_path):
    with pytest.raises(WorkspaceError, match="There is no folder"):
        Workspace.open(tmp_path / "nowhere")


def test_a_bad_file_of_a_workspace_is_named(folder):
    (folder / "schools.csv").write_text("")
    with pytest.raises(FileRefusedError, match=r"schools\.csv: the file is empty"):
        Workspace.open(folder)


def test_a_country_without_holidays_is_a_sentence(folder):
    change(folder, "simulated = true", 'simulated = true\ncountry = "XX"')
    with pytest.raises(WorkspaceError, match="country 'XX'"):
        Workspace.open(folder)
