"""afterbell plan and afterbell brief: one school day, planned and written down."""

import datetime as dt
import json
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any, Final

import geopandas as gpd
from pyproj import CRS
from shapely.errors import ShapelyError
from shapely.geometry import Point, shape

from dashboard import environment
from dashboard.cli import terminal
from geo.briefing import Briefing
from geo.clock import Window
from geo.crs import WGS84
from geo.errors import FileRefusedError, SettingError
from geo.hotspots import Hotspots
from geo.model import Leg, Patrol, Route, Stop, clock
from geo.patrol import Plan, Request, Visited, VisitValue, plan_export, planned
from geo.text import distance, listed
from geo.workspace import Workspace

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
        case {"place_id": str(ident), "arrive": str(arrive)}:
            time = dt.time.fromisoformat(arrive)
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


_FORMS: dict[str, Callable[[Briefing, Path], Path]] = {
    ".pdf": Briefing.to_pdf,
    ".html": Briefing.to_html,
    ".htm": Briefing.to_html,
    ".gpx": Briefing.to_gpx,
    ".ics": Briefing.to_ics,
}
_COLUMNS = {
    "Way": "right", "Arrive": "right", "Leave": "right", "Place": "left", "Letting out": "left",
}  # fmt: skip
_NAMES = ("Alpha", "Bravo", "Charlie", "Delta", "Echo", "Foxtrot", "Golf", "Hotel")


@dataclass(frozen=True)
class PlanOptions:
    """What is asked of a plan."""

    date: dt.date | None
    patrols: int
    shift: str
    dwell_min: int
    pace_m_per_s: float
    seed: int
    reassurance: float | None = None
    yesterday: Path | None = None
    request_file: Path | None = None
    variety: float = 0.0

    def request(self, area: Workspace) -> Request:
        """Give all that decides the plan; without a date, of the next school day with data."""
        if self.request_file is not None:
            return request_in(self.request_file)
        date = self.date or area.opening_day(environment.today()).date
        share = area.settings.reassurance if self.reassurance is None else self.reassurance
        return Request(
            date,
            tuple(self.team(area)),
            seed=self.seed,
            balance=VisitValue.of_share(share),
            yesterday=visits_in(self.yesterday, area.layers.crs) if self.yesterday else (),
            variety=self.variety,
        )

    def team(self, area: Workspace) -> list[Patrol]:
        """Give the patrols, shared out over the bases of the area."""
        hours = Window.parse(self.shift)
        bases = area.bases or (("", None),)
        return [
            Patrol(
                name=_NAMES[n] if n < len(_NAMES) else f"Patrol {n + 1}",
                start=bases[n % len(bases)][1],
                start_name=bases[n % len(bases)][0],
                shift_start_min=hours.start_min,
                shift_end_min=hours.end_min,
                walk_m_per_s=self.pace_m_per_s,
                dwell_min=self.dwell_min,
            )
            for n in range(self.patrols)
        ]


def plan(options: PlanOptions, workspace: Path | None, out: Path | None, *, as_json: bool) -> None:
    """Suggest a plan, write it, and print the timetable."""
    area, request, _, made = _planned(options, workspace)
    not_kept = area.why_not_remembered() if out else ""
    if out:
        terminal.write_json(out, plan_export(made, area.provenance, request))
    terminal.notices((*filter(None, [not_kept]), *_notices(area, made)))
    summary = _summary(area, made) | {"written": [str(out)] if out else []}
    terminal.emit(summary, as_json=as_json, lines=lambda: _print(made, out))


def brief(
    options: PlanOptions,
    workspace: Path | None,
    out: Path,
    approved_by: str | None,
    *,
    as_json: bool,
) -> None:
    """Write a briefing as PDF, HTML, GPX or calendar, by the ending of the file's name."""
    ending = out.suffix.lower()
    if ending not in _FORMS:
        raise SettingError(
            f"{out.name} ends in {ending or 'nothing'}; expected a .pdf, .html, .gpx or .ics file."
        )
    area, _, hotspots, made = _planned(options, workspace)
    sheet = Briefing.of(made, hotspots, approved_by=approved_by)
    terminal.written(out, partial(_FORMS[ending], sheet))
    terminal.notices(_notices(area, made))
    status = f"approved by {approved_by}" if approved_by else "a draft until it is approved"
    summary = _summary(area, made) | {"written": [str(out)], "approved_by": approved_by}
    line = f"Written: {out}, {status}."
    terminal.emit(summary, as_json=as_json, lines=lambda: terminal.out.print(line, markup=False))


def _planned(
    options: PlanOptions, workspace: Path | None
) -> tuple[Workspace, Request, Hotspots, Plan]:
    with terminal.steps(4) as step:
        step("Reading the workspace")
        area = Workspace.open(workspace)
        request = options.request(area)
        return area, request, *planned(area, request, step)


def _notices(area: Workspace, made: Plan) -> tuple[str, ...]:
    """What a reader must know, of the school days first."""
    return (*filter(None, [area.calendar.notice]), *made.notices)


def _summary(area: Workspace, made: Plan) -> dict[str, object]:
    return {
        "area": made.places.layers.area.name,
        "date": made.day.date.isoformat(),
        "seed": made.seed,
        "value": round(made.value, 3),
        "routes": [
            {
                "patrol": route.patrol.name,
                "mode": route.patrol.mode.value,
                "walk_m": round(route.walk_m),
                "dwell_min": route.dwell_min,
                "stops": [_stop(stop) for stop in route.stops],
                "legs": [_leg(leg) for leg in route.legs],
            }
            for route in made.routes
        ],
        "notices": list(_notices(area, made)),
    }


def _stop(stop: Stop) -> dict[str, object]:
    return {
        "place_id": stop.place.place_id,
        "name": stop.place.name,
        "kind": stop.place.kind.value,
        "arrive": clock(stop.arrive_min),
        "leave": clock(stop.leave_min),
        "why": stop.why,
        "look_out_for": stop.place.look_out_for,
        "letting_out": list(stop.letting_out),
        "beside": list(stop.beside),
        "loop_m": None if stop.loop is None else round(stop.loop.length),
    }


def _leg(leg: Leg) -> dict[str, object]:
    return {
        "depart": clock(leg.depart_min),
        "arrive": clock(leg.arrive_min),
        "length_m": round(leg.length_m),
        "rides": [ride.label for ride in leg.rides],
    }


def _rows(route: Route) -> list[list[str]]:
    """A row for each stop, with the way that leads to it."""
    ways = [_way(leg) for leg in route.legs]
    if route.patrol.start is None:
        ways.insert(0, "")
    rows = []
    for way, stop in zip(ways, route.stops, strict=False):
        beside = f", with {listed(stop.beside)}" if stop.beside else ""
        bells = "; ".join(stop.letting_out)
        times = [clock(stop.arrive_min), clock(stop.leave_min)]
        rows.append([way, *times, f"{stop.place.name}{beside}", bells])
    return rows


def _way(leg: Leg) -> str:
    """``5 min``; with its ride, if there is one."""
    return "; ".join([f"{leg.arrive_min - leg.depart_min} min", *(r.label for r in leg.rides)])


def _print(made: Plan, out: Path | None) -> None:
    terminal.out.print(
        f"{terminal.heading(made.places.layers.area)}, {made.day.date:%a %-d %b %Y}, "
        "DRAFT until approved",
        markup=False,
    )
    for route in made.routes:
        title = (
            f"{route.patrol.name}: {len(route.visits)} stops, {route.dwell_min} min on the spot, "
            f"{distance(route.walk_m)} {route.patrol.mode}"
        )
        terminal.table(title, _COLUMNS, _rows(route))
    if out:
        terminal.out.print(f"Written: {out}", markup=False)
