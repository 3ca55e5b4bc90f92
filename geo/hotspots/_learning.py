"""What is learned from the past before a date: the mixture, the level, and the intervals.

Each of the last blocks of days is held out in turn and predicted from what is older.
"""

import datetime as dt
import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final, Self

import numpy as np
import shapely
from threadpoolctl import threadpool_limits

from geo.arrays import Floats
from geo.clock import Window
from geo.errors import SettingError
from geo.hotspots._forecast import (
    HALF_LIVES_DAYS,
    Forecast,
    HeldOutShares,
    Sharpening,
    best_half_life,
    fit_sharpening,
    window_ages,
)
from geo.hotspots._intervals import HeldOutForecasts, Spread, fit_spread
from geo.hotspots._rates import is_hotspot
from geo.hotspots.methods import (
    METHODS,
    Learned,
    Mixture,
    Setting,
    Tuned,
    fit_mixture,
    mixture_block_days,
)
from geo.hotspots.methods._base import last_blocks
from geo.hotspots.settings import HotspotSettings
from geo.hotspots.study import Study
from geo.hotspots.surface import RiskSurface
from geo.layers import Layers, TimedIncidents
from geo.model import Outlook

_BLOCKS: Final = 6
_CELLS: Final = 600
_CELLS_SHARE: Final = 0.02


@dataclass(frozen=True, eq=False)
class Block:
    """A block of days that was held out, and the forecast made from what was known before.

    Attributes
    ----------
    windows : int
        How often the window ran in it.
    x, y, share : ndarray
        Incidents that came.
    """

    forecast: Forecast
    windows: int
    x: Floats
    y: Floats
    share: Floats

    def shares(self) -> HeldOutShares:
        """What the block shows of how peaked the surface should be."""
        surface, grid = self.forecast.surface, self.forecast.study.grid
        total = max(float(surface.incidents.sum()), 1e-300)
        return HeldOutShares.of(surface.incidents / total, self._came(), grid.inside)

    def places(self) -> HeldOutForecasts:
        """The hotspots of that day, and the incidents that came inside."""
        forecast, top_n = self.forecast, self.forecast.study.settings.top_n
        shapes = forecast.shapes(2 * top_n)
        known = zip(shapes, forecast.evidence(shapes), strict=True)
        kept = [(shape, each) for shape, each in known if is_hotspot(forecast, shape, each)][:top_n]
        size = (len(kept), len(HALF_LIVES_DAYS))
        came = [self.share[shapely.intersects_xy(shape, self.x, self.y)].sum() for shape, _ in kept]
        return HeldOutForecasts(
            surface=np.array([each.surface_incidents for _, each in kept]) * self.windows,
            own=np.array([each.own_incidents for _, each in kept]).reshape(size) * self.windows,
            effective=np.array([each.effective for _, each in kept]).reshape(size),
            came=np.rint(came),
        )

    def cells(self) -> HeldOutForecasts:
        """The riskiest cells of that day, and the incidents that came in them."""
        surface = self.forecast.surface
        most = min(_CELLS, max(20, int(_CELLS_SHARE * surface.grid.inside.sum())))
        numbers = surface.riskiest(most)
        expected = surface.incidents.ravel()[numbers] * self.windows
        same = np.ones(len(HALF_LIVES_DAYS))
        return HeldOutForecasts(
            surface=expected,
            own=np.outer(expected, same),
            effective=np.outer(surface.effective.ravel()[numbers], same),
            came=np.rint(self._came().ravel()[numbers]),
        )

    def _came(self) -> Floats:
        return self.forecast.study.grid.counts(self.x, self.y, self.share)


def held_out_blocks(
    study: Study,
    how: Mixture | Setting,
    half_life_days: float,
    days: int,
    sharpening: Sharpening | None = None,
) -> Iterator[Block]:
    """Predict the last blocks of ``days``, one after the other; none is kept in memory."""
    for held_out in last_blocks(days, _BLOCKS):
        before = study.earlier(held_out.oldest)
        until = study.as_of - dt.timedelta(days=held_out.youngest)
        windows = len(study.window.dates_between(before.as_of, until))
        if not len(before.scored) or not windows:
            continue
        forecast = Forecast.of(before, how, half_life_days, sharpening)
        came = study.past.some(held_out.held_out(study.past.age_days))
        yield Block(forecast, windows, came.x, came.y, came.share)


Progress = Callable[[str, float], None]


@dataclass(frozen=True)
class Fitted:
    """What was learned of one window before a date.

    Give it to `detect_hotspots` to save the time that learning takes.

    Attributes
    ----------
    mixture : Mixture or None
        Weights of the learned combination; None for the other methods.
    setting : tuple of float
        Parameters that another method chose; see its ``names``.
    half_life_days : float
        How fast the level of the whole area is forgotten.
    sharpening : Sharpening
        How peaked the surface is.
    places, cells : Spread
        What forecasts for hotspots and for single cells are worth.
    as_of : date
        Nothing of that day or later was learned from.
    window : str
        The window that was learned for.
    """

    mixture: Mixture | None
    setting: Setting
    half_life_days: float
    sharpening: Sharpening
    places: Spread
    cells: Spread
    as_of: dt.date
    window: str

    def require(self, study: Study) -> None:
        """Refuse a study of another date or window.

        Raises
        ------
        SettingError
        """
        if (self.as_of, self.window) != (study.as_of, str(study.window)):
            raise SettingError(
                f"What was learned is of {self.as_of} and {self.window}; it cannot be used for "
                f"{study.as_of} and {study.window}. Fit again."
            )

    def forecast(self, study: Study) -> Forecast:
        """Make the surface of a study from what was learned."""
        if self.mixture is not None and self.mixture.needs_hours:
            study = study.with_hours()
        return Forecast.of(study, self.how, self.half_life_days, self.sharpening)

    @property
    def how(self) -> Mixture | Setting:
        """What makes the surface."""
        return self.setting if self.mixture is None else self.mixture

    def to_json(self) -> str:
        """As text, for a file."""
        content = {
            "mixture": self.mixture.to_dict() if self.mixture else None,
            "setting": list(self.setting),
            "half_life_days": self.half_life_days,
            "sharpening": self.sharpening.to_dict(),
            "places": self.places.to_dict(),
            "cells": self.cells.to_dict(),
            "as_of": self.as_of.isoformat(),
            "window": self.window,
        }
        return json.dumps(content)

    @classmethod
    def from_json(cls, text: str) -> Self:
        """Read what `to_json` wrote.

        Parameters
        ----------
        text : str
        """
        content: dict[str, Any] = json.loads(text)
        return cls(
            mixture=Mixture.from_dict(content["mixture"]) if content["mixture"] else None,
            setting=tuple(content["setting"]),
            half_life_days=float(content["half_life_days"]),
            sharpening=Sharpening(**content["sharpening"]),
            places=Spread(**content["places"]),
            cells=Spread(**content["cells"]),
            as_of=dt.date.fromisoformat(content["as_of"]),
            window=content["window"],
        )


def fit_hotspots(
    incidents: TimedIncidents,
    window: Window,
    as_of: dt.date,
    *,
    settings: HotspotSettings | None = None,
    surroundings: Layers | None = None,
    progress: Progress | None = None,
) -> Fitted:
    """Learn from incidents before a date what `detect_hotspots` needs, by rolling hold-out.

    Parameters
    ----------
    incidents, window, as_of, settings, surroundings
        As for `detect_hotspots`.
    progress : callable, optional
        Called with what is done next, and the share of the work that is done.
    """
    return fit_study(Study.of(incidents, window, as_of, settings, surroundings), progress)


def fit_study(study: Study, progress: Progress | None = None) -> Fitted:
    """Learn from a study: the mixture, the level, and how far forecasts are off."""
    report = progress or (lambda _what, _share: None)
    study, surface = _fit_surface(study, report)
    days, places, cells = _block_days(study), [], []
    sharpening = surface.sharpening
    blocks = held_out_blocks(study, surface.how, surface.half_life_days, days, sharpening)
    for number, block in enumerate(blocks):
        report("Testing on past weeks", (2 + number / _BLOCKS) / 3)
        places.append(block.places())
        cells.append(block.cells())
    return replace(
        surface,
        places=fit_spread(HeldOutForecasts.joined(places)),
        cells=fit_spread(HeldOutForecasts.joined(cells), own=False),
    )


def surface_of(study: Study) -> RiskSurface:
    """Learn what the surface alone needs, and make it."""
    study, fitted = _fit_surface(study, lambda _what, _share: None)
    return fitted.forecast(study).surface


def _fit_surface(study: Study, report: Progress) -> tuple[Study, Fitted]:
    """The study with what learning looked up, and what makes its surface; no intervals yet."""
    mixture = None
    setting: Setting = ()
    method = METHODS[study.settings.method]
    if isinstance(method, Tuned):
        with threadpool_limits(1):  # small work: threads wait for one another
            setting = method.chosen(study.past).setting
    elif isinstance(method, Learned):
        study = study.with_hours()
        mixture = fit_mixture(study.past, lambda part: report("Learning from the past", part / 3))
    days = _block_days(study)
    ages = window_ages(study.scored, study.window, study.as_of)
    half_life = best_half_life(study.scored, ages, days, _BLOCKS)
    report("Measuring how peaked the risk is", 1 / 3)
    held_out = [
        block.shares() for block in held_out_blocks(study, mixture or setting, half_life, days)
    ]
    return study, Fitted(
        mixture=mixture,
        setting=setting,
        half_life_days=half_life,
        sharpening=fit_sharpening(held_out),
        places=Spread(),
        cells=Spread(own=0.0),
        as_of=study.as_of,
        window=str(study.window),
    )


def _block_days(study: Study) -> int:
    return mixture_block_days(int(study.scored.age_days.max()))


_STALE_DAYS: Final = 28
_BULK: Final = (0.005, 0.995)
_STRETCHED: Final = 4.0
_ENOUGH_TO_TELL: Final = 200


def caveats(
    study: Study, fitted: Fitted, outlooks: Sequence[Outlook], running: int
) -> Iterator[str]:
    """Sentences on too little, too old or too coarse data, and on places that expect next to none.

    Parameters
    ----------
    outlooks : sequence of Outlook
        Of the hotspots that are shown.
    running : int
        How often the window runs in the weeks of the outlook.
    """
    yield from _of_data(study)
    if fitted.mixture is not None and fitted.mixture.held_out == 0:
        yield (
            "Too few incidents are known to learn from, so all scales and half-lives count alike. "
            "Read the ranking with care."
        )
    if not running:
        yield (
            f"{_named(study.window)} does not run in the next four weeks; figures are for one "
            f"{study.window.noun}, if it did."
        )
    if not outlooks:
        many = "incident gathers" if len(study.scored) == 1 else "incidents gather"
        yield f"{len(study.scored):,} scored {many} nowhere enough to make a hotspot."
    elif max(outlook.mean for outlook in outlooks) < 1:
        yield "No place here expects even one incident in the next four weeks."


def _of_data(study: Study) -> Iterator[str]:
    youngest = int(study.scored.age_days.min())
    if youngest > _STALE_DAYS:
        last = study.as_of - dt.timedelta(days=youngest)
        yield (
            f"The last scored incident is of {last:%-d %b %Y}, {youngest:,} days before the date; "
            "what is said of now is a guess from then."
        )
    if not study.scored.share.any():
        yield (
            f"No scored incident falls into {study.window}, so nothing is expected in it, and the "
            "order is that of all hours."
        )
    if study.grid.cell_m**2 > study.settings.max_area_m2:
        yield (
            f"Places are known to about {study.grid.cell_m:,.0f} m only, so no place that a pair "
            "could patrol can be told from the ground around it."
        )
    if _stretched(study):
        yield (
            "A few incidents lie far from all others and stretch the study area; a share of the "
            "area means little until they are looked at."
        )


def _stretched(study: Study) -> bool:
    """Say whether one incident in a hundred makes the area several times as large."""
    if len(study.scored) < _ENOUGH_TO_TELL:
        return False
    x, y = study.scored.x, study.scored.y
    bulk = float(np.prod([np.ptp(np.quantile(v, _BULK)) for v in (x, y)]))
    return float(np.ptp(x) * np.ptp(y)) > _STRETCHED * max(bulk, 1.0)


def _named(window: Window) -> str:
    return f"The window {window}, {window.days.name},"
