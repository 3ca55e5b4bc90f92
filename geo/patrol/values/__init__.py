"""What a visit is worth by place and slice, and how long it lasts: the one place to change either.

Everything is on one scale of points: the hottest slice of the worst hotspot is worth 100 for the
harm that a visit may prevent, and a slice in which 1,000 pupils pass is worth 100 for the
reassurance that a visit gives. `VisitValue` balances the two.

    weights    the balance of harm and reassurance
    points     harm and pupils by slice, in points
    crowds     when pupils leave a gate or reach an interchange, where no streets tell
    dose       how long a visit lasts, and what its length adds
    visits     a visit as the plan counts it: its dose, the day before, visits of the same place
"""

from geo.patrol.values.crowds import gate_hours, last_at_interchange, pupils_that_count
from geo.patrol.values.dose import dose, stay_min
from geo.patrol.values.points import (
    Expected,
    harm_by_slice,
    points_of,
    same_slices,
    worst_harm,
)
from geo.patrol.values.visits import AGAIN, Visited, visited_of, worth_by_minute, worth_of_stops
from geo.patrol.values.weights import VisitValue

__all__ = [
    "AGAIN",
    "Expected",
    "VisitValue",
    "Visited",
    "dose",
    "gate_hours",
    "harm_by_slice",
    "last_at_interchange",
    "points_of",
    "pupils_that_count",
    "same_slices",
    "stay_min",
    "visited_of",
    "worst_harm",
    "worth_by_minute",
    "worth_of_stops",
]
