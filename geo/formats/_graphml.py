"""A street network in GraphML opened, as OSMnx writes it: one row a street."""

import io
from typing import Any, Final
from xml.etree import ElementTree as ET

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from geo.crs import WGS84
from geo.errors import FileRefusedError
from geo.formats._encoding import decoded
from geo.formats._geojson import json_frame
from geo.formats._source import Source
from geo.formats.raw_table import RawTable

_FORBIDDEN: Final = (b"<!DOCTYPE", b"<!ENTITY", b"<!doctype", b"<!entity")
_LISTED: Final = r"^\[['\"]?(.*?)['\"]?(?:,.*)?\]$"
_Attributes = dict[str, Any]


def open_graphml(source: Source) -> RawTable:
    """Open a street network; streets that stand there in both directions come once.

    Raises
    ------
    FileRefusedError
        When it is damaged, declares entities, or holds no edge.
    """
    file = source.name
    content = decoded(source.read(), file).text
    if any(word in content for word in _FORBIDDEN):
        raise FileRefusedError(
            file, "this XML declares entities", "plain GraphML", "Export it again."
        )
    try:
        nodes, edges, crs = _parsed(content)
    except (ET.ParseError, ValueError, LookupError) as error:
        raise FileRefusedError(
            file, "this GraphML is damaged or cut short", "a whole GraphML", "Export it again."
        ) from error
    if not edges:
        raise FileRefusedError(file, "it has no edges", "streets as edges", "Export it again.")
    shapes = _shapes(nodes, edges)
    once = ~_is_reverse(edges, shapes)
    frame = json_frame([{k: v for k, v in e.items() if k != "geometry"} for e in edges], file)
    frame = frame.apply(_first_of_several)
    left = int((~once).sum())
    notices = (f"Edges of {file} that are other streets backwards were left out ({left:,}).",)
    return RawTable(
        file,
        frame.loc[once].reset_index(drop=True),
        np.flatnonzero(once) + 1,
        geometry=gpd.GeoSeries(shapes[once], crs=crs or WGS84),
        notices=notices if left else (),
    )


def _parsed(content: bytes) -> tuple[dict[str, _Attributes], list[_Attributes], str]:
    """Nodes by id, edges, and the coordinate system that the graph states."""
    names: dict[str, str] = {}
    nodes: dict[str, _Attributes] = {}
    edges: list[_Attributes] = []
    crs = ""
    parser = ET.XMLParser(encoding="utf-8")  # noqa: S314 - entities were refused before
    steps = ET.iterparse(io.BytesIO(content), ("end",), parser=parser)  # noqa: S314
    for _, element in steps:
        tag = _plain(element.tag)
        if tag == "key":
            names[element.get("id", "")] = element.get("attr.name", "")
        elif tag in ("node", "edge"):
            values = _data(element, names)
            if tag == "node":
                nodes[element.get("id", "")] = values
            else:
                ends = {"u": element.get("source", ""), "v": element.get("target", "")}
                edges.append(ends | values)
            element.clear()
        elif tag == "graph":
            crs = str(_data(element, names).get("crs", ""))
    return nodes, edges, crs


def _plain(tag: str) -> str:
    """Name of an element without its namespace."""
    return tag.rpartition("}")[2]


def _data(element: ET.Element, names: dict[str, str]) -> _Attributes:
    return {
        name: child.text or ""
        for child in element
        if _plain(child.tag) == "data" and (name := names.get(child.get("key", ""), ""))
    }


def _shapes(nodes: dict[str, _Attributes], edges: list[_Attributes]) -> np.ndarray:
    """The line of each edge: its own, else straight between its nodes; None where neither is."""
    texts = [edge.get("geometry") or None for edge in edges]
    own = np.asarray(shapely.from_wkt(texts, on_invalid="ignore"))
    at = [pd.Series([node.get(axis) for node in nodes.values()], dtype=object) for axis in "xy"]
    points = pd.DataFrame({n: pd.to_numeric(axis, errors="coerce") for n, axis in enumerate(at)})
    ends = points.set_axis(list(nodes), axis=0)
    pairs = np.stack(
        [ends.reindex([edge[end] for edge in edges]).to_numpy(float) for end in ("u", "v")], axis=1
    )
    bare = np.flatnonzero(shapely.is_missing(own) & np.isfinite(pairs).all(axis=(1, 2)))
    own[bare] = shapely.linestrings(pairs[bare])
    return own


def _first_of_several(column: pd.Series) -> pd.Series:
    """The first value where OSMnx joined streets and wrote all of theirs, ['footway', 'path']."""
    if not column.str.startswith("[").any():
        return column
    first = column.str.extract(_LISTED, expand=False)
    return column.where(first.isna(), first)


def _is_reverse(edges: list[_Attributes], shapes: np.ndarray) -> np.ndarray:
    """Which edges are an earlier one walked the other way.

    An edge that comes in both directions is no one-way street, whatever either states.
    """
    pairs = [tuple(sorted((edge["u"], edge["v"]))) for edge in edges]
    lines = shapely.to_wkb(shapely.normalize(shapes))
    keys = pd.DataFrame({"ends": pairs, "line": lines})
    again = np.asarray(keys.duplicated() & ~shapely.is_missing(shapes), dtype=bool)
    number = keys.groupby(["ends", "line"], dropna=False, sort=False).ngroup().to_numpy()
    first = np.flatnonzero(~again & ~shapely.is_missing(shapes))
    place = np.zeros(len(edges), dtype=np.int64)
    place[number[first]] = first
    earlier = place[number[again]]
    both = earlier[~shapely.equals_exact(shapes[earlier], shapes[again])]
    for edge in (edges[n] for n in both.tolist()):
        edge.update({"oneway": "False"} if "oneway" in edge else {})
    return again
