"""The command itself, and the options that several commands share."""

from pathlib import Path
from typing import Annotated, Final

import typer

app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    help="Plan patrols for the hours after the school bell.",
    epilog="Exit codes: 0 done, 1 input refused (a sentence says why), 2 wrong usage, "
    "3 nothing to do (no school day, no scored incident), 70 a fault of Afterbell's own.",
)

Day: Final = typer.Option(formats=["%Y-%m-%d"], metavar="YYYY-MM-DD", show_default=False)
Input: Final = typer.Option(exists=False, metavar="FILE", show_default=False)
Area = Annotated[
    Path | None,
    typer.Option(
        "--workspace",
        metavar="DIR",
        envvar="AFTERBELL_WORKSPACE",
        help="A workspace folder. Default: the sample.",
    ),
]
Json = Annotated[bool, typer.Option("--json", help="Print one line of JSON for machines.")]
