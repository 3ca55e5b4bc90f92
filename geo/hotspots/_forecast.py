"""The forecast for one date: its surface, its level, and what is known of shapes cut from it."""

import datetime as dt
from dataclasses import asdict, dataclass, replace
from functools import cached_property
from typing import Any, Final, Self

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry import Polygon
from threadpoolctl import threadpool_limits

from geo.arrays import Floats, Ints, blocks, exact
from geo.clock import Window
from geo.hotspots.methods import METHODS, Mixture, Setting, Tuned
from geo.hotspots.scoring import Scored
from geo.hotspots.shapes import patrollable_shapes
from geo.hotspots.study import Study
from geo.hotspots.surface import RiskSurface

HALF_LIVES_DAYS: Final = (28.0, 60.0, 120.0, 240.0, 720.0)
WITHOUT_EVIDENCE_DAYS: Final = 240.0
_FEWEST: Final = 20.0


@dataclass(frozen=True, eq=False)
class _Exposure:
    """Past windows and incidents by day, recent ones counting more: what rates are measured by.

    Attributes
    ----------
    recency : ndarray, shape (days,)
        By whole days of age.
    windows : float
        Weighted number of windows between the first incident and ``as_of``.
    """

    recency: Floats
    windows: float

    @classmethod
    def of(cls, scored: Scored, windows_age_days: Floats, half_life_days: float) -> Self:
        """Measure with a half-life; ages are days to ``as_of``."""
        recency = np.exp2(-np.arange(int(scored.age_days.max()) + 1) / half_life_days)
        windows = float(np.exp2(-windows_age_days / half_life_days).sum())
        return cls(recency, max(windows, 1e-9))

    def rate(self, scored: Scored, value: Floats) -> float:
        """Value of the whole area in one window."""
        by_day = np.zeros(len(self.recency))
        for rows in blocks(len(scored)):
            weight = exact(scored.share[rows] * value[rows])
            ages = scored.age_days[rows].astype(np.int64)
            by_day += np.bincount(ages, weight, minlength=len(by_day))
        return float(by_day @ self.recency) / self.windows

    def weights(self, scored: Scored, rows: slice) -> Floats:
        """Share in the window times recency of some incidents, exact."""
        return exact(scored.share[rows] * self.recency[scored.age_days[rows].astype(np.int64)])


def window_ages(scored: Scored, window: Window, as_of: dt.date) -> Floats:
    """Days from each window since the first incident to ``as_of``."""
    first = as_of - dt.timedelta(days=int(scored.age_days.max()))
    past = window.dates_between(first, as_of).to_numpy()
    return np.asarray((np.datetime64(as_of) - past) / np.timedelta64(1, "D"), dtype=float)


def best_half_life(scored: Scored, windows_age_days: Floats, block_days: int, blocks: int) -> float:
    """Half-life under which the counts of held-out blocks of time were predicted best.

    Scored by the Poisson likelihood of the count of each block, given the windows in it; 240 days
    where fewer than 20 incidents were held out.
    """
    ages = scored.age_days.astype(np.int64)
    by_day = np.bincount(ages, scored.share)  # exact, in any order
    ran = np.bincount(windows_age_days.astype(np.int64), minlength=len(by_day))[: len(by_day)]
    if by_day[: block_days * blocks + 1].sum() < _FEWEST:
        return WITHOUT_EVIDENCE_DAYS
    scores = []
    for half_life in HALF_LIVES_DAYS:
        score = 0.0
        for number in range(blocks):
            low, high = block_days * number + 1, block_days * (number + 1) + 1
            kept = np.exp2(-np.arange(len(by_day[high:])) / half_life)
            rate = float(by_day[high:] @ kept) / max(float(ran[high:] @ kept), 1e-9)
            expected = max(rate * float(ran[low:high].sum()), 1e-9)
            came = float(by_day[low:high].sum())
            score += came * np.log(expected) - expected
        scores.append(score)
    return HALF_LIVES_DAYS[int(np.argmax(scores))]


_POWERS: Final = (0.7, 0.8, 0.9, 1.0, 1.1, 1.2, 1.3, 1.45, 1.6, 1.8)
_ANYWHERE: Final = (0.0, 0.01, 0.02, 0.05, 0.1, 0.15, 0.2, 0.3)
#: How much the log-likelihood must gain, for each step away from leaving the surface as it is.
_DOUBT: Final = 1.0


@dataclass(frozen=True)
class Sharpening:
    """Shares to the power of ``power``, and ``anywhere`` of the risk spread evenly."""

    power: float = 1.0
    anywhere: float = 0.0

    def of(self, shares: Floats, inside: NDArray[np.bool_]) -> Floats:
        """Sharpen shares of the cells; they still sum to 1."""
        if self == Sharpening():
            return shares
        raised = np.where(inside, shares, 0.0) ** self.power
        raised *= (1 - self.anywhere) / max(float(raised.sum()), 1e-300)
        raised[inside] += self.anywhere / inside.sum()
        return np.asarray(raised)

    def to_dict(self) -> dict[str, Any]:
        """As plain values, for a file."""
        return asdict(self)


@dataclass(frozen=True, eq=False)
class HeldOutShares:
    """What one held-out block shows: shares where incidents came, and the sum of each power.

    Attributes
    ----------
    shares, came : ndarray, shape (cells with incidents,)
    totals : ndarray, shape (powers,)
        Sum over all cells of the shares to each of `_POWERS`.
    cells : int
    """

    shares: Floats
    came: Floats
    totals: Floats
    cells: int

    @classmethod
    def of(cls, shares: Floats, came: Floats, inside: NDArray[np.bool_]) -> Self:
        """Take from a surface of shares and the incidents that came, cell by cell."""
        held = shares[inside]
        here = inside & (came > 0)
        totals = np.array([float((held**power).sum()) for power in _POWERS])
        return cls(shares[here], came[here], totals, int(inside.sum()))


def fit_sharpening(blocks: list[HeldOutShares]) -> Sharpening:
    """Choose the power and the part by maximum likelihood of what came in all blocks."""
    scores = {
        Sharpening(power, part): sum(_log_likelihood(block, n, part) for block in blocks)
        - _DOUBT * (abs(_POWERS.index(1.0) - n) + 10 * part)
        for n, power in enumerate(_POWERS)
        for part in _ANYWHERE
    }
    return max(scores, key=lambda each: scores[each])


def _log_likelihood(block: HeldOutShares, power: int, part: float) -> float:
    raised = block.shares ** _POWERS[power] / max(float(block.totals[power]), 1e-300)
    mixed = (1 - part) * raised + part / block.cells
    return float(block.came @ np.log(np.maximum(mixed, 1e-300)))


_RECENT_HALF_LIFE_DAYS: Final = 240.0


@dataclass(frozen=True, eq=False)
class Evidence:
    """What is known of one shape, per window: by the surface, and by its own incidents.

    Attributes
    ----------
    inside : ndarray of int
        Positions of the incidents inside, in fixed order.
    own_incidents, own_harm : ndarray, shape (half-lives,)
        By its own past, for each of `HALF_LIVES_DAYS`.
    effective : ndarray, shape (half-lives,)
        How many equal incidents its weighted ones are worth (Kish 1965).
    """

    inside: Ints
    surface_incidents: float
    surface_harm: float
    own_incidents: Floats
    own_harm: Floats
    effective: Floats


@dataclass(frozen=True, eq=False)
class Forecast:
    """The forecast for one date: a study with its surface.

    Attributes
    ----------
    weights : ndarray, shape (incidents,)
        How much each incident counts for the next window, before its value.
    exposure : Exposure
        Past windows, for rates.
    half_life_days : float
        How fast the level of the area is forgotten.
    """

    study: Study
    surface: RiskSurface
    weights: Floats
    exposure: _Exposure
    half_life_days: float

    @classmethod
    def of(
        cls,
        study: Study,
        how: Mixture | Setting,
        half_life_days: float,
        sharpening: Sharpening | None = None,
    ) -> Self:
        """Make the surface: by a mixture, or by another method with the parameters it chose."""
        scored, settings = study.scored, study.settings
        ages = window_ages(scored, study.window, study.as_of)
        exposure = _Exposure.of(scored, ages, half_life_days)
        one = np.broadcast_to(np.float64(1), len(scored))
        # Where all harm is alike it lies where incidents do.
        values = (one,) if float(np.ptp(scored.harm)) == 0 else (one, scored.harm)
        if isinstance(how, Mixture):
            shares, weights = how.surfaces(study.past, *values)
        else:
            shares, weights = _by_method(study, how, *values)
        incidents, harm = shares[0], shares[-1]
        if sharpening is not None:
            incidents = sharpening.of(incidents, study.grid.inside)
            harm = sharpening.of(harm, study.grid.inside)
        surface = RiskSurface(
            grid=study.grid,
            crs=study.crs,
            incidents=incidents * exposure.rate(scored, one),
            harm=harm * exposure.rate(scored, scored.harm),
            effective=_effective(study, exposure),
            by_harm=settings.weights == "harm",
        )
        return cls(study, surface, weights, exposure, half_life_days)

    def shapes(self, most: int) -> list[Polygon]:
        """Shapes that a pair can patrol, most at stake first; about ``most`` at the most."""
        settings = self.study.settings
        if self.surface.mean <= 0:
            return []
        with threadpool_limits(1):  # clusters are small: threads wait for one another
            cut = patrollable_shapes(
                self.surface,
                self.study.scored,
                self.weights * self.study.scored.value,
                settings.max_area_m2,
                self.study.surroundings,
                most,
            )
        which = 1 if self.surface.by_harm else 0

        def order(shape: Polygon) -> tuple[float, float, float]:
            return (-self.surface.within(shape)[which], shape.centroid.x, shape.centroid.y)

        return sorted(cut, key=order)

    def evidence(self, shapes: list[Polygon]) -> list[Evidence]:
        """What is known of each shape."""
        held = self._near(shapes)
        return [self._known(shape, held) for shape in shapes]

    def _known(self, shape: Polygon, near: Ints) -> Evidence:
        scored = self.study.scored
        inside = np.asarray(scored.in_order(self._inside(shape, near)), dtype=np.int64)
        half_lives = np.array(HALF_LIVES_DAYS)[:, None]
        weights = scored.share[inside] * np.exp2(-scored.age_days[inside] / half_lives)
        total, squares = weights.sum(axis=1), (weights**2).sum(axis=1)
        incidents, harm = self.surface.within(shape)
        return Evidence(
            inside=inside,
            surface_incidents=incidents,
            surface_harm=harm,
            own_incidents=total / self._windows,
            own_harm=weights @ scored.harm[inside] / self._windows,
            effective=np.where(squares > 0, total**2 / np.maximum(squares, 1e-300), 0.0),
        )

    @cached_property
    def _windows(self) -> Floats:
        """Past windows, weighed by each half-life."""
        ages = window_ages(self.study.scored, self.study.window, self.study.as_of)
        kept = np.exp2(-ages / np.array(HALF_LIVES_DAYS)[:, None])
        return np.asarray(np.maximum(kept.sum(axis=1), 1e-9))

    def _near(self, shapes: list[Polygon]) -> Ints:
        """Positions of the incidents in cells of any of the shapes, sorted by easting."""
        grid, scored = self.study.grid, self.study.scored
        near_any = np.zeros(grid.shape, dtype=bool)
        for shape in shapes:
            west, south, east, north = shape.bounds
            rows, columns = grid.index(np.array([west, east]), np.array([south, north]))
            near_any[rows[0] : rows[1] + 1, columns[0] : columns[1] + 1] = True
        flat, parts = near_any.ravel(), [np.empty(0, dtype=np.int64)]
        for part in blocks(len(scored)):
            here = flat[grid.number(scored.x[part], scored.y[part])]
            parts.append(np.flatnonzero(here) + part.start)
        near = np.concatenate(parts)
        return np.asarray(near[np.argsort(scored.x[near], kind="stable")])

    def _inside(self, shape: Polygon, near: Ints) -> Ints:
        """Those of the incidents near any shape that lie in one."""
        west, _, east, _ = shape.bounds
        x, y = self.study.scored.x, self.study.scored.y
        first, last = np.searchsorted(x[near], [west, east], side="left")
        few = near[first : max(last, first) + 1]
        return np.asarray(few[shapely.intersects_xy(shape, x[few], y[few])])


def _effective(study: Study, exposure: _Exposure) -> Floats:
    """How many incidents each cell's own past is worth (Kish 1965)."""
    grid, scored = study.grid, study.scored
    total, squares = np.zeros(grid.inside.size), np.zeros(grid.inside.size)
    for rows in blocks(len(scored)):
        cells = grid.number(scored.x[rows], scored.y[rows])
        weights = exposure.weights(scored, rows)
        total += np.bincount(cells, weights, minlength=len(total))
        squares += np.bincount(cells, exact(weights**2), minlength=len(squares))
    worth = np.where(squares > 0, total**2 / np.maximum(squares, 1e-300), 0.0)
    return np.asarray(worth.reshape(grid.shape))


def _by_method(
    study: Study, setting: Setting, *values: Floats
) -> tuple[tuple[Floats, ...], Floats]:
    """A surface of each value by a method that is not learned; recent incidents count most."""
    method, scored = METHODS[study.settings.method], study.scored
    pasts = (replace(study.past, value=value) for value in values)
    with threadpool_limits(1):
        if isinstance(method, Tuned):
            shares = tuple(method.spread(past, setting) for past in pasts)
        else:
            shares = tuple(method.shares(past) for past in pasts)
    recency = np.exp2(-scored.age_days / _RECENT_HALF_LIFE_DAYS)
    return shares, recency / recency.sum()
