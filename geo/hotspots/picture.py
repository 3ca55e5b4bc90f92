"""The surface of one date, and what each incident says in it."""

from dataclasses import dataclass, replace
from functools import cached_property
from typing import Final, Self

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry import Polygon
from threadpoolctl import threadpool_limits

from geo.bulk import blocks
from geo.hotspots.exact import exact
from geo.hotspots.level import HALF_LIVES_DAYS, Exposure, window_ages
from geo.hotspots.methods import METHODS
from geo.hotspots.methods.learned import Mixture
from geo.hotspots.methods.tuned import Setting, Tuned
from geo.hotspots.shapes import patrollable_shapes
from geo.hotspots.sharpening import Sharpening
from geo.hotspots.study import Study
from geo.hotspots.surface import RiskSurface

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
_TOLD_HALF_LIFE_DAYS: Final = 240.0


@dataclass(frozen=True, eq=False)
class Evidence:
    """What is known of one shape, per window: by the surface, and by its own incidents.

    Attributes
    ----------
    inside : ndarray of int
        Positions of the incidents inside, in fixed order.
    own_incidents, own_harm : ndarray, shape (half-lives,)
        By its own past, for each of `geo.hotspots.level.HALF_LIVES_DAYS`.
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
class Picture:
    """A study with its surface.

    Attributes
    ----------
    told : ndarray, shape (incidents,)
        How much each incident tells of the next window, before its value.
    exposure : Exposure
        Past windows, for rates.
    half_life_days : float
        How fast the level of the area is forgotten.
    """

    study: Study
    surface: RiskSurface
    told: Floats
    exposure: Exposure
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
        exposure = Exposure.of(scored, ages, half_life_days)
        one = np.broadcast_to(np.float64(1), len(scored))
        # Where all harm is alike it lies where incidents do.
        values = (one,) if float(np.ptp(scored.harm)) == 0 else (one, scored.harm)
        if isinstance(how, Mixture):
            shares, told = how.surfaces(study.past, *values)
        else:
            shares, told = _by_method(study, how, *values)
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
        return cls(study, surface, told, exposure, half_life_days)

    def shapes(self, most: int) -> list[Polygon]:
        """Ground that a pair can patrol, most at stake first; about ``most`` at the most."""
        settings = self.study.settings
        if self.surface.mean <= 0:
            return []
        with threadpool_limits(1):  # clusters are small: threads wait for one another
            cut = patrollable_shapes(
                self.surface,
                self.study.scored,
                self.told * self.study.scored.value,
                settings.max_area_m2,
                self.study.ground,
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
        seen = scored.share[inside] * np.exp2(-scored.age_days[inside] / half_lives)
        total, squares = seen.sum(axis=1), (seen**2).sum(axis=1)
        incidents, harm = self.surface.within(shape)
        return Evidence(
            inside=inside,
            surface_incidents=incidents,
            surface_harm=harm,
            own_incidents=total / self._windows,
            own_harm=seen @ scored.harm[inside] / self._windows,
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
        wanted = np.zeros(grid.shape, dtype=bool)
        for shape in shapes:
            west, south, east, north = shape.bounds
            rows, columns = grid.index(np.array([west, east]), np.array([south, north]))
            wanted[rows[0] : rows[1] + 1, columns[0] : columns[1] + 1] = True
        flat, found = wanted.ravel(), [np.empty(0, dtype=np.int64)]
        for part in blocks(len(scored)):
            here = flat[grid.number(scored.x[part], scored.y[part])]
            found.append(np.flatnonzero(here) + part.start)
        near = np.concatenate(found)
        return np.asarray(near[np.argsort(scored.x[near], kind="stable")])

    def _inside(self, shape: Polygon, near: Ints) -> Ints:
        """Those of the incidents near any shape that lie in one."""
        west, _, east, _ = shape.bounds
        x, y = self.study.scored.x, self.study.scored.y
        first, last = np.searchsorted(x[near], [west, east], side="left")
        few = near[first : max(last, first) + 1]
        return np.asarray(few[shapely.intersects_xy(shape, x[few], y[few])])


def _effective(study: Study, exposure: Exposure) -> Floats:
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
    """A surface of each value by a method that is not learned; recent incidents tell."""
    method, scored = METHODS[study.settings.method], study.scored
    pasts = (replace(study.past, value=value) for value in values)
    with threadpool_limits(1):
        if isinstance(method, Tuned):
            shares = tuple(method.spread(past, setting) for past in pasts)
        else:
            shares = tuple(method.shares(past) for past in pasts)
    recency = np.exp2(-scored.age_days / _TOLD_HALF_LIFE_DAYS)
    return shares, recency / recency.sum()
