"""What is expected at a shape: rate, interval, time of the afternoon, offences and trend."""

from dataclasses import dataclass
from typing import Final, Self

import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray
from scipy import stats
from shapely.geometry.base import BaseGeometry

from geo.clock import Window, slice_shares
from geo.hotspots.offences import AGGREGATE_ONLY, label
from geo.hotspots.scored import Scored
from geo.hotspots.surface import RiskSurface
from geo.model import Estimate, Trend

Floats = NDArray[np.float64]
_LEVEL_HALF_LIFE_DAYS: Final = 180.0
_TREND_DAYS: Final = 56
_TREND_FEWEST: Final = 6
_TREND_P: Final = 0.05
_PROFILE_PRIOR: Final = 5.0
_SURFACE_COUNTS_FOR: Final = 4.0
_YEAR_DAYS: Final = 365


@dataclass(frozen=True)
class Score:
    """The numbers of one hotspot; see `geo.model.Hotspot` for each."""

    incidents: Estimate
    harm: Estimate
    by_slice: tuple[float, ...]
    offences: tuple[tuple[str, float], ...]
    trend: Trend
    recorded: int


@dataclass(frozen=True)
class Exposure:
    """Past windows, recent ones counting more: what rates are measured against.

    Attributes
    ----------
    windows : float
        Weighted number of windows between the first incident and ``as_of``.
    weight : ndarray
        Per incident: its share in the window times its recency.
    """

    windows: float
    weight: Floats

    @classmethod
    def of(cls, scored: Scored, windows_age_days: Floats) -> Self:
        """Measure with a half-life of 180 days; ages are days to ``as_of``."""
        decay = np.exp2(-scored.age_days / _LEVEL_HALF_LIFE_DAYS)
        windows = float(np.exp2(-windows_age_days / _LEVEL_HALF_LIFE_DAYS).sum())
        return cls(max(windows, 1e-9), scored.share * decay)

    def rate(self, value: Floats) -> float:
        """Value of the whole area in one window."""
        return float((value * self.weight).sum()) / self.windows


class Scorer:
    """Scores shapes against one surface; what all shapes share is computed once."""

    def __init__(
        self,
        surface: RiskSurface,
        scored: Scored,
        told: Floats,
        exposure: Exposure,
        window: Window,
    ) -> None:
        self._surface, self._scored, self._told = surface, scored, told
        self._exposure = exposure
        frame = scored.frame
        self._slices = slice_shares(frame["committed_from"], frame["committed_to"], window)
        everywhere = told @ self._slices + 1e-12
        self._area_profile = everywhere / everywhere.sum()
        self._codes, self._offence_names = pd.factorize(frame["offence"], sort=True)
        self._points = shapely.STRtree(shapely.points(scored.x, scored.y))

    def score(self, shape: BaseGeometry) -> Score:
        """Every number of one shape."""
        inside = np.sort(self._points.query(shape, predicate="intersects"))
        incidents, harm = self._surface.within(shape)
        seen = self._exposure.weight[inside]
        estimate = _posterior(incidents, seen, self._exposure.windows)
        return Score(
            incidents=estimate,
            harm=_posterior(harm, seen * self._scored.harm[inside], self._exposure.windows),
            by_slice=self._profile(inside, estimate.mean),
            offences=self._offences(inside),
            trend=_trend(self._scored.age_days[inside]),
            recorded=int((self._scored.age_days[inside] <= _YEAR_DAYS).sum()),
        )

    def merit(self, score: Score) -> float:
        """What decides the rank: expected harm, or incidents where all weigh the same."""
        return score.harm.mean if self._surface.by_harm else score.incidents.mean

    def times_the_mean(self, shape: BaseGeometry, score: Score) -> float:
        """How many times as much a hectare of the shape expects as one of the study area."""
        cells = shape.area / self._surface.grid.cell_m**2
        return float(self.merit(score) / cells / self._surface.mean)

    def _profile(self, inside: NDArray[np.int64], expected: float) -> tuple[float, ...]:
        """Expected incidents by slice; a few incidents borrow the area's profile."""
        told = self._told[inside]
        seen = (told / max(float(told.sum()), 1e-300) * len(told)) @ self._slices[inside]
        profile = seen + _PROFILE_PRIOR * self._area_profile
        padded = np.pad(profile, 1, mode="edge")
        smooth = np.convolve(padded, [0.25, 0.5, 0.25], mode="valid")
        by_slice: list[float] = (smooth * (expected / smooth.sum())).tolist()
        return tuple(by_slice)

    def _offences(self, inside: NDArray[np.int64]) -> tuple[tuple[str, float], ...]:
        """Leading offences by share of what the incidents tell; never those shown in aggregate."""
        value = self._told[inside] * self._scored.value[inside]
        sums = np.bincount(self._codes[inside], value, minlength=len(self._offence_names))
        shares = sums / max(float(sums.sum()), 1e-300)
        order = np.argsort(-shares, kind="stable")
        named = [(str(self._offence_names[i]), float(shares[i])) for i in order if shares[i] > 0]
        shown = [(o, share) for o, share in named if o and o not in AGGREGATE_ONLY]
        return tuple((label(offence), share) for offence, share in shown[:3])


def _posterior(expected: float, seen: Floats, windows: float) -> Estimate:
    """Rate per window: what was seen in the shape, shrunk towards what the surface expects.

    Gamma-Poisson (empirical Bayes, Clayton and Kaldor 1987): the surface is the prior mean and
    counts for a few incidents. Weighted incidents count with their effective number
    (sum w)^2 / sum w^2 (Kish 1965).
    """
    squares = float((seen**2).sum())
    effective = float(seen.sum()) ** 2 / squares if squares > 0 else 0.0
    shape = effective + _SURFACE_COUNTS_FOR
    mean = (effective * float(seen.sum()) / windows + _SURFACE_COUNTS_FOR * expected) / shape
    low, high = (float(stats.gamma.ppf(p, shape, scale=mean / shape)) for p in (0.05, 0.95))
    return Estimate(mean, min(low, mean), max(high, mean))


def _trend(age_days: Floats) -> Trend:
    """The last 8 weeks against the 8 before, by a binomial test fit for small counts."""
    now = int((age_days <= _TREND_DAYS).sum())
    before = int(((age_days > _TREND_DAYS) & (age_days <= 2 * _TREND_DAYS)).sum())
    if now + before < _TREND_FEWEST:
        return Trend.UNCLEAR
    if stats.binomtest(now, now + before).pvalue >= _TREND_P:
        return Trend.STEADY
    return Trend.RISING if now > before else Trend.FALLING
