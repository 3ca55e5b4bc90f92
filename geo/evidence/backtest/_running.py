"""Every method forecasts every test block; and what so many patrols can visit in one window."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import shapely
from numpy.typing import NDArray

from geo.arrays import Floats
from geo.clock import Window
from geo.evidence.backtest._forecasts import Origin, Surface
from geo.evidence.backtest._report import PatrolReach
from geo.evidence.backtest._results import Measure
from geo.evidence.backtest._setup import AreaRank, Setup
from geo.hotspots import OUTLOOK_DAYS
from geo.layers import TimedIncidents
from geo.model import Hotspot


@dataclass(frozen=True, eq=False)
class VisitedHotspots:
    """The default's hotspots at one origin, and what happened in them.

    Attributes
    ----------
    places : int
        Hotspots that the patrols can visit.
    area_share : float
        Their share of the study area.
    inside : ndarray of bool
        Of all tested incidents, those in the visited places in this block.
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
    ranks : dict
        By method: the rank of each tested incident.
    best : dict
        The same for the cells in which most happened, which nobody could know.
    surfaces : tuple of Surface
        The default's, one an origin.
    """

    ranks: dict[str, AreaRank]
    best: dict[Measure, AreaRank]
    surfaces: tuple[Surface, ...]
    visited: tuple[VisitedHotspots, ...]


def forecast_all(setup: Setup) -> Run:
    """Let every method forecast every test block."""
    ranks = {method: _nowhere(len(setup.tested)) for method in setup.methods}
    best = {what: _nowhere(len(setup.tested)) for what in setup.measures}
    surfaces, visited = [], []
    for index, origin in enumerate(setup.origins):
        here = setup.tested.origin == index
        cells = setup.tested.cell[here]
        known = setup.known(origin.as_of)
        for method in setup.methods:
            setup.steps.next(
                f"{setup.forecasts.title_and_paper(method)[0]}, {origin.as_of:%-d %b %Y}"
            )
            surface = setup.surface(known, origin.as_of, method)
            _put(ranks[method], here, area_ranks(surface).at(cells))
            if method == setup.default:
                surfaces.append(surface)
        for what in setup.measures:
            happened = setup.tested.counts(setup.grid, index, what)
            _put(best[what], here, AreaRank.of(happened, setup.grid.inside).at(cells))
        setup.steps.next(f"Hotspots, {origin.as_of:%-d %b %Y}")
        visited.append(_visited(setup, index, origin, known))
    return Run(ranks, best, tuple(surfaces), tuple(visited))


def area_ranks(surface: Surface) -> AreaRank:
    """The rank of each cell of a surface."""
    return AreaRank.of(surface.ranked_by, surface.grid.inside)


def _nowhere(size: int) -> AreaRank:
    return AreaRank(np.full(size, np.inf), np.full(size, np.inf))


def _put(into: AreaRank, where: NDArray[np.bool_], what: AreaRank) -> None:
    into.start[where], into.end[where] = what.start, what.end


def _visited(setup: Setup, index: int, origin: Origin, known: TimedIncidents) -> VisitedHotspots:
    most = max(setup.stops, setup.settings.top_n)
    hotspots = setup.forecasts.hotspots(known, origin.as_of, most)
    inside, counts = _within(setup, index, [h.shape for h in hotspots])
    places = min(setup.stops, len(hotspots))
    area_m2 = shapely.union_all([h.shape for h in hotspots[:places]]).area if places else 0.0
    covered = _covered(hotspots, counts) if _same_days(origin) else []
    return VisitedHotspots(
        places=places,
        area_share=min(area_m2 / setup.study_area_m2, 1.0),
        inside=(inside >= 0) & (inside < places),
        hotspots=len(covered),
        covered=sum(covered),
    )


def _within(setup: Setup, index: int, shapes: list[object]) -> tuple[NDArray[np.int64], Floats]:
    """The first shape that each tested incident of a block lies in (-1: none); counts by shape."""
    tested = setup.tested
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


def patrol_reach(setup: Setup, run: Run, patrols: int) -> PatrolReach:
    """What happened inside the default's first hotspots, as many as can be visited."""
    tested, draws = setup.tested, setup.draws
    weight = tested.weight(setup.measures[-1])
    inside = np.any([visited.inside for visited in run.visited], axis=0)
    shares = np.array([visited.area_share for visited in run.visited])
    hits, whole = tested.by_week(weight * inside), tested.by_week(weight)
    at_random = tested.by_week(weight * shares[tested.origin])
    there = bool(shares.any())
    return PatrolReach(
        patrols=patrols,
        stops=setup.stops,
        places=float(np.mean([visited.places for visited in run.visited])),
        area_share=float(shares.mean()),
        hit_rate=draws.ratio(hits, whole) if there else None,
        pai=draws.ratio(hits, at_random) if there else None,
        explanation=_explanation(setup, patrols),
    )


def _out_min(window: Window) -> int:
    return min(window.end_min - window.start_min, _SHIFT_MIN)


def _explanation(setup: Setup, patrols: int) -> str:
    pairs = "1 patrol" if patrols == 1 else f"{patrols} patrols"
    hours = f"{_out_min(setup.window) / 60:g} hours"
    return (
        f"{pairs}, out for {hours}, with {_DWELL_MIN} minutes at a stop and about {_WALK_MIN} "
        f"minutes' walk to the next, can visit {setup.stops} places: the first {setup.stops} "
        "hotspots in rank order, or as many as there are. For the comparison every method, the "
        "default too, is given its riskiest cells of the same area."
    )
