"""What else could be planned, worked out on request beside the pages, from a plan's own area."""

from dataclasses import replace
from threading import Lock
from typing import Any, Final

from dashboard import services
from dashboard.evidence_jobs import EvidenceJob
from dashboard.jobs import Jobs, Progress
from dashboard.planning.session import MadePlan
from geo.patrol import Plan
from geo.patrol.editing import opened
from geo.patrol.options import (
    VARIETY,
    Alternative,
    FourWeeks,
    Marginal,
    coming_days,
    difference,
    four_weeks,
    marginal,
    places_by_day,
    suggest_alternatives,
)

#: Apart from the tests on the Evidence page, for which nobody here should have to wait.
_jobs: Final[Jobs[Any]] = Jobs(most=12, turns=Lock())


def alternatives(made: MadePlan) -> EvidenceJob[tuple[Alternative, ...]]:
    """Three plans of nearly the same value and as unlike as can be."""
    plan, network = made.plan, services.network(made.area)

    def work(progress: Progress) -> tuple[Alternative, ...]:
        others = suggest_alternatives(
            plan.places, network, made.request.patrols, plan.day, plan.seed, plan.constraints,
            plan.yesterday, plan,
            watch=lambda share: _report(progress, "Looking for other plans", share),
        )  # fmt: skip
        return tuple(_as_timetabled(other, plan) for other in others)

    return _trial("alternatives", made, work)


def _as_timetabled(other: Alternative, best: Plan) -> Alternative:
    """An alternative as a planning session would hold it, in the best timetable for its orders."""
    timetabled = opened(other.plan).plan
    whole = other.plan.value / other.share if other.share else timetabled.value
    return replace(
        other,
        plan=timetabled,
        share=min(timetabled.value / whole, 1.0) if whole else 1.0,
        difference=difference(best, timetabled),
    )


def patrols(made: MadePlan) -> EvidenceJob[Marginal]:
    """What one patrol more or fewer would bring."""
    plan, network = made.plan, services.network(made.area)

    def work(progress: Progress) -> Marginal:
        return marginal(
            plan.places, network, made.request.patrols, plan.day, plan.constraints, plan.seed,
            yesterday=plan.yesterday, known=plan,
            watch=lambda done, of: _report(progress, f"{done} of {of} plans", done / of),
        )  # fmt: skip

    return _trial("patrols", made, work)


def weeks(made: MadePlan) -> EvidenceJob[FourWeeks]:
    """The plans of the next four weeks, and how well somebody could foretell them."""
    plan, area, network = made.plan, made.area, services.network(made.area)
    hotspots = services.hotspots(area, plan.day.date)

    def work(progress: Progress) -> FourWeeks:
        progress("Looking at the bells of four weeks", 0.0)
        days = coming_days(area.calendar, plan.day.date)
        balance = made.request.balance
        places = places_by_day(hotspots, area.layers, days, network, balance, area.homes)
        return four_weeks(
            places, network, made.request.patrols, plan.seed, plan.constraints,
            plan.yesterday, variety=made.request.variety or VARIETY,
            watch=lambda share: _report(progress, "Planning four weeks", share),
        )  # fmt: skip

    return _trial("weeks", made, work)


def _trial(kind: str, made: MadePlan, work: Any) -> EvidenceJob[Any]:  # noqa: ANN401
    return EvidenceJob((kind, made.area.version, made.request), work, _jobs)


def _report(progress: Progress, doing: str, share: float) -> bool:
    progress(doing, share)
    return True
