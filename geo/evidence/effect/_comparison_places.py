"""Which places the patrolled ones are compared with, and how far chance carries that."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry import MultiPolygon, Polygon

from geo.arrays import Bools, Floats, Ints
from geo.evidence.effect._ratio import POISSON_90, Compared, Counts, compared, spread
from geo.evidence.effect._settings import EffectSettings, Patrolled
from geo.evidence.effect.record import Record
from geo.model import Spot

#: A square with fewer incidents on record was never a place to patrol.
_FEWEST_RECORDED: Final = 3.0
_SMALLEST_M: Final = 80.0
_MOST_SQUARES: Final = 400


def comparison_pool(
    record: Record,
    treated: Sequence[Patrolled],
    others: Sequence[Spot] = (),
    settings: EffectSettings | None = None,
) -> tuple[Spot, ...]:
    """List places that could have been patrolled and were not.

    The other hotspots of the time come first; then squares as large as the middle one of the
    patrolled places, on a fixed grid, that touch none of those and have at least three incidents
    on record before the first patrol. None lies within the outer ring of a patrolled place. Only
    incidents before the first patrol are looked at.

    Parameters
    ----------
    others : sequence of Spot
        Such as the hotspots as of the first patrol.
    """
    chosen = settings or EffectSettings()
    near = shapely.union_all([place.shape.buffer(chosen.reach_m) for place in treated])
    shapely.prepare(near)
    spots = [spot for spot in others if not near.intersects(spot.shape)]
    taken = shapely.union_all([near, *(spot.shape for spot in spots)])
    return (*spots, *_squares(record, treated, taken))


def _squares(
    record: Record, treated: Sequence[Patrolled], taken: Polygon | MultiPolygon
) -> list[Spot]:
    area_m2 = float(np.median([place.shape.area for place in treated]))
    side = max(float(np.round(np.sqrt(area_m2) / 10) * 10), _SMALLEST_M)
    first = min(place.first for place in treated)
    known = record.between(record.dates[0].date(), first)[record.date]
    x, y = record.x[known] // side, record.y[known] // side
    cells, which = np.unique(np.column_stack([x, y]), axis=0, return_inverse=True)
    held = np.bincount(which.reshape(-1), record.share[known], minlength=len(cells))
    order = np.argsort(-held, kind="stable")
    order = order[held[order] >= _FEWEST_RECORDED][:_MOST_SQUARES]
    west, south = (cells[order] * side).T
    boxes = shapely.box(west, south, west + side, south + side)
    shapely.prepare(taken)
    free = ~shapely.intersects(boxes, taken)
    return [
        Spot(f"square-{w:.0f}-{s:.0f}", f"Square at {w + side / 2:.0f}, {s + side / 2:.0f}", box)
        for w, s, box in zip(west[free], south[free], boxes[free], strict=True)
    ]


@dataclass(frozen=True, eq=False)
class Likeness:
    """How alike places were while they were picked.

    Level and trend are one question: were there as many incidents in the first half of the time,
    and as many in the second? The distance between two counts is that of 2 sqrt(n + 3/8), whose
    noise is the same at every level (Anscombe 1948).

    Attributes
    ----------
    order : ndarray of int, shape (places, places)
        For each place, all places from the most to the least alike.
    may : ndarray of bool, shape (places, places)
        Whether one may stand for the other: within the factor of the settings, and not patrolled.
    """

    order: NDArray[np.int64]
    may: Bools

    @classmethod
    def of(cls, halves: Floats, free: Bools, factor: float) -> "Likeness":
        """Compare places by their counts in each half: shape (2, places)."""
        root = 2 * np.sqrt(halves + 0.375)
        gap = ((root[:, :, None] - root[:, None, :]) ** 2).sum(axis=0)
        level = halves.sum(axis=0) + 0.5
        times = level[:, None] / level[None, :]
        may = (times <= factor) & (times >= 1 / factor) & free[None, :]
        np.fill_diagonal(may, val=False)
        return cls(np.argsort(gap, axis=1, kind="stable"), may)

    def picked(self, sets: NDArray[np.int64], nearest: int) -> Bools:
        """Comparison places of each slot of each set of places.

        Parameters
        ----------
        sets : ndarray of int, shape (sets, slots)
            Places that stand for the patrolled ones; none of a set compares another of it.

        Returns
        -------
        ndarray of bool, shape (sets, slots, places)
        """
        inside = np.zeros((len(sets), self.may.shape[0]), dtype=bool)
        np.put_along_axis(inside, sets, values=True, axis=1)
        allowed = self.may[sets] & ~inside[:, None, :]
        order = self.order[sets]
        ranked = np.take_along_axis(allowed, order, axis=2)
        ranked &= np.cumsum(ranked, axis=2) <= nearest
        picked = np.zeros_like(allowed)
        np.put_along_axis(picked, order, ranked, axis=2)
        return picked


def most_similar(halves: Floats, treated: int, settings: EffectSettings) -> NDArray[np.int64]:
    """Positions of the patrolled places and of those of the pool that are most like one of them.

    Parameters
    ----------
    halves : ndarray, shape (2, places)
        The first ``treated`` places are the patrolled ones.
    """
    root = 2 * np.sqrt(halves + 0.375)
    gap = ((root[:, treated:, None] - root[:, None, :treated]) ** 2).sum(axis=0).min(axis=1)
    kept = np.argsort(gap, kind="stable")[: settings.similar]
    return np.concatenate([np.arange(treated), np.sort(kept) + treated])


@dataclass(frozen=True, eq=False)
class Judged:
    """A comparison, and how far chance carries it.

    Attributes
    ----------
    width : float
        Half the 90% interval of the log ratio.
    dispersion : float
        How many times as wide that is as Poisson counts alone would make it.
    """

    compared: Compared
    width: float
    dispersion: float


@dataclass(frozen=True, eq=False)
class Judge:
    """Who is compared with whom: the patrolled places in ``own``, placebo sets in ``sets``.

    Attributes
    ----------
    pattern : ndarray of int, shape (treated,)
        Which patrolled dates belong to each patrolled place.
    own, sets : ndarray of int, shape (1, treated) and (draws, slots)
    picked, others : ndarray of bool, shape (1, treated, places) and (draws, slots, places)
        Comparison places of each.
    free : ndarray of bool, shape (places,)
        Places that nobody patrolled.
    """

    pattern: Ints
    own: Ints
    picked: Bools
    sets: Ints
    others: Bools
    free: Bools

    def judged(self, counts: Counts) -> Judged:
        """Compare by some counts: of the places, or of a ring around each."""
        wander = counts.wander(self.free)
        slots = self.pattern[: self.sets.shape[1]]
        placebo = compared(counts, counts, self.sets, slots, self.others, wander)
        own = compared(counts, counts, self.own, self.pattern, self.picked, wander)
        strayed = spread(placebo.log_ratio, placebo.error)
        width = strayed * float(own.error[0])
        bare = float(self.against(counts, counts).error[0])
        return Judged(own, width, width / (POISSON_90 * bare))

    def against(self, ours: Counts, theirs: Counts) -> Compared:
        """Compare the patrolled places, or rings around them, by Poisson chance alone."""
        return compared(ours, theirs, self.own, self.pattern, self.picked)
