"""The planning problem: places, patrols and constraints as one task in whole minutes.

Constraints that clash are found here, before anything is searched.
"""

from geo.patrol.problem.clashes import granted, said_of
from geo.patrol.problem.prepare import Prepared, SchoolsNearby, prepared
from geo.patrol.problem.task import DAY_MIN, Call, Need, Task, Tours, needs_of, repeat_of, walk_min

__all__ = [
    "DAY_MIN",
    "Call",
    "Need",
    "Prepared",
    "SchoolsNearby",
    "Task",
    "Tours",
    "granted",
    "needs_of",
    "prepared",
    "repeat_of",
    "said_of",
    "walk_min",
]
