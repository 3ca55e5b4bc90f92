"""The figures of a backtest: hit rates, differences, stability, learning curve, calibration."""

import datetime as dt
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Final, Literal

from geo.model import Interval
from geo.text import count_shown

Measure = Literal["incidents", "harm"]
#: Marks a field whose counts of 1 to 4 leave the report as ``<5``.
SMALL: Final = "small count"
_MOST_HIDDEN: Final = 4.5


def small() -> Any:  # noqa: ANN401 - as `field` itself
    """Make a field for a count of incidents, which is hidden where it is small."""
    return field(metadata={SMALL: True})


def hidden(count: float) -> bool:
    """Whether a sum of shares would show as a count of 1 to 4 (rule 4 of the domain).

    Parameters
    ----------
    count : float
        Sum of aoristic shares.
    """
    return 0 < count <= _MOST_HIDDEN


def shown(count: float) -> str:
    """Write a sum of shares as a whole count, as it may be shown.

    Parameters
    ----------
    count : float
        What is more than nothing is not 0.

    Examples
    --------
    >>> shown(0.2), shown(12.4)
    ('<5', '12')
    """
    return count_shown(max(round(count), 1) if count > 0 else 0)


class Conclusion(StrEnum):
    """What the data conclude of a difference."""

    BETTER = "better"
    WORSE = "worse"
    CANNOT_TELL = "cannot tell"


@dataclass(frozen=True)
class Reach:
    """How much of the study area is looked at.

    Attributes
    ----------
    key : str
        ``1``, ``2``, ``5`` or ``10`` (percent), or ``patrols``.
    title : str
        Its name for people, such as ``2% of the area``.
    area_share : float
        0 to 1; for ``patrols`` the mean over the origins.
    """

    key: str
    title: str
    area_share: float


@dataclass(frozen=True)
class Score:
    """One method at one reach: how much of what happened next lay in its riskiest cells.

    Attributes
    ----------
    reach : str
        Key of the `Reach`.
    measure : "incidents" or "harm"
        What the hits count.
    hit_rate : Interval
        Share of the tested incidents (or harm) inside, 0 to 1.
    pai : Interval
        Hit rate over area share (Chainey, Tompson and Uhlig 2008).
    pei : Interval
        PAI over the best that any choice of as much area could reach (Hunt 2016), 0 to 1.
    by_origin : tuple of float
        Hit rate of each origin, oldest first; none where an origin has nothing to test, or a count
        that is not shown.
    """

    reach: str
    measure: Measure
    hit_rate: Interval
    pai: Interval
    pei: Interval
    by_origin: tuple[float | None, ...]


@dataclass(frozen=True)
class MethodResult:
    """One method over all origins.

    Attributes
    ----------
    scores : tuple of Score
        One for each reach, for incidents and, where harm decides the ranks, for harm too.
    curve : tuple of float
        Hit rate at each of `Report.curve_shares`, on what decides the ranks.
    """

    key: str
    title: str
    paper: str
    is_default: bool
    scores: tuple[Score, ...]
    curve: tuple[float, ...]

    def at(self, reach: str, measure: Measure = "incidents") -> Score:
        """The score at one reach."""
        return next(s for s in self.scores if s.reach == reach and s.measure == measure)


@dataclass(frozen=True)
class Difference:
    """The default's hit rate less that of another method, on the same weeks.

    Attributes
    ----------
    method : str
        Key of the other method.
    hit_rate : Interval
        Mean difference and 90% interval, from a bootstrap of whole weeks.
    chance_better : float
        Share of the resamples in which the default is ahead, 0 to 1.
    conclusion : Conclusion
        ``better`` or ``worse`` of the default; ``cannot tell`` where the interval holds 0 or too
        few incidents were tested.
    """

    method: str
    reach: str
    measure: Measure
    hit_rate: Interval
    chance_better: float
    conclusion: Conclusion


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
    summary: str


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
    summary: str


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
    summary: str


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
