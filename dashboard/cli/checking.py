"""The command that looks at the data of an area and says what of it can be believed."""

from pathlib import Path
from typing import Annotated, Final

import typer

from dashboard.cli.options import Area, Json, app
from geo.sources.fields import LayerName

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
    from dashboard.commands import check as command
    from geo.quality import Part as CheckedPart

    parts = [CheckedPart(name) for name in layer or []]
    code = command.check(workspace, parts, out, strict=strict, as_json=as_json)
    raise typer.Exit(int(code))
