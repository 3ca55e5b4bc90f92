"""Finding the patrol, the stop or the place that an edit names."""

from geo.errors import SettingError
from geo.model import Place, Stop
from geo.patrol.editing.draft import Draft
from geo.words import listed


def where_of(draft: Draft, patrol: str) -> int:
    """Position of a patrol among the routes.

    Raises
    ------
    SettingError
        When there is none of that name.
    """
    names = [route.patrol.name for route in draft.plan.routes]
    if patrol not in names:
        raise SettingError(
            f"There is no patrol called {patrol}; the patrols are {listed(names)}. Choose one."
        )
    return names.index(patrol)


def stop_at(draft: Draft, patrol: str, position: int) -> Stop:
    """The stop at a position of a patrol's afternoon.

    Raises
    ------
    SettingError
        When there is none.
    """
    stops = draft.plan.routes[where_of(draft, patrol)].stops
    if not 0 <= position < len(stops):
        raise SettingError(
            f"{patrol} has {len(stops)} stops, and none at position {position}; positions count "
            "from 0. Choose a stop that is in the plan."
        )
    return stops[position]


def place_of(draft: Draft, place_id: str) -> Place:
    """A place of the day.

    Raises
    ------
    SettingError
        When there is none.
    """
    found = draft.bench.places.by_id.get(place_id)
    if found is None:
        raise SettingError(
            f"There is no place {place_id} on this day. Choose from the list of places."
        )
    return found
