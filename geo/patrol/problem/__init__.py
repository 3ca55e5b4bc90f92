"""The planning problem: places, streets, patrols and constraints in; one task in whole minutes out.

Constraints that clash are found here, before anything is searched.
"""

from geo.patrol.problem._clashes import Feasibility, feasible_tours, requirements_text
from geo.patrol.problem.prepare import Prepared, SchoolsNearby, prepared
from geo.patrol.problem.task import (
    DAY_MIN,
    Minimum,
    Need,
    Task,
    Tours,
    Visit,
    minima_of,
    needs_of,
    repeat_of,
    walk_min,
)

__all__ = [
    "DAY_MIN",
    "Feasibility",
    "Minimum",
    "Need",
    "Prepared",
    "SchoolsNearby",
    "Task",
    "Tours",
    "Visit",
    "feasible_tours",
    "minima_of",
    "needs_of",
    "prepared",
    "repeat_of",
    "requirements_text",
    "walk_min",
]
