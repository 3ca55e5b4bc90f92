"""Builders: a square town of 100 m blocks, what stands in it, and a school day."""

import datetime as dt
from types import SimpleNamespace

import geopandas as gpd
import numpy as np
import pytest
import shapely
from pyproj import CRS

from geo.clock import Bell, SchoolDay, Window
from geo.hotspots import Grid, Hotspots, RiskSurface
from geo.layers import About, Layers, empty_layer
from geo.model import Estimate, Hotspot, LayerName, Outlook, Patrol, Place, PlaceKind, Trend
from geo.network import WalkingNetwork
from geo.patrol import Places, candidate_places, suggest_plan
from geo.patrol._visit_value import worth_by_minute
from geo.patrol.problem._build import Rules, Ways, task_of

BNG = CRS.from_epsg(27700)
DATE = dt.date(2026, 11, 24)
#: A pace at which 100 m take exactly a minute.
BLOCK_A_MINUTE = 100 / 60
WINDOW = Window()
FLAT = (10.0,) * WINDOW.n_slices


def streets(*lines):
    rows = {"street_id": [f"s{n}" for n in range(len(lines))], "name": "", "kind": "local"}
    return gpd.GeoDataFrame(rows, geometry=[shapely.LineString(line) for line in lines], crs=BNG)


def grid(blocks=6, block_m=100):
    """Streets through all crossings, each from edge to edge."""
    ticks = [block_m * n for n in range(blocks + 1)]
    return streets(
        *([(x, y) for x in ticks] for y in ticks), *([(x, y) for y in ticks] for x in ticks)
    )


def bell(urn="100", finish="15:20", stagger=10, name=None):
    hours, minutes = finish.split(":")
    return Bell(urn, name or f"School {urn}", int(hours) * 60 + int(minutes), stagger)


def school_day(*bells, window=WINDOW, closed=()):
    return SchoolDay(DATE, window, tuple(bells), closed)


def hotspot(rank, x, y, *, half_m=30, harm=2.0, by_slice=None, **changes):
    by_slice = by_slice or (0.05,) * WINDOW.n_slices
    mean = sum(by_slice)
    values = {
        "hotspot_id": f"H{rank}",
        "rank": rank,
        "name": f"Corner {rank}",
        "shape": shapely.box(x - half_m, y - half_m, x + half_m, y + half_m),
        "incidents": Estimate(mean, mean / 2, mean * 2),
        "harm": Estimate(harm, harm / 2, harm * 2),
        "by_slice": by_slice,
        "offences": (("Personal robbery", 0.6), ("Violence with injury", 0.4)),
        "trend": Trend.STEADY,
        "outlook": Outlook(28, 20, mean * 20, 0, 99),
        "top_ten": 0.5,
        "recorded": 40,
        "schools": (),
        "interchanges": (),
        "reason": "Expect an incident here on about 1 in 2 afternoons.",
    }
    return Hotspot(**(values | changes))


def surface(harm_per_cell=0.0, side_m=1000):
    """Cells of 50 m from the corner of the town, each of which expects the same harm."""
    n = side_m // 50
    area = shapely.box(0, 0, side_m, side_m)
    cells = Grid(0.0, 0.0, 50.0, (n, n), np.ones((n, n), dtype=bool), area)
    flat = np.full((n, n), harm_per_cell)
    return RiskSurface(cells, BNG, flat, flat, flat, by_harm=True)


def hotspots(*items, window=WINDOW, crs=BNG, harm_per_cell=0.0):
    return Hotspots(tuple(items), window, DATE, crs, surface(harm_per_cell), None)


def _layer(name, rows, points):
    frame = empty_layer(name, BNG)
    if not rows:
        return frame
    made = gpd.GeoDataFrame(rows, geometry=[shapely.Point(p) for p in points], crs=BNG)
    return made.astype(frame.drop(columns="geometry").dtypes.to_dict())[frame.columns]


def layers(schools=(), gates=(), interchanges=(), network=None):
    """Rows of (urn, x, y, phase, pupils), (urn, label, x, y) and (id, kind, x, y)."""
    none = {LayerName.STREETS: grid() if network is None else network}
    none[LayerName.SCHOOLS] = _layer(
        LayerName.SCHOOLS,
        [
            {"urn": u, "name": f"School {u}", "phase": p, "pupils": n, "has_named_contact": True}
            for u, _, _, p, n in schools
        ],
        [(x, y) for _, x, y, _, _ in schools],
    )
    none[LayerName.GATES] = _layer(
        LayerName.GATES,
        [{"urn": u, "gate": label} for u, label, _, _ in gates],
        [(x, y) for _, _, x, y in gates],
    )
    none[LayerName.INTERCHANGES] = _layer(
        LayerName.INTERCHANGES,
        [
            {"interchange_id": i, "name": f"Station {i}", "kind": kind, "modes": ""}
            for i, kind, _, _ in interchanges
        ],
        [(x, y) for _, _, x, y in interchanges],
    )
    about = About("Squareham", simulated=True, data_as_at=dt.date(2026, 11, 22))
    return Layers.of(about, BNG, none)


def place(ident, x, y, value=FLAT, opens=900, closes=1079, **changes):
    """A place of constant value, or of the values given slice by slice."""
    value = (float(value),) * WINDOW.n_slices if isinstance(value, (int, float)) else value
    values = {
        "kind": PlaceKind.HOTSPOT,
        "name": f"Place {ident}",
        "why": "Why.",
        "look_out_for": "X.",
    }
    return Place(
        place_id=ident, point=(x, y), value=value, opens_min=opens, closes_min=closes,
        **(values | changes),
    )  # fmt: skip


def places(*items, **layer_rows):
    return Places(tuple(items), layers(**layer_rows), hotspots())


def plan(items, patrols, *, network=None, day=None, iterations=60, **options):
    """Suggest a plan on the square town with few iterations."""
    items = items if isinstance(items, Places) else places(*items)
    network = network or WalkingNetwork.from_streets(grid())
    day = day or school_day()
    return suggest_plan(items, network, patrols, day, iterations=iterations, **options)


def patrol(name="Alpha", **changes):
    """A patrol that walks a block a minute."""
    return Patrol(name, **({"walk_m_per_s": BLOCK_A_MINUTE} | changes))


def task(items, patrols, *, window=WINDOW, needs=(), at_most=1):
    """The problem in minutes, as the optimiser and the timetable see it."""
    points, ends = [p.point for p in items], ([], [])
    for who in patrols:
        for which, point in zip(ends, (who.start, who.finish), strict=True):
            which.append(None if point is None else len(points))
            points += [] if point is None else [point]
    walks = WalkingNetwork.from_streets(grid()).between(points)
    ways = Ways((walks,) * len(patrols), np.arange(len(items)), *map(tuple, ends))
    may = np.ones((len(patrols), len(items)), dtype=bool)
    ones = np.ones(len(items), dtype=np.int64)
    rules = Rules(may, at_most * ones, 60 * ones, ones)
    worth = np.array([worth_by_minute(item, window) for item in items])
    return task_of(items, patrols, ways, rules, worth, needs)


def visits(route):
    """What a route visits and when: pairs of place id and minute."""
    return [(stop.place.place_id, stop.arrive_min) for stop in route.stops]


def town(blocks=6):
    """Two hotspots, three schools and two interchanges on the square town."""
    made = layers(
        schools=[
            ("100", 110, 110, "secondary", 900),
            ("200", 510, 130, "primary", 300),
            ("300", 330, 560, "secondary", None),
        ],
        gates=[("100", "Back gate", 150, 200), ("100", "Main gate", 100, 120)],
        interchanges=[("i1", "rail", 400, 310), ("i2", "bus stops", 20, 500)],
        network=grid(blocks),
    )
    spots = hotspots(hotspot(1, 300, 300), hotspot(2, 590, 590, harm=1.0))
    day = school_day(bell("200", "15:15"), bell("100", "15:20"), bell("300", "15:35", 0))
    return candidate_places(spots, made, day), WalkingNetwork.from_streets(made.streets), day


@pytest.fixture(scope="session")
def build():
    """The builders of this folder, under one name."""
    return SimpleNamespace(
        streets=streets,
        grid=grid,
        bell=bell,
        day=school_day,
        hotspot=hotspot,
        hotspots=hotspots,
        layers=layers,
        place=place,
        places=places,
        plan=plan,
        town=town,
        patrol=patrol,
        task=task,
        visits=visits,
        crs=BNG,
    )
