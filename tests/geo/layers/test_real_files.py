"""Public data of real cities reads as its publishers count it."""

from pathlib import Path

import pytest

from geo.layers import read_layer
from geo.model import LayerName

REAL = Path(__file__).parents[4] / "shared" / "real-data"

pytestmark = pytest.mark.skipif(
    not REAL.is_dir(), reason="the real files are not here (../shared/real-data)"
)


@pytest.mark.parametrize(
    ("file", "layer", "read", "accepted", "code"),
    [
        ("memphis/robberies-2019.csv", LayerName.INCIDENTS, 2245, 2245, 32616),
        ("chicago/crimes-example.csv", LayerName.INCIDENTS, 1000, 1000, 32616),
        ("london/secondary-schools.csv", LayerName.SCHOOLS, 375, 375, 27700),
        ("london/tfl-stations.geojson", LayerName.INTERCHANGES, 552, 552, 27700),
        ("london/rail-stations-zonal.geojson", LayerName.INTERCHANGES, 199, 199, 27700),
        ("london/kings-cross-osm-walk.geojson", LayerName.STREETS, 1080, 1080, 27700),
        ("london/river-thames.geojson", LayerName.BASEMAP, 103, 103, 27700),
        ("london/greater-london-boundary.geojson", LayerName.AREAS, 1, 1, 27700),
    ],
)
def test_real_files_read_whole(file, layer, read, accepted, code):
    reading = read_layer(REAL / file, layer)
    assert (reading.read, reading.accepted) == (read, accepted)
    assert reading.frame.crs.to_epsg() == code


def test_stop_and_search_loses_only_rows_without_a_point():
    reading = read_layer(
        REAL / "london/2016-06-metropolitan-stop-and-search.csv", LayerName.INCIDENTS
    )
    assert reading.read == 10_490
    assert reading.rejects["reason"].value_counts().to_dict() == {"missing point": 871}
    assert reading.frame["police_generated"].all()
    assert set(reading.frame["offence"]) == {"stop and search"}
    assert "Gender" in " ".join(reading.notices)


def test_chicago_times_are_in_the_afternoon_where_they_say_so():
    reading = read_layer(REAL / "chicago/crimes-example.csv", LayerName.INCIDENTS)
    assert reading.frame["committed_from"][0].strftime("%H:%M") == "13:44"
