"""The map on paper: PNG for the PDF, SVG for the HTML; the same scene gives the same bytes."""

import io
import re
from typing import Final

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from geo.briefing import ground, legend, marks, palette, tracks
from geo.briefing.paper import Paper, Room
from geo.briefing.scene import Extent, Scene

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
    rows = legend.rows_of(legend.entries(scene, trial), width_pt, scale)
    trial.axes.remove()
    below = legend.height_pt(rows, scale)
    extent = Extent.fit(scene, width_pt, height_pt - below) or whole
    axes = _axes(figure, (0, below, width_pt, height_pt - below), palette.GROUND)
    _draw_map(Paper(axes, extent, Room(width_pt, height_pt - below), scale), scene)
    if rows:
        strip = _axes(figure, (0, 0, width_pt, below), "none")
        legend.draw_legend(Paper(strip, extent, Room(width_pt, below), scale), rows, below)
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
    ground.draw_ground(paper, scene)
    legend.draw_scale(paper)
    legend.draw_north(paper)
    marks.draw_hotspots(paper, scene)
    tracks.draw_routes(paper, scene)
    marks.hold_places(paper, scene)
    badges = tracks.place_stops(paper, scene)
    marks.draw_places(paper, scene)
    tracks.badge_stops(paper, badges)
    marks.badge_hotspots(paper, scene)
    marks.name_places(paper, scene)
    tracks.keep_names_off(paper, scene)
    ground.name_ground(paper, scene)


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
