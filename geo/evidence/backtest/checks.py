"""What a backtest says beside the hit rates: stability, learning curve, calibration, slices."""

import datetime as dt
from dataclasses import dataclass

from geo.evidence.backtest.results import small
from geo.evidence.interval import Interval


@dataclass(frozen=True)
class StabilityWeek:
    """The ranking at the start of a week against the one a week before.

    Attributes
    ----------
    kept : float
        Share of last week's top 1% of the area that is still in it, 0 to 1.
    kept_since_first : float
        The same against the first ranking of the backtest.
    jaccard : float
        Cells in both tops over cells in either, 0 to 1.
    spearman : float or None
        Rank correlation of the cells that are in the top 10% of either week; None where all are
        alike.
    """

    week: dt.date
    kept: float
    kept_since_first: float
    jaccard: float
    spearman: float | None


@dataclass(frozen=True)
class Stability:
    """How much the default's ranking moves from week to week."""

    weeks: tuple[StabilityWeek, ...]
    said: str


@dataclass(frozen=True)
class LearningPoint:
    """The default, fitted on the last part of the past only.

    Attributes
    ----------
    history : float
        Share of the days before each origin that were used, counted back from the origin.
    days, known : float
        Days and scored incidents used, mean over the origins.
    hit_rate : Interval
        At 2% of the area.
    """

    history: float
    days: float
    known: float
    hit_rate: Interval


@dataclass(frozen=True)
class LearningCurve:
    """What more history would bring."""

    points: tuple[LearningPoint, ...]
    said: str


@dataclass(frozen=True)
class CalibrationGroup:
    """A tenth of what was expected, in the cells of one band of risk.

    Attributes
    ----------
    group : int
        1 is the riskiest cells, 10 the least risky.
    area_share : float
        Share of the study area in the group.
    expected, observed : float
        Incidents over all test blocks.
    low, high : float
        90% interval of a Poisson count with that expectation.
    """

    group: int
    area_share: float
    expected: float
    low: float
    high: float
    observed: float = small()


@dataclass(frozen=True)
class Coverage:
    """How many hotspots of an origin saw a count inside their 90% interval."""

    as_of: dt.date
    hotspots: int
    covered: int


@dataclass(frozen=True)
class Calibration:
    """Whether the numbers mean what they say.

    Attributes
    ----------
    coverage : tuple of Coverage
        By origin; empty where the hotspots carry no outlook.
    coverage_share : Interval or None
        Share of all intervals that held the count; the interval is by bootstrap of origins.
    """

    groups: tuple[CalibrationGroup, ...]
    coverage: tuple[Coverage, ...]
    coverage_share: Interval | None
    said: str


@dataclass(frozen=True)
class SliceResult:
    """The default at 2% of the area, for one weekday and one part of the window.

    Attributes
    ----------
    weekday : int
        0 is Monday.
    start_min, end_min : int
        Minutes after midnight, local time.
    tested, hits : float
        Incidents, and those inside. Counts of 1 to 4 leave as ``<5``.
    """

    weekday: int
    start_min: int
    end_min: int
    tested: float = small()
    hits: float = small()
