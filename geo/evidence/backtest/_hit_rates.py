"""Hit rate, PAI and PEI of every method, and the difference of each to the default."""

from typing import Final

import numpy as np

from geo.arrays import Floats
from geo.evidence.backtest._results import Difference, Measure, MethodResult, Reach, Score, hidden
from geo.evidence.backtest._running import Run
from geo.evidence.backtest._setup import AreaRank, Setup, conclusion_of
from geo.model import Interval

AREA_SHARES: Final = (0.01, 0.02, 0.05, 0.1)
CURVE_SHARES: Final = tuple(round(0.005 * n, 3) for n in range(41))
PATROLS: Final = "patrols"
_TAIL: Final = 0.05


class Scoring:
    """Scores the methods of one run; what they share is computed once.

    Parameters
    ----------
    can_tell : bool
        Whether enough was tested for a word on any difference.
    """

    def __init__(self, setup: Setup, run: Run, *, can_tell: bool) -> None:
        self._setup, self._run, self._can_tell = setup, run, can_tell
        by_origin = np.array([visited.area_share for visited in run.visited])
        self._shares: dict[str, Floats | float] = {
            **{f"{share * 100:g}": share for share in AREA_SHARES},
            PATROLS: by_origin[setup.tested.origin],
        }
        self.reaches = (
            *(Reach(f"{s * 100:g}", f"{s:.0%} of the area", s) for s in AREA_SHARES),
            Reach(PATROLS, "the places that the patrols can reach", float(by_origin.mean())),
        )

    def method(self, key: str) -> MethodResult:
        """Everything about one method."""
        title, paper = self._setup.forecasts.title_and_paper(key)
        what = self._setup.measures[-1]
        total = self._setup.tested.weight(what).sum()
        curve = [float(self._hits(key, share, what).sum() / total) for share in CURVE_SHARES]
        return MethodResult(
            key=key,
            title=title,
            paper=paper,
            is_default=key == self._setup.default,
            scores=tuple(
                self._score(key, reach.key, what)
                for what in self._setup.measures
                for reach in self.reaches
            ),
            curve=tuple(curve),
        )

    def differences(self) -> tuple[Difference, ...]:
        """The default against every other method, at every reach."""
        return tuple(
            self._difference(method, reach.key, what)
            for method in self._setup.methods[1:]
            for what in self._setup.measures
            for reach in self.reaches
        )

    def _score(self, key: str, reach: str, what: Measure) -> Score:
        tested, draws = self._setup.tested, self._setup.draws
        share, weight = self._shares[reach], tested.weight(what)
        hits = self._hits(key, share, what)
        best = weight * self._run.best[what].in_top(share)
        weeks = tested.by_week(hits)
        tried = float(tested.share.sum())

        def share_of(whole: Floats) -> Interval:
            return above_zero(draws.ratio(weeks, tested.by_week(whole)), weight, whole, tried)

        return Score(
            reach=reach,
            measure=what,
            hit_rate=share_of(weight),
            pai=share_of(weight * share),
            pei=share_of(best),
            by_origin=self._by_origin(hits, weight),
        )

    def _difference(self, other: str, reach: str, what: Measure) -> Difference:
        draws, share = self._setup.draws, self._shares[reach]
        ahead = self._hits(self._setup.default, share, what) - self._hits(other, share, what)
        tested = self._setup.tested
        weeks, whole = tested.by_week(ahead), tested.by_week(tested.weight(what))
        apart = draws.ratio(weeks, whole)
        return Difference(
            method=other,
            reach=reach,
            measure=what,
            hit_rate=apart,
            chance_better=draws.chance_above_zero(weeks, whole),
            conclusion=conclusion_of(apart, can_tell=self._can_tell),
        )

    def _hits(self, key: str, share: Floats | float, what: Measure) -> Floats:
        return self._run.ranks[key].in_top(share) * self._setup.tested.weight(what)

    def _by_origin(self, hits: Floats, weight: Floats) -> tuple[float | None, ...]:
        tested = self._setup.tested
        hit = np.bincount(tested.origin, hits, minlength=tested.n_origins)
        there = np.bincount(tested.origin, weight, minlength=tested.n_origins)
        tried = np.bincount(tested.origin, tested.share, minlength=tested.n_origins)
        return tuple(
            float(inside / all_of) if all_of > 0 and not hidden(count) else None
            for inside, all_of, count in zip(hit, there, tried.tolist(), strict=True)
        )


def above_zero(share: Interval, weight: Floats, whole: Floats, tried: float) -> Interval:
    """An interval that goes on above 0 where there was no hit.

    Weeks without a hit say nothing when they are drawn again; the exact upper end for none of so
    many does (Clopper and Pearson 1934).

    Parameters
    ----------
    weight, whole : ndarray
        What each incident counts for, and what the sum of the hits is divided by.
    tried : float
        Incidents tested.
    """
    if share.value > 0 or tried <= 0 or whole.sum() <= 0:
        return share
    most = 1 - _TAIL ** (1 / max(tried, 1.0))
    return Interval(share.value, share.low, max(share.high, most * weight.sum() / whole.sum()))


def rate_at(setup: Setup, ranks: AreaRank, share: float) -> Interval:
    """Hit rate of one ranking on what decides the ranks, with its interval."""
    tested = setup.tested
    weight = tested.weight(setup.measures[-1])
    hits = ranks.in_top(share) * weight
    hit_rate = setup.draws.ratio(tested.by_week(hits), tested.by_week(weight))
    return above_zero(hit_rate, weight, weight, float(tested.share.sum()))
