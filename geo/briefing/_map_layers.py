"""What lies on the map on paper, from below: basemap, hotspots, routes, places, badges, names."""

from typing import Final

import geopandas as gpd
import numpy as np
import shapely
from matplotlib.path import Path
from shapely.geometry.base import BaseGeometry

from geo.briefing._scene import Paper, Scene, ring
from geo.model import XY, Route
from geo.rendering import PatrolStyle, Weight, hotspot_colour, palette, patrol_styles

_STREET_NAMES: Final = 7
_AREA_NAMES: Final = 3
_INTERCHANGE_NAMES: Final = 6
_NAMED_STREETS: Final = ("main", "high street")
_INTERCHANGE_ORDER: Final = ("rail", "bus station", "tram", "ferry", "bus stops")

TRIANGLE: Final = np.array([(0, 1.1), (1, -0.75), (-1, -0.75)])
DIAMOND: Final = np.array([(0, 1.2), (1.2, 0), (0, -1.2), (-1.2, 0)])
HOUSE: Final = np.array([(0, 1.2), (1.1, 0.25), (1.1, -1), (-1.1, -1), (-1.1, 0.25)])
FLAG: Final = np.array([(-0.7, -1.1), (-0.7, 1.2), (1.1, 0.55), (-0.4, -0.1), (-0.4, -1.1)])

_LINE_PT: Final = 2.1
_LOOP_PT: Final = 0.9
_ASIDE_PT: Final = 1.5
_ARROW_EVERY_PT: Final = 70.0
_ARROW: Final = np.array([(1.3, 0), (-0.9, 1), (-0.4, 0), (-0.9, -1), (1.3, 0)])

Styled = list[tuple[Route, PatrolStyle]]
Badge = tuple[XY, str, PatrolStyle]


def draw_basemap(paper: Paper, scene: Scene) -> None:
    """Draw the tints and the streets, lightest first."""
    base = scene.layers.basemap
    for kind, colour in (("park", palette.PARK), ("water", palette.WATER)):
        shapes = paper.extent.to_paper(_of_kind(base, kind))
        areas = shapes[shapely.get_dimensions(shapes) == 2]
        lines = shapes[shapely.get_dimensions(shapes) == 1]
        if len(areas):
            paper.path(compound(areas), fill=colour, linewidth=0)
        if len(lines):
            paper.path(compound(lines), line=colour, linewidth=2.2 * paper.scale)
    for kind, style in palette.STREETS.items():
        shapes = paper.extent.to_paper(_of_kind(scene.layers.streets, kind))
        if len(shapes):
            width = style.width_pt * paper.scale
            paper.path(compound(shapes), line=style.colour, linewidth=width, capstyle="round")
    _draw_rail(paper, paper.extent.to_paper(_of_kind(base, "rail")))


def name_basemap(paper: Paper, scene: Scene) -> None:
    """Name the longest main streets along their run, then the largest parks and waters."""
    streets = scene.layers.streets
    if len(streets):
        worth_naming = streets["kind"].isin(_NAMED_STREETS) & streets["name"].notna()
        _name_streets(paper, streets[worth_naming & (streets["name"] != "")])
    base = scene.layers.basemap
    if len(base):
        named = base[base["kind"].isin(["park", "water"]) & base["name"].notna()]
        _name_areas(paper, named[named["name"] != ""])


def compound(shapes: np.ndarray) -> Path:
    """Many lines or polygons as one path, so that a drawing holds one element for them all."""
    parts = shapely.get_parts(shapes)
    polygons = parts[shapely.get_type_id(parts) == shapely.GeometryType.POLYGON]
    lines = parts[shapely.get_type_id(parts) == shapely.GeometryType.LINESTRING]
    paths = [Path(shapely.get_coordinates(line)) for line in lines]
    for piece in shapely.get_rings(polygons):
        coordinates = shapely.get_coordinates(piece)
        paths.append(Path(coordinates, closed=True))
    return Path.make_compound_path(*paths) if paths else Path(np.empty((0, 2)))


def _of_kind(frame: gpd.GeoDataFrame, kind: str) -> np.ndarray:
    """Geometries of one kind in a layer that has kinds."""
    geometries = np.asarray(frame.geometry.array)
    if not len(geometries):
        return np.array([], dtype=object)
    return np.asarray(geometries[np.asarray(frame["kind"] == kind)])


def _draw_rail(paper: Paper, lines: np.ndarray) -> None:
    """Draw rail as a dark line with white sleepers: it reads in grey and differs from streets."""
    if not len(lines):
        return
    path = compound(lines)
    paper.path(path, line=palette.RAIL, linewidth=1.9 * paper.scale, capstyle="butt")
    dash = (0, (4, 4))
    width = 1.0 * paper.scale
    paper.path(path, line=palette.BACKDROP, linewidth=width, linestyle=dash, capstyle="butt")


def _name_streets(paper: Paper, streets: gpd.GeoDataFrame) -> None:
    names = np.asarray(streets["name"], dtype=object)
    lines = np.asarray(streets.geometry.array)
    runs = [(name, _longest_run(paper, lines[names == name])) for name in dict.fromkeys(names)]
    ordered = sorted(
        ((name, run) for name, run in runs if run is not None),
        key=lambda item: (-shapely.length(item[1]), item[0]),
    )
    placed = 0
    for name, run in ordered:
        if placed == _STREET_NAMES:
            return
        placed += _name_along(paper, str(name), run)


def _longest_run(paper: Paper, lines: np.ndarray) -> BaseGeometry | None:
    pieces = shapely.get_parts(paper.extent.to_paper(lines))
    if not len(pieces):
        return None
    merged = shapely.get_parts(shapely.line_merge(shapely.multilinestrings(list(pieces))))
    longest: BaseGeometry = merged[int(np.argmax(shapely.length(merged)))]
    return longest


def _name_along(paper: Paper, name: str, run: BaseGeometry) -> bool:
    """Write a street's name along it where it runs straight enough and there is room."""
    size = 5.6
    width, height = paper.width(name, size), size * paper.scale
    if shapely.length(run) < width * 1.15:
        return False
    for share in (0.5, 0.3, 0.7):
        at = share * shapely.length(run)
        ends = shapely.line_interpolate_point(run, [at - width / 2, at + width / 2])
        (x0, y0), (x1, y1) = shapely.get_coordinates(ends)
        if np.hypot(x1 - x0, y1 - y0) < width * 0.96:
            continue
        angle = (np.degrees(np.arctan2(y1 - y0, x1 - x0)) + 90) % 180 - 90
        across = abs(np.cos(np.radians(angle))), abs(np.sin(np.radians(angle)))
        box = width * across[0] + height * across[1], width * across[1] + height * across[0]
        middle = ((x0 + x1) / 2, (y0 + y1) / 2)
        if paper.room.settle(middle, *box, [(0, 0)]):
            style = {"rotation": angle, "rotation_mode": "anchor", "va": "center_baseline"}
            quiet = {"color": palette.QUIET, "halo": palette.BACKDROP}
            paper.text(middle, name, size=size, **style, **quiet)
            return True
    return False


def _name_areas(paper: Paper, areas: gpd.GeoDataFrame) -> None:
    shapes = paper.extent.clip(np.asarray(areas.geometry.array))
    names = [str(n) for n in areas["name"]]
    order = np.argsort(-shapely.area(shapes), kind="stable")
    for index in [i for i in order if not shapes[i].is_empty][:_AREA_NAMES]:
        at = shapely.get_coordinates(shapely.point_on_surface(shapes[index]))[0]
        width = paper.width(names[index], 5.8, Weight.SEMIBOLD)
        place = paper.room.settle((at[0], at[1]), width, 7 * paper.scale, [(0, 0)])
        if place:
            style = {"weight": Weight.SEMIBOLD, "color": palette.QUIET, "alpha": 0.85}
            paper.text(place, names[index], size=5.8, **style)


def draw_hotspots(paper: Paper, scene: Scene) -> None:
    """Fill and outline each hotspot, the lowest rank first so that the highest lies on top."""
    for hotspot in reversed(scene.hotspots):
        shape = paper.extent.to_paper(np.array([hotspot.shape], dtype=object))
        if len(shape):
            colour = hotspot_colour(hotspot.rank, len(scene.hotspots))
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
        (
            _INTERCHANGE_ORDER.index(kind)
            if kind in _INTERCHANGE_ORDER
            else len(_INTERCHANGE_ORDER),
            name,
            (x, y),
        )
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
        paper.text(place, name, size=size, weight=weight, halo=palette.BACKDROP)


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
    """Mark the room under the routes as taken, so that no street's name runs beneath one."""
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
    """Find room for the number of each stop; one that is set aside gets a short line."""
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
    """Number the stops where `place_stops` made room."""
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
