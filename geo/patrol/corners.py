"""One place per corner: what stands together is visited together, and only once."""

import math
from collections.abc import Iterable, Mapping
from dataclasses import replace

from shapely.geometry import Point
from shapely.geometry.base import BaseGeometry

from geo.model import SAME_CORNER_M, Place, PlaceKind
from geo.patrol import wording


def one_per_corner(places: Iterable[Place], shapes: Mapping[str, BaseGeometry]) -> list[Place]:
    """Let earlier places absorb later ones that stand at the same corner or at their shape.

    Parameters
    ----------
    places : iterable of Place
        In order of precedence.
    shapes : mapping
        Outline of a hotspot by place id; what stands in or at it is visited with it.
    """
    hosts: list[Place] = []
    guests: dict[str, list[Place]] = {}
    for place in places:
        host = next((h for h in hosts if _together(h, place, shapes.get(h.place_id))), None)
        if host is None:
            hosts.append(place)
        else:
            guests.setdefault(host.place_id, []).append(place)
    return [_absorbed(host, guests.get(host.place_id, [])) for host in hosts]


def _together(host: Place, guest: Place, shape: BaseGeometry | None) -> bool:
    if shape is not None and guest.kind is not PlaceKind.HOTSPOT:
        return float(shape.distance(Point(guest.point))) < SAME_CORNER_M
    return math.dist(host.point, guest.point) < SAME_CORNER_M


def _absorbed(host: Place, guests: list[Place]) -> Place:
    """The host with its guests' hours, schools and words; its value is found for its ground."""
    for guest in guests:
        host = replace(
            host,
            opens_min=min(host.opens_min, guest.opens_min),
            closes_min=max(host.closes_min, guest.closes_min),
            look_out_for=wording.both(host.look_out_for, guest.look_out_for),
            urns=(*host.urns, *(urn for urn in guest.urns if urn not in host.urns)),
        )
    others = [guest.name for guest in guests if guest.name not in host.name]
    why_quiet = wording.also(host.why_quiet, others) if host.why_quiet else ""
    return replace(host, why=wording.also(host.why, others), why_quiet=why_quiet)
