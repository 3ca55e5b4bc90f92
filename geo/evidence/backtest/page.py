"""A report as a file: JSON for machines, one HTML page for people and paper."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import pandas as pd
from markupsafe import Markup

from geo.evidence.backtest import _tables as tables
from geo.evidence.backtest._report import Report
from geo.evidence.backtest._results import Conclusion, Difference, hidden
from geo.evidence.backtest._verdict import MAIN_REACH, percent, rate
from geo.layers import About
from geo.rendering import (
    WIDTH_PX,
    Axes,
    document,
    legend_entry,
    line_style,
    palette,
    require_ending,
    svg_chart,
    svg_dot,
    svg_line,
    svg_rect,
    svg_text,
    ticks,
)


@dataclass(frozen=True, eq=False)
class _Section:
    """One question put to the data.

    Attributes
    ----------
    answer : str
        One sentence.
    legend : str
        How the chart is read.
    chart : Markup or None
    tables : tuple of DataFrame
        What the chart shows, as text.
    """

    title: str
    answer: str
    legend: str
    chart: Markup | None
    tables: tuple[pd.DataFrame, ...]


def _sections(report: Report) -> tuple[_Section, ...]:
    """All parts in reading order; those with nothing to show are left out."""
    parts = (
        _hit_rates(report), _compared(report), _patrols(report), _stability(report),
        _learning(report), _calibration(report), _slices(report),
    )  # fmt: skip
    return tuple(part for part in parts if part is not None)


def _hit_rates(report: Report) -> _Section:
    hit_rate = report.default.at(MAIN_REACH, report.measure).hit_rate
    return _Section(
        title="How much of what happened lay where each method pointed?",
        answer=f"In the riskiest 2% of the area by the default lay {rate(hit_rate)}.",
        legend="Higher is better. A method that knew nothing would run along 2% at 2% of the area. "
        "PAI is the hit rate over the share of the area; PEI is PAI over the best that anybody "
        "could have ranks with as much area.",
        chart=_hit_rate_curves_chart(report),
        tables=(tables.curve(report), tables.methods(report)),
    )


def _compared(report: Report) -> _Section | None:
    if not report.differences:
        return None
    compared = [
        d.conclusion
        for d in report.differences
        if (d.reach, d.measure) == (MAIN_REACH, report.measure)
    ]
    less, more, unclear = (
        compared.count(each)
        for each in (Conclusion.BETTER, Conclusion.WORSE, Conclusion.CANNOT_TELL)
    )
    return _Section(
        title="Is the default better than the others?",
        answer=f"Of {len(compared)} other methods, at 2% of the area: {less} found less than the "
        f"default, {more} more, and {unclear} cannot be told from it.",
        legend="Each line is a 90% interval from whole weeks drawn again, the same weeks for both. "
        "Where it crosses the upright line, the mark is a ring and nothing is claimed.",
        chart=_differences_chart(report),
        tables=(tables.differences(report),),
    )


def _patrols(report: Report) -> _Section:
    reach = report.patrols
    if reach.hit_rate is None or reach.pai is None:
        answer = "There were no hotspots for the patrols to visit."
    else:
        answer = (
            f"The hotspots that the patrols can visit, {percent(reach.area_share)} of the area, "
            f"held {rate(reach.hit_rate)}: {reach.pai.value:,.0f} times what as much of the area "
            f"holds by chance (90% interval {reach.pai.low:,.0f} to {reach.pai.high:,.0f})."
        )
    return _Section("What can the patrols reach?", answer, reach.explanation, None, ())


def _stability(report: Report) -> _Section | None:
    if not report.stability.weeks:
        return None
    return _Section(
        title="Does the ranking hold from week to week?",
        answer=report.stability.summary,
        legend="A ranking that jumps cannot be patrolled; one that never moves does not listen.",
        chart=_stability_chart(report),
        tables=(tables.stability(report),),
    )


def _learning(report: Report) -> _Section:
    return _Section(
        title="Would more history help?",
        answer=report.learning.summary,
        legend="The default, fitted on the last part of the past only; upright lines are 90% "
        "intervals.",
        chart=_learning_chart(report),
        tables=(tables.learning(report),),
    )


def _calibration(report: Report) -> _Section:
    coverage = tables.coverage(report)
    return _Section(
        title="Do the numbers mean what they say?",
        answer=report.calibration.summary,
        legend="Cells from the riskiest down, in ten bands that each expect a tenth. The stroke is "
        "what was expected, the grey band the 90% range of chance around it, the mark what "
        "happened: filled inside the band, a ring outside. Counts of 1 to 4 have no mark.",
        chart=_calibration_chart(report),
        tables=(tables.calibration(report), *((coverage,) if len(coverage) else ())),
    )


def _slices(report: Report) -> _Section | None:
    if not report.slices:
        return None
    return _Section(
        title="When does it find them?",
        answer="Incidents tested by weekday and part of the window, and the share that lay in the "
        "riskiest 2% of the area.",
        legend="Few incidents make a share unsteady; counts of 1 to 4 are shown as <5, without "
        "one.",
        chart=None,
        tables=(tables.slices(report),),
    )


def render(report: Report, about: About) -> str:
    """Write a report as one HTML document; every value is escaped.

    Parameters
    ----------
    report : Report
    about : About
        The area: its name, marking and the age of its data.

    Returns
    -------
    str
        The same for the same report.
    """
    return document(
        Path(__file__).parent,
        about,
        {"rows": _rows},
        report=report,
        sections=_sections(report),
        origins=tables.origins(report),
        papers=tables.papers(report),
    )


def _rows(table: pd.DataFrame) -> list[list[str]]:
    """Cells as text, row by row."""
    return [[str(cell) for cell in row] for row in table.to_numpy().tolist()]


def report_json(report: Report, about: About) -> dict[str, Any]:
    """Give the report as plain values for JSON.

    Parameters
    ----------
    report : Report
    about : About
        The area: its name, marking and the age of its data.
    """
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

    Parameters
    ----------
    report : Report
    about : About
        The area: its name, marking and the age of its data.
    path : Path

    Raises
    ------
    AfterbellError
        When the name ends in anything else.
    """
    require_ending(path, *Report.ENDINGS)
    if path.suffix.lower() == ".json":
        content = json.dumps(report_json(report, about), ensure_ascii=False, indent=1)
        path.write_text(content + "\n", encoding="utf-8")
    else:
        path.write_text(render(report, about), encoding="utf-8")


_ROW_PX: Final = 24.0
_NAMES_PX: Final = 176.0
_PANEL_GAP_PX: Final = 14.0
_RIGHT_PX: Final = WIDTH_PX - 12
_DARK: Final = palette.HOTSPOT_LINE
_LIGHT: Final = palette.HOTSPOT_RAMP[1]


def _hit_rate_curves_chart(report: Report) -> Markup:
    """Hit rate against the share of the area, one line a method; the default is thick."""
    shares, methods = report.curve_shares, report.methods
    levels = ticks(max(max(method.curve) for method in methods))
    axes = Axes((0, shares[-1]), (0, levels[-1]), height=260)
    parts = axes.levels(levels, "{:.0%}")
    for share in (0.01, 0.02, 0.05, 0.1, 0.15, 0.2):
        parts.append(axes.upright(share))
        parts.append(svg_text((axes.at(share, 0)[0], 290), f"{share:.0%}", "middle"))
    parts.append(svg_text((_RIGHT_PX, 308), "share of the area, riskiest first", "end"))
    styles = [(palette.INK, 3.2, ""), *(line_style(n, 1.8) for n in range(1, len(methods)))]
    for method, style in reversed(list(zip(methods, styles, strict=True))):
        points = [axes.at(x, y) for x, y in zip(shares, method.curve, strict=True)]
        parts.append(svg_line(points, *style))
    for n, (method, style) in enumerate(zip(methods, styles, strict=True)):
        name = f"{method.title} (the default)" if method.is_default else method.title
        parts += legend_entry((12 + n % 2 * WIDTH_PX / 2, 334 + n // 2 * 20), name, style)
    height = 344 + (len(methods) - 1) // 2 * 20
    return svg_chart(height, "Hit rate against the share of the area, by method", parts)


def _differences_chart(report: Report) -> Markup:
    """The default less each method: a panel a share of the area, a row a method."""
    others = [method for method in report.methods if not method.is_default]
    shown = [d for d in report.differences if d.measure == report.measure]
    least = min([-0.01, *(d.hit_rate.low for d in shown)])
    most = max([0.01, *(d.hit_rate.high for d in shown)])
    width = (WIDTH_PX - _NAMES_PX) / len(report.reaches) - _PANEL_GAP_PX
    height = _ROW_PX * len(others)
    parts = [
        svg_text((_NAMES_PX - 10, 46 + n * _ROW_PX), _short(method.title, 26), "end", palette.INK)
        for n, method in enumerate(others)
    ]
    for p, reach in enumerate(report.reaches):
        left = _NAMES_PX + p * (width + _PANEL_GAP_PX)
        axes = Axes((least, most), (0, 1), left, 30, width, height)
        name = "patrols' area" if reach.key == "patrols" else f"{reach.key}% of area"
        parts += [svg_text((left + width / 2, 18), name, "middle")]
        parts += [axes.upright(0, palette.QUIET), axes.upright(least), axes.upright(most)]
        parts.append(svg_text((left, height + 46), f"−{-least * 100:.0f}", "start"))
        parts.append(svg_text((left + width, height + 46), f"+{most * 100:.0f}", "end"))
        for n, method in enumerate(others):
            difference = report.difference(method.key, reach.key, report.measure)
            parts += _interval(axes, 42 + n * _ROW_PX, difference)
    note = "points of hit rate; right of the line the default finds more; a ring cannot tell"
    parts.append(svg_text((_RIGHT_PX, height + 64), note, "end"))
    text = "The default's hit rate less that of each method"
    return svg_chart(height + 72, text, parts)


def _stability_chart(report: Report) -> Markup:
    """Bars: what a week kept of the last one. Line: what is left of the first."""
    weeks = report.stability.weeks
    axes = Axes((0, max(len(weeks), 1)), (0, 1), height=130)
    parts = axes.levels([0, 0.5, 1], "{:.0%}")
    parts += [axes.bar(n + 0.5, (0, week.kept), _LIGHT) for n, week in enumerate(weeks)]
    for n in range(0, len(weeks), max(-(-len(weeks) // 6), 1)):
        side = "end" if n == len(weeks) - 1 else "middle"
        parts.append(svg_text((axes.at(n + 0.5, 0)[0], 160), f"{weeks[n].week:%-d %b}", side))
    left = [axes.at(n + 0.5, week.kept_since_first) for n, week in enumerate(weeks)]
    parts += [svg_line(left, _DARK, 2.2), svg_rect((12, 174), 16, 10, _LIGHT)]
    parts.append(svg_text((34, 184), "kept from the week before", colour=palette.INK))
    style = (_DARK, 2.2, "")
    parts += legend_entry((WIDTH_PX / 2, 184), "left of the first week's top 1%", style)
    return svg_chart(194, report.stability.summary, parts)


def _learning_chart(report: Report) -> Markup:
    """Hit rate at 2% of the area against the length of the past."""
    points = report.learning.points
    levels = ticks(max(p.hit_rate.high for p in points))
    axes = Axes((0, len(points)), (0, levels[-1]))
    middle = [axes.at(n + 0.5, p.hit_rate.value) for n, p in enumerate(points)]
    parts = [*axes.levels(levels, "{:.0%}"), svg_line(middle, _LIGHT, 2)]
    for n, point in enumerate(points):
        ends = [axes.at(n + 0.5, v) for v in (point.hit_rate.low, point.hit_rate.high)]
        parts += [svg_line(ends, _DARK, 2), svg_dot(middle[n], _DARK)]
        days, known = f"{point.days:,.0f} days", f"{point.known:,.0f} incidents"
        parts.append(svg_text((middle[n][0], 180), days, "middle", palette.INK))
        parts.append(svg_text((middle[n][0], 196), known, "middle"))
    return svg_chart(204, report.learning.summary, parts)


def _calibration_chart(report: Report) -> Markup:
    """Expected with its range of chance, and observed, for ten bands of risk."""
    groups = report.calibration.groups
    levels = ticks(max(max(g.high, g.observed) for g in groups))
    axes = Axes((0, len(groups)), (0, levels[-1]), height=160)
    parts = axes.levels(levels, "{:,g}")
    for n, group in enumerate(groups):
        parts.append(axes.bar(n + 0.5, (group.low, group.high), palette.GRID, 0.44))
        parts.append(axes.stroke(n + 0.5, group.expected, 0.44))
        inside = group.low <= round(group.observed) <= group.high
        if not hidden(group.observed):
            parts.append(svg_dot(axes.at(n + 0.5, group.observed), _DARK, filled=inside))
        parts.append(svg_text((axes.at(n + 0.5, 0)[0], 190), percent(group.area_share), "middle"))
    note = "share of the area in the band, riskiest first"
    parts.append(svg_text((_RIGHT_PX, 208), note, "end"))
    return svg_chart(216, report.calibration.summary, parts)


def _interval(axes: Axes, y_px: float, difference: Difference) -> list[Markup]:
    conclusion, hit_rate = difference.conclusion, difference.hit_rate
    clear = conclusion is not Conclusion.CANNOT_TELL
    worse = conclusion is Conclusion.WORSE
    colour = _DARK if worse else palette.ACCENT if clear else palette.QUIET
    return axes.interval(
        y_px, hit_rate.low, hit_rate.value, hit_rate.high, colour=colour, filled=clear
    )


def _short(words: str, most: int) -> str:
    return words if len(words) <= most else f"{words[: most - 1]}…"
