"""The quiet part of the map: water, parks, rail, streets by weight, and a few names."""

from typing import Final

import geopandas as gpd
import numpy as np
import shapely
from matplotlib.path import Path
from shapely.geometry.base import BaseGeometry

from geo.briefing import palette
from geo.briefing.fonts import Weight
from geo.briefing.paper import Paper
from geo.briefing.scene import Scene

_STREET_NAMES: Final = 7
_AREA_NAMES: Final = 3
_NAMED_KINDS: Final = ("main", "high street")


def draw_ground(paper: Paper, scene: Scene) -> None:
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


def name_ground(paper: Paper, scene: Scene) -> None:
    """Name the longest main streets along their run, then the largest parks and waters."""
    streets = scene.layers.streets
    if len(streets):
        wanted = streets["kind"].isin(_NAMED_KINDS) & streets["name"].notna()
        _name_streets(paper, streets[wanted & (streets["name"] != "")])
    base = scene.layers.basemap
    if len(base):
        named = base[base["kind"].isin(["park", "water"]) & base["name"].notna()]
        _name_areas(paper, named[named["name"] != ""])


def compound(shapes: np.ndarray) -> Path:
    """Many lines or polygons as one path, so that a picture holds one element for them all."""
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
    paper.path(path, line=palette.GROUND, linewidth=width, linestyle=dash, capstyle="butt")


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
            quiet = {"color": palette.QUIET, "halo": palette.GROUND}
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
