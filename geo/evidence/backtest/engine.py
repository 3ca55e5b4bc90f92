"""The backtest as a whole: incidents in, a report out."""

import datetime as dt
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any, cast

import geopandas as gpd
import numpy as np
import pandas as pd
from pyproj import CRS

from geo.clock import Window
from geo.errors import NothingToScoreError, SettingError
from geo.evidence.backtest.checks import (
    HISTORIES,
    calibration,
    learning_curve,
    slices,
    stability,
    weekly,
)
from geo.evidence.backtest.forecasts import (
    LEAST_KNOWN,
    LEAST_PAST_DAYS,
    Forecasts,
    FromDetection,
    known_before,
    rolling_origins,
)
from geo.evidence.backtest.hit_rates import CURVE_SHARES, Scoring
from geo.evidence.backtest.report import OriginResult, Report
from geo.evidence.backtest.results import hidden
from geo.evidence.backtest.running import Run, patrol_reach, run, stops_for
from geo.evidence.backtest.test_weeks import RESAMPLES, Draws, Progress, Steps, Tested, Trial
from geo.evidence.backtest.verdict import enough, notices, sentences, verdict
from geo.hotspots import Grid, HotspotSettings, precision_m, scored_incidents
from geo.layers import Layers, TimedIncidents, content_hash, require_timed
from geo.text import listed


@dataclass(frozen=True)
class Asked:
    """What the caller chose about the test itself; refuses what makes no sense."""

    origins: int
    test_days: int
    patrols: int
    seed: int
    methods: tuple[str, ...]

    def __post_init__(self) -> None:
        faults = []
        if self.origins < 1:
            faults.append(f"{self.origins} origins; expected 1 or more")
        if not 7 <= self.test_days <= 366:
            faults.append(f"test blocks of {self.test_days} days; expected 7 to 366")
        if self.patrols < 1:
            faults.append(f"{self.patrols} patrols; expected 1 or more")
        if faults:
            raise SettingError("Backtest: " + "; ".join(faults) + ".")


def chosen_methods(source: Forecasts, wanted: Sequence[str] | None) -> tuple[str, ...]:
    """The default first, then the others in the order asked for, each once."""
    unknown = [method for method in wanted or () if method not in source.methods]
    if unknown:
        raise SettingError(
            f"There is no method {listed(unknown)}; expected some of {', '.join(source.methods)}."
        )
    return tuple(dict.fromkeys([source.default, *(source.methods if wanted is None else wanted)]))


def prepare(
    incidents: TimedIncidents,
    window: Window,
    settings: HotspotSettings,
    source: Forecasts,
    asked: Asked,
    progress: Progress | None,
) -> tuple[Trial, tuple[str, ...]]:
    """Lay out origins, cells and test blocks; what the scoring had to say comes with them."""
    after = _day_after(incidents, window)
    scored = scored_incidents(cast("gpd.GeoDataFrame", incidents), window, after, settings)
    dates = np.datetime64(after) - scored.age_days.astype("timedelta64[D]")
    origins = rolling_origins(dates, asked.origins, asked.test_days)
    first = origins[0].as_of
    before = cast("gpd.GeoDataFrame", known_before(incidents, window, first))
    past = scored_incidents(before, window, first, settings)
    finest_m = precision_m(past.x, past.y, CRS(incidents.crs))
    grid = Grid.over(past.x, past.y, settings.cell_m, finest_m)
    tested = Tested.of(scored, dates, window, origins, grid)
    n_steps = len(origins) * (len(asked.methods) + len(HISTORIES)) + len(weekly(origins))
    trial = Trial(
        incidents=incidents,
        dates=dates,
        window=window,
        settings=settings,
        forecasts=source,
        methods=asked.methods,
        origins=origins,
        grid=grid,
        tested=tested,
        draws=Draws.of(tested.n_weeks, asked.seed),
        stops=stops_for(window, asked.patrols),
        steps=Steps(n_steps, progress),
    )
    return trial, scored.notices


def _day_after(incidents: TimedIncidents, window: Window) -> dt.date:
    """The first date on which every incident is over."""
    last = incidents["committed_to"].fillna(incidents["committed_from"]).max()
    if pd.isna(last):
        raise NothingToScoreError("There are no incidents to test. Give a file with incidents.")
    day: dt.date = last.tz_convert(window.timezone).date()
    return day + dt.timedelta(days=1)


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
