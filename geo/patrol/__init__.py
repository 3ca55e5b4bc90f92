"""Patrols for one school day: where, when and why, along streets, to the minute.

In: hotspots, layers and a school day (`candidate_places`), streets (`WalkingNetwork`), patrols and
a supervisor's wishes. Out: a `Plan`, which exists only if the checker accepts it.

    places (stands, gates, corners, chosen, wording)   what could be visited
    values, expected, feeding      what a visit is worth, and how long it lasts
    wish, wishes, contradictions   what was asked for, and what of it makes no sense
    resting                        what a trial leaves alone that day
    prepare, task, needs, extras   the problem in whole minutes: ways, stays, what must be
    riding, legs                   ways by bus or rail, and the leg that comes of each way
    clashes                        whether all that must be can be, exactly, and what clashes
    bookings, booking_choices      who goes to a sweep or an arch, and when
    clients, optimiser, search     who visits what in which order
    timetable, nearby, loops       the minutes, who is letting out, the round at each stop
    checker                        accepts or refuses, on its own arithmetic
    plan, geojson, origin          the result, its export, and all that was asked of it
    editing, compare, marginal, tally     a plan changed by hand, beside another, one patrol more
    variation, balance, reached    other good plans, four weeks of them, what the balance changes

To change how long a patrol stays at a place, or what a visit is worth, edit `values`. Nothing else
knows either rule, except the checker, on purpose.
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
