"""Builders: a small made-up town, its hotspots, and plans of any number of patrols."""

import datetime as dt
import math
from dataclasses import replace
from types import SimpleNamespace

import geopandas as gpd
import pandas as pd
import pytest
import shapely
from pyproj import CRS

from geo.briefing import Briefing
from geo.clock import Bell, SchoolDay, Window
from geo.layers import About, Layers
from geo.model import (
    Estimate,
    Hotspot,
    LayerName,
    Leg,
    Mode,
    Nearby,
    Outlook,
    Patrol,
    Place,
    PlaceKind,
    Ride,
    Route,
    Stop,
    Trend,
)

EPSG = "EPSG:27700"
EAST, NORTH = 700_000, 300_000
NAMES = ("Alpha", "Bravo", "Charlie", "Delta", "Echo", "Foxtrot", "Golf", "Hotel")


def frame(columns, shapes=()):
    return gpd.GeoDataFrame(pd.DataFrame(columns), geometry=list(shapes), crs=EPSG)


def make_layers(frames=None, **about):
    """Layers of an area; those that are not given are empty."""
    about = {
        "name": "Saltmarsh",
        "simulated": True,
        "data_as_at": dt.date(2026, 11, 22),
    } | about
    crs = CRS.from_user_input(EPSG)
    named = {LayerName(name): frame for name, frame in (frames or {}).items()}
    return Layers.of(About(**about), crs, named)


def town_layers(rows=14, **about):
    """Streets that bend a little, a river, two parks, a railway, schools and interchanges."""

    def node(i, j):
        bend = 22 * math.sin(1.7 * i + 0.9 * j), 22 * math.cos(1.1 * i - 1.3 * j)
        return EAST + 160 * i + bend[0], NORTH + 150 * j + bend[1]

    lines, names, kinds = [], [], []
    for j in range(rows):
        for i in range(rows):
            for di, dj in ((1, 0), (0, 1)):
                if i + di >= rows or j + dj >= rows or (i * 7 + j * 5 + di) % 11 == 0:
                    continue
                main = (dj == 0 and j == 6) or (di == 0 and i == 5)
                lines.append(shapely.LineString([node(i, j), node(i + di, j + dj)]))
                kinds.append("main" if main and dj else "high street" if main else "local")
                names.append("Harbour Road" if main and dj else "High Street" if main else "")
    span = 160 * rows
    river = shapely.LineString(
        [(EAST - 500, NORTH + 1800), (EAST + 900, NORTH + 1650), (EAST + span + 500, NORTH + 2050)]
    ).buffer(60)
    parks = [
        shapely.Point(EAST + 500, NORTH + 500).buffer(210),
        shapely.box(EAST + 1200, NORTH + 1150, EAST + 1650, NORTH + 1420),
    ]
    rail = shapely.LineString([(EAST - 500, NORTH + 1000), (EAST + span + 500, NORTH + 1250)])
    frames = {}
    frames["streets"] = frame({"name": names, "kind": kinds}, lines)
    frames["basemap"] = frame(
        {
            "kind": ["water", "park", "park", "rail"],
            "name": ["River Salt", "Quay Park", "Beacon Fields", "Coast line"],
        },
        [river, *parks, rail],
    )
    spots = [node(2 + (k * 5) % 11, 1 + (k * 3) % 11) for k in range(12)]
    frames["schools"] = frame(
        {
            "urn": [str(100 + k) for k in range(12)],
            "name": [
                f"{w} School"
                for w in (
                    "Anchor Lane",
                    "Beacon",
                    "Cliff",
                    "Dune",
                    "Ebb",
                    "Ferry",
                    "Gull",
                    "Haven",
                    "Isle",
                    "Jetty",
                    "Keel",
                    "Lantern",
                )
            ],
        },
        [shapely.Point(x + 30, y + 25) for x, y in spots],
    )
    frames["interchanges"] = frame(
        {
            "interchange_id": ["i1", "i2", "i3"],
            "kind": ["rail", "bus station", "bus stops"],
            "name": ["Saltmarsh Central", "Quayside bus station", "Mill Corner"],
        },
        [
            shapely.Point(EAST + 900, NORTH + 1085),
            shapely.Point(EAST + 1500, NORTH + 700),
            shapely.Point(EAST + 420, NORTH + 1400),
        ],
    )
    return make_layers(frames, **about)


def hotspot(rank, x, y, **changes):
    mean = 0.62 / rank
    slices = tuple(mean * w / 20.6 for w in (1, 2, 4, 3.5, 3, 2, 1.5, 1, 0.8, 0.7, 0.6, 0.5))
    values = {
        "hotspot_id": f"h{rank}",
        "rank": rank,
        "name": f"Saltmarsh Central {rank}",
        "shape": shapely.Point(x, y).buffer(95).union(shapely.Point(x + 90, y + 40).buffer(70)),
        "incidents": Estimate(mean, mean * 0.6, mean * 1.5),
        "harm": Estimate(3, 1, 5),
        "by_slice": slices,
        "trend": Trend.RISING if rank == 1 else Trend.STEADY,
        "outlook": Outlook(28, 20, mean * 20, 0, 99),
        "top_ten": 0.5,
        "offences": (
            ("Personal robbery", 0.5),
            ("Sexual offence", 0.3),
            ("Violence with injury", 0.2),
        ),
        "recorded": 64 // rank,
        "schools": (Nearby("100", "Anchor Lane School", 143.0),),
        "interchanges": (Nearby("i1", "Saltmarsh Central", 56.0),),
        "reason": "About 2 in 5 afternoons an incident is expected here, most of all around 15:30, "
        "chiefly personal robbery and violence with injury, 60 m from Saltmarsh Central; steady.",
    }
    return Hotspot(**(values | changes))


def five_hotspots(**changes):
    spots = [(900, 1060), (1500, 690), (430, 1390), (1750, 1500), (700, 420)]
    return tuple(hotspot(n, EAST + x, NORTH + y, **changes) for n, (x, y) in enumerate(spots, 1))


def walk(start, end):
    corner = (end[0], start[1])
    return shapely.LineString([start, corner, end])


def route(name, index, stops, *, start=True, text=""):
    base = (EAST + 1000, NORTH + 900)
    patrol = Patrol(name, base if start else None, "Harbour Road police station" if start else "")
    here, minute, made, legs = base, 905, [], []
    for k in range(stops):
        turn = 2.4 * k + 0.8 * index
        far = 260 + 75 * k
        point = (base[0] + far * math.cos(turn), base[1] + far * math.sin(turn))
        path = walk(here, point)
        if start or k:
            legs.append(Leg(minute, minute + 7, path, path.length, path.length / 1.3))
        kind = (PlaceKind.GATE, PlaceKind.HOTSPOT, PlaceKind.INTERCHANGE)[k % 3]
        place = Place(
            f"p{index}-{k}",
            kind,
            f"Anchor Lane School, main gate {text}".strip(),
            point,
            (1.0,) * 12,
            900,
            1080,
            f"Pupils walk from here to the interchange, and robbery is most likely then. {text}",
            f"Groups who wait where the path leaves the road, and phones in the hand. {text}",
        )
        made.append(Stop(place, minute + 7, minute + 19, ("Anchor Lane School (15:10–15:25)",)))
        here, minute = point, minute + 19
    if start:
        back = walk(here, base)
        legs.append(Leg(minute, minute + 7, back, back.length, back.length / 1.3))
    return Route(patrol, tuple(made), tuple(legs))


def school_day(layers, **changes):
    schools = layers.schools
    bells = tuple(
        Bell(urn, name, 900 + 10 * n, 10)
        for n, (urn, name) in enumerate(zip(schools["urn"], schools["name"], strict=True))
    )[:-3]
    closed = (("111", "INSET day"),) if len(schools) else ()
    return SchoolDay(
        **(
            {"date": dt.date(2026, 11, 24), "window": Window(), "bells": bells, "closed": closed}
            | changes
        )
    )


def make_plan(layers, routes, **changes):
    places = SimpleNamespace(layers=layers)
    day = school_day(layers)
    return SimpleNamespace(
        **({"day": day, "routes": tuple(routes), "places": places, "notices": ()} | changes)
    )


def make_briefing(
    patrols=2, stops=5, *, layers=None, hotspots=None, approved_by=None, text="", start=True
):
    layers = town_layers() if layers is None else layers
    hotspots = five_hotspots() if hotspots is None else hotspots
    routes = [route(NAMES[n], n, stops, start=start, text=text) for n in range(patrols)]
    return Briefing.of(make_plan(layers, routes), hotspots, approved_by=approved_by)


@pytest.fixture(scope="session")
def build():
    """The builders of this folder, under one name."""
    return SimpleNamespace(
        briefing=make_briefing,
        layers=town_layers,
        make_layers=make_layers,
        route=route,
        hotspot=hotspot,
        five_hotspots=five_hotspots,
        plan=make_plan,
        east=EAST,
        north=NORTH,
    )


def booked(stop, kind, name, **changes):
    place = replace(stop.place, kind=kind, name=name, look_out_for="", why=f"{name}, as booked.")
    return replace(stop, place=place, letting_out=(), **changes)


def around(stop, side_m=100):
    """Round a block whose south-western corner is the place."""
    x, y = stop.place.point
    corners = [(0, 0), (side_m, 0), (side_m, side_m), (0, side_m), (0, 0)]
    return shapely.LineString([(x + a, y + b) for a, b in corners])


@pytest.fixture
def afternoon(build):
    """A visit with a loop, a sweep with Bravo, a break, a visit; ends elsewhere, by bus."""
    route = build.route("Alpha", 0, 4)
    first, second, third, last = route.stops
    stops = (
        replace(first, loop=around(first)),
        booked(second, PlaceKind.ACTIVITY, "Weapon sweep at Mill Corner", beside=("Bravo",)),
        booked(third, PlaceKind.BREAK, "Break at Quayside"),
        last,
    )
    ride = Ride("bus 91", "Mill Corner", "Quayside", 940, 947)
    legs = (*route.legs[:3], replace(route.legs[3], rides=(ride,)), route.legs[4])
    elsewhere = (build.east + 300, build.north + 300)
    patrol = replace(route.patrol, end=elsewhere, end_name="Quayside", mode=Mode.CYCLE)
    return replace(route, patrol=patrol, stops=stops, legs=legs)


@pytest.fixture
def afternoon_sheet(build, afternoon):
    layers = build.layers()
    return Briefing.of(build.plan(layers, [afternoon]), build.five_hotspots(), approved_by="Sgt 42")
