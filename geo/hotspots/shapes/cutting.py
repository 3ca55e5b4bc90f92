"""Hot ground, cut into shapes that a pair can patrol on foot."""

from typing import Final

import numpy as np
from numpy.typing import NDArray
from shapely.geometry import Polygon

from geo.hotspots.scored import Scored
from geo.hotspots.shapes.ground import Ground
from geo.hotspots.shapes.outlines import Outline, allowed, outlines, standing
from geo.hotspots.shapes.polygons import apart
from geo.hotspots.shapes.spots import hot_spots
from geo.hotspots.shapes.terrain import Terrain
from geo.hotspots.shapes.units import FEWEST_INCIDENTS, Units
from geo.hotspots.surface import RiskSurface

Floats = NDArray[np.float64]

_REACH_CELLS: Final = 1.5
_AROUND_CELLS: Final = 0.8
_LEAST_CELL_M: Final = 50.0
#: A shape must hold what this much ground holds where it is just hot; less where shapes are small.
_HOT_M2: Final = 40_000.0
_DENSER: Final = 1.4
_DROPPED: Final = 2.0
_MUCH_DENSER: Final = 2.0
_WORTH_KEEPING: Final = 0.6


def patrollable_shapes(
    surface: RiskSurface,
    scored: Scored,
    told: Floats,
    max_area_m2: float,
    ground: Ground | None = None,
    most: int = 100,
) -> list[Polygon]:
    """Cut the ground where incidents gather into shapes of at most ``max_area_m2``.

    Parameters
    ----------
    surface : RiskSurface
    scored : Scored
    told : ndarray
        What each incident tells of the next window's value.
    max_area_m2 : float
    ground : Ground, optional
        Streets to follow, barriers that keep apart and masks to avoid, in the same CRS. Without
        streets, or more than 40 m away from any, shapes are the ground around the incidents.
    most : int
        No more hot ground than this many shapes could cover is looked at, the riskiest first.

    Returns
    -------
    list of Polygon
        In the workspace's CRS, metres. They do not overlap, and each stands on incidents of its
        own: four at the least. The order of the incidents plays no part.
    """
    spots = hot_spots(surface, scored, told, most * max_area_m2)
    if spots.counts.sum() < FEWEST_INCIDENTS or spots.density <= 0:
        return []
    cell_m, widest_m = max(surface.grid.cell_m, _LEAST_CELL_M), float(np.sqrt(max_area_m2 / np.pi))
    reach_m = min(_REACH_CELLS * cell_m, max(widest_m, _REACH_CELLS * _LEAST_CELL_M))
    around_m = min(_AROUND_CELLS * cell_m, 0.5 * widest_m)
    terrain = Terrain.of(ground, spots.cells, surface.grid.study_area, around_m, max_area_m2)
    least_m2 = max(_HOT_M2, float(np.pi) * (_REACH_CELLS * cell_m) ** 2)
    least_m2 *= min(1.0, max_area_m2 / _HOT_M2)
    units = terrain.units(spots, reach_m, spots.density * least_m2)
    found = [
        outline
        for cluster in units.clusters(spots.density)
        for outline in _small_enough(cluster, spots.density, terrain, max_area_m2)
    ]
    return _apart(found, units, terrain)


def _small_enough(
    cluster: Units, density: float, terrain: Terrain, max_area_m2: float
) -> list[Outline]:
    """Outlines of a cluster; of one too large, those of its parts."""
    if cluster.spread_m2 > max_area_m2 * (_DROPPED if len(terrain.pieces) else 1):
        return _of_parts(cluster, cluster.spread_m2, density, terrain, max_area_m2)
    return [
        outline
        for shape, units in outlines(cluster, density, terrain)
        for outline in (
            [(shape, units)]
            if shape.area <= max_area_m2
            else _of_parts(units, shape.area, density, terrain, max_area_m2)
        )
    ]


def _of_parts(
    units: Units, area_m2: float, density: float, terrain: Terrain, max_area_m2: float
) -> list[Outline]:
    """Outlines of the denser cores; where they hold too little of the whole, of compact parts."""
    times = area_m2 / max_area_m2
    denser = density * min(max(_DENSER, float(np.sqrt(times))), _MUCH_DENSER)
    cores = units.clusters(denser)
    if sum(core.weights.sum() for core in cores) >= _WORTH_KEEPING * units.weights.sum():
        return [
            outline
            for core in cores
            for outline in _small_enough(core, denser, terrain, max_area_m2)
        ]
    return [
        outline
        for part in units.divided(int(np.ceil(times)))
        for outline in _middle(part, density, terrain, max_area_m2)
    ]


def _middle(part: Units, density: float, terrain: Terrain, max_area_m2: float) -> list[Outline]:
    """As many units around the middle as fit; found by halving."""
    ordered, low, high = part.by_closeness(), 0, len(part) + 1
    fits: list[Outline] = []
    tried = len(part)
    while high - low > 1:
        drawn = outlines(ordered[np.arange(tried)], density, terrain)
        if all(shape.area <= max_area_m2 for shape, _ in drawn):
            fits, low = drawn, tried
        else:
            high = tried
        tried = (low + high) // 2
    return fits


def _apart(found: list[Outline], units: Units, terrain: Terrain) -> list[Polygon]:
    """Give ground that two shapes share to the one that tells more, and look at the other again."""
    drawn = [shape for shape, _ in sorted(found, key=_merit)]
    same = {id(shape) for shape in drawn}
    free = [
        part
        for shape in apart(drawn)
        for part in ([shape] if id(shape) in same else allowed(shape, terrain))
    ]
    return [shape for shape, _ in standing(free, units)]


def _merit(outline: Outline) -> tuple[float, float, float]:
    shape, units = outline
    return (-float(units.weights.sum()), shape.centroid.x, shape.centroid.y)
