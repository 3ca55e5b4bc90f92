"""The test of the ranking, asked of an opened area: the report, and what every method chose."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from geo.clock import Window
from geo.evidence.backtest import Report, backtest
from geo.evidence.chosen import Chosen, chosen_parameters
from geo.hotspots import METHODS, hotspot_settings
from geo.workspace import Workspace

_TEST_SHARE = 0.85


@dataclass(frozen=True)
class RankingEvidence:
    """A backtest, and the parameters that its methods choose from all data so far."""

    report: Report
    chosen: tuple[Chosen, ...]


def other_methods(area: Workspace) -> dict[str, str]:
    """Key and title of every method but the one that the area ranks by."""
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
    tell = progress or (lambda _doing, _share: None)
    report = backtest(
        layers.incidents,
        window,
        settings=settings,
        methods=methods,
        patrols=patrols,
        seed=seed,
        surroundings=layers,
        progress=lambda doing, share: tell(doing, share * _TEST_SHARE),
    )
    chosen = chosen_parameters(
        layers.incidents,
        window,
        report.origins[-1].until,
        settings=settings,
        surroundings=layers,
        methods=[method.key for method in report.methods],
        progress=lambda doing, share: tell(doing, _TEST_SHARE + share * (1 - _TEST_SHARE)),
    )
    return RankingEvidence(report, chosen)
