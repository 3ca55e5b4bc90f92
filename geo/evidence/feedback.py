"""Whether the ranking feeds itself: patrols change what is recorded, and records steer patrols.

Where police go, they record more; a ranking of all that is recorded sends them there again (Lum and
Isaac 2016, "To predict and serve?"; Ensign et al. 2018, "Runaway feedback loops in predictive
policing"). Here police-generated rows are never scored. The experiment shows what that keeps out,
and what it cannot: victims who report because an officer is there.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from geo.evidence import feedback_words as words
from geo.evidence.feedback_city import City, FeedbackSettings
from geo.evidence.feedback_results import Arm, Feedback, Figures, Moment, over_runs
from geo.evidence.feedback_run import Rule, Trace, allotted
from geo.evidence.interval import Interval

Floats = NDArray[np.float64]
_TEN = 10
_WITHOUT = "without"


@dataclass(frozen=True)
class _Case:
    key: str
    title: str
    rule: Rule

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
        Told how many runs are done, and of how many.

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
        truth[run] = city.truth[allotted(city.truth) > 0].sum()
        traces = [Trace.of(city, case.rule, seed + run) for case in cases]
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
            Rule(searches=True, past=True, uplift=uplift),
        )
        for uplift in settings.uplifts
    ]
    return [
        _Case(_WITHOUT, "Patrols leave no trace", Rule()),
        _Case("searches", "Police-generated rows, never scored", Rule(searches=True, past=True)),
        *uplifted,
        _Case("all", "Every row scored", Rule(searches=True, scores_all=True)),
        _Case(
            "biased",
            "Every row scored, after searches in one quarter",
            Rule(searches=True, past=True, scores_all=True),
        ),
    ]


def _figures(trace: Trace, without: Trace, truth: Floats) -> Floats:
    """One row for each ranking, in the order of `Figures`."""
    patrolled = trace.minutes > 0
    ordered = np.sort(trace.minutes, axis=1)
    count = ordered.shape[1]
    rank = np.arange(1, count + 1)
    best = truth[allotted(truth) > 0].sum()
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
        said = words.of_first(last, truth)
    else:
        said = words.of_same() if identical else words.of_arm(last, changed, growth, truth)
    course = tuple(
        Moment(n * settings.rerank_days, Figures.over_runs(figures[:, n])) for n in range(rankings)
    )
    return Arm(case.key, case.title, case.ours, course, last, changed, growth, identical, said)
