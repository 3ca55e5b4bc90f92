"""Harm and pupils by slice, in points."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from geo.clock import Window
from geo.model import Hotspot
from geo.patrol.values.weights import VisitValue

Floats = NDArray[np.float64]

_TOP: Final = 100.0
_FULL_SCHOOL: Final = 1000.0
#: More pupils than these are not met any better.
_MOST_SCHOOLS: Final = 1.5
#: Minutes of a visit in the slice after the one in which it begins, to one in its own: of 12
#: minutes that begin anywhere in 15, 7.2 lie in the slice and 4.8 in the next.
_IN_NEXT: Final = 2 / 3
#: One pupil in ten is still about a slice later.
_LINGER: Final = 0.1


@dataclass(frozen=True)
class Expected:
    """What is expected at a place, slice by slice, before anything is weighed.

    Attributes
    ----------
    harm : tuple of float
        Harm in each slice.
    pupils : tuple of float
        Pupils who pass in each slice.
    others : float
        People on their way home at any time, as a share of a full school.
    """

    harm: tuple[float, ...]
    pupils: tuple[float, ...]
    others: float = 0.0


def points_of(expected: Expected, worst: float, balance: VisitValue) -> tuple[float, ...]:
    """Points of a visit of 12 minutes that begins in each slice.

    In proportion to the harm of the slice; and to the pupils of the slice, two thirds of those of
    the next, in which the visit goes on, and a tenth of those of the one before, who linger, up to
    1,500 in all.

    Parameters
    ----------
    worst : float
        Harm that is worth 100 points (see `worst_harm`).
    """
    harm = np.array(expected.harm) / worst if worst > 0 else np.zeros(len(expected.harm))
    pupils = np.array(expected.pupils)
    met = pupils + _IN_NEXT * np.append(pupils[1:], 0.0) + _LINGER * np.append(0.0, pupils[:-1])
    seen = expected.others + np.minimum(met / _FULL_SCHOOL, _MOST_SCHOOLS)
    points = _TOP * (balance.harm * harm + balance.reassurance * seen)
    return tuple(round(float(value), 3) for value in points)


def harm_by_slice(hotspot: Hotspot) -> Floats:
    """Expected harm in each slice: the window's harm, spread as the incidents are."""
    incidents = np.asarray(hotspot.by_slice, dtype=float)
    total = incidents.sum()
    return incidents * (hotspot.harm.mean / total) if total > 0 else np.zeros(len(incidents))


def worst_harm(hotspots: Iterable[Hotspot]) -> float:
    """The most harm expected in one slice at any hotspot: what is worth 100 points."""
    return max((float(harm_by_slice(spot).max()) for spot in hotspots), default=0.0)


def same_slices(one: Window, other: Window) -> bool:
    """Whether values by slice of one window hold for another; their days may differ."""
    return str(one) == str(other) and one.slice_min == other.slice_min
