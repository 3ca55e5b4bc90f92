"""The result of the feedback experiment: figures, and sentences about them."""

from collections.abc import Sequence
from dataclasses import dataclass, fields
from typing import Any, Self

import numpy as np
from scipy import stats

from geo.arrays import Floats
from geo.evidence.feedback._city import FeedbackSettings
from geo.model import Interval


@dataclass(frozen=True)
class Figures:
    """Where a ranking sends officers, and whether it is where the risk is: shares, 0 to 1.

    Attributes
    ----------
    believed : Interval
        Share of all expected incidents that the ranking puts into the patrolled cells: it runs
        away where the ranking believes its own patrols.
    top_ten : Interval
        Share of the minutes that the ten most patrolled cells get.
    gini : Interval
        Of the minutes over all cells; 1 where one cell gets all.
    reached : Interval
        True risk in the patrolled cells, of the most that so many cells can hold.
    moved : Interval
        Share of the patrolled cells that are others than if patrols left no trace.
    """

    believed: Interval
    top_ten: Interval
    gini: Interval
    reached: Interval
    moved: Interval

    @classmethod
    def over_runs(cls, figures: Floats, least: float = 0.0) -> Self:
        """Put runs together: an array of runs by figures in the order above."""
        return cls(*(over_runs(column, least) for column in figures.T))

    def to_dict(self) -> dict[str, Any]:
        """As JSON takes it."""
        return {each.name: getattr(self, each.name).to_dict() for each in fields(self)}


def over_runs(values: Floats, least: float = 0.0) -> Interval:
    """Mean over runs, with its 90% t interval within what is possible: ``least`` to 1."""
    mean, runs = float(values.mean()), len(values)
    error = float(values.std(ddof=1) / np.sqrt(runs) * stats.t.ppf(0.95, runs - 1))
    return Interval(mean, max(mean - error, least), min(mean + error, 1.0))


@dataclass(frozen=True)
class Moment:
    """The figures of one ranking, so many days after the first patrol."""

    day: int
    figures: Figures

    def to_dict(self) -> dict[str, Any]:
        """As JSON takes it."""
        return {"day": self.day, **self.figures.to_dict()}


@dataclass(frozen=True)
class Arm:
    """One rule for what patrols leave on record and what of it is scored.

    Attributes
    ----------
    key, title : str
    ours : bool
        Whether it is how this product ranks.
    course : tuple of Moment
        In order of time.
    last : Figures
        Over the last quarter of the time.
    change : Figures
        The same, less that of the arm in which patrols leave no trace, run by run.
    growth : Interval
        How much more ``believed`` has changed in the last quarter than in the one before.
    identical : bool
        Whether every ranking of every run is, byte for byte, that of the arm without a trace.
    summary : str
    """

    key: str
    title: str
    ours: bool
    course: tuple[Moment, ...]
    last: Figures
    change: Figures
    growth: Interval
    identical: bool
    summary: str

    def to_dict(self) -> dict[str, Any]:
        """As JSON takes it."""
        return {
            "key": self.key,
            "title": self.title,
            "ours": self.ours,
            "course": [moment.to_dict() for moment in self.course],
            "last": self.last.to_dict(),
            "change": self.change.to_dict(),
            "growth": self.growth.to_dict(),
            "identical": self.identical,
            "said": self.summary,
        }


@dataclass(frozen=True)
class Feedback:
    """Whether the ranking feeds itself: the arms of one experiment.

    Attributes
    ----------
    arms : tuple of Arm
        The first is the one in which patrols leave no trace.
    truth : Interval
        Share of the true risk that as many cells can hold at most: what ``believed`` should be.
    days, runs : int
    summary : str
    notices : tuple of str
        What was assumed.
    """

    arms: tuple[Arm, ...]
    truth: Interval
    days: int
    runs: int
    summary: str
    notices: tuple[str, ...]

    def arm(self, key: str) -> Arm:
        """The arm of a key."""
        return next(arm for arm in self.arms if arm.key == key)

    def to_dict(self) -> dict[str, Any]:
        """As JSON takes it."""
        return {
            "arms": [arm.to_dict() for arm in self.arms],
            "truth": self.truth.to_dict(),
            "days": self.days,
            "runs": self.runs,
            "said": self.summary,
            "notices": list(self.notices),
        }


def of_arm(last: Figures, change: Figures, growth: Interval, truth: Interval) -> str:
    """What an arm shows in which patrols change the record."""
    still = "It is still growing." if growth.low > 0 else "No growth can be seen at the end."
    return (
        f"{of_first(last, truth)} Against patrols that leave no trace, what is expected there "
        f"changes by {_points(change.believed)}; what is reached, by {_points(change.reached)}; "
        f"{_interval(last.moved)} of the patrolled cells are others. {still}"
    )


def of_first(last: Figures, truth: Interval) -> str:
    """What a ranking believes and reaches."""
    return (
        f"The ranking puts {_interval(last.believed)} of the expected incidents into the patrolled "
        f"cells; so many cells hold {truth.value:.0%} of the true risk at most, and these hold "
        f"{last.reached.value:.0%} of that."
    )


def of_same() -> str:
    """Where nothing differs."""
    return "Every ranking of every run is, byte for byte, as if patrols left no trace."


def summary(arms: Sequence[Arm]) -> str:
    """The experiment as a whole: what our rule keeps, what it cannot, what others would do."""
    first, *others = arms
    searches = next(arm for arm in others if arm.key == "searches")
    kept = (
        "Police-generated rows do not move the ranking: it is the same to the byte."
        if searches.identical
        else f"Police-generated rows moved the ranking by {_points(searches.change.believed)}: a "
        "fault."
    )
    share = (
        f"It puts {first.last.believed.value:.0%} of the expected incidents into the patrolled "
        "cells. What else changes that share:"
    )
    rest = [
        f"{arm.title.lower()}, {_points(arm.change.believed)}, with {arm.last.moved.value:.0%} "
        "of the cells replaced"
        for arm in others
        if arm is not searches
    ]
    return f"{kept} {share} {'; '.join(rest)}."


def notices(settings: FeedbackSettings) -> tuple[str, ...]:
    """What was assumed, so that nobody takes it for a measurement."""
    side_km = settings.side_m / 1000
    size = (
        f"{settings.runs} simulated cities of {side_km:g} by {side_km:g} km with "
        f"{settings.reports_per_day:g} reports a day; {settings.visits_per_day} stops a day; "
        f"ranked again every {settings.rerank_days} days for {settings.days} days; "
        f"{settings.searches_per_visit:g} police-generated rows for each stop."
    )
    return (
        "A simulation: true risk is fixed, and patrols prevent nothing.",
        size,
        "Figures are of the last quarter of the time; intervals are 90% over the runs.",
        "The record alone cannot tell more reporting from more harm; control days can.",
    )


def _interval(figure: Interval) -> str:
    return f"{figure.value:.0%} (90% interval {figure.low:.0%} to {figure.high:.0%})"


def _points(change: Interval) -> str:
    value, low, high = (100 * part for part in (change.value, change.low, change.high))
    if low == high == 0:
        return "nothing"
    figure = f"{value:+.1f} points, 90% interval {low:+.1f} to {high:+.1f}"
    if low <= 0 <= high:
        return f"an amount that cannot be told apart from nothing ({figure})"
    return figure
