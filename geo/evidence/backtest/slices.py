"""Where in the week and the window the default finds what happens."""

from itertools import pairwise
from typing import Final

import numpy as np

from geo.evidence.backtest.checks import SliceResult
from geo.evidence.backtest.running import Run
from geo.evidence.backtest.trial import Trial

_AREA_SHARE: Final = 0.02
_WEEK_DAYS = 7


def slices(trial: Trial, run: Run) -> tuple[SliceResult, ...]:
    """Tested incidents, and those in the top 2%, by weekday and part of the window."""
    tested = trial.tested
    hit = run.reached[trial.default].within(_AREA_SHARE)
    spans = list(pairwise(tested.edges_min))
    sums = np.zeros((2, _WEEK_DAYS, len(spans)))
    np.add.at(sums[0], tested.weekday, tested.parts)
    np.add.at(sums[1], tested.weekday, tested.parts * hit[:, None])
    return tuple(
        SliceResult(day, start, end, float(sums[0, day, n]), float(sums[1, day, n]))
        for day in np.flatnonzero(sums[0].any(axis=1)).tolist()
        for n, (start, end) in enumerate(spans)
    )
