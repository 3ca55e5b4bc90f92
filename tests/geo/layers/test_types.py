from dataclasses import replace

import geopandas as gpd
import pandas as pd
import pytest
from pyproj import CRS
from shapely.geometry import Point

from geo.errors import CrsError
from geo.layers import About, Layers, Reading, content_hash, empty_layer
from geo.layers.reader import _checked
from geo.model import LayerName

BNG = CRS.from_epsg(27700)


def layers(**given):
    return Layers.of(About("Here"), BNG, {LayerName(name): made for name, made in given.items()})


def gates(*points, labels=("Main gate",)):
    return gpd.GeoDataFrame(
        {"urn": "1", "gate": labels}, geometry=[Point(p) for p in points], crs=BNG
    )


@pytest.mark.parametrize("layer", LayerName)
def test_an_empty_layer_passes_the_schema(layer):
    assert len(_checked(empty_layer(layer, BNG), layer, BNG)) == 0


def test_layers_are_equal_when_their_content_is():
    assert layers() == layers()
    assert hash(layers()) == hash(layers())
    assert layers(gates=gates((1, 1))) == layers(gates=gates((1, 1)))
    assert layers() != "layers"


@pytest.mark.parametrize(
    "other",
    [
        layers(gates=gates((1, 2))),
        layers(gates=gates((1, 1), labels=("Side gate",))),
        layers(gates=gates((1, 1), (1, 1), labels=("A", "B"))),
        replace(layers(gates=gates((1, 1))), area=About("There")),
    ],
)
def test_any_other_content_is_another_version(other):
    assert other.version != layers(gates=gates((1, 1))).version


def test_the_version_does_not_depend_on_the_index():
    frame = gates((1, 1), (2, 2), labels=("A", "B"))
    assert content_hash(frame) == content_hash(frame.set_index(pd.Index([7, 9])))


def test_a_layer_in_another_crs_is_refused():
    with pytest.raises(CrsError, match="gates are in EPSG:4326"):
        layers(gates=empty_layer(LayerName.GATES, CRS.from_epsg(4326)))


def test_the_schema_asks_for_the_crs_first():
    with pytest.raises(CrsError):
        _checked(empty_layer(LayerName.AREAS, CRS.from_epsg(4326)), LayerName.AREAS, BNG)


def test_a_reading_that_does_not_add_up_cannot_be():
    rejects = pd.DataFrame({"line": [2], "reason": ["no id"], "text": ["x"]})
    frame = gates((1, 1))
    assert Reading(LayerName.GATES, "gates.csv", frame, rejects, read=2).accepted == 1
    with pytest.raises(AssertionError, match="3 rows read"):
        Reading(LayerName.GATES, "gates.csv", frame, rejects, read=3)
