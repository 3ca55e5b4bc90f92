"""Patrols for one school day: where, when and why, along streets, to the minute.

Places of a day, a network, patrols and constraints in; a checked `Plan` out.
"""

from geo.patrol._loops import marks_of
from geo.patrol._visit_value import Visited, VisitValue, visited_of
from geo.patrol.constraints import (
    MOST_VISITS,
    Constraints,
    Dwell,
    Lock,
    Repeat,
    Rest,
    SchoolMinimum,
    carried_over,
    moved,
    resting,
)
from geo.patrol.places.candidates import Places, candidate_places
from geo.patrol.plan.plan import Plan, suggest_plan
from geo.patrol.request import Request, plan_export, plan_for, planned

__all__ = [
    "MOST_VISITS",
    "Constraints",
    "Dwell",
    "Lock",
    "Places",
    "Plan",
    "Repeat",
    "Request",
    "Rest",
    "SchoolMinimum",
    "VisitValue",
    "Visited",
    "candidate_places",
    "carried_over",
    "marks_of",
    "moved",
    "plan_export",
    "plan_for",
    "planned",
    "resting",
    "suggest_plan",
    "visited_of",
]
