"""The map on paper: PNG for the PDF, SVG for the HTML; the same scene gives the same bytes."""

import io
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.path import Path

from geo.briefing import map_layers
from geo.briefing.lines import tidy
from geo.briefing.map_layers import draw_line, styled
from geo.briefing.scene import Extent, Paper, Room, Scene
from geo.model import XY
from geo.rendering import PatrolStyle, Weight, palette, text_width_pt
from geo.rendering import drawable as _drawable

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
        found.append(_symbol("School letting out", map_layers.TRIANGLE, 3.4))
    if (inside & ~ringing).any():
        found.append(_symbol("Other school", map_layers.TRIANGLE, 2.9, solid=False))
    stops = scene.layers.interchanges.geometry
    if any(paper.extent.holds(p, 3) for p in zip(stops.x, stops.y, strict=True)):
        found.append(_symbol("Interchange", map_layers.DIAMOND, 3.4))
    if map_layers.starts(scene):
        found.append(_symbol("Start of patrol", map_layers.HOUSE, 4.2, palette.BASE))
    if map_layers.ends(scene):
        found.append(_symbol("End of patrol", map_layers.FLAG, 4.2, palette.BASE))
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


def legend_height_pt(rows: list[list[Entry]], scale: float) -> float:
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
        map_layers.stop_badge(paper, (at[0] + 6.5 * s, at[1]), style.letter, style)

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
        map_layers.symbol(paper, middle, shape, size, solid=solid, colour=colour)

    return Entry(words, 10, draw)


_PT_PER_INCH: Final = 72.0
_NO_METADATA: Final = dict.fromkeys(("Date", "Creator", "Format", "Type"))


def draw(scene: Scene, width_pt: float, height_pt: float, scale: float = 1.0) -> Figure:
    """Draw a scene and its legend.

    Parameters
    ----------
    scene : Scene
        Layers, hotspots and routes, all in the workspace's CRS.
    width_pt, height_pt : float
        Size on paper, legend included.
    scale : float
        Size of symbols and letters; 1 suits A4.
    """
    figure = Figure(figsize=(width_pt / _PT_PER_INCH, height_pt / _PT_PER_INCH), facecolor="white")
    whole = Extent.fit(scene, width_pt, height_pt)
    if whole is None:
        _say_nothing(figure, width_pt, height_pt, scale)
        return figure
    trial = Paper(figure.add_axes((0, 0, 1, 1)), whole, Room(width_pt, height_pt), scale)
    rows = rows_of(entries(scene, trial), width_pt, scale)
    trial.axes.remove()
    below = legend_height_pt(rows, scale)
    extent = Extent.fit(scene, width_pt, height_pt - below) or whole
    axes = _axes(figure, (0, below, width_pt, height_pt - below), palette.GROUND)
    _draw_map(Paper(axes, extent, Room(width_pt, height_pt - below), scale), scene)
    if rows:
        strip = _axes(figure, (0, 0, width_pt, below), "none")
        draw_legend(Paper(strip, extent, Room(width_pt, below), scale), rows, below)
    return figure


def png(scene: Scene, width_pt: float, height_pt: float, dpi: int = 240) -> bytes:
    """The map as a PNG."""
    out = io.BytesIO()
    figure = draw(scene, width_pt, height_pt)
    figure.savefig(out, format="png", dpi=dpi, metadata={"Software": None})
    return out.getvalue()


def svg(scene: Scene, width_pt: float, height_pt: float, scale: float = 1.0, key: str = "m") -> str:
    """The map as an SVG element to stand inside HTML.

    Letters are outlines, so no text of the data reaches the markup. Identifiers are numbered in
    order behind ``key``: matplotlib would draw them by chance, and two maps must not share any.
    """
    out = io.BytesIO()
    figure = draw(scene, width_pt, height_pt, scale)
    figure.savefig(out, format="svg", metadata=_NO_METADATA)
    text = out.getvalue().decode("utf-8")
    text = text[text.index("<svg") :]
    text = re.sub(r"<!--.*?-->\s*|<metadata>.*?</metadata>\s*", "", text, flags=re.DOTALL)
    text = re.sub(r'(?<=\sd=")[^"]+', lambda d: re.sub(r"(\.\d\d)\d+", r"\1", d[0]), text)
    text = re.sub(r'^<svg [^>]*?(viewBox="[^"]*")[^>]*>', rf"<svg {_SVG_ROOT} \1>", text)
    return _numbered(text, key)


_SVG_ROOT: Final = (
    'xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" '
    'role="presentation" aria-hidden="true" focusable="false"'
)


def _numbered(text: str, key: str) -> str:
    names = dict.fromkeys(re.findall(r'\bid="([^"]+)"', text))
    new = {name: f"{key}{n}" for n, name in enumerate(names)}

    def renamed(match: re.Match[str]) -> str:
        return f"{match[1]}{new.get(match[2], match[2])}{match[3]}"

    return re.sub(r'(\bid="|url\(#|href="#)([^")]+)([")])', renamed, text)


def _draw_map(paper: Paper, scene: Scene) -> None:
    map_layers.draw_ground(paper, scene)
    draw_scale(paper)
    draw_north(paper)
    map_layers.draw_hotspots(paper, scene)
    map_layers.draw_routes(paper, scene)
    map_layers.hold_places(paper, scene)
    badges = map_layers.place_stops(paper, scene)
    map_layers.draw_places(paper, scene)
    map_layers.badge_stops(paper, badges)
    map_layers.badge_hotspots(paper, scene)
    map_layers.name_places(paper, scene)
    map_layers.keep_names_off(paper, scene)
    map_layers.name_ground(paper, scene)


def _axes(figure: Figure, box_pt: tuple[float, float, float, float], colour: str) -> Axes:
    """Axes over a box of the figure whose unit is the point, with nothing of their own drawn."""
    wide, high = (float(side) * _PT_PER_INCH for side in figure.get_size_inches())
    left, bottom, width, height = box_pt
    axes = figure.add_axes((left / wide, bottom / high, width / wide, height / high))
    axes.set(xlim=(0, width), ylim=(0, height), xticks=[], yticks=[], facecolor=colour)
    for spine in axes.spines.values():
        spine.set(color="#B9B6AF", linewidth=0.6, visible=colour != "none")
    return axes


def _say_nothing(figure: Figure, width_pt: float, height_pt: float, scale: float) -> None:
    axes = _axes(figure, (0, 0, width_pt, height_pt), palette.GROUND)
    paper = Paper(axes, Extent(0, 0, 1, 1, 1), Room(width_pt, height_pt), scale)
    words = "Nothing to show: no hotspots, routes or streets."
    paper.text((width_pt / 2, height_pt / 2), words, size=9, color=palette.QUIET)
