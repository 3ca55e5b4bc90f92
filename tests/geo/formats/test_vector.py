"""GeoPackages of several tables, basemaps, and tables without a geometry."""

import geopandas as gpd
import pandas as pd
import pyogrio
import pytest
from shapely.geometry import LineString, Point, box

from geo.errors import FileRefusedError
from geo.layers import open_table, read_layer
from geo.model import LayerName

SQUARE, LINE = (
    box(530_000, 180_000, 530_100, 180_100),
    LineString([(530_000, 180_000), (530_500, 180_000)]),
)


def geopackage(path, **tables):
    for name, shape in tables.items():
        frame = gpd.GeoDataFrame({"name": [name]}, geometry=[shape], crs=27700)
        frame.to_file(path, layer=name)
    return path


def test_os_open_roads_gives_its_road_links(tmp_path):
    path = geopackage(tmp_path / "in.gpkg", road_node=Point(530_000, 180_000), road_link=LINE)
    table = open_table(path, LayerName.STREETS)
    assert table.frame["name"].tolist() == ["road_link"]
    assert table.notices == ("in.gpkg holds the tables road_node, road_link; road_link was read.",)


def test_a_table_can_be_named(tmp_path):
    path = geopackage(tmp_path / "in.gpkg", a=LINE, b=LINE)
    table = open_table(path, LayerName.STREETS, table="B")
    assert (table.frame["name"].tolist(), table.notices) == (["b"], ())
    with pytest.raises(FileRefusedError, match="no table 'c'; expected one of a, b"):
        open_table(path, LayerName.STREETS, table="c")


def test_a_basemap_is_drawn_from_the_tables_that_matter(tmp_path):
    path = geopackage(
        tmp_path / "zoomstack.gpkg",
        surfacewater=SQUARE, waterlines=LINE, greenspace=SQUARE, rail=LINE, names=Point(1, 1),
    )  # fmt: skip
    reading = read_layer(path, LayerName.BASEMAP)
    assert sorted(reading.frame["kind"]) == ["park", "rail", "water", "water"]
    assert (reading.read, reading.accepted) == (4, 4)
    assert "surfacewater, waterlines, greenspace, rail were read" in reading.notices[0]


def test_a_table_without_a_geometry_is_a_table(tmp_path):
    path = tmp_path / "in.gpkg"
    frame = pd.DataFrame({"name": ["A"], "longitude": [-0.1], "latitude": [51.5]})
    pyogrio.write_dataframe(frame, path, layer="stations")
    table = open_table(path, LayerName.INTERCHANGES)
    assert table.geometry is None
    assert table.frame.iloc[0].tolist() == ["A", "-0.1", "51.5"]


def test_a_shapefile_says_its_encoding(tmp_path):
    frame = gpd.GeoDataFrame({"name": ["Łódź"]}, geometry=[Point(0, 51)], crs=4326)
    frame.to_file(tmp_path / "in.shp", encoding="cp1250")
    assert (tmp_path / "in.cpg").exists()
    table = open_table(tmp_path / "in.shp", LayerName.INTERCHANGES)
    assert table.frame["name"].tolist() == ["Łódź"]


def test_a_file_geodatabase_is_a_sentence(tmp_path):
    (tmp_path / "in.gdb").mkdir()
    with pytest.raises(FileRefusedError, match="file geodatabase"):
        open_table(tmp_path / "in.gdb", LayerName.STREETS)


def test_of_a_whole_country_only_the_area_is_read(tmp_path):
    far = LineString([(400_000, 300_000), (400_500, 300_000)])
    frame = gpd.GeoDataFrame({"name": ["near", "far"]}, geometry=[LINE, far], crs=27700)
    frame.to_file(tmp_path / "in.gpkg")
    table = open_table(tmp_path / "in.gpkg", LayerName.STREETS, within=(-0.2, 51.4, 0.0, 51.6))
    assert table.frame["name"].tolist() == ["near"]
    with pytest.raises(FileRefusedError, match="no rows in this area"):
        open_table(tmp_path / "in.gpkg", LayerName.STREETS, within=(5, 40, 6, 41))
