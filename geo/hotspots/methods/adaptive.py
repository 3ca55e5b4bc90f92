"""Kernel density whose bandwidth is narrow where incidents are many and wide where they are few.

Abramson (1982), "On bandwidth variation in kernel estimates: a square root law", Annals of
Statistics 10, 1217-1223; the geometric mean as the unit of the local factors after Silverman
(1986), section 5.3.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from geo.hotspots.methods.base import Past
from geo.hotspots.methods.cells import anywhere, sums
from geo.hotspots.methods.tuned import Setting, Tuned, refuse_ranges

Floats = NDArray[np.float64]
_HALF_OCTAVES: Final = 4


@dataclass(frozen=True)
class AdaptiveKde(Tuned):
    """Gaussian kernels over past incidents of all hours, each as wide as its surroundings allow.

    A pilot density with bandwidth h gives each incident the factor (pilot / geometric mean)**-1/2,
    between a quarter and four. Factors are rounded to half octaves, so that at most nine smoothings
    of the raster stand for as many bandwidths as there are incidents.

    Attributes
    ----------
    bandwidths_m : tuple of float
        Bandwidths h of the pilot, and of a kernel whose factor is 1, to choose from.
    """

    key = "adaptive"
    title = "Adaptive kernel density"
    paper = (
        "Abramson (1982), On bandwidth variation in kernel estimates: a square root law, "
        "Annals of Statistics 10"
    )
    names = (("pilot bandwidth", "m"),)

    bandwidths_m: tuple[float, ...] = (100, 150, 200, 300, 400, 600, 800, 1200)

    def __post_init__(self) -> None:
        refuse_ranges("Adaptive kernel density", bandwidths_m=self.bandwidths_m)

    @property
    def ranges(self) -> tuple[Setting, ...]:
        """Pilot bandwidths to try."""
        return (self.bandwidths_m,)

    def spread(self, past: Past, setting: Setting) -> Floats:
        """Smooth each class of cells with its own bandwidth, from one pilot bandwidth in metres."""
        (bandwidth_m,) = setting
        counted = sums(past, past.value)
        classes = _half_octaves(counted, past.grid.smooth(counted, bandwidth_m))
        raw = np.zeros(past.grid.shape)
        for half_octave in np.unique(classes[counted > 0]):
            part = np.where(classes == half_octave, counted, 0.0)
            wide_m = bandwidth_m * 2.0 ** (half_octave / 2)
            raw += part.sum() * past.grid.smooth(part, wide_m)
        return anywhere(raw, past.grid)


def _half_octaves(counted: Floats, pilot: Floats) -> NDArray[np.int64]:
    """Local factors as powers of the square root of 2, for cells with incidents; elsewhere 0."""
    classes = np.zeros(counted.shape, dtype=np.int64)
    seen = counted > 0
    density = np.log2(np.maximum(pilot[seen], 1e-300))
    if density.size:
        middle = (counted[seen] * density).sum() / counted[seen].sum()
        factors = np.rint(middle - density)
        classes[seen] = factors.clip(-_HALF_OCTAVES, _HALF_OCTAVES).astype(np.int64)
    return classes
