"""The routes on the map: a colour, a dash and a letter each, arrows, and numbered stops."""

from typing import Final

import numpy as np
import shapely
from matplotlib.path import Path

from geo.briefing import palette
from geo.briefing.marks import stop_badge
from geo.briefing.palette import PatrolStyle, patrol_styles
from geo.briefing.paper import Paper, ring
from geo.briefing.scene import Scene
from geo.model import XY, Route

_LINE_PT: Final = 2.1
_LOOP_PT: Final = 0.9
_ASIDE_PT: Final = 1.5
_ARROW_EVERY_PT: Final = 70.0
_ARROW: Final = np.array([(1.3, 0), (-0.9, 1), (-0.4, 0), (-0.9, -1), (1.3, 0)])

Styled = list[tuple[Route, PatrolStyle]]
Badge = tuple[XY, str, PatrolStyle]


def styled(scene: Scene) -> Styled:
    """Each route with the style that tells it from the others."""
    styles = patrol_styles([route.patrol.name for route in scene.routes])
    return list(zip(scene.routes, styles, strict=True))


def draw_routes(paper: Paper, scene: Scene) -> None:
    """Draw each route a little aside of the others, with arrows along it, over its loops."""
    routes = styled(scene)
    for route, style in routes:
        _draw_loops(paper, route, style)
    for n, (route, style) in enumerate(routes):
        angle = 2 * np.pi * n / max(len(routes), 1) + np.pi / 4
        aside = _ASIDE_PT * paper.scale * (len(routes) > 1)
        shift = np.array([np.cos(angle), np.sin(angle)]) * aside
        lines = [line for leg in route.legs if len(line := _on_paper(paper, leg.path, shift)) > 1]
        if lines:
            draw_line(paper, Path.make_compound_path(*[Path(line) for line in lines]), style)
        for line in lines:
            _arrows(paper, line, style)


def _draw_loops(paper: Paper, route: Route, style: PatrolStyle) -> None:
    """Draw the rounds of the visits as thin lines without a dash."""
    loops = [stop.loop for stop in route.stops if stop.loop is not None]
    lines = [line for loop in loops if len(line := _on_paper(paper, loop, np.zeros(2))) > 1]
    if lines:
        path, width = Path.make_compound_path(*[Path(line) for line in lines]), _LOOP_PT
        paper.path(path, line=palette.HALO, linewidth=(width + 1.2) * paper.scale, alpha=0.85)
        paper.path(path, line=style.colour, linewidth=width * paper.scale)


def keep_names_off(paper: Paper, scene: Scene) -> None:
    """Mark the ground under the routes as taken, so that no street's name runs beneath one."""
    half = 3.2 * paper.scale
    for route in scene.routes:
        for leg in route.legs:
            track = _on_paper(paper, leg.path, np.zeros(2))
            if len(track) < 2:
                continue
            line = shapely.linestrings(track)
            for x, y in shapely.get_coordinates(shapely.segmentize(line, 2 * half)):
                paper.room.take((x - half, y - half, x + half, y + half))


def draw_line(paper: Paper, path: Path, style: PatrolStyle) -> None:
    """Draw a patrol's line with a white casing."""
    width = _LINE_PT * paper.scale
    wide = width + 1.8 * paper.scale
    paper.path(path, line=palette.HALO, linewidth=wide, alpha=0.85, capstyle="round")
    dash = (0, style.dash) if style.dash else "solid"
    paper.path(path, line=style.colour, linewidth=width, linestyle=dash, capstyle="butt")


def place_stops(paper: Paper, scene: Scene) -> list[Badge]:
    """Find room for the number of each stop; one that has to stand aside gets a short line."""
    side = 13.5 * paper.scale
    badges = []
    for route, style in styled(scene):
        for n, stop in enumerate(route.stops, start=1):
            point = paper.extent.point(stop.place.point)
            at = paper.room.settle(point, side, side, ring(11 * paper.scale)) or point
            if at != point:
                paper.path(Path([point, at]), line=palette.INK, linewidth=0.9 * paper.scale)
            badges.append((at, f"{style.letter}{n}", style))
    return badges


def badge_stops(paper: Paper, badges: list[Badge]) -> None:
    """Number the stops where `place_stops` found room."""
    for at, label, style in badges:
        stop_badge(paper, at, label, style)


def _on_paper(paper: Paper, path: shapely.LineString, shift: np.ndarray) -> np.ndarray:
    points = np.array([paper.extent.point((x, y)) for x, y in shapely.get_coordinates(path)])
    line = shapely.simplify(shapely.linestrings(points + shift), 0.3)
    return np.asarray(shapely.get_coordinates(line)) if shapely.length(line) > 0.5 else points[:0]


def _arrows(paper: Paper, line: np.ndarray, style: PatrolStyle) -> None:
    """Draw arrowheads at even steps along a leg that is long enough to show one."""
    track = shapely.linestrings(line)
    length = float(shapely.length(track))
    if length < 26 * paper.scale:
        return
    count = max(round(length / (_ARROW_EVERY_PT * paper.scale)), 1)
    for share in (np.arange(count) + 0.5) / count:
        behind, ahead = shapely.line_interpolate_point(track, share * length + np.array([-2, 2]))
        (x0, y0), (x1, y1) = (shapely.get_coordinates(p)[0] for p in (behind, ahead))
        turn = np.arctan2(y1 - y0, x1 - x0)
        turned = np.array([[np.cos(turn), -np.sin(turn)], [np.sin(turn), np.cos(turn)]])
        head = _ARROW @ turned.T * 3.6 * paper.scale + np.array([(x0 + x1) / 2, (y0 + y1) / 2])
        arrow = Path(head, closed=True)
        paper.path(arrow, fill=style.colour, line=palette.HALO, linewidth=0.7 * paper.scale)
