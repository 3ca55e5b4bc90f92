"""A plan: who is where when, what that adds up to, and its form as GeoJSON."""

from geo.patrol.plan.geojson import plan_geojson
from geo.patrol.plan.plan import ITERATIONS, Plan, plan_of, plan_with, suggest_plan
from geo.patrol.plan.timetable import Surroundings, legs_of, routes_of, timed_routes
from geo.patrol.plan.totals import (
    Counted,
    Planned,
    Tally,
    harm_share,
    harm_text,
    headline,
    headline_change,
    pupils_met,
    pupils_text,
    tally,
    visits_of,
)

__all__ = [
    "ITERATIONS",
    "Counted",
    "Plan",
    "Planned",
    "Surroundings",
    "Tally",
    "harm_share",
    "harm_text",
    "headline",
    "headline_change",
    "legs_of",
    "plan_geojson",
    "plan_of",
    "plan_with",
    "pupils_met",
    "pupils_text",
    "routes_of",
    "suggest_plan",
    "tally",
    "timed_routes",
    "visits_of",
]
