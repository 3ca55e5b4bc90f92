"""A report as a file: JSON for machines, one HTML page for people and paper."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import pandas as pd
from markupsafe import Markup

from geo.errors import AfterbellError
from geo.evidence.backtest import tables
from geo.evidence.backtest.report import Report
from geo.evidence.backtest.results import Difference, Word, hidden
from geo.evidence.backtest.verdict import MAIN_REACH, percent, rate
from geo.layers import About
from geo.rendering import document, palette

GRID = "#E4E0D7"
WIDE = 680.0
Point = tuple[float, float]


@dataclass(frozen=True)
class Axes:
    """A rectangle of the picture, and the values at its edges.

    Attributes
    ----------
    left, top, wide, high : float
        Pixels of the picture.
    x, y : (float, float)
        Values at left and right, and at bottom and top.
    """

    left: float
    top: float
    wide: float
    high: float
    x: tuple[float, float]
    y: tuple[float, float]

    def at(self, x: float, y: float) -> Point:
        """Where a pair of values lies; what is beyond the edges stays on them."""
        along = min(max((x - self.x[0]) / ((self.x[1] - self.x[0]) or 1), 0), 1)
        up = min(max((y - self.y[0]) / ((self.y[1] - self.y[0]) or 1), 0), 1)
        return self.left + along * self.wide, self.top + self.high - up * self.high

    def across(self, y: float, colour: str = GRID) -> Markup:
        """Draw a level line from side to side."""
        return line([self.at(self.x[0], y), self.at(self.x[1], y)], colour, 1)

    def upright(self, x: float, colour: str = GRID) -> Markup:
        """Draw a line from bottom to top."""
        return line([self.at(x, self.y[0]), self.at(x, self.y[1])], colour, 1)


def drawn(wide: float, high: float, said: str, parts: Iterable[Markup]) -> Markup:
    """Put marks into one picture; ``said`` is what a screen reader says of it."""
    head = Markup(
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {} {}" role="img" aria-label="{}">'
    ).format(f"{wide:g}", f"{high:g}", said)
    return head + Markup("").join(parts) + Markup("</svg>")


def line(points: Sequence[Point], colour: str, wide: float, dash: str = "") -> Markup:
    """Draw through points."""
    path = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
    return Markup(
        '<polyline points="{}" fill="none" stroke="{}" stroke-width="{}" stroke-dasharray="{}" '
        'stroke-linejoin="round"/>'
    ).format(path, colour, f"{wide:g}", dash or "none")


def rect(corner: Point, wide: float, high: float, fill: str) -> Markup:
    """Fill a rectangle from its upper left corner."""
    return Markup('<rect x="{}" y="{}" width="{}" height="{}" fill="{}"/>').format(
        f"{corner[0]:.1f}", f"{corner[1]:.1f}", f"{wide:.1f}", f"{high:.1f}", fill
    )


def dot(at: Point, colour: str, *, filled: bool = True, radius: float = 4.5) -> Markup:
    """A disc, or a ring where it is not filled."""
    return Markup(
        '<circle cx="{}" cy="{}" r="{}" fill="{}" stroke="{}" stroke-width="1.6"/>'
    ).format(f"{at[0]:.1f}", f"{at[1]:.1f}", f"{radius:g}", colour if filled else "#fff", colour)


def text(
    at: Point, words: str, anchor: str = "start", colour: str = palette.QUIET, weight: int = 400
) -> Markup:
    """Write words."""
    return Markup(
        '<text x="{}" y="{}" text-anchor="{}" style="fill:{};font-weight:{}">{}</text>'
    ).format(f"{at[0]:.1f}", f"{at[1]:.1f}", anchor, colour, weight, words)


def ticks(most: float, least: float = 0.0) -> list[float]:
    """Three to six round values from ``least`` to beyond ``most``."""
    span = max(most - least, 1e-9)
    step = next(
        s * scale
        for scale in (0.001, 0.01, 0.1, 1, 10, 100, 1_000, 10_000, 100_000, 1_000_000)
        for s in (1, 2, 2.5, 5)
        if span / (s * scale) <= 5
    )
    first = -(-least // step) if least >= 0 else least // step
    count = int(-(-(most - first * step) // step))
    return [round((first + n) * step, 6) for n in range(count + 1)]


_LEFT: Final = 52.0
_ROW: Final = 24.0
_DARK: Final = palette.HOTSPOT_LINE
_LIGHT: Final = palette.HOTSPOT_RAMP[1]
_PANEL_GAP: Final = 14.0
_NAMES: Final = 176.0


def curves(report: Report) -> Markup:
    """Hit rate against the share of the area, one line a method."""
    shares = report.curve_shares
    levels = ticks(max(max(method.curve) for method in report.methods))
    axes = Axes(_LEFT, 12, WIDE - _LEFT - 12, 260, (0, shares[-1]), (0, levels[-1]))
    parts = _level_lines(axes, levels)
    for share in (0.01, 0.02, 0.05, 0.1, 0.15, 0.2):
        parts.append(axes.upright(share))
        parts.append(text((axes.at(share, 0)[0], 290), f"{share:.0%}", "middle"))
    parts.append(text((WIDE - 12, 308), "share of the area, riskiest first", "end"))
    for n, method in reversed(list(enumerate(report.methods))):
        colour, wide, dash = _style(n)
        points = [axes.at(x, y) for x, y in zip(shares, method.curve, strict=True)]
        parts.append(line(points, colour, wide, dash))
    for n, method in enumerate(report.methods):
        colour, wide, dash = _style(n)
        x, y = 12 + n % 2 * (WIDE / 2), 334 + n // 2 * 20
        name = f"{method.title} (the default)" if method.is_default else method.title
        parts.append(line([(x, y - 4), (x + 40, y - 4)], colour, wide, dash))
        parts.append(text((x + 48, y), name, colour=palette.INK))
    high = 334 + (len(report.methods) - 1) // 2 * 20 + 10
    return drawn(WIDE, high, "Hit rate against the share of the area, by method", parts)


def differences(report: Report) -> Markup:
    """The default less each method: a panel a reach, a row a method."""
    others = [method for method in report.methods if not method.is_default]
    what = report.counted
    wide = (WIDE - _NAMES) / len(report.reaches) - _PANEL_GAP
    told = [d for d in report.differences if d.counted == what]
    least = min([-0.01, *(d.hit_rate.low for d in told)])
    most = max([0.01, *(d.hit_rate.high for d in told)])
    high = _ROW * len(others)
    parts = [
        text((_NAMES - 10, 46 + n * _ROW), _short(method.title, 26), "end", palette.INK)
        for n, method in enumerate(others)
    ]
    for p, reach in enumerate(report.reaches):
        left = _NAMES + p * (wide + _PANEL_GAP)
        axes = Axes(left, 30, wide, high, (least, most), (0, 1))
        name = "patrols' area" if reach.key == "patrols" else f"{reach.key}% of area"
        parts += [text((left + wide / 2, 18), name, "middle"), axes.upright(0, palette.QUIET)]
        parts += [axes.upright(least), axes.upright(most)]
        parts.append(text((left, high + 46), f"−{-least * 100:.0f}", "start"))
        parts.append(text((left + wide, high + 46), f"+{most * 100:.0f}", "end"))
        for n, method in enumerate(others):
            parts += _whisker(axes, 42 + n * _ROW, report.difference(method.key, reach.key, what))
    said = "points of hit rate; right of the line the default finds more; a ring cannot tell"
    parts.append(text((WIDE - 12, high + 64), said, "end"))
    return drawn(WIDE, high + 72, "The default's hit rate less that of each method", parts)


def ribbon(report: Report) -> Markup:
    """Bars: what a week kept of the last one. Line: what is left of the first."""
    weeks = report.stability.weeks
    axes = Axes(_LEFT, 12, WIDE - _LEFT - 12, 130, (0, max(len(weeks), 1)), (0, 1))
    parts = _level_lines(axes, [0, 0.5, 1])
    step = axes.wide / max(len(weeks), 1)
    for n, week in enumerate(weeks):
        corner = axes.at(n, week.kept)
        high = axes.top + axes.high - corner[1]
        parts.append(rect((corner[0] + step * 0.08, corner[1]), step * 0.84, high, _LIGHT))
        if n % max(-(-len(weeks) // 6), 1) == 0:
            side = "end" if n == len(weeks) - 1 else "middle"
            parts.append(text((corner[0] + step / 2, 160), f"{week.week:%-d %b}", side))
    since = [axes.at(n + 0.5, week.kept_since_first) for n, week in enumerate(weeks)]
    parts.append(line(since, _DARK, 2.2))
    parts.append(rect((12, 174), 16, 10, _LIGHT))
    parts.append(text((34, 184), "kept from the week before", colour=palette.INK))
    parts.append(line([(WIDE / 2, 179), (WIDE / 2 + 30, 179)], _DARK, 2.2))
    parts.append(text((WIDE / 2 + 38, 184), "left of the first week's top 1%", colour=palette.INK))
    return drawn(WIDE, 194, report.stability.said, parts)


def learning(report: Report) -> Markup:
    """Hit rate at 2% of the area against the length of the past."""
    points = report.learning.points
    levels = ticks(max(p.hit_rate.high for p in points))
    axes = Axes(_LEFT, 12, WIDE - _LEFT - 12, 150, (0, len(points)), (0, levels[-1]))
    parts = _level_lines(axes, levels)
    middle = [axes.at(n + 0.5, p.hit_rate.value) for n, p in enumerate(points)]
    parts.append(line(middle, _LIGHT, 2))
    for n, point in enumerate(points):
        ends = [axes.at(n + 0.5, v) for v in (point.hit_rate.low, point.hit_rate.high)]
        parts += [line(ends, _DARK, 2), dot(middle[n], _DARK)]
        parts.append(text((middle[n][0], 180), f"{point.days:,.0f} days", "middle", palette.INK))
        said = f"{point.known:,.0f} incidents"
        parts.append(text((middle[n][0], 196), said, "middle"))
    return drawn(WIDE, 204, report.learning.said, parts)


def calibration(report: Report) -> Markup:
    """Expected with its range of chance, and observed, for ten bands of risk."""
    groups = report.calibration.groups
    levels = ticks(max(max(g.high, g.observed) for g in groups))
    axes = Axes(_LEFT, 12, WIDE - _LEFT - 12, 160, (0, len(groups)), (0, levels[-1]))
    parts = [axes.across(level) for level in levels]
    parts += [text((_LEFT - 8, axes.at(0, v)[1] + 4), f"{v:,g}", "end") for v in levels]
    step = axes.wide / len(groups)
    for n, group in enumerate(groups):
        top, bottom = axes.at(n + 0.5, group.high), axes.at(n + 0.5, group.low)
        parts.append(rect((top[0] - step * 0.22, top[1]), step * 0.44, bottom[1] - top[1], GRID))
        middle = axes.at(n + 0.5, group.expected)
        ends = [(middle[0] - step * 0.22, middle[1]), (middle[0] + step * 0.22, middle[1])]
        parts += [line(ends, palette.INK, 2)]
        inside = group.low <= round(group.observed) <= group.high
        if not hidden(group.observed):
            parts.append(dot(axes.at(n + 0.5, group.observed), _DARK, filled=inside))
        parts.append(text((middle[0], 190), percent(group.area_share), "middle"))
    parts.append(text((WIDE - 12, 208), "share of the area in the band, riskiest first", "end"))
    return drawn(WIDE, 216, report.calibration.said, parts)


def _level_lines(axes: Axes, levels: list[float]) -> list[Markup]:
    names = [text((axes.left - 8, axes.at(0, v)[1] + 4), f"{v:.0%}", "end") for v in levels]
    return [*(axes.across(level) for level in levels), *names]


def _whisker(axes: Axes, y: float, told: Difference) -> list[Markup]:
    low, high, at = (
        (axes.at(value, 0)[0], y)
        for value in (told.hit_rate.low, told.hit_rate.high, told.hit_rate.value)
    )
    clear = told.word is not Word.CANNOT_TELL
    colour = _DARK if told.word is Word.WORSE else palette.ACCENT if clear else palette.QUIET
    return [line([low, high], colour, 2), dot(at, colour, filled=clear)]


def _style(n: int) -> tuple[str, float, str]:
    """Colour, width and dash of a method: the default is black, solid and thick."""
    if n == 0:
        return palette.INK, 3.2, ""
    colours = [c for c in palette.OKABE_ITO if c != "#000000"]
    dash = " ".join(f"{1.8 * d:g}" for d in palette.DASHES[n % len(palette.DASHES)])
    return colours[(n - 1) % len(colours)], 1.8, dash


def _short(words: str, most: int) -> str:
    return words if len(words) <= most else f"{words[: most - 1]}…"


@dataclass(frozen=True, eq=False)
class Section:
    """One question put to the data.

    Attributes
    ----------
    said : str
        The answer in one sentence.
    how : str
        How the picture is read.
    picture : Markup or None
    tables : tuple of DataFrame
        What the picture shows, as text.
    """

    title: str
    said: str
    how: str
    picture: Markup | None
    tables: tuple[pd.DataFrame, ...]


def sections(report: Report) -> tuple[Section, ...]:
    """All parts in reading order; those with nothing to show are left out."""
    parts = (
        _found(report), _compared(report), _reached(report), _stable(report), _learning(report),
        _calibrated(report), _sliced(report),
    )  # fmt: skip
    return tuple(part for part in parts if part is not None)


def _found(report: Report) -> Section:
    found = report.default.at(MAIN_REACH, report.counted).hit_rate
    return Section(
        title="How much of what happened lay where each method pointed?",
        said=f"In the riskiest 2% of the area by the default lay {rate(found)}.",
        how="Higher is better. A method that knew nothing would run along 2% at 2% of the area. "
        "PAI is the hit rate over the share of the area; PEI is PAI over the best that anybody "
        "could have reached with as much area.",
        picture=curves(report),
        tables=(tables.curve(report), tables.methods(report)),
    )


def _compared(report: Report) -> Section | None:
    if not report.differences:
        return None
    told = [d for d in report.differences if d.reach == MAIN_REACH and d.counted == report.counted]
    counts = {word: sum(d.word is word for d in told) for word in Word}
    return Section(
        title="Is the default better than the others?",
        said=f"Of {len(told)} other methods, at 2% of the area: {counts[Word.BETTER]} found less "
        f"than the default, {counts[Word.WORSE]} more, and {counts[Word.CANNOT_TELL]} cannot be "
        "told from it.",
        how="Each line is a 90% interval from whole weeks drawn again, the same weeks for both. "
        "Where it crosses the upright line, the mark is a ring and nothing is claimed.",
        picture=differences(report),
        tables=(tables.differences(report),),
    )


def _reached(report: Report) -> Section:
    reach = report.patrols
    if reach.hit_rate is None or reach.pai is None:
        said = "There were no hotspots for the patrols to visit."
    else:
        said = (
            f"The hotspots that the patrols can visit, {percent(reach.area_share)} of the area, "
            f"held {rate(reach.hit_rate)}: {reach.pai.value:,.0f} times what as much of the area "
            f"holds by chance (90% interval {reach.pai.low:,.0f} to {reach.pai.high:,.0f})."
        )
    return Section("What can the patrols reach?", said, reach.said, None, ())


def _stable(report: Report) -> Section | None:
    if not report.stability.weeks:
        return None
    return Section(
        title="Does the ranking hold from week to week?",
        said=report.stability.said,
        how="A ranking that jumps cannot be patrolled; one that never moves does not listen.",
        picture=ribbon(report),
        tables=(tables.stability(report),),
    )


def _learning(report: Report) -> Section:
    return Section(
        title="Would more history help?",
        said=report.learning.said,
        how="The default, fitted on the last part of the past only; upright lines are 90% "
        "intervals.",
        picture=learning(report),
        tables=(tables.learning(report),),
    )


def _calibrated(report: Report) -> Section:
    coverage = tables.coverage(report)
    return Section(
        title="Do the numbers mean what they say?",
        said=report.calibration.said,
        how="Cells from the riskiest down, in ten bands that each expect a tenth. The stroke is "
        "what was expected, the grey band the 90% range of chance around it, the mark what "
        "happened: filled inside the band, a ring outside. Counts of 1 to 4 have no mark.",
        picture=calibration(report),
        tables=(tables.calibration(report), *((coverage,) if len(coverage) else ())),
    )


def _sliced(report: Report) -> Section | None:
    if not report.slices:
        return None
    return Section(
        title="When does it find them?",
        said="Incidents tested by weekday and part of the window, and the share that lay in the "
        "riskiest 2% of the area.",
        how="Few incidents make a share unsteady; counts of 1 to 4 are shown as <5, without one.",
        picture=None,
        tables=(tables.slices(report),),
    )


def render(report: Report, about: About) -> str:
    """Write a report as one HTML document; every value is escaped.

    Returns
    -------
    str
        The same for the same report.
    """
    return document(
        Path(__file__).parent,
        about,
        {"rows": rows_of},
        report=report,
        sections=sections(report),
        origins=tables.origins(report),
        papers=tables.papers(report),
    )


def rows_of(table: pd.DataFrame) -> list[list[str]]:
    """Cells as text, row by row."""
    return [[str(cell) for cell in row] for row in table.to_numpy().tolist()]


_PAGES: Final = (".html", ".htm")


def report_json(report: Report, about: About) -> dict[str, Any]:
    """The report with the area it is about, its marking and the age of its data."""
    as_at = about.data_as_at
    return {
        "afterbell": {
            "area": about.name,
            "marking": about.marking,
            "simulated": about.simulated,
            "data_as_at": as_at.isoformat() if as_at else None,
        },
        **report.to_dict(),
    }


def write(report: Report, about: About, path: Path) -> None:
    """Write .json or .html, by the ending of the name.

    Raises
    ------
    AfterbellError
        When the name ends in anything else.
    """
    refuse_other_files(path)
    if path.suffix.lower() in _PAGES:
        path.write_text(render(report, about), encoding="utf-8")
    else:
        content = json.dumps(report_json(report, about), ensure_ascii=False, indent=1)
        path.write_text(content + "\n", encoding="utf-8")


def refuse_other_files(path: Path) -> None:
    """Refuse a name that ends in nothing that a report can be written as, before it is made.

    Raises
    ------
    AfterbellError
        When it is neither .json nor .html.
    """
    ending = path.suffix.lower()
    if ending not in (".json", *_PAGES):
        raise AfterbellError(
            f"{path.name} ends in {ending or 'nothing'}; expected a .json or an .html file."
        )
