"""What a file asks of a plan: a request, or a plan whose request is taken up again."""

import datetime as dt
import json
from pathlib import Path
from typing import Any, Final

import geopandas as gpd
from pyproj import CRS
from shapely.errors import ShapelyError
from shapely.geometry import Point, shape

from geo.crs import WGS84
from geo.errors import FileRefusedError, SettingError
from geo.patrol.origin import Request
from geo.patrol.values import Visited

#: What becomes of a file in which something is of another kind, or missing.
_WRONG: Final = (KeyError, TypeError, ValueError, AttributeError)


def request_in(file: Path) -> Request:
    """Read a request: the member ``request`` of a plan that was written, or such a member alone.

    Raises
    ------
    FileRefusedError, SettingError
        When the file is none, or asks for what cannot be.
    """
    content = _read(file)
    about = content.get("afterbell")
    if isinstance(about, dict):
        content = about.get("request", {})
    return Request.from_json(content)


def visits_in(file: Path, to_crs: CRS) -> tuple[Visited, ...]:
    """Read the visits of a plan that was written, as the plan of the next day looks back on them.

    Parameters
    ----------
    to_crs : CRS
        Of the workspace, for their points.

    Raises
    ------
    FileRefusedError
        When the file is no plan.
    """
    content = _read(file)
    try:
        stops = [f for f in content["features"] if f["properties"].get("feature") == "stop"]
        stops = [f for f in stops if f["properties"]["kind"] not in ("break", "activity")]
        shapes = gpd.GeoSeries([shape(f["geometry"]) for f in stops], crs=WGS84).to_crs(to_crs)
        pairs = zip(stops, shapes, strict=True)
        return tuple(_visit(feature["properties"], point) for feature, point in pairs)
    except (*_WRONG, ShapelyError, SettingError) as error:
        raise _no_plan(file) from error


def _visit(stop: dict[str, object], point: Point) -> Visited:
    match stop:
        case {"place_id": str(ident), "arrive": str(said)}:
            time = dt.time.fromisoformat(said)
            at = (round(point.x, 2), round(point.y, 2))
            return Visited(ident, at, time.hour * 60 + time.minute)
    raise ValueError(stop)


def _read(file: Path) -> dict[str, Any]:
    try:
        content = json.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError) as error:
        raise _no_plan(file) from error
    if not isinstance(content, dict):
        raise _no_plan(file)
    return content


def _no_plan(file: Path) -> FileRefusedError:
    return FileRefusedError(
        file.name,
        "it is no plan, and asks for none",
        "a plan that afterbell plan --out wrote, or the member request of one",
        "Choose that file.",
    )
