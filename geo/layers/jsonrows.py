"""Records of a JSON as rows of text."""

import json
from collections.abc import Sequence
from typing import Any, Final

import numpy as np
import pandas as pd

from geo.errors import FileRefusedError

_MOST_COLUMNS: Final = 2_000
_DEPTH: Final = 4
_COORDINATES: Final = {
    "latitude": "latitude", "lat": "latitude", "longitude": "longitude", "lon": "longitude",
    "lng": "longitude", "long": "longitude", "x": "x", "y": "y",
}  # fmt: skip
#: Values in these have names of their own: features of ArcGIS, elements of OpenStreetMap.
_TRANSPARENT: Final = frozenset(("attributes", "properties", "tags"))
_Json = dict[str, Any]


def records_in(document: object, file: str) -> list[_Json]:
    """Find the list of records in a JSON document: at its top, or under its longest name.

    Raises
    ------
    FileRefusedError
        When there is none, or it is empty.
    """
    found = document if isinstance(document, list) else []
    if isinstance(document, dict):
        lists = [value for value in document.values() if isinstance(value, list)]
        found = max(lists, key=len, default=[])
    if any(isinstance(r, dict) for r in found[:100]):
        return [record if isinstance(record, dict) else {} for record in found]
    keys = ", ".join(map(str, list(document)[:8])) if isinstance(document, dict) else "a list"
    raise FileRefusedError(
        file,
        f"this is JSON but no GeoJSON, and has no records (it holds {keys[:200] or 'nothing'})",
        "a GeoJSON FeatureCollection, or a list of records",
        "Export the layer as GeoJSON or CSV.",
    )


def without_nesting(record: _Json) -> tuple[_Json, _Json | None]:
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
        columns[json_text(str(name))] = [_text_of(record.get(name)) for record in records]
    frame = pd.DataFrame(columns, index=range(len(records)), dtype="str")
    return frame.astype("str") if names else frame


def _text_of(value: object) -> str:
    """Text of one JSON value; nested ones as JSON, whole numbers without a fraction."""
    if isinstance(value, str):
        return json_text(value.strip())
    if value is None or (isinstance(value, float) and np.isnan(value)):
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return json_text(json.dumps(value, ensure_ascii=False))


def json_text(text: str) -> str:
    """A text without halves of characters, which JSON can hold and nothing else can."""
    return text if text.isascii() else text.encode("utf-8", "replace").decode("utf-8")
