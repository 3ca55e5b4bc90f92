"""Words on the pages of the PDF, always plain: markup in the data is printed, never read."""

from collections.abc import Sequence
from typing import Any, Final, Literal
from xml.sax.saxutils import escape

from reportlab.lib.colors import HexColor
from reportlab.lib.styles import ParagraphStyle
from reportlab.platypus import Paragraph, Table

from geo.briefing import palette
from geo.briefing.fonts import Weight, drawable, pdf_font

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
