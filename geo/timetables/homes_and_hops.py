"""Where pupils live, and bus and rail hops: small tables that a team keeps, read or refused."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import geopandas as gpd
import numpy as np
import pandas as pd

from geo.errors import FileRefusedError
from geo.model import XY
from geo.timetables._entries import read_clock_minutes
from geo.timetables._kept_tables import known_columns, read_table_text, refuse

HOME_COLUMNS: Final = ("urn", "area", "easting", "northing", "pupils", "source")
_REQUIRED_OF_HOMES: Final = ("urn", "pupils")
#: Fewer in one row would point at somebody's home.
_FEWEST_PUPILS: Final = 5
HOP_COLUMNS: Final = (
    "line", "from_stop", "from_easting", "from_northing", "to_stop", "to_easting", "to_northing",
    "departs", "ride_min", "source",
)  # fmt: skip
_REQUIRED_OF_HOPS: Final = ("line", "from_stop", "to_stop", "departs", "ride_min")
_LONGEST_RIDE_MIN: Final = 90
_Stop = tuple[str, XY]


def read_homes(path: Path) -> pd.DataFrame:
    """Read the home areas of pupils.

    Parameters
    ----------
    path : Path
        CSV with columns urn, area (code or name in the areas layer) or easting and northing (of
        the middle of an area, in metres of the workspace's CRS), pupils, and, if you like, source.
        At least 5 pupils in a row, so that no row is somebody's home.

    Returns
    -------
    DataFrame
        Columns urn, area, easting, northing (not a number where an area is named) and pupils.

    Raises
    ------
    FileRefusedError
        When a column is missing or unknown, or naming the first line that is wrong.
    """
    return homes_from_text(read_table_text(path, _listed(HOME_COLUMNS)), path.name)


def homes_from_text(frame: pd.DataFrame, file: str = "homes") -> pd.DataFrame:
    """Home areas as `read_homes` gives them, from a table of text.

    Parameters
    ----------
    frame : DataFrame of str
        Columns as `HOME_COLUMNS` names them; area or easting and northing may be empty.
    file : str
        What the table is called in the message of a refusal.

    Raises
    ------
    FileRefusedError
        As `read_homes` raises it.
    """
    text = known_columns(frame, HOME_COLUMNS, _REQUIRED_OF_HOMES, file)
    east, north, pupils = (
        pd.to_numeric(text[name], errors="coerce") for name in ("easting", "northing", "pupils")
    )
    points = np.isfinite(east) & np.isfinite(north)
    written = (text["easting"] != "") | (text["northing"] != "")
    refuse(text["urn"] == "", "no urn", "the URN of a school", file)
    refuse(written & ~points, "no easting and northing", "two numbers in metres", file)
    refuse(points == (text["area"] != ""), "no one place", "an area, or easting and northing", file)
    whole = np.isfinite(pupils) & (pupils % 1 == 0)
    expected = f"a whole number of {_FEWEST_PUPILS} or more, so that no row is somebody's home"
    refuse(~(whole & (pupils >= _FEWEST_PUPILS)), "a wrong number of pupils", expected, file)
    made = {"easting": east.astype(float), "northing": north.astype(float), "pupils": pupils}
    typed = text[["urn", "area"]].assign(**made)
    return typed.astype({"pupils": "int64"}).reset_index(drop=True)


@dataclass(frozen=True)
class Hop:
    """A ride from one stop to another without a change, as often as it goes.

    Attributes
    ----------
    start, end : XY
        The two stops, in the workspace's CRS.
    departs_min : tuple of int
        Minutes after midnight, growing.
    """

    line: str
    from_name: str
    start: XY
    to_name: str
    end: XY
    departs_min: tuple[int, ...]
    ride_min: int


def read_hops(path: Path) -> pd.DataFrame:
    """Read hops.

    Parameters
    ----------
    path : Path
        CSV with columns line, from_stop and to_stop (id or name in the interchanges layer, or any
        name with from_easting and from_northing, to_easting and to_northing in metres of the
        workspace's CRS), departs (one time, or several with spaces between them), ride_min and, if
        you like, source. It holds for every school day.

    Returns
    -------
    DataFrame
        A row for each departure: the columns, with eastings and northings (not a number where none
        is given), departs_min and ride_min as numbers.

    Raises
    ------
    FileRefusedError
        When a column is missing or unknown, or naming the first line that is wrong.
    """
    return _departures_from_text(read_table_text(path, _listed(HOP_COLUMNS)), path.name)


def _departures_from_text(frame: pd.DataFrame, file: str = "hops") -> pd.DataFrame:
    """Departures as `read_hops` gives them, from a table of text.

    Raises
    ------
    FileRefusedError
        As `read_hops` raises it.
    """
    text = known_columns(frame, HOP_COLUMNS, _REQUIRED_OF_HOPS, file)
    for name in ("line", "from_stop", "to_stop"):
        refuse(text[name] == "", f"no {name}", "a name", file)
    refuse(text["from_stop"] == text["to_stop"], "one stop twice", "two stops", file)
    ride = pd.to_numeric(text["ride_min"], errors="coerce")
    good = (ride % 1 == 0) & (ride >= 1) & (ride <= _LONGEST_RIDE_MIN)
    expected = f"whole minutes from 1 to {_LONGEST_RIDE_MIN}"
    refuse(~good, "a wrong ride_min", expected, file)
    points = {name: _metres(text, name, file) for name in HOP_COLUMNS if name.endswith("ing")}
    each = text["departs"].str.split(r"[\s,;]+", regex=True).explode()
    minutes = read_clock_minutes(each)
    wrong = minutes.isna().groupby(level=0).any()
    refuse(wrong, "a wrong time of departure", "times such as 15:04 15:19", file)
    typed = text.assign(**points, ride_min=ride).loc[each.index]
    typed = typed.assign(departs_min=minutes.astype("int64")).drop(columns="departs")
    return pd.DataFrame(typed.astype({"ride_min": "int64"}).reset_index(drop=True))


def hops_from_text(
    frame: pd.DataFrame, interchanges: gpd.GeoDataFrame, file: str = "hops"
) -> tuple[Hop, ...]:
    """Hops in the order of the table, each with all of its departures.

    Parameters
    ----------
    frame : DataFrame of str
        As it is kept; without rows there are no hops.
    interchanges : GeoDataFrame
        The layer that holds the stops without coordinates.
    file : str
        What the table is called in the message of a refusal.

    Raises
    ------
    FileRefusedError
        As `read_hops` raises it, or when a stop is not known.
    """
    table = _departures_from_text(frame, file)
    known = _known(interchanges)
    start, end = _stops(table, "from", known, file), _stops(table, "to", known, file)
    hop_key = ["line", "from_stop", "to_stop", "ride_min"]
    made: dict[tuple[object, ...], Hop] = {}
    keys = zip(*(table[name] for name in hop_key), start, end, strict=True)
    rows = zip(keys, table["departs_min"], start, end, strict=True)
    for key, minute, one, other in rows:
        earlier = made[key].departs_min if key in made else ()
        departs = tuple(sorted({*earlier, int(minute)}))
        made[key] = Hop(str(key[0]), *one, *other, departs, int(str(key[3])))
    return tuple(made.values())


def _known(interchanges: gpd.GeoDataFrame) -> dict[str, _Stop]:
    """Name and point of each interchange, by its id and by its name where only one has it."""
    names = interchanges["name"].astype("str")
    points = [(float(point.x), float(point.y)) for point in interchanges.geometry]
    each = pd.Series(list(zip(names, points, strict=True)), dtype=object)
    once = ~names.duplicated(keep=False).to_numpy()
    by_name = dict(zip(names[once], each[once], strict=True))
    return by_name | dict(zip(interchanges["interchange_id"].astype("str"), each, strict=True))


def _stops(table: pd.DataFrame, which: str, known: dict[str, _Stop], file: str) -> list[_Stop]:
    """Name and point of one end of every departure."""
    stops = []
    columns = (table[f"{which}_{what}"] for what in ("stop", "easting", "northing"))
    for name, east, north in zip(*columns, strict=True):
        if np.isfinite(east) and np.isfinite(north):
            stops.append((known[name][0] if name in known else name, (east, north)))
        elif name in known:
            stops.append(known[name])
        else:
            raise FileRefusedError(
                file,
                f"the stop {name[:60]!r} is not known",
                "the id or the name of one interchange, or its easting and northing",
                "Write it as in the interchanges layer, or add its coordinates.",
            )
    return stops


def _metres(text: pd.DataFrame, name: str, file: str) -> pd.Series:
    metres = pd.to_numeric(text[name], errors="coerce")
    refuse((text[name] != "") & ~np.isfinite(metres), f"a wrong {name}", "metres", file)
    return metres.astype(float)


def _listed(columns: Sequence[str]) -> str:
    return f"a CSV with the columns {', '.join(columns)}"
