"""Commands about the data of an area: a workspace, what is brought in, and what was changed."""

from enum import StrEnum
from pathlib import Path
from typing import Annotated, Final

import typer

from dashboard.cli.options import Area, Json, app
from geo.model import LayerName

_PARTS: Final = (*(layer.value for layer in LayerName), "terms", "bells")


def _part(text: str) -> str:
    if text not in _PARTS:
        raise typer.BadParameter(f"{text!r} is none of {', '.join(_PARTS)}.")
    return text


@app.command(epilog="Example: afterbell check --workspace camden --out report.html")
def check(
    workspace: Area = None,
    layer: Annotated[
        list[str] | None,
        typer.Option(
            parser=_part,
            metavar="PART",
            help=f"Only what is about one of {', '.join(_PARTS)}; may be given again.",
        ),
    ] = None,
    out: Annotated[
        Path | None, typer.Option(metavar="FILE", help="An .html page or a .csv of the findings.")
    ] = None,
    *,
    strict: Annotated[
        bool, typer.Option("--strict", help="Exit with 1 when something must be mended.")
    ] = False,
    as_json: Json = False,
) -> None:
    """Say what is missing, doubtful or wrong in the data of an area, and what to do about it."""
    from dashboard.cli.commands import check as command
    from geo.quality import Part as CheckedPart

    parts = [CheckedPart(name) for name in layer or []]
    code = command.check(workspace, parts, out, strict=strict, as_json=as_json)
    raise typer.Exit(int(code))


Who = Annotated[str, typer.Option(metavar="NAME", help="Who brings it in. Default: the login.")]
MappingName = Annotated[
    str | None, typer.Option(metavar="NAME", help="A mapping kept in the workspace.")
]
Part = Annotated[
    str, typer.Option(metavar="NAME", help="A sheet, a table, or a file in an archive.")
]
Encoding = Annotated[str, typer.Option(help="What a text is written in, such as windows-1252.")]


class Dates(StrEnum):
    """What comes first in a date such as 03/04/2026."""

    DAY = "day-first"
    MONTH = "month-first"


@app.command(epilog='Example: afterbell init camden --crs EPSG:27700 --marking "OFFICIAL"')
def init(
    name: Annotated[str, typer.Argument(metavar="NAME", help="What the area is called.")],
    workspace: Annotated[
        Path | None,
        typer.Option(
            "--workspace",
            metavar="DIR",
            envvar="AFTERBELL_WORKSPACE",
            help="The folder to make. Default: one of that name, here.",
        ),
    ] = None,
    crs: Annotated[
        str | None, typer.Option(help="Projected coordinate system, such as EPSG:27700.")
    ] = None,
    timezone: Annotated[str | None, typer.Option(help="IANA name. Default: Europe/London.")] = None,
    country: Annotated[
        str | None, typer.Option(help="Whose bank holidays, as an ISO code. Default: GB.")
    ] = None,
    subdivision: Annotated[
        str | None, typer.Option(help="Part of the country, such as ENG or TN.")
    ] = None,
    marking: Annotated[
        str | None, typer.Option(help="Protective marking. Default: OFFICIAL-SENSITIVE.")
    ] = None,
    *,
    as_json: Json = False,
) -> None:
    """Make a workspace: a folder whose settings file explains every setting."""
    from dashboard.cli.commands import workspace as command

    chosen = command.NewArea(crs, timezone, country, subdivision, marking)
    command.init(name, workspace, chosen, as_json=as_json)


@app.command(epilog="Example: afterbell ingest crimes.csv --layer incidents --workspace camden")
def ingest(
    files: Annotated[
        list[Path] | None,
        typer.Argument(metavar="FILE...", help="Default: the sample's incidents."),
    ] = None,
    layer: Annotated[
        LayerName | None,
        typer.Option(help="What the file holds. Default: incidents, or what the mapping is for."),
    ] = None,
    workspace: Area = None,
    mapping: MappingName = None,
    dates: Annotated[
        Dates | None, typer.Option(help="What comes first in 03/04/2026, where it cannot be told.")
    ] = None,
    crs: Annotated[
        str | None, typer.Option(help="The file's coordinate system, such as EPSG:27700.")
    ] = None,
    part: Part = "",
    encoding: Encoding = "",
    who: Who = "",
    *,
    replace: Annotated[
        bool, typer.Option("--replace", help="Drop the rows that the file does not have.")
    ] = False,
    yes: Annotated[
        bool, typer.Option("--yes", help="Use a proposed mapping without looking at it.")
    ] = False,
    as_json: Json = False,
) -> None:
    """Check a file row by row and, with --workspace, keep it as a layer of that workspace.

    Rows are added to those that are there; a later version of a row wins, and the same file again
    changes nothing. A file whose columns are not known gets a mapping proposed.
    """
    from dashboard.cli.commands import ingest as command

    order = command.date_order(dates)
    options = command.IngestOptions(layer, mapping, order, crs, replace, who, yes, part, encoding)
    command.ingest(files or [], options, workspace, as_json=as_json)


@app.command(epilog="Example: afterbell recompute plan.geojson --workspace camden")
def recompute(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A plan as GeoJSON.")],
    workspace: Area = None,
    *,
    as_json: Json = False,
) -> None:
    """Make a plan again from the data that it was made from, and compare byte by byte."""
    from dashboard.cli.commands import recompute as command

    command.recompute(file, workspace, as_json=as_json)


@app.command(epilog="Example: afterbell log --workspace camden")
def log(workspace: Area = None, *, as_json: Json = False) -> None:
    """Say what was changed in a workspace, by whom and when, and check the log."""
    from dashboard.cli.commands import workspace as command

    command.log(workspace, as_json=as_json)
