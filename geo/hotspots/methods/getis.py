"""Getis-Ord Gi*: how far the count around a cell stands out from what chance would put there.

Getis and Ord (1992), "The analysis of spatial association by use of distance statistics",
Geographical Analysis 24, 189-206; Ord and Getis (1995), "Local spatial autocorrelation statistics:
distributional issues and an application", Geographical Analysis 27, 286-306.

The statistic of esda's ``G_Local(star=True, transform="B", permutations=0)`` over cells whose
centres lie within a distance band, written as convolutions of the raster: a graph of 400,000 cells
with 200 neighbours each would hold 80 million pairs. A test holds the two equal.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from geo.hotspots.grid import Grid
from geo.hotspots.methods.base import Past
from geo.hotspots.methods.cells import anywhere, sums, within
from geo.hotspots.methods.tuned import Setting, Tuned, refuse_ranges

Floats = NDArray[np.float64]
_TIE_BREAK = 1e-9


@dataclass(frozen=True)
class GetisOrd(Tuned):
    """Cells ranked by the z score of Gi* on the counts of all hours.

    The share of a cell is in proportion to its z score, and nothing where that is below 0; cells
    alike are told apart by the count within the band.

    Attributes
    ----------
    bands_m : tuple of float
        Distances within which cells are neighbours, to choose from.
    """

    key = "getis"
    title = "Getis-Ord Gi*"
    paper = (
        "Getis and Ord (1992), The analysis of spatial association by use of distance statistics, "
        "Geographical Analysis 24; Ord and Getis (1995), Geographical Analysis 27"
    )
    names = (("distance band", "m"),)
    judged_by = "hit rate"

    bands_m: tuple[float, ...] = (150, 200, 300, 400, 600, 800, 1200)

    def __post_init__(self) -> None:
        refuse_ranges("Getis-Ord", bands_m=self.bands_m)

    @property
    def ranges(self) -> tuple[Setting, ...]:
        """Distance bands to try."""
        return (self.bands_m,)

    def spread(self, past: Past, setting: Setting) -> Floats:
        """Rank cells by Gi* with one distance band in metres."""
        (band_m,) = setting
        z, around = gi_star(past.grid, sums(past, past.value), band_m)
        most = around.max(initial=0.0)
        return anywhere(np.maximum(z, 0.0) + _TIE_BREAK * around / max(most, 1.0), past.grid)


def gi_star(grid: Grid, counts: Floats, band_m: float) -> tuple[Floats, Floats]:
    """Z score of Gi* for each cell, with binary weights that include the cell itself.

    Parameters
    ----------
    counts : ndarray, shape ``grid.shape``
        0 outside ``grid.inside``.
    band_m : float
        Cells whose centres are at most this far apart are neighbours.

    Returns
    -------
    z, around : ndarray, shape ``grid.shape``
        The z score (0 outside the study area, and where it has no variance), and the count within
        the band.
    """
    inside = grid.inside
    cells = float(inside.sum())
    neighbours = within(inside.astype(float), band_m, grid)
    around = within(counts, band_m, grid)
    mean = counts[inside].sum() / cells
    variance = (counts[inside] ** 2).sum() / cells - mean**2
    spread = variance * neighbours * (cells - neighbours) / (cells - 1 if cells > 1 else 1.0)
    known = inside & (spread > 0)
    z = np.zeros(grid.shape)
    z[known] = (around - mean * neighbours)[known] / np.sqrt(spread[known])
    return z, np.where(inside, around, 0.0)
