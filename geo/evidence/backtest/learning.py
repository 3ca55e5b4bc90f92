"""What more history would bring: the default on the last part of the past only."""

import datetime as dt
from typing import Final

import numpy as np

from geo.errors import NothingToScoreError
from geo.evidence.backtest.checks import LearningCurve, LearningPoint
from geo.evidence.backtest.origins import begun_between
from geo.evidence.backtest.reaching import Reached
from geo.evidence.backtest.resampling import word_for
from geo.evidence.backtest.results import Word
from geo.evidence.backtest.running import Run, ranked
from geo.evidence.backtest.scoring import rate_at
from geo.evidence.backtest.trial import Trial
from geo.evidence.backtest.wording import past_in_words, points
from geo.evidence.interval import Interval

#: Shares of the past, all of it last.
HISTORIES: Final = (0.125, 0.25, 0.5, 1.0)
_AREA_SHARE: Final = 0.02
_FEWEST_KNOWN: Final = 20


def learning_curve(trial: Trial, run: Run, *, can_tell: bool) -> LearningCurve:
    """Fit on the last eighth, quarter and half of the days before each origin, and on all."""
    whole = run.reached[trial.default]
    tried = [(history, _reached(trial, history)) for history in HISTORIES[:-1]]
    held = [(history, reached) for history, reached in tried if reached is not None]
    points = tuple(_point(trial, history, reached) for history, reached in [*held, (1.0, whole)])
    if not held:
        return LearningCurve(points, "The past is too short to be cut shorter still.")
    history, shorter = held[-1]
    gain = _gain(trial, whole, shorter)
    return LearningCurve(points, _said(gain, history, can_tell=can_tell))


def _first_day(trial: Trial, as_of: dt.date, history: float) -> dt.date:
    oldest: dt.date = trial.dates.min().astype("datetime64[D]").astype(object)
    return as_of - dt.timedelta(days=round((as_of - oldest).days * history))


def _reached(trial: Trial, history: float) -> Reached | None:
    """The ranking from a shorter past; None where an origin would have too little of it."""
    size = len(trial.tested)
    reached = Reached(np.full(size, np.inf), np.full(size, np.inf))
    for index, origin in enumerate(trial.origins):
        trial.steps.next(f"Learning curve, {history:g} of the past")
        first = _first_day(trial, origin.as_of, history)
        if trial.n_known(origin.as_of, first) < _FEWEST_KNOWN:
            return None
        past = begun_between(trial.known(origin.as_of), trial.window, first, origin.as_of)
        try:
            surface = trial.surface(past, origin.as_of)
        except NothingToScoreError:
            return None
        here = trial.tested.origin == index
        found = ranked(surface).at(trial.tested.cell[here])
        reached.start[here], reached.end[here] = found.start, found.end
    return reached


def _point(trial: Trial, history: float, reached: Reached) -> LearningPoint:
    firsts = [_first_day(trial, origin.as_of, history) for origin in trial.origins]
    spans = list(zip(trial.origins, firsts, strict=True))
    return LearningPoint(
        history=history,
        days=float(np.mean([(origin.as_of - first).days for origin, first in spans])),
        known=float(np.mean([trial.n_known(origin.as_of, first) for origin, first in spans])),
        hit_rate=rate_at(trial, reached, _AREA_SHARE),
    )


def _gain(trial: Trial, whole: Reached, shorter: Reached) -> Interval:
    weight = trial.tested.weight(trial.counted[-1])
    ahead = weight * (whole.within(_AREA_SHARE) - shorter.within(_AREA_SHARE))
    return trial.draws.ratio(trial.tested.by_week(ahead), trial.tested.by_week(weight))


def _said(gain: Interval, history: float, *, can_tell: bool) -> str:
    against = f"all of the past against {past_in_words(history)} of it"
    word = word_for(gain, can_tell=can_tell)
    told = f"({points(gain)} at 2% of the area, {against})."
    if word is Word.CANNOT_TELL:
        return f"The data cannot tell whether a longer past finds more {told}"
    finds = "finds more" if word is Word.BETTER else "finds less: what is old misleads"
    return f"A longer past {finds} {told}"
