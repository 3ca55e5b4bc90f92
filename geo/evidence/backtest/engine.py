"""The backtest as a whole: incidents in, a report out."""

import time
from collections.abc import Sequence
from dataclasses import asdict, replace
from typing import Any, cast

import geopandas as gpd
import numpy as np

from geo.clock import Window
from geo.evidence.backtest.calibration import calibration
from geo.evidence.backtest.detection import FromDetection
from geo.evidence.backtest.forecasts import Forecasts
from geo.evidence.backtest.learning import learning_curve
from geo.evidence.backtest.origins import LEAST_KNOWN, LEAST_PAST_DAYS
from geo.evidence.backtest.patrols import patrol_reach
from geo.evidence.backtest.preparing import Asked, chosen_methods, prepare
from geo.evidence.backtest.report import OriginResult, Report
from geo.evidence.backtest.resampling import RESAMPLES
from geo.evidence.backtest.results import hidden
from geo.evidence.backtest.running import Run, run
from geo.evidence.backtest.scoring import CURVE_SHARES, Scoring
from geo.evidence.backtest.slices import slices
from geo.evidence.backtest.stability import stability
from geo.evidence.backtest.trial import Progress, Trial
from geo.evidence.backtest.verdict import enough, notices, sentences, verdict
from geo.hotspots import HotspotSettings
from geo.layers import Layers, TimedIncidents, content_hash, require_timed


def backtest(
    incidents: TimedIncidents,
    window: Window,
    *,
    settings: HotspotSettings | None = None,
    origins: int = 8,
    test_days: int = 28,
    methods: Sequence[str] | None = None,
    patrols: int = 2,
    seed: int = 0,
    surroundings: Layers | None = None,
    progress: Progress | None = None,
    forecasts: Forecasts | None = None,
) -> Report:
    """Test the ranking, and every other method, on weeks that none of them has seen.

    Consecutive blocks of ``test_days`` end on the last day of the data. Before each block every
    method gets the incidents that were over by then, and nothing else; all rank the same cells
    over the convex hull of what was known before the first block. What happened in the block is
    then counted, by aoristic share of the window.

    Parameters
    ----------
    incidents : TimedIncidents
        The incidents layer (a GeoDataFrame of points in a projected CRS, metres).
    window : Window
        Hours and days that are forecast and tested.
    settings : HotspotSettings, optional
        ``settings.method`` is the default that the others are held against.
    origins : int
        Blocks at most; fewer where the data are short.
    methods : sequence of str, optional
        Keys of the methods to compare; all by default. The default is always among them.
    patrols : int
        Pairs on foot, for "the places that the patrols can reach".
    seed : int
        Of the bootstrap. The same seed and data give the same report.
    surroundings : Layers, optional
        Schools, interchanges and streets, as for `detect_hotspots`.
    progress : callable, optional
        Called with what is done next and the share of the work that is done.
    forecasts : Forecasts, optional
        Where forecasts come from; the product's own detection by default.

    Returns
    -------
    Report
        Where too few incidents were tested, it says so and claims nothing.

    Raises
    ------
    AfterbellError
        When no test can be made at all.
    """
    began = time.perf_counter()
    require_timed(incidents)
    chosen = settings or HotspotSettings()
    source = forecasts or FromDetection(window, chosen, surroundings)
    keys = chosen_methods(source, methods)
    asked = Asked(origins, test_days, patrols, seed, keys)
    trial, said = prepare(incidents, window, chosen, source, asked, progress)
    report = _report(trial, asked, said)
    return replace(report, seconds=time.perf_counter() - began)


def _report(trial: Trial, asked: Asked, said: tuple[str, ...]) -> Report:
    found, can_tell = run(trial), enough(trial)
    scoring = Scoring(trial, found, can_tell=can_tell)
    methods = tuple(scoring.method(key) for key in trial.methods)
    differences = scoring.differences()
    return Report(
        verdict=verdict(trial, methods, differences),
        can_tell=can_tell,
        sentences=sentences(trial, methods, differences),
        window=str(trial.window),
        days=trial.window.days.name,
        counted=trial.counted[-1],
        test_days=asked.test_days,
        study_area_ha=trial.study_area_m2 / 10_000,
        cells=int(trial.grid.inside.sum()),
        cell_m=trial.grid.cell_m,
        origins=_origins(trial, found),
        reaches=scoring.reaches,
        curve_shares=CURVE_SHARES,
        methods=methods,
        differences=differences,
        patrols=patrol_reach(trial, found, asked.patrols),
        stability=stability(trial, found),
        learning=learning_curve(trial, found, can_tell=can_tell),
        calibration=calibration(trial, found, seed=asked.seed),
        slices=slices(trial, found),
        notices=(*said, *notices(trial, found)),
        parameters=_parameters(trial, asked),
        data_version=content_hash(cast("gpd.GeoDataFrame", trial.incidents)),
    )


def _origins(trial: Trial, found: Run) -> tuple[OriginResult, ...]:
    tested, size = trial.tested, trial.tested.n_origins
    share, harm, outside = (
        np.bincount(tested.origin, weight, minlength=size)
        for weight in (tested.share, tested.harm, tested.share * (tested.cell < 0))
    )
    return tuple(
        OriginResult(
            as_of=origin.as_of,
            until=origin.until,
            known=trial.n_known(origin.as_of),
            tested=float(share[n]),
            harm=None if hidden(float(share[n])) else float(harm[n]),
            outside=float(outside[n]),
            patrols_area_share=found.visited[n].area_share,
        )
        for n, origin in enumerate(trial.origins)
    )


def _parameters(trial: Trial, asked: Asked) -> dict[str, Any]:
    return {
        **asdict(asked),
        "methods": list(asked.methods),
        "resamples": RESAMPLES,
        "least_past_days": LEAST_PAST_DAYS,
        "least_known": LEAST_KNOWN,
        "timezone": trial.window.timezone,
        "settings": asdict(trial.settings),
    }
