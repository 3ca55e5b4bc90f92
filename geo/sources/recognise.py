"""Which raw column is which canonical one, told by name."""

from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Final

from geo.errors import FileRefusedError
from geo.sources.fields import LayerName
from geo.sources.names import COLUMN_NAMES, POSITIONS, REQUIRED, first_match, squeezed
from geo.sources.personal import personal_columns

_US_HEADERS: Final = (
    "primarytype casenumber drno dateocc crmcddesc cmplntnum cmplntfrdt ofnsdesc nibrsdescription "
    "rmsoccurrencedate offense offensecategory offensecategoryid offensedescription offensetype "
    "offensestartdatetime incidentdatetime incidentcategory textgeneralcode crimedatetime"
)
_NO_CONSTANTS: Final[MappingProxyType[str, str]] = MappingProxyType({})
_POINT_LAYERS: Final = frozenset(
    (LayerName.SCHOOLS, LayerName.GATES, LayerName.INTERCHANGES, LayerName.INCIDENTS)
)


@dataclass(frozen=True)
class ColumnMapping:
    """Where each canonical column of a layer is found in a file.

    Attributes
    ----------
    columns : dict
        Canonical name to raw name. Beside the canonical columns: longitude and latitude, easting
        and northing, x and y or wkt; and helpers such as time_from, status and type.
    constants : mapping
        Canonical name to the value of every row, where the kind of file says it.
    personal : tuple of str
        Raw columns about persons, which nobody reads.
    month_first : bool
        Whether the header is that of an export that writes 04/27/2016.
    """

    layer: LayerName
    columns: dict[str, str]
    constants: MappingProxyType[str, str] = field(default_factory=lambda: _NO_CONSTANTS)
    personal: tuple[str, ...] = ()
    month_first: bool = False


def recognise(
    columns: tuple[str, ...], layer: LayerName, file: str, *, has_geometry: bool = False
) -> ColumnMapping:
    """Find the columns of a layer among those of a file.

    Parameters
    ----------
    columns : tuple of str
        Raw names, as they came.
    file : str
        Name of the file, for the sentence.
    has_geometry : bool
        Whether the format itself carries the geometry.

    Raises
    ------
    FileRefusedError
        When a column that the layer needs is missing, or the data has no time of day.
    """
    came = {squeezed(name): name for name in reversed(columns) if squeezed(name)}
    if layer is LayerName.INCIDENTS:
        _refuse_month_only(came, file)
    names = COLUMN_NAMES[layer] | ({} if has_geometry else POSITIONS)
    found = {key: raw for key, wanted in names.items() if (raw := first_match(wanted, came))}
    stop_and_search = {"objectofsearch", "type", "date"} <= set(came)
    constants = _NO_CONSTANTS
    if layer is LayerName.INCIDENTS and stop_and_search:
        found.pop("offence", None)
        constants = MappingProxyType({"offence": "stop and search", "police_generated": "true"})
    _refuse_missing(columns, found, layer, file, has_geometry=has_geometry)
    personal = personal_columns(columns, frozenset(found.values()), layer is not layer.INCIDENTS)
    month_first = bool(set(came) & set(_US_HEADERS.split()))
    return ColumnMapping(layer, found, constants, tuple(personal), month_first)


def _refuse_month_only(came: dict[str, str], file: str) -> None:
    """Street crime by month has no time of day and cannot enter the timed pipeline."""
    if "month" in came and "date" not in came and {"fallswithin", "lsoacode"} & set(came):
        raise FileRefusedError(
            file,
            "this is street crime by month (police.uk), with no time of day and with points moved "
            "to the nearest map point",
            "incidents with a date and time",
            "Use an incident extract of the force; month-only data cannot say when to patrol.",
        )


def _refuse_missing(
    columns: tuple[str, ...],
    found: dict[str, str],
    layer: LayerName,
    file: str,
    *,
    has_geometry: bool,
) -> None:
    missing = [spoken(name) for name in REQUIRED[layer] if name not in found]
    pairs = ({"longitude", "latitude"}, {"easting", "northing"}, {"x", "y"}, {"wkt"})
    if not has_geometry and not any(pair <= set(found) for pair in pairs):
        missing.append(
            "longitude and latitude (or easting and northing)"
            if layer in _POINT_LAYERS
            else "a geometry (a wkt column, or a GeoJSON or GeoPackage file)"
        )
    if missing:
        shown = ", ".join(name[:40] for name in columns[:20]) + (", …" if len(columns) > 20 else "")
        raise FileRefusedError(
            file,
            f"the columns {shown or '(none)'} came, without {' and without '.join(missing)}",
            f"columns for the layer {layer.value}: {_expected(layer)}",
            "Add or rename the missing columns in the header row.",
        )


def spoken(name: str) -> str:
    """How a canonical column is named in a sentence."""
    return {"committed_from": "committed_from (or occurred)"}.get(name, name)


def _expected(layer: LayerName) -> str:
    where = "longitude, latitude" if layer in _POINT_LAYERS else "geometry"
    helpers = {"time_from", "time_to", "type", "low_age", "high_age", "status"}
    return ", ".join([*(n for n in COLUMN_NAMES[layer] if n not in helpers), where])
