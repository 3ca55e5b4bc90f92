"""What a person states about a file, beside what the file states itself."""

import datetime as dt
from dataclasses import dataclass
from typing import Final
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pyproj import CRS

from geo.columns import DateOrder, Mapping
from geo.crs import Bounds, crs_named
from geo.errors import SettingError
from geo.model import LayerName

_DATE_ORDERS: Final = (DateOrder.DAY_FIRST.value, DateOrder.MONTH_FIRST.value)


@dataclass(frozen=True)
class ReadOptions:
    """What a person states about a file, beside what the file states itself.

    Attributes
    ----------
    crs : CRS or None
        Coordinate system of the file, where the file cannot state it or states it wrongly.
    timezone : str
        IANA name; times without an offset are local to it, and all times come out in it.
    latest : date or None
        Last date that an incident can have. Without it, dates three years beyond nine tenths of
        the file are rejected.
    mapping : Mapping or None
        Which column is which; without one they are recognised by their names.
    date_order : str
        ``day first`` or ``month first``; empty to decide it over the whole column.
    words : tuple of (str, str)
        The force's own words for offences, and their canonical codes.
    within : (west, south, east, north) or None
        Degrees. Of every layer but incidents, what lies wholly outside is left out of the area.

    Raises
    ------
    SettingError
        When there is no such timezone, or no such order of dates.
    """

    crs: CRS | None = None
    timezone: str = "Europe/London"
    latest: dt.date | None = None
    mapping: Mapping | None = None
    date_order: str = ""
    words: tuple[tuple[str, str], ...] = ()
    within: Bounds | None = None

    def __post_init__(self) -> None:
        if self.date_order not in ("", *_DATE_ORDERS):
            raise SettingError(
                f"The date order is {self.date_order!r}; expected {' or '.join(_DATE_ORDERS)}."
            )
        try:
            ZoneInfo(self.timezone)
        except (ZoneInfoNotFoundError, ValueError, OSError) as error:
            raise SettingError(
                f"There is no timezone {self.timezone!r}; expected an IANA name such as "
                "Europe/London."
            ) from error

    def bounds_of(self, layer: LayerName) -> Bounds | None:
        """Bounds that hold for a layer; incidents have none, as the quality report needs them all.

        Parameters
        ----------
        layer : LayerName

        Returns
        -------
        (west, south, east, north) or None
            Degrees.
        """
        return None if layer.holds_events else self.within

    @property
    def stated_crs(self) -> CRS | None:
        """Coordinate system of the file as stated here or in the mapping; None where in neither.

        Raises
        ------
        CrsError
            When the mapping names one that does not exist.
        """
        return self.crs or crs_named(self.mapping.crs if self.mapping else None)

    @property
    def stated_date_order(self) -> DateOrder:
        """Order of dates as stated here or in the mapping; undecided where in neither."""
        order = self.date_order or (self.mapping.date_order if self.mapping else "")
        return DateOrder(order) if order else DateOrder.UNDECIDED
