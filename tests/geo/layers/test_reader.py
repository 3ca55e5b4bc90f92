import gzip
import json

import geopandas as gpd
import numpy as np
import pytest
from pyproj import CRS
from shapely.geometry import LineString, Point

from geo.errors import CrsError, FileRefusedError, SettingError
from geo.layers import read_layer
from geo.model import LayerName

BNG = CRS.from_epsg(27700)
COLUMNS = "incident_id,offence,committed_from,committed_to,longitude,latitude"
NEAR = [(-0.1 - n / 1000, 51.5 + n / 1000) for n in range(8)]


def rows(count=8):
    return [f"{n},robbery,2026-01-0{n + 1} 15:40,,{x},{y}" for n, (x, y) in enumerate(NEAR[:count])]


@pytest.fixture
def read(tmp_path):
    """Give a reader of incidents from a header and rows."""

    def go(*lines, header=COLUMNS, encoding="utf-8", **more):
        path = tmp_path / "incidents.csv"
        path.write_bytes("\n".join([header, *lines, ""]).encode(encoding))
        return read_layer(path, LayerName.INCIDENTS, **more)

    return go


def rejected(reading):
    return list(zip(reading.rejects["line"], reading.rejects["reason"], strict=True))


def test_good_rows_become_the_layer_in_the_metric_crs(read):
    reading = read(*rows())
    assert (reading.read, reading.accepted) == (8, 8)
    assert reading.frame.crs == BNG
    assert reading.frame.geometry.distance(Point(530_000, 180_000)).max() < 10_000
    assert set(reading.frame["offence"]) == {"personal robbery"}
    assert reading.frame["committed_to"].isna().all()
    assert not reading.frame["knife"].any()


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ("9,robbery,2026-01-05 15:40,,,51.5", "missing point"),
        ("9,robbery,2026-01-05 15:40,,0,0", "missing point"),
        ("9,robbery,2026-01-05 15:40,,west,51.5", "coordinates that are no numbers"),
        ("9,robbery,2026-01-05 15:40,,51.5,-0.1", "longitude and latitude look swapped"),
        ("9,robbery,2026-01-05 15:40,,-0.1,151.5", "longitude and latitude look swapped"),
        ("9,robbery,2026-01-05 15:40,,500,500", "coordinates outside the world"),
        (
            "9,robbery,2026-01-05 15:40,,-89,35",
            "coordinates far outside the area of the other rows",
        ),
        ("9,robbery,2026-02-30 15:40,,-0.1,51.5", "impossible date"),
        ("9,robbery,2062-01-05 15:40,,-0.1,51.5", "impossible date"),
        ("9,robbery,1850-01-05 15:40,,-0.1,51.5", "impossible date"),
        ("9,robbery,soon,,-0.1,51.5", "impossible date"),
        ("9,robbery,2026-01-05 15:40,later,-0.1,51.5", "impossible date"),
        ("9,robbery,,2026-01-05 15:40,-0.1,51.5", "no start time"),
        (",robbery,2026-01-05 15:40,,-0.1,51.5", "no id"),
        ("9,robbery,2026-01-05 15:40,-0.1,51.5", "5 fields where the header has 6"),
        (rows()[3], "duplicate row"),
    ],
)
def test_a_bad_row_keeps_its_line_reason_and_text(read, row, reason):
    reading = read(*rows(), row)
    assert rejected(reading) == [(10, reason)]
    assert reading.rejects["text"].tolist() == [row]
    assert (reading.read, reading.accepted) == (9, 8)


def test_of_two_rows_with_one_id_the_later_counts(read):
    again = "3,assault,2026-01-09 16:00,,-0.1,51.5"
    reading = read(*rows(), again)
    assert rejected(reading) == [(5, "a later row has the same incident_id")]
    assert reading.frame.set_index("incident_id")["offence"]["3"] == "violence with injury"


def test_a_bad_later_row_does_not_take_the_place_of_a_good_one(read):
    reading = read(*rows(), "3,assault,soon,,-0.1,51.5")
    assert rejected(reading) == [(10, "impossible date")]
    assert reading.frame.set_index("incident_id")["offence"]["3"] == "personal robbery"


def test_lines_are_physical_lines(read):
    reading = read('a,"rob\nbery",2026-01-05 15:40,,-0.1,51.5', "", "b,robbery,soon,,-0.1,51.5")
    assert rejected(reading) == [(5, "impossible date")]
    assert reading.read == 2


def test_without_ids_the_content_is_the_id(read):
    header = "offence,occurred,longitude,latitude"
    lines = [f"robbery,2026-01-0{n + 1} 15:40,-0.1,51.5{n}" for n in range(4)]
    first = read(*lines, header=header)
    again = read(*lines[::-1], lines[0], header=header)
    assert sorted(first.frame["incident_id"]) == sorted(again.frame["incident_id"])
    assert rejected(again) == [(6, "duplicate row")]


def test_rows_without_ids_that_differ_in_persons_only_are_two_incidents(read):
    header = "suspect,occurred,longitude,latitude"
    reading = read("A,2026-01-01,-0.1,51.5", "B,2026-01-01,-0.1,51.5", header=header)
    first, second = reading.frame["incident_id"]
    assert second == f"{first}-2"


def test_nothing_of_a_person_survives(read):
    header = f"{COLUMNS},victim_name,dob,notes"
    good = [f"{row},Jane Doe,2011-01-01,Jane said" for row in rows()]
    bad = "9,robbery,soon,,-0.1,51.5,Jane Doe,2011-01-01,Jane said"
    torn = "9,robbery,soon,Jane Doe"
    reading = read(*good, bad, torn, header=header)
    assert "Jane" not in reading.frame.to_csv() + reading.rejects.to_csv()
    assert any("victim_name, dob, notes" in notice for notice in reading.notices)
    assert reading.rejects["text"][0] == (
        "incident_id=9, offence=robbery, committed_from=soon, longitude=-0.1, latitude=51.5"
    )


def test_offences_that_are_unknown_are_named(read):
    reading = read(*[row.replace("robbery", "piracy") for row in rows()])
    assert set(reading.frame["offence"]) == {"piracy"}
    assert any("piracy" in notice for notice in reading.notices)


def test_a_file_without_offences_is_read(read):
    reading = read("1,2026-01-01,-0.1,51.5", header="incident_id,occurred,longitude,latitude")
    assert reading.frame["offence"].tolist() == [""]


def test_flags_are_read_and_strange_ones_are_said(read):
    header = f"{COLUMNS},knife"
    answers = ["true", "1", "Yes", "y", "false", "0", "", "perhaps"]
    reading = read(*[f"{r},{a}" for r, a in zip(rows(), answers, strict=True)], header=header)
    assert reading.frame["knife"].tolist() == [True] * 4 + [False] * 4
    assert any("1 values in knife are neither" in notice for notice in reading.notices)


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_separators_and_encodings_are_told_apart(read, delimiter, encoding):
    lines = [row.replace("robbery", "vol à l’arraché") for row in rows()]
    reading = read(
        *[line.replace(",", delimiter) for line in lines],
        header=COLUMNS.replace(",", delimiter),
        encoding=encoding,
    )
    assert reading.accepted == 8
    assert set(reading.frame["offence"]) == {"vol à l’arraché"}


def test_a_decimal_comma_is_read_where_it_parts_no_fields(read):
    line = "1;robbery;2026-01-05;;-0,1;51,5"
    reading = read(line, header=COLUMNS.replace(",", ";"))
    assert reading.frame.to_crs(4326).geometry[0].distance(Point(-0.1, 51.5)) < 1e-6


@pytest.mark.parametrize("end", ["\r\n", "\r"])
def test_line_ends_of_other_systems_count_the_same(tmp_path, end):
    path = tmp_path / "in.csv"
    path.write_bytes(end.join([COLUMNS, *rows(), "9,robbery,soon,,-0.1,51.5"]).encode())
    assert rejected(read_layer(path, LayerName.INCIDENTS)) == [(10, "impossible date")]


def test_a_gzipped_file_is_read(tmp_path):
    path = tmp_path / "in.csv.gz"
    path.write_bytes(gzip.compress("\n".join([COLUMNS, *rows()]).encode()))
    assert read_layer(path, LayerName.INCIDENTS).accepted == 8


def test_british_grid_columns_and_a_swapped_row(read):
    header = "incident_id,occurred,easting,northing"
    lines = [f"{n},2026-01-0{n + 1},{620_000 + n * 900},{480_000 + n * 900}" for n in range(8)]
    reading = read(*lines, "9,2026-01-05,481000,621000", header=header, crs=BNG)
    assert rejected(reading) == [(10, "easting and northing look swapped")]
    assert reading.frame.geometry[1].coords[0] == (620_900, 480_900)


def test_x_and_y_are_degrees_where_they_can_be(read):
    reading = read("1,2026-01-01,-0.1,51.5", header="incident_id,occurred,x,y")
    assert reading.frame.crs == BNG


def test_a_stated_crs_is_used(read):
    header = "incident_id,occurred,x,y"
    reading = read("1,2026-01-01,1176000,1890000", header=header, source_crs=CRS.from_epsg(3435))
    assert reading.frame.to_crs(4326).geometry[0].distance(Point(-87.6, 41.9)) < 0.1


def test_the_fuller_pair_of_coordinates_is_read(read):
    header = "incident_id,occurred,longitude,latitude,easting,northing"
    reading = read("1,2026-01-01,,,530000,180000", header=header)
    assert reading.frame.geometry[0].coords[0] == (530_000, 180_000)


def test_a_file_of_another_part_of_the_world_does_not_fit_the_workspace(read):
    with pytest.raises(FileRefusedError, match="the coordinate system of the workspace, is used"):
        read(*[row.replace("-0.1", "-89.9").replace("51.5", "35.1") for row in rows(1)], crs=BNG)


def test_where_half_the_rows_are_swapped_the_other_half_is_read(read):
    header = "incident_id,occurred,longitude,latitude"
    reading = read("1,2026-01-01,-89.9,35.1", "2,2026-01-01,35.1,-89.9", header=header)
    assert rejected(reading) == [(3, "longitude and latitude look swapped")]


def test_a_file_of_nothing_but_swapped_rows_of_two_poles_is_all_rejected(read):
    header = "incident_id,occurred,longitude,latitude"
    reading = read("1,2026-01-01,35.1,-89.9", "2,2026-01-01,35.1,89.9", header=header)
    assert reading.rejects["reason"].tolist() == ["longitude and latitude look swapped"] * 2


def test_latest_is_the_last_day_that_can_be(read):
    reading = read(*rows(), latest=rows_day(5))
    assert reading.rejects["line"].tolist() == [7, 8, 9]


def rows_day(day):
    import datetime as dt

    return dt.date(2026, 1, day)


def test_month_first_dates_of_a_city_export(read):
    header = "Case Number,Date,Block,Primary Type,Latitude,Longitude"
    reading = read(
        "HZ1,04/05/2016 01:44:00 PM,A,BATTERY,41.76,-87.60",
        header=header,
        timezone="America/Chicago",
    )
    assert reading.frame["committed_from"][0].isoformat() == "2016-04-05T13:44:00-05:00"
    assert reading.frame["offence"][0] == "violence with injury"


def test_a_file_whose_rows_are_all_bad_says_so(read):
    reading = read("1,robbery,2026-01-05,,,")
    assert (reading.read, reading.accepted) == (1, 0)
    assert any("No row" in notice for notice in reading.notices)


def test_a_geographic_target_is_refused(read):
    with pytest.raises(CrsError, match="not projected"):
        read(*rows(), crs=CRS.from_epsg(4326))


def test_an_unknown_timezone_is_refused(read):
    with pytest.raises(SettingError, match="Europe/Atlantis"):
        read(*rows(), timezone="Europe/Atlantis")


@pytest.mark.parametrize("suffix", ["geojson", "gpkg", "shp", "parquet", "zip"])
def test_every_format_gives_the_same_streets(tmp_path, suffix):
    lines = [LineString([(530_000 + n, 180_000), (530_100 + n, 180_050)]) for n in range(5)]
    frame = gpd.GeoDataFrame(
        {"osm_id": range(5), "name": "High Street", "highway": "residential"},
        geometry=lines,
        crs=BNG,
    )
    path = tmp_path / f"streets.{suffix}"
    if suffix == "parquet":
        frame.to_parquet(path)
    elif suffix == "zip":
        frame.to_file(tmp_path / "streets.shp.zip", driver="ESRI Shapefile")
        (tmp_path / "streets.shp.zip").rename(path)
    elif suffix == "geojson":
        frame.to_crs(4326).to_file(path)
    else:
        frame.to_file(path)
    reading = read_layer(path, LayerName.STREETS, crs=BNG)
    assert (reading.read, reading.accepted) == (5, 5)
    assert reading.frame["street_id"].tolist() == ["0", "1", "2", "3", "4"]
    assert reading.frame["kind"].unique().tolist() == ["local"]
    got = reading.frame.geometry.to_numpy()
    assert np.allclose([g.coords[0] for g in got], [line.coords[0] for line in lines], atol=0.01)


@pytest.mark.parametrize("suffix", ["gpkg", "parquet"])
def test_incidents_with_typed_times_are_read(tmp_path, suffix):
    when = gpd.pd.to_datetime(["2026-07-05 15:40", "2026-01-06 16:00"]).tz_localize("Europe/London")
    frame = gpd.GeoDataFrame(
        {"incident_id": [1, 2], "committed_from": when, "knife": [True, False]},
        geometry=[Point(530_000, 180_000), Point(530_100, 180_000)],
        crs=BNG,
    )
    path = tmp_path / f"in.{suffix}"
    frame.to_parquet(path) if suffix == "parquet" else frame.to_file(path)
    reading = read_layer(path, LayerName.INCIDENTS)
    assert reading.frame["committed_from"].tolist() == list(when)
    assert reading.frame["incident_id"].tolist() == ["1", "2"]
    assert reading.frame["knife"].tolist() == [True, False]


def test_a_parquet_without_geometry_is_read_by_its_columns(tmp_path):
    path = tmp_path / "in.parquet"
    table = gpd.pd.DataFrame({"incident_id": ["1"], "occurred": ["2026-01-05"]})
    table.assign(longitude=-0.1, latitude=51.5).to_parquet(path)
    assert read_layer(path, LayerName.INCIDENTS).accepted == 1


def test_a_geopackage_with_several_tables_says_which_was_read(tmp_path):
    path = tmp_path / "roads.gpkg"
    point = gpd.GeoDataFrame({"name": ["node"]}, geometry=[Point(0, 51)], crs=4326)
    line = LineString([(0, 51), (0.01, 51)])
    point.to_file(path, layer="road_node")
    gpd.GeoDataFrame({"name": ["A"]}, geometry=[line], crs=4326).to_file(path, layer="road_link")
    reading = read_layer(path, LayerName.STREETS)
    assert reading.frame["name"].tolist() == ["A"]
    assert any("road_link was read" in notice for notice in reading.notices)


def test_each_part_of_a_street_is_a_row_with_the_number_of_its_feature(tmp_path):
    parts = [[[-0.1, 51.5], [-0.11, 51.5]], [[-0.12, 51.5], [-0.13, 51.5]]]
    lines = [
        ("a", {"type": "MultiLineString", "coordinates": parts}),
        ("b", {"type": "LineString", "coordinates": [[-0.1, 51.5], [-0.1, 51.5]]}),
        ("c", None),
        ("d", {"type": "Point", "coordinates": [-0.1, 51.5]}),
    ]
    features = [
        {"type": "Feature", "properties": {"street_id": name, "name": None}, "geometry": shape}
        for name, shape in lines
    ]
    path = tmp_path / "streets.geojson"
    path.write_text(json.dumps({"type": "FeatureCollection", "features": features}))
    reading = read_layer(path, LayerName.STREETS)
    assert reading.read == 5
    assert reading.frame["street_id"].tolist() == ["a", "a-2"]
    assert rejected(reading) == [
        (2, "a street without length"),
        (3, "no geometry"),
        (4, "a shape of another kind than lines"),
    ]
    assert any("4 features with 5 lines" in notice for notice in reading.notices)


def test_wkt_makes_a_layer_of_lines(tmp_path):
    path = tmp_path / "streets.csv"
    path.write_text(
        "street_id,name,kind,wkt\n"
        'a,High Street,high street,"LINESTRING (-0.1 51.5, -0.11 51.5)"\n'
        'b,Broken,local,"LINESTRING (-0.1"\n'
        "c,None,local,\n"
        'd,Both,local,"MULTILINESTRING ((-0.1 51.5, -0.11 51.5), (-0.1 51.6, -0.11 51.6))"\n'
    )
    reading = read_layer(path, LayerName.STREETS)
    assert reading.frame["street_id"].tolist() == ["a", "d", "d-2"]
    assert reading.rejects["line"].tolist() == [3, 4]
    assert reading.read == 5
