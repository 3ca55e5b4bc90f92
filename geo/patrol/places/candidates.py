"""The places of a day: hotspots, gates, interchanges and what a supervisor chooses on the map."""

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Final

from shapely.geometry import Point
from shapely.geometry.base import BaseGeometry

from geo.clock import SchoolDay
from geo.crs import name_of
from geo.errors import SettingError
from geo.hotspots import Hotspots
from geo.layers import Layers
from geo.model import SAME_CORNER_M, XY, Place, PlaceKind
from geo.patrol._visit_value import Expected, VisitValue, points_of, same_slices, worst_harm
from geo.patrol.places import _standpoints as standpoints
from geo.patrol.places._expected import expected_at, hotspot_of, place_id_of
from geo.patrol.places._standpoints import gate_places, hotspot_places, interchange_places
from geo.pupils import PupilFlow, estimate_pupil_flow


def _one_per_corner(places: Iterable[Place], shapes: Mapping[str, BaseGeometry]) -> list[Place]:
    """Let earlier places absorb later ones that are at the same corner or at their shape.

    Parameters
    ----------
    places : iterable of Place
        In order of precedence.
    shapes : mapping
        Outline of a hotspot by place id; what is in or at it is visited with it.
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
    """The host with its guests' hours, schools and words; its value is worked out for its area."""
    for guest in guests:
        host = replace(
            host,
            opens_min=min(host.opens_min, guest.opens_min),
            closes_min=max(host.closes_min, guest.closes_min),
            look_out_for=standpoints.both(host.look_out_for, guest.look_out_for),
            urns=(*host.urns, *(urn for urn in guest.urns if urn not in host.urns)),
        )
    others = [guest.name for guest in guests if guest.name not in host.name]
    why_quiet = standpoints.also(host.why_quiet, others) if host.why_quiet else ""
    return replace(host, why=standpoints.also(host.why, others), why_quiet=why_quiet)


_USUAL: Final = VisitValue()


@dataclass(frozen=True)
class Places:
    """The places of one day, best first within each kind.

    Iterates over `geo.model.Place`.

    Attributes
    ----------
    layers : Layers
        What they were made from; also says whose marking an export carries.
    hotspots : Hotspots
    expected : dict of str to Expected
        Harm and pupils by slice, under the ``place_id``; the values were made from them.
    balance : VisitValue
        Harm against reassurance in the values.
    pupil_flow : PupilFlow or None
        Where pupils walk that day; None where no streets are known.
    """

    items: tuple[Place, ...]
    layers: Layers = field(compare=False, repr=False)
    hotspots: Hotspots = field(compare=False, repr=False)
    expected: Mapping[str, Expected] = field(default_factory=dict, compare=False, repr=False)
    balance: VisitValue = _USUAL
    pupil_flow: PupilFlow | None = field(default=None, compare=False, repr=False)

    def __post_init__(self) -> None:
        twice = sorted({p.place_id for p in self.items if self._count(p.place_id) > 1})
        if twice:
            raise SettingError(f"These place ids occur more than once: {', '.join(twice)}.")

    def __iter__(self) -> Iterator[Place]:
        return iter(self.items)

    def __len__(self) -> int:
        return len(self.items)

    @cached_property
    def by_id(self) -> dict[str, Place]:
        """Each place under its ``place_id``."""
        return {place.place_id: place for place in self.items}

    def balanced(self, balance: VisitValue) -> "Places":
        """Give the same places with their values weighed anew.

        A place of which nothing is known but its value keeps it.

        Parameters
        ----------
        balance : VisitValue
            Harm against reassurance.
        """
        worst = worst_harm(self.hotspots)
        known = self.expected
        items = tuple(
            replace(p, value=points_of(known[p.place_id], worst, balance))
            if p.place_id in known
            else p
            for p in self.items
        )
        return replace(self, items=_best_first(items), balance=balance)

    def _count(self, place_id: str) -> int:
        return sum(place.place_id == place_id for place in self.items)


def candidate_places(
    hotspots: Hotspots,
    layers: Layers,
    day: SchoolDay,
    balance: VisitValue | None = None,
    pupil_flow: PupilFlow | None = None,
) -> Places:
    """List where a patrol could be sent on a day, and what a visit is worth slice by slice.

    Places less than 60 m apart become one, and so does what lies inside a hotspot: the hotspot,
    otherwise the interchange, keeps the others' schools and words. Values are of the area of what
    results: the harm expected there and the pupils who pass, slice by slice.

    Parameters
    ----------
    hotspots : Hotspots
        Of the day's window.
    layers : Layers
        Schools, gates, interchanges and streets, in the same CRS.
    balance : VisitValue, optional
        Harm against reassurance.
    pupil_flow : PupilFlow, optional
        Where pupils walk that day; estimated from the layers unless given. Without streets, pupils
        count at their gates and at interchanges within 800 m.

    Raises
    ------
    SettingError
        When the hotspots or the pupil flow are of another window or another CRS.
    """
    _refuse_mismatch(hotspots, layers, day)
    _refuse_flow(pupil_flow, layers, day)
    flow = (
        estimate_pupil_flow(layers, day)
        if pupil_flow is None and len(layers.streets)
        else pupil_flow
    )
    every = [
        *hotspot_places(hotspots, layers, day),
        *interchange_places(layers, day, flow),
        *gate_places(layers, day, flow),
    ]
    shapes = {place_id_of(spot): spot.shape for spot in hotspots}
    merged = _one_per_corner(every, shapes)
    expected = expected_at(merged, hotspots, layers, day, flow)
    known = {place.place_id: one for place, one in zip(merged, expected, strict=True)}
    described = [standpoints.with_pupils(p, known[p.place_id].pupils, day.window) for p in merged]
    weights = balance or _USUAL
    return Places(tuple(described), layers, hotspots, known, weights, flow).balanced(weights)


def _best_first(items: Sequence[Place]) -> tuple[Place, ...]:
    """Hotspots by rank as they come, then interchanges and gates by value, then all others."""
    kinds = (PlaceKind.HOTSPOT, PlaceKind.INTERCHANGE, PlaceKind.GATE)

    def order(place: Place) -> tuple[int, float, str]:
        if place.kind is PlaceKind.INTERCHANGE:
            return 1, -sum(place.value), place.place_id
        if place.kind is PlaceKind.GATE:
            return 2, -max(place.value), place.place_id
        return (0 if place.kind in kinds else len(kinds)), 0.0, ""

    return tuple(sorted(items, key=order))


def _refuse_mismatch(hotspots: Hotspots, layers: Layers, day: SchoolDay) -> None:
    if not same_slices(hotspots.window, day.window):
        raise SettingError(
            f"The hotspots are of another window than {day.window}. Detect them again with "
            "detect_hotspots(incidents, day.window, ...)."
        )
    if hotspots.crs != layers.crs:
        raise SettingError(
            f"The hotspots are in {name_of(hotspots.crs)} and the layers in "
            f"{name_of(layers.crs)}; use one workspace for both."
        )


def _refuse_flow(flow: PupilFlow | None, layers: Layers, day: SchoolDay) -> None:
    if flow is not None and not (flow.crs == layers.crs and same_slices(flow.window, day.window)):
        raise SettingError(
            f"The pupil flow is for the window {flow.window} in {name_of(flow.crs)}; expected "
            f"{day.window} in {name_of(layers.crs)}. Make it again with "
            "estimate_pupil_flow(layers, day)."
        )


def with_chosen(places: Places, chosen: Iterable[tuple[str, XY]], day: SchoolDay) -> Places:
    """Give the places of a day with some chosen ones added, weighed like the others.

    A chosen place is worth the harm of the hotspot around it, elsewhere that of the surface within
    60 m, and the pupils who pass.

    Parameters
    ----------
    chosen : iterable of (str, XY)
        What officers call each, and its point in the workspace's CRS. A point that rounds to the
        same metre as one before is not added again.

    Raises
    ------
    SettingError
        When one has no name.
    """
    items, known = dict(places.by_id), dict(places.expected)
    for name, point in chosen:
        place, expected = _chosen(name, point, places, day)
        items.setdefault(place.place_id, place)
        known.setdefault(place.place_id, expected)
    more = replace(places, items=tuple(items.values()), expected=known)
    return more.balanced(places.balance)


def _chosen(name: str, point: XY, places: Places, day: SchoolDay) -> tuple[Place, Expected]:
    if not name.strip():
        raise SettingError("A place that is chosen on the map needs a name. Give it one.")
    window = day.window
    bare = Place(
        place_id=f"chosen-{round(point[0])}-{round(point[1])}",
        kind=PlaceKind.CHOSEN,
        name=name.strip(),
        point=point,
        value=(0.0,) * window.n_slices,
        opens_min=window.start_min,
        closes_min=window.end_min - 1,
        why="",
        look_out_for="",
    )
    spot = hotspot_of(bare, places.hotspots)
    described = replace(
        bare, why=standpoints.why_chosen(spot), look_out_for=standpoints.look_out_at_chosen(spot)
    )
    (expected,) = expected_at([bare], places.hotspots, places.layers, day, places.pupil_flow)
    return standpoints.with_pupils(described, expected.pupils, window), expected
