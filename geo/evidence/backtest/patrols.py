"""The places that so many patrols can reach in one window."""

from typing import Final

import numpy as np

from geo.clock import Window
from geo.evidence.backtest.report import PatrolReach
from geo.evidence.backtest.running import Run
from geo.evidence.backtest.trial import Trial

_DWELL_MIN: Final = 12
#: Plans on the sample walk about this long between two stops.
_WALK_MIN: Final = 18
_SHIFT_MIN: Final = 8 * 60


def stops_for(window: Window, patrols: int) -> int:
    """How many places the patrols can visit once, with twelve minutes at each and the walks."""
    return patrols * max(_out_min(window) // (_DWELL_MIN + _WALK_MIN), 1)


def patrol_reach(trial: Trial, run: Run, patrols: int) -> PatrolReach:
    """What happened inside the default's first hotspots, as many as can be visited."""
    tested, draws = trial.tested, trial.draws
    weight = tested.weight(trial.counted[-1])
    inside = np.any([visited.inside for visited in run.visited], axis=0)
    shares = np.array([visited.area_share for visited in run.visited])
    hits, whole = tested.by_week(weight * inside), tested.by_week(weight)
    at_random = tested.by_week(weight * shares[tested.origin])
    there = bool(shares.any())
    return PatrolReach(
        patrols=patrols,
        stops=trial.stops,
        places=float(np.mean([visited.places for visited in run.visited])),
        area_share=float(shares.mean()),
        hit_rate=draws.ratio(hits, whole) if there else None,
        pai=draws.ratio(hits, at_random) if there else None,
        said=_said(trial, patrols),
    )


def _out_min(window: Window) -> int:
    return min(window.end_min - window.start_min, _SHIFT_MIN)


def _said(trial: Trial, patrols: int) -> str:
    pairs = "1 patrol" if patrols == 1 else f"{patrols} patrols"
    hours = f"{_out_min(trial.window) / 60:g} hours"
    return (
        f"{pairs}, out for {hours}, with {_DWELL_MIN} minutes at a stop and about {_WALK_MIN} "
        f"minutes' walk to the next, can visit {trial.stops} places: the first {trial.stops} "
        "hotspots in rank order, or as many as there are. For the comparison every method, the "
        "default too, is given its riskiest cells of the same area."
    )
