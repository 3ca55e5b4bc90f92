"""Which places of a day rest, because they are control places of a trial on that date."""

import datetime as dt
from typing import Final

import shapely

from geo.clock.control_days import ControlDays
from geo.patrol.places import Places
from geo.patrol.wish import Rest

#: A hotspot is the place of a trial where they share this part of the smaller of the two.
_SAME_GROUND: Final = 0.3


def resting(design: ControlDays | None, places: Places, date: dt.date) -> tuple[Rest, ...]:
    """List the places of a day that are not to be visited on it.

    Hotspots are found again by their ground, since their ids change from day to day; any other
    place rests where its point lies on resting ground.

    Parameters
    ----------
    design : ControlDays or None
        Without one nothing rests.

    Raises
    ------
    CrsError
        When the design is in another CRS than the places.
    """
    spots = design.resting_on(date) if design is not None else ()
    if design is None or not spots:
        return ()
    design.require_crs(places.layers.crs)
    shapes = {f"hotspot-{spot.hotspot_id}": spot.shape for spot in places.hotspots}
    found = []
    for place in places:
        ground = shapes.get(place.place_id)
        for spot in spots:
            if ground is None:
                same = bool(spot.shape.covers(shapely.Point(place.point)))
            else:
                shared = ground.intersection(spot.shape).area
                same = shared >= _SAME_GROUND * min(ground.area, spot.shape.area)
            if same:
                found.append(Rest(place.place_id, place.name, design.why))
                break
    return tuple(found)
