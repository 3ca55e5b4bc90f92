"""What a person says of a file beside what it says itself."""

import datetime as dt
from dataclasses import dataclass
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pyproj import CRS

from geo.crs import Bounds
from geo.errors import SettingError
from geo.layers.incidents import DATE_ORDERS
from geo.sources import LayerName, Mapping


@dataclass(frozen=True)
class Told:
    """What a person says of a file beside what it says itself.

    Attributes
    ----------
    crs : CRS or None
        Coordinate system, where the file cannot say so or says it wrongly.
    timezone : str
        IANA name; times without an offset are local to it, and all times come out in it.
    latest : date or None
        Last date that an incident can have. Without it, dates three years beyond nine tenths of
        the file are rejected.
    mapping : Mapping or None
        Which column is which; without one they are recognised by their names.
    date_order : str
        ``day first`` or ``month first``; empty to tell it from the whole column.
    words : mapping
        The force's own words for offences, and their canonical codes.
    within : (west, south, east, north) or None
        Degrees. Of every layer but incidents, what lies wholly outside is left out of the area.
    """

    crs: CRS | None = None
    timezone: str = "Europe/London"
    latest: dt.date | None = None
    mapping: Mapping | None = None
    date_order: str = ""
    words: tuple[tuple[str, str], ...] = ()
    within: Bounds | None = None

    def __post_init__(self) -> None:
        if self.date_order not in ("", *DATE_ORDERS):
            raise SettingError(
                f"The date order is {self.date_order!r}; expected {' or '.join(DATE_ORDERS)}."
            )
        try:
            ZoneInfo(self.timezone)
        except (ZoneInfoNotFoundError, ValueError, OSError) as error:
            raise SettingError(
                f"There is no timezone {self.timezone!r}; expected an IANA name such as "
                "Europe/London."
            ) from error


def within_of(told: Told, layer: LayerName) -> Bounds | None:
    """The bounds that hold for a layer: where incidents were is for the quality report."""
    return None if layer in (LayerName.INCIDENTS, LayerName.CONTEXT) else told.within
