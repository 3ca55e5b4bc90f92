"""Builders: small towns of streets, what stands in them, and a school day."""

import datetime as dt
from types import SimpleNamespace

import geopandas as gpd
import pandas as pd
import pytest
import shapely
from pyproj import CRS

from geo.clock import Bell, SchoolDay, Window
from geo.columns import with_ways
from geo.layers import About, Layers, empty_layer
from geo.model import LayerName

BNG = CRS.from_epsg(27700)
DATE = dt.date(2026, 11, 24)


def frame(name, rows, shapes):
    blank = empty_layer(name, BNG)
    if not rows:
        return blank
    made = gpd.GeoDataFrame(rows, geometry=shapes, crs=BNG)
    made = with_ways(made) if name is LayerName.STREETS else made
    return made.astype(blank.drop(columns="geometry").dtypes.to_dict())[blank.columns]


def layers(streets, schools=(), gates=(), interchanges=(), areas=(), water=()):
    """Streets of (name, kind, vertices), schools of (urn, phase, pupils, x, y), gates of
    (urn, x, y), interchanges of (id, kind, x, y), areas of (code, name, box) and boxes of water."""
    point = shapely.Point
    frames = {
        LayerName.STREETS: frame(
            LayerName.STREETS,
            [
                {"street_id": f"s{n}", "name": name, "kind": kind}
                for n, (name, kind, _) in enumerate(streets)
            ],
            [shapely.LineString(vertices) for _, _, vertices in streets],
        ),
        LayerName.SCHOOLS: frame(
            LayerName.SCHOOLS,
            [
                {
                    "urn": u,
                    "name": f"School {u}",
                    "phase": p,
                    "pupils": n,
                    "has_named_contact": True,
                }
                for u, p, n, _, _ in schools
            ],
            [point(x, y) for *_, x, y in schools],
        ),
        LayerName.GATES: frame(
            LayerName.GATES,
            [{"urn": u, "gate": f"Gate {n}"} for n, (u, _, _) in enumerate(gates)],
            [point(x, y) for _, x, y in gates],
        ),
        LayerName.INTERCHANGES: frame(
            LayerName.INTERCHANGES,
            [
                {"interchange_id": i, "name": f"Stop {i}", "kind": kind, "modes": ""}
                for i, kind, _, _ in interchanges
            ],
            [point(x, y) for _, _, x, y in interchanges],
        ),
        LayerName.AREAS: frame(
            LayerName.AREAS,
            [{"ward_code": code, "name": name} for code, name, _ in areas],
            [shapely.box(*box) for _, _, box in areas],
        ),
        LayerName.BASEMAP: frame(
            LayerName.BASEMAP,
            [{"kind": "water", "name": ""} for _ in water],
            [shapely.box(*box) for box in water],
        ),
    }
    return Layers.of(About("Squareham", simulated=True), BNG, frames)


def grid(blocks=10, block_m=100):
    """Streets through all crossings, each from edge to edge."""
    ticks = [block_m * n for n in range(blocks + 1)]
    return [
        *((f"Row {y}", "local", [(x, y) for x in ticks]) for y in ticks),
        *((f"Column {x}", "local", [(x, y) for y in ticks]) for x in ticks),
    ]


def day(*bells, closed=(), window=None):
    """Bells of (urn, "15:20", stagger)."""
    rung = []
    for urn, finish, stagger in bells:
        hours, minutes = finish.split(":")
        rung.append(Bell(urn, f"School {urn}", 60 * int(hours) + int(minutes), stagger))
    return SchoolDay(DATE, window or Window(), tuple(rung), closed)


def homes(*rows):
    """Home areas of (urn, area, pupils), or (urn, (x, y), pupils)."""
    places = [
        ("", *at) if isinstance(at, tuple) else (at, float("nan"), float("nan"))
        for _, at, _ in rows
    ]
    return pd.DataFrame(
        {
            "urn": [row[0] for row in rows],
            "area": [place[0] for place in places],
            "easting": [float(place[1]) for place in places],
            "northing": [float(place[2]) for place in places],
            "pupils": [row[2] for row in rows],
        }
    )


@pytest.fixture(scope="session")
def build():
    """The builders of this folder, under one name."""
    return SimpleNamespace(layers=layers, grid=grid, day=day, homes=homes, crs=BNG)
