"""The command that puts the ranking to the test."""

from pathlib import Path
from typing import Annotated, Final

import typer

from dashboard.cli.options import Area, Input, Json, app
from dashboard.cli.planning import (
    Calendar,
    Hours,
    Patrols,
    SourceCrs,
    Weighting,
    Weights,
    WindowDays,
    Zone,
)

Report: Final = typer.Option(metavar="FILE", help="A .json report or an .html page.")
Methods: Final = typer.Option(
    help="Compare with this method; may be given again. Default: all of them."
)


@app.command(
    epilog="Example: afterbell backtest --incidents crimes.csv --out report.html --days weekday"
)
def backtest(
    incidents: Annotated[Path | None, Input] = None,
    out: Annotated[Path | None, Report] = None,
    schools: Annotated[Path | None, Input] = None,
    interchanges: Annotated[Path | None, Input] = None,
    streets: Annotated[Path | None, Input] = None,
    calendar: Calendar = None,
    window: Hours = None,
    days: WindowDays = None,
    weights: Weighting = Weights.HARM,
    method: Annotated[list[str] | None, Methods] = None,
    origins: Annotated[int, typer.Option(min=1, max=52, help="Test blocks at most.")] = 8,
    test_days: Annotated[int, typer.Option(min=7, max=366, help="Days in a block.")] = 28,
    patrols: Patrols = 2,
    seed: Annotated[int, typer.Option(min=0, help="The same seed gives the same report.")] = 0,
    timezone: Zone = None,
    crs: SourceCrs = None,
    workspace: Area = None,
    *,
    as_json: Json = False,
) -> None:
    """Test the ranking, and every other method, on weeks that none of them has seen.

    Blocks of four weeks end on the last day of the data. Before each one, every method gets the
    incidents that were over by then, and nothing else. Where the data cannot tell, it says so.
    """
    from dashboard.cli.commands import backtest as command
    from dashboard.cli.commands.files import Files

    files = Files(incidents, schools, interchanges, streets, calendar, crs, timezone)
    options = command.BacktestOptions(
        window, days and days.value, weights.value, tuple(method or ()), origins, test_days,
        patrols, seed,
    )  # fmt: skip
    command.backtest(files, options, workspace, out, as_json=as_json)
