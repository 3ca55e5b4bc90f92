"""Classical methods: counts, kernel densities, near-repeats, and Getis-Ord Gi*.

Gi* is the statistic of esda's ``G_Local(star=True, transform="B", permutations=0)`` over cells
whose centres lie within a distance band, written as convolutions of the raster: a graph of 400,000
cells with 200 neighbours each would hold 80 million pairs. A test holds the two equal.
"""

from dataclasses import dataclass
from typing import ClassVar, Final

import numpy as np
from numpy.typing import NDArray

from geo.arrays import Floats
from geo.errors import SettingError
from geo.hotspots.methods._base import Past, anywhere, settled, sums, within
from geo.hotspots.methods._tuned import Setting, Tuned, refuse_ranges
from geo.hotspots.surface import Grid


@dataclass(frozen=True)
class Counts(Tuned):
    """Past incidents of all hours, counted in squares and spread evenly over their cells.

    Attributes
    ----------
    side_m : float
        Side of a square; it is rounded to whole cells, and is at least one.
    """

    key = "counts"
    title = "Counts, all hours"
    paper = (
        "Chainey, Tompson and Uhlig (2008), The utility of hotspot mapping for predicting spatial "
        "patterns of crime"
    )
    names = ()
    window_only: ClassVar[bool] = False

    side_m: float = 250.0

    def __post_init__(self) -> None:
        if not 0 < self.side_m <= 10_000:
            raise SettingError(f"Counts: side_m is {self.side_m}; expected more than 0, to 10,000.")

    @property
    def ranges(self) -> tuple[Setting, ...]:
        """Nothing is chosen: the side of the squares is given."""
        return ()

    def spread(self, past: Past, setting: Setting = ()) -> Floats:  # noqa: ARG002 - nothing to set
        """Count in squares; every cell of a square has the same share."""
        value = past.value * past.share if self.window_only else past.value
        counted = sums(past, value)
        cells = max(1, round(self.side_m / past.grid.cell_m))
        held = _squares(past.grid.inside.astype(float), cells)
        raw = _squares(counted, cells) / np.maximum(held, 1.0)
        return settled(raw, past.grid)


@dataclass(frozen=True)
class WindowCounts(Counts):
    """Past incidents of the window's own hours only, counted in squares.

    Attributes
    ----------
    side_m : float
        As for `Counts`.
    """

    key = "counts_window"
    title = "Counts, the window's own hours"
    window_only: ClassVar[bool] = True


def _squares(values: Floats, side: int) -> Floats:
    """Give each cell the sum of its square of ``side`` by ``side`` cells."""
    rows, columns = values.shape
    starts = np.arange(0, rows, side), np.arange(0, columns, side)
    total = np.add.reduceat(np.add.reduceat(values, starts[0], axis=0), starts[1], axis=1)
    spread = np.repeat(np.repeat(total, side, axis=0), side, axis=1)
    return np.asarray(spread[:rows, :columns])


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


_HALF_OCTAVES: Final = 4


@dataclass(frozen=True)
class AdaptiveKde(Tuned):
    """Gaussian kernels over past incidents of all hours, each as wide as its surroundings allow.

    A pilot density with bandwidth h gives each incident the factor (pilot / geometric mean)**-1/2,
    between a quarter and four. Factors are rounded to half octaves, so that at most nine smoothings
    of the raster replace as many bandwidths as there are incidents.

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
        z, around = _gi_star(past.grid, sums(past, past.value), band_m)
        most = around.max(initial=0.0)
        return anywhere(np.maximum(z, 0.0) + _TIE_BREAK * around / max(most, 1.0), past.grid)


def _gi_star(grid: Grid, counts: Floats, band_m: float) -> tuple[Floats, Floats]:
    """Z score of Gi* for each cell, with binary weights that include the cell itself.

    Getis and Ord (1992), "The analysis of spatial association by use of distance statistics",
    Geographical Analysis 24, 189-206; Ord and Getis (1995), "Local spatial autocorrelation
    statistics: distributional issues and an application", Geographical Analysis 27, 286-306.

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
