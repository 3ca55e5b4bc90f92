"""A place that a supervisor chooses on the map."""

from collections.abc import Iterable
from dataclasses import replace

from geo.clock import SchoolDay
from geo.errors import SettingError
from geo.model import XY, Place, PlaceKind
from geo.patrol import wording
from geo.patrol.expected import expected_at, hotspot_of
from geo.patrol.places import Places
from geo.patrol.values import Expected


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
    told = replace(
        bare, why=wording.why_chosen(spot), look_out_for=wording.look_out_at_chosen(spot)
    )
    (expected,) = expected_at([bare], places.hotspots, places.layers, day, places.dispersal)
    return wording.with_pupils(told, expected.pupils, window), expected
