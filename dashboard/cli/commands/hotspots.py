"""afterbell hotspots: from a workspace, or from files given by hand."""

import datetime as dt
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, cast

from dashboard import now
from dashboard.cli import terminal
from dashboard.cli.commands.files import (
    Files,
    Picture,
    days_chosen,
    days_notice,
    from_area,
    from_files,
    known_before,
)
from geo.clock import Window
from geo.hotspots import Hotspots, HotspotSettings, cells_geojson, detect_hotspots, hotspots_geojson
from geo.layers import About
from geo.model import clock
from geo.text import chance_in_words


@dataclass(frozen=True)
class HotspotOptions:
    """What is asked of the hotspots."""

    as_of: dt.date | None
    window: str | None
    days: str | None
    weights: str
    top: int
    method: str = "learned"


def hotspots(
    files: Files,
    wish: HotspotOptions,
    workspace: Path | None,
    out: Path | None,
    cells: Path | None,
    *,
    as_json: bool,
) -> None:
    """Detect, write, and print the table."""
    with terminal.steps(4) as step:
        picture = from_files(files, step) if files.incidents else from_area(files, workspace, step)
        step("Finding hotspots")
        found = _detect(picture, wish)
        step("Writing")
        about = _about(files, picture, found)
        shapes = _traced(hotspots_geojson(found, about), picture)
        if out:
            terminal.write_json(out, shapes)
        if cells:
            terminal.write_json(cells, _traced(cells_geojson(found, about), picture))
    notices = (*picture.notices, *days_notice(picture.calendar, wish.days), *found.notices)
    terminal.notices(notices)
    written = [str(path) for path in (out, cells) if path]
    summary = {
        "as_of": found.as_of.isoformat(),
        "window": str(found.window),
        "days": found.window.days.name,
        "incidents": len(picture.layers.incidents),
        "hotspots": [feature["properties"] for feature in shapes["features"]],
        "written": written,
        "notices": list(notices),
    }
    terminal.emit(summary, as_json=as_json, lines=lambda: _print(found, picture, written))


def _traced(content: dict[str, Any], picture: Picture) -> dict[str, Any]:
    """An export that names the snapshots it was made from."""
    if picture.made_from is None:
        return content
    return content | {"afterbell": content["afterbell"] | {"made_from": picture.made_from}}


def _about(files: Files, picture: Picture, found: Hotspots) -> About:
    """Whose incidents the exports carry."""
    return known_before(picture.layers, found.as_of) if files.incidents else picture.layers.area


def _detect(picture: Picture, wish: HotspotOptions) -> Hotspots:
    incidents = picture.layers.incidents
    newest = picture.layers.area.data_as_at or now.today()
    days = days_chosen(picture.calendar, wish.days)
    window = Window.parse(wish.window or picture.hours, days, picture.timezone)
    settings = HotspotSettings(
        method=wish.method,
        weights=cast("Literal['harm', 'equal']", wish.weights),
        top_n=wish.top,
        harm_weights=picture.harm_weights,
        exclusions=picture.exclusions,
        masks=picture.masks,
    )
    return detect_hotspots(
        incidents,
        window,
        wish.as_of or newest + dt.timedelta(days=1),
        settings=settings,
        surroundings=picture.layers,
    )


def _print(found: Hotspots, picture: Picture, written: list[str]) -> None:
    title = (
        f"{terminal.heading(picture.layers.area)}: {found.window}, {found.window.days.name}, "
        f"before {found.as_of:%a %-d %b %Y}"
    )
    rows = [
        [
            str(h.rank),
            h.name,
            chance_in_words(h.incidents.mean, found.window.noun),
            f"{h.incidents.mean:#.2g} ({h.incidents.low:#.2g}–{h.incidents.high:#.2g})",
            clock(found.window.slice_start_min(h.peak_slice)),
            f"{h.area_m2 / 10_000:.1f} ha",
        ]
        for h in found
    ]
    columns = {
        "Rank": "right",
        "Place": "left",
        "How often": "left",
        "Expected (90%)": "right",
        "Peak": "right",
        "Area": "right",
    }
    terminal.table(title, columns, rows)
    for path in written:
        terminal.out.print(f"Written: {path}", markup=False)
