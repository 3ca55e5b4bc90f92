"""afterbell fetch: data from public services, brought into a folder and, if asked, a workspace."""

import os
import shlex
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import geopandas as gpd
from rich.progress import BarColumn, TextColumn, TimeElapsedColumn
from rich.progress import Progress as ProgressBar
from shapely.geometry import box
from shapely.geometry.base import BaseGeometry

from dashboard.cli import terminal
from geo import connectors
from geo.connectors import (
    KEY_VARIABLE,
    SERVICES,
    Fetched,
    File,
    PoliceKind,
    PoliceQuery,
    Progress,
    Session,
    Step,
    StopsQuery,
    area_of_box,
    circle_around,
    circle_of,
    open_session,
    paced,
)
from geo.errors import FetchError
from geo.layers import read_layer
from geo.model import LayerName
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
            raise FetchError(
                f"--base-url is {pair[:60]!r}; expected NAME=URL, with a name among "
                f"{', '.join(SERVICES)}. Mend it."
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
        raise FetchError(
            f"{workspace} is not a workspace: it has no afterbell.toml. Make one with "
            "afterbell init, or give --out a folder for the files."
        )
    return workspace / "cache"


def area_of(text: str | None, options: FetchOptions) -> BaseGeometry:
    """Read the area that is asked for: a file, a box, or the bounds of the workspace."""
    if text is not None and (Path(text).exists() or Path(text).suffix[1:].isalpha()):
        return _area_of_file(Path(text))
    if text is not None:
        return area_of_box(text)
    workspace = workspace_of(options)
    if workspace is None:
        raise FetchError(
            "No area was named; expected --area FILE, --area west,south,east,north in degrees, or "
            "--workspace whose bounds are taken."
        )
    return _bounds_of(Workspace.open(workspace))


def _area_of_file(path: Path) -> BaseGeometry:
    reading = read_layer(path, LayerName.AREAS)
    if not reading.accepted:
        raise FetchError(
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
    raise FetchError(
        f"{area.about.name} holds no place yet, so it has no bounds; expected --area FILE or "
        "--area west,south,east,north in degrees. Name one."
    )


@contextmanager
def shown(name: str) -> Iterator[Progress]:
    """Show what is being done, on a screen that can show it."""
    with ProgressBar(
        TextColumn("{task.description:<40}"),
        BarColumn(),
        TimeElapsedColumn(),
        console=terminal.err,
        transient=True,
        disable=not sys.stderr.isatty(),
    ) as bar:
        task = bar.add_task(name, total=None)

        def show(step: Step) -> None:
            doing = f"{name}: {step.doing}".replace("[", r"\[")
            if step.total:
                bar.update(task, description=doing, completed=step.done, total=step.total)
            else:
                bar.update(task, description=doing)

        yield show


def summary_of(fetched: Fetched, kept: list[dict[str, Any]]) -> dict[str, Any]:
    """Sum a fetch up for machines; cached counts the answers that were there already."""
    return {
        "source": fetched.service.name,
        "files": [
            {
                "path": str(file.path),
                "bytes": file.size_bytes,
                "sha256": file.sha256,
                "changed": file.changed,
            }
            for file in fetched.files
        ],
        "bytes": fetched.received_bytes,
        "requests": fetched.requests,
        "cached": fetched.unchanged,
        "took_from_cache": fetched.taken_from_cache,
        "licence": fetched.service.licence,
        "attribution": fetched.service.attribution,
        "notices": list(fetched.notices),
        "ingested": kept,
    }


def print_fetched(fetched: Fetched, layer: LayerName | None, kept: list[dict[str, Any]]) -> None:
    """Sum a fetch up for people."""
    for file in fetched.files:
        news = "new" if file.changed else "unchanged"
        terminal.out.print(f"{file.path}  {file.size_bytes / 1024:,.0f} KB, {news}", markup=False)
    count = fetched.requests
    terminal.out.print(
        f"{count:,} request{'' if count == 1 else 's'}, {fetched.received_bytes / 1024:,.0f} KB; "
        f"{fetched.unchanged:,} unchanged, {fetched.taken_from_cache:,} taken from the cache."
    )
    terminal.out.print(
        f"{fetched.service.attribution} {fetched.service.licence}: {fetched.service.licence_url}",
        markup=False,
    )
    for one in kept:
        terminal.out.print(
            f"{one['file']}: {one['accepted']:,} of {one['read']:,} rows accepted, "
            f"{one['added']:,} of them new; the layer {one['layer']} has {one['total']:,}.",
            markup=False,
        )
    if layer is not None and fetched.files and not kept:
        paths = " ".join(shlex.quote(str(file.path)) for file in fetched.files)
        terminal.out.print(
            f"Bring it in: afterbell ingest {paths} --layer {layer.value} --workspace DIR",
            markup=False,
        )


def fetch_police_uk(
    kind: PoliceKind,
    months: tuple[str, str],
    area: str | None,
    force: str | None,
    options: FetchOptions,
) -> None:
    """Fetch street crime, or stop and search, month by month."""
    where = None if force else area_of(area, options)
    query = PoliceQuery(kind, *months, where, force or "")
    street = kind is PoliceKind.STREET
    layer = LayerName.CONTEXT if street else LayerName.INCIDENTS
    _fetch("police-uk", str(query), lambda s: connectors.fetch_police_uk(s, query), layer, options)


def fetch_gias(options: FetchOptions) -> None:
    """Fetch the schools of England."""
    _fetch("gias", "newest", connectors.fetch_gias, LayerName.SCHOOLS, options)


def fetch_naptan(area_codes: tuple[str, ...], options: FetchOptions) -> None:
    """Fetch the stops of ATCO areas."""

    def run(session: Session) -> None:
        connectors.fetch_naptan(session, area_codes)

    _fetch("naptan", ",".join(area_codes), run, LayerName.INTERCHANGES, options)


def fetch_tfl(
    modes: tuple[str, ...], near: str | None, radius_m: int, area: str | None, options: FetchOptions
) -> None:
    """Fetch stop points of Transport for London, of whole modes or within a circle."""
    circle = circle_of(near, radius_m) if near else None
    if circle is None and (area is not None or "bus" in modes):
        circle = circle_around(area_of(area, options))
    key = os.environ.get(KEY_VARIABLE, "").strip()
    query = StopsQuery(modes, circle, key)
    _fetch(
        "tfl",
        str(query),
        lambda s: connectors.fetch_tfl(s, query),
        LayerName.INTERCHANGES,
        options,
        key,
    )


def fetch_osm(area: str | None, options: FetchOptions) -> None:
    """Fetch the walkable streets of an area."""
    where = area_of(area, options)
    _fetch("osm", where.wkt, lambda s: connectors.fetch_osm(s, where), LayerName.STREETS, options)


def fetch_bank_holidays(options: FetchOptions) -> None:
    """Fetch the bank holidays of the United Kingdom."""
    _fetch("bank-holidays", "all", connectors.fetch_bank_holidays, None, options)


def _fetch(
    name: str,
    job: str,
    run: Callable[[Session], None],
    layer: LayerName | None,
    options: FetchOptions,
    key: str = "",
) -> None:
    """Fetch, keep where that is asked, and report what came of it."""
    service = paced(connectors.service(name, addresses_of(options.base_urls), os.environ), key)
    workspace = _workspace_to_keep_in(layer, options)
    folder = folder_of(options)
    try:
        with (
            shown(name) as progress,
            open_session(service, folder, job, progress=progress) as session,
        ):
            run(session)
    except KeyboardInterrupt as error:
        raise FetchError(
            f"Stopped. What came so far is kept in {folder}; run the same command again to go on."
        ) from error
    fetched = session.fetched()
    kept = [_keep(workspace, f, layer) for f in fetched.files] if workspace and layer else []
    terminal.notices(fetched.notices)
    terminal.emit(
        summary_of(fetched, kept),
        as_json=options.as_json,
        lines=lambda: print_fetched(fetched, layer, kept),
    )


def _workspace_to_keep_in(layer: LayerName | None, options: FetchOptions) -> Path | None:
    """Give the workspace that --ingest means, sure that it can keep something."""
    if not options.ingest:
        return None
    workspace = workspace_of(options)
    if workspace is None or layer is None:
        raise FetchError(
            "--ingest keeps a layer in a workspace; expected --workspace DIR, and a source that "
            "is a layer. Leave --ingest out to fetch only."
        )
    if not Workspace.open(workspace).writable:
        raise FetchError(
            f"Nothing can be kept in {workspace}; expected a workspace that can be written to. "
            "Choose another --workspace, or leave --ingest out."
        )
    return workspace


def _keep(workspace: Path, file: File, layer: LayerName) -> dict[str, Any]:
    """Bring a file in as afterbell ingest does; each file adds to what the one before kept."""
    area = Workspace.open(workspace)
    reading = read_layer(
        file.path,
        layer,
        crs=area.fixed_crs,
        timezone=area.settings.timezone,
        words=area.settings.offence_words,
    )
    kept = area.keep(reading)
    terminal.notices(reading.notices)
    return {
        "file": file.path.name,
        "layer": layer.value,
        "read": reading.read,
        "accepted": reading.accepted,
        "rejected": len(reading.rejects),
        "added": kept.added,
        "total": kept.total,
        "snapshot": kept.snapshot.name,
    }
