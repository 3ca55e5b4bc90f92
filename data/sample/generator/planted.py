"""The planted truth: where after-school incidents gather, how strongly, and since when."""

import datetime as dt
from dataclasses import dataclass
from typing import Final

import numpy as np
from shapely.geometry import Point, Polygon

from generator.network import degrees
from generator.places import Interchange, School
from generator.town import Town

FIRST: Final = dt.date(2023, 11, 20)
LAST: Final = dt.date(2026, 11, 22)
_MOVED: Final = dt.date(2025, 2, 24)
_APART_M: Final = 420.0


@dataclass(frozen=True)
class Planted:
    """One place that the generator makes hot.

    ``strength`` is the expected number of scored incidents in one 15:00-18:00 window of a school
    day, ``peak_min`` the clock time around which they gather.
    """

    label: str
    setting: str
    centre: Point
    radius_m: float
    strength: float
    peak_min: int
    active_from: dt.date = FIRST
    active_to: dt.date = LAST


#: Label, setting, where to look (a name, or x and y), radius, strength and peak.
_WISHES: Final = (
    ("Central station forecourt", "railway station", "Saltmarsh Central station", 85, 0.52, 970),
    ("Bus station", "bus station", "Saltmarsh bus station", 75, 0.46, 955),
    ("High Street corner", "street", (4145, 3980), 70, 0.30, 1000),
    ("Northgate interchange", "bus station", "Northgate interchange", 80, 0.30, 960),
    ("Seafront arcades", "street", (7380, 3600), 85, 0.22, 1010),
    ("Outside Northmoor Academy", "street", "Northmoor Academy", 70, 0.24, 935),
    ("Outside Southgate School", "street", "Southgate School", 65, 0.20, 940),
    ("Outside Lighthouse Academy", "street", "Lighthouse Academy", 70, 0.16, 945),
    ("Victoria Park gate", "park", "Victoria Park", 65, 0.19, 990),
    ("Fen Road shops", "bus stop", (3083, 1983), 70, 0.17, 965),
    ("Southfleet station", "railway station", "Southfleet station", 75, 0.14, 980),
)


def plant(town: Town, schools: list[School], interchanges: list[Interchange]) -> list[Planted]:
    """Choose the hot places from the finished town."""
    known = {i.name: i.point for i in interchanges}
    known |= {school.name: school.gates[0][1] for school in schools}
    known["Victoria Park"] = _west_gate(town.parks["Victoria Park"])
    found = []
    for label, setting, where, radius_m, strength, peak_min in _WISHES:
        wish = known[where] if isinstance(where, str) else Point(where)
        spot = _nearest_node(town, wish)
        found.append(Planted(label, setting, spot, radius_m, strength, peak_min))
    before, after = _move(town, [place.centre for place in found])
    day_before = _MOVED - dt.timedelta(days=1)
    names = ("Harbour Road stops, until February 2025", "Ringway stops, since February 2025")
    return [
        *found,
        Planted(names[0], "bus stop", before, 75, 0.40, 960, active_to=day_before),
        Planted(names[1], "bus stop", after, 75, 0.40, 960, active_from=_MOVED),
    ]


def _west_gate(park: Polygon) -> Point:
    return Point(min(park.exterior.coords))


def _nearest_node(town: Town, wish: Point) -> Point:
    nodes = sorted(degrees([edge for edge in town.streets if edge.kind != "path"]))
    return Point(min(nodes, key=lambda node: Point(node).distance(wish)))


def _move(town: Town, others: list[Point]) -> tuple[Point, Point]:
    """Two junctions on main roads about 700 m apart and well away from the other places."""
    mains = [edge for edge in town.streets if edge.kind in ("main", "high street")]
    degree = degrees(list(town.streets))
    nodes = np.array(sorted({n for e in mains for n in e.ends if degree[n] > 3}))
    fixed = np.array([spot.coords[0] for spot in others])
    gaps = np.linalg.norm(nodes[:, None] - fixed[None], axis=2).min(axis=1)
    free = nodes[gaps > _APART_M + 130]
    middle = np.linalg.norm(free - np.array([5400.0, 3700.0]), axis=1)
    pairs = [
        (middle[i] + middle[j], i, j)
        for i in range(len(free))
        for j in range(len(free))
        if i != j and abs(np.linalg.norm(free[i] - free[j]) - 700) < 40
    ]
    _, i, j = min(pairs)
    return Point(free[i]), Point(free[j])
