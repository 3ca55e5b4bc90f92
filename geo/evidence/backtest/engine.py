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
from geo.evidence.backtest._checks import (
    HISTORIES,
    calibration,
    learning_curve,
    slices,
    stability,
    weekly,
)
from geo.evidence.backtest._forecasts import (
    LEAST_KNOWN,
    LEAST_PAST_DAYS,
    Forecasts,
    FromDetection,
    known_before,
    rolling_origins,
)
from geo.evidence.backtest._hit_rates import CURVE_SHARES, Scoring
from geo.evidence.backtest._report import OriginResult, Report
from geo.evidence.backtest._results import hidden
from geo.evidence.backtest._running import Run, forecast_all, patrol_reach, stops_for
from geo.evidence.backtest._setup import (
    RESAMPLES,
    BlockBootstrap,
    Progress,
    ProgressSteps,
    Setup,
    TestedIncidents,
)
from geo.evidence.backtest._verdict import enough, notices, sentences, verdict
from geo.hotspots import Grid, HotspotSettings, precision_m, scored_incidents
from geo.layers import Layers, TimedIncidents, content_hash, require_timed
from geo.text import listed


@dataclass(frozen=True)
class _Options:
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


def _chosen_methods(source: Forecasts, chosen: Sequence[str] | None) -> tuple[str, ...]:
    """The default first, then the others in the order given, each once."""
    unknown = [method for method in chosen or () if method not in source.methods]
    if unknown:
        raise SettingError(
            f"There is no method {listed(unknown)}; expected some of {', '.join(source.methods)}."
        )
    return tuple(dict.fromkeys([source.default, *(source.methods if chosen is None else chosen)]))


def _prepare(
    incidents: TimedIncidents,
    window: Window,
    settings: HotspotSettings,
    source: Forecasts,
    options: _Options,
    progress: Progress | None,
) -> tuple[Setup, tuple[str, ...]]:
    """Lay out origins, cells and test blocks; the notices of the scoring come with them."""
    after = _day_after(incidents, window)
    scored = scored_incidents(cast("gpd.GeoDataFrame", incidents), window, after, settings)
    dates = np.datetime64(after) - scored.age_days.astype("timedelta64[D]")
    origins = rolling_origins(dates, options.origins, options.test_days)
    first = origins[0].as_of
    before = cast("gpd.GeoDataFrame", known_before(incidents, window, first))
    past = scored_incidents(before, window, first, settings)
    finest_m = precision_m(past.x, past.y, CRS(incidents.crs))
    grid = Grid.over(past.x, past.y, settings.cell_m, finest_m)
    tested = TestedIncidents.of(scored, dates, window, origins, grid)
    n_steps = len(origins) * (len(options.methods) + len(HISTORIES)) + len(weekly(origins))
    setup = Setup(
        incidents=incidents,
        dates=dates,
        window=window,
        settings=settings,
        forecasts=source,
        methods=options.methods,
        origins=origins,
        grid=grid,
        tested=tested,
        draws=BlockBootstrap.of(tested.n_weeks, options.seed),
        stops=stops_for(window, options.patrols),
        steps=ProgressSteps(n_steps, progress),
    )
    return setup, scored.notices


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
    keys = _chosen_methods(source, methods)
    options = _Options(origins, test_days, patrols, seed, keys)
    setup, scoring_notices = _prepare(incidents, window, chosen, source, options, progress)
    report = _report(setup, options, scoring_notices)
    return replace(report, seconds=time.perf_counter() - began)


def _report(setup: Setup, options: _Options, scoring_notices: tuple[str, ...]) -> Report:
    run, can_tell = forecast_all(setup), enough(setup)
    scoring = Scoring(setup, run, can_tell=can_tell)
    methods = tuple(scoring.method(key) for key in setup.methods)
    differences = scoring.differences()
    return Report(
        verdict=verdict(setup, methods, differences),
        can_tell=can_tell,
        sentences=sentences(setup, methods, differences),
        window=str(setup.window),
        days=setup.window.days.name,
        measure=setup.measures[-1],
        test_days=options.test_days,
        study_area_ha=setup.study_area_m2 / 10_000,
        cells=int(setup.grid.inside.sum()),
        cell_m=setup.grid.cell_m,
        origins=_origins(setup, run),
        reaches=scoring.reaches,
        curve_shares=CURVE_SHARES,
        methods=methods,
        differences=differences,
        patrols=patrol_reach(setup, run, options.patrols),
        stability=stability(setup, run),
        learning=learning_curve(setup, run, can_tell=can_tell),
        calibration=calibration(setup, run, seed=options.seed),
        slices=slices(setup, run),
        notices=(*scoring_notices, *notices(setup, run)),
        parameters=_parameters(setup, options),
        data_version=content_hash(cast("gpd.GeoDataFrame", setup.incidents)),
    )


def _origins(setup: Setup, run: Run) -> tuple[OriginResult, ...]:
    tested, size = setup.tested, setup.tested.n_origins
    share, harm, outside = (
        np.bincount(tested.origin, weight, minlength=size)
        for weight in (tested.share, tested.harm, tested.share * (tested.cell < 0))
    )
    return tuple(
        OriginResult(
            as_of=origin.as_of,
            until=origin.until,
            known=setup.n_known(origin.as_of),
            tested=float(share[n]),
            harm=None if hidden(float(share[n])) else float(harm[n]),
            outside=float(outside[n]),
            patrols_area_share=run.visited[n].area_share,
        )
        for n, origin in enumerate(setup.origins)
    )


def _parameters(setup: Setup, options: _Options) -> dict[str, Any]:
    return {
        **asdict(options),
        "methods": list(options.methods),
        "resamples": RESAMPLES,
        "least_past_days": LEAST_PAST_DAYS,
        "least_known": LEAST_KNOWN,
        "timezone": setup.window.timezone,
        "settings": asdict(setup.settings),
    }
