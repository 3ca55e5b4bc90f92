"""What the patrols of a table changed in an opened area."""

import datetime as dt
from collections.abc import Callable, Iterable

from pyproj import CRS

from geo.evidence.effect._comparison_places import comparison_pool
from geo.evidence.effect._measure import measure_effect
from geo.evidence.effect._result import Effect
from geo.evidence.effect._visits import patrolled_places, read_visits
from geo.evidence.effect.record import Record
from geo.hotspots import hotspot_settings
from geo.model import Hotspot, Spot
from geo.workspace import Workspace

#: Gives the hotspots as they were known before a date.
HotspotsOn = Callable[[dt.date], Iterable[Hotspot]]


def effect_of_visits(
    area: Workspace, content: bytes, hotspots_on: HotspotsOn, *, file: str = "visits", seed: int = 0
) -> tuple[Effect, int]:
    """Measure what the patrols of a table changed.

    Parameters
    ----------
    content : bytes
        See `read_visits`.
    hotspots_on : callable
        Called with the date of the first patrol.

    Returns
    -------
    (Effect, int)
        The effect, and the patrol minutes of the table; 0 where it names none.

    Raises
    ------
    FileRefusedError
        When the table cannot be read.
    NothingToScoreError
        When no incident is scored.
    """
    crs = CRS(area.layers.crs)
    visits = read_visits(content, crs, file)
    spots = spots_of(hotspots_on(min(visits.frame["from"])))
    treated = patrolled_places(visits, spots, file)
    taken = {place.place_id for place in treated}
    window, scoring, until = area.calendar.window, hotspot_settings(area), area.about.data_as_at
    record = Record.of(area.layers.incidents, window, scoring=scoring, until=until)
    others = [spot for spot in spots if spot.place_id not in taken]
    pool = comparison_pool(record, treated, others)
    effect = measure_effect(
        area.layers.incidents,
        treated,
        window,
        pool=pool,
        scoring=scoring,
        until=until,
        seed=seed,
    )
    return effect, visits.minutes


def spots_of(hotspots: Iterable[Hotspot]) -> tuple[Spot, ...]:
    """The ground of hotspots, the strongest first."""
    return tuple(Spot(spot.hotspot_id, spot.name, spot.shape) for spot in hotspots)
