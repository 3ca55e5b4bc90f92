"""afterbell hotspots: from a workspace, or from files given by hand."""

import datetime as dt
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, cast

from dashboard import environment
from dashboard.cli import terminal
from dashboard.cli.commands.files import (
    Files,
    Inputs,
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
    options: HotspotOptions,
    workspace: Path | None,
    out: Path | None,
    cells: Path | None,
    *,
    as_json: bool,
) -> None:
    """Detect, write, and print the table."""
    with terminal.steps(4) as step:
        inputs = from_files(files, step) if files.incidents else from_area(files, workspace, step)
        step("Finding hotspots")
        ranked = _detect(inputs, options)
        step("Writing")
        about = _about(files, inputs, ranked)
        shapes = _traced(hotspots_geojson(ranked, about), inputs)
        if out:
            terminal.write_json(out, shapes)
        if cells:
            terminal.write_json(cells, _traced(cells_geojson(ranked, about), inputs))
    notices = (*inputs.notices, *days_notice(inputs.calendar, options.days), *ranked.notices)
    terminal.notices(notices)
    written = [str(path) for path in (out, cells) if path]
    summary = {
        "as_of": ranked.as_of.isoformat(),
        "window": str(ranked.window),
        "days": ranked.window.days.name,
        "incidents": len(inputs.layers.incidents),
        "hotspots": [feature["properties"] for feature in shapes["features"]],
        "written": written,
        "notices": list(notices),
    }
    terminal.emit(summary, as_json=as_json, lines=lambda: _print(ranked, inputs, written))


def _traced(content: dict[str, Any], inputs: Inputs) -> dict[str, Any]:
    """An export that names the snapshots it was made from."""
    if inputs.made_from is None:
        return content
    return content | {"afterbell": content["afterbell"] | {"made_from": inputs.made_from}}


def _about(files: Files, inputs: Inputs, ranked: Hotspots) -> About:
    """Whose incidents the exports carry."""
    return known_before(inputs.layers, ranked.as_of) if files.incidents else inputs.layers.area


def _detect(inputs: Inputs, options: HotspotOptions) -> Hotspots:
    incidents = inputs.layers.incidents
    newest = inputs.layers.area.data_as_at or environment.today()
    days = days_chosen(inputs.calendar, options.days)
    window = Window.parse(options.window or inputs.hours, days, inputs.timezone)
    settings = HotspotSettings(
        method=options.method,
        weights=cast("Literal['harm', 'equal']", options.weights),
        top_n=options.top,
        harm_weights=inputs.harm_weights,
        exclusions=inputs.exclusions,
        masks=inputs.masks,
    )
    return detect_hotspots(
        incidents,
        window,
        options.as_of or newest + dt.timedelta(days=1),
        settings=settings,
        surroundings=inputs.layers,
    )


def _print(ranked: Hotspots, inputs: Inputs, written: list[str]) -> None:
    title = (
        f"{terminal.heading(inputs.layers.area)}: {ranked.window}, {ranked.window.days.name}, "
        f"before {ranked.as_of:%a %-d %b %Y}"
    )
    rows = [
        [
            str(h.rank),
            h.name,
            chance_in_words(h.incidents.mean, ranked.window.noun),
            f"{h.incidents.mean:#.2g} ({h.incidents.low:#.2g}–{h.incidents.high:#.2g})",
            clock(ranked.window.slice_start_min(h.peak_slice)),
            f"{h.area_m2 / 10_000:.1f} ha",
        ]
        for h in ranked
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
