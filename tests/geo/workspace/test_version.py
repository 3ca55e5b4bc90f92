"""The version of an area changes with all that can be asked of it; what was opened never does."""

import pytest

from geo.model import LayerName
from geo.workspace import Provenance, Workspace, generation

from .conftest import rows

SCHOOL = "urn,name,phase,easting,northing\n1,Park High,secondary,530000,180000\n"
MONTHLY = (
    "Crime ID,Month,Reported by,Falls within,Longitude,Latitude,Location,LSOA code,LSOA name,"
    "Crime type,Last outcome category,Context\n"
    "a,2026-05,Met,Met,-0.11,51.52,On or near Mill Road,E01,Camden 1,Robbery,,\n"
)
TABLES = {
    "terms": "scope,scope_id,academic_year,kind,start,end,source\n"
    "la,1,2026/27,term,2026-01-05,2026-12-18,council\n",
    "bells": "urn,valid_from,valid_to,weekday,finish_time,stagger_min,source\n"
    "1,2023-09-01,,Mon,15:10,10,school\n",
    "homes": "urn,area,pupils\n1,W01,40\n",
    "hops": "line,from_stop,from_easting,from_northing,to_stop,to_easting,to_northing,departs,"
    "ride_min\n91,Quay,530000,180000,Mill,531000,180000,15:05,7\n",
}
#: A value in each table, and another that makes as much sense.
EDITS = {
    "terms": ("12-18", "12-11"),
    "bells": ("15:10", "15:20"),
    "homes": (",40", ",41"),
    "hops": ("15:05", "15:06"),
}


@pytest.fixture
def area(folder, bring):
    """A workspace with every table in a file of its own, and figures by ward."""
    bring(rows(1, 2))
    bring(SCHOOL, LayerName.SCHOOLS)
    for name, text in TABLES.items():
        (folder / f"{name}.csv").write_text(text, encoding="utf-8")
    (folder / "figures.csv").write_text("ward_code,share\nW01,3\n", encoding="utf-8")
    with (folder / "afterbell.toml").open("a", encoding="utf-8") as toml:
        toml.write('[fairness]\nattributes = "figures.csv"\n[files]\n')
        toml.writelines(f'{name} = "{name}.csv"\n' for name in TABLES)
    return Workspace.open(folder)


def edit(path, old, new):
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def test_the_same_content_is_the_same_version(area, folder):
    again = Workspace.open(folder)
    assert again == area
    assert hash(again) == hash(area)
    assert again.version == area.version
    assert len(area.version) == 16
    assert again.changed_since(area) == ""


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("terms", "Term dates changed"),
        ("bells", "Bells changed"),
        ("homes", "Home areas changed"),
        ("hops", "Bus and rail times changed"),
    ],
)
def test_an_edited_table_is_another_version_and_is_named(area, folder, name, said):
    before = generation(folder)
    edit(folder / f"{name}.csv", *EDITS[name])
    now = Workspace.open(folder)
    assert generation(folder) != before
    assert now.version != area.version
    assert now != area
    assert now.changed_since(area) == said


def test_layers_settings_and_a_new_table_are_named_in_one_sentence(area, folder, bring):
    bring(rows(7), name="more.csv")
    assert Workspace.open(folder).changed_since(area) == "Incidents changed"
    edit(folder / "afterbell.toml", "Little", "Small")
    edit(folder / "bells.csv", *EDITS["bells"])
    now = Workspace.open(folder)
    assert now.changed_since(area) == "Incidents, bells and settings changed"
    assert now.version != area.version


def test_a_new_engine_is_another_version(area, folder, monkeypatch):
    assert area.version == Workspace.open(folder).version
    monkeypatch.setattr("geo.workspace._open_folder.engine", lambda: "afterbell 99")
    now = Workspace.open(folder)
    assert now.version != area.version
    assert now.changed_since(area) == "Afterbell was updated"


def test_what_enters_no_plan_is_another_version_and_makes_no_plan_out_of_date(area, folder, bring):
    seen = {area.version}
    bring(MONTHLY, LayerName.CONTEXT)
    seen.add(Workspace.open(folder).version)
    before = generation(folder)
    edit(folder / "figures.csv", "3", "4")
    now = Workspace.open(folder)
    assert generation(folder) != before
    assert len({*seen, now.version}) == 3
    assert now.changed_since(area) == ""


def test_a_row_that_is_rejected_for_another_reason_is_another_version(folder):
    file = folder / "incidents.csv"
    file.write_text(rows(1, 2) + "3,robbery,never,530000,180000\n", encoding="utf-8")
    with (folder / "afterbell.toml").open("a", encoding="utf-8") as toml:
        toml.write('[files]\nincidents = "incidents.csv"\n')
    was = Workspace.open(folder)
    edit(file, "never,530000", "2026-05-05 15:40,x")
    now = Workspace.open(folder)
    assert now.layers == was.layers
    assert now.version != was.version


def test_a_kept_table_that_is_edited_on_the_disk_is_seen(area, folder):
    kept = area.keep_table("bells", area.table("bells"), who="Sgt 42")
    was, before = Workspace.open(folder), generation(folder)
    edit(kept, *EDITS["bells"])
    assert generation(folder) != before
    assert Workspace.open(folder).changed_since(was) == "Bells changed"


def test_an_opened_workspace_stays_as_it_was(area, folder):
    for name, (old, new) in EDITS.items():
        edit(folder / f"{name}.csv", old, new)
    assert area.homes["pupils"].tolist() == [40]
    assert area.table("hops")["departs"].tolist() == ["15:05"]
    assert area.table("bells")["finish_time"].tolist() == ["15:10"]


def test_what_is_remembered_is_what_was_opened_whatever_became_of_the_files(area, folder):
    for name, (old, new) in EDITS.items():
        edit(folder / f"{name}.csv", old, new)
    edit(folder / "afterbell.toml", "Little", "Small")
    made_from = area.remember()
    assert area.why_not_remembered() == ""
    again = Workspace.open(folder, provenance=made_from)
    assert again.provenance == made_from == area.provenance
    assert again.about.name == "Little (SIMULATED)"
    for name in TABLES:
        assert again.table(name).equals(area.table(name))
        assert not Workspace.open(folder).table(name).equals(area.table(name))


def test_what_cannot_be_kept_is_said(area, folder):
    (folder / "tables").write_text("in the way", encoding="utf-8")
    said = area.why_not_remembered()
    assert said.startswith("What this was made from could not be kept: little cannot be written to")
    assert said.endswith("as long as the layers, tables and settings stay as they are.")


def test_a_table_in_an_old_encoding_is_opened_named_and_kept(area, folder):
    text = TABLES["bells"].replace("school\n", "Collège\n")
    (folder / "bells.csv").write_bytes(text.encode("cp1252"))
    then = Workspace.open(folder)
    made_from = then.remember()
    again = Workspace.open(folder, provenance=made_from)
    assert again.table("bells")["source"].tolist() == ["Collège"]


def test_a_damaged_table_has_a_version_too(area, folder):
    (folder / "homes.csv").write_text('urn,area,pupils\n"1,W01,40', encoding="utf-8")
    now = Workspace.open(folder)
    assert now.changed_since(area) == "Home areas changed"
    assert now.version != area.version


def test_a_layer_and_a_table_that_came_or_went_are_named():
    older = Provenance(
        (("incidents", "a"), ("gates", "b")), (("control", "c"),), "d", "afterbell 1"
    )
    newer = Provenance((("incidents", "a"), ("basemap", "e")), (), "d", "afterbell 2")
    said = "Background map, school gates and control days changed, and Afterbell was updated"
    assert newer.changes_since(older) == said
    assert newer.changes_since(newer) == ""
