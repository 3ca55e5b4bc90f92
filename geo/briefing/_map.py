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

from geo.briefing import _map_layers as map_layers
from geo.briefing._lines import tidy
from geo.briefing._scene import Box, Extent, Paper, Room, Scene
from geo.model import XY
from geo.rendering import PatrolStyle, Weight, drawable, hotspot_colour, palette, text_width_pt

_PT_PER_INCH: Final = 72.0
_NO_METADATA: Final = dict.fromkeys(("Date", "Creator", "Format", "Type"))
_SVG_ROOT: Final = (
    'xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" '
    'role="presentation" aria-hidden="true" focusable="false"'
)

#: The legend: size of its letters, height of a row and gap between entries, in points.
_SIZE: Final = 7.2
_ROW_PT: Final = 15.0
_GAP_PT: Final = 11.0
_ON_TOP: Final = 2.5
_SCALE_BARS_M: Final = (50, 100, 200, 250, 500, 1000, 2000, 5000, 10000, 20000)


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
        _draw_nothing(figure, width_pt, height_pt, scale)
        return figure
    trial = Paper(figure.add_axes((0, 0, 1, 1)), whole, Room(width_pt, height_pt), scale)
    rows = _rows(_entries(scene, trial), width_pt, scale)
    trial.axes.remove()
    below = _legend_height_pt(rows, scale)
    extent = Extent.fit(scene, width_pt, height_pt - below) or whole
    axes = _axes(figure, (0, below, width_pt, height_pt - below), palette.BACKDROP)
    _draw_map(Paper(axes, extent, Room(width_pt, height_pt - below), scale), scene)
    if rows:
        strip = _axes(figure, (0, 0, width_pt, below), "none")
        _draw_legend(Paper(strip, extent, Room(width_pt, below), scale), rows, below)
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


def _numbered(text: str, key: str) -> str:
    names = dict.fromkeys(re.findall(r'\bid="([^"]+)"', text))
    new = {name: f"{key}{n}" for n, name in enumerate(names)}

    def renamed(match: re.Match[str]) -> str:
        return f"{match[1]}{new.get(match[2], match[2])}{match[3]}"

    return re.sub(r'(\bid="|url\(#|href="#)([^")]+)([")])', renamed, text)


def _draw_map(paper: Paper, scene: Scene) -> None:
    map_layers.draw_basemap(paper, scene)
    _draw_scale(paper)
    _draw_north(paper)
    map_layers.draw_hotspots(paper, scene)
    map_layers.draw_routes(paper, scene)
    map_layers.hold_places(paper, scene)
    badges = map_layers.place_stops(paper, scene)
    map_layers.draw_places(paper, scene)
    map_layers.badge_stops(paper, badges)
    map_layers.badge_hotspots(paper, scene)
    map_layers.name_places(paper, scene)
    map_layers.keep_names_off(paper, scene)
    map_layers.name_basemap(paper, scene)


def _axes(figure: Figure, box_pt: Box, colour: str) -> Axes:
    """Axes over a box of the figure whose unit is the point, with nothing of their own drawn."""
    wide, high = (float(side) * _PT_PER_INCH for side in figure.get_size_inches())
    left, bottom, width, height = box_pt
    axes = figure.add_axes((left / wide, bottom / high, width / wide, height / high))
    axes.set(xlim=(0, width), ylim=(0, height), xticks=[], yticks=[], facecolor=colour)
    for spine in axes.spines.values():
        spine.set(color="#B9B6AF", linewidth=0.6, visible=colour != "none")
    return axes


def _draw_nothing(figure: Figure, width_pt: float, height_pt: float, scale: float) -> None:
    axes = _axes(figure, (0, 0, width_pt, height_pt), palette.BACKDROP)
    paper = Paper(axes, Extent(0, 0, 1, 1, 1), Room(width_pt, height_pt), scale)
    words = "Nothing to show: no hotspots, routes or streets."
    paper.text((width_pt / 2, height_pt / 2), words, size=9, color=palette.QUIET)


@dataclass(frozen=True)
class _Entry:
    """An entry of the legend: a symbol of a width in points, and what it means."""

    words: str
    width_pt: float
    draw: Callable[[Paper, XY], None]

    def length_pt(self, scale: float) -> float:
        """Width of symbol and words together."""
        words = text_width_pt(drawable(self.words), Weight.REGULAR, _SIZE * scale)
        return (self.width_pt + 5) * scale + words


def _entries(scene: Scene, paper: Paper) -> list[_Entry]:
    """What is on a map, in the order in which one asks about it."""
    shown = [_patrol(style, route.patrol.name) for route, style in map_layers.styled(scene)]
    if any(stop.loop is not None for route in scene.routes for stop in route.stops):
        shown.append(_loop())
    if scene.hotspots:
        shown.append(_hotspots(len(scene.hotspots)))
    schools = scene.layers.schools
    points = [(x, y) for x, y in zip(schools.geometry.x, schools.geometry.y, strict=True)]
    inside = np.array([paper.extent.holds(p, 3) for p in points], dtype=bool)
    ringing = np.asarray(schools["urn"].isin(list(scene.letting_out)), dtype=bool)
    if (inside & ringing).any():
        shown.append(_symbol("School letting out", map_layers.TRIANGLE, 3.4))
    if (inside & ~ringing).any():
        shown.append(_symbol("Other school", map_layers.TRIANGLE, 2.9, solid=False))
    stops = scene.layers.interchanges.geometry
    if any(paper.extent.holds(p, 3) for p in zip(stops.x, stops.y, strict=True)):
        shown.append(_symbol("Interchange", map_layers.DIAMOND, 3.4))
    if map_layers.starts(scene):
        shown.append(_symbol("Start of patrol", map_layers.HOUSE, 4.2, palette.BASE))
    if map_layers.ends(scene):
        shown.append(_symbol("End of patrol", map_layers.FLAG, 4.2, palette.BASE))
    return shown


def _rows(entries: list[_Entry], width_pt: float, scale: float) -> list[list[_Entry]]:
    """Break entries into rows that fit a width."""
    rows: list[list[_Entry]] = []
    used = width_pt + 1
    for entry in entries:
        length = entry.length_pt(scale) + _GAP_PT * scale
        if used + length > width_pt + _GAP_PT * scale:
            rows.append([])
            used = 0.0
        rows[-1].append(entry)
        used += length
    return rows


def _legend_height_pt(rows: list[list[_Entry]], scale: float) -> float:
    """Height that rows of a legend need."""
    return (len(rows) * _ROW_PT + 4) * scale if rows else 0.0


def _draw_legend(paper: Paper, rows: list[list[_Entry]], top_pt: float) -> None:
    """Draw the rows downwards from a height."""
    for n, row in enumerate(rows):
        y = top_pt - (n + 0.5) * _ROW_PT * paper.scale - 3 * paper.scale
        x = 1.5
        for entry in row:
            entry.draw(paper, (x, y))
            at = (x + (entry.width_pt + 5) * paper.scale, y)
            paper.text(at, entry.words, size=_SIZE, ha="left")
            x += entry.length_pt(paper.scale) + _GAP_PT * paper.scale


def _draw_scale(paper: Paper) -> None:
    """Draw a scale bar of a round length at the lower left, and north at the upper right."""
    most = paper.room.width_pt * 0.24
    fitting = [m for m in _SCALE_BARS_M if m * paper.extent.pt_per_m <= most]
    metres = fitting[-1] if fitting else _SCALE_BARS_M[0]
    length, s = metres * paper.extent.pt_per_m, paper.scale
    x, y = 10 * s, 11 * s
    words = f"{metres} m" if metres < 1000 else f"{metres // 1000} km"
    _panel(paper, (x - 5 * s, y - 6 * s, x + length + 9 * s + paper.width(words, 7), y + 6 * s))
    tick = 2.5 * s
    bar = [(x, y + tick), (x, y - tick), (x + length, y - tick), (x + length, y + tick)]
    paper.path(Path(bar), line=palette.INK, linewidth=1.1 * s, zorder=_ON_TOP)
    paper.text((x + length + 4 * s, y), words, size=7, ha="left")


def _draw_north(paper: Paper) -> None:
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


def _panel(paper: Paper, box: Box) -> None:
    left, bottom, right, top = box
    corners = [(left, bottom), (right, bottom), (right, top), (left, top), (left, bottom)]
    paper.path(
        Path(corners, closed=True), fill=palette.BACKDROP, alpha=0.88, linewidth=0, zorder=_ON_TOP
    )
    paper.room.take(box)


def _patrol(style: PatrolStyle, name: str) -> _Entry:
    def draw(paper: Paper, at: XY) -> None:
        s = paper.scale
        map_layers.draw_line(paper, Path([(at[0] + 10 * s, at[1]), (at[0] + 36 * s, at[1])]), style)
        map_layers.stop_badge(paper, (at[0] + 6.5 * s, at[1]), style.letter, style)

    return _Entry(tidy(name, 28), 36, draw)


def _loop() -> _Entry:
    def draw(paper: Paper, at: XY) -> None:
        corners = np.array([(0, -4), (0, 3.5), (11, 3.5), (11, -1), (4, -1), (4, -4)])
        path = Path(corners * paper.scale + np.array(at))
        paper.path(path, line=palette.INK, linewidth=0.9 * paper.scale)

    return _Entry("Loop at a stop", 11, draw)


def _hotspots(count: int) -> _Entry:
    def draw(paper: Paper, at: XY) -> None:
        s = paper.scale
        for n in range(count):
            x = at[0] + (1 + n * 9) * s
            corners = [(x, -4), (x + 8.4 * s, -4), (x + 8.4 * s, 4), (x, 4), (x, -4)]
            path = Path([(px, at[1] + py * s) for px, py in corners], closed=True)
            colour = hotspot_colour(n + 1, count)
            paper.path(path, fill=colour, alpha=0.5, linewidth=0)
            paper.path(path, line=palette.HOTSPOT_LINE, linewidth=0.9 * s)

    words = "Hotspot" if count == 1 else f"Hotspots, ranked 1 (darkest) to {count}"
    return _Entry(words, 9 * count + 1, draw)


def _symbol(
    words: str, shape: np.ndarray, size: float, colour: str = palette.SCHOOL, *, solid: bool = True
) -> _Entry:
    def draw(paper: Paper, at: XY) -> None:
        middle = (at[0] + 5 * paper.scale, at[1])
        map_layers.symbol(paper, middle, shape, size, solid=solid, colour=colour)

    return _Entry(words, 10, draw)
