"""The stage as a whole: incidents in, ranked hotspots out."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

import geopandas as gpd
import numpy as np
from pyproj import CRS
from shapely.geometry import Polygon

from geo.clock import Window
from geo.hotspots._forecast import Forecast
from geo.hotspots._intervals import per_window, top_chance
from geo.hotspots._learning import Fitted, caveats, fit_study, surface_of
from geo.hotspots._naming import around, distinct_names, reason
from geo.hotspots._rates import OUTLOOK_DAYS, Score, Scorer, is_hotspot, merit
from geo.hotspots.settings import HotspotSettings
from geo.hotspots.study import Study
from geo.hotspots.surface import Grid, RiskSurface
from geo.layers import Layers, TimedIncidents
from geo.model import Hotspot

_SCORED_FOR_EACH_SHOWN: Final = 5
_TOP: Final = 10


@dataclass(frozen=True, eq=False)
class Hotspots:
    """Ranked hotspots for one window, and the surface they were cut from.

    Iterates over `geo.model.Hotspot` in rank order.

    Attributes
    ----------
    fitted : Fitted
        What was learned from the past, and on how much.
    windows_ahead : int
        How often the window runs in the four weeks of the outlook; 1 where it does not.
    notices : tuple of str
        What a reader must know: unknown offences, too little data, and the like.
    """

    items: tuple[Hotspot, ...]
    window: Window
    as_of: dt.date
    crs: CRS
    surface: RiskSurface = field(repr=False)
    fitted: Fitted = field(repr=False)
    windows_ahead: int = 1
    notices: tuple[str, ...] = ()

    def __iter__(self) -> Iterator[Hotspot]:
        return iter(self.items)

    def __len__(self) -> int:
        return len(self.items)

    def cells(self, most: int | None = None) -> gpd.GeoDataFrame:
        """Cells as `RiskSurface.cells` gives them, with the 90% interval of incidents_per_window.

        Columns low and high: between them lie 9 in 10 averages over the windows of the outlook.
        """
        numbers, ahead, spread = self.surface.riskiest(most), self.windows_ahead, self.fitted.cells
        expected = self.surface.incidents.ravel()[numbers]
        shape = spread.shape(self.surface.effective.ravel()[numbers])
        low, high = per_window(spread.level * expected * ahead, shape, ahead)
        held = {"low": np.minimum(low, expected), "high": np.maximum(high, expected)}
        return self.surface.cells(most).assign(**held)


def detect_hotspots(
    incidents: TimedIncidents,
    window: Window,
    as_of: dt.date,
    *,
    settings: HotspotSettings | None = None,
    surroundings: Layers | None = None,
    fitted: Fitted | None = None,
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
        Schools, interchanges and streets that name, shape and explain the hotspots. They move the
        ranking only as far as held-out incidents say so.
    fitted : Fitted, optional
        What `fit_hotspots` learned for this date and window; learned now unless given.

    Returns
    -------
    Hotspots

    Raises
    ------
    NothingToScoreError
        When no scored incident is known before ``as_of``, or the incidents have no time of day.
    CrsError
        When the incidents are not in metres, or the surroundings are in another CRS.
    SettingError
        When what was fitted is of another date or window.
    """
    study = Study.of(incidents, window, as_of, settings, surroundings)
    learned = fitted or fit_study(study)
    learned.require(study)
    forecast = learned.forecast(study)
    running = _windows_ahead(window, as_of)
    ahead = max(1, running)
    ranked = _ranked(forecast, Scorer(forecast, learned.places, ahead))
    items = _named(ranked, study, surroundings)
    cautions = caveats(study, learned, [spot.outlook for spot in items], running)
    return Hotspots(
        items=items,
        window=window,
        as_of=as_of,
        crs=study.crs,
        surface=forecast.surface,
        fitted=learned,
        windows_ahead=ahead,
        notices=(*study.scored.notices, *cautions),
    )


def risk_surface(
    incidents: TimedIncidents,
    window: Window,
    as_of: dt.date,
    *,
    settings: HotspotSettings | None = None,
    surroundings: Layers | None = None,
    grid: Grid | None = None,
    fitted: Fitted | None = None,
) -> RiskSurface:
    """Make the surface alone, on given cells: what a test of the ranking needs.

    Parameters and errors are those of `detect_hotspots`.

    Parameters
    ----------
    grid : Grid, optional
        Cells to answer for; laid over the incidents unless given.
    """
    study = Study.of(incidents, window, as_of, settings, surroundings, grid)
    if fitted is None:
        return surface_of(study)
    fitted.require(study)
    return fitted.forecast(study).surface


def _windows_ahead(window: Window, as_of: dt.date) -> int:
    """How often the window runs in the next four weeks; never, in a long holiday."""
    return len(window.dates_between(as_of, as_of + dt.timedelta(days=OUTLOOK_DAYS)))


def _ranked(forecast: Forecast, scorer: Scorer) -> list[tuple[Polygon, Score, float | None]]:
    """Score shapes, worst first, with the chance of each to be truly in the top ten.

    No two shapes overlap. More are scored than shown, as any of them may be the one that matters.
    """
    top_n = forecast.study.settings.top_n
    shapes = forecast.shapes(_SCORED_FOR_EACH_SHOWN * top_n)
    known = zip(shapes, forecast.evidence(shapes), strict=True)
    kept = [(shape, each) for shape, each in known if is_hotspot(forecast, shape, each)]
    scores = scorer.score([each for _, each in kept])
    pairs = [(shape, score) for (shape, _), score in zip(kept, scores, strict=True)]
    pairs.sort(key=lambda pair: merit(forecast, *pair))
    chances = _chances(forecast, [score for _, score in pairs])
    return [(*pair, chance) for pair, chance in zip(pairs, chances, strict=True)][:top_n]


def _chances(forecast: Forecast, scores: list[Score]) -> list[float | None]:
    """Chances of the top ten among the scored places; none where there are no more than ten."""
    if len(scores) <= _TOP:
        return [None] * len(scores)
    by_harm = forecast.surface.by_harm
    mean = np.array([(s.harm if by_harm else s.incidents).mean for s in scores])
    shape = np.array([score.shape for score in scores])
    chances: list[float | None] = top_chance(mean, shape, _TOP).tolist()
    return chances


def _named(
    ranked: list[tuple[Polygon, Score, float | None]], study: Study, layers: Layers | None
) -> tuple[Hotspot, ...]:
    vicinities = [
        around(shape, layers, f"Hotspot {rank}") for rank, (shape, _, _) in enumerate(ranked, 1)
    ]
    names = distinct_names([v.name for v in vicinities], [shape for shape, _, _ in ranked])
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
            outlook=score.outlook,
            top_ten=chance,
            recorded=score.recorded,
            schools=vicinities[rank - 1].schools,
            interchanges=vicinities[rank - 1].interchanges,
            reason=reason(score, vicinities[rank - 1], study.window),
        )
        for rank, (shape, score, chance) in enumerate(ranked, 1)
    )
