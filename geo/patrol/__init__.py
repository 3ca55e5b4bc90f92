"""Patrol routes for one school day: where, when and why, along streets, to the minute.

In: hotspots, layers and a school day (`candidate_places`), streets (`WalkingNetwork`), patrols and
a supervisor's wishes. Out: a `Plan`, which exists only if the checker accepts it.

    places (+ corners, wording)   what could be visited       values     what a visit is worth,
    graph, network, walks         distances and paths                    and how long it lasts
    wishes, clashes               what was asked for, and what of it cannot be
    resting                       what a trial leaves alone that day
    prepare, task                 the problem in whole minutes
    optimiser                     who visits what in which order (PyVRP)
    timetable, nearby             the minutes, and who is letting out
    checker                       accepts or refuses, on its own arithmetic
    plan, geojson                 the result and its export

To change how long a patrol stays at a place, edit `values.stay_min`; to change what a visit is
worth, the rest of `values`. Nothing else knows either rule.
"""

from geo.network import WalkingNetwork
from geo.patrol.places import Places, candidate_places
from geo.patrol.plan import Plan, suggest_plan
from geo.patrol.resting import resting
from geo.patrol.values import VisitValue
from geo.patrol.wish import Lock, Rest
from geo.patrol.wishes import Wishes

__all__ = [
    "Lock",
    "Places",
    "Plan",
    "Rest",
    "VisitValue",
    "WalkingNetwork",
    "Wishes",
    "candidate_places",
    "resting",
    "suggest_plan",
]
