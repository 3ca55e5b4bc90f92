"""What is said of the feedback experiment, from its figures."""

from collections.abc import Sequence

from geo.evidence.feedback_city import FeedbackSettings
from geo.evidence.feedback_results import Arm, Figures
from geo.evidence.interval import Interval


def of_arm(last: Figures, change: Figures, growth: Interval, truth: Interval) -> str:
    """What an arm shows in which patrols change the record."""
    still = "It is still growing." if growth.low > 0 else "No growth can be told at the end."
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
    unclear = " (which cannot be told from nothing)" if low <= 0 <= high else ""
    return f"{value:+.1f} points, 90% interval {low:+.1f} to {high:+.1f}{unclear}"
