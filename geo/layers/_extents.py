"""Where coordinates can lie: the reach of a CRS, the bulk of a file, and the home of a timezone."""

import re
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Final

import numpy as np
from numpy.typing import NDArray
from pyproj import CRS, Geod, Transformer

from geo.crs import WGS84
from geo.formats import Bools

Floats = NDArray[np.float64]
#: Beyond the area of use of a CRS by this much, a point may still be meant.
_PAD_M: Final = 100_000.0
_PAD_DEG: Final = 2.0
#: Of the bulk: this many median deviations, and never less than this.
_REACH_DEVIATIONS: Final = 8.0
_LEAST_REACH_M: Final = 5_000.0
_LEAST_REACH_DEG: Final = 0.05
_NEAR_HOME_M: Final = 600_000.0
_FAR_FROM_HOME_M: Final = 3_000_000.0


@dataclass(frozen=True)
class Box:
    """A rectangle in the units of a CRS."""

    west: float
    south: float
    east: float
    north: float

    def holds(self, x: Floats, y: Floats) -> Bools:
        """Say which points lie inside."""
        inside = (self.west <= x) & (x <= self.east) & (self.south <= y) & (y <= self.north)
        return np.asarray(inside, dtype=bool)


#: No one lives beyond these latitudes; a file that does has its columns swapped.
INHABITED: Final = Box(-180, -60, 180, 79)


def reach_of(crs: CRS) -> Box:
    """Give the area of use of a CRS in its own units, with a margin; the world for degrees."""
    area = crs.area_of_use
    if crs.is_geographic or area is None:
        huge = np.inf if not crs.is_geographic else 0.0
        return Box(-180.0 - huge, -90.0 - huge, 180.0 + huge, 90.0 + huge)
    to_crs = Transformer.from_crs(WGS84, crs, always_xy=True)
    west, south, east, north = to_crs.transform_bounds(*area.bounds)
    pad = _PAD_M / crs.axis_info[0].unit_conversion_factor
    return Box(west - pad, south - pad, east + pad, north + pad)


def area_in_degrees(crs: CRS) -> Box | None:
    """Give the area of use of a CRS in degrees, with a margin; None where unknown."""
    if crs.area_of_use is None:
        return None
    west, south, east, north = crs.area_of_use.bounds
    return Box(west - _PAD_DEG, south - _PAD_DEG, east + _PAD_DEG, north + _PAD_DEG)


def bulk_of(x: Floats, y: Floats, crs: CRS, times: float = 1.0, least: float = 1.0) -> Box:
    """Give the box around the middle of the points that holds all but outliers.

    Parameters
    ----------
    x, y : ndarray
        In ``crs``; at least one point.
    times, least : float
        Factors on the reach in deviations and on the smallest reach.
    """
    smallest = _LEAST_REACH_DEG if crs.is_geographic else _LEAST_REACH_M
    sides = []
    for values in (x, y):
        middle = float(np.median(values))
        deviation = float(np.median(np.abs(values - middle)))
        reach = max(times * _REACH_DEVIATIONS * deviation, least * smallest)
        sides.append((middle - reach, middle + reach))
    (west, east), (south, north) = sides
    return Box(west, south, east, north)


def looks_swapped(x: float, y: float, target: CRS | None, timezone: str) -> bool:
    """Say whether a file whose middle is at longitude x, latitude y has its columns swapped.

    Told by the target CRS where there is one; else by latitudes at which nobody lives, or by the
    timezone: far from its home as it stands, and near when swapped.
    """
    if not (abs(x) <= 90 and abs(y) <= 180):
        return False
    area = area_in_degrees(target) if target is not None else None
    if area is not None:
        here, there = (
            bool(area.holds(np.array([a]), np.array([b]))[0]) for a, b in ((x, y), (y, x))
        )
        return there and not here
    if not INHABITED.holds(np.array([x]), np.array([y]))[0]:
        return True
    home = _home_of(timezone)
    if home is None:
        return False
    geod = Geod(ellps="WGS84")
    _, _, as_it_stands = geod.inv(x, y, *home)
    _, _, swapped = geod.inv(y, x, *home)
    return bool(as_it_stands > _FAR_FROM_HOME_M and swapped < _NEAR_HOME_M)


@cache
def _home_of(timezone: str) -> tuple[float, float] | None:
    """Longitude and latitude of the city of a timezone, from the tz database's zone.tab."""
    table = files("tzdata").joinpath("zoneinfo", "zone.tab").read_text(encoding="utf-8")
    for line in table.splitlines():
        cells = line.split("\t")
        if len(cells) > 2 and cells[2] == timezone:
            position = re.fullmatch(r"([+-]\d{4,6})([+-]\d{5,7})", cells[1])
            return (_degrees(position[2], 3), _degrees(position[1], 2)) if position else None
    return None


def _degrees(text: str, whole: int) -> float:
    """Degrees of ±DDMM[SS] or ±DDDMM[SS]."""
    digits = text[1:]
    degrees = int(digits[:whole]) + int(digits[whole : whole + 2]) / 60
    return degrees if text[0] == "+" else -degrees
