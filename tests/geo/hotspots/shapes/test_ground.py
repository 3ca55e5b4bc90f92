import geopandas as gpd
import pytest
import shapely

from geo.errors import SettingError
from geo.hotspots.shapes import Surroundings
from geo.layers import About, Layers
from geo.model import LayerName

CRS = "EPSG:27700"


@pytest.fixture
def layers():
    areas = {"ward_code": ["W01", "W02"], "name": ["Castle", "Northgate Prison"]}
    base = {
        "kind": ["water", "rail", "park", "water"],
        "name": ["Brine", "", "Priory Park", "Brook"],
    }
    shapes = [
        shapely.box(0, 0, 10, 100),
        shapely.linestrings([(50, 0), (50, 100)]),
        shapely.box(60, 0, 70, 10),
        shapely.linestrings([(0, 50), (100, 50)]),
    ]
    boxes = [shapely.box(0, 0, 100, 100), shapely.box(100, 0, 200, 100)]
    return Layers.of(
        About("Town"),
        CRS,
        {
            LayerName.AREAS: gpd.GeoDataFrame(areas, geometry=boxes, crs=CRS),
            LayerName.BASEMAP: gpd.GeoDataFrame(base, geometry=shapes, crs=CRS),
        },
    )


def test_water_and_railways_are_barriers_but_streams_and_parks_are_not(layers):
    ground = Surroundings.of(layers)
    assert (len(ground.water), len(ground.rails), len(ground.barriers)) == (1, 1, 2)
    assert ground.masked.is_empty


@pytest.mark.parametrize("name", ["W02", "northgate prison", " Northgate Prison "])
def test_a_mask_is_an_area_by_code_or_name(layers, name):
    assert Surroundings.of(layers, [name]).masked.equals(shapely.box(100, 0, 200, 100))


def test_a_mask_may_be_a_shape_of_the_basemap(layers):
    assert Surroundings.of(layers, ["Priory Park", "W02"]).masked.area == 100 + 10_000


def test_an_unknown_mask_is_said_with_what_was_perhaps_meant(layers):
    with pytest.raises(SettingError, match=r"Northgate Prisn \(did you mean Northgate Prison\?\)"):
        Surroundings.of(layers, ["Northgate Prisn"])
    with pytest.raises(SettingError, match="name Mars; expected codes or names of areas"):
        Surroundings.of(layers, ["W01", "Mars"])
