"""What stands on the ground: hotspots, schools, interchanges, starts, and the badges on them."""

from typing import Final

import geopandas as gpd
import numpy as np
import shapely
from matplotlib.path import Path

from geo.briefing import palette
from geo.briefing.fonts import Weight
from geo.briefing.ground import compound
from geo.briefing.palette import PatrolStyle
from geo.briefing.paper import Paper, ring
from geo.briefing.scene import Scene
from geo.model import XY

_INTERCHANGE_NAMES: Final = 6
_KIND_ORDER: Final = ("rail", "bus station", "tram", "ferry", "bus stops")

TRIANGLE: Final = np.array([(0, 1.1), (1, -0.75), (-1, -0.75)])
DIAMOND: Final = np.array([(0, 1.2), (1.2, 0), (0, -1.2), (-1.2, 0)])
HOUSE: Final = np.array([(0, 1.2), (1.1, 0.25), (1.1, -1), (-1.1, -1), (-1.1, 0.25)])
FLAG: Final = np.array([(-0.7, -1.1), (-0.7, 1.2), (1.1, 0.55), (-0.4, -0.1), (-0.4, -1.1)])


def draw_hotspots(paper: Paper, scene: Scene) -> None:
    """Fill and outline each hotspot, the lowest rank first so that the highest lies on top."""
    for hotspot in reversed(scene.hotspots):
        shape = paper.extent.to_paper(np.array([hotspot.shape], dtype=object))
        if len(shape):
            colour = palette.hotspot_colour(hotspot.rank, len(scene.hotspots))
            path = compound(shape)
            paper.path(path, fill=colour, alpha=0.5, linewidth=0)
            paper.path(path, line=palette.HOTSPOT_LINE, linewidth=1.1 * paper.scale)


def hold_places(paper: Paper, scene: Scene) -> None:
    """Keep the room of schools, interchanges and starts free of badges and names."""
    half = 3.2 * paper.scale
    frames = (scene.layers.schools, scene.layers.interchanges)
    spots = [xy for f in frames for xy in zip(f.geometry.x, f.geometry.y, strict=True)]
    for xy in [*spots, *starts(scene), *ends(scene)]:
        if paper.extent.holds(xy):
            x, y = paper.extent.point(xy)
            paper.room.take((x - half, y - half, x + half, y + half))


def draw_places(paper: Paper, scene: Scene) -> None:
    """Draw schools as triangles, interchanges as diamonds, starts as houses, ends as flags."""
    schools = scene.layers.schools
    if len(schools):
        open_today = schools["urn"].isin(list(scene.letting_out))
        _symbols(paper, schools[~open_today], TRIANGLE, 2.9, solid=False)
        _symbols(paper, schools[open_today], TRIANGLE, 3.4, solid=True)
    if len(scene.layers.interchanges):
        _symbols(paper, scene.layers.interchanges, DIAMOND, 3.4, solid=True)
    for shape, spots in ((FLAG, ends(scene)), (HOUSE, starts(scene))):
        for xy in spots:
            symbol(paper, paper.extent.point(xy), shape, 4.2, solid=True, colour=palette.BASE)


def symbol(
    paper: Paper, at: XY, shape: np.ndarray, size: float, *, solid: bool, colour: str
) -> None:
    """Draw one symbol with a white rim, filled or hollow."""
    corners = shape * size * paper.scale + np.array(at)
    closed = Path(np.vstack([corners, corners[:1]]), closed=True)
    rim = palette.HALO
    paper.path(closed, fill=rim, line=rim, linewidth=1.9 * paper.scale)
    fill = colour if solid else palette.HALO
    paper.path(closed, fill=fill, line=colour, linewidth=0.8 * paper.scale)


def name_places(paper: Paper, scene: Scene) -> None:
    """Name the starts and ends, and the interchanges that matter most here."""
    named = {r.patrol.end: r.patrol.end_name for r in scene.routes if r.patrol.end}
    named |= {r.patrol.start: r.patrol.start_name for r in scene.routes if r.patrol.start}
    for xy, name in named.items():
        _name_beside(paper, paper.extent.point(xy), name, weight=Weight.SEMIBOLD)
    frame = scene.layers.interchanges
    rows = [
        (_KIND_ORDER.index(kind) if kind in _KIND_ORDER else len(_KIND_ORDER), name, (x, y))
        for kind, name, x, y in zip(
            frame["kind"], frame["name"], frame.geometry.x, frame.geometry.y, strict=True
        )
        if isinstance(name, str)
        and name not in named.values()
        and paper.extent.holds((x, y), inset_pt=4)
    ]
    for _, name, xy in sorted(rows)[:_INTERCHANGE_NAMES]:
        _name_beside(paper, paper.extent.point(xy), name)


def badge_hotspots(paper: Paper, scene: Scene) -> None:
    """Set the rank of each hotspot in a square badge at its upper left edge."""
    side = 12.5 * paper.scale
    for hotspot in scene.hotspots:
        left, _, _, top = hotspot.shape.bounds
        edge = shapely.shortest_line(hotspot.shape, shapely.Point(left, top))
        corner = paper.extent.point(edge.coords[0])
        tries = [(0.0, 0.0), *ring(9 * paper.scale)]
        at = paper.room.settle(corner, side, side, tries) or corner
        rank_badge(paper, at, str(hotspot.rank))


def rank_badge(paper: Paper, at: XY, rank: str) -> None:
    """Draw a square badge with a numeral."""
    half = 5.8 * paper.scale
    corners = np.array([(-half, -half), (half, -half), (half, half), (-half, half), (-half, -half)])
    path = Path(corners + np.array(at), closed=True)
    paper.path(path, fill=palette.HALO, line=palette.HALO, linewidth=2.6 * paper.scale)
    paper.path(path, fill=palette.HOTSPOT_LINE, line=palette.HOTSPOT_LINE, linewidth=1)
    style = {"weight": Weight.BOLD, "color": "#FFFFFF"}
    paper.text(at, rank, size=8.4, **style)


def stop_badge(paper: Paper, at: XY, label: str, style: PatrolStyle) -> None:
    """Draw a round badge with a patrol's letter and the number of its stop."""
    radius = 6.1 * paper.scale
    disc = Path.circle(at, radius)
    paper.path(disc, fill=palette.HALO, line=palette.HALO, linewidth=2.2 * paper.scale)
    paper.path(disc, fill=style.colour, line=palette.INK, linewidth=0.5 * paper.scale)
    size = 6.4 if len(label) < 3 else 5.2
    kind = {"weight": Weight.BOLD, "color": style.on_colour}
    paper.text(at, label, size=size, **kind)


def starts(scene: Scene) -> list[XY]:
    """Where patrols start, each place once."""
    return list(dict.fromkeys(r.patrol.start for r in scene.routes if r.patrol.start is not None))


def ends(scene: Scene) -> list[XY]:
    """Where patrols end that end elsewhere than they start, each place once."""
    patrols = [route.patrol for route in scene.routes]
    own = [p.end for p in patrols if p.end is not None and p.end != p.start]
    return [xy for xy in dict.fromkeys(own) if xy not in starts(scene)]


def _symbols(
    paper: Paper, frame: gpd.GeoDataFrame, shape: np.ndarray, size: float, *, solid: bool
) -> None:
    points = shapely.get_coordinates(np.asarray(frame.geometry.array))
    for x, y in points:
        if paper.extent.holds((x, y), inset_pt=size):
            at = paper.extent.point((x, y))
            symbol(paper, at, shape, size, solid=solid, colour=palette.SCHOOL)


def _name_beside(paper: Paper, at: XY, name: str, weight: Weight = Weight.REGULAR) -> None:
    """Write a name right of, left of, above or below a symbol, where there is room first."""
    size = 6.4
    width, height = paper.width(name, size, weight), size * 1.15 * paper.scale
    across, up = width / 2 + 6.5 * paper.scale, 8.5 * paper.scale
    tries = [(across, 0.0), (-across, 0.0), (0.0, up), (0.0, -up), (across, up), (-across, -up)]
    place = paper.room.settle(at, width, height, tries)
    if place:
        paper.text(place, name, size=size, weight=weight, halo=palette.GROUND)
