"""Builders: incidents of a few rows or of many steady days, and a folder to check as a whole."""

import datetime as dt
from types import SimpleNamespace

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely
from pyproj import CRS

from geo.layers import About, Layers, empty_layer
from geo.model import LayerName
from geo.quality import QualityRules
from geo.quality._facts import Incidents

BNG = CRS.from_epsg(27700)
EAST, NORTH = 530_000, 180_000
RULES = QualityRules()


def frame(layer, rows, shapes):
    """A layer of given columns, the others as an empty layer has them."""
    blank = empty_layer(layer, BNG)
    count = len(shapes)
    filled = {
        name: rows.get(name, np.full(count, False if blank[name].dtype == bool else ""))
        for name in blank.columns[:-1]
    }
    made = gpd.GeoDataFrame(filled, geometry=list(shapes), crs=BNG)
    kinds = {name: kind for name, kind in blank.dtypes.items() if name != "geometry"}
    kinds = {name: kind for name, kind in kinds.items() if "datetime" not in str(kind)}
    return made.astype(kinds)


def incidents(start, xy=None, *, end=None, as_at=None, timezone="Europe/London", **columns):
    """Facts of incidents that begin at local times; on points of their own unless given."""
    begin = pd.Series(pd.to_datetime(list(start))).dt.as_unit("ns")
    count = len(begin)
    if xy is None:
        spread = np.random.default_rng(0).uniform(0, 5_000, (count, 2)).round(2)
        xy = spread + np.array([EAST + 0.37, NORTH + 0.61])
    finish = pd.Series(pd.NaT, index=begin.index) if end is None else pd.to_datetime(pd.Series(end))
    rows = {
        "incident_id": pd.RangeIndex(count).astype(str),
        "offence": "personal robbery",
        "committed_from": _zoned(begin, timezone),
        "committed_to": _zoned(finish.dt.as_unit("ns"), timezone),
        **columns,
    }
    made = frame(LayerName.INCIDENTS, rows, shapely.points(np.asarray(xy, dtype=float)))
    return Incidents.of(made, timezone, dt.date.fromisoformat(as_at) if as_at else None)


def _zoned(moments, timezone):
    first = np.ones(len(moments), dtype=bool)
    return moments.dt.tz_localize(timezone, ambiguous=first, nonexistent="shift_forward")


def steady(days, a_day=6, first="2024-01-01", seed=0):
    """Local times of some days, so many a day, uniform over the minutes of the day."""
    rng = np.random.default_rng(seed)
    day = np.repeat(np.arange(days), a_day)
    minutes = rng.integers(1, 1440, len(day))
    return pd.Timestamp(first) + pd.to_timedelta(day * 1440 + minutes, unit="min")


def layers(**frames):
    about = About("Squareham", simulated=True, data_as_at=dt.date(2026, 11, 22))
    return Layers.of(about, BNG, {LayerName(name): made for name, made in frames.items()})


def places(layer, rows, at):
    return frame(LayerName(layer), rows, shapely.points(np.asarray(at, dtype=float)))


def streets(*lines):
    rows = {
        "street_id": [f"s{n}" for n in range(len(lines))],
        "name": [""] * len(lines),
        "kind": ["local"] * len(lines),
    }
    return frame(LayerName.STREETS, rows, [shapely.LineString(line) for line in lines])


def areas(*shapes):
    rows = {
        "ward_code": [*map(str, range(len(shapes)))],
        "name": [f"W{n}" for n in range(len(shapes))],
    }
    return frame(LayerName.AREAS, rows, shapes)


def found(findings, code):
    """The one finding of a name."""
    (one,) = [finding for finding in findings if finding.code == code]
    return one


@pytest.fixture(scope="session")
def build():
    """The builders of this folder, under one name."""
    return SimpleNamespace(
        incidents=incidents, steady=steady, layers=layers, places=places, streets=streets,
        areas=areas, found=found, rules=RULES, east=EAST, north=NORTH, crs=BNG,
    )  # fmt: skip
