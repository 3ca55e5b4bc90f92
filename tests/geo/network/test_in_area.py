"""The network of a workspace has the hops that its team wrote down."""

import json

import pandas as pd
import pytest

from geo.errors import FileRefusedError
from geo.layers import read_layer
from geo.model import LayerName, Mode
from geo.network import Journeys, network_of
from geo.workspace import Workspace

SETTINGS = 'name = "Squareham (SIMULATED)"\nsimulated = true\n'


@pytest.fixture
def area(build, tmp_path):
    """A road of 3 km, and nothing else."""
    folder = tmp_path / "squareham"
    folder.mkdir()
    (folder / "afterbell.toml").write_text(SETTINGS, encoding="utf-8")
    road = build.streets([(530_000 + 100 * n, 180_000) for n in range(31)])
    file = tmp_path / "streets.geojson"
    file.write_text(json.dumps(json.loads(road.to_json())), encoding="utf-8")
    return folder, file


def hops(**changes):
    row = {
        "line": "91", "from_stop": "Mill Corner", "from_easting": "530200",
        "from_northing": "180000", "to_stop": "Quayside", "to_easting": "532700",
        "to_northing": "180000", "departs": "15:05 15:25", "ride_min": "6", "source": "by hand",
    }  # fmt: skip
    return pd.DataFrame([row | changes])


@pytest.fixture
def opened(build, area):
    folder, file = area
    reading = read_layer(file, LayerName.STREETS, crs=build.crs)
    Workspace.open(folder).keep(reading, who="sgt")
    return folder


def test_an_area_without_the_table_has_no_hops(opened):
    network = network_of(Workspace.open(opened))
    assert network.hops == ()
    assert network.length_m == 3000


def test_the_hops_of_the_table_are_ridden(opened):
    Workspace.open(opened).keep_table("hops", hops(), who="sgt", why="the 91")
    network = network_of(Workspace.open(opened))
    (hop,) = network.hops
    assert (hop.line, hop.departs_min, hop.ride_min) == ("91", (905, 925), 6)
    points = [(530_000.0, 180_000.0), (533_000.0, 180_000.0)]
    among = Journeys.among(network, points, network.hops, 100 / 60)
    assert among.leg(0, 1, 900).arrive_min == 905 + 6 + 3
    assert network.for_mode(Mode.CAR).hops == network.hops


def test_a_stop_that_is_not_known_is_named_with_its_file(opened):
    kept = hops(to_stop="Nowhere", to_easting="", to_northing="")
    Workspace.open(opened).keep_table("hops", kept, who="sgt")
    with pytest.raises(FileRefusedError, match=r"hops.*'Nowhere' is not known"):
        network_of(Workspace.open(opened))
