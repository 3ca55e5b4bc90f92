"""Whether the ranking feeds itself: patrols change what is recorded, and records steer patrols.

Where police go, they record more; a ranking of all that is recorded sends them there again (Lum and
Isaac 2016, "To predict and serve?"; Ensign et al. 2018, "Runaway feedback loops in predictive
policing"). Here police-generated rows are never scored. The experiment shows what that keeps out,
and what it cannot: victims who report because an officer is there.
"""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, Self

import geopandas as gpd
import numpy as np
import pandas as pd
from numpy.typing import NDArray
from shapely.geometry import box

from geo.arrays import Floats
from geo.clock import EveryDay, Window
from geo.evidence.feedback import _outcome as words
from geo.evidence.feedback._city import BEGIN, City, FeedbackSettings, rows_at
from geo.evidence.feedback._outcome import Arm, Feedback, Figures, Moment, over_runs
from geo.hotspots import Grid, HotspotSettings, risk_surface
from geo.model import Interval

#: Patrols are sent to the riskiest cells, this share of all, each as often as its risk is large.
_PATROLLED_SHARE: Final = 0.05
_WINDOW: Final = Window(days=EveryDay(), timezone="UTC")


@dataclass(frozen=True)
class _Rule:
    """What patrols add to the record, and what of it is scored.

    Attributes
    ----------
    searches : bool
        Whether stops leave police-generated rows behind.
    past : bool
        Whether the searches of the history are on record.
    uplift : float
        By how much more victims report where officers are.
    scores_all : bool
        Whether police-generated rows are scored as if victims had reported them.
    """

    searches: bool = False
    past: bool = False
    uplift: float = 0.0
    scores_all: bool = False

    def recorded(self, rows: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
        """Searches as this rule records them: police-generated, or taken for any crime."""
        if self.scores_all:
            return rows.assign(offence="personal robbery")
        return rows.assign(police_generated=True)


@dataclass(frozen=True, eq=False)
class _Trace:
    """What one rule made of one city: rankings, and the plans that followed.

    Attributes
    ----------
    risk : ndarray, shape (rankings, cells)
        Of each ranking, in order of time.
    minutes : ndarray, shape (rankings, cells)
        Share of the patrol minutes that each cell is given until the next; sums to 1.
    """

    risk: Floats
    minutes: Floats

    @classmethod
    def of(cls, city: City, rule: _Rule, seed: int) -> Self:
        """Patrol a city by a rule."""
        settings, rng = city.settings, np.random.default_rng(seed)
        visited = np.zeros((settings.days, len(city.truth)), dtype=bool)
        searches = [rule.recorded(city.past)] if rule.past else []
        risks, plans = [], []
        for day in range(0, settings.days, settings.rerank_days):
            record = pd.concat([city.rows[city.reported(visited, rule.uplift)], *searches])
            risks.append(_risk(city, record, settings.history_days + day))
            plans.append(_allotted(risks[-1]))
            days = slice(day, day + settings.rerank_days)
            stops = np.minimum(
                np.searchsorted(plans[-1].cumsum(), city.turn[days]), len(city.truth) - 1
            )
            visited[days] = _seen(stops, len(city.truth))
            if rule.searches:
                searches.append(rule.recorded(_searches(city, stops, day, rng)))
        return cls(np.array(risks), np.array(plans))


def _allotted(risk: Floats) -> Floats:
    """Share of the minutes for each cell: to the riskiest ones, by their risk."""
    count = max(1, round(_PATROLLED_SHARE * len(risk)))
    chosen = np.argsort(-risk, kind="stable")[:count]
    given = np.zeros(len(risk))
    given[chosen] = risk[chosen]
    return np.asarray(given / given.sum())


def _risk(city: City, record: gpd.GeoDataFrame, day: int) -> Floats:
    """Rank the cells by the record before a day, as the product does."""
    side, cell_m = city.settings.cells, city.settings.cell_m
    everywhere = np.ones((side, side), dtype=bool)
    grid = Grid(0.0, 0.0, cell_m, (side, side), everywhere, box(0, 0, side * cell_m, side * cell_m))
    as_of = BEGIN + dt.timedelta(days=day)
    settings = HotspotSettings(weights="equal")
    return risk_surface(record, _WINDOW, as_of, settings=settings, grid=grid).ranked_by.ravel()


def _seen(stops: NDArray[np.int64], cells: int) -> NDArray[np.bool_]:
    seen = np.zeros((len(stops), cells), dtype=bool)
    np.put_along_axis(seen, stops, values=True, axis=1)
    return seen


def _searches(
    city: City, stops: NDArray[np.int64], day: int, rng: np.random.Generator
) -> gpd.GeoDataFrame:
    """Rows that officers made where they stood, in the window."""
    settings = city.settings
    days = np.broadcast_to(
        settings.history_days + day + np.arange(len(stops))[:, None], stops.shape
    )
    times = city.searched[day : day + len(stops)].ravel()
    cell, on = (np.repeat(values.ravel(), times) for values in (stops, days))
    rows = rows_at(settings, cell, on, rng, 1.0, "stop and search")
    return rows.assign(incident_id=f"day {day} " + rows["incident_id"])


_TEN = 10
_WITHOUT = "without"


@dataclass(frozen=True)
class _Case:
    key: str
    title: str
    rule: _Rule

    @property
    def ours(self) -> bool:
        return not self.rule.scores_all


def simulate_feedback(
    settings: FeedbackSettings | None = None,
    *,
    seed: int = 0,
    progress: Callable[[int, int], None] | None = None,
) -> Feedback:
    """Patrol simulated cities by the ranking, and see what the ranking makes of what it did.

    Parameters
    ----------
    settings : FeedbackSettings, optional
        `FeedbackSettings.small()` for a quick look.
    seed : int
        The same seed and settings give the same figures.
    progress : callable, optional
        Called with how many runs are done, and of how many.

    Returns
    -------
    Feedback
        Arms: ``without`` (patrols leave no trace), ``searches`` (police-generated rows, never
        scored), ``reports-10`` and so on (victims report more, too), ``all`` (every row is scored)
        and ``biased`` (so is a past of searches in one quarter of the city).
    """
    chosen = settings or FeedbackSettings()
    cases = _cases(chosen)
    shape = len(cases), chosen.runs
    same, truth = np.ones(shape, dtype=bool), np.zeros(chosen.runs)
    figures: list[list[Floats]] = [[] for _ in cases]
    for run in range(chosen.runs):
        city = City.drawn(chosen, seed + run)
        truth[run] = city.truth[_allotted(city.truth) > 0].sum()
        traces = [_Trace.of(city, case.rule, seed + run) for case in cases]
        for n, trace in enumerate(traces):
            same[n, run] = trace.risk.tobytes() == traces[0].risk.tobytes()
            figures[n].append(_figures(trace, traces[0], city.truth))
        if progress:
            progress(run + 1, chosen.runs)
    best = over_runs(truth)
    stacked = np.array(figures)
    arms = tuple(
        _arm(case, stacked[n], stacked[0], best, chosen, identical=bool(same[n].all()))
        for n, case in enumerate(cases)
    )
    return Feedback(
        arms, best, chosen.days, chosen.runs, words.summary(arms), words.notices(chosen)
    )


def _cases(settings: FeedbackSettings) -> list[_Case]:
    uplifted = [
        _Case(
            f"reports-{round(100 * uplift)}",
            f"Victims report {uplift:.0%} more where officers are",
            _Rule(searches=True, past=True, uplift=uplift),
        )
        for uplift in settings.uplifts
    ]
    return [
        _Case(_WITHOUT, "Patrols leave no trace", _Rule()),
        _Case("searches", "Police-generated rows, never scored", _Rule(searches=True, past=True)),
        *uplifted,
        _Case("all", "Every row scored", _Rule(searches=True, scores_all=True)),
        _Case(
            "biased",
            "Every row scored, after searches in one quarter",
            _Rule(searches=True, past=True, scores_all=True),
        ),
    ]


def _figures(trace: _Trace, without: _Trace, truth: Floats) -> Floats:
    """One row for each ranking, in the order of `Figures`."""
    patrolled = trace.minutes > 0
    ordered = np.sort(trace.minutes, axis=1)
    count = ordered.shape[1]
    rank = np.arange(1, count + 1)
    best = truth[_allotted(truth) > 0].sum()
    return np.column_stack(
        [
            (trace.risk * patrolled).sum(axis=1) / trace.risk.sum(axis=1),
            ordered[:, -_TEN:].sum(axis=1),
            ordered @ (2 * rank - count - 1) / count,
            patrolled @ truth / best,
            1 - (patrolled & (without.minutes > 0)).sum(axis=1) / patrolled.sum(axis=1),
        ]
    )


def _arm(
    case: _Case,
    figures: Floats,
    without: Floats,
    truth: Interval,
    settings: FeedbackSettings,
    *,
    identical: bool,
) -> Arm:
    """An array of runs, rankings and figures, summed up over runs."""
    rankings = figures.shape[1]
    quarter = max(1, rankings // 4)
    change = figures - without
    before, end = slice(-2 * quarter, -quarter), slice(-quarter, None)
    last = Figures.over_runs(figures[:, end].mean(axis=1))
    changed = Figures.over_runs(change[:, end].mean(axis=1), -1.0)
    believed = change[:, :, 0]
    growth = over_runs(believed[:, end].mean(axis=1) - believed[:, before].mean(axis=1), -1.0)
    if case.key == _WITHOUT:
        summary = words.of_first(last, truth)
    else:
        summary = words.of_same() if identical else words.of_arm(last, changed, growth, truth)
    course = tuple(
        Moment(n * settings.rerank_days, Figures.over_runs(figures[:, n])) for n in range(rankings)
    )
    return Arm(case.key, case.title, case.ours, course, last, changed, growth, identical, summary)
