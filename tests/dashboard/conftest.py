"""Builders: a few streets and schools, hotspots on them, and routes between them."""

import datetime as dt
from functools import cache

import geopandas as gpd
import pytest
import shapely
from pyproj import CRS
from streamlit.components.v2 import manifest_scanner

from geo.clock import Bell, SchoolDay, Window
from geo.layers import About, Layers, empty_layer
from geo.model import (
    Estimate,
    Hotspot,
    LayerName,
    Leg,
    Nearby,
    Outlook,
    Patrol,
    Place,
    PlaceKind,
    Route,
    Stop,
    Trend,
)

CRS_27700 = CRS.from_epsg(27700)
EAST, NORTH = 620_000, 483_000
HOSTILE = "<script>alert(1)</script>`${alert(2)}`{{7*7}}\\"


@pytest.fixture(scope="session", autouse=True)
def _packages_are_scanned_once():
    """Streamlit looks for components in every installed package, for each page under test anew."""
    with pytest.MonkeyPatch.context() as patch:
        scan = manifest_scanner.scan_component_manifests
        patch.setattr(manifest_scanner, "scan_component_manifests", cache(scan))
        yield


@pytest.fixture(scope="session", autouse=True)
def _short_searches():
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("AFTERBELL_SEARCH_STEPS", "100")
        yield


def frame(layer, geometry, **columns):
    """A layer of a few rows: given columns, the others as an empty layer has them."""
    blank = empty_layer(layer, CRS_27700)
    filled = {name: columns.get(name, [""] * len(geometry)) for name in blank.columns[:-1]}
    return gpd.GeoDataFrame(filled, geometry=geometry, crs=CRS_27700)


def at(x, y):
    return shapely.Point(EAST + x, NORTH + y)


def town(name="Mill Road", **frames):
    """Two crossing streets, a park, a ward, two schools and an interchange."""
    drawn = {
        "streets": frame(
            LayerName.STREETS,
            [
                shapely.LineString([(EAST, NORTH), (EAST + 900, NORTH + 40)]),
                shapely.LineString([(EAST + 400, NORTH - 300), (EAST + 420, NORTH + 500)]),
            ],
            name=[name, ""],
            kind=["main", "local"],
        ),
        "basemap": frame(
            LayerName.BASEMAP, [at(100, 200).buffer(80)], kind=["park"], name=["Green"]
        ),
        "areas": frame(
            LayerName.AREAS,
            [shapely.box(EAST - 500, NORTH - 500, EAST + 1500, NORTH + 1500)],
            name=["Castle"],
        ),
        "schools": frame(
            LayerName.SCHOOLS,
            [at(50, 50), at(700, 90)],
            urn=["1", "2"],
            name=[f"{name} School", "Quay Primary School"],
            phase=["secondary", "primary"],
        ),
        "interchanges": frame(
            LayerName.INTERCHANGES,
            [at(400, 0)],
            interchange_id=["i1"],
            name=["Mill station"],
            kind=["rail"],
        ),
    }
    about = About("Test town", simulated=True, data_as_at=dt.date(2026, 11, 22))
    named = {LayerName(name): made for name, made in (drawn | frames).items()}
    return Layers.of(about, CRS_27700, named)


def spot(rank=1, **changes):
    """A hotspot with a peak in the fourth slice; lower ranks peak later."""
    shares = [0.01] * 12
    shares[min(2 + rank, 11)] = 0.2 / rank
    values = {
        "hotspot_id": f"H{rank}",
        "rank": rank,
        "name": f"Corner {rank}",
        "shape": at(300 * rank, 0).buffer(70),
        "incidents": Estimate(sum(shares), sum(shares) * 0.8, sum(shares) * 1.3),
        "harm": Estimate(2, 1, 3),
        "by_slice": tuple(shares),
        "offences": (("Sexual offence", 0.5), ("Personal robbery", 0.5)),
        "trend": Trend.RISING,
        "outlook": Outlook(days=28, windows=20, mean=6.2, low=2, high=11),
        "top_ten": 0.82,
        "recorded": 3,
        "schools": (Nearby("1", "Mill Road School", 210.0),),
        "interchanges": (Nearby("i1", "Mill station", 1.0),),
        "reason": "Expect an incident here on about 1 in 3 afternoons.",
    }
    return Hotspot(**(values | changes))


def place(ident="hotspot-H1", x=0.0, **changes):
    values = {
        "place_id": ident,
        "kind": PlaceKind.HOTSPOT,
        "name": f"Place {ident}",
        "point": (EAST + x, float(NORTH)),
        "value": (1.0,) * 12,
        "opens_min": 900,
        "closes_min": 1079,
        "why": "More is recorded here.",
        "look_out_for": "Be seen.",
    }
    return Place(**(values | changes))


def route(name="Alpha", idents=("a", "b"), **changes):
    """A route with a stop every 400 m and every half hour."""
    stops, legs, minute, here = [], [], 905, (float(EAST), float(NORTH))
    for n, ident in enumerate(idents, start=1):
        there = place(ident, 400.0 * n)
        legs.append(Leg(minute, minute + 6, shapely.LineString([here, there.point]), 400.0, 308.0))
        stops.append(Stop(there, minute + 6, minute + 18, ("Mill Road School",)))
        minute, here = minute + 30, there.point
    patrol = Patrol(name, start=(float(EAST), float(NORTH)), start_name="Station")
    return Route(**({"patrol": patrol, "stops": tuple(stops), "legs": tuple(legs)} | changes))


def school_day(*bells):
    rung = tuple(Bell(str(n), f"School {n}", minute, 10) for n, minute in enumerate(bells))
    return SchoolDay(dt.date(2026, 11, 24), Window(), rung)


@pytest.fixture
def build():
    """The builders, for tests in folders of their own."""
    import types

    names = ("HOSTILE", "EAST", "NORTH", "CRS_27700", "at", "frame", "town", "spot", "place")
    return types.SimpleNamespace(
        **{name: globals()[name] for name in (*names, "route", "school_day")}
    )
