"""The briefing as a PDF: A4, the marking on every head and foot, no row torn across pages."""

import io
from typing import Final
from xml.sax.saxutils import escape

from reportlab.lib.colors import HexColor
from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import (
    BaseDocTemplate,
    Flowable,
    Frame,
    Image,
    KeepTogether,
    PageBreak,
    PageTemplate,
    Paragraph,
    Spacer,
)

from geo.briefing import map_drawing, sheet
from geo.briefing.lines import HotspotLine
from geo.briefing.pdf_tables import (
    DENSITIES,
    RULE,
    WIDTH_PT,
    Bars,
    Density,
    Square,
    assignments,
    bullet,
    style,
    table,
    text,
)
from geo.briefing.sheet import Sheet
from geo.rendering import Weight, drawable, palette, pdf_font, text_width_pt
from geo.text import OUT_OF_DATE, SIMULATED

_TINT: Final = HexColor("#F5F3EE")


def height_of(parts: list[Flowable]) -> float:
    """Height in points of parts one below the other."""
    return sum(part.wrap(WIDTH_PT, 10_000)[1] for part in parts)


def opening(briefing: Sheet) -> list[Flowable]:
    """Title, date and window, area, what changed since it was made, and four numbers."""
    title = f"{briefing.title}, {briefing.area}"
    changed = f"{OUT_OF_DATE}: {briefing.out_of_date}."
    return [
        text(title, 11, Weight.SEMIBOLD, palette.ACCENT),
        text(f"{briefing.date}, {briefing.window}", 20, Weight.BOLD),
        *([text(changed, 11, Weight.SEMIBOLD, palette.WARNING)] if briefing.out_of_date else []),
        Spacer(0, 3),
        _facts(briefing.facts),
        Spacer(0, 9),
    ]


def reminder() -> Flowable:
    """The sentence that stands under the map."""
    return text(sheet.NOT_GROUNDS, 11, Weight.BOLD)


def hotspots(briefing: Sheet) -> list[Flowable]:
    """The top five, the reason first."""
    count = len(briefing.hotspots)
    title = "Top five hotspots" if count == 5 else "Hotspots"
    parts: list[Flowable] = [text(title, 14, Weight.BOLD), Spacer(0, 4)]
    if not briefing.hotspots:
        return [*parts, text("No hotspot stands out from what was recorded.", 9.5)]
    rows = [[Square(h.rank), _hotspot_words(h), _hotspot_facts(h)]
            for h in briefing.hotspots]  # fmt: skip
    ruled = [
        ("TOPPADDING", (0, 0), (-1, -1), 6),
        ("BOTTOMPADDING", (0, 0), (-1, -1), 6),
        ("LINEABOVE", (0, 0), (-1, -1), 0.5, RULE),
    ]
    return [*parts, table(rows, [28, 287, 200], *ruled)]


def standing_words(briefing: Sheet) -> Flowable:
    """The words that every briefing says."""
    principles = [[text(name, 11, Weight.BOLD, palette.ACCENT), text(line, 8.8)]
                  for name, line in sheet.PRINCIPLES]  # fmt: skip
    columns = table([principles], [WIDTH_PT / 3 - 7] * 3)
    left = [text(sheet.NOT_GROUNDS, 11, Weight.BOLD), Spacer(0, 3)]
    left += [bullet(line, 8.8) for line in sheet.STANDING_WORDS]
    right = [text("What this picture covers", 8.8, Weight.SEMIBOLD)]
    right += [text(line, 8.4, colour=palette.QUIET) for line in briefing.coverage]
    right += [text(note, 8.4, colour=palette.QUIET) for note in briefing.notes[:4]]
    below = table([[left, right]], [272, WIDTH_PT - 272 - 20])
    box = table([[columns], [below]], [WIDTH_PT],
        ("BACKGROUND", (0, 0), (-1, -1), _TINT),
        ("LEFTPADDING", (0, 0), (-1, -1), 10),
        ("RIGHTPADDING", (0, 0), (-1, -1), 10),
        ("TOPPADDING", (0, 0), (-1, -1), 8),
        ("BOTTOMPADDING", (0, 0), (-1, -1), 4),
        ("BOTTOMPADDING", (0, -1), (-1, -1), 9),
    )  # fmt: skip
    return KeepTogether([box])


def _facts(facts: tuple[tuple[str, str], ...]) -> Flowable:
    """Numbers and what they count, on one line."""
    strong, plain = pdf_font(Weight.SEMIBOLD), palette.QUIET
    parts = [
        f'<font name="{strong}">{escape(number)}</font> <font color="{plain}">{escape(what)}</font>'
        for number, what in facts
    ]
    return Paragraph("&nbsp;&nbsp;&nbsp;&nbsp; ".join(parts), style(10.5))


def _hotspot_words(hotspot: HotspotLine) -> list[Flowable]:
    words = [text(hotspot.name, 10.5, Weight.SEMIBOLD), Spacer(0, 1), text(hotspot.reason, 9.2)]
    visits = ", ".join(hotspot.visits)
    said = f"Patrols here: {visits}" if visits else "No patrol stops here today."
    return [*words, Spacer(0, 2), text(said, 8.6, Weight.SEMIBOLD, palette.QUIET)]


def _hotspot_facts(hotspot: HotspotLine) -> list[Flowable]:
    """How often, when, near what and how many, the chance in words first."""
    chance = hotspot.chance[:1].upper() + hotspot.chance[1:]
    size, quiet = 8.2, palette.QUIET
    parts: list[Flowable] = [text(chance, 9.2, Weight.SEMIBOLD), text(hotspot.digits, size)]
    peak = [[Bars(hotspot.profile), text(f"most {hotspot.peak}" if hotspot.peak else "", size)]]
    parts += [
        Spacer(0, 2),
        table(peak, [66, 134]),
        Spacer(0, 2),
    ]
    if hotspot.offences:
        parts.append(text(f"Chiefly {hotspot.offences}", size, colour=quiet))
    if hotspot.near:
        parts.append(text(f"Near {'; '.join(hotspot.near[:3])}", size, colour=quiet))
    recorded = f"{hotspot.recorded} recorded in a year; trend: {hotspot.trend}"
    return [*parts, text(recorded, size, colour=quiet)]


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
    map_height = room - height_of(opening(briefing)) - 26
    for density in DENSITIES:
        _, pages = _build(briefing, Spacer(WIDTH_PT, map_height), density, 0)
        if pages <= MOST_PAGES:
            break
    drawn = io.BytesIO(map_drawing.png(briefing.scene, WIDTH_PT, map_height))
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
    story = opening(briefing)
    story += [shown, Spacer(0, 6), reminder(), PageBreak()]
    story += hotspots(briefing)
    story += [Spacer(0, 10), standing_words(briefing), Spacer(0, 12)]
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
        _line(canvas, middle, A4[1] - 63, SIMULATED, Weight.SEMIBOLD, 8.5)
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
