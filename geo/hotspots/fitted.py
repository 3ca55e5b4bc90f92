"""Everything that is learned from the data before hotspots are made, by rolling hold-out."""

import datetime as dt
import json
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any, Self

from threadpoolctl import threadpool_limits

from geo.clock import Window
from geo.errors import SettingError
from geo.hotspots.intervals import Rehearsed, Spread, fit_spread
from geo.hotspots.level import best_half_life, window_ages
from geo.hotspots.methods import METHODS
from geo.hotspots.methods.learned import Learned, Mixture, block_days, fit_mixture
from geo.hotspots.methods.tuned import Setting, Tuned
from geo.hotspots.picture import Picture
from geo.hotspots.rehearsal import BLOCKS, rehearsal
from geo.hotspots.settings import HotspotSettings
from geo.hotspots.sharpening import Sharpening, fit_sharpening
from geo.hotspots.study import Study
from geo.hotspots.surface import RiskSurface
from geo.layers import Layers, TimedIncidents

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
