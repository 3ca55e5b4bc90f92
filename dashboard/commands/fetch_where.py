"""Where a fetch looks, and where it puts what comes."""

import os
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import geopandas as gpd
from shapely.geometry import box
from shapely.geometry.base import BaseGeometry

from geo.layers import LayerName, read_layer
from geo.sources import fetch as fetching
from geo.workspace import ENVIRONMENT, Workspace

_DOWNLOADS: Final = "afterbell-downloads"
_WGS84: Final = 4326


@dataclass(frozen=True)
class FetchOptions:
    """What every source is asked with.

    Attributes
    ----------
    workspace : path or None
        Its folder ``cache`` takes the files, and its bounds are the area.
    out : path or None
        Takes the files instead.
    base_urls : tuple of str
        ``NAME=URL``: other addresses of services.
    ingest : bool
        Whether to keep what came as a layer of the workspace.
    """

    workspace: Path | None
    out: Path | None
    base_urls: tuple[str, ...]
    ingest: bool
    as_json: bool


def addresses_of(pairs: tuple[str, ...]) -> dict[str, str]:
    """Read ``NAME=URL`` pairs."""
    for pair in pairs:
        if "=" not in pair:
            raise fetching.FetchError(
                f"--base-url is {pair[:60]!r}; expected NAME=URL, with a name among "
                f"{', '.join(fetching.SERVICES)}. Mend it."
            )
    return {name.strip(): url for name, _, url in (pair.partition("=") for pair in pairs)}


def workspace_of(options: FetchOptions) -> Path | None:
    """Give the folder of the workspace that is meant, if one is."""
    named = options.workspace or os.environ.get(ENVIRONMENT)
    return Path(named) if named else None


def folder_of(options: FetchOptions) -> Path:
    """Where files go: --out, else the cache of the workspace, else a folder here."""
    if options.out is not None:
        return options.out
    workspace = workspace_of(options)
    if workspace is None:
        return Path(_DOWNLOADS)
    if not (workspace / "afterbell.toml").is_file():
        raise fetching.FetchError(
            f"{workspace} is no workspace: there is no afterbell.toml in it. Make one with "
            "afterbell init, or say with --out where the files shall go."
        )
    return workspace / "cache"


def area_of(text: str | None, options: FetchOptions) -> BaseGeometry:
    """Read the area that is asked for: a file, a box, or the bounds of the workspace."""
    if text is not None and (Path(text).exists() or Path(text).suffix[1:].isalpha()):
        return _area_of_file(Path(text))
    if text is not None:
        return fetching.area_of_box(text)
    workspace = workspace_of(options)
    if workspace is None:
        raise fetching.FetchError(
            "No area was named; expected --area FILE, --area west,south,east,north in degrees, or "
            "--workspace whose bounds are taken."
        )
    return _bounds_of(Workspace.open(workspace))


def _area_of_file(path: Path) -> BaseGeometry:
    reading = read_layer(path, LayerName.AREAS)
    if not reading.accepted:
        raise fetching.FetchError(
            f"{path.name} holds no area; expected at least one polygon. Choose another file."
        )
    area: BaseGeometry = reading.frame.geometry.to_crs(_WGS84).union_all()
    return area


def _bounds_of(area: Workspace) -> BaseGeometry:
    """Areas of a workspace, else the bounds of what lies in it."""
    layers = area.layers
    if len(layers.areas):
        whole: BaseGeometry = layers.areas.geometry.to_crs(_WGS84).union_all()
        return whole
    for frame in (layers.streets, layers.incidents, layers.schools, layers.interchanges):
        if len(frame):
            around = gpd.GeoSeries([box(*frame.total_bounds).buffer(200)], crs=layers.crs)
            return box(*around.to_crs(_WGS84).total_bounds)
    raise fetching.FetchError(
        f"{area.about.name} holds no place yet, so it has no bounds; expected --area FILE or "
        "--area west,south,east,north in degrees. Name one."
    )
