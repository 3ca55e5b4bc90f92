"""Small checks of what a TOML file says: each gives a usable value, and says the fault if any."""

import datetime as dt
import difflib
import math
from collections.abc import Collection
from dataclasses import dataclass, field
from typing import Final, TypeGuard, TypeVar
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from holidays import country_holidays
from pyproj import CRS
from pyproj.exceptions import CRSError

from geo.clock import Window
from geo.errors import SettingError

Toml = dict[str, object]
_T = TypeVar("_T")
_EDGES: Final = ((-180.0, 180.0), (-90.0, 90.0), (-180.0, 180.0), (-90.0, 90.0))


@dataclass(frozen=True)
class Checks:
    """The faults of one file, gathered so that all are said at once."""

    faults: list[str] = field(default_factory=list)

    def fault(self, sentence: str) -> None:
        """Take note of a fault."""
        self.faults.append(sentence)

    def unknown(self, table: Toml, known: Collection[str], where: str = "") -> None:
        """Say which keys are not known, and which one was perhaps meant."""
        for key in table:
            if key not in known:
                hint = meant(key, known) or f"; known are {', '.join(known)}"
                self.fault(f"the key {where}{key} is not known{hint}")

    def typed(self, table: Toml, key: str, kind: type[_T], default: _T, expected: str) -> _T:
        """A value of one type."""
        value = table.get(key, default)
        if isinstance(value, kind):
            return value
        self.fault(f"{key} is {value!r}; expected {expected}")
        return default

    def text(self, table: Toml, key: str, default: str, *, needed: bool = False) -> str:
        """A text of one line; not empty where it is needed."""
        text = self.typed(table, key, str, default, "text in quotes").strip()
        if not text and needed:
            self.fault(f"{key} is empty; expected a text")
        if not text.isprintable():
            self.fault(f"{key} is {text[:40]!r}; expected one line of text")
        return text

    def table(self, toml: Toml, key: str) -> Toml:
        """A table; empty where there is none."""
        value = toml.get(key, {})
        if isinstance(value, dict):
            return value
        self.fault(f"{key} must be a table: [{key}]")
        return {}

    def share(self, table: Toml, key: str, default: float) -> float:
        """A number of 0 to 1."""
        value = table.get(key, default)
        if is_number(value) and 0 <= value <= 1:
            return float(value)
        self.fault(f"{key} is {value!r}; expected a number of 0 to 1")
        return default

    def words(self, value: object, where: str, example: str) -> tuple[str, ...]:
        """A list of texts; a number in it is taken as text."""
        listed = value if isinstance(value, list) else []
        found = tuple(
            str(v).strip() for v in listed if isinstance(v, str | int) and not isinstance(v, bool)
        )
        if not isinstance(value, list) or len(found) < len(listed) or not all(found):
            self.fault(f"{where} is {value!r}; expected a list of texts such as {example}")
            return ()
        return found

    def date(self, value: object, key: str) -> dt.date | None:
        """A date, quoted or not."""
        if value is None or (isinstance(value, dt.date) and not isinstance(value, dt.datetime)):
            return value
        try:
            return dt.date.fromisoformat(str(value))
        except ValueError:
            self.fault(f"{key} is {value!s}; expected a date such as 2026-11-22")
            return None

    def crs(self, value: object) -> CRS | None:
        """A projected coordinate system."""
        if value is None:
            return None
        try:
            crs = CRS.from_user_input(value)
        except (CRSError, TypeError):
            crs = None
        if crs is None or not crs.is_projected:
            self.fault(f"crs is {value!r}; expected a projected one such as EPSG:27700")
            return None
        return crs

    def bounds(self, value: object) -> tuple[float, float, float, float] | None:
        """West, south, east and north in degrees."""
        if value is None:
            return None
        edges = value if isinstance(value, list) and len(value) == 4 else []
        if edges and all(
            is_number(edge) and low <= edge <= high
            for edge, (low, high) in zip(edges, _EDGES, strict=True)
        ):
            west, south, east, north = map(float, edges)
            if west < east and south < north:
                return west, south, east, north
        self.fault(
            f"bounds is {value!r}; expected [west, south, east, north] in degrees, such as "
            "[-0.22, 51.50, -0.10, 51.58]"
        )
        return None

    def clock(self, timezone: str, window: str) -> None:
        """An IANA timezone and the hours of a window."""
        try:
            ZoneInfo(timezone)
        except (ZoneInfoNotFoundError, ValueError, OSError):
            self.fault(f"timezone is {timezone!r}; expected an IANA name such as Europe/London")
        try:
            Window.parse(window)
        except SettingError as error:
            self.fault(f"window: {str(error).rstrip('.')}")

    def holidays(self, country: str, subdivision: str) -> None:
        """A country and a part of it whose bank holidays are known."""
        try:
            country_holidays(country, subdiv=subdivision or None)
        except NotImplementedError:
            self.fault(
                f"no bank holidays are known for country {country!r}, subdivision "
                f"{subdivision!r}; expected ISO codes such as GB and ENG, or an empty subdivision"
            )


def meant(came: str, known: Collection[str]) -> str:
    """`` (did you mean …?)`` where something known is near; else empty."""
    near = difflib.get_close_matches(came.casefold(), known, n=1)
    return f" (did you mean {near[0]}?)" if near else ""


def is_number(value: object) -> TypeGuard[int | float]:
    """Whether a value is a finite number."""
    return isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)
