"""What every method chose for itself on held-out time, as it stands today."""

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from geo.clock import Window
from geo.hotspots import METHODS, HotspotSettings
from geo.hotspots.methods.learned import Learned, Mixture, fit_mixture
from geo.hotspots.methods.learned.components import Anywhere, Around, Kernel
from geo.hotspots.methods.tuned import Tuned
from geo.hotspots.study import Study
from geo.layers import Layers, TimedIncidents
from geo.words import listed

_WORTH_SAYING: Final = 0.005


@dataclass(frozen=True)
class Chosen:
    """One method: where it is described, and what it chose by itself."""

    key: str
    title: str
    paper: str
    parameters: str


def chosen_parameters(
    incidents: TimedIncidents,
    window: Window,
    as_of: dt.date,
    *,
    settings: HotspotSettings | None = None,
    surroundings: Layers | None = None,
    methods: Sequence[str] | None = None,
    progress: Callable[[str, float], None] | None = None,
) -> tuple[Chosen, ...]:
    """Let each method choose its parameters on held-out blocks before a date, and say which.

    Parameters
    ----------
    incidents : TimedIncidents
        Points in a projected CRS, metres.
    methods : sequence of str, optional
        Keys; all by default.
    progress : callable, optional
        Called with what is done next and the share of the work that is done.

    Raises
    ------
    NothingToScoreError
        When no scored incident is known before ``as_of``.
    """
    study = Study.of(incidents, window, as_of, settings, surroundings).with_hours()
    keys = list(METHODS if methods is None else methods)
    told = []
    for n, key in enumerate(keys):
        method = METHODS[key]
        if progress is not None:
            progress(f"What {method.title} chooses", n / len(keys))
        if isinstance(method, Learned):
            said = mixture_in_words(fit_mixture(study.past))
        else:
            said = str(method.chosen(study.past)) if isinstance(method, Tuned) else ""
        told.append(Chosen(key, method.title, method.paper, said))
    return tuple(told)


def mixture_in_words(mixture: Mixture) -> str:
    """Say which hours, distances and places the learned combination weighs, and by how much."""
    if mixture.held_out == 0:
        return "too few held-out incidents to learn weights from; every part counts alike"
    weights = [(name, weight) for name, weight in _weights(mixture) if weight >= _WORTH_SAYING]
    hours = listed([f"{name} {weight:.0%}" for name, weight in weights])
    near_m = _half_within_m(mixture)
    reach = f"; half of the kernels' weight is spread by {near_m:.0f} m or less" if near_m else ""
    return (
        f"{hours}{reach}; weights learned on {mixture.blocks} hold-outs of {mixture.block_days} "
        f"days ({mixture.held_out:,.0f} incidents, {mixture.held_out_window:,.0f} in the window)"
    )


def _weights(mixture: Mixture) -> list[tuple[str, float]]:
    """Weight of each kind of part, the heaviest first."""
    sums: dict[str, float] = {}
    for part, weight in mixture.parts:
        name = part.clock.value if isinstance(part, Kernel) else _ground(part)
        sums[name] = sums.get(name, 0.0) + weight
    return sorted(sums.items(), key=lambda pair: -pair[1])


def _ground(part: Around | Anywhere) -> str:
    return f"around {part.kind}" if isinstance(part, Around) else "anywhere"


def _half_within_m(mixture: Mixture) -> float:
    """The bandwidth up to which half of the kernels' weight lies; 0 without kernels."""
    kernels = sorted((p.bandwidth_m, w) for p, w in mixture.parts if isinstance(p, Kernel))
    if not kernels:
        return 0.0
    bandwidths_m, weights = zip(*kernels, strict=True)
    so_far = np.cumsum(weights)
    return float(bandwidths_m[int(np.searchsorted(so_far, so_far[-1] / 2))])
