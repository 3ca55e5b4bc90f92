"""From what was asked to what a backtest works with."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import cast

import geopandas as gpd
import numpy as np
import pandas as pd
from pyproj import CRS

from geo.clock import Window
from geo.errors import NothingToScoreError, SettingError
from geo.evidence.backtest.forecasts import Forecasts
from geo.evidence.backtest.learning import HISTORIES
from geo.evidence.backtest.origins import known_before, rolling_origins
from geo.evidence.backtest.patrols import stops_for
from geo.evidence.backtest.resampling import Draws
from geo.evidence.backtest.stability import weekly
from geo.evidence.backtest.tested import Tested
from geo.evidence.backtest.trial import Progress, Steps, Trial
from geo.hotspots import HotspotSettings
from geo.hotspots.grid import Grid, precision_m
from geo.hotspots.scored import scored_incidents
from geo.layers import TimedIncidents
from geo.words import listed


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
