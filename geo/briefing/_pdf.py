"""The briefing as a PDF: A4, the marking on every head and foot, no row torn across pages."""

import io
from dataclasses import dataclass
from typing import Any, Final
from xml.sax.saxutils import escape

from reportlab import rl_config
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
    Table,
)

from geo.briefing import _map, sheet
from geo.briefing._lines import Assignment, HotspotLine, StopLine
from geo.briefing._pdf_parts import RULE, WIDTH_PT, Bars, Disc, Square, bullet, style, table, text
from geo.briefing.sheet import Sheet
from geo.rendering import Weight, drawable, palette, pdf_font, text_width_pt
from geo.text import OUT_OF_DATE, SIMULATED

# Pictures and fonts as they are, not spelled out in letters: a fifth smaller, and sooner done.
rl_config.useA85 = 0

_MOST_PAGES: Final = 4
_MARGIN_PT: Final = (A4[0] - WIDTH_PT) / 2
_TOP_PT: Final = A4[1] - 56
_BOTTOM_PT: Final = 50.0
_BANNER_PT: Final = 20.0


@dataclass(frozen=True)
class _Density:
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


_DENSITIES: Final = (
    _Density(8.8, 4, why=True, look_out=True, most_chars=300, together=True),
    _Density(8.0, 2.6, why=True, look_out=True, most_chars=220, together=True),
    _Density(7.6, 2, why=True, look_out=False, most_chars=110, together=True),
    _Density(7.9, 1.9, why=False, look_out=False, most_chars=80, together=True),
    _Density(7.4, 1.4, why=False, look_out=False, most_chars=60, together=True),
    _Density(7.0, 1.1, why=False, look_out=False, most_chars=60, together=False),
)


def render(briefing: Sheet) -> bytes:
    """Write a briefing as a PDF.

    Long plans are set more tightly, then with fewer words, until they fit four pages; a plan that
    does not fit even so runs on.
    """
    room = _TOP_PT - _BOTTOM_PT - (_BANNER_PT if briefing.simulated else 0)
    map_height = room - _height_pt(_opening(briefing)) - 26
    for density in _DENSITIES:
        _, pages = _build(briefing, Spacer(WIDTH_PT, map_height), density, 0, _Unwritten)
        if pages <= _MOST_PAGES:
            break
    drawn = io.BytesIO(_map.png(briefing.scene, WIDTH_PT, map_height))
    return _build(briefing, Image(drawn, WIDTH_PT, map_height), density, pages)[0]


class _Unwritten(Canvas):
    """Takes pages that are only to be counted: no fonts are cut, nothing is packed."""

    def save(self) -> None:
        """Write nothing."""


def _build(
    briefing: Sheet,
    shown: Flowable,
    density: _Density,
    of: int,
    canvas: type[Canvas] = Canvas,
) -> tuple[bytes, int]:
    """Set the pages, with ``of`` as the number of pages in the foot; also how many there were."""
    out = io.BytesIO()
    document = BaseDocTemplate(
        out, pagesize=A4, invariant=1, lang="en-GB", displayDocTitle=True,
        initialFontName=pdf_font(Weight.REGULAR),
        title=drawable(f"{briefing.title}, {briefing.area}, {briefing.short_date}"),
        author="Afterbell", creator="Afterbell",
        subject=drawable(f"{briefing.marking}. {briefing.status}. {briefing.data_as_at}."),
    )  # fmt: skip
    top = _TOP_PT - (_BANNER_PT if briefing.simulated else 0)
    frame = Frame(
        _MARGIN_PT, _BOTTOM_PT, WIDTH_PT, top - _BOTTOM_PT,
        leftPadding=0, rightPadding=0, topPadding=0, bottomPadding=0,
    )  # fmt: skip

    def furnish(canvas: Canvas, _: BaseDocTemplate) -> None:
        _furnish(canvas, briefing, of)

    document.addPageTemplates([PageTemplate(frames=[frame], onPage=furnish)])
    document.build(_story(briefing, shown, density), canvasmaker=canvas)
    return out.getvalue(), document.page


def _story(briefing: Sheet, shown: Flowable, density: _Density) -> list[Flowable]:
    reminder = text(sheet.NOT_GROUNDS, 11, Weight.BOLD)
    return [
        *_opening(briefing), shown, Spacer(0, 6), reminder, PageBreak(),
        *_hotspots(briefing), Spacer(0, 10), _standing_guidance(briefing), Spacer(0, 12),
        *_assignments(briefing, density),
    ]  # fmt: skip


def _furnish(canvas: Canvas, briefing: Sheet, of: int) -> None:
    """Draw what every page carries: marking, status, date, data as at, page x of y."""
    left, right, middle = _MARGIN_PT, A4[0] - _MARGIN_PT, A4[0] / 2
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


def _height_pt(parts: list[Flowable]) -> float:
    """Height in points of parts one below the other."""
    return sum(part.wrap(WIDTH_PT, 10_000)[1] for part in parts)


def _opening(briefing: Sheet) -> list[Flowable]:
    """Title, area, date and window, what changed since it was made, and the numbers."""
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


def _hotspots(briefing: Sheet) -> list[Flowable]:
    """The top five, the reason first."""
    parts: list[Flowable] = [text(briefing.hotspots_title, 14, Weight.BOLD), Spacer(0, 4)]
    if not briefing.hotspots:
        return [*parts, text("No hotspot stands out in what has been recorded.", 9.5)]
    rows = [[Square(h.rank), _hotspot_words(h), _hotspot_facts(h)]
            for h in briefing.hotspots]  # fmt: skip
    ruled = [
        ("TOPPADDING", (0, 0), (-1, -1), 6),
        ("BOTTOMPADDING", (0, 0), (-1, -1), 6),
        ("LINEABOVE", (0, 0), (-1, -1), 0.5, RULE),
    ]
    return [*parts, table(rows, [28, 287, 200], *ruled)]


def _standing_guidance(briefing: Sheet) -> Flowable:
    """What every briefing says, and what this one is based on."""
    principles = [[text(name, 11, Weight.BOLD, palette.ACCENT), text(line, 8.8)]
                  for name, line in sheet.PRINCIPLES]  # fmt: skip
    columns = table([principles], [WIDTH_PT / 3 - 7] * 3)
    left = [text(sheet.NOT_GROUNDS, 11, Weight.BOLD), Spacer(0, 3)]
    left += [bullet(line, 8.8) for line in sheet.STANDING_GUIDANCE]
    right = [text("What this briefing is based on", 8.8, Weight.SEMIBOLD)]
    right += [text(line, 8.4, colour=palette.QUIET) for line in briefing.coverage]
    right += [text(note, 8.4, colour=palette.QUIET) for note in briefing.notes[:4]]
    below = table([[left, right]], [272, WIDTH_PT - 272 - 20])
    box = table([[columns], [below]], [WIDTH_PT],
        ("BACKGROUND", (0, 0), (-1, -1), HexColor(palette.BACKDROP)),
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
    patrols = f"Patrols here: {visits}" if visits else "No patrol stops here today."
    return [*words, Spacer(0, 2), text(patrols, 8.6, Weight.SEMIBOLD, palette.QUIET)]


def _hotspot_facts(hotspot: HotspotLine) -> list[Flowable]:
    """How often, when, near what and how many, the chance in words first."""
    chance = hotspot.chance[:1].upper() + hotspot.chance[1:]
    size, quiet = 8.2, palette.QUIET
    parts: list[Flowable] = [text(chance, 9.2, Weight.SEMIBOLD), text(hotspot.digits, size)]
    peak = [[Bars(hotspot.profile), text(f"peak {hotspot.peak}" if hotspot.peak else "", size)]]
    parts += [Spacer(0, 2), table(peak, [66, 134]), Spacer(0, 2)]
    if hotspot.offences:
        parts.append(text(f"Mainly {hotspot.offences}", size, colour=quiet))
    if hotspot.near:
        parts.append(text(f"Near {'; '.join(hotspot.near[:3])}", size, colour=quiet))
    recorded = f"{hotspot.recorded} recorded in the past year, at any hour; trend: {hotspot.trend}"
    return [*parts, text(recorded, size, colour=quiet)]


def _assignments(briefing: Sheet, density: _Density) -> list[Flowable]:
    """One table a patrol, its head repeated where it runs on to another page."""
    parts: list[Flowable] = [text("Assignments", 14, Weight.BOLD), Spacer(0, 3)]
    if not briefing.assignments:
        return [*parts, text("No patrols are assigned.", 9.5)]
    for assignment in briefing.assignments:
        rows = _assignment(assignment, density)
        parts.append(KeepTogether([rows]) if density.together else rows)
        parts.append(Spacer(0, density.pad_pt * 2.5))
    if density.together:
        return [KeepTogether(parts[:3]), *parts[3:]]
    return parts


def _assignment(assignment: Assignment, density: _Density) -> Table:
    size, style = density.size_pt, assignment.style
    start = f", from {assignment.start}" if assignment.start else ""
    name = text(f"{assignment.name}  {assignment.shift}{start}", size + 1.6, Weight.SEMIBOLD)
    summary = text(assignment.summary, size, colour=palette.QUIET, align=2)
    head = table([[name, summary]], [287, 200], ("RIGHTPADDING", (1, 0), (1, 0), 0))
    rows: list[list[object]] = [[Disc(style, size + 8), head, "", ""]]
    heads = ("", "Time", "Place and reason" if density.why else "Place", "Letting out")
    rows.append([text(head, size - 0.8, colour=palette.QUIET) for head in heads])
    rows += [_stop_row(stop, density) for stop in assignment.stops]
    if not assignment.stops:
        rows.append(["", "", text("No stops today.", size), ""])
    if assignment.way_back:
        rows.append(["", "", text(assignment.way_back, size - 0.6, colour=palette.QUIET), ""])
    return table(rows, [28, 86, 293, 108], *_rows_style(rows, density), heads=2)


def _rows_style(rows: list[list[object]], density: _Density) -> list[Any]:
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


def _stop_row(stop: StopLine, density: _Density) -> list[object]:
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
        times.append(text(f"travel {stop.walk}", size - 0.8, colour=palette.QUIET))
    out = [text(_cut("; ".join(stop.letting_out), density), size - 0.4)]
    return [text(stop.label, size, Weight.BOLD), times, words, out]


def _head(stop: StopLine) -> str:
    """Name and kind; of an activity, whom with."""
    if stop.is_visit:
        return f"{stop.name} ({stop.kind})"
    return f"{stop.name}, with {stop.beside}" if stop.beside else stop.name


def _cut(text: str, density: _Density) -> str:
    most = density.most_chars
    return text if len(text) <= most else text[: most - 1].rstrip() + "…"
