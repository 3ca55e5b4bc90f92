"""Files of every wrong kind: each is one sentence that names it, or a reading that adds up."""

import gzip
import json
import random
import zipfile

import geopandas as gpd
import pytest
from shapely.geometry import LineString, Point

from geo.errors import AfterbellError, FileRefusedError
from geo.layers import read_layer
from geo.model import LayerName

HEAD = "incident_id,offence,committed_from,longitude,latitude\n"
ROW = "A{n},robbery,2026-01-05 15:40,-0.1{n},51.5{n}\n"
PLAIN = HEAD + "".join(ROW.format(n=n) for n in range(9))
PNG = b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 20
NOISE = random.Random(7).randbytes(20_000)
STREET = {
    "type": "Feature",
    "properties": {"name": "High Street"},
    "geometry": {"type": "LineString", "coordinates": [[-0.1, 51.5], [-0.11, 51.5]]},
}
STREETS = json.dumps({"type": "FeatureCollection", "features": [STREET] * 3}).encode()


def squeezed(text):
    return gzip.compress(text.encode())


def workbook(path):
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("xl/workbook.xml", "<workbook/>")
    return path


#: name of the file, its content, and a word of the sentence
REFUSED = {
    "empty": ("in.csv", b"", "empty"),
    "only spaces": ("in.csv", b" \n\n\t\n", "empty"),
    "only a mark": ("in.csv", b"\xef\xbb\xbf", "empty"),
    "only a header": ("in.csv", HEAD.encode(), "a header and no rows"),
    "an image": ("in.csv", PNG, "PNG image"),
    "a JPEG": ("in.csv", b"\xff\xd8\xff\xe0" + NOISE, "JPEG"),
    "a PDF": ("in.csv", b"%PDF-1.7\n" + NOISE, "PDF"),
    "a web page": ("in.csv", b"<!doctype html><html></html>", "web page"),
    "an old workbook": ("in.xls", b"\xd0\xcf\x11\xe0" + NOISE, "Save the sheet as CSV"),
    "noise": ("in.csv", NOISE, "binary"),
    "noise with a header": ("in.csv", HEAD.encode() + NOISE, "binary"),
    "NULs": ("in.csv", b"\x00" * 5000, "binary"),
    "a cut gzip": ("in.csv.gz", squeezed(PLAIN)[:-12], "cut short"),
    "a damaged gzip": ("in.csv.gz", b"\x1f\x8b" + NOISE, "damaged"),
    "an empty gzip": ("in.csv.gz", gzip.compress(b""), "empty"),
    "an image in a gzip": ("in.csv.gz", gzip.compress(PNG * 9), "PNG image"),
    "a text that says gzip": ("in.csv.gz", PLAIN.encode(), "its name says gzip"),
    "a text that says GeoPackage": ("in.gpkg", PLAIN.encode(), "its name says GeoPackage"),
    "a text that says Parquet": ("in.parquet", PLAIN.encode(), "its name says GeoParquet"),
    "a text that says Shapefile": ("in.shp", PLAIN.encode(), "its name says Shapefile"),
    "a text that says zip": ("in.zip", PLAIN.encode(), "its name says zip"),
    "a text that says GeoJSON": ("in.geojson", PLAIN.encode(), "its name says GeoJSON"),
    "a damaged zip": ("in.zip", b"PK\x03\x04" + NOISE, "damaged"),
    "a damaged GeoPackage": ("in.gpkg", b"SQLite format 3\x00" + NOISE, "damaged"),
    "a damaged Parquet": ("in.parquet", b"PAR1" + NOISE, "damaged"),
    "a damaged Shapefile": ("in.shp", b"\x00\x00\x27\x0a" + NOISE, "damaged"),
    "a cut GeoJSON": ("in.geojson", STREETS[:200], "line 1"),
    "deep JSON": ("in.json", b'{"type":' + b"[" * 100_000, "JSON"),
    "JSON of another kind": ("in.json", b'{"stopPoints": []}', "stopPoints"),
    "JSON without features": (
        "in.geojson",
        b'{"type": "FeatureCollection", "features": []}',
        "no features",
    ),
    "JSON of null features": (
        "in.geojson",
        b'{"type": "FeatureCollection", "features": null}',
        "no features",
    ),
    "a strange crs": (
        "in.geojson",
        STREETS[:-1] + b', "crs": {"properties": {"name": "moon"}}}',
        "crs",
    ),
    "prose": ("in.csv", b"Dear colleague,\nplease find attached\n", "without"),
    "no header": ("in.csv", PLAIN.split("\n", 1)[1].encode(), "looks like data"),
    "no point": ("in.csv", b"incident_id,occurred\nA,2026-01-05 15:40\n", "longitude and latitude"),
    "no time": ("in.csv", b"incident_id,longitude,latitude\nA,-0.1,51.5\n", "occurred"),
    "eastings as longitude": (
        "in.csv",
        HEAD.encode() + b"A,robbery,2026-01-05 15:40,530000,180000\n" * 3,
        "no degrees",
    ),
    "degrees as eastings": (
        "in.csv",
        b"incident_id,occurred,easting,northing\nA,2026-01-05,900000000,51.5\n",
        "EPSG:27700",
    ),
    "x and y of unknown kind": (
        "in.csv",
        b"incident_id,occurred,x,y\nA,2026-01-05,1160000,1880000\n",
        "--crs",
    ),
    "all swapped, London": (
        "in.csv",
        b"id,occurred,longitude,latitude\nA,2026-01-05,51.5,-0.12\nB,2026-01-06,51.51,-0.13\n",
        "swapped",
    ),
    "all swapped, Memphis": (
        "in.csv",
        b"id,occurred,longitude,latitude\nA,2026-01-05,35.1,-89.9\nB,2026-01-06,35.2,-89.8\n",
        "swapped",
    ),
    "all swapped, Los Angeles": (
        "in.csv",
        b"id,occurred,longitude,latitude\nA,2026-01-05,34.1,-118.2\nB,2026-01-06,34,-118.3\n",
        "swapped",
    ),
    "months": (
        "in.csv",
        b"id,occurred,longitude,latitude\nA,2026-01,-0.12,51.5\nB,2026-02,-0.13,51.5\n",
        "months",
    ),
    "police.uk by month": (
        "in.csv",
        b"Crime ID,Month,Falls within,Longitude,Latitude,Crime type\nx,2026-01,Met,-0.1,51.5,ASB\n",
        "no time of day",
    ),
    "dates of unknown order": (
        "in.csv",
        b"id,occurred,longitude,latitude\nA,03/04/2026 15:40,-0.12,51.5\n",
        "ISO dates",
    ),
    "streets where incidents are expected": ("in.geojson", STREETS, "without committed_from"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_a_hostile_file_is_one_sentence_that_names_it(case, tmp_path):
    name, content, said = REFUSED[case]
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(FileRefusedError) as refused:
        read_layer(path, LayerName.INCIDENTS)
    sentence = str(refused.value)
    assert sentence.startswith(f"{name}: ")
    assert said in sentence
    assert sentence.endswith(".")
    assert str(tmp_path) not in sentence


def test_a_workbook_is_told_to_become_a_csv(tmp_path):
    with pytest.raises(FileRefusedError, match="Save the sheet as CSV"):
        read_layer(workbook(tmp_path / "book.xlsx"), LayerName.INCIDENTS)


def test_a_folder_is_refused(tmp_path):
    with pytest.raises(FileRefusedError, match="folder"):
        read_layer(tmp_path, LayerName.INCIDENTS)


def test_a_file_that_is_not_there_is_refused(tmp_path):
    with pytest.raises(FileRefusedError, match=r"none\.csv: there is no such file"):
        read_layer(tmp_path / "none.csv", LayerName.INCIDENTS)


def test_an_archive_without_a_shapefile_is_refused(tmp_path):
    path = tmp_path / "in.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("readme.txt", "nothing")
    with pytest.raises(FileRefusedError, match="0 shapefiles"):
        read_layer(path, LayerName.STREETS)


@pytest.mark.parametrize("suffix", ["gpkg", "shp", "parquet"])
@pytest.mark.parametrize("kept", [0.2, 0.6, 0.95])
def test_a_file_cut_short_is_refused_or_adds_up(tmp_path, suffix, kept):
    lines = [LineString([(-0.1, 51.5 + n / 1e4), (-0.11, 51.5)]) for n in range(200)]
    frame = gpd.GeoDataFrame({"name": "High Street"}, geometry=lines, crs=4326, index=range(200))
    path = tmp_path / f"streets.{suffix}"
    frame.to_parquet(path) if suffix == "parquet" else frame.to_file(path)
    path.write_bytes(path.read_bytes()[: int(path.stat().st_size * kept)])
    try:
        reading = read_layer(path, LayerName.STREETS)
    except AfterbellError as error:
        assert path.name in str(error)  # noqa: PT017 - a refusal is one of two right answers
    else:
        assert reading.accepted + len(reading.rejects) == reading.read


def test_points_are_no_streets(tmp_path):
    path = tmp_path / "streets.gpkg"
    gpd.GeoDataFrame({"name": ["A"]}, geometry=[Point(-0.1, 51.5)], crs=4326).to_file(path)
    with pytest.raises(FileRefusedError, match="type Point; expected lines"):
        read_layer(path, LayerName.STREETS)


def test_a_shapefile_without_prj_asks_for_its_crs(tmp_path):
    path = tmp_path / "streets.shp"
    lines = [LineString([(530_000, 180_000), (530_100, 180_000)])]
    gpd.GeoDataFrame({"name": ["A"]}, geometry=lines, crs=27700).to_file(path)
    path.with_suffix(".prj").unlink()
    with pytest.raises(FileRefusedError, match="--crs"):
        read_layer(path, LayerName.STREETS)
    assert read_layer(path, LayerName.STREETS, source_crs=27700).accepted == 1


@pytest.mark.parametrize("layer", LayerName)
@pytest.mark.parametrize(
    "features",
    [
        [None, 5, [], "x"],
        [{}, {"type": "Feature"}, {"geometry": None, "properties": None}],
        [{"geometry": {"type": "Point", "coordinates": [None, "x"]}, "properties": {"a": [1]}}],
        [{"geometry": {"type": "Polygon", "coordinates": []}, "properties": {"name": {"a": 1}}}],
        [STREET, {"geometry": {"type": "Circle"}, "properties": {"name": 5.0}}],
    ],
)
def test_strange_features_never_crash(tmp_path, layer, features):
    path = tmp_path / "in.geojson"
    path.write_text(json.dumps({"type": "FeatureCollection", "features": features}))
    try:
        reading = read_layer(path, layer)
    except AfterbellError as error:
        assert path.name in str(error)  # noqa: PT017 - a refusal is one of two right answers
    else:
        assert reading.read == len(features)


def test_one_nul_costs_one_row(tmp_path):
    path = tmp_path / "in.csv"
    path.write_text(PLAIN.replace("A4,rob", "A4,\x00rob"))
    reading = read_layer(path, LayerName.INCIDENTS)
    assert reading.accepted == 8
    assert reading.rejects.to_dict("records")[0]["line"] == 6
    assert "NUL" in reading.rejects["reason"][0]


def test_a_huge_field_costs_nothing(tmp_path):
    path = tmp_path / "in.csv"
    path.write_text(PLAIN.replace("A4,robbery", "A4," + "x" * 3_000_000))
    assert read_layer(path, LayerName.INCIDENTS).accepted == 9


def test_an_open_quote_costs_one_row_and_not_the_rest(tmp_path):
    path = tmp_path / "in.csv"
    path.write_text(PLAIN.replace("A4,robbery", 'A4,"robbery'))
    reading = read_layer(path, LayerName.INCIDENTS)
    assert (reading.read, reading.accepted) == (9, 8)
    assert reading.rejects["line"].tolist() == [6]
    assert reading.rejects["text"][0].startswith('A4,"robbery')


def test_a_quote_inside_a_field_is_text(tmp_path):
    path = tmp_path / "in.csv"
    path.write_text(PLAIN.replace("A4,robbery", 'A4,a 5" blade'))
    reading = read_layer(path, LayerName.INCIDENTS)
    assert reading.frame["offence"][4] == 'a 5" blade'


def test_cells_that_a_spreadsheet_would_run_are_only_text(tmp_path):
    path = tmp_path / "in.csv"
    path.write_text(PLAIN.replace("robbery", "=HYPERLINK(0)"))
    assert set(read_layer(path, LayerName.INCIDENTS).frame["offence"]) == {"=HYPERLINK(0)"}
