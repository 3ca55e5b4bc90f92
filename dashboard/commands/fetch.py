"""afterbell fetch: data from public services, brought into a folder and, if wished, a workspace."""

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

from dashboard import terminal
from dashboard.commands.fetch_said import print_fetched, shown, summary_of
from dashboard.commands.fetch_where import (
    FetchOptions,
    addresses_of,
    area_of,
    folder_of,
    workspace_of,
)
from geo.layers import LayerName, read_layer
from geo.sources import fetch as fetching
from geo.workspace import Workspace


def fetch_police_uk(
    kind: fetching.PoliceKind,
    months: tuple[str, str],
    area: str | None,
    force: str | None,
    options: FetchOptions,
) -> None:
    """Fetch street crime, or stop and search, month by month."""
    where = None if force else area_of(area, options)
    wish = fetching.PoliceWish(kind, *months, where, force or "")
    street = kind is fetching.PoliceKind.STREET
    layer = LayerName.CONTEXT if street else LayerName.INCIDENTS
    _fetch("police-uk", str(wish), lambda s: fetching.fetch_police_uk(s, wish), layer, options)


def fetch_gias(options: FetchOptions) -> None:
    """Fetch the schools of England."""
    _fetch("gias", "newest", fetching.fetch_gias, LayerName.SCHOOLS, options)


def fetch_naptan(area_codes: tuple[str, ...], options: FetchOptions) -> None:
    """Fetch the stops of ATCO areas."""

    def run(session: fetching.Session) -> None:
        fetching.fetch_naptan(session, area_codes)

    _fetch("naptan", ",".join(area_codes), run, LayerName.INTERCHANGES, options)


def fetch_tfl(
    modes: tuple[str, ...], near: str | None, radius_m: int, area: str | None, options: FetchOptions
) -> None:
    """Fetch stop points of Transport for London, of whole modes or within a circle."""
    circle = fetching.circle_of(near, radius_m) if near else None
    if circle is None and (area is not None or "bus" in modes):
        circle = fetching.circle_around(area_of(area, options))
    key = os.environ.get(fetching.KEY_VARIABLE, "").strip()
    wish = fetching.TflWish(modes, circle, key)
    _fetch(
        "tfl",
        str(wish),
        lambda s: fetching.fetch_tfl(s, wish),
        LayerName.INTERCHANGES,
        options,
        key,
    )


def fetch_osm(area: str | None, options: FetchOptions) -> None:
    """Fetch the walkable streets of an area."""
    where = area_of(area, options)
    _fetch("osm", where.wkt, lambda s: fetching.fetch_osm(s, where), LayerName.STREETS, options)


def fetch_bank_holidays(options: FetchOptions) -> None:
    """Fetch the bank holidays of the United Kingdom."""
    _fetch("bank-holidays", "all", fetching.fetch_bank_holidays, None, options)


def _fetch(
    name: str,
    job: str,
    run: Callable[[fetching.Session], None],
    layer: LayerName | None,
    options: FetchOptions,
    key: str = "",
) -> None:
    """Fetch, keep where that is wished, and say what came of it."""
    service = fetching.paced(
        fetching.service(name, addresses_of(options.base_urls), os.environ), key
    )
    workspace = _workspace_to_keep_in(layer, options)
    folder = folder_of(options)
    try:
        with (
            shown(name) as progress,
            fetching.open_session(service, folder, job, progress=progress) as session,
        ):
            run(session)
    except KeyboardInterrupt as error:
        raise fetching.FetchError(
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
        raise fetching.FetchError(
            "--ingest keeps a layer in a workspace; expected --workspace DIR, and a source that "
            "is a layer. Leave --ingest out to fetch only."
        )
    if not Workspace.open(workspace).writable:
        raise fetching.FetchError(
            f"Nothing can be kept in {workspace}; expected a workspace that can be written to. "
            "Choose another --workspace, or leave --ingest out."
        )
    return workspace


def _keep(workspace: Path, file: fetching.File, layer: LayerName) -> dict[str, Any]:
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
