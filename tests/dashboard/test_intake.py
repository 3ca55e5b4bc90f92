"""An upload on its way in: what it is told to hold, what is shown of it, and what is not."""

import io
import tempfile
import zipfile
from pathlib import Path

import pytest

from dashboard import intake
from geo.columns import Mapping
from geo.errors import CrsError, FileRefusedError
from geo.model import LayerName
from geo.workspace import Workspace, create_workspace

UNKNOWN = "Aktenzahl;Wann war es;Hoch;Rechts;Was\n" + "\n".join(
    f"A{n};{n % 28 + 1:02d}/{n % 12 + 1:02d}/2026 15:30;{51.52 + n / 9000};-0.11{n:03d};Raub"
    for n in range(60)
)
INCIDENTS = "incident_id,committed_from,longitude,latitude,offence\n" + "\n".join(
    f"R{n},2026-03-{n % 28 + 1:02d} 15:30,{-0.11 - n / 9000},51.52,Robbery" for n in range(20)
)
SCHOOLS = "urn,name,phase,longitude,latitude\n1,A School,secondary,-0.11,51.52\n"


class Upload:
    """A file as Streamlit hands it over."""

    def __init__(self, content, name="extract.csv"):
        self.name = name
        self.content = content.encode() if isinstance(content, str) else content

    def getbuffer(self):
        return memoryview(self.content)


def opened(content, name="extract.csv", layer=None, part=""):
    upload = Upload(content, name)
    return intake.opened(upload, f"{name} {hash(upload.content)}", layer, part)


def shape(kind, coordinates):
    geometry = f'{{"type":"{kind}","coordinates":{coordinates}}}'
    feature = f'{{"type":"Feature","properties":{{"a":"1"}},"geometry":{geometry}}}'
    return f'{{"type":"FeatureCollection","features":[{feature}]}}'


def archive(**members):
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as made:
        for name, text in members.items():
            made.writestr(f"{name}.csv", text)
    return packed.getvalue()


@pytest.fixture
def area(tmp_path):
    create_workspace(tmp_path / "area", "Camden")
    return Workspace.open(tmp_path / "area")


def test_known_columns_say_what_a_file_holds():
    for text, layer in ((INCIDENTS, LayerName.INCIDENTS), (SCHOOLS, LayerName.SCHOOLS)):
        brought = opened(text)
        assert (brought.layer, brought.recognised) == (layer, True)


def test_a_time_and_a_place_make_incidents_but_their_columns_are_asked_for():
    brought = opened(UNKNOWN)
    assert brought.layer is LayerName.INCIDENTS
    assert not brought.recognised


@pytest.mark.parametrize(
    ("kind", "coordinates", "layer"),
    [
        ("LineString", "[[-0.1,51.5],[-0.09,51.5]]", LayerName.STREETS),
        ("Polygon", "[[[-0.1,51.5],[-0.09,51.5],[-0.09,51.51],[-0.1,51.5]]]", LayerName.AREAS),
        ("Point", "[-0.1,51.5]", None),
    ],
)
def test_shapes_say_what_a_file_holds_where_its_columns_do_not(kind, coordinates, layer):
    assert opened(shape(kind, coordinates), "shapes.geojson").layer is layer


def test_a_file_that_nothing_can_be_told_of_shows_its_first_rows():
    brought = opened("apples,pears\n" + "\n".join(f"{n},{n * 2}" for n in range(30)))
    assert brought.layer is None
    assert brought.first_rows().to_numpy().tolist()[:2] == [["0", "0"], ["1", "2"]]
    assert len(brought.first_rows()) == 5


def test_what_somebody_says_goes_before_what_the_file_says():
    assert opened(INCIDENTS, layer=LayerName.SCHOOLS).layer is LayerName.SCHOOLS


def test_columns_about_persons_are_in_no_example_and_no_row():
    text = INCIDENTS.replace("offence", "offence,Victim Name").replace("Robbery", "Robbery,Jo Body")
    brought = opened(text)
    assert "Victim Name" in brought.table.columns
    assert "Victim Name" not in brought.examples()
    assert "Jo Body" not in brought.first_rows().to_string()


def test_an_example_is_the_first_cell_that_says_something_and_short():
    text = INCIDENTS.replace("offence", "offence,remark").replace("Robbery", f"Robbery,{'x' * 90}")
    brought = opened(text.replace(f"Robbery,{'x' * 90}", "Robbery,", 1))
    assert brought.examples()["remark"] == "x" * 31 + "…"


def test_dates_that_can_be_read_both_ways_are_not_read_without_asking():
    brought = opened(INCIDENTS.replace("2026-03-", "03/").replace(" 15:30", "/2026 15:30"))
    assert brought.recognised
    text = "incident_id,committed_from,longitude,latitude\n" + "\n".join(
        f"R{n},0{n % 9 + 1}/0{n % 8 + 1}/2026 15:30,-0.11,51.52" for n in range(20)
    )
    assert not opened(text).recognised


def test_one_of_several_parts_can_be_chosen():
    packed = archive(crimes=INCIDENTS, schools=SCHOOLS)
    upload = Upload(packed, "both.zip")
    assert intake.parts(upload, "both") == ("crimes.csv", "schools.csv")
    assert opened(packed, "both.zip").layer is LayerName.INCIDENTS
    assert opened(packed, "both.zip", part="schools.csv").layer is LayerName.SCHOOLS
    assert intake.parts(Upload(INCIDENTS), "alone") == ()


def test_a_damaged_file_is_refused_with_a_sentence():
    with pytest.raises(FileRefusedError, match=r"damaged.xlsx"):
        opened(b"PK\x03\x04" + bytes(range(256)) * 9, "damaged.xlsx")


def test_an_upload_does_not_stay_on_the_disk(monkeypatch, tmp_path):
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    opened(INCIDENTS + "\nR99,2026-03-01 15:30,-0.11,51.52,Robbery", "../../escape.csv")
    assert list(tmp_path.rglob("*")) == []
    assert not (Path(tmp_path).parent / "escape.csv").exists()


def test_a_reading_is_made_without_keeping_anything(area):
    before = sorted(path.name for path in area.folder.rglob("*"))
    reading = intake.read(opened(INCIDENTS), area, None)
    assert (reading.read, reading.accepted) == (20, 20)
    assert sorted(path.name for path in area.folder.rglob("*")) == before


def test_a_system_that_is_none_is_refused_before_anything_is_read(area):
    columns = (("committed_from", "committed_from"), ("x", "longitude"), ("y", "latitude"))
    mapping = Mapping("m", LayerName.INCIDENTS, columns, (), "", "EPSG:nonsense")
    with pytest.raises(CrsError, match="EPSG:27700"):
        intake.read(opened(INCIDENTS), area, mapping)
