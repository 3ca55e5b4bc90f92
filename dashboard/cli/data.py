"""Commands about the data of an area."""

from pathlib import Path
from typing import Annotated

import typer

from dashboard import commands
from dashboard.cli.options import Area, Json, app
from geo.layers import LayerName


@app.command(epilog="Example: afterbell ingest crimes.csv --layer incidents --workspace camden")
def ingest(
    file: Annotated[
        Path | None, typer.Argument(metavar="FILE", help="Default: the sample's incidents.")
    ] = None,
    layer: Annotated[LayerName, typer.Option(help="What the file holds.")] = LayerName.INCIDENTS,
    workspace: Area = None,
    crs: Annotated[
        str | None, typer.Option(help="The file's coordinate system, such as EPSG:27700.")
    ] = None,
    *,
    as_json: Json = False,
) -> None:
    """Check a file row by row and, with --workspace, keep it as a layer of that workspace."""
    commands.ingest(file, layer, workspace, crs, as_json=as_json)
