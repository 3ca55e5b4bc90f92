"""Which parts a file offers, and how one is said."""

import zipfile

import geopandas as gpd
import pytest
from shapely.geometry import Point

from geo.formats import parts_of
from geo.layers import open_table
from geo.model import LayerName

CSV = "name,longitude,latitude\nA,0,51\n"


@pytest.fixture
def geopackage(tmp_path):
    frame = gpd.GeoDataFrame({"name": ["A"]}, geometry=[Point(0, 51)], crs=4326)
    for table in ("stops", "stations"):
        frame.assign(name=table).to_file(tmp_path / "in.gpkg", layer=table)
    return tmp_path / "in.gpkg"


def zipped(path, *files):
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in files:
            archive.writestr(name, content)
    return path


def test_tables_and_members_are_named(geopackage, tmp_path):
    assert parts_of(geopackage) == ("stops", "stations")
    path = zipped(tmp_path / "in.zip", ("a/x.csv", CSV), ("b/y.csv", CSV), ("readme.txt", "x"))
    assert parts_of(path) == ("a/x.csv", "b/y.csv")


def test_there_is_no_choice_where_there_is_one_table(tmp_path):
    path = tmp_path / "in.csv"
    path.write_text(CSV)
    assert parts_of(path) == ()
    assert parts_of(zipped(tmp_path / "in.zip", ("x.csv", CSV))) == ()


@pytest.mark.parametrize("said", ["stations", "in.gpkg"])
def test_one_word_names_a_member_or_a_table_in_it(geopackage, tmp_path, said):
    path = zipped(tmp_path / "in.zip", ("in.gpkg", geopackage.read_bytes()))
    table = open_table(path, LayerName.INTERCHANGES, member=said, table=said)
    assert table.frame["name"].tolist() == ["stations" if said == "stations" else "stops"]
