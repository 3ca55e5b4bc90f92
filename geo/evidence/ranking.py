"""The test of an area's ranking: the report, and the parameters that every method chose."""

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from geo.clock import Window
from geo.evidence.backtest import Report, backtest
from geo.hotspots import METHODS, HotspotSettings, Study, hotspot_settings
from geo.hotspots.methods import Anywhere, Around, Kernel, Learned, Mixture, Tuned, fit_mixture
from geo.layers import Layers, TimedIncidents
from geo.text import listed
from geo.workspace import Workspace

_WORTH_SAYING: Final = 0.005


@dataclass(frozen=True)
class Chosen:
    """One method: where it is described, and what it chose by itself.

    Attributes
    ----------
    key, title, paper : str
    parameters : str
        In words; empty where nothing is chosen.
    """

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
    """Let each method choose its parameters on held-out blocks before a date.

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
    chosen = []
    for n, key in enumerate(keys):
        method = METHODS[key]
        if progress is not None:
            progress(f"What {method.title} chooses", n / len(keys))
        if isinstance(method, Learned):
            parameters = _mixture_in_words(fit_mixture(study.past))
        else:
            parameters = str(method.chosen(study.past)) if isinstance(method, Tuned) else ""
        chosen.append(Chosen(key, method.title, method.paper, parameters))
    return tuple(chosen)


def _mixture_in_words(mixture: Mixture) -> str:
    """Which hours, distances and places the learned combination weighs, and by how much."""
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
        name = part.clock.value if isinstance(part, Kernel) else _part_name(part)
        sums[name] = sums.get(name, 0.0) + weight
    return sorted(sums.items(), key=lambda pair: -pair[1])


def _part_name(part: Around | Anywhere) -> str:
    return f"around {part.kind}" if isinstance(part, Around) else "anywhere"


def _half_within_m(mixture: Mixture) -> float:
    """The bandwidth up to which half of the kernels' weight lies; 0 without kernels."""
    kernels = sorted((p.bandwidth_m, w) for p, w in mixture.parts if isinstance(p, Kernel))
    if not kernels:
        return 0.0
    bandwidths_m, weights = zip(*kernels, strict=True)
    so_far = np.cumsum(weights)
    return float(bandwidths_m[int(np.searchsorted(so_far, so_far[-1] / 2))])


_TEST_SHARE = 0.85


@dataclass(frozen=True)
class RankingEvidence:
    """A backtest, and the parameters that its methods choose from all data so far.

    Attributes
    ----------
    report : Report
    chosen : tuple of Chosen
    """

    report: Report
    chosen: tuple[Chosen, ...]


def other_methods(area: Workspace) -> dict[str, str]:
    """Key and title of every method but the one that the area ranks by.

    Parameters
    ----------
    area : Workspace
    """
    default = hotspot_settings(area).method
    return {key: method.title for key, method in METHODS.items() if key != default}


def ranking_tested(
    area: Workspace,
    window: Window,
    methods: Sequence[str],
    *,
    patrols: int = 2,
    seed: int = 0,
    progress: Callable[[str, float], None] | None = None,
) -> RankingEvidence:
    """Test the ranking of an area as it is configured.

    Parameters
    ----------
    window : Window
        The area's own, or another.
    methods : sequence of str
        Keys of the methods that the default is held against.

    Raises
    ------
    AfterbellError
        When no test can be made.
    """
    settings, layers = hotspot_settings(area), area.layers
    advance = progress or (lambda _doing, _share: None)
    report = backtest(
        layers.incidents,
        window,
        settings=settings,
        methods=methods,
        patrols=patrols,
        seed=seed,
        surroundings=layers,
        progress=lambda doing, share: advance(doing, share * _TEST_SHARE),
    )
    chosen = chosen_parameters(
        layers.incidents,
        window,
        report.origins[-1].until,
        settings=settings,
        surroundings=layers,
        methods=[method.key for method in report.methods],
        progress=lambda doing, share: advance(doing, _TEST_SHARE + share * (1 - _TEST_SHARE)),
    )
    return RankingEvidence(report, chosen)
