"""A mapping kept under a name, and used again."""

import pytest

from geo.columns import Mapping
from geo.errors import WorkspaceError
from geo.layers import read_layer
from geo.model import LayerName
from geo.workspace import Workspace, mapping_name

NICHE = Mapping(
    "niche",
    LayerName.INCIDENTS,
    (("incident_id", 'Crime "No"'), ("committed_from", "Start\\Date"), ("easting", "E"),
     ("northing", "N")),
    (("offence", "personal robbery"),),
    "day first",
    "EPSG:27700",
)  # fmt: skip


@pytest.fixture
def area(folder):
    return Workspace.open(folder)


def spoil(folder, old, new):
    path = folder / "mappings" / "niche.toml"
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def test_a_mapping_comes_back_as_it_was_kept(area):
    path = area.save_mapping(NICHE, who="PC 1")
    assert path.name == "niche.toml"
    assert area.mapping("niche") == NICHE
    assert area.mappings() == (NICHE,)
    (change,) = area.changes()
    assert (change.what, change.name, change.who) == ("mapping saved", "niche", "PC 1")


def test_a_file_is_read_with_it(area, tmp_path):
    area.save_mapping(NICHE)
    path = tmp_path / "extract.csv"
    path.write_text(
        'Crime "No",Start\\Date,E,N\nA1,03/04/2026 15:40,530000,180000\n'.replace(
            'Crime "No"', '"Crime ""No"""'
        ),
        encoding="utf-8",
    )
    frame = read_layer(path, LayerName.INCIDENTS, mapping=area.mapping("niche")).frame
    assert frame["incident_id"].tolist() == ["A1"]
    assert frame["committed_from"].dt.month.tolist() == [4]


def test_one_that_is_not_there_is_a_sentence_with_those_that_are(area):
    with pytest.raises(WorkspaceError, match="no mapping niche; there is none yet"):
        area.mapping("niche")
    area.save_mapping(NICHE)
    with pytest.raises(WorkspaceError, match=r"there are niche \(did you mean niche\?\)"):
        area.mapping("nich")


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("[columns]", "[columns", "no valid TOML"),
        ('"incidents"', '"incident"', "did you mean incidents?"),
        ("date_order =", "date_ordr =", "did you mean date_order?"),
        ('"day first"', '"dmy"', "expected day first, month first, or empty"),
        ('EPSG:27700"', 'EPSG:banana"', "expected a code such as EPSG:27700, or empty"),
        ("incident_id =", "incidentid =", "did you mean incident_id?"),
        ('easting = "E"', "easting = 5", "columns.easting is 5"),
        ("offence =", "easting =", "easting stands both under columns and under constants"),
    ],
)
def test_what_is_wrong_in_it_is_said(area, folder, old, new, said):
    area.save_mapping(NICHE)
    spoil(folder, old, new)
    with pytest.raises(WorkspaceError) as refused:
        area.mapping("niche")
    assert said in str(refused.value)
    assert "mappings/niche.toml" in str(refused.value)


@pytest.mark.parametrize("name", ["../x", "a/b", "", "a.b", "é", "x" * 61])
def test_a_name_is_no_path(area, name):
    with pytest.raises(WorkspaceError, match="cannot be the name of a mapping"):
        area.mapping(name)


def test_any_text_gives_a_name():
    assert mapping_name("Crimes 2026 (final).v2") == "Crimes-2026-final-v2"
    assert mapping_name("…") == "mapping"
