"""The legend of a map: only what is on it, in as many rows as it needs; scale bar and north."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import numpy as np
from matplotlib.path import Path

from geo.briefing import marks, palette
from geo.briefing.fonts import Weight, text_width_pt
from geo.briefing.fonts import drawable as _drawable
from geo.briefing.lines import tidy
from geo.briefing.palette import PatrolStyle
from geo.briefing.paper import Paper
from geo.briefing.scene import Scene
from geo.briefing.tracks import draw_line, styled
from geo.model import XY

_SIZE: Final = 7.2
_ROW_PT: Final = 15.0
_GAP_PT: Final = 11.0
_ON_TOP: Final = 2.5
_LENGTHS_M: Final = (50, 100, 200, 250, 500, 1000, 2000, 5000, 10000, 20000)


@dataclass(frozen=True)
class Entry:
    """A symbol of a width in points, and what it means."""

    words: str
    width_pt: float
    draw: Callable[[Paper, XY], None]

    def length_pt(self, scale: float) -> float:
        """Width of symbol and words together."""
        words = text_width_pt(_drawable(self.words), Weight.REGULAR, _SIZE * scale)
        return (self.width_pt + 5) * scale + words


def entries(scene: Scene, paper: Paper) -> list[Entry]:
    """What is on a map, in the order in which one asks about it."""
    found = [_patrol(style, route.patrol.name) for route, style in styled(scene)]
    if any(stop.loop is not None for route in scene.routes for stop in route.stops):
        found.append(_loop())
    if scene.hotspots:
        found.append(_hotspots(len(scene.hotspots)))
    schools = scene.layers.schools
    points = [(x, y) for x, y in zip(schools.geometry.x, schools.geometry.y, strict=True)]
    inside = np.array([paper.extent.holds(p, 3) for p in points], dtype=bool)
    ringing = np.asarray(schools["urn"].isin(list(scene.letting_out)), dtype=bool)
    if (inside & ringing).any():
        found.append(_symbol("School letting out", marks.TRIANGLE, 3.4))
    if (inside & ~ringing).any():
        found.append(_symbol("Other school", marks.TRIANGLE, 2.9, solid=False))
    stops = scene.layers.interchanges.geometry
    if any(paper.extent.holds(p, 3) for p in zip(stops.x, stops.y, strict=True)):
        found.append(_symbol("Interchange", marks.DIAMOND, 3.4))
    if marks.starts(scene):
        found.append(_symbol("Start of patrol", marks.HOUSE, 4.2, palette.BASE))
    if marks.ends(scene):
        found.append(_symbol("End of patrol", marks.FLAG, 4.2, palette.BASE))
    return found


def rows_of(found: list[Entry], width_pt: float, scale: float) -> list[list[Entry]]:
    """Break entries into rows that fit a width."""
    rows: list[list[Entry]] = []
    used = width_pt + 1
    for entry in found:
        length = entry.length_pt(scale) + _GAP_PT * scale
        if used + length > width_pt + _GAP_PT * scale:
            rows.append([])
            used = 0.0
        rows[-1].append(entry)
        used += length
    return rows


def height_pt(rows: list[list[Entry]], scale: float) -> float:
    """Height that rows of a legend need."""
    return (len(rows) * _ROW_PT + 4) * scale if rows else 0.0


def draw_legend(paper: Paper, rows: list[list[Entry]], top_pt: float) -> None:
    """Draw the rows downwards from a height."""
    for n, row in enumerate(rows):
        y = top_pt - (n + 0.5) * _ROW_PT * paper.scale - 3 * paper.scale
        x = 1.5
        for entry in row:
            entry.draw(paper, (x, y))
            at = (x + (entry.width_pt + 5) * paper.scale, y)
            paper.text(at, entry.words, size=_SIZE, ha="left")
            x += entry.length_pt(paper.scale) + _GAP_PT * paper.scale


def draw_scale(paper: Paper) -> None:
    """Draw a scale bar of a round length at the lower left, and north at the upper right."""
    most = paper.room.width_pt * 0.24
    fitting = [m for m in _LENGTHS_M if m * paper.extent.pt_per_m <= most]
    metres = fitting[-1] if fitting else _LENGTHS_M[0]
    length, s = metres * paper.extent.pt_per_m, paper.scale
    x, y = 10 * s, 11 * s
    words = f"{metres} m" if metres < 1000 else f"{metres // 1000} km"
    _panel(paper, (x - 5 * s, y - 6 * s, x + length + 9 * s + paper.width(words, 7), y + 6 * s))
    tick = 2.5 * s
    bar = [(x, y + tick), (x, y - tick), (x + length, y - tick), (x + length, y + tick)]
    paper.path(Path(bar), line=palette.INK, linewidth=1.1 * s, zorder=_ON_TOP)
    paper.text((x + length + 4 * s, y), words, size=7, ha="left")


def draw_north(paper: Paper) -> None:
    """Draw the north arrow at the upper right."""
    s = paper.scale
    x, y = paper.room.width_pt - 14 * s, paper.room.height_pt - 19 * s
    _panel(paper, (x - 9 * s, y - 13 * s, x + 9 * s, y + 14 * s))
    left = np.array([(0, 6.5), (-4, -5), (0, -2.5), (0, 6.5)]) * s + np.array([x, y + 5 * s])
    right = np.array([(0, 6.5), (4, -5), (0, -2.5), (0, 6.5)]) * s + np.array([x, y + 5 * s])
    paper.path(
        Path(left, closed=True), fill=palette.INK, line=palette.INK, linewidth=0.6, zorder=_ON_TOP
    )
    paper.path(
        Path(right, closed=True), fill=palette.HALO, line=palette.INK, linewidth=0.6, zorder=_ON_TOP
    )
    paper.text((x, y - 7 * s), "N", size=7.5, weight=Weight.SEMIBOLD)


def _panel(paper: Paper, box: tuple[float, float, float, float]) -> None:
    left, bottom, right, top = box
    corners = [(left, bottom), (right, bottom), (right, top), (left, top), (left, bottom)]
    paper.path(
        Path(corners, closed=True), fill=palette.GROUND, alpha=0.88, linewidth=0, zorder=_ON_TOP
    )
    paper.room.take(box)


def _patrol(style: PatrolStyle, name: str) -> Entry:
    def draw(paper: Paper, at: XY) -> None:
        s = paper.scale
        draw_line(paper, Path([(at[0] + 10 * s, at[1]), (at[0] + 36 * s, at[1])]), style)
        marks.stop_badge(paper, (at[0] + 6.5 * s, at[1]), style.letter, style)

    return Entry(tidy(name, 28), 36, draw)


def _loop() -> Entry:
    def draw(paper: Paper, at: XY) -> None:
        corners = np.array([(0, -4), (0, 3.5), (11, 3.5), (11, -1), (4, -1), (4, -4)])
        path = Path(corners * paper.scale + np.array(at))
        paper.path(path, line=palette.INK, linewidth=0.9 * paper.scale)

    return Entry("Loop of a visit", 11, draw)


def _hotspots(count: int) -> Entry:
    def draw(paper: Paper, at: XY) -> None:
        s = paper.scale
        for n in range(count):
            x = at[0] + (1 + n * 9) * s
            corners = [(x, -4), (x + 8.4 * s, -4), (x + 8.4 * s, 4), (x, 4), (x, -4)]
            path = Path([(px, at[1] + py * s) for px, py in corners], closed=True)
            colour = palette.hotspot_colour(n + 1, count)
            paper.path(path, fill=colour, alpha=0.5, linewidth=0)
            paper.path(path, line=palette.HOTSPOT_LINE, linewidth=0.9 * s)

    words = "Hotspot" if count == 1 else f"Hotspots, rank 1 (dark) to {count}"
    return Entry(words, 9 * count + 1, draw)


def _symbol(
    words: str, shape: np.ndarray, size: float, colour: str = palette.SCHOOL, *, solid: bool = True
) -> Entry:
    def draw(paper: Paper, at: XY) -> None:
        middle = (at[0] + 5 * paper.scale, at[1])
        marks.symbol(paper, middle, shape, size, solid=solid, colour=colour)

    return Entry(words, 10, draw)
