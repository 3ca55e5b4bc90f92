"""A place that a supervisor chooses on the map."""

from collections.abc import Iterable
from dataclasses import replace
from typing import Final

from geo.clock import SchoolDay
from geo.dispersal import Dispersal
from geo.errors import SettingError
from geo.hotspots import Hotspots
from geo.layers import Layers
from geo.model import XY, Place, PlaceKind
from geo.patrol import wording
from geo.patrol.expected import expected_at, hotspot_of
from geo.patrol.places import Places
from geo.patrol.values import Expected, VisitValue, points_of, worst_harm

_USUAL: Final = VisitValue()


def chosen_place(
    name: str,
    point: XY,
    layers: Layers,
    hotspots: Hotspots,
    day: SchoolDay,
    dispersal: Dispersal | None = None,
    balance: VisitValue = _USUAL,
) -> Place:
    """Make a point a place: worth the harm of the hotspot around it, and the pupils who pass.

    Outside hotspots the harm is that of the surface within 60 m.

    Parameters
    ----------
    name : str
        What officers call it.
    point : XY
        In the workspace's CRS. A click nearer than half a metre gives the same id.
    dispersal : Dispersal, optional
        Where pupils walk that day; without it pupils count at gates and interchanges alone.

    Raises
    ------
    SettingError
        When it has no name.
    """
    place, expected = _chosen(name, point, layers, hotspots, day, dispersal)
    return replace(place, value=points_of(expected, worst_harm(hotspots), balance))


def with_chosen(places: Places, chosen: Iterable[tuple[str, XY]], day: SchoolDay) -> Places:
    """Give the places of a day with some chosen ones added, each a name and a point.

    A point that was chosen before is not added again.
    """
    items, known = dict(places.by_id), dict(places.expected)
    for name, point in chosen:
        place, expected = _chosen(
            name, point, places.layers, places.hotspots, day, places.dispersal
        )
        items.setdefault(place.place_id, place)
        known.setdefault(place.place_id, expected)
    more = replace(places, items=tuple(items.values()), expected=known)
    return more.balanced(places.balance)


def _chosen(
    name: str,
    point: XY,
    layers: Layers,
    hotspots: Hotspots,
    day: SchoolDay,
    flow: Dispersal | None,
) -> tuple[Place, Expected]:
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
    spot = hotspot_of(bare, hotspots)
    told = replace(
        bare, why=wording.why_chosen(spot), look_out_for=wording.look_out_at_chosen(spot)
    )
    (expected,) = expected_at([bare], hotspots, layers, day, flow)
    return wording.with_pupils(told, expected.pupils, window), expected
