"""The stage as a whole: incidents in, ranked hotspots out."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

import numpy as np
from numpy.typing import NDArray
from pyproj import CRS
from shapely.geometry import Polygon

from geo.clock import Window
from geo.errors import CrsError
from geo.hotspots.explain import around, reason, told_apart
from geo.hotspots.grid import Grid
from geo.hotspots.mixture import Mixture, fit_mixture
from geo.hotspots.scored import Scored, scored_incidents
from geo.hotspots.scores import Exposure, Score, Scorer
from geo.hotspots.settings import HotspotSettings
from geo.hotspots.shapes import TIMES_THE_MEAN, apart, patrollable_shapes
from geo.hotspots.surface import RiskSurface
from geo.layers import Layers, TimedIncidents, require_timed
from geo.model import Hotspot

_FEWEST_RECORDED: Final = 5
_WEIGHED_FOR_EACH_SHOWN: Final = 10


@dataclass(frozen=True, eq=False)
class Hotspots:
    """Ranked hotspots for one window, and the surface they were cut from.

    Iterates over `geo.model.Hotspot` in rank order.

    Attributes
    ----------
    notices : tuple of str
        What a reader must know: unknown offences, too little data, and the like.
    """

    items: tuple[Hotspot, ...]
    window: Window
    as_of: dt.date
    crs: CRS
    surface: RiskSurface = field(repr=False)
    notices: tuple[str, ...] = ()

    def __iter__(self) -> Iterator[Hotspot]:
        return iter(self.items)

    def __len__(self) -> int:
        return len(self.items)


def detect_hotspots(
    incidents: TimedIncidents,
    window: Window,
    as_of: dt.date,
    *,
    settings: HotspotSettings | None = None,
    surroundings: Layers | None = None,
) -> Hotspots:
    """Find where the next window's harm is most likely, in places a pair can patrol.

    Parameters
    ----------
    incidents : TimedIncidents
        The incidents layer (a GeoDataFrame of points in a projected CRS, metres). Crime by month
        is refused.
    window : Window
        Hours and days that the forecast is for.
    as_of : date
        Nothing that happened on this date or later is used.
    settings : HotspotSettings, optional
    surroundings : Layers, optional
        Schools, interchanges and streets that name and explain the hotspots. They do not move
        the ranking.

    Returns
    -------
    Hotspots

    Raises
    ------
    NothingToScoreError
        When no scored incident is known before ``as_of``, or the incidents have no time of day.
    CrsError
        When the incidents are not in metres, or the surroundings are in another CRS.
    """
    require_timed(incidents)
    chosen = settings or HotspotSettings()
    crs = _metric(incidents, surroundings)
    scored = scored_incidents(incidents, window, as_of, chosen)
    grid = Grid.over(scored.x, scored.y, chosen.cell_m)
    mixture = fit_mixture(grid, scored)
    exposure = Exposure.of(scored, _window_ages(scored, window, as_of))
    one = np.ones(len(scored))
    surface = RiskSurface(
        grid=grid,
        crs=crs,
        incidents=mixture.shares(grid, scored, one) * exposure.rate(one),
        harm=mixture.shares(grid, scored, scored.harm) * exposure.rate(scored.harm),
        by_harm=chosen.weights == "harm",
    )
    told = mixture.influence(scored)
    shapes = patrollable_shapes(surface, scored, told * scored.value, chosen.max_area_m2)
    likely = _likeliest(shapes, surface, _WEIGHED_FOR_EACH_SHOWN * chosen.top_n)
    ranked = _ranked(likely, Scorer(surface, scored, told, exposure, window))
    notices = (*scored.notices, *_notices(scored, mixture, ranked, window))
    items = _named(ranked[: chosen.top_n], window, surroundings)
    return Hotspots(items, window, as_of, crs, surface, notices)


def _metric(incidents: TimedIncidents, surroundings: Layers | None) -> CRS:
    if incidents.crs is None or not incidents.crs.is_projected:
        raise CrsError(
            "The incidents are not in metres; expected a projected coordinate system such as "
            "EPSG:27700. Read them with read_layer."
        )
    if surroundings is not None and CRS(surroundings.crs) != CRS(incidents.crs):
        raise CrsError("The incidents and the layers around them are in different systems.")
    return CRS(incidents.crs)


def _window_ages(scored: Scored, window: Window, as_of: dt.date) -> NDArray[np.float64]:
    """Days from each window since the first incident to ``as_of``."""
    first = as_of - dt.timedelta(days=int(scored.age_days.max()))
    past = window.dates_between(first, as_of).to_numpy()
    return np.asarray((np.datetime64(as_of) - past) / np.timedelta64(1, "D"), dtype=float)


def _likeliest(shapes: list[Polygon], surface: RiskSurface, most: int) -> list[Polygon]:
    """Those with most at stake by the surface alone, so that a city does not score thousands."""
    which = 1 if surface.by_harm else 0

    def order(shape: Polygon) -> tuple[float, float, float]:
        return (-surface.within(shape)[which], shape.centroid.x, shape.centroid.y)

    return sorted(shapes, key=order)[:most]


def _ranked(shapes: list[Polygon], scorer: Scorer) -> list[tuple[Polygon, Score]]:
    """Score shapes, worst first; each piece of ground belongs to the first that claims it.

    A place with fewer than five scored incidents in the year before is no hotspot: its count
    could not be shown, nor told from chance. Nor is one that the surface makes hot, but whose own
    incidents do not bear it out.
    """
    claims = apart([shape for shape, _ in _worst_first(shapes, scorer)])
    return [
        (shape, score)
        for shape, score in _worst_first(claims, scorer)
        if score.recorded >= _FEWEST_RECORDED
        and scorer.times_the_mean(shape, score) >= TIMES_THE_MEAN
    ]


def _worst_first(shapes: list[Polygon], scorer: Scorer) -> list[tuple[Polygon, Score]]:
    def merit(pair: tuple[Polygon, Score]) -> tuple[float, float, float]:
        shape, score = pair
        return (-scorer.merit(score), shape.centroid.x, shape.centroid.y)

    return sorted(((shape, scorer.score(shape)) for shape in shapes), key=merit)


def _named(
    scores: list[tuple[Polygon, Score]],
    window: Window,
    layers: Layers | None,
) -> tuple[Hotspot, ...]:
    settings = [
        around(shape, layers, f"Hotspot {rank}") for rank, (shape, _) in enumerate(scores, 1)
    ]
    names = told_apart([s.name for s in settings], [shape for shape, _ in scores])
    return tuple(
        Hotspot(
            hotspot_id=f"H{rank}",
            rank=rank,
            name=names[rank - 1],
            shape=shape,
            incidents=score.incidents,
            harm=score.harm,
            by_slice=score.by_slice,
            offences=score.offences,
            trend=score.trend,
            recorded=score.recorded,
            schools=settings[rank - 1].schools,
            interchanges=settings[rank - 1].interchanges,
            reason=reason(score, settings[rank - 1], window),
        )
        for rank, (shape, score) in enumerate(scores, 1)
    )


def _notices(
    scored: Scored, mixture: Mixture, ranked: list[tuple[Polygon, Score]], window: Window
) -> list[str]:
    notices = []
    if mixture.held_out == 0:
        notices.append(
            f"Too few recent incidents fall into {window} to learn from, so other hours and "
            "scales count by fixed weights. Read the ranking with care."
        )
    if not ranked:
        many = "incident gathers" if len(scored) == 1 else "incidents gather"
        notices.append(f"{len(scored):,} scored {many} nowhere enough to make a hotspot.")
    return notices
