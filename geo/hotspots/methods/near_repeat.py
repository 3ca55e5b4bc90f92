"""Prospective hot-spotting: an incident raises the risk near it, for a while.

Bowers, Johnson and Pease (2004), "Prospective hot-spotting: the future of crime mapping?", British
Journal of Criminology 44, 641-658. The paper weighs by the inverse of distance and of weeks, within
400 m and two months. Here both fade smoothly (a Gaussian in space, a half-life in time), and how
far and how long is chosen on held-out time.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from geo.hotspots.methods.base import Past
from geo.hotspots.methods.cells import anywhere, sums
from geo.hotspots.methods.tuned import Setting, Tuned, refuse_ranges

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class NearRepeat(Tuned):
    """A kernel in space and time over past incidents of all hours.

    Attributes
    ----------
    reaches_m : tuple of float
        Standard deviations of the kernel in space to choose from.
    half_lives_days : tuple of float
        Half-lives of the raised risk to choose from.
    """

    key = "near_repeat"
    title = "Recency and near-repeat"
    paper = (
        "Bowers, Johnson and Pease (2004), Prospective hot-spotting: the future of crime mapping?, "
        "British Journal of Criminology 44"
    )
    names = (("reach", "m"), ("half-life", "days"))

    reaches_m: tuple[float, ...] = (75, 100, 150, 200, 300, 400, 600, 800)
    half_lives_days: tuple[float, ...] = (7, 14, 28, 60, 120, 360, 720)

    def __post_init__(self) -> None:
        refuse_ranges("Near-repeat", reaches_m=self.reaches_m, half_lives_days=self.half_lives_days)

    @property
    def ranges(self) -> tuple[Setting, ...]:
        """Reaches and half-lives to try."""
        return (self.reaches_m, self.half_lives_days)

    def spread(self, past: Past, setting: Setting) -> Floats:
        """Spread each incident over a reach in metres, fading with a half-life in days."""
        reach_m, half_life_days = setting
        since = past.age_days - past.age_days.min(initial=np.inf)
        faded = past.value * np.exp2(-since / half_life_days)
        return anywhere(past.grid.smooth(sums(past, faded), reach_m), past.grid)
