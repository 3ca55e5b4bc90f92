"""A GeoJSON or another JSON opened: every feature or record counted, whatever is in it."""

import json
from collections.abc import Sequence
from dataclasses import replace
from typing import Any, Final

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from pyproj import CRS
from pyproj.exceptions import CRSError

from geo.crs import WGS84
from geo.errors import FileRefusedError
from geo.formats._encoding import decoded
from geo.formats._source import Source
from geo.formats.raw_table import Damaged, Ints, RawTable

_MOST_COLUMNS: Final = 2_000
_DEPTH: Final = 4
_COORDINATES: Final = {
    "latitude": "latitude", "lat": "latitude", "longitude": "longitude", "lon": "longitude",
    "lng": "longitude", "long": "longitude", "x": "x", "y": "y",
}  # fmt: skip
#: Values in these have names of their own: features of ArcGIS, elements of OpenStreetMap.
_TRANSPARENT: Final = frozenset(("attributes", "properties", "tags"))
_Json = dict[str, Any]


def _records_in(document: object, file: str) -> list[_Json]:
    """Find the list of records in a JSON document: at its top, or under its longest name.

    Raises
    ------
    FileRefusedError
        When there is none, or it is empty.
    """
    records = document if isinstance(document, list) else []
    if isinstance(document, dict):
        lists = [value for value in document.values() if isinstance(value, list)]
        records = max(lists, key=len, default=[])
    if any(isinstance(r, dict) for r in records[:100]):
        return [record if isinstance(record, dict) else {} for record in records]
    keys = ", ".join(map(str, list(document)[:8])) if isinstance(document, dict) else "a list"
    raise FileRefusedError(
        file,
        f"this is JSON but no GeoJSON, and has no records (it holds {keys[:200] or 'nothing'})",
        "a GeoJSON FeatureCollection, or a list of records",
        "Export the layer as GeoJSON or CSV.",
    )


def _without_nesting(record: _Json) -> tuple[_Json, _Json | None]:
    """Give the values of a record under one name each, and its shape where one value is GeoJSON.

    Nested values are named ``location.street.name``; a nested latitude or longitude keeps its own
    name, where the record has none of its own, and so does all that is in ``attributes``.
    """
    flat: _Json = {}
    shape: _Json | None = None
    waiting: list[tuple[str, Any, int]] = [(str(k), v, 0) for k, v in reversed(record.items())]
    while waiting:
        name, value, depth = waiting.pop()
        if not isinstance(value, dict) or depth >= _DEPTH:
            flat.setdefault(name, value)
        elif "coordinates" in value and isinstance(value.get("type"), str):
            shape = shape or value
        else:
            for key, inner in reversed(value.items()):
                own = str(key) if name in _TRANSPARENT else _COORDINATES.get(str(key).lower())
                named = own if own and own not in record else f"{name}.{key}"
                waiting.append((named, inner, depth + 1))
    return flat, shape


def json_frame(records: Sequence[_Json], file: str) -> pd.DataFrame:
    """One row a record, one column a name, every value as text.

    Raises
    ------
    FileRefusedError
        When the records have more names than any table has columns.
    """
    names = list(dict.fromkeys(name for record in records for name in record))
    if len(names) > _MOST_COLUMNS:
        raise FileRefusedError(
            file,
            f"its records have {len(names):,} different names",
            f"up to {_MOST_COLUMNS:,} columns",
            "Export a table.",
        )
    columns: dict[str, list[str]] = {}
    for name in names:
        columns[_json_text(str(name))] = [_text_of(record.get(name)) for record in records]
    frame = pd.DataFrame(columns, index=range(len(records)), dtype="str")
    return frame.astype("str") if names else frame


def _text_of(value: object) -> str:
    """Text of one JSON value; nested ones as JSON, whole numbers without a fraction."""
    if isinstance(value, str):
        return _json_text(value.strip())
    if value is None or (isinstance(value, float) and np.isnan(value)):
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return _json_text(json.dumps(value, ensure_ascii=False))


def _json_text(text: str) -> str:
    """A text without halves of characters, which JSON can hold and nothing else can."""
    return text if text.isascii() else text.encode("utf-8", "replace").decode("utf-8")


_STOP_COLUMNS: Final = (
    "id", "naptanId", "commonName", "stopType", "modes", "lat", "lon", "hubNaptanCode",
)  # fmt: skip


def _stops_in(document: object, file: str) -> tuple[list[_Json], tuple[str, ...]]:
    """Find the stops in a document, each once.

    Parameters
    ----------
    document : object
        An object with ``stopPoints``, a list of stops, or one stop with ``children``.
    file : str
        Name of the file, for the sentence.

    Returns
    -------
    list of dict
        Under `_STOP_COLUMNS`, modes joined by a bar; none where the document is of another kind.
    tuple of str
        What to know of them.
    """
    if not _holds_stops(document):
        return [], ()
    stops: dict[str, _Json] = {}
    twice, waiting = 0, [document]
    while waiting:
        one = waiting.pop()
        if isinstance(one, list):
            waiting.extend(reversed(one))
        elif isinstance(one, dict):
            if _is_stop(one):
                key = str(one.get("id") or one.get("naptanId") or len(stops))
                twice += key in stops
                stops.setdefault(key, _row(one))
            nested = (one.get(name) for name in ("children", "stopPoints"))
            waiting.extend(part for part in nested if isinstance(part, list))
    notices = (f"Stops that stand more than once in {file} were taken once each ({twice:,}).",)
    return list(stops.values()), notices if twice else ()


def _holds_stops(document: object) -> bool:
    if isinstance(document, dict):
        return isinstance(document.get("stopPoints"), list) or _is_stop(document)
    return isinstance(document, list) and any(
        _is_stop(one) or (isinstance(one, dict) and isinstance(one.get("stopPoints"), list))
        for one in document[:100]
    )


def _is_stop(one: object) -> bool:
    return isinstance(one, dict) and {"lat", "lon", "commonName"} <= one.keys()


def _row(stop: _Json) -> _Json:
    modes = stop.get("modes")
    joined = "|".join(map(str, modes)) if isinstance(modes, list) else modes
    return {name: stop.get(name) for name in _STOP_COLUMNS} | {"modes": joined}


_SHAPES: Final = frozenset(
    [
        "Point",
        "MultiPoint",
        "LineString",
        "MultiLineString",
        "Polygon",
        "MultiPolygon",
        "GeometryCollection",
    ]
)
#: Comes before each feature of a GeoJSON text sequence.
_SEPARATOR: Final = b"\x1e"


def open_json(source: Source, encoding: str = "") -> RawTable:
    """Open a GeoJSON document, a feature a line, the stops of TfL, or a list of records.

    Parameters
    ----------
    source : Source
    encoding : str
        What it is written in; empty to tell it.

    Raises
    ------
    FileRefusedError
        When it is no JSON, or holds no feature and no record.
    """
    content, file = source.read(), source.name
    if _SEPARATOR in content:
        content = content.replace(_SEPARATOR, b"")
    text = decoded(content, file, encoding)
    try:
        table = _table(json.loads(text.text), file)
    except json.JSONDecodeError as error:
        if error.msg != "Extra data":
            raise _breaks_off(file, error) from error
        table = _by_line(text.text, file)
    except (RecursionError, ValueError) as error:
        raise FileRefusedError(
            file, "the JSON cannot be taken apart", "GeoJSON", "Export it again."
        ) from error
    return replace(table, notices=(*text.notices, *table.notices))


def _breaks_off(file: str, error: json.JSONDecodeError) -> FileRefusedError:
    return FileRefusedError(
        file,
        f"the JSON breaks off or is damaged at line {error.lineno}, column {error.colno}",
        "a whole GeoJSON document",
        "Export or copy it again.",
    )


def _by_line(text: bytes, file: str) -> RawTable:
    """One feature or record a line; a line that is none is a damaged row."""
    lines = [(n, line) for n, line in enumerate(text.split(b"\n"), 1) if line.strip()]
    documents, whole, torn = [], [], []
    for number, line in lines:
        try:
            documents.append(json.loads(line))
            whole.append(number)
        except (ValueError, RecursionError):
            torn.append((number, line.decode(errors="replace")))
    if len(torn) > len(documents):
        raise FileRefusedError(
            file, "most of its lines are no JSON", "one JSON feature a line", "Export it again."
        )
    table = _table(documents, file)
    if len(table.line) != len(whole):
        whole, torn = table.line.tolist(), []
    damaged = Damaged(
        np.array([number for number, _ in torn], dtype=np.int64),
        ("JSON that breaks off or is damaged",) * len(torn),
        tuple(line for _, line in torn),
    )
    return replace(table, line=np.array(whole, dtype=np.int64), damaged=damaged)


def _table(document: object, file: str) -> RawTable:
    if isinstance(document, dict) and (document.get("type") in _SHAPES or _is_geojson(document)):
        return _of_features(_features(document, file), _crs(document, file), file)
    if isinstance(document, list) and any(map(_is_geojson, document[:100])):
        return _of_features(document, WGS84, file)
    stops, notices = _stops_in(document, file)
    if stops:
        frame = json_frame(stops, file).reindex(columns=list(_STOP_COLUMNS), fill_value="")
        return RawTable(file, frame, np.arange(1, len(stops) + 1), notices=notices)
    records = _records_in(document, file)
    flat = [_without_nesting(record) for record in records]
    frame = json_frame([columns for columns, _ in flat], file)
    shapes = [shape for _, shape in flat]
    geometry = None
    if any(shape is not None for shape in shapes):
        geometry = gpd.GeoSeries(_shapes_of([{"geometry": s} for s in shapes]), crs=WGS84)
    return RawTable(file, frame, np.arange(1, len(flat) + 1), geometry=geometry)


def _is_geojson(document: object) -> bool:
    return isinstance(document, dict) and document.get("type") in ("Feature", "FeatureCollection")


def _of_features(features: list[_Json], crs: CRS, file: str) -> RawTable:
    def original(at: Ints) -> list[str]:
        return [_json_text(json.dumps(features[i], ensure_ascii=False)) for i in at]

    return RawTable(
        file=file,
        frame=json_frame([_properties(feature) for feature in features], file),
        line=np.arange(1, len(features) + 1),
        geometry=gpd.GeoSeries(_shapes_of(features), crs=crs),
        original=original,
    )


def _features(document: _Json, file: str) -> list[_Json]:
    kind = document["type"]
    if kind in _SHAPES:
        return [{"type": "Feature", "properties": {}, "geometry": document}]
    features = [document] if kind == "Feature" else document.get("features")
    if not isinstance(features, list) or not features:
        raise FileRefusedError(
            file,
            f"this GeoJSON of type {str(kind)[:40]} has no features",
            "a FeatureCollection with at least one feature",
            "Export it again.",
        )
    return features


def _properties(feature: object) -> _Json:
    """Properties of a feature, with its own id where they have none."""
    if not isinstance(feature, dict):
        return {}
    values = feature.get("properties")
    own = {"id": feature["id"]} if feature.get("id") is not None else {}
    return (
        own | {k: v for k, v in values.items() if v is not None}
        if isinstance(values, dict)
        else own
    )


def _shapes_of(features: list[_Json]) -> np.ndarray:
    """One shape a feature; None where it has none or it cannot be one."""
    texts = [
        json.dumps(feature.get("geometry")) if isinstance(feature, dict) else "null"
        for feature in features
    ]
    return np.asarray(shapely.from_geojson(texts, on_invalid="ignore"))


def _crs(document: _Json, file: str) -> CRS:
    """WGS84, as the standard says, unless an older ``crs`` member says otherwise."""
    member = document.get("crs")
    if not member:
        return WGS84
    try:
        crs = CRS.from_user_input(member["properties"]["name"])
    except (CRSError, KeyError, TypeError) as error:
        raise FileRefusedError(
            file, "its crs member names no coordinate system", "one such as EPSG:27700", "Mend it."
        ) from error
    return WGS84 if crs.is_geographic and crs.equals(WGS84, ignore_axis_order=True) else crs
