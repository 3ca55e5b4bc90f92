"""Everything that is wrong with a set of routes, in sentences."""

from geo.clock import SchoolDay
from geo.model import Route
from geo.network import WalkingNetwork
from geo.patrol.checker._stops import (
    booking_faults,
    break_faults,
    doors_of,
    requirement_faults,
    stop_faults,
    visit_faults,
)
from geo.patrol.checker._ways import loop_faults, order_faults, way_faults
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
    places : Places
        Of the day.
    day : SchoolDay
    constraints : Constraints
    network : WalkingNetwork

    Returns
    -------
    list of str
        Empty where the routes can be walked, ridden and timed as they are.
    """
    faults = [
        *visit_faults(routes, constraints),
        *requirement_faults(routes, places, constraints),
        *booking_faults(routes, constraints),
    ]
    doors = doors_of(places.layers)
    for route in routes:
        own = [*order_faults(route), *way_faults(route, network), *break_faults(route, places)]
        for stop in route.stops:
            own += stop_faults(stop, route.patrol, places, day, constraints, doors)
            own += loop_faults(stop, places, network)
        faults += [f"{route.patrol.name}: {fault}" for fault in own]
    return faults
