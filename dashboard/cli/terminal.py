"""How the command line speaks: results on stdout, progress and sentences on stderr."""

import json
import logging
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from enum import IntEnum
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table

from geo.errors import AfterbellError, NoSchoolDayError, NothingToScoreError

if TYPE_CHECKING:
    from geo.layers import About

out = Console(soft_wrap=True, highlight=False, width=None if sys.stdout.isatty() else 140)
err = Console(stderr=True, soft_wrap=True, highlight=False)
log = logging.getLogger("afterbell")


class Exit(IntEnum):
    """What an exit code means."""

    DONE = 0
    REFUSED = 1
    USAGE = 2
    NOTHING = 3
    BROKEN = 70


@contextmanager
def steps(total: int) -> Iterator[Callable[[str], None]]:
    """Show a bar that moves one step each time the work says what it does next."""
    with Progress(
        TextColumn("{task.description:<28}"),
        BarColumn(),
        TimeElapsedColumn(),
        console=err,
        transient=True,
        disable=not sys.stderr.isatty(),
    ) as progress:
        task = progress.add_task("", total=total)

        def step(doing: str) -> None:
            progress.update(task, description=doing, advance=1)

        yield step


def emit(summary: dict[str, Any], *, as_json: bool, lines: Callable[[], None]) -> None:
    """Print a summary for machines, or lines for people."""
    if as_json:
        sys.stdout.write(json.dumps(summary, ensure_ascii=False) + "\n")
    else:
        lines()


def notices(sentences: tuple[str, ...]) -> None:
    """Show what a reader must know."""
    for sentence in sentences:
        err.print(f"Note: {sentence}", markup=False)


def table(title: str, columns: dict[str, str], rows: list[list[str]]) -> None:
    """Print a table; ``columns`` maps a heading to left or right."""
    drawn = Table(title=title, title_justify="left", box=None, pad_edge=False)
    for heading, side in columns.items():
        drawn.add_column(heading, justify="right" if side == "right" else "left")
    for row in rows:
        drawn.add_row(*(_plain(cell) for cell in row))
    out.print(drawn)


def write_json(path: Path, content: dict[str, Any]) -> None:
    """Write GeoJSON, one line, stable order."""
    text = json.dumps(content, ensure_ascii=False, separators=(",", ":"))
    written(path, lambda p: p.write_text(text + "\n", encoding="utf-8"))


def written(path: Path, write: Callable[[Path], object]) -> None:
    """Write a file, or say in a sentence why that cannot be done."""
    try:
        write(path)
    except OSError as error:
        raise AfterbellError(
            f"{path} cannot be written: {error.strerror or error}. Choose another --out."
        ) from error


def explain(error: Exception, *, as_json: bool) -> Exit:
    """Show an error as a sentence and give its exit code; the trace goes to the log."""
    code = _code(error)
    sentence = str(error)
    if code is Exit.BROKEN:
        sentence = (
            f"Something went wrong inside Afterbell ({type(error).__name__}: {error}). "
            "Run it again with AFTERBELL_DEBUG=1 to see where, and report it."
        )
    if as_json:
        sys.stdout.write(json.dumps({"error": sentence, "code": int(code)}) + "\n")
    else:
        err.print(sentence, markup=False)
    if os.environ.get("AFTERBELL_DEBUG"):
        logging.basicConfig()
        log.error("trace", exc_info=error)
    return code


def heading(about: "About") -> str:
    """The protective marking and the area, as every printed picture begins."""
    known = "SIMULATED" in about.name or not about.simulated
    return f"{about.marking}  {about.name}{'' if known else ', SIMULATED'}"


def _code(error: Exception) -> Exit:
    if isinstance(error, (NoSchoolDayError, NothingToScoreError)):
        return Exit.NOTHING
    return Exit.REFUSED if isinstance(error, AfterbellError) else Exit.BROKEN


def _plain(cell: str) -> str:
    """Data is text, never markup."""
    return cell.replace("[", r"\[")
