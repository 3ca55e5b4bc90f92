"""The parts of the PDF: opening, hotspots, standing words and assignments."""

from typing import Final
from xml.sax.saxutils import escape

from reportlab.lib.colors import HexColor
from reportlab.platypus import Flowable, KeepTogether, Paragraph, Spacer

from geo.briefing import palette, wording
from geo.briefing.fonts import Weight, pdf_font
from geo.briefing.lines import HotspotLine
from geo.briefing.pdf_marks import Bars, Square
from geo.briefing.pdf_text import RULE, WIDTH_PT, bullet, style, table, text
from geo.briefing.sheet import Sheet

_TINT: Final = HexColor("#F5F3EE")


def height_of(parts: list[Flowable]) -> float:
    """Height in points of parts one below the other."""
    return sum(part.wrap(WIDTH_PT, 10_000)[1] for part in parts)


def opening(briefing: Sheet) -> list[Flowable]:
    """Title, date and window, area, what changed since it was made, and four numbers."""
    title = f"{briefing.title}, {briefing.area}"
    changed = f"{wording.OUT_OF_DATE}: {briefing.out_of_date}."
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
    return text(wording.NOT_GROUNDS, 11, Weight.BOLD)


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
                  for name, line in wording.PRINCIPLES]  # fmt: skip
    columns = table([principles], [WIDTH_PT / 3 - 7] * 3)
    left = [text(wording.NOT_GROUNDS, 11, Weight.BOLD), Spacer(0, 3)]
    left += [bullet(line, 8.8) for line in wording.STANDING_WORDS]
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
