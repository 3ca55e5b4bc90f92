"""Headers: which column is which, which layer a header is of, and headers that are data."""

import re
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Final

from geo.columns._header_names import (
    COLUMN_NAMES,
    DATE_PARTS,
    HELPERS,
    POSITIONS,
    REQUIRED,
    first_match,
    likely,
    reported,
)
from geo.errors import FileRefusedError, MonthOnlyError
from geo.model import LayerName
from geo.privacy import looks_like_data, personal_columns, quotable
from geo.text import squeezed, words_of, wordset

_EMAIL: Final = re.compile(r"[^@\s]+@[^@\s]+\.\w+")


def headless(columns: tuple[str, ...]) -> bool:
    """Say whether what came as the header looks like a row of data.

    Decided by dates, decimals, long numbers, postcodes and e-mail addresses: two of them, or one
    among fewer than five, and more than there are names that some layer knows. An e-mail address
    alone is enough.

    Parameters
    ----------
    columns : tuple of str
        What came as column names.
    """
    given = [name.strip() for name in columns if name.strip()]
    if any(_EMAIL.fullmatch(name) for name in given):
        return True
    looks = sum(looks_like_data(name) for name in given)
    names = {known for layer in COLUMN_NAMES.values() for text in layer.values()
             for known in text.split()}  # fmt: skip
    known = sum(squeezed(name) in names for name in given)
    return looks > known and (looks > 1 or len(given) < 5)


def refuse_headless(columns: tuple[str, ...], file: str) -> None:
    """Refuse a file whose first row is data, and quote nothing of it.

    Raises
    ------
    FileRefusedError
    """
    if headless(columns):
        raise FileRefusedError(
            file,
            "its first row looks like data and not like the names of columns",
            "a header row",
            "Add a first row that names the columns.",
        )


def _refuse_month_only(came: dict[str, str], file: str) -> None:
    """Refuse crime by month as incidents: it has no time of day (rule 3 of the domain).

    Parameters
    ----------
    came : dict
        Squeezed name to name as it came.

    Raises
    ------
    MonthOnlyError
    """
    if "month" in came and "date" not in came and {"fallswithin", "lsoacode"} & set(came):
        raise MonthOnlyError(
            file,
            "this is street crime by month (police.uk), with no time of day and with points moved "
            "to the nearest map point",
            "incidents with a date and time",
            "Use an incident extract of the force; month-only data cannot say when to patrol.",
        )


#: Where all of these columns are there, this one is the id: the file has a row an offence.
_ROW_IDS: Final = (
    (("incidentcode", "rowid"), "rowid"),  # San Francisco
    (("offensecode", "offenseid"), "offenseid"),  # Seattle, Denver
    (("nibrsoffensecode", "offenseid"), "offenseid"),
    (("offensetypeid", "offenseid"), "offenseid"),
)
#: Date and hour stand apart, and the date is at midnight somewhere else (Toronto).
_DATE_AND_HOUR: Final = (("occdate", "occhour"), ("occurrencedate", "occurrencehour"))
#: Coordinate systems of x and y that publishers state beside their files.
_CRS: Final = (
    (("hundredblock", "neighbourhood", "minute"), "EPSG:26910"),  # Vancouver: UTM 10N
    (("roughx", "roughy"), "EPSG:32054"),  # Milwaukee: Wisconsin South, 1927, feet
)
#: Columns of cities that write 04/27/2016.
_MONTH_FIRST: Final = wordset(
    "primarytype casenumber drno dateocc crmcddesc cmplntnum cmplntfrdt ofnsdesc nibrsdescription "
    "nibrdescription rmsoccurrencedate rmsoccurrencehour offensestartdatetime incidentdatetime "
    "textgeneralcode dckey crimedatetime date1ofoccurrence uordesc incidntnum pddistrict compnos "
    "geolon opendatalat longitudepublic incidententryid scoutcararea npu dvflag ibrs roughx "
    "hundredblocklocation boronm"
)
_AMERICAN: Final = wordset(
    "offense offenses neighborhood neighborhoods zip zipcode precinct nibrs iucr"
)
_NOT_AMERICAN: Final = wordset("offence offences neighbourhood neighbourhoods delito")


def _adapted(columns: dict[str, str], came: dict[str, str], layer: LayerName) -> dict[str, str]:
    """Put right what the names alone would get wrong in the exports of some publishers."""
    if layer is not LayerName.INCIDENTS:
        return columns
    for there, row_id in _ROW_IDS:
        if set(there) <= set(came):
            columns = columns | {"incident_id": came[row_id]}
            break
    parts = {"year", "month_of_year", "day_of_month", "hour"}
    if parts <= set(columns) and any(set(pair) <= set(came) for pair in _DATE_AND_HOUR):
        apart = ("committed_from", "time_from")
        columns = {name: raw for name, raw in columns.items() if name not in apart}
    return columns


def _crs_of(came: frozenset[str]) -> str:
    """Coordinate system of x and y in the export of a publisher; empty where nobody says it."""
    return next((crs for there, crs in _CRS if set(there) <= came), "")


def writes_month_first(columns: tuple[str, ...]) -> bool:
    """Say whether the header is that of a publisher in the United States."""
    words = frozenset(word for name in columns for word in words_of(name))
    if words & _NOT_AMERICAN:
        return False
    return bool(words & _AMERICAN or frozenset(map(squeezed, columns)) & _MONTH_FIRST)


_NOTHING: Final[tuple[str, ...]] = ()
_NO_CONSTANTS: Final[MappingProxyType[str, str]] = MappingProxyType({})
_POINT_LAYERS: Final = frozenset(
    (
        LayerName.SCHOOLS,
        LayerName.GATES,
        LayerName.INTERCHANGES,
        LayerName.INCIDENTS,
        LayerName.CONTEXT,
    )
)
_PAIRS: Final = (("longitude", "latitude"), ("easting", "northing"), ("x", "y"))
#: Where one of these pairs is whole, what comes after it is not looked at. A pair in one text stays
#: beside x and y: only its values tell which of the two says degrees.
_BETTER: Final = (
    ((("longitude", "latitude"), ("easting", "northing")), ("x", "y", "wkt", "latlon")),
    ((("wkt",),), ("latlon",)),
    ((("x", "y"),), ("wkt",)),
)


@dataclass(frozen=True)
class ColumnMapping:
    """Where each canonical column of a layer is found in a file.

    Attributes
    ----------
    layer : LayerName
    columns : dict
        Canonical name to raw name. Beside the canonical columns: longitude and latitude, easting
        and northing, x and y, wkt or latlon; and helpers such as time_from, status and type.
    constants : mapping
        Canonical name to the value of every row, where the kind of file says it.
    personal : tuple of str
        Raw columns about persons, which nobody reads.
    month_first : bool
        Whether the header is that of an export that writes 04/27/2016.
    crs : str
        Coordinate system of x and y, where the kind of file says it; empty otherwise.
    notices : tuple of str
        What a person should know of the file, as sentences.
    repeats : bool
        Whether rows that are the same in every cell are events of their own: several people are
        searched at once.
    """

    layer: LayerName
    columns: dict[str, str]
    constants: MappingProxyType[str, str] = field(default_factory=lambda: _NO_CONSTANTS)
    personal: tuple[str, ...] = ()
    month_first: bool = False
    crs: str = ""
    notices: tuple[str, ...] = ()
    repeats: bool = False


def recognise(
    columns: tuple[str, ...], layer: LayerName, file: str, *, has_geometry: bool = False
) -> ColumnMapping:
    """Find the columns of a layer among those of a file.

    Parameters
    ----------
    columns : tuple of str
        Raw names, as they came.
    layer : LayerName
    file : str
        Name of the file, for the sentence.
    has_geometry : bool
        Whether the format itself carries the geometry.

    Raises
    ------
    MonthOnlyError
        When the layer is incidents and the data has months, and no time of day.
    FileRefusedError
        When a column that the layer needs is missing, or the header looks like a row of data.

    Examples
    --------
    >>> from geo.model import LayerName
    >>> header = ("Crime reference", "Occurred", "Offence", "Easting", "Northing")
    >>> recognise(header, LayerName.INCIDENTS, "extract.csv").columns["committed_from"]
    'Occurred'
    """
    refuse_headless(columns, file)
    came = _came(columns)
    if layer is LayerName.INCIDENTS:
        _refuse_month_only(came, file)
    personal = personal_columns(columns, of_places=not layer.holds_events)
    mapped = _matched(columns, layer, personal, has_geometry=has_geometry)
    constants, notices = _NO_CONSTANTS, _NOTHING
    searches = layer is LayerName.INCIDENTS and _is_stop_and_search(came)
    if searches:
        constants = MappingProxyType({"offence": "stop and search", "police_generated": "true"})
    if layer is LayerName.INCIDENTS and "committed_from" not in mapped:
        mapped, notices = _with_reported(columns, mapped, personal, file)
    refuse_missing(columns, mapped, layer, file, has_geometry=has_geometry)
    return ColumnMapping(
        layer,
        mapped,
        constants,
        tuple(name for name in personal if name not in mapped.values()),
        writes_month_first(columns),
        _crs_of(frozenset(came)) if {"x", "y"} <= set(mapped) else "",
        notices,
        repeats=searches,
    )


def match_columns(
    columns: tuple[str, ...], layer: LayerName, *, has_geometry: bool = False
) -> dict[str, str]:
    """Find what can be found of a layer among the columns of a file, and refuse nothing.

    Returns
    -------
    dict
        Canonical name or helper to raw name: by known names, then by the words in them.
    """
    personal = personal_columns(columns, of_places=not layer.holds_events)
    return _matched(columns, layer, personal, has_geometry=has_geometry)


def _matched(
    columns: tuple[str, ...], layer: LayerName, personal: tuple[str, ...], *, has_geometry: bool
) -> dict[str, str]:
    came = _came(columns)
    names = COLUMN_NAMES[layer] | ({} if has_geometry else POSITIONS)
    mapped = {key: raw for key, known in names.items() if (raw := first_match(known, came))}
    if layer not in _POINT_LAYERS or mapped.get("latlon") == mapped.get("place"):
        mapped.pop("latlon", None)
    if layer is LayerName.INCIDENTS and _is_stop_and_search(came):
        mapped.pop("offence", None)
        return _without_lesser(_without_parts(mapped))
    mapped = _adapted(mapped, came, layer)
    used = {*mapped.values(), *personal}
    free = tuple(name for name in columns if name not in used)
    missing = frozenset(names) - frozenset(mapped)
    more = likely(free, layer, _worth_a_second_look(missing, mapped), has_geometry=has_geometry)
    return _without_lesser(_without_parts(mapped | more))


def _worth_a_second_look(missing: frozenset[str], mapped: dict[str, str]) -> frozenset[str]:
    """Of what is missing, what is worth a second look: no half of a pair beside a whole one."""
    if any(set(pair) <= set(mapped) for pair in _PAIRS) or "wkt" in mapped:
        missing -= {name for pair in _PAIRS for name in pair}
    if set(DATE_PARTS) <= set(mapped) and "committed_from" in missing:
        missing -= {"committed_from", "time_from", "committed_to", "time_to"}
    return missing


def _without_parts(mapped: dict[str, str]) -> dict[str, str]:
    """Leave out a date in parts that is not whole, or that is beside a date."""
    whole = set(DATE_PARTS) <= set(mapped) and "committed_from" not in mapped
    parts = {*DATE_PARTS, "hour", "minute"}
    if whole:
        return {name: raw for name, raw in mapped.items() if name != "time_from"}
    return {name: raw for name, raw in mapped.items() if name not in parts}


def _without_lesser(mapped: dict[str, str]) -> dict[str, str]:
    """Leave out positions that nothing says the coordinates of, where there is a better one."""
    for better, lesser in _BETTER:
        if any(set(pair) <= set(mapped) for pair in better):
            mapped = {name: raw for name, raw in mapped.items() if name not in lesser}
    return mapped


def _with_reported(
    columns: tuple[str, ...], mapped: dict[str, str], personal: tuple[str, ...], file: str
) -> tuple[dict[str, str], tuple[str, ...]]:
    """Take when incidents were reported where nothing says when they happened; and say so."""
    if set(DATE_PARTS) <= set(mapped):
        return mapped, ()
    used = {*mapped.values(), *personal}
    raw = reported(tuple(name for name in columns if name not in used))
    if raw is None:
        return mapped, ()
    notice = f"{file} says when incidents were reported ({raw[:40]}), not when they happened."
    return mapped | {"committed_from": raw}, (notice,)


def _came(columns: tuple[str, ...]) -> dict[str, str]:
    return {squeezed(name): name for name in reversed(columns) if squeezed(name)}


def _is_stop_and_search(came: dict[str, str]) -> bool:
    return {"objectofsearch", "type", "date"} <= set(came)


def refuse_missing(
    columns: tuple[str, ...],
    mapped: dict[str, str],
    layer: LayerName,
    file: str,
    *,
    has_geometry: bool,
) -> None:
    """Refuse a file in which something that the layer needs was not found.

    Raises
    ------
    FileRefusedError
        Naming what came, without what could be somebody's name, and what is missing.
    """
    parts = layer is LayerName.INCIDENTS and set(DATE_PARTS) <= set(mapped)
    missing = [_display_name(n) for n in REQUIRED[layer] if n not in mapped and not parts]
    if not has_geometry and not any(
        set(pair) <= set(mapped) for pair in (*_PAIRS, ("wkt",), ("latlon",))
    ):
        missing.append(
            "longitude and latitude (or easting and northing)"
            if layer in _POINT_LAYERS
            else "a geometry (a wkt column, or a GeoJSON or GeoPackage file)"
        )
    if missing:
        safe = quotable(columns)
        shown = ", ".join(safe[:20]) + (", …" if len(columns) > min(len(safe), 20) else "")
        raise FileRefusedError(
            file,
            f"the columns {shown or '(none)'} came, without {' and without '.join(missing)}",
            f"columns for the layer {layer.value}: {_expected(layer)}",
            "Add or rename the missing columns in the header row.",
        )


def _display_name(name: str) -> str:
    """How a canonical column is named in a sentence."""
    return {"committed_from": "committed_from (or occurred)"}.get(name, name)


def _expected(layer: LayerName) -> str:
    where = "longitude, latitude" if layer in _POINT_LAYERS else "geometry"
    return ", ".join([*(name for name in COLUMN_NAMES[layer] if name not in HELPERS), where])


#: Which layer a header speaks of: all of the columns of one of these. The first that fits counts.
_SIGNS: Final[tuple[tuple[LayerName, tuple[str, ...]], ...]] = (
    (LayerName.CONTEXT, ("month fallswithin crimetype", "month lsoacode crimetype")),
    (
        LayerName.INCIDENTS,
        ("objectofsearch type date", "committedfrom", "incidentid occurred", "primarytype date"),
    ),
    (LayerName.GATES, ("urn gate", "urn gatename")),
    (
        LayerName.SCHOOLS,
        ("urn establishmentname", "urn phase", "schoolname", "ncessch", "urn hasnamedcontact"),
    ),
    (
        LayerName.INTERCHANGES,
        (
            "atcocode commonname",
            "naptanid commonname",
            "hubnaptancode",
            "interchangeid",
            "stoptype",
            "stopid stopname",
            "lines zone name",
        ),
    ),
    (
        LayerName.STREETS,
        ("highway", "roadfunction", "roadclassification", "streetid kind", "osmid oneway"),
    ),
    (LayerName.AREAS, ("wardcode", "gsscode name", "wardname")),
)
#: Codes of ONS boundary files carry the year.
_ONS_CODE: Final = re.compile(r"(wd|lad|lsoa|msoa|oa|ctyua|par|pcon)\d\dcd")


def layer_of(columns: tuple[str, ...], *, has_geometry: bool = False) -> LayerName | None:
    """Tell which layer a header speaks of.

    Parameters
    ----------
    columns : tuple of str
        As they came.
    has_geometry : bool
        Whether the format itself carries the geometry.

    Returns
    -------
    LayerName or None
        None where the header does not say.
    """
    came = frozenset(squeezed(name) for name in columns)
    for layer, signs in _SIGNS:
        if any(came >= set(sign.split()) for sign in signs):
            return layer
    if has_geometry and any(_ONS_CODE.fullmatch(name) for name in came):
        return LayerName.AREAS
    if has_geometry and "fclass" in came:
        return LayerName.STREETS if came & {"oneway", "maxspeed", "bridge"} else None
    mapped = match_columns(columns, LayerName.INCIDENTS, has_geometry=has_geometry)
    timed = "committed_from" in mapped or set(DATE_PARTS) <= set(mapped)
    if timed and "offence" in mapped:
        return LayerName.INCIDENTS
    return LayerName.INTERCHANGES if "stationname" in came else None
