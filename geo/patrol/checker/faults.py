"""The independent checker: what stands between a plan and everybody who would see it.

It looks at the finished routes, the network and the layers, and shares no arithmetic with the
optimiser or the timetable. Each fault is a sentence; no faults means that the plan can be walked.

    order     stops and legs follow each other inside the shift
    ways      each leg leads along streets that its mode may use, in its time
    rides     a leg with a bus or a train
    stops     a visit is at a place of the day, in its hours, as long as it should be
    loops     the round through the streets of a place
    visits    how often and how far apart places are visited, whatever the patrol
    wanted    locks, additions, places left out, schools
    bookings  breaks, sweeps and arches
    worth     points of all visits
"""

from geo.clock import SchoolDay
from geo.model import Route
from geo.network import WalkingNetwork
from geo.patrol.checker.stops import (
    booking_faults,
    break_faults,
    doors_of,
    stop_faults,
    visit_faults,
    wanted_faults,
)
from geo.patrol.checker.ways import loop_faults, order_faults, way_faults
from geo.patrol.constraints import Constraints
from geo.patrol.places import Places


def faults_of(
    routes: tuple[Route, ...],
    places: Places,
    day: SchoolDay,
    constraints: Constraints,
    network: WalkingNetwork,
) -> list[str]:
    """List everything that is wrong with a set of routes, in sentences.

    Parameters
    ----------
    routes : tuple of Route
        One for each patrol, in the CRS of the network.
    """
    faults = [
        *visit_faults(routes, constraints),
        *wanted_faults(routes, places, constraints),
        *booking_faults(routes, constraints),
    ]
    doors = doors_of(places.layers)
    for route in routes:
        found = [*order_faults(route), *way_faults(route, network), *break_faults(route, places)]
        for stop in route.stops:
            found += stop_faults(stop, route.patrol, places, day, constraints, doors)
            found += loop_faults(stop, places, network)
        faults += [f"{route.patrol.name}: {fault}" for fault in found]
    return faults
