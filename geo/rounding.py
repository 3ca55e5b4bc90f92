"""Which grid coordinates were rounded to before they came to us."""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray
from pyproj import CRS, Transformer

from geo.crs import WGS84

Floats = NDArray[np.float64]
#: Name, step, whether it is in degrees, and about how many metres it is; coarsest first.
_GRIDS: Final = (
    ("1 km", 1000.0, False, 1000.0),
    ("2 decimals of a degree", 0.01, True, 1000.0),
    ("100 m", 100.0, False, 100.0),
    ("3 decimals of a degree", 0.001, True, 100.0),
    ("10 m", 10.0, False, 10.0),
    ("4 decimals of a degree", 0.0001, True, 10.0),
)


@dataclass(frozen=True)
class Rounding:
    """A grid that points may lie on: its name, its step in metres, and the share that does."""

    name: str
    step_m: float
    share: float


def roundings(x: Floats, y: Floats, weights: Floats, crs: CRS) -> tuple[Rounding, ...]:
    """How large a share of the weight lies on each grid, coarsest first.

    Parameters
    ----------
    x, y : ndarray
        Metres in ``crs``.
    weights : ndarray
        How many rows lie on each point.
    """
    lon, lat = Transformer.from_crs(crs, WGS84, always_xy=True).transform(x, y)
    found = []
    for name, step, degrees, metres in _GRIDS:
        a, b = (lon, lat) if degrees else (x, y)
        # Reprojecting there and back leaves less than a centimetre.
        slack = 2e-7 if degrees else 0.02
        on = _on(np.asarray(a), step, slack) & _on(np.asarray(b), step, slack)
        found.append(Rounding(name, metres, float((weights * on).sum() / weights.sum())))
    return tuple(found)


def _on(values: Floats, step: float, slack: float) -> NDArray[np.bool_]:
    return np.asarray(np.abs(values - np.round(values / step) * step) <= slack)
