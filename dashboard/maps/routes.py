"""Routes on top: one colour, one letter and one dash a patrol, with arrows and stop numbers.

The loop of a visit is a thin line below them; that of the chosen stop stands out, with arrows and
the minutes.
"""

import math
from collections.abc import Iterator, Sequence
from typing import Final

import folium
from pyproj import CRS
from shapely.geometry import LineString

from dashboard.maps import marks, safe
from dashboard.maps.look import DAY, Look
from geo.model import XY, Place, Route, Stop, clock
from geo.patrol import marks_of
from geo.rendering import PatrolStyle, patrol_styles
from geo.text import listed

_WIDTH_PX: Final = 4.0
_ARROW_EVERY_M: Final = 260.0
_LOOP_PX: Final = 1.6
_CHOSEN_LOOP_PX: Final = 3.2
_LOOP_ARROW_EVERY_M: Final = 120.0
_MARK_EVERY_MIN: Final = 3
#: Badges of stops that are nearer than this would cover each other on a map of a borough.
_CLOSE_M: Final = 600.0


def routes(
    planned: Sequence[Route],
    crs: CRS,
    *,
    chosen: str | None = None,
    only: int | None = None,
    look: Look = DAY,
) -> folium.FeatureGroup:
    """Draw the routes of a plan.

    Parameters
    ----------
    planned : sequence of Route
        Geometry in ``crs``.
    chosen : str, optional
        The place whose stop stands out.
    only : int, optional
        Index of the one route to show, with the style that it has among the others.
    """
    group = folium.FeatureGroup(name="Routes", control=False)
    styles = patrol_styles([route.patrol.name for route in planned])
    shown = [p for n, p in enumerate(zip(planned, styles, strict=True)) if only in (None, n)]
    for route, style in shown:
        _add_loops(group, route, style, crs, look, chosen)
    for route, style in shown:
        _add_legs(group, route, style, crs, look)
    aside = apart([stop.place.point for route, _ in shown for stop in route.stops])
    for route, style in shown:
        _add_ends(group, route, crs, look)
        _add_stops(group, route, style, crs, look, chosen, [next(aside) for _ in route.stops])
    return group


def apart(points: Sequence[XY]) -> Iterator[XY]:
    """How far to push each badge away from those close by, in radii of a badge (x, y).

    Badges of the same point stand side by side, in the order in which they come.
    """
    for n, here in enumerate(points):
        east = north = 0.0
        for k, there in enumerate(points):
            gap = math.dist(here, there)
            if gap == 0:
                east += (n > k) - (n < k)
            if 0 < gap < _CLOSE_M:
                push = (1 - gap / _CLOSE_M) / gap
                east += push * (here[0] - there[0])
                north += push * (here[1] - there[1])
        size = math.hypot(east, north)
        yield (east / size, north / size) if size > 1 else (east, north)


def candidates(offered: Sequence[Place], crs: CRS, look: Look = DAY) -> folium.FeatureGroup:
    """Places that a patrol could be sent to, as small rings that can be clicked close by."""
    group = folium.FeatureGroup(name="Places to add", control=False)
    at = safe.points([place.point for place in offered], crs)
    picture = marks.svg("ring", fill=look.backdrop, line=look.symbol, halo="", size=13)
    for place, point in zip(offered, at, strict=True):
        tooltip = f"<b>{safe.text(place.name)}</b><br>{safe.text(place.kind)}, not in the plan"
        tooltip += safe.tagged(place.place_id)
        group.add_child(marks.symbol(point, picture, 13, tooltip, z=600, kind="ab-candidate"))
    return group


def _add_loops(
    group: folium.FeatureGroup,
    route: Route,
    style: PatrolStyle,
    crs: CRS,
    look: Look,
    chosen: str | None,
) -> None:
    """Thin lines without a dash, so that a loop is never taken for a leg."""
    walked = [stop for stop in route.stops if stop.loop is not None]
    paths = [stop.loop for stop in walked if stop.loop is not None]
    scale = 1 + (look.scale - 1) / 3
    for stop, path, line in zip(walked, paths, safe.lines(paths, crs), strict=True):
        highlighted = stop.place.place_id == chosen
        width = (_CHOSEN_LOOP_PX if highlighted else _LOOP_PX) * scale
        group.add_child(_line(line, "#FFFFFF", width + 2.4, None, 0.9))
        group.add_child(_line(line, style.colour, width, None, 1.0))
        if highlighted:
            _add_arrows(group, path, style, crs, _LOOP_ARROW_EVERY_M)
            _add_marks(group, stop, path, style, crs)


def _add_marks(
    group: folium.FeatureGroup, stop: Stop, path: LineString, style: PatrolStyle, crs: CRS
) -> None:
    """Dots that say when the patrol is where on a loop, every few minutes."""
    along = marks_of(path, stop.arrive_min, stop.leave_min)[_MARK_EVERY_MIN:-1:_MARK_EVERY_MIN]
    at = safe.points([mark.point for mark in along], crs)
    picture = marks.svg("ring", fill="#FFFFFF", line=style.colour, halo="", size=11)
    for mark, point in zip(along, at, strict=True):
        group.add_child(marks.symbol(point, picture, 11, f"About {clock(mark.minute)}", z=720))


def _add_legs(
    group: folium.FeatureGroup, route: Route, style: PatrolStyle, crs: CRS, look: Look
) -> None:
    walked = [leg.path for leg in route.legs if leg.path.length > 1]
    wide = _WIDTH_PX * (1 + (look.scale - 1) / 3)
    lines = safe.lines(walked, crs)
    for line in lines:
        group.add_child(_line(line, "#FFFFFF", wide + 4, None, 0.95))
    for line in lines:
        dash = style.dash_array(wide)
        group.add_child(_line(line, style.colour, wide, dash, 1.0))
    for path in walked:
        _add_arrows(group, path, style, crs)


def _line(
    points: list[safe.LatLon], colour: str, width: float, dash: str | None, opacity: float
) -> folium.PolyLine:
    return folium.PolyLine(  # type: ignore[no-untyped-call]  # folium types half of itself
        points,
        color=colour,
        weight=width,
        opacity=opacity,
        dash_array=dash,
        line_cap="butt" if dash else "round",
        interactive=False,
        smooth_factor=0.5,
    )


def _add_arrows(
    group: folium.FeatureGroup,
    path: LineString,
    style: PatrolStyle,
    crs: CRS,
    every_m: float = _ARROW_EVERY_M,
) -> None:
    """Arrows along a line, in the middle of equal parts."""
    parts = max(round(path.length / every_m), 1)
    spots = [path.length * (n + 0.5) / parts for n in range(parts)]
    at = safe.points([_xy(path, spot) for spot in spots], crs)
    for spot, point in zip(spots, at, strict=True):
        (x0, y0), (x1, y1) = _xy(path, spot - 8), _xy(path, spot + 8)
        turn = -math.degrees(math.atan2(y1 - y0, x1 - x0))
        picture = marks.svg(
            "arrow", fill=style.colour, line=style.colour, halo="#FFFFFF", size=17, turn=turn
        )
        group.add_child(marks.symbol(point, picture, 17, z=700))


def _xy(path: LineString, along_m: float) -> XY:
    point = path.interpolate(min(max(along_m, 0), path.length))
    return point.x, point.y


def _add_ends(group: folium.FeatureGroup, route: Route, crs: CRS, look: Look) -> None:
    """Where the shift starts, and where it ends if that is elsewhere."""
    patrol = route.patrol
    size = 24 * (1 + (look.scale - 1) / 2)
    if patrol.start is not None:
        tooltip = f"Start: {safe.text(patrol.start_name or 'start')}"
        _add_end(group, "house", patrol.start, tooltip, size, crs)
    if patrol.end not in (None, patrol.start):
        tooltip = f"End: {safe.text(patrol.end_name or 'end')}"
        _add_end(group, "flag", patrol.end, tooltip, size, crs)


def _add_end(
    group: folium.FeatureGroup, outline: str, at: XY, tooltip: str, size: float, crs: CRS
) -> None:
    (point,) = safe.points([at], crs)
    picture = marks.svg(outline, fill="#1F2328", line="#1F2328", halo="#FFFFFF", size=size)
    group.add_child(marks.symbol(point, picture, size, tooltip, z=800))


def _add_stops(
    group: folium.FeatureGroup,
    route: Route,
    style: PatrolStyle,
    crs: CRS,
    look: Look,
    chosen: str | None,
    aside: Sequence[XY],
) -> None:
    at = safe.points([stop.place.point for stop in route.stops], crs)
    for number, (stop, point) in enumerate(zip(route.stops, at, strict=True), start=1):
        label = f"{style.letter}{number}"
        times = f"{clock(stop.arrive_min)}–{clock(stop.leave_min)}"
        tooltip = f"<b>{safe.text(label)} · {times}</b><br>{safe.text(stop.place.name)}"
        tooltip += f"<br>With {safe.text(listed(stop.beside))}" if stop.beside else ""
        tooltip += "<br>Locked" if stop.locked else ""
        badge = marks.stop_badge(
            point,
            label,
            (style.colour, style.on_colour),
            look,
            tooltip + safe.tagged(stop.place.place_id),
            locked=stop.locked or stop.place.place_id == chosen,
            aside=aside[number - 1],
        )
        group.add_child(badge)
