"""The places that so many patrols can reach in one window."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import shapely
from numpy.typing import NDArray

from geo.clock import Window
from geo.evidence.backtest.forecasts import Origin, Surface
from geo.evidence.backtest.report import PatrolReach
from geo.evidence.backtest.results import Counted
from geo.evidence.backtest.test_weeks import Reached, Trial
from geo.hotspots import OUTLOOK_DAYS
from geo.layers import TimedIncidents
from geo.model import Hotspot

Floats = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Visited:
    """The default's hotspots at one origin, and what happened in them.

    Attributes
    ----------
    places : int
        Hotspots that the patrols can reach.
    area_share : float
        Their share of the study area.
    inside : ndarray of bool
        Of all tested incidents, those in the reached places in this block.
    hotspots, covered : int
        Hotspots, and those whose count lay in the 90% interval of their outlook; 0 where the
        blocks are not as long as an outlook.
    """

    places: int
    area_share: float
    inside: NDArray[np.bool_]
    hotspots: int
    covered: int


@dataclass(frozen=True, eq=False)
class Run:
    """What the forecasts of all origins came to.

    Attributes
    ----------
    reached : dict
        By method: from which share of the area on each tested incident is in the top.
    best : dict
        The same for the cells in which most happened, which nobody could know.
    surfaces : tuple of Surface
        The default's, one an origin.
    """

    reached: dict[str, Reached]
    best: dict[Counted, Reached]
    surfaces: tuple[Surface, ...]
    visited: tuple[Visited, ...]


def run(trial: Trial) -> Run:
    """Let every method forecast every test block."""
    reached = {method: _nowhere(len(trial.tested)) for method in trial.methods}
    best = {what: _nowhere(len(trial.tested)) for what in trial.counted}
    surfaces, visited = [], []
    for index, origin in enumerate(trial.origins):
        here = trial.tested.origin == index
        cells = trial.tested.cell[here]
        known = trial.known(origin.as_of)
        for method in trial.methods:
            trial.steps.next(f"{trial.forecasts.named(method)[0]}, {origin.as_of:%-d %b %Y}")
            surface = trial.surface(known, origin.as_of, method)
            _put(reached[method], here, ranked(surface).at(cells))
            if method == trial.default:
                surfaces.append(surface)
        for what in trial.counted:
            happened = trial.tested.counts(trial.grid, index, what)
            _put(best[what], here, Reached.of(happened, trial.grid.inside).at(cells))
        trial.steps.next(f"Hotspots, {origin.as_of:%-d %b %Y}")
        visited.append(_visited(trial, index, origin, known))
    return Run(reached, best, tuple(surfaces), tuple(visited))


def ranked(surface: Surface) -> Reached:
    """When each cell of a surface is reached."""
    return Reached.of(surface.ranked_by, surface.grid.inside)


def _nowhere(size: int) -> Reached:
    return Reached(np.full(size, np.inf), np.full(size, np.inf))


def _put(into: Reached, where: NDArray[np.bool_], what: Reached) -> None:
    into.start[where], into.end[where] = what.start, what.end


def _visited(trial: Trial, index: int, origin: Origin, known: TimedIncidents) -> Visited:
    most = max(trial.stops, trial.settings.top_n)
    hotspots = trial.forecasts.hotspots(known, origin.as_of, most)
    inside, counts = _within(trial, index, [h.shape for h in hotspots])
    places = min(trial.stops, len(hotspots))
    area_m2 = shapely.union_all([h.shape for h in hotspots[:places]]).area if places else 0.0
    covered = _covered(hotspots, counts) if _same_days(origin) else []
    return Visited(
        places=places,
        area_share=min(area_m2 / trial.study_area_m2, 1.0),
        inside=(inside >= 0) & (inside < places),
        hotspots=len(covered),
        covered=sum(covered),
    )


def _within(trial: Trial, index: int, shapes: list[object]) -> tuple[NDArray[np.int64], Floats]:
    """The first shape that each tested incident of a block lies in (-1: none); counts by shape."""
    tested = trial.tested
    first = np.full(len(tested), -1)
    here = np.flatnonzero(tested.origin == index)
    if not shapes or not len(here):
        return first, np.zeros(len(shapes))
    points = shapely.points(tested.x[here], tested.y[here])
    which, point = shapely.STRtree(points).query(shapes, predicate="intersects")
    counts = np.bincount(which, tested.share[here][point], minlength=len(shapes))
    lowest = np.full(len(here), len(shapes))
    np.minimum.at(lowest, point, which)
    first[here] = np.where(lowest < len(shapes), lowest, -1)
    return first, np.asarray(counts, dtype=float)


def _same_days(origin: Origin) -> bool:
    return (origin.until - origin.as_of).days == OUTLOOK_DAYS


def _covered(hotspots: Sequence[Hotspot], counts: Floats) -> list[bool]:
    """Whether the whole number of incidents nearest to each count lies in the outlook."""
    return [
        bool(h.outlook.low <= round(count) <= h.outlook.high)
        for h, count in zip(hotspots, counts, strict=True)
    ]


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
