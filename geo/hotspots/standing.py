"""Whether a shape is a hotspot on the strength of its own incidents."""

from typing import Final

from shapely.geometry import Polygon

from geo.hotspots.level import HALF_LIVES_DAYS
from geo.hotspots.picture import Evidence, Picture
from geo.hotspots.shapes import TIMES_THE_MEAN

_FEWEST_RECORDED: Final = 5
_YEAR_DAYS: Final = 365
_SURFACE_COUNTS_FOR: Final = 4.0


def recorded(picture: Picture, known: Evidence) -> int:
    """Scored incidents inside in the year before, at any hour."""
    return int((picture.study.scored.age_days[known.inside] <= _YEAR_DAYS).sum())


def stands(picture: Picture, shape: Polygon, known: Evidence) -> bool:
    """Say whether a place may be called a hotspot.

    A place with fewer than five scored incidents in the year before is none: its count could not be
    shown, nor told from chance. Nor is one that the surface makes hot, but whose own incidents do
    not bear it out: shrunk towards the surface, which counts for four incidents, it must expect
    four times the mean of the study area.
    """
    if recorded(picture, known) < _FEWEST_RECORDED:
        return False
    surface = picture.surface
    which = HALF_LIVES_DAYS.index(picture.half_life_days)
    by_surface, own = known.surface_incidents, known.own_incidents[which]
    if surface.by_harm:
        by_surface, own = known.surface_harm, known.own_harm[which]
    weight = known.effective[which] / (known.effective[which] + _SURFACE_COUNTS_FOR)
    shrunk = weight * own + (1 - weight) * by_surface
    cells = shape.area / surface.grid.cell_m**2
    return bool(shrunk >= TIMES_THE_MEAN * surface.mean * cells)
