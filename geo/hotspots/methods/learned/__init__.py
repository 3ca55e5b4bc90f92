"""The default method: kernels of many reaches, half-lives and hours, weighed on held-out time."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from geo.hotspots.methods.base import Past
from geo.hotspots.methods.learned.fit import block_days, fit_mixture
from geo.hotspots.methods.learned.mixture import Mixture

__all__ = ["Learned", "Mixture", "block_days", "fit_mixture"]


@dataclass(frozen=True)
class Learned:
    """Mixture of kernels and places whose weights are learned on held-out blocks of time."""

    key: str = "learned"
    title: str = "Learned combination"
    paper: str = (
        "Mohler (2014), Marked point process hotspot maps for homicide and gun crime prediction in "
        "Chicago; weights by Dempster, Laird and Rubin (1977)"
    )

    def shares(self, past: Past) -> NDArray[np.float64]:
        """Fit, and spread the next window's value over the cells."""
        (surface,), _ = fit_mixture(past).surfaces(past, past.value)
        return surface
