"""A workspace as it was when something was made from it."""

import pandas as pd
import pytest

from geo.errors import WorkspaceError
from geo.model import LayerName
from geo.workspace import Provenance, Workspace

from .conftest import rows

SCHOOL = "urn,name,phase,easting,northing\n1,Park High,secondary,530000,180000\n"


def set_to(folder, text):
    with (folder / "afterbell.toml").open("a", encoding="utf-8") as toml:
        toml.write(text)


def test_a_picture_names_layers_tables_settings_and_engine(folder, bring):
    kept = bring(rows(1, 2))
    provenance = Workspace.open(folder).provenance
    assert kept.snapshot.name == f"incidents-{dict(provenance.layers)['incidents']}.parquet"
    assert provenance.tables == ()
    assert provenance.engine.startswith("afterbell ")
    assert Provenance.from_json(provenance.as_json()) == provenance


def test_the_workspace_opens_as_it_was(folder, bring):
    bring(rows(1, 2))
    then = Workspace.open(folder)
    provenance = then.remember()
    bring(rows(2, 3, hour=17))
    bring(SCHOOL, LayerName.SCHOOLS)
    set_to(folder, 'marking = "OFFICIAL"\n')
    now = Workspace.open(folder)
    again = Workspace.open(folder, provenance=provenance)
    assert again == then
    assert again.layers.version == then.layers.version != now.layers.version
    assert again.about.marking == "OFFICIAL-SENSITIVE"
    assert again.provenance == provenance


def test_files_and_tables_of_the_settings_are_kept_with_it(folder):
    first = folder / "first.csv"
    first.write_text(rows(1, 2), encoding="utf-8")
    terms = folder / "terms.csv"
    terms.write_text(
        "scope,scope_id,academic_year,kind,start,end,source\n"
        "la,1,2026/27,term,2026-01-05,2026-12-18,council\n",
        encoding="utf-8",
    )
    set_to(folder, '[files]\nincidents = "first.csv"\nterms = "terms.csv"\n')
    then = Workspace.open(folder)
    provenance, table = then.remember(), then.table("terms")
    first.unlink()
    terms.write_text(terms.read_text().replace("12-18", "12-11"), encoding="utf-8")
    (folder / "afterbell.toml").write_text('name = "Bare"\n', encoding="utf-8")
    again = Workspace.open(folder, provenance=provenance)
    assert again.layers == then.layers
    pd.testing.assert_frame_equal(again.table("terms"), table)
    assert Workspace.open(folder).readings == {}


def test_remembering_twice_writes_nothing_more(folder, bring):
    bring(rows(1))
    area = Workspace.open(folder)
    area.remember()
    before = {p: p.stat().st_mtime_ns for p in folder.rglob("*") if p.is_file()}
    assert area.remember() == area.provenance
    assert {p: p.stat().st_mtime_ns for p in folder.rglob("*") if p.is_file()} == before


def test_what_was_not_kept_is_a_sentence(folder, bring):
    kept = bring(rows(1)).snapshot
    provenance = Workspace.open(folder).provenance
    bring(rows(2))
    kept.unlink()
    with pytest.raises(WorkspaceError, match="The layer incidents of little changed since"):
        Workspace.open(folder, provenance=provenance)
    set_to(folder, 'marking = "OFFICIAL"\n')
    with pytest.raises(WorkspaceError, match="The settings of little changed since"):
        Workspace.open(folder, provenance=provenance)


def test_a_snapshot_with_other_rows_under_its_name_is_found(folder, bring):
    first = bring(rows(1)).snapshot
    provenance = Workspace.open(folder).remember()
    second = bring(rows(2)).snapshot
    first.write_bytes(second.read_bytes())
    with pytest.raises(WorkspaceError, match="The layer incidents"):
        Workspace.open(folder, provenance=provenance)


def test_the_sample_has_a_picture_and_stays_as_it_is(monkeypatch):
    monkeypatch.delenv("AFTERBELL_WORKSPACE", raising=False)
    sample = Workspace.open()
    provenance = sample.remember()
    assert Workspace.open(provenance=provenance) == sample
    assert not (sample.folder / "snapshots").exists()


@pytest.mark.parametrize(
    "content",
    [
        None,
        [],
        {"layers": {}, "tables": {}},
        {"layers": {"incidents": 5}, "tables": {}, "settings": "a", "engine": "x"},
        {"layers": {"incidents": "../x"}, "tables": {}, "settings": "a", "engine": "x"},
        {"layers": {}, "tables": {}, "settings": "../x", "engine": "x"},
    ],
)
def test_what_is_no_picture_is_a_sentence(content):
    with pytest.raises(WorkspaceError, match="does not say what it was made from"):
        Provenance.from_json(content)
