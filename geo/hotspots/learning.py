"""What a reader must know before believing a ranking."""

import datetime as dt
import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final, Self

import numpy as np
import shapely
from numpy.typing import NDArray
from threadpoolctl import threadpool_limits

from geo.clock import Window
from geo.errors import SettingError
from geo.hotspots.forecast import (
    HALF_LIVES_DAYS,
    Picture,
    Seen,
    Sharpening,
    best_half_life,
    fit_sharpening,
    window_ages,
)
from geo.hotspots.intervals import Rehearsed, Spread, fit_spread
from geo.hotspots.methods import METHODS, Learned, Mixture, Setting, Tuned, block_days, fit_mixture
from geo.hotspots.rates import stands
from geo.hotspots.settings import HotspotSettings
from geo.hotspots.study import Study
from geo.hotspots.surface import RiskSurface
from geo.layers import Layers, TimedIncidents
from geo.model import Outlook

Floats = NDArray[np.float64]
BLOCKS: Final = 6
_CELLS: Final = 600
_CELLS_SHARE: Final = 0.02


@dataclass(frozen=True, eq=False)
class Block:
    """A block of days that was held out, and the picture made from what was before it.

    Attributes
    ----------
    windows : int
        How often the window ran in it.
    x, y, share : ndarray
        Incidents that came.
    """

    picture: Picture
    windows: int
    x: Floats
    y: Floats
    share: Floats

    def seen(self) -> Seen:
        """What the block says of how peaked the surface should be."""
        surface, grid = self.picture.surface, self.picture.study.grid
        total = max(float(surface.incidents.sum()), 1e-300)
        return Seen.of(surface.incidents / total, self._came(), grid.inside)

    def places(self) -> Rehearsed:
        """The hotspots of that day, and the incidents that came inside."""
        picture, top_n = self.picture, self.picture.study.settings.top_n
        shapes = picture.shapes(2 * top_n)
        known = zip(shapes, picture.evidence(shapes), strict=True)
        kept = [(shape, each) for shape, each in known if stands(picture, shape, each)][:top_n]
        size = (len(kept), len(HALF_LIVES_DAYS))
        came = [self.share[shapely.intersects_xy(shape, self.x, self.y)].sum() for shape, _ in kept]
        return Rehearsed(
            surface=np.array([each.surface_incidents for _, each in kept]) * self.windows,
            own=np.array([each.own_incidents for _, each in kept]).reshape(size) * self.windows,
            effective=np.array([each.effective for _, each in kept]).reshape(size),
            came=np.rint(came),
        )

    def cells(self) -> Rehearsed:
        """The riskiest cells of that day, and the incidents that came in them."""
        surface = self.picture.surface
        most = min(_CELLS, max(20, int(_CELLS_SHARE * surface.grid.inside.sum())))
        numbers = surface.likeliest(most)
        expected = surface.incidents.ravel()[numbers] * self.windows
        same = np.ones(len(HALF_LIVES_DAYS))
        return Rehearsed(
            surface=expected,
            own=np.outer(expected, same),
            effective=np.outer(surface.effective.ravel()[numbers], same),
            came=np.rint(self._came().ravel()[numbers]),
        )

    def _came(self) -> Floats:
        return self.picture.study.grid.counts(self.x, self.y, self.share)


def rehearsal(
    study: Study,
    how: Mixture | Setting,
    half_life_days: float,
    days: int,
    sharpening: Sharpening | None = None,
) -> Iterator[Block]:
    """Foretell the last blocks of ``days``, one after the other; none is kept in memory."""
    for number in range(BLOCKS):
        youngest = days * number
        before = study.earlier(youngest + days)
        until = study.as_of - dt.timedelta(days=youngest)
        windows = len(study.window.dates_between(before.as_of, until))
        if not len(before.scored) or not windows:
            continue
        picture = Picture.of(before, how, half_life_days, sharpening)
        ages = study.past.age_days
        came = study.past.some((ages > youngest) & (ages <= youngest + days))
        yield Block(picture, windows, came.x, came.y, came.share)


Progress = Callable[[str, float], None]


@dataclass(frozen=True)
class Fitted:
    """What was learned; give it to `detect_hotspots` to save the time that learning takes.

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

    def picture(self, study: Study) -> Picture:
        """Make the surface of a study from what was learned."""
        if self.mixture is not None and self.mixture.needs_hours:
            study = study.with_hours()
        return Picture.of(study, self.how, self.half_life_days, self.sharpening)

    @property
    def how(self) -> Mixture | Setting:
        """What makes the surface."""
        return self.setting if self.mixture is None else self.mixture

    def to_json(self) -> str:
        """As text, for a file."""
        told = {
            "mixture": self.mixture.to_dict() if self.mixture else None,
            "setting": list(self.setting),
            "half_life_days": self.half_life_days,
            "sharpening": self.sharpening.to_dict(),
            "places": self.places.to_dict(),
            "cells": self.cells.to_dict(),
            "as_of": self.as_of.isoformat(),
            "window": self.window,
        }
        return json.dumps(told)

    @classmethod
    def from_json(cls, text: str) -> Self:
        """Read what `to_json` wrote."""
        told: dict[str, Any] = json.loads(text)
        return cls(
            mixture=Mixture.from_dict(told["mixture"]) if told["mixture"] else None,
            setting=tuple(told["setting"]),
            half_life_days=float(told["half_life_days"]),
            sharpening=Sharpening(**told["sharpening"]),
            places=Spread(**told["places"]),
            cells=Spread(**told["cells"]),
            as_of=dt.date.fromisoformat(told["as_of"]),
            window=told["window"],
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
    say = progress or (lambda _what, _share: None)
    study, surface = _fit_surface(study, say)
    days, places, cells = _block_days(study), [], []
    sharpening = surface.sharpening
    blocks = rehearsal(study, surface.how, surface.half_life_days, days, sharpening)
    for number, block in enumerate(blocks):
        say("Rehearsing on past weeks", (2 + number / BLOCKS) / 3)
        places.append(block.places())
        cells.append(block.cells())
    return replace(
        surface,
        places=fit_spread(Rehearsed.joined(places)),
        cells=fit_spread(Rehearsed.joined(cells), own=False),
    )


def surface_of(study: Study) -> RiskSurface:
    """Learn what the surface alone needs, and make it."""
    study, fitted = _fit_surface(study, lambda _what, _share: None)
    return fitted.picture(study).surface


def _fit_surface(study: Study, say: Progress) -> tuple[Study, Fitted]:
    """The study with what learning looked up, and what makes its surface; no intervals yet."""
    mixture = None
    setting: Setting = ()
    method = METHODS[study.settings.method]
    if isinstance(method, Tuned):
        with threadpool_limits(1):  # small work: threads wait for one another
            setting = method.chosen(study.past).setting
    elif isinstance(method, Learned):
        study = study.with_hours()
        mixture = fit_mixture(
            study.past, lambda part: say("Weighing what the past tells", part / 3)
        )
    days = _block_days(study)
    ages = window_ages(study.scored, study.window, study.as_of)
    half_life = best_half_life(study.scored, ages, days, BLOCKS)
    say("Looking how peaked the risk is", 1 / 3)
    seen = [block.seen() for block in rehearsal(study, mixture or setting, half_life, days)]
    return study, Fitted(
        mixture=mixture,
        setting=setting,
        half_life_days=half_life,
        sharpening=fit_sharpening(seen),
        places=Spread(),
        cells=Spread(own=0.0),
        as_of=study.as_of,
        window=str(study.window),
    )


def _block_days(study: Study) -> int:
    return block_days(int(study.scored.age_days.max()))


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
