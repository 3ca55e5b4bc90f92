"""The assignments in the PDF: one table a patrol, as tight as the number of pages asks."""

from dataclasses import dataclass
from typing import Any, Final

from reportlab.lib.colors import HexColor
from reportlab.platypus import Flowable, KeepTogether, Spacer, Table

from geo.briefing import palette
from geo.briefing.fonts import Weight
from geo.briefing.lines import Assignment, StopLine
from geo.briefing.pdf_marks import Disc
from geo.briefing.pdf_text import RULE, table, text
from geo.briefing.sheet import Sheet


@dataclass(frozen=True)
class Density:
    """How tightly the assignments are set.

    Attributes
    ----------
    most_chars : int
        Longest reason or advice that is printed; longer ones are cut with an ellipsis.
    together : bool
        Whether each patrol stays on one page.
    """

    size_pt: float
    pad_pt: float
    why: bool
    look_out: bool
    most_chars: int
    together: bool


DENSITIES: Final = (
    Density(8.8, 4, why=True, look_out=True, most_chars=300, together=True),
    Density(8.0, 2.6, why=True, look_out=True, most_chars=220, together=True),
    Density(7.6, 2, why=True, look_out=False, most_chars=110, together=True),
    Density(7.9, 1.9, why=False, look_out=False, most_chars=80, together=True),
    Density(7.4, 1.4, why=False, look_out=False, most_chars=60, together=True),
    Density(7.0, 1.1, why=False, look_out=False, most_chars=60, together=False),
)


def assignments(briefing: Sheet, density: Density) -> list[Flowable]:
    """One table a patrol, its head repeated where it runs on to another page."""
    parts: list[Flowable] = [text("Assignments", 14, Weight.BOLD), Spacer(0, 3)]
    if not briefing.assignments:
        return [*parts, text("No patrol is assigned.", 9.5)]
    for assignment in briefing.assignments:
        rows = _assignment(assignment, density)
        parts.append(KeepTogether([rows]) if density.together else rows)
        parts.append(Spacer(0, density.pad_pt * 2.5))
    if density.together:
        return [KeepTogether(parts[:3]), *parts[3:]]
    return parts


def _assignment(assignment: Assignment, density: Density) -> Table:
    size, style = density.size_pt, assignment.style
    start = f", from {assignment.start}" if assignment.start else ""
    name = text(f"{assignment.name}  {assignment.shift}{start}", size + 1.6, Weight.SEMIBOLD)
    summary = text(assignment.summary, size, colour=palette.QUIET, align=2)
    head = table([[name, summary]], [287, 200], ("RIGHTPADDING", (1, 0), (1, 0), 0))
    rows: list[list[object]] = [[Disc(style, size + 8), head, "", ""]]
    heads = ("", "Time", "Place, and why" if density.why else "Place", "Letting out")
    rows.append([text(head, size - 0.8, colour=palette.QUIET) for head in heads])
    rows += [_stop_row(stop, density) for stop in assignment.stops]
    if not assignment.stops:
        rows.append(["", "", text("No stops today.", size), ""])
    if assignment.way_back:
        rows.append(["", "", text(assignment.way_back, size - 0.6, colour=palette.QUIET), ""])
    return table(rows, [28, 86, 293, 108], *_rows_style(rows, density), heads=2)


def _rows_style(rows: list[list[object]], density: Density) -> list[Any]:
    last = len(rows) - 1
    return [
        ("TOPPADDING", (0, 0), (-1, -1), density.pad_pt),
        ("BOTTOMPADDING", (0, 0), (-1, -1), density.pad_pt),
        ("BOTTOMPADDING", (0, 1), (-1, 1), 1),
        ("SPAN", (1, 0), (3, 0)),
        ("RIGHTPADDING", (1, 0), (1, 0), 0),
        ("VALIGN", (0, 0), (-1, 0), "MIDDLE"),
        ("LINEABOVE", (0, 0), (-1, 0), 1, HexColor(palette.INK)),
        ("LINEABOVE", (0, 2), (-1, -1), 0.4, RULE),
        ("RIGHTPADDING", (3, 0), (3, -1), 0),
        ("NOSPLIT", (0, 0), (-1, min(3, last))),
        ("NOSPLIT", (0, max(last - 1, 0)), (-1, last)),
    ]


def _stop_row(stop: StopLine, density: Density) -> list[object]:
    size = density.size_pt
    words = [text(_head(stop), size, Weight.SEMIBOLD)]
    if density.why:
        words.append(text(_cut(stop.why, density), size))
    if density.why and stop.loop:
        words.append(text(_cut(f"{stop.loop}.", density), size, colour=palette.QUIET))
    if density.look_out and stop.look_out_for:
        words.append(text(_cut(f"Look out for: {stop.look_out_for}", density), size))
    times = [text(f"{stop.arrive}–{stop.leave}", size, Weight.SEMIBOLD)]
    if stop.walk and density.why:
        times.append(text(f"after {stop.walk}", size - 0.8, colour=palette.QUIET))
    out = [text(_cut("; ".join(stop.letting_out), density), size - 0.4)]
    return [text(stop.label, size, Weight.BOLD), times, words, out]


def _head(stop: StopLine) -> str:
    """Name and kind; of an activity, whom with."""
    if stop.is_visit:
        return f"{stop.name} ({stop.kind})"
    return f"{stop.name}, with {stop.beside}" if stop.beside else stop.name


def _cut(text: str, density: Density) -> str:
    most = density.most_chars
    return text if len(text) <= most else text[: most - 1].rstrip() + "…"
