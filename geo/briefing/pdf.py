"""The briefing as a PDF: A4, the marking on every head and foot, no row torn across pages."""

import io
from typing import Final

from reportlab.lib.colors import HexColor
from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import (
    BaseDocTemplate,
    Flowable,
    Frame,
    Image,
    PageBreak,
    PageTemplate,
    Spacer,
)

from geo.briefing import palette, pdf_parts, picture, wording
from geo.briefing.fonts import Weight, drawable, pdf_font, text_width_pt
from geo.briefing.pdf_assignments import DENSITIES, Density, assignments
from geo.briefing.pdf_text import WIDTH_PT
from geo.briefing.sheet import Sheet

MOST_PAGES: Final = 4

_MARGIN: Final = (A4[0] - WIDTH_PT) / 2
_TOP: Final = A4[1] - 56
_BOTTOM: Final = 50.0
_BANNER_PT: Final = 20.0


def render(briefing: Sheet) -> bytes:
    """Write a briefing as a PDF.

    Long plans are set more tightly, then with fewer words, until they fit four pages; a plan that
    does not fit even so runs on.

    Parameters
    ----------
    briefing : Briefing
        What to say.

    Returns
    -------
    bytes
        The same for the same briefing.
    """
    room = _TOP - _BOTTOM - (_BANNER_PT if briefing.simulated else 0)
    map_height = room - pdf_parts.height_of(pdf_parts.opening(briefing)) - 26
    for density in DENSITIES:
        _, pages = _build(briefing, Spacer(WIDTH_PT, map_height), density, 0)
        if pages <= MOST_PAGES:
            break
    drawn = io.BytesIO(picture.png(briefing.scene, WIDTH_PT, map_height))
    return _build(briefing, Image(drawn, WIDTH_PT, map_height), density, pages)[0]


def _build(briefing: Sheet, shown: Flowable, density: Density, of: int) -> tuple[bytes, int]:
    """Set the pages, with ``of`` as the number of pages in the foot; also how many there were."""
    out = io.BytesIO()
    document = BaseDocTemplate(
        out, pagesize=A4, invariant=1, lang="en-GB", displayDocTitle=True,
        initialFontName=pdf_font(Weight.REGULAR),
        title=drawable(f"{briefing.title}, {briefing.area}, {briefing.short_date}"),
        author="Afterbell", creator="Afterbell",
        subject=drawable(f"{briefing.marking}. {briefing.status}. {briefing.data_as_at}."),
    )  # fmt: skip
    top = _TOP - (_BANNER_PT if briefing.simulated else 0)
    frame = Frame(
        _MARGIN, _BOTTOM, WIDTH_PT, top - _BOTTOM,
        leftPadding=0, rightPadding=0, topPadding=0, bottomPadding=0,
    )  # fmt: skip

    def furnish(canvas: Canvas, _: BaseDocTemplate) -> None:
        _furnish(canvas, briefing, of)

    document.addPageTemplates([PageTemplate(frames=[frame], onPage=furnish)])
    document.build(_story(briefing, shown, density))
    return out.getvalue(), document.page


def _story(briefing: Sheet, shown: Flowable, density: Density) -> list[Flowable]:
    story = pdf_parts.opening(briefing)
    story += [shown, Spacer(0, 6), pdf_parts.reminder(), PageBreak()]
    story += pdf_parts.hotspots(briefing)
    story += [Spacer(0, 10), pdf_parts.standing_words(briefing), Spacer(0, 12)]
    story += assignments(briefing, density)
    return story


def _furnish(canvas: Canvas, briefing: Sheet, of: int) -> None:
    """Draw what every page carries: marking, status, date, data as at, page x of y."""
    left, right, middle = _MARGIN, A4[0] - _MARGIN, A4[0] / 2
    canvas.saveState()
    size = _marking_size(briefing.marking)
    _line(canvas, middle, A4[1] - 26, briefing.marking, Weight.BOLD, size)
    _line(canvas, middle, 22, briefing.marking, Weight.BOLD, size)
    colour = palette.INK if briefing.holds else palette.WARNING
    status = drawable(briefing.status)
    _line(canvas, left, A4[1] - 42, status, Weight.SEMIBOLD, 8, colour, align="left")
    about = f"{briefing.area}, {briefing.short_date}"
    _line(canvas, right, A4[1] - 42, about, Weight.REGULAR, 8, align="right")
    _line(canvas, left, 36, briefing.data_as_at, Weight.REGULAR, 8, align="left")
    page = f"Page {canvas.getPageNumber()} of {of}"
    _line(canvas, right, 36, page, Weight.REGULAR, 8, align="right")
    canvas.setStrokeColor(HexColor("#B9B6AF"))
    canvas.setLineWidth(0.5)
    for y in (A4[1] - 48, 46):
        canvas.line(left, y, right, y)
    if briefing.simulated:
        canvas.setFillColor(HexColor(palette.BANNER))
        canvas.rect(left, A4[1] - 67, right - left, 14, stroke=0, fill=1)
        _line(canvas, middle, A4[1] - 63, wording.SIMULATED, Weight.SEMIBOLD, 8.5)
    canvas.restoreState()


def _marking_size(marking: str) -> float:
    """The size at which a marking fits one line: it is never cut."""
    return 9.5 * min(1, WIDTH_PT / text_width_pt(drawable(marking), Weight.BOLD, 9.51))


def _line(
    canvas: Canvas, x: float, y: float, text: str, weight: Weight, size: float,
    colour: str = palette.INK, align: str = "centre",
) -> None:  # fmt: skip
    canvas.setFont(pdf_font(weight), size)
    canvas.setFillColor(HexColor(colour))
    draw = {
        "centre": canvas.drawCentredString,
        "left": canvas.drawString,
        "right": canvas.drawRightString,
    }[align]
    draw(x, y, _fitting(drawable(text), weight, size, WIDTH_PT / (1 if align == "centre" else 2.1)))


def _fitting(text: str, weight: Weight, size: float, most_pt: float) -> str:
    """A line cut with an ellipsis where it would run into its neighbour."""
    if text_width_pt(text, weight, size) <= most_pt:
        return text
    while text and text_width_pt(f"{text}…", weight, size) > most_pt:
        text = text[:-1]
    return f"{text.rstrip()}…"
