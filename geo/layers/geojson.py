"""A GeoJSON or another JSON opened: every feature or record counted, whatever is in it."""

import json
from dataclasses import replace
from typing import Any, Final

import geopandas as gpd
import numpy as np
import shapely
from pyproj import CRS
from pyproj.exceptions import CRSError

from geo.crs import WGS84
from geo.errors import FileRefusedError
from geo.layers.encoding import decoded
from geo.layers.jsonrows import json_frame, json_text, records_in, without_nesting
from geo.layers.raw import Damaged, Ints, RawTable
from geo.layers.source import Source
from geo.layers.stops import STOP_COLUMNS, stops_in

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
#: Stands before each feature of a GeoJSON text sequence.
_SEPARATOR: Final = b"\x1e"
_Json = dict[str, Any]


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
    found, whole, torn = [], [], []
    for number, line in lines:
        try:
            found.append(json.loads(line))
            whole.append(number)
        except (ValueError, RecursionError):
            torn.append((number, line.decode(errors="replace")))
    if len(torn) > len(found):
        raise FileRefusedError(
            file, "most of its lines are no JSON", "one JSON feature a line", "Export it again."
        )
    table = _table(found, file)
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
    stops, notices = stops_in(document, file)
    if stops:
        frame = json_frame(stops, file).reindex(columns=list(STOP_COLUMNS), fill_value="")
        return RawTable(file, frame, np.arange(1, len(stops) + 1), notices=notices)
    records = records_in(document, file)
    flat = [without_nesting(record) for record in records]
    frame = json_frame([columns for columns, _ in flat], file)
    shapes = [shape for _, shape in flat]
    geometry = None
    if any(shape is not None for shape in shapes):
        geometry = gpd.GeoSeries(shapes_of([{"geometry": s} for s in shapes]), crs=WGS84)
    return RawTable(file, frame, np.arange(1, len(flat) + 1), geometry=geometry)


def _is_geojson(document: object) -> bool:
    return isinstance(document, dict) and document.get("type") in ("Feature", "FeatureCollection")


def _of_features(features: list[_Json], crs: CRS, file: str) -> RawTable:
    def original(at: Ints) -> list[str]:
        return [json_text(json.dumps(features[i], ensure_ascii=False)) for i in at]

    return RawTable(
        file=file,
        frame=json_frame([_properties(feature) for feature in features], file),
        line=np.arange(1, len(features) + 1),
        geometry=gpd.GeoSeries(shapes_of(features), crs=crs),
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
    found = feature.get("properties")
    own = {"id": feature["id"]} if feature.get("id") is not None else {}
    return (
        own | {k: v for k, v in found.items() if v is not None} if isinstance(found, dict) else own
    )


def shapes_of(features: list[_Json]) -> np.ndarray:
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
