"""Packed files: which member is meant, and several tables of one header joined."""

import gzip
import io
import json
import zipfile

import geopandas as gpd
import pyogrio
import pytest
from shapely.geometry import LineString, Point

from geo.errors import FileRefusedError
from geo.layers import open_table, read_layer
from geo.model import LayerName

HEAD = "incident_id,offence,committed_from,longitude,latitude\n"
ROW = "{id},robbery,2026-01-05 15:40,-0.1,51.5\n"
SEARCHES = (
    "Type,Date,Latitude,Longitude,Object of search\nPerson,2026-01-05T15:40:00Z,51.5,-0.1,x\n"
)
OUTCOMES = "Crime ID,Month,Outcome type\nx,2026-01,none\n"


def extract(*ids):
    return HEAD + "".join(ROW.format(id=one) for one in ids)


def archive(path, members, **said):
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, **said) as out:
        for name, content in members.items():
            out.writestr(name, content)
    return path


def opened(path, layer=LayerName.INCIDENTS, **said):
    return open_table(path, layer, **said)


def test_one_table_among_papers_is_read(tmp_path):
    path = archive(
        tmp_path / "in.zip",
        {
            "readme.txt": "hello",
            "Licence.pdf": b"%PDF",
            "__MACOSX/._data.csv": b"\x00\x05\x16\x07",
            ".DS_Store": b"\x00",
            "2026/data.csv": extract("A", "B"),
        },
    )
    assert opened(path).frame["incident_id"].tolist() == ["A", "B"]


def test_tables_of_one_header_are_joined_with_the_lines_of_their_own(tmp_path):
    path = archive(
        tmp_path / "in.zip",
        {
            "2026-01/2026-01-x-street.csv": extract("A", "B"),
            "2026-02/2026-02-x-street.csv": extract("C"),
            "2026-03/2026-03-x-street.csv": HEAD,
        },
    )
    table = opened(path)
    assert table.frame["incident_id"].tolist() == ["A", "B", "C"]
    assert table.line.tolist() == [2, 3, 2]
    assert table.texts([2, 0], ()) == [ROW.format(id=i).strip() for i in ("C", "A")]
    assert "in.zip holds 3 tables; 2026-01-x-street.csv, 2026-02-x-street.csv" in table.notices[0]
    assert "without rows: 2026-03-x-street.csv" in table.notices[0]


def test_torn_rows_of_every_member_are_counted(tmp_path):
    path = archive(tmp_path / "in.zip", {"a.csv": extract("A") + "torn\n", "b.csv": extract("B")})
    reading = read_layer(path, LayerName.INCIDENTS)
    assert (reading.read, reading.accepted) == (3, 2)
    assert reading.rejects["text"].tolist() == ["torn"]


def test_the_tables_that_fit_the_layer_are_told_from_the_others(tmp_path):
    members = {"m-stop-and-search.csv": SEARCHES, "m-outcomes.csv": OUTCOMES, "n-s.csv": SEARCHES}
    table = opened(archive(tmp_path / "in.zip", members))
    assert len(table.frame) == 2
    assert "1 with other columns was left out" in table.notices[0]


def test_several_that_could_be_meant_are_listed_and_one_can_be_named(tmp_path):
    streets = json.dumps({"type": "Point", "coordinates": [-0.1, 51.5]})
    members = {"a/data.csv": extract("A"), "b/other.geojson": streets}
    path = archive(tmp_path / "in.zip", members)
    with pytest.raises(FileRefusedError, match=r"one of data\.csv, other\.geojson\. Say which"):
        opened(path)
    for name in ("data.csv", "a/data.csv", "*.csv"):
        assert opened(path, member=name).frame["incident_id"].tolist() == ["A"]
    with pytest.raises(FileRefusedError, match=r"nothing in it is called gone\.csv; expected one"):
        opened(path, member="gone.csv")


@pytest.mark.parametrize("suffix", ["csv", "geojson", "gpkg", "parquet", "xlsx", "shp"])
@pytest.mark.parametrize("packing", ["zip", "gz"])
def test_every_kind_is_read_out_of_every_packing(suffix, packing, tmp_path):
    names = {"name": ["A", "B"], "kind": "rail"}
    frame = gpd.GeoDataFrame(names, geometry=[Point(0, 51), Point(1, 52)], crs=4326)
    plain = tmp_path / f"in.{suffix}"
    if suffix == "csv":
        plain.write_text("name,longitude,latitude\nA,0,51\nB,1,52\n")
    elif suffix == "parquet":
        frame.to_parquet(plain)
    elif suffix == "xlsx":
        pyogrio.write_dataframe(frame.drop(columns="geometry"), plain, driver="XLSX")
    else:
        frame.to_file(plain)
    path = tmp_path / f"packed.{packing}"
    if packing == "zip":
        parts = {p.name: p.read_bytes() for p in tmp_path.glob("in.*")}
        archive(path, parts)
    else:
        path.write_bytes(gzip.compress(plain.read_bytes()))
    if (suffix, packing) == ("shp", "gz"):
        with pytest.raises(FileRefusedError, match="incomplete"):
            opened(path, LayerName.INTERCHANGES)
        return
    assert opened(path, LayerName.INTERCHANGES).frame["name"].tolist() == ["A", "B"]


def test_shapefiles_of_one_pattern_are_joined(tmp_path):
    for tile in ("SH", "TQ"):
        frame = gpd.GeoDataFrame(
            {"name": [tile]}, geometry=[LineString([(0, 0), (1, 1)])], crs=27700
        )
        frame.to_file(tmp_path / f"{tile}_RoadLink.shp")
    path = archive(tmp_path / "in.zip", {p.name: p.read_bytes() for p in tmp_path.glob("*Road*")})
    table = opened(path, LayerName.STREETS, member="*RoadLink.shp")
    assert table.frame["name"].tolist() == ["SH", "TQ"]
    assert table.geometry.crs.to_epsg() == 27700


def test_a_csv_in_a_gzip_in_a_zip_is_read(tmp_path):
    packed = gzip.compress(extract("A").encode())
    assert len(opened(archive(tmp_path / "in.zip", {"a.csv.gz": packed})).frame) == 1


def test_a_zip_in_a_gzip_is_read_and_a_zip_in_a_zip_is_not(tmp_path):
    inner = io.BytesIO()
    archive(inner, {"a.csv": extract("A")})
    path = tmp_path / "in.zip.gz"
    path.write_bytes(gzip.compress(inner.getvalue()))
    assert len(opened(path).frame) == 1
    with pytest.raises(FileRefusedError, match="holds other archives"):
        opened(archive(tmp_path / "in.zip", {"b.zip": inner.getvalue()}))


def test_the_encoding_of_a_member_is_told_and_said(tmp_path):
    text = extract("A").replace("robbery", "vol à la tire")
    table = opened(archive(tmp_path / "in.zip", {"a.csv": text.encode("cp1252")}))
    assert table.frame["offence"].tolist() == ["vol à la tire"]
    assert table.notices[0].startswith("in.zip/a.csv is no UTF-8")
