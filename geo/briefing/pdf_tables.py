"""The assignments in the PDF: one table a patrol, as tight as the number of pages asks."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final, Literal
from xml.sax.saxutils import escape

from reportlab.lib.colors import HexColor
from reportlab.lib.styles import ParagraphStyle
from reportlab.platypus import Flowable, KeepTogether, Paragraph, Spacer, Table

from geo.briefing.lines import Assignment, StopLine
from geo.briefing.sheet import Sheet
from geo.rendering import PatrolStyle, Weight, drawable, palette, pdf_font

#: Width of the text on an A4 page, in points.
WIDTH_PT: Final = 515.0
RULE: Final = HexColor("#C9C5BC")
_PLAIN: Final[list[Any]] = [
    ("VALIGN", (0, 0), (-1, -1), "TOP"),
    ("LEFTPADDING", (0, 0), (-1, -1), 0),
    ("RIGHTPADDING", (0, 0), (-1, -1), 8),
    ("TOPPADDING", (0, 0), (-1, -1), 0),
    ("BOTTOMPADDING", (0, 0), (-1, -1), 0),
]


def text(
    words: str, size: float, weight: Weight = Weight.REGULAR, colour: str = palette.INK,
    align: Literal[0, 2] = 0,
) -> Paragraph:  # fmt: skip
    """A paragraph of plain words: whatever looks like markup in them is printed as it stands."""
    return Paragraph(escape(drawable(words)), style(size, weight, colour, align))


def bullet(words: str, size: float) -> Paragraph:
    """A line of a list, its second line under the first."""
    listed = ParagraphStyle(
        "bullet", style(size), leftIndent=9, bulletIndent=0,
        bulletFontName=pdf_font(Weight.REGULAR), bulletFontSize=size, spaceAfter=2,
    )  # fmt: skip
    return Paragraph(escape(drawable(words)), listed, bulletText="•")


def table(
    rows: Sequence[list[Any]], widths: Sequence[float], *commands: tuple[Any, ...], heads: int = 0
) -> Table:
    """A table without lines or padding but what the commands add, all in our own typeface.

    The first ``heads`` rows are repeated where it runs on to another page.
    """
    face = ("FONTNAME", (0, 0), (-1, -1), pdf_font(Weight.REGULAR))
    look = [face, *_PLAIN, *commands]
    return Table(rows, colWidths=list(widths), style=look, repeatRows=heads, hAlign="LEFT")


def style(
    size: float, weight: Weight = Weight.REGULAR, colour: str = palette.INK,
    align: Literal[0, 2] = 0,
) -> ParagraphStyle:  # fmt: skip
    """One typeface, in a size and a weight; 0 sets it left, 2 right."""
    return ParagraphStyle(
        "words", fontName=pdf_font(weight), fontSize=size, leading=size * 1.24,
        textColor=HexColor(colour), alignment=align,
    )  # fmt: skip


_HALF_CAPITAL: Final = 0.33


class Disc(Flowable):
    """A patrol's letter on its colour, as the map shows it."""

    def __init__(self, style: PatrolStyle, size_pt: float) -> None:
        super().__init__()
        self.style, self.width, self.height = style, size_pt, size_pt

    def wrap(self, *_: float) -> tuple[float, float]:
        """Its size in points."""
        return self.width, self.height

    def draw(self) -> None:
        """Draw it at the origin."""
        half = self.width / 2
        self.canv.setFillColor(HexColor(self.style.colour))
        self.canv.setStrokeColor(HexColor(palette.INK))
        self.canv.setLineWidth(0.5)
        self.canv.circle(half, half, half, stroke=1, fill=1)
        size = self.width * 0.6
        self.canv.setFillColor(HexColor(self.style.on_colour))
        self.canv.setFont(pdf_font(Weight.BOLD), size)
        self.canv.drawCentredString(half, half - _HALF_CAPITAL * size, self.style.letter)


class Square(Flowable):
    """A hotspot's rank in a square badge, as the map shows it."""

    def __init__(self, rank: int) -> None:
        super().__init__()
        self.rank, self.width, self.height = rank, 19.0, 19.0

    def wrap(self, *_: float) -> tuple[float, float]:
        """Its size in points."""
        return self.width, self.height

    def draw(self) -> None:
        """Draw it at the origin."""
        self.canv.setFillColor(HexColor(palette.HOTSPOT_LINE))
        self.canv.rect(0.5, 0.5, 18, 18, stroke=0, fill=1)
        self.canv.setFillColor(HexColor(palette.HALO))
        self.canv.setFont(pdf_font(Weight.BOLD), 12)
        self.canv.drawCentredString(9.5, 9.5 - _HALF_CAPITAL * 12, str(self.rank))


class Bars(Flowable):
    """The profile of a hotspot over the slices of the window; the peak is dark."""

    def __init__(self, profile: Sequence[float]) -> None:
        super().__init__()
        self.profile, self.width, self.height = profile, 60.0, 11.0

    def wrap(self, *_: float) -> tuple[float, float]:
        """Its size in points."""
        return self.width, self.height

    def draw(self) -> None:
        """Draw it at the origin."""
        step = self.width / max(len(self.profile), 1)
        for n, share in enumerate(self.profile):
            dark = share == max(self.profile) > 0
            self.canv.setFillColor(
                HexColor(palette.HOTSPOT_LINE if dark else palette.HOTSPOT_RAMP[1])
            )
            self.canv.rect(n * step, 0, step * 0.8, 0.5 + share * 9.5, stroke=0, fill=1)


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
