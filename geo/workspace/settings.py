"""What a workspace says of itself: ``afterbell.toml``, checked as a whole."""

import datetime as dt
import difflib
import math
import tomllib
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Final, TypeVar
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pyproj import CRS
from pyproj.exceptions import CRSError

from geo.clock import Window
from geo.errors import SettingError, WorkspaceError
from geo.layers import LayerName
from geo.model import XY

SETTINGS_FILE: Final = "afterbell.toml"
FILE_KEYS: Final = (*(name.value for name in LayerName), "terms", "bells")
_KEYS: Final = [
    "name",
    "simulated",
    "crs",
    "timezone",
    "window",
    "marking",
    "data_as_at",
    "country",
    "subdivision",
    "files",
    "bases",
    "harm_weights",
]
_TEXTS: Final = {
    "name": "",
    "timezone": "Europe/London",
    "window": "15:00-18:00",
    "marking": "OFFICIAL-SENSITIVE",
    "country": "GB",
    "subdivision": "ENG",
}
_Toml = dict[str, object]
_T = TypeVar("_T")


@dataclass(frozen=True)
class Settings:
    """Settings of one workspace; every one of them has been checked.

    Attributes
    ----------
    crs : CRS or None
        Projected; None takes the one that fits the incidents.
    window : str
        Hours such as ``15:00-18:00``, local to ``timezone`` (an IANA name).
    marking : str
        Protective marking of every page and export.
    data_as_at : date or None
        Last day that the data covers.
    country, subdivision : str
        Whose bank holidays.
    files : tuple of (str, str)
        Layer or table, and the name of its file in the folder.
    bases : tuple of (str, XY)
        Where patrols can start, in the workspace's CRS.
    harm_weights : tuple of (str, float)
        Offence code and weight, where they differ from the bundled table.
    """

    name: str
    crs: CRS | None
    simulated: bool = False
    timezone: str = "Europe/London"
    window: str = "15:00-18:00"
    marking: str = "OFFICIAL-SENSITIVE"
    data_as_at: dt.date | None = None
    country: str = "GB"
    subdivision: str = "ENG"
    files: tuple[tuple[str, str], ...] = ()
    bases: tuple[tuple[str, XY], ...] = ()
    harm_weights: tuple[tuple[str, float], ...] = ()


def read_settings(folder: Path) -> Settings:
    """Read and check the settings of a workspace.

    Raises
    ------
    WorkspaceError
        When there are none, or naming every fault in them at once.
    """
    toml = _read(folder / SETTINGS_FILE)
    faults = _unknown(toml, _KEYS, "")
    texts = {key: _text(toml, key, default, faults) for key, default in _TEXTS.items()}
    _check_clock(texts, faults)
    settings = Settings(
        **texts,
        crs=_crs(toml.get("crs"), faults),
        simulated=_typed(toml, "simulated", bool, False, "true or false", faults),
        data_as_at=_date(toml.get("data_as_at"), faults),
        files=_files(toml.get("files", {}), folder, faults),
        bases=_bases(toml.get("bases", []), faults),
        harm_weights=_weights(toml.get("harm_weights", {}), faults),
    )
    if faults:
        raise WorkspaceError(
            f"{folder.name}/{SETTINGS_FILE}: {'; '.join(faults)}. Mend these and open it again."
        )
    return settings


def _read(path: Path) -> _Toml:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except FileNotFoundError as error:
        raise WorkspaceError(
            f"{path.parent.name} is no workspace: there is no {SETTINGS_FILE} in it. Choose the "
            "folder that has one, or leave the choice out to use the sample."
        ) from error
    except tomllib.TOMLDecodeError as error:
        raise WorkspaceError(f"{path.name} is no valid TOML: {error}. Mend that line.") from error
    except (OSError, UnicodeDecodeError) as error:
        raise WorkspaceError(
            f"{path.name} cannot be read; expected a text file in UTF-8. Save it as one."
        ) from error


def _unknown(table: _Toml, known: list[str] | tuple[str, ...], where: str) -> list[str]:
    """Say which keys are not known, and which one was perhaps meant."""
    faults = []
    for key in table:
        if key not in known:
            near = difflib.get_close_matches(key, known, n=1)
            hint = f" (did you mean {near[0]}?)" if near else f"; known are {', '.join(known)}"
            faults.append(f"the key {where}{key} is not known{hint}")
    return faults


def _typed(
    table: _Toml, key: str, kind: type[_T], default: _T, expected: str, faults: list[str]
) -> _T:
    value = table.get(key, default)
    if isinstance(value, kind):
        return value
    faults.append(f"{key} is {value!r}; expected {expected}")
    return default


def _text(table: _Toml, key: str, default: str, faults: list[str]) -> str:
    text = _typed(table, key, str, default, "text in quotes", faults).strip()
    if not text and key in ("name", "marking"):
        faults.append(f"{key} is empty; expected a text")
    return text


def _check_clock(texts: dict[str, str], faults: list[str]) -> None:
    try:
        ZoneInfo(texts["timezone"])
    except (ZoneInfoNotFoundError, ValueError, OSError):
        faults.append(
            f"timezone is {texts['timezone']!r}; expected an IANA name such as Europe/London"
        )
    try:
        Window.parse(texts["window"])
    except SettingError as error:
        faults.append(f"window: {str(error).rstrip('.')}")


def _crs(value: object, faults: list[str]) -> CRS | None:
    if value is None:
        return None
    try:
        crs = CRS.from_user_input(value)
    except (CRSError, TypeError):
        crs = None
    if crs is None or not crs.is_projected:
        faults.append(f"crs is {value!r}; expected a projected one such as EPSG:27700")
        return None
    return crs


def _date(value: object, faults: list[str]) -> dt.date | None:
    if value is None:
        return None
    if isinstance(value, dt.date) and not isinstance(value, dt.datetime):
        return value
    try:
        return dt.date.fromisoformat(str(value))
    except ValueError:
        faults.append(f"data_as_at is {value!s}; expected a date such as 2026-11-22")
        return None


def _files(value: object, folder: Path, faults: list[str]) -> tuple[tuple[str, str], ...]:
    if not isinstance(value, dict):
        faults.append("files must be a table: [files]")
        return ()
    faults += _unknown(value, FILE_KEYS, "files.")
    for key, name in value.items():
        path = PurePosixPath(str(name).replace("\\", "/"))
        if not isinstance(name, str) or path.is_absolute() or ".." in path.parts or ":" in name:
            faults.append(f"files.{key} is {name!r}; expected a file name inside the folder")
        elif not (folder / name).exists():
            faults.append(f"files.{key} names {name}, which is not in the folder")
    if "incidents" not in value:
        faults.append("files.incidents is missing; an area needs at least incidents")
    return tuple((key, str(name)) for key, name in value.items())


def _bases(value: object, faults: list[str]) -> tuple[tuple[str, XY], ...]:
    found = []
    for number, base in enumerate(value if isinstance(value, list) else [value], start=1):
        if not isinstance(base, dict):
            faults.append("bases must be tables: [[bases]]")
            continue
        faults += _unknown(base, ("name", "easting", "northing"), f"bases[{number}].")
        point = base.get("easting"), base.get("northing")
        name = base.get("name")
        if not isinstance(name, str) or not name.strip() or not all(map(_is_number, point)):
            faults.append(f"base {number} needs a name, an easting and a northing in metres")
            continue
        found.append((name.strip(), (float(str(point[0])), float(str(point[1])))))
    return tuple(found)


def _weights(value: object, faults: list[str]) -> tuple[tuple[str, float], ...]:
    if not isinstance(value, dict):
        faults.append("harm_weights must be a table: [harm_weights]")
        return ()
    found = []
    for offence, weight in value.items():
        if not _is_number(weight) or weight < 0:
            faults.append(f"harm_weights.{offence} is {weight!r}; expected a number of 0 or more")
        else:
            found.append((str(offence), float(weight)))
    return tuple(found)


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)
