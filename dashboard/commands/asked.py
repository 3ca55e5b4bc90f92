"""What a file asks of a plan: a request, or a plan whose request is taken up again."""

import json
from pathlib import Path
from typing import Any

import geopandas as gpd
from pyproj import CRS
from shapely.geometry import shape

from geo.crs import WGS84
from geo.errors import FileRefusedError
from geo.patrol.origin import Request
from geo.patrol.values import Visited


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
    """
    content = _read(file)
    try:
        stops = [f for f in content["features"] if f["properties"].get("feature") == "stop"]
        stops = [f for f in stops if f["properties"]["kind"] not in ("break", "activity")]
        shapes = gpd.GeoSeries([shape(f["geometry"]) for f in stops], crs=WGS84).to_crs(to_crs)
        found = []
        for feature, point in zip(stops, shapes, strict=True):
            hours, minutes = feature["properties"]["arrive"].split(":")
            ident = str(feature["properties"]["place_id"])
            arrive_min = int(hours) * 60 + int(minutes)
            found.append(Visited(ident, (round(point.x, 2), round(point.y, 2)), arrive_min))
        return tuple(found)
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise _no_plan(file) from error


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
