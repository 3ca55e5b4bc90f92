"""Real streets, schools and stations, which are not in the repository: around King's Cross."""

import datetime as dt
import os
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely
from pyproj import CRS

from geo.clock import Bell, SchoolDay, Window
from geo.layers import About, Layers, empty_layer, read_layer
from geo.model import LayerName
from geo.pupils import estimate_pupil_flow

BNG = CRS.from_epsg(27700)
SET = os.environ.get("AFTERBELL_REAL_DATA")
FOLDERS = [Path(SET)] if SET else [p / "shared" / "real-data" for p in Path(__file__).parents]
NAMES = ("kings-cross-osm-walk.geojson", "secondary-schools.csv", "tfl-stations.geojson")


@pytest.fixture(scope="module")
def folder():
    found = [f / "london" for f in FOLDERS if all((f / "london" / n).is_file() for n in NAMES)]
    if not found:
        pytest.skip(f"{', '.join(NAMES)} are not here; AFTERBELL_REAL_DATA can name their folder")
    return found[0]


@pytest.fixture(scope="module")
def layers(folder):
    """The streets, the schools and stations within 200 m of them."""
    streets = read_layer(folder / NAMES[0], LayerName.STREETS, crs=BNG).frame
    near = streets.union_all().convex_hull.buffer(200)
    rows = pd.read_csv(folder / NAMES[1])
    points = gpd.GeoSeries(gpd.points_from_xy(rows["Longitude"], rows["Latitude"]), crs=4326)
    here = points.to_crs(BNG)[lambda at: at.within(near)]
    schools = empty_layer(LayerName.SCHOOLS, BNG)
    columns = {
        "urn": rows.loc[here.index, "URN"].astype(str),
        "name": rows.loc[here.index, "EstablishmentName"],
        "phase": "secondary",
        "pupils": None,
        "has_named_contact": False,
    }
    made = gpd.GeoDataFrame(columns, geometry=here, crs=BNG)
    schools = made.astype(schools.drop(columns="geometry").dtypes.to_dict())
    stations = read_layer(folder / NAMES[2], LayerName.INTERCHANGES, crs=BNG).frame
    frames = {
        LayerName.STREETS: streets,
        LayerName.SCHOOLS: schools,
        LayerName.INTERCHANGES: stations[stations.within(near)],
    }
    return Layers.of(About("King's Cross"), BNG, frames)


def test_pupils_walk_real_streets_home_and_to_the_stations(layers):
    names = zip(layers.schools["urn"], layers.schools["name"], strict=True)
    bells = tuple(Bell(urn, name, 915, 10) for urn, name in names)
    assert bells
    flow = estimate_pupil_flow(layers, SchoolDay(dt.date(2026, 11, 24), Window(), bells))
    out = sum(walk.on_foot + walk.to_stops.sum() for walk in flow.walks)
    assert 300 * len(bells) < out < 1000 * len(bells)
    assert flow.passing(flow.pieces.hull, 0).sum() == pytest.approx(out)
    stations = [flow.arriving(ident).sum() for ident in layers.interchanges["interchange_id"]]
    assert np.count_nonzero(stations) > 1
    # By the school itself there are more than anywhere else.
    gates = flow.passing_many([*layers.schools.geometry], 100).sum(axis=1)
    spots = shapely.points(flow.pieces.middle[::50])
    assert gates.max() >= flow.passing_many(list(spots), 100).sum(axis=1).max() * 0.9
