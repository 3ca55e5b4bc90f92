"""Commands from hotspots to a briefing, and the one that serves the pages."""

import datetime as dt
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from dashboard.cli.options import Area, Day, Input, Json, app


class Days(StrEnum):
    """Which dates the window runs on."""

    SCHOOL = "school"
    WEEKDAY = "weekday"
    ALL = "all"


class Weights(StrEnum):
    """What an incident counts for."""

    HARM = "harm"
    EQUAL = "equal"


Calendar = Annotated[Path | None, typer.Option(metavar="FILE", help="Term dates, as CSV.")]
Hours = Annotated[str | None, typer.Option(help="Hours, 15:00-18:00 by default.")]
WindowDays = Annotated[Days | None, typer.Option(help="Dates the window runs on.")]
Weighting = Annotated[Weights, typer.Option(help="What an incident counts for.")]
Zone = Annotated[str | None, typer.Option(help="IANA name. Default: Europe/London in Britain.")]
SourceCrs = Annotated[str | None, typer.Option(help="Coordinate system of --incidents.")]
Date = Annotated[dt.datetime | None, Day]
Patrols = Annotated[int, typer.Option(min=1, max=20, help="How many pairs.")]
Shift = Annotated[str, typer.Option(help="When everybody is out.")]
Dwell = Annotated[int, typer.Option(help="Minutes at a stop; 10 to 16 works best.")]
Pace = Annotated[float, typer.Option(help="Walking pace in m/s.")]
Seed = Annotated[int, typer.Option(help="The same seed gives the same plan.")]
Reassurance = Annotated[
    float | None, typer.Option(help="Share of reassurance in a visit's value, 0 to 1.")
]
Vary = Annotated[
    float,
    typer.Option(min=0, max=1, help="0 is the best plan; towards 1 chance has more to say."),
]
Yesterday = Annotated[
    Path | None, typer.Option(help="Yesterday's plan, as GeoJSON: today differs from it.")
]
Ask = Annotated[
    Path | None,
    typer.Option(
        help="A written plan, or its member request (patrols, constraints, bookings), "
        "in place of the options."
    ),
]


@app.command(
    epilog="Example: afterbell hotspots --incidents crimes.csv --as-of 2026-11-24 "
    "--out hotspots.geojson --window 15:00-18:00"
)
def hotspots(
    incidents: Annotated[Path | None, Input] = None,
    as_of: Date = None,
    out: Annotated[Path | None, typer.Option(help="GeoJSON of the hotspots.")] = None,
    cells: Annotated[Path | None, typer.Option(help="GeoJSON of the ranked risk cells.")] = None,
    schools: Annotated[Path | None, Input] = None,
    interchanges: Annotated[Path | None, Input] = None,
    streets: Annotated[Path | None, Input] = None,
    calendar: Calendar = None,
    window: Hours = None,
    days: WindowDays = None,
    weights: Weighting = Weights.HARM,
    top: Annotated[int, typer.Option(min=1, help="How many hotspots at most.")] = 20,
    method: Annotated[
        str, typer.Option(help="learned, or a method to compare it with, such as counts or kde.")
    ] = "learned",
    timezone: Zone = None,
    crs: SourceCrs = None,
    workspace: Area = None,
    *,
    as_json: Json = False,
) -> None:
    """Rank the places where the next window's incidents are most likely.

    Works from incidents alone, anywhere on Earth: an id, a point and a time for each (columns
    incident_id, committed_from or occurred, longitude and latitude or easting and northing).
    Nothing on or after --as-of is used.
    """
    from dashboard.cli.commands import hotspots as command
    from dashboard.cli.commands.files import Files

    files = Files(incidents, schools, interchanges, streets, calendar, crs, timezone)
    options = command.HotspotOptions(
        as_of.date() if as_of else None, window, days and days.value, weights.value, top, method
    )
    command.hotspots(files, options, workspace, out, cells, as_json=as_json)


@app.command(epilog="Example: afterbell plan --date 2026-11-24 --patrols 3 --out plan.geojson")
def plan(
    date: Date = None,
    patrols: Patrols = 2,
    out: Annotated[Path | None, typer.Option(help="GeoJSON of stops and legs.")] = None,
    shift: Shift = "15:00-18:00",
    dwell: Dwell = 12,
    pace: Pace = 1.3,
    seed: Seed = 0,
    reassurance: Reassurance = None,
    vary: Vary = 0.0,
    yesterday: Yesterday = None,
    ask: Ask = None,
    workspace: Area = None,
    *,
    as_json: Json = False,
) -> None:
    """Suggest a timed walking route for every patrol on one school day."""
    from dashboard.cli.commands import plan as command

    on = date.date() if date else None
    options = command.PlanOptions(
        on, patrols, shift, dwell, pace, seed, reassurance, yesterday, ask, vary
    )
    command.plan(options, workspace, out, as_json=as_json)


@app.command(
    epilog="Example: afterbell brief --date 2026-11-24 --patrols 3 --out brief.pdf "
    '--approved-by "Sgt 42"'
)
def brief(
    out: Annotated[Path, typer.Option(help="A .pdf, .html, .gpx or .ics file.")] = Path(
        "brief.pdf"
    ),
    date: Date = None,
    patrols: Patrols = 2,
    shift: Shift = "15:00-18:00",
    dwell: Dwell = 12,
    pace: Pace = 1.3,
    seed: Seed = 0,
    reassurance: Reassurance = None,
    vary: Vary = 0.0,
    yesterday: Yesterday = None,
    ask: Ask = None,
    approved_by: Annotated[
        str | None, typer.Option(help="Who approves it. Without, it is marked as a draft.")
    ] = None,
    workspace: Area = None,
    *,
    as_json: Json = False,
) -> None:
    """Write the briefing for one school day: paper, one self-contained page, tracks or calendar."""
    from dashboard.cli.commands import plan as command

    on = date.date() if date else None
    options = command.PlanOptions(
        on, patrols, shift, dwell, pace, seed, reassurance, yesterday, ask, vary
    )
    command.brief(options, workspace, out, approved_by, as_json=as_json)


@app.command(name="app", epilog="Example: afterbell app --port 8600 --no-browser")
def serve(
    port: Annotated[int, typer.Option(min=1, max=65535)] = 8501,
    host: Annotated[str, typer.Option(help="Only this machine by default.")] = "127.0.0.1",
    workspace: Area = None,
    *,
    browser: Annotated[bool, typer.Option(help="Open a browser.")] = True,
) -> None:
    """Serve the dashboard."""
    from dashboard.cli.commands import serve as command

    command.serve(host, port, workspace, browser=browser)
