"""What an area holds and lacks, what was rejected, and who changed what, in words."""

import datetime as dt
from pathlib import Path

import pytest

from dashboard import listings
from geo.bundle import bundled
from geo.layers import read_layer
from geo.model import LayerName
from geo.workspace import Change, Kept, Workspace, create_workspace

HOSTILE = "<script>alert(1)</script>"


@pytest.fixture(scope="module")
def sample():
    return Workspace.open(bundled("sample"))


@pytest.fixture
def area(tmp_path):
    create_workspace(tmp_path / "area", "Camden")
    return Workspace.open(tmp_path / "area")


def file(folder, text, name="file.csv"):
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def cell(listing, ident, column):
    return next(row for row in listing.rows if row.ident == ident).cells[column]


def done(**counts):
    values = {"added": 0, "changed": 0, "unchanged": 0, "total": 0} | counts
    return Kept(Path("a.parquet"), None, **values)


def change(what, name, **told):
    when = dt.datetime(2026, 7, 1, 12, 30, tzinfo=dt.UTC)
    return Change(1, when, "PC 7", what, name, **told)


def test_the_sample_is_listed_with_spans_kinds_and_files(sample):
    listing = listings.layers(sample)
    assert cell(listing, "incidents", "rows") == "12,864"
    assert cell(listing, "incidents", "about") == "Mon 20 Nov 2023 to Sun 22 Nov 2026"
    assert cell(listing, "schools", "about").startswith("Primary: 35, secondary: 9")
    assert cell(listing, "gates", "about") == "Of 47 schools"
    assert cell(listing, "bells", "about") == "Of 47 of 47 schools"
    assert cell(listing, "streets", "file") == "streets.geojson"
    assert listings.next_step(sample) == ""


def test_an_empty_area_says_what_is_missed_without_each_layer(area):
    listing = listings.layers(area)
    assert {row.cells["rows"] for row in listing.rows} == {"–"}
    assert cell(listing, "incidents", "about") == "None yet: no hotspot can be found."
    assert len(listing.rows) == len(LayerName) + 2


def test_the_next_step_is_the_first_thing_that_a_plan_lacks(area, tmp_path):
    assert listings.next_step(area).startswith("Next: bring in incidents.")
    rows = "incident_id,committed_from,longitude,latitude\nA,2026-03-02 15:30,-0.11,51.52\n"
    reading = read_layer(file(tmp_path, rows), LayerName.INCIDENTS)
    area.keep(reading, who="PC 7")
    again = Workspace.open(area.folder)
    assert listings.next_step(again).startswith("Next: bring in schools.")


def test_what_was_kept_says_only_what_happened():
    assert listings.kept(done(added=1, total=1)) == "Kept: 1 new. The layer now has 1 row."
    said = listings.kept(done(changed=2, unchanged=1_200, removed=3, total=1_202))
    expected = "Kept: 2 changed, 1,200 as they were, 3 taken away. The layer now has 1,202 rows."
    assert said == expected
    assert listings.kept(done(total=5)).startswith("Kept: no row.")


def test_rejects_are_counted_by_reason_and_shown_as_they_came(tmp_path):
    rows = ["incident_id,committed_from,longitude,latitude"]
    rows += [f"{HOSTILE}{n},2026-03-02 15:30,," for n in range(3)]
    rows += ["A,,-0.11,51.52", "B,2026-03-02 15:30,-0.11,51.52"]
    reading = read_layer(file(tmp_path, "\n".join(rows)), LayerName.INCIDENTS)
    assert listings.reject_reasons(reading) == "3 for missing point, 1 for no start time"
    listing = listings.rejects(reading, most=2)
    assert listing.caption == "Rejected rows (4, the first 2)"
    assert [row.cells["line"] for row in listing.rows] == ["2", "3"]
    assert HOSTILE in listing.rows[0].cells["text"]


def test_a_long_row_is_cut(tmp_path):
    rows = f"incident_id,committed_from,longitude,latitude\n{'x' * 900},,-0.11,51.52\n"
    reading = read_layer(file(tmp_path, rows), LayerName.INCIDENTS)
    text = listings.rejects(reading, 5).rows[0].cells["text"]
    assert len(text) == 160
    assert text.endswith("…")


def test_changes_are_told_in_the_time_of_the_area_and_the_words_of_the_page():
    made = [
        change(
            "layer appended", "incidents", file="a.csv", counts=(("added", 1_200), ("changed", 0))
        ),
        change("table changed", "bells", why="New timetable"),
        change("mapping saved", "mine"),
    ]
    first, second, third = listings.changes(made, 10, "Europe/London").rows
    assert first.cells == {
        "when": "Wed 1 Jul 2026, 13:30",
        "what": "Incidents: rows added",
        "who": "PC 7",
        "counts": "1,200 added",
    }
    assert first.small == {"what": "a.csv"}
    assert (second.cells["what"], second.small["what"]) == (
        "Bell times: table saved",
        "New timetable",
    )
    assert third.cells["what"] == "mine: mapping saved"


def test_many_changes_are_cut_and_counted():
    made = [change("layer appended", "incidents")] * 5
    listing = listings.changes(made, 2, "UTC")
    assert listing.caption == "Changes, the newest first, the last 2 of 5"
    assert len(listing.rows) == 2


def test_a_month_of_crime_says_that_it_has_no_time(area, tmp_path):
    header = "Crime ID,Month,Falls within,Longitude,Latitude,Location,Crime type"
    rows = [f"{n:064x},2026-0{n},Met,-0.11,51.52,On or near Mill Road,Robbery" for n in (1, 2)]
    reading = read_layer(file(tmp_path, "\n".join([header, *rows])), LayerName.CONTEXT)
    area.keep(reading, who="PC 7")
    listing = listings.layers(Workspace.open(area.folder))
    assert cell(listing, "context", "about") == "2026-01 to 2026-02, without a time of day"
