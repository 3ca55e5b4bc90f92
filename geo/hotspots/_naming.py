"""The name of a hotspot, after what is there, and the reason for it in one sentence."""

from dataclasses import dataclass
from typing import Final

import geopandas as gpd
import numpy as np
from shapely.geometry import Point
from shapely.geometry.base import BaseGeometry

from geo.clock import Window
from geo.hotspots._rates import Score
from geo.layers import Layers
from geo.model import SAME_CORNER_M, Nearby, Trend, clock
from geo.text import chance_in_words, distance

_NEAR_M: Final = 400.0
_BY_M: Final = 120.0
_MOST: Final = 3
_RUN_MIN: Final = 30
#: Times the window's mean that a half-hour must expect to be named.
_CLEARLY_PEAKED: Final = 1.25
_TREND_WORDS: Final = {
    Trend.RISING: "; more in the last 8 weeks than in the 8 before",
    Trend.FALLING: "; fewer in the last 8 weeks than in the 8 before",
}


@dataclass(frozen=True)
class Vicinity:
    """What is around a shape."""

    name: str
    schools: tuple[Nearby, ...]
    interchanges: tuple[Nearby, ...]


def around(shape: BaseGeometry, layers: Layers | None, fallback: str) -> Vicinity:
    """Name a shape after the interchange, school or street at it, and list what is near.

    Parameters
    ----------
    shape : Polygon
        In the layers' CRS.
    layers : Layers or None
        Without any, the name is ``fallback`` and nothing is near.
    """
    if layers is None:
        return Vicinity(fallback, (), ())
    schools = _nearest(shape, layers.schools, "urn")
    interchanges = _nearest(shape, layers.interchanges, "interchange_id")
    beside = sorted((*schools, *interchanges), key=lambda near: near.distance_m)
    name = fallback
    if interchanges and interchanges[0].distance_m < SAME_CORNER_M:
        name = interchanges[0].name
    elif beside and beside[0].distance_m <= _BY_M:
        name = f"By {beside[0].name}"
    elif street := _street(shape, layers.streets):
        name = street
    return Vicinity(name, schools, interchanges)


def distinct_names(names: list[str], shapes: list[BaseGeometry]) -> list[str]:
    """Give hotspots of one name a side of the compass, so that no two are called the same."""
    result: list[str] = []
    for name, shape in zip(names, shapes, strict=True):
        first = names.index(name)
        called = name
        if shape is not shapes[first]:
            called = f"{name}, {_side(shapes[first].centroid, shape.centroid)}"
        tries = 2
        while called in result:
            called, tries = f"{name} ({tries})", tries + 1
        result.append(called)
    return result


def reason(score: Score, vicinity: Vicinity, window: Window) -> str:
    """One plain sentence: how often, when, what, by what, and whether that is changing."""
    often = chance_in_words(score.incidents.mean, window.noun)
    on = "on " if often.endswith(f"{window.noun}s") else ""
    parts = [f"Expect an incident here {on}{often}"]
    if when := _most_of_all(score.by_slice, window):
        parts.append(when)
    if score.offences:
        parts.append(f"chiefly {' and '.join(o.lower() for o, _ in score.offences[:2])}")
    if near := _beside(vicinity):
        parts.append(near)
    return f"{', '.join(parts)}{_TREND_WORDS.get(score.trend, '')}."


def _most_of_all(by_slice: tuple[float, ...], window: Window) -> str:
    """The half-hour in which most is expected, where one is well above the others; else nothing."""
    run = max(1, _RUN_MIN // window.slice_min)
    if len(by_slice) < 2 * run:
        return ""
    sums = np.convolve(by_slice, np.ones(run), mode="valid")
    first = int(sums.argmax())
    if sums[first] < _CLEARLY_PEAKED * run * sum(by_slice) / len(by_slice):
        return "at no time more than at another"
    start_min = window.slice_start_min(first)
    return f"most of all {clock(start_min)}–{clock(start_min + run * window.slice_min)}"


def _beside(vicinity: Vicinity) -> str:
    """The nearest school or interchange that is not in the name already."""
    near = sorted((*vicinity.schools, *vicinity.interchanges), key=lambda n: n.distance_m)
    near = [n for n in near if n.name not in vicinity.name]
    if not near:
        return ""
    where = "at" if near[0].distance_m < 5 else f"{distance(near[0].distance_m)} from"
    return f"{where} {near[0].name}"


def _nearest(shape: BaseGeometry, frame: gpd.GeoDataFrame, ident: str) -> tuple[Nearby, ...]:
    if frame.empty:
        return ()
    gaps = frame.geometry.distance(shape).round(1)
    near = frame.assign(gap=gaps)[gaps <= _NEAR_M].sort_values(["gap", ident]).head(_MOST)
    return tuple(
        Nearby(str(i), str(n), float(d))
        for i, n, d in zip(near[ident], near["name"], near["gap"], strict=True)
    )


def _street(shape: BaseGeometry, streets: gpd.GeoDataFrame) -> str | None:
    """The named street with most of its length inside, and the next where they meet."""
    close = streets.iloc[streets.sindex.query(shape, predicate="intersects")]
    named = close[close["name"].fillna("") != ""]
    if named.empty:
        return None
    inside = named.geometry.intersection(shape).length.groupby(named["name"]).sum()
    ordered = inside.sort_index().sort_values(ascending=False, kind="stable")
    leading = [str(name) for name in ordered.index[:2]]
    return " and ".join(leading) if len(leading) == 2 else leading[0]


def _side(here: Point, there: Point) -> str:
    """Side of ``here`` on which ``there`` lies."""
    east, north = there.x - here.x, there.y - here.y
    if abs(east) > 2 * abs(north):
        return "east side" if east > 0 else "west side"
    if abs(north) > 2 * abs(east):
        return "north side" if north > 0 else "south side"
    return f"{'north' if north > 0 else 'south'}-{'east' if east > 0 else 'west'} side"
