"""Bells and terms kept: the current ones, the old ones, and who changed them."""

import datetime as dt

import pandas as pd
import pytest

from geo.errors import FileRefusedError, WorkspaceError
from geo.model import LayerName
from geo.timetables import homes_from_text, hops_from_text
from geo.workspace import Workspace

SCHOOL = "urn,name,phase,easting,northing\n1,Park High,secondary,530000,180000\n"
BELL = {
    "urn": "1", "valid_from": "2026-09-01", "valid_to": "", "weekday": "Tue",
    "finish_time": "15:10", "stagger_min": "5", "source": "school",
}  # fmt: skip
TERM = {
    "scope": "la", "scope_id": "1", "academic_year": "2026/27", "kind": "term",
    "start": "2026-09-02", "end": "2026-12-18", "source": "council",
}  # fmt: skip


def frame(*rows):
    return pd.DataFrame([*rows], dtype="str")


def test_a_table_that_is_kept_rings_from_the_next_opening(folder, bring):
    bring(SCHOOL, LayerName.SCHOOLS)
    Workspace.open(folder).keep_table("terms", frame(TERM), who="Sgt 42")
    path = Workspace.open(folder).keep_table("bells", frame(BELL), who="Sgt 42")
    assert path.parent.name == "tables"
    calendar = Workspace.open(folder).calendar
    assert not calendar.assumed
    assert [str(bell) for bell in calendar.day(dt.date(2026, 11, 24)).bells] == [
        "Park High (15:10–15:15)"
    ]


def test_a_table_comes_back_as_it_was_typed(folder):
    odd = BELL | {"source": "=1+1", "stagger_min": "05"}
    Workspace.open(folder).keep_table("bells", frame(odd), who="Sgt 42")
    area = Workspace.open(folder)
    assert area.table("bells").to_dict("records") == [odd]
    assert b"'=1+1" in area.files["bells"].read_bytes()
    assert list(area.table("terms").columns) == [*TERM]
    assert area.table("terms").empty


def test_old_versions_stay_and_the_change_is_told(folder):
    first = Workspace.open(folder).keep_table("bells", frame(BELL), who="Sgt 42")
    later = frame(BELL | {"finish_time": "15:20"}, BELL | {"weekday": "Wed"})
    second = Workspace.open(folder).keep_table("bells", later, who="PC 1", why="a letter came")
    assert first.exists()
    assert first != second
    change = Workspace.open(folder).changes()[0]
    assert (change.who, change.why, change.what) == ("PC 1", "a letter came", "table changed")
    assert dict(change.counts) == {"rows": 2, "added": 2, "removed": 1}
    assert (change.before, change.after) == (first.name, second.name)


def test_the_same_table_again_is_the_same_file(folder):
    first, second = (
        Workspace.open(folder).keep_table("bells", frame(BELL), who="Sgt 42") for _ in range(2)
    )
    assert first == second
    assert dict(Workspace.open(folder).changes()[0].counts)["added"] == 0


def test_a_wrong_line_is_refused_and_the_old_table_stays(folder):
    kept = Workspace.open(folder).keep_table("bells", frame(BELL), who="Sgt 42")
    with pytest.raises(FileRefusedError, match="bells: line 2"):
        Workspace.open(folder).keep_table("bells", frame(BELL | {"weekday": "Sun"}), who="Sgt 42")
    assert Workspace.open(folder).files["bells"] == kept
    assert len(list((folder / "tables").iterdir())) == 1


def test_there_are_two_tables(folder):
    with pytest.raises(WorkspaceError, match="expected terms or bells"):
        Workspace.open(folder).table("bell")


def test_a_table_that_is_gone_is_a_sentence(folder):
    Workspace.open(folder).keep_table("bells", frame(BELL), who="Sgt 42").unlink()
    with pytest.raises((WorkspaceError, FileRefusedError), match="bells-"):
        Workspace.open(folder)


def test_home_areas_are_kept_and_named_by_the_provenance(folder, bring):
    bring(SCHOOL, LayerName.SCHOOLS)
    area = Workspace.open(folder)
    assert area.homes is None
    typed = area.table("homes")
    typed.loc[0] = ["1", "W01", "", "", "40", "school survey"]
    area.keep_table("homes", typed, who="Sgt 42", why="survey of the autumn")
    again = Workspace.open(folder)
    assert again.homes is not None
    assert again.homes["pupils"].tolist() == [40]
    assert "homes" in dict(again.provenance.tables)
    assert homes_from_text(again.table("homes")).equals(again.homes)


def test_home_areas_that_point_at_a_home_are_not_kept(folder, bring):
    bring(SCHOOL, LayerName.SCHOOLS)
    area = Workspace.open(folder)
    typed = area.table("homes")
    typed.loc[0] = ["1", "W01", "", "", "1", ""]
    with pytest.raises(FileRefusedError, match="no row is somebody's home"):
        area.keep_table("homes", typed, who="Sgt 42")


def test_hops_are_kept_and_named_by_the_provenance(folder):
    area = Workspace.open(folder)
    hop = {
        "line": "7", "from_stop": "Quay", "from_easting": "530000", "from_northing": "180000",
        "to_stop": "Moor", "to_easting": "531000", "to_northing": "180000",
        "departs": "15:05 15:25", "ride_min": "3",
    }  # fmt: skip
    assert hops_from_text(area.table("hops"), area.layers.interchanges) == ()
    area.keep_table("hops", frame(hop), who="PC 1")
    again = Workspace.open(folder)
    (kept,) = hops_from_text(again.table("hops"), again.layers.interchanges)
    assert kept.departs_min == (15 * 60 + 5, 15 * 60 + 25)
    assert "hops" in dict(again.provenance.tables)
