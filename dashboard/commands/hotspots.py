"""afterbell hotspots: from a workspace, or from files given by hand."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal, cast

from geo.workspace import Workspace
from pyproj import CRS
from pyproj.exceptions import CRSError

from dashboard import terminal
from geo.clock import Calendar, Days, EveryDay, Weekdays, Window, no_bells, read_terms
from geo.crs import BRITISH_NATIONAL_GRID
from geo.errors import CrsError, SettingError
from geo.hotspots import (
    Hotspots,
    HotspotSettings,
    cells_geojson,
    detect_hotspots,
    hotspots_geojson,
)
from geo.layers import About, LayerName, Layers, Reading, empty_layer, read_layer
from geo.model import clock
from geo.words import chance_in_words

Step = Callable[[str], None]
_WALL_CLOCK = "UTC"
_LONDON = "Europe/London"


@dataclass(frozen=True)
class Files:
    """Files given by hand, in place of a workspace."""

    incidents: Path | None
    schools: Path | None
    interchanges: Path | None
    streets: Path | None
    calendar: Path | None
    crs: str | None
    timezone: str | None


@dataclass(frozen=True)
class HotspotWish:
    """What is asked of the hotspots."""

    as_of: dt.date | None
    window: str | None
    days: str | None
    weights: str
    top: int


@dataclass(frozen=True)
class _Picture:
    """Everything that detection reads, wherever it came from."""

    layers: Layers
    calendar: Calendar | None
    hours: str
    timezone: str
    harm_weights: tuple[tuple[str, float], ...] = ()
    notices: tuple[str, ...] = ()


def hotspots(
    files: Files,
    wish: HotspotWish,
    workspace: Path | None,
    out: Path | None,
    cells: Path | None,
    *,
    as_json: bool,
) -> None:
    """Detect, write, and print the table."""
    with terminal.steps(4) as step:
        picture = (
            _from_files(files, step) if files.incidents else _from_area(files, workspace, step)
        )
        step("Finding hotspots")
        found = _detect(picture, wish)
        step("Writing")
        if out:
            terminal.write_json(out, hotspots_geojson(found))
        if cells:
            terminal.write_json(cells, cells_geojson(found))
    notices = (*picture.notices, *found.notices)
    terminal.notices(notices)
    written = [str(path) for path in (out, cells) if path]
    features = hotspots_geojson(found)["features"]
    summary = {
        "as_of": found.as_of.isoformat(),
        "window": str(found.window),
        "days": found.window.days.name,
        "incidents": len(picture.layers.incidents),
        "hotspots": [feature["properties"] for feature in features],
        "written": written,
        "notices": list(notices),
    }
    terminal.emit(summary, as_json=as_json, lines=lambda: _print(found, picture, written))


def _detect(picture: _Picture, wish: HotspotWish) -> Hotspots:
    incidents = picture.layers.incidents
    newest = incidents["committed_from"].max() if len(incidents) else None
    after_newest = (newest + dt.timedelta(days=1)).date() if newest is not None else terminal.today()
    days = _days(picture.calendar, wish.days)
    window = Window.parse(wish.window or picture.hours, days, picture.timezone)
    settings = HotspotSettings(
        weights=cast("Literal['harm', 'equal']", wish.weights),
        top_n=wish.top,
        harm_weights=picture.harm_weights,
    )
    return detect_hotspots(
        incidents,
        window,
        wish.as_of or after_newest,
        settings=settings,
        surroundings=picture.layers,
    )


def _days(calendar: Calendar | None, asked: str | None) -> Days:
    if asked == "all":
        return EveryDay()
    if asked == "weekday":
        return Weekdays()
    if calendar is not None:
        return calendar.window.days
    if asked == "school":
        raise SettingError(
            "School days are not known without term dates. Give --calendar FILE with them, or "
            "choose --days weekday."
        )
    return Weekdays()


def _from_area(files: Files, workspace: Path | None, step: Step) -> _Picture:
    step("Reading the workspace")
    area = Workspace.open(workspace)
    layers = _replaced(area.layers, files, area.layers.crs, area.settings.timezone)
    calendar = _calendar(files.calendar, layers) or area.calendar
    step("Layers read")
    return _Picture(
        layers=layers,
        calendar=calendar if calendar.first else None,
        hours=str(area.calendar.window),
        timezone=area.settings.timezone,
        harm_weights=area.settings.harm_weights,
    )


def _from_files(files: Files, step: Step) -> _Picture:
    step("Reading incidents")
    incidents, timezone, notices = _incidents(files)
    crs = CRS(incidents.frame.crs)
    bare = Layers(
        area=About(name=incidents.file, data_as_at=None),
        crs=crs,
        **{name.value: empty_layer(name, crs) for name in LayerName},
    )
    step("Reading the layers around")
    layers = _replaced(replace(bare, incidents=incidents.frame), files, crs, timezone)
    calendar = _calendar(files.calendar, layers)
    if calendar is None:
        notices += ("No term dates were given, so weekdays stand in for school days.",)
    rejected = len(incidents.rejects)
    if rejected:
        reasons = incidents.rejects["reason"].value_counts().head(3)
        named = "; ".join(f"{reason} ({n:,})" for reason, n in reasons.items())
        notices += (f"{rejected:,} of {incidents.read:,} rows were rejected: {named}.",)
    return _Picture(layers, calendar, "15:00-18:00", timezone, (), (*incidents.notices, *notices))


def _incidents(files: Files) -> tuple[Reading, str, tuple[str, ...]]:
    """Read incidents; outside Britain, times without a timezone are the clock on the wall."""
    path = cast("Path", files.incidents)
    source = crs_named(files.crs)

    def read(timezone: str) -> Reading:
        return read_layer(path, LayerName.INCIDENTS, source_crs=source, timezone=timezone)

    reading = read(files.timezone or _LONDON)
    if files.timezone or CRS(reading.frame.crs) == BRITISH_NATIONAL_GRID:
        return reading, files.timezone or _LONDON, ()
    said = "Times are taken as the clock on the wall; give --timezone if they carry offsets."
    return read(_WALL_CLOCK), _WALL_CLOCK, (said,)


def _replaced(layers: Layers, files: Files, crs: CRS, timezone: str) -> Layers:
    """Put layers given by hand in the place of those there are."""
    given = {
        LayerName.SCHOOLS: files.schools,
        LayerName.INTERCHANGES: files.interchanges,
        LayerName.STREETS: files.streets,
    }
    read = {
        name.value: read_layer(path, name, crs=crs, timezone=timezone).frame
        for name, path in given.items()
        if path is not None
    }
    return replace(layers, **read)


def _calendar(path: Path | None, layers: Layers) -> Calendar | None:
    if path is None:
        return None
    names = dict(zip(layers.schools["urn"], layers.schools["name"], strict=True))
    return Calendar.from_tables(read_terms(path), no_bells(), names)


def crs_named(text: str | None) -> CRS | None:
    """Read a coordinate system that a person named."""
    try:
        return CRS.from_user_input(text) if text else None
    except CRSError as error:
        raise CrsError(
            f"{text!r} is no coordinate system; expected a code such as EPSG:27700."
        ) from error


def _print(found: Hotspots, picture: _Picture, written: list[str]) -> None:
    about = picture.layers.area
    simulated = " SIMULATED" if about.simulated else ""
    title = (
        f"{about.marking}{simulated}  {about.name}: {found.window}, {found.window.days.name}, "
        f"before {found.as_of:%a %-d %b %Y}"
    )
    rows = [
        [
            str(h.rank),
            h.name,
            chance_in_words(h.incidents.mean, found.window.noun),
            f"{h.incidents.mean:.2f} ({h.incidents.low:.2f}–{h.incidents.high:.2f})",
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
