"""What the pages of the PDF are made of: text, tables and badges in our own typeface."""

from collections.abc import Sequence
from typing import Any, Final, Literal
from xml.sax.saxutils import escape

from reportlab.lib.colors import HexColor
from reportlab.lib.styles import ParagraphStyle
from reportlab.platypus import Flowable, Paragraph, Table

from geo.briefing._scene import HALF_CAPITAL
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
    """A paragraph of plain words: what looks like markup is printed as it is."""
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
    """A table with no lines or padding but those the commands add, all in our own typeface.

    The first ``heads`` rows are repeated where it runs on to another page.
    """
    face = ("FONTNAME", (0, 0), (-1, -1), pdf_font(Weight.REGULAR))
    look = [face, *_PLAIN, *commands]
    return Table(rows, colWidths=list(widths), style=look, repeatRows=heads, hAlign="LEFT")


def style(
    size: float, weight: Weight = Weight.REGULAR, colour: str = palette.INK,
    align: Literal[0, 2] = 0,
) -> ParagraphStyle:  # fmt: skip
    """The typeface in a size and a weight; ``align`` 0 sets it left, 2 right."""
    return ParagraphStyle(
        "words", fontName=pdf_font(weight), fontSize=size, leading=size * 1.24,
        textColor=HexColor(colour), alignment=align,
    )  # fmt: skip


class Disc(Flowable):
    """A patrol's letter on its colour, as the map shows it."""

    def __init__(self, style: PatrolStyle, size_pt: float) -> None:
        super().__init__()
        self.style, self.width, self.height = style, size_pt, size_pt

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
        self.canv.drawCentredString(half, half - HALF_CAPITAL * size, self.style.letter)


class Square(Flowable):
    """A hotspot's rank in a square badge, as the map shows it."""

    def __init__(self, rank: int) -> None:
        super().__init__()
        self.rank, self.width, self.height = rank, 19.0, 19.0

    def draw(self) -> None:
        """Draw it at the origin."""
        self.canv.setFillColor(HexColor(palette.HOTSPOT_LINE))
        self.canv.rect(0.5, 0.5, 18, 18, stroke=0, fill=1)
        self.canv.setFillColor(HexColor(palette.HALO))
        self.canv.setFont(pdf_font(Weight.BOLD), 12)
        self.canv.drawCentredString(9.5, 9.5 - HALF_CAPITAL * 12, str(self.rank))


class Bars(Flowable):
    """The profile of a hotspot over the slices of the window; the peak is dark."""

    def __init__(self, profile: Sequence[float]) -> None:
        super().__init__()
        self.profile, self.width, self.height = profile, 60.0, 11.0

    def draw(self) -> None:
        """Draw it at the origin."""
        step = self.width / max(len(self.profile), 1)
        for n, share in enumerate(self.profile):
            dark = share == max(self.profile) > 0
            colour = palette.HOTSPOT_LINE if dark else palette.HOTSPOT_RAMP[1]
            self.canv.setFillColor(HexColor(colour))
            self.canv.rect(n * step, 0, step * 0.8, 0.5 + share * 9.5, stroke=0, fill=1)
