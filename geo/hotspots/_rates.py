"""The rates of hotspots: scores with intervals, and which shapes are hotspots at all."""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy import special, stats
from shapely.geometry import Polygon

from geo.arrays import Floats, exact
from geo.hotspots._forecast import HALF_LIVES_DAYS, Evidence, Forecast
from geo.hotspots._intervals import Spread, counts_between
from geo.hotspots.scoring import AGGREGATE_ONLY, label
from geo.hotspots.shapes import TIMES_THE_MEAN
from geo.model import Estimate, Outlook, Trend

OUTLOOK_DAYS: Final = 28
_TREND_DAYS: Final = 56
_TREND_FEWEST: Final = 6
_TREND_P: Final = 0.05
_ENOUGH: Final = 20_000
_WORTHS: Final = (1.0, 2.0, 5.0, 10.0, 20.0, 50.0, 100.0, 200.0)


@dataclass(frozen=True, eq=False)
class Score:
    """The numbers of one hotspot; see `geo.model.Hotspot` for each.

    Attributes
    ----------
    shape : float
        Of the Gamma distribution of the rate: the incidents that the forecast is worth.
    """

    incidents: Estimate
    harm: Estimate
    outlook: Outlook
    by_slice: tuple[float, ...]
    offences: tuple[tuple[str, float], ...]
    trend: Trend
    recorded: int
    shape: float


class Scorer:
    """Scores the shapes of one forecast together, so that they can borrow strength."""

    def __init__(self, forecast: Forecast, spread: Spread, windows_ahead: int) -> None:
        self._forecast, self._spread, self._ahead = forecast, spread, windows_ahead
        scored = forecast.study.scored
        some = scored.sample(np.flatnonzero(forecast.weights > 0), _ENOUGH)
        slices = scored.slices(some, forecast.study.window)
        by_slice = exact(forecast.weights[some, None] * slices).sum(axis=0) + 1e-12
        self._area_profile = by_slice / by_slice.sum()

    def score(self, known: list[Evidence]) -> list[Score]:
        """Every number of every shape."""
        if not known:
            return []
        spread, ahead = self._spread, self._ahead
        which = HALF_LIVES_DAYS.index(spread.half_life_days)
        mean = spread.mean(
            np.array([each.surface_incidents for each in known]),
            np.array([each.own_incidents[which] for each in known]),
        )
        harm = spread.mean(
            np.array([each.surface_harm for each in known]),
            np.array([each.own_harm[which] for each in known]),
        )
        shape = spread.shape(np.array([each.effective[which] for each in known]))
        low, high = counts_between(mean * ahead, shape)
        counts = [self._by_slice(each) for each in known]
        worth = self._worth(np.array(counts))
        return [
            Score(
                incidents=_estimate(float(m), int(a), int(b), ahead),
                harm=_scaled(_estimate(float(m), int(a), int(b), ahead), float(h)),
                outlook=Outlook(OUTLOOK_DAYS, ahead, float(m * ahead), int(a), int(b)),
                by_slice=self._profile(count, float(m), worth),
                offences=self._offences(each.inside),
                trend=_trend(self._forecast.study.scored.age_days[each.inside]),
                recorded=_recorded(self._forecast, each),
                shape=float(s),
            )
            for each, m, h, s, a, b, count in zip(
                known, mean, harm, shape, low, high, counts, strict=True
            )
        ]

    def _by_slice(self, known: Evidence) -> Floats:
        """Incidents of a shape by slice, each with its weight for the window."""
        weights = self._forecast.weights[known.inside]
        slices = self._forecast.study.scored.slices(known.inside, self._forecast.study.window)
        return np.asarray((weights / max(float(weights.sum()), 1e-300) * len(weights)) @ slices)

    def _worth(self, counts: Floats) -> float:
        """How many incidents the profile of the whole area is worth at a shape.

        The value under which the profiles of all shapes are likeliest together, each drawn from a
        Dirichlet distribution around the area's (Minka 2000, "Estimating a Dirichlet
        distribution").
        """
        totals = counts.sum(axis=1)

        def likelihood(worth: float) -> float:
            prior = worth * self._area_profile
            each = special.gammaln(counts + prior) - special.gammaln(prior)
            whole = special.gammaln(worth) - special.gammaln(totals + worth)
            return float(each.sum() + whole.sum())

        return max(_WORTHS, key=likelihood)

    def _profile(self, counts: Floats, expected: float, worth: float) -> tuple[float, ...]:
        """Expected incidents by slice; a few incidents borrow the area's profile."""
        padded = np.pad(counts + worth * self._area_profile, 1, mode="edge")
        smooth = np.convolve(padded, [0.25, 0.5, 0.25], mode="valid")
        by_slice: list[float] = (smooth * (expected / smooth.sum())).tolist()
        return tuple(by_slice)

    def _offences(self, inside: NDArray[np.int64]) -> tuple[tuple[str, float], ...]:
        """Leading offences by share of the weighted incidents; never those shown in aggregate."""
        scored = self._forecast.study.scored
        value = self._forecast.weights[inside] * scored.value[inside]
        sums = np.bincount(scored.offence[inside], value, minlength=len(scored.offence_names))
        shares = sums / max(float(sums.sum()), 1e-300)
        order = np.argsort(-shares, kind="stable")
        named = [(str(scored.offence_names[i]), float(shares[i])) for i in order if shares[i] > 0]
        shown = [(o, share) for o, share in named if o and o not in AGGREGATE_ONLY]
        return tuple((label(offence), share) for offence, share in shown[:3])


def merit(forecast: Forecast, shape: Polygon, score: Score) -> tuple[float, float, float]:
    """What decides the rank: expected harm, or incidents where all weigh the same."""
    at_stake = score.harm.mean if forecast.surface.by_harm else score.incidents.mean
    return (-at_stake, shape.centroid.x, shape.centroid.y)


def _estimate(mean: float, low: int, high: int, windows: int) -> Estimate:
    """The average of a window over the outlook. Half a count on either side belongs to a count."""
    floor = max(low - 0.5, 0.0) / windows
    return Estimate(mean, min(floor, mean), max((high + 0.5) / windows, mean))


def _scaled(incidents: Estimate, harm: float) -> Estimate:
    """Harm with the interval of the incidents that bring it."""
    times = harm / max(incidents.mean, 1e-300)
    return Estimate(harm, min(incidents.low * times, harm), max(incidents.high * times, harm))


def _trend(age_days: Floats) -> Trend:
    """The last 8 weeks against the 8 before, by a binomial test fit for small counts."""
    now = int((age_days <= _TREND_DAYS).sum())
    before = int(((age_days > _TREND_DAYS) & (age_days <= 2 * _TREND_DAYS)).sum())
    if now + before < _TREND_FEWEST:
        return Trend.UNCLEAR
    if stats.binomtest(now, now + before).pvalue >= _TREND_P:
        return Trend.STEADY
    return Trend.RISING if now > before else Trend.FALLING


_FEWEST_RECORDED: Final = 5
_YEAR_DAYS: Final = 365
_SURFACE_COUNTS_FOR: Final = 4.0


def _recorded(forecast: Forecast, known: Evidence) -> int:
    """Scored incidents inside in the year before, at any hour."""
    return int((forecast.study.scored.age_days[known.inside] <= _YEAR_DAYS).sum())


def is_hotspot(forecast: Forecast, shape: Polygon, known: Evidence) -> bool:
    """Say whether a shape may be called a hotspot on the strength of its own incidents.

    A place with fewer than five scored incidents in the year before is none: its count could not be
    shown, nor told apart from chance. Nor is one that the surface makes hot, but whose own
    incidents do not bear it out: shrunk towards the surface, which counts for four incidents, it
    must expect four times the mean of the study area.
    """
    if _recorded(forecast, known) < _FEWEST_RECORDED:
        return False
    surface = forecast.surface
    which = HALF_LIVES_DAYS.index(forecast.half_life_days)
    by_surface, own = known.surface_incidents, known.own_incidents[which]
    if surface.by_harm:
        by_surface, own = known.surface_harm, known.own_harm[which]
    weight = known.effective[which] / (known.effective[which] + _SURFACE_COUNTS_FOR)
    shrunk = weight * own + (1 - weight) * by_surface
    cells = shape.area / surface.grid.cell_m**2
    return bool(shrunk >= TIMES_THE_MEAN * surface.mean * cells)
