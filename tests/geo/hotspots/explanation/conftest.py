"""Builders: a hotspot around a point, and layers of a few schools and interchanges."""

import datetime as dt
import types

import geopandas as gpd
import pandas as pd
import pyproj
import pytest
import shapely

from geo.layers import About, Layers, empty_layer
from geo.model import Estimate, Hotspot, LayerName, Outlook, Trend

CRS = pyproj.CRS.from_epsg(27700)
AS_OF = dt.date(2026, 11, 24)


def spot(x=1000.0, y=1000.0, ident="H1", **changes):
    """A round hotspot of 50 m around a point."""
    values = {
        "hotspot_id": ident,
        "rank": int(ident[1:]),
        "name": f"Corner {ident}",
        "shape": shapely.Point(x, y).buffer(50),
        "incidents": Estimate(0.3, 0.2, 0.4),
        "harm": Estimate(2, 1, 3),
        "by_slice": (0.025,) * 12,
        "offences": (),
        "trend": Trend.STEADY,
        "outlook": Outlook(days=28, windows=20, mean=6.0, low=2, high=11),
        "top_ten": 0.5,
        "recorded": 0,
        "schools": (),
        "interchanges": (),
        "reason": "",
    }
    return Hotspot(**(values | changes))


def days_ago(*days, x=1000.0, y=1000.0, time="15:40"):
    """Rows of incidents that happened so many days before ``AS_OF``."""
    return [(x, y, f"{AS_OF - dt.timedelta(days=n)} {time}") for n in days]


def layer(which, points, **columns):
    blank = empty_layer(which, CRS)
    filled = {
        key: pd.Series(columns.get(key, [None] * len(points)), dtype=blank[key].dtype)
        for key in blank.columns.drop("geometry")
    }
    return gpd.GeoDataFrame(filled, geometry=[shapely.Point(*p) for p in points], crs=CRS)


def layers(schools=(), interchanges=(), data_as_at=None):
    """Schools as (urn, name, pupils, x, y), interchanges as (name, x, y)."""
    frames = {
        LayerName.SCHOOLS: layer(
            LayerName.SCHOOLS,
            [row[3:] for row in schools],
            urn=[row[0] for row in schools],
            name=[row[1] for row in schools],
            pupils=[row[2] for row in schools],
        ),
        LayerName.INTERCHANGES: layer(
            LayerName.INTERCHANGES,
            [row[1:] for row in interchanges],
            interchange_id=[f"i{n}" for n, _ in enumerate(interchanges)],
            name=[row[0] for row in interchanges],
        ),
    }
    about = About("Test town", data_as_at=data_as_at)
    return Layers.of(about, CRS, frames)


@pytest.fixture(scope="session")
def build(incidents):
    return types.SimpleNamespace(
        AS_OF=AS_OF, spot=spot, days_ago=days_ago, layers=layers, incidents=incidents
    )
