"""Where a patrol could be sent: hotspots, school gates and interchanges, once each."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Final

from geo.clock import SchoolDay
from geo.crs import name_of
from geo.dispersal import Dispersal, disperse
from geo.errors import SettingError
from geo.hotspots import Hotspots
from geo.layers import Layers
from geo.model import Place, PlaceKind
from geo.patrol import wording
from geo.patrol.corners import one_per_corner
from geo.patrol.expected import expected_at, place_id_of
from geo.patrol.gates import gate_places
from geo.patrol.stands import hotspot_places, interchange_places
from geo.patrol.values import Expected, VisitValue, points_of, same_slices, worst_harm

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
    dispersal : Dispersal or None
        Where pupils walk that day; None where no streets are known.
    """

    items: tuple[Place, ...]
    layers: Layers = field(compare=False, repr=False)
    hotspots: Hotspots = field(compare=False, repr=False)
    expected: Mapping[str, Expected] = field(default_factory=dict, compare=False, repr=False)
    balance: VisitValue = _USUAL
    dispersal: Dispersal | None = field(default=None, compare=False, repr=False)

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
    dispersal: Dispersal | None = None,
) -> Places:
    """List where a patrol could be sent on a day, and what a visit is worth slice by slice.

    Places less than 60 m apart become one, and so does what lies inside a hotspot: the hotspot,
    otherwise the interchange, keeps the others' schools and words. Values are of the ground of what
    results: the harm expected there and the pupils who pass, slice by slice.

    Parameters
    ----------
    hotspots : Hotspots
        Found for the day's window.
    layers : Layers
        Schools, gates, interchanges and streets, in the same CRS.
    balance : VisitValue, optional
        Harm against reassurance.
    dispersal : Dispersal, optional
        Where pupils walk that day; found from the layers unless given. Without streets, pupils
        count at their gates and at interchanges within 800 m.

    Raises
    ------
    SettingError
        When the hotspots or the dispersal are of another window or another CRS.
    """
    _refuse_mismatch(hotspots, layers, day)
    _refuse_flow(dispersal, layers, day)
    flow = disperse(layers, day) if dispersal is None and len(layers.streets) else dispersal
    found = [
        *hotspot_places(hotspots, layers, day),
        *interchange_places(layers, day, flow),
        *gate_places(layers, day, flow),
    ]
    shapes = {place_id_of(spot): spot.shape for spot in hotspots}
    merged = one_per_corner(found, shapes)
    expected = expected_at(merged, hotspots, layers, day, flow)
    known = {place.place_id: one for place, one in zip(merged, expected, strict=True)}
    told = tuple(wording.with_pupils(p, known[p.place_id].pupils, day.window) for p in merged)
    weights = balance or _USUAL
    return Places(told, layers, hotspots, known, weights, flow).balanced(weights)


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
            f"The hotspots were found for another window than {day.window}. Find them again with "
            "detect_hotspots(incidents, day.window, ...)."
        )
    if hotspots.crs != layers.crs:
        raise SettingError(
            f"The hotspots are in {name_of(hotspots.crs)} and the layers in "
            f"{name_of(layers.crs)}; use one workspace for both."
        )


def _refuse_flow(flow: Dispersal | None, layers: Layers, day: SchoolDay) -> None:
    if flow is not None and not (flow.crs == layers.crs and same_slices(flow.window, day.window)):
        raise SettingError(
            f"The dispersal is for the window {flow.window} in {name_of(flow.crs)}; expected "
            f"{day.window} in {name_of(layers.crs)}. Make it again with disperse(layers, day)."
        )
