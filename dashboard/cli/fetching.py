"""The command fetch and its sources."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

import typer

from dashboard.cli.options import Area, Json, app
from geo.connectors import MODES, PoliceKind

if TYPE_CHECKING:
    from dashboard.cli.commands.fetch import FetchOptions

sources = typer.Typer(
    no_args_is_help=True,
    rich_markup_mode=None,
    help="Fetch open data from a public service, politely. Nothing is fetched unless asked here.",
    epilog="Example: afterbell fetch osm --area -0.15,51.50,-0.05,51.56",
)
app.add_typer(sources, name="fetch")

_WHERE: Final = "A file of polygons, or west,south,east,north in degrees. Default: the workspace."
Out = Annotated[
    Path | None,
    typer.Option(
        metavar="DIR",
        help="Where files go. Default: cache in the workspace, else afterbell-downloads here.",
        show_default=False,
    ),
]
BaseUrl = Annotated[
    list[str] | None,
    typer.Option(
        "--base-url",
        metavar="NAME=URL",
        help="Another address of a service. Or set AFTERBELL_FETCH_NAME.",
        show_default=False,
    ),
]
Ingest = Annotated[
    bool, typer.Option("--ingest", help="Keep it in the workspace as its layer at once.")
]
Where = Annotated[
    str | None, typer.Option("--area", metavar="FILE|BOX", help=_WHERE, show_default=False)
]


@sources.command(
    name="police-uk",
    epilog="Example: afterbell fetch police-uk --from 2024-01 --to 2024-06 --area wards.geojson",
)
def police_uk(
    first: Annotated[str, typer.Option("--from", metavar="YYYY-MM", help="First month.")],
    last: Annotated[
        str | None,
        typer.Option("--to", metavar="YYYY-MM", help="Last month.", show_default="the first"),
    ] = None,
    kind: Annotated[
        PoliceKind, typer.Option(help="Street crime by month, or stop and search.")
    ] = PoliceKind.STREET,
    area: Where = None,
    force: Annotated[
        str | None,
        typer.Option(help="Stops of one force, such as metropolitan, in place of an area."),
    ] = None,
    workspace: Area = None,
    out: Out = None,
    base_url: BaseUrl = None,
    *,
    ingest: Ingest = False,
    as_json: Json = False,
) -> None:
    """Fetch street crime by month, or stop and search, from data.police.uk."""
    from dashboard.cli.commands import fetch as command

    options = _options(workspace, out, base_url, ingest=ingest, as_json=as_json)
    command.fetch_police_uk(kind, (first, last or first), area, force, options)


@sources.command(epilog="Example: afterbell fetch gias --workspace camden")
def gias(
    workspace: Area = None,
    out: Out = None,
    base_url: BaseUrl = None,
    *,
    ingest: Ingest = False,
    as_json: Json = False,
) -> None:
    """Fetch the schools of England, without their people, from Get Information About Schools."""
    from dashboard.cli.commands import fetch as command

    command.fetch_gias(_options(workspace, out, base_url, ingest=ingest, as_json=as_json))


@sources.command(epilog="Example: afterbell fetch naptan --area-code 490")
def naptan(
    area_code: Annotated[
        list[str], typer.Option(help="ATCO area, such as 490 for Greater London; several are fine.")
    ],
    workspace: Area = None,
    out: Out = None,
    base_url: BaseUrl = None,
    *,
    ingest: Ingest = False,
    as_json: Json = False,
) -> None:
    """Fetch stops and stations of Great Britain, by area, from NaPTAN."""
    from dashboard.cli.commands import fetch as command

    options = _options(workspace, out, base_url, ingest=ingest, as_json=as_json)
    command.fetch_naptan(tuple(area_code), options)


@sources.command(epilog="Example: afterbell fetch tfl --mode tube,bus --near 51.53,-0.12")
def tfl(
    mode: Annotated[
        str, typer.Option(help=f"Some of {', '.join(MODES)}, with commas between.")
    ] = "tube,dlr,overground,elizabeth-line,national-rail,tram",
    near: Annotated[
        str | None,
        typer.Option(metavar="LAT,LON", help="Middle of a circle.", show_default=False),
    ] = None,
    radius: Annotated[int, typer.Option(help="Of the circle, in metres.")] = 2000,
    area: Where = None,
    workspace: Area = None,
    out: Out = None,
    base_url: BaseUrl = None,
    *,
    ingest: Ingest = False,
    as_json: Json = False,
) -> None:
    """Fetch stations and stops of Transport for London. A key may stand in AFTERBELL_TFL_KEY."""
    from dashboard.cli.commands import fetch as command

    options = _options(workspace, out, base_url, ingest=ingest, as_json=as_json)
    modes = tuple(name.strip() for name in mode.split(",") if name.strip())
    command.fetch_tfl(modes, near, radius, area, options)


@sources.command(epilog="Example: afterbell fetch osm --area -0.15,51.50,-0.05,51.56")
def osm(
    area: Where = None,
    workspace: Area = None,
    out: Out = None,
    base_url: BaseUrl = None,
    *,
    ingest: Ingest = False,
    as_json: Json = False,
) -> None:
    """Fetch walkable streets from OpenStreetMap."""
    from dashboard.cli.commands import fetch as command

    command.fetch_osm(area, _options(workspace, out, base_url, ingest=ingest, as_json=as_json))


@sources.command(name="bank-holidays", epilog="Example: afterbell fetch bank-holidays")
def bank_holidays(
    workspace: Area = None, out: Out = None, base_url: BaseUrl = None, *, as_json: Json = False
) -> None:
    """Fetch the bank holidays of the United Kingdom from gov.uk, and compare the calendar."""
    from dashboard.cli.commands import fetch as command

    options = _options(workspace, out, base_url, ingest=False, as_json=as_json)
    command.fetch_bank_holidays(options)


def _options(
    workspace: Path | None,
    out: Path | None,
    base_url: list[str] | None,
    *,
    ingest: bool,
    as_json: bool,
) -> "FetchOptions":
    from dashboard.cli.commands.fetch import FetchOptions

    return FetchOptions(workspace, out, tuple(base_url or ()), ingest, as_json)
