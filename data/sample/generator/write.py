"""The files of a workspace, written so that the same town gives the same bytes."""

import json
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Final

import pandas as pd
import shapely
from pyproj import Transformer
from shapely.geometry import Point, mapping

from generator.drawing import ORIGIN

_TO_WGS84: Final = Transformer.from_crs("EPSG:27700", "EPSG:4326", always_xy=True)
Feature = tuple[dict[str, str], shapely.Geometry]


def national_grid(point: Point) -> tuple[str, str]:
    """Easting and northing of a point of the town, in text, to the decimetre."""
    return f"{point.x + ORIGIN[0]:.1f}", f"{point.y + ORIGIN[1]:.1f}"


def write_rows(path: Path, columns: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    """Write a CSV with a header, Unix line ends, and quotes only where they are needed."""
    frame = pd.DataFrame([list(row) for row in rows], columns=list(columns), dtype=str)
    write_frame(path, frame)


def write_frame(path: Path, frame: pd.DataFrame) -> None:
    """Write a table of text."""
    text = frame.to_csv(index=False, lineterminator="\n")
    path.write_text(text, encoding="utf-8", newline="\n")


def write_features(path: Path, features: Iterable[Feature]) -> None:
    """Write GeoJSON in WGS84 with seven decimals (about 1 cm), one feature a line."""
    lines = [
        json.dumps(
            {"type": "Feature", "properties": properties, "geometry": _rounded(_lonlat(shape))},
            separators=(",", ":"),
            ensure_ascii=False,
        )
        for properties, shape in features
    ]
    body = ",\n".join(lines)
    text = f'{{"type":"FeatureCollection","features":[\n{body}\n]}}\n'
    path.write_text(text, encoding="utf-8", newline="\n")


def _lonlat(shape: shapely.Geometry) -> shapely.Geometry:
    moved = shapely.transform(shape, lambda xy: xy + ORIGIN)
    return shapely.transform(moved, _TO_WGS84.transform, interleaved=False)


def _rounded(shape: shapely.Geometry) -> dict[str, object]:
    plain = mapping(shape)
    return {"type": plain["type"], "coordinates": _round(plain["coordinates"])}


def _round(numbers: object) -> object:
    if isinstance(numbers, tuple | list):
        return [_round(one) for one in numbers]
    return round(float(str(numbers)), 7)


def write_json(path: Path, content: object) -> None:
    """Write JSON for people to read."""
    text = json.dumps(content, indent=1, ensure_ascii=False)
    path.write_text(text + "\n", encoding="utf-8", newline="\n")
