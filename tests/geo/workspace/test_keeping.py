"""Append, replace and bring in again."""

import threading

import pytest

from geo.errors import CrsError, WorkspaceError
from geo.layers import read_layer
from geo.model import LayerName
from geo.workspace import Workspace, generation
from geo.workspace._disk import writing

from .conftest import rows

SCHOOL = "urn,name,phase,easting,northing\n1,Park High,secondary,530000,180000\n"


def counts(kept):
    return kept.added, kept.changed, kept.unchanged, kept.removed, kept.total


def test_a_first_file_is_the_layer(bring, ids):
    assert counts(bring(rows(1, 2, 3))) == (3, 0, 0, 0, 3)
    assert list(ids()) == ["1", "2", "3"]


def test_the_same_file_again_changes_nothing(bring):
    first, second = bring(rows(1, 2, 3)), bring(rows(1, 2, 3))
    assert counts(second) == (0, 0, 3, 0, 3)
    assert second.snapshot == first.snapshot


def test_a_part_of_the_file_again_changes_nothing(bring):
    first, second = bring(rows(1, 2, 3)), bring(rows(2))
    assert counts(second) == (0, 0, 1, 0, 3)
    assert second.snapshot == first.snapshot


def test_more_rows_come_after_those_that_are_there(bring, ids):
    bring(rows(1, 2))
    assert counts(bring(rows(2, 3))) == (1, 0, 1, 0, 3)
    assert list(ids()) == ["1", "2", "3"]


def test_a_later_version_of_a_row_wins_and_is_counted(bring, ids):
    bring(rows(1, 2, 3))
    assert counts(bring(rows(2, 4, hour=17))) == (1, 1, 0, 0, 4)
    assert ids() == {"1": 15, "2": 17, "3": 15, "4": 17}


def test_a_replacement_drops_what_it_does_not_have(bring, ids):
    bring(rows(1, 2, 3))
    assert counts(bring(rows(3, 4), replace=True)) == (1, 0, 1, 2, 2)
    assert list(ids()) == ["3", "4"]


def test_a_replacement_without_a_row_is_refused_and_its_rejects_are_kept(bring, ids, folder):
    bring(rows(1, 2))
    with pytest.raises(WorkspaceError, match=r"No row of file\.csv .*snapshots/incidents-.*\.csv"):
        bring(rows(3).replace("2026-04", "2026-44"), replace=True)
    assert list(ids()) == ["1", "2"]
    assert len(list((folder / "snapshots").glob("*-rejects.csv"))) == 1


def test_old_versions_stay_on_disk(bring, folder):
    first = bring(rows(1))
    bring(rows(2))
    assert first.snapshot.exists()
    assert len(list((folder / "snapshots").glob("incidents-*.parquet"))) == 2


def test_rows_without_an_id_are_told_apart_by_their_content(bring, ids):
    text = "offence,occurred,easting,northing\nrobbery,2026-01-05 15:40,530000,180000\n"
    bring(text)
    assert counts(bring(text)) == (0, 0, 1, 0, 1)
    assert counts(bring(text.replace("15:40", "16:40"))) == (1, 0, 0, 0, 2)


def test_gates_are_told_apart_by_school_and_gate(bring):
    header = "urn,gate,easting,northing\n"
    bring(header + "1,Main,530000,180000\n1,Back,530010,180000\n", LayerName.GATES)
    kept = bring(header + "1,Back,530020,180000\n2,Main,530030,180000\n", LayerName.GATES)
    assert counts(kept) == (1, 1, 0, 0, 3)


def test_shapes_of_the_ground_are_told_apart_by_their_content(bring):
    outline = "-0.10 51.5,-0.09 51.5,-0.09 51.51,-0.10 51.5"
    park = f'kind,name,wkt\npark,Green,"POLYGON(({outline}))"\n'
    water = park.splitlines()[1].replace("park,Green", "water,Pond")
    bring(park, LayerName.BASEMAP)
    assert counts(bring(park, LayerName.BASEMAP)) == (0, 0, 1, 0, 1)
    assert counts(bring(park + water + "\n", LayerName.BASEMAP)) == (1, 0, 1, 0, 2)


def test_a_file_of_the_settings_counts_as_the_layer_before_the_first_keep(folder, bring, ids):
    (folder / "first.csv").write_text(rows(1, 2), encoding="utf-8")
    with (folder / "afterbell.toml").open("a") as toml:
        toml.write('[files]\nincidents = "first.csv"\n')
    assert counts(bring(rows(2, 3))) == (1, 0, 1, 0, 3)
    assert list(ids()) == ["1", "2", "3"]


def test_rows_in_another_crs_than_the_workspace_are_refused(bring, folder, tmp_path):
    bring(SCHOOL, LayerName.SCHOOLS)
    memphis = tmp_path / "memphis.csv"
    memphis.write_text(
        "id,occurred,longitude,latitude\n1,2026-01-05 15:40,-89.95,35.1\n", encoding="utf-8"
    )
    with pytest.raises(CrsError, match="expected EPSG:27700"):
        Workspace.open(folder).keep(read_layer(memphis, LayerName.INCIDENTS))


def test_the_first_layer_decides_the_crs(folder, bring):
    bring("id,occurred,longitude,latitude\n1,2026-01-05 15:40,-89.95,35.1\n")
    assert Workspace.open(folder).fixed_crs.to_epsg() == 32616
    assert Workspace.open(folder).layers.schools.crs.to_epsg() == 32616


def test_another_crs_in_the_settings_converts_what_is_kept(folder, bring):
    bring(rows(1, 2))
    with (folder / "afterbell.toml").open("a") as toml:
        toml.write('crs = "EPSG:32631"\n')
    assert Workspace.open(folder).layers.incidents.crs.to_epsg() == 32631
    assert counts(bring(rows(2, 3))) == (1, 0, 1, 0, 3)


def test_another_timezone_tells_the_same_moments(folder, bring):
    bring(rows(1))
    before = Workspace.open(folder).layers.incidents["committed_from"]
    with (folder / "afterbell.toml").open("a") as toml:
        toml.write('timezone = "America/Chicago"\n')
    after = Workspace.open(folder).layers.incidents["committed_from"]
    assert str(after.dt.tz) == "America/Chicago"
    assert (after == before).all()


def test_the_data_reaches_to_the_last_incident_that_was_kept(folder, bring):
    with (folder / "afterbell.toml").open("a") as toml:
        toml.write("data_as_at = 2026-01-01\n")
    bring(rows(1))
    assert Workspace.open(folder).about.data_as_at.isoformat() == "2026-02-02"


def test_the_bundled_sample_cannot_be_changed(monkeypatch, bring):
    monkeypatch.delenv("AFTERBELL_WORKSPACE", raising=False)
    sample = Workspace.open()
    assert not sample.writable
    with pytest.raises(WorkspaceError, match="afterbell init"):
        sample.keep(sample.readings[LayerName.SCHOOLS])


@pytest.mark.parametrize("harm", ["cut", "gone", "bit"])
def test_a_damaged_snapshot_is_named_with_its_mend(bring, folder, harm):
    kept = bring(rows(*range(200))).snapshot
    content = bytearray(kept.read_bytes())
    if harm == "gone":
        kept.unlink()
    elif harm == "cut":
        kept.write_bytes(content[: len(content) // 2])
    else:
        content[300] ^= 1
        kept.write_bytes(content)
    with pytest.raises(WorkspaceError, match=rf"snapshots/{kept.name} is .*--replace"):
        Workspace.open(folder)


def test_a_damaged_layer_can_be_replaced(bring, folder, tmp_path):
    kept = bring(rows(1, 2)).snapshot
    kept.write_bytes(b"PAR1 nothing PAR1")
    area = Workspace.open(folder, without=[LayerName.INCIDENTS])
    again = area.keep(read_layer(tmp_path / "file.csv", LayerName.INCIDENTS), replace=True)
    assert again.snapshot == kept
    assert len(Workspace.open(folder).layers.incidents) == 2


@pytest.mark.parametrize("text", ["", "[]", '{"layers": {"incidents": "../../etc/passwd"}}'])
def test_a_damaged_note_is_a_sentence(bring, folder, text):
    bring(rows(1))
    (folder / "snapshots" / "current.json").write_text(text)
    with pytest.raises(WorkspaceError, match=r"snapshots/current\.json is damaged"):
        Workspace.open(folder)


def test_one_import_waits_for_another_and_then_says_so(folder):
    held, done = threading.Event(), threading.Event()

    def hold():
        with writing(folder):
            held.set()
            done.wait(30)

    holder = threading.Thread(target=hold)
    holder.start()
    held.wait(30)
    with (
        pytest.raises(WorkspaceError, match="Another import into little has been running"),
        writing(folder, patience_s=0.2),
    ):
        pass
    done.set()
    holder.join()
    with writing(folder, patience_s=0.2):
        assert (folder / ".lock").exists()


def test_two_areas_opened_before_either_kept_lose_nothing(folder, tmp_path, ids):
    first, second = Workspace.open(folder), Workspace.open(folder)
    for area, number in ((first, 1), (second, 2)):
        path = tmp_path / f"{number}.csv"
        path.write_text(rows(number), encoding="utf-8")
        area.keep(read_layer(path, LayerName.INCIDENTS))
    assert list(ids()) == ["1", "2"]


def test_the_generation_changes_with_what_is_kept(folder, bring):
    seen = [generation(folder)]
    bring(rows(1))
    seen.append(generation(folder))
    (folder / "afterbell.toml").write_text('name = "Another"\n')
    seen.append(generation(folder))
    assert len(set(seen)) == 3
    assert generation(folder) == seen[-1]
