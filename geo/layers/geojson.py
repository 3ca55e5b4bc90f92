"""A GeoJSON opened: every feature counted, whatever is in it."""

import json
from pathlib import Path
from typing import Any, Final

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from pyproj import CRS
from pyproj.exceptions import CRSError

from geo.crs import WGS84
from geo.errors import FileRefusedError
from geo.layers.content import Kind, as_utf8, unzipped
from geo.layers.raw import Ints, RawTable

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
_Json = dict[str, Any]


def open_geojson(path: Path, kind: Kind) -> RawTable:
    """Open a GeoJSON feature collection, feature or geometry; gzipped or not.

    Raises
    ------
    FileRefusedError
        When it is no JSON, no GeoJSON, or holds no feature.
    """
    document = _document(as_utf8(unzipped(path, kind), path.name), path.name)
    features = _features(document, path.name)
    frame = pd.DataFrame(
        [_properties(feature) for feature in features], index=range(len(features))
    ).rename(columns=str)
    text = frame.apply(_as_text).astype("str") if len(frame.columns) else frame
    shapes = gpd.GeoSeries(_shapes(features), crs=_crs(document, path.name))

    def original(at: Ints) -> list[str]:
        return [json.dumps(features[i], ensure_ascii=False) for i in at]

    return RawTable(
        file=path.name,
        frame=text,
        line=np.arange(1, len(features) + 1),
        geometry=shapes,
        original=original,
    )


def _document(content: bytes, file: str) -> _Json:
    try:
        document = json.loads(content)
    except json.JSONDecodeError as error:
        raise FileRefusedError(
            file,
            f"the JSON breaks off or is damaged at line {error.lineno}, column {error.colno}",
            "a whole GeoJSON document",
            "Export or copy it again.",
        ) from error
    except (RecursionError, ValueError) as error:
        raise FileRefusedError(
            file, "the JSON cannot be taken apart", "GeoJSON", "Export it again."
        ) from error
    if not isinstance(document, dict) or "type" not in document:
        keys = ", ".join(list(document)[:8]) if isinstance(document, dict) else "a list"
        raise FileRefusedError(
            file,
            f"this is JSON but no GeoJSON (it holds {keys or 'nothing'})",
            "a GeoJSON FeatureCollection",
            "Export the layer as GeoJSON.",
        )
    return document


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


def _as_text(column: pd.Series) -> list[str]:
    return [_text_of(value) for value in column]


def _text_of(value: object) -> str:
    """Text of one JSON value; nested ones as JSON, whole numbers without a fraction."""
    if isinstance(value, str):
        return value.strip()
    if value is None or (isinstance(value, float) and np.isnan(value)):
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return json.dumps(value, ensure_ascii=False)


def _shapes(features: list[_Json]) -> np.ndarray:
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
