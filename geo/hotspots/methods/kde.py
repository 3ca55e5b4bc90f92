"""Kernel density with one bandwidth for the whole area, chosen on held-out time.

Silverman (1986), "Density Estimation for Statistics and Data Analysis"; the bandwidth by the
likelihood of data held out, after Habbema, Hermans and van den Broek (1974) and Duin (1976), "On
the choice of smoothing parameters for Parzen estimators of probability density functions".
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from geo.hotspots.methods.base import Past
from geo.hotspots.methods.cells import anywhere, sums
from geo.hotspots.methods.tuned import Setting, Tuned, refuse_ranges

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Kde(Tuned):
    """Gaussian kernels over past incidents of all hours.

    Attributes
    ----------
    bandwidths_m : tuple of float
        Standard deviations of the kernel to choose from.
    """

    key = "kde"
    title = "Kernel density"
    paper = "Silverman (1986), Density Estimation for Statistics and Data Analysis"
    names = (("bandwidth", "m"),)

    bandwidths_m: tuple[float, ...] = (50, 75, 100, 150, 200, 300, 400, 600, 800, 1200, 1600)

    def __post_init__(self) -> None:
        refuse_ranges("Kernel density", bandwidths_m=self.bandwidths_m)

    @property
    def ranges(self) -> tuple[Setting, ...]:
        """Bandwidths to try."""
        return (self.bandwidths_m,)

    def spread(self, past: Past, setting: Setting) -> Floats:
        """Smooth the counts with one bandwidth in metres."""
        (bandwidth_m,) = setting
        return anywhere(past.grid.smooth(sums(past, past.value), bandwidth_m), past.grid)
