"""The charts of a backtest on paper."""

from typing import Final

from markupsafe import Markup

from geo.evidence.backtest._report import Report
from geo.evidence.backtest._results import Conclusion, Difference, hidden
from geo.evidence.backtest._verdict import percent
from geo.rendering import (
    WIDTH_PX,
    Axes,
    legend_entry,
    line_style,
    palette,
    svg_chart,
    svg_dot,
    svg_line,
    svg_rect,
    svg_text,
    ticks,
)

_ROW_PX: Final = 24.0
_NAMES_PX: Final = 176.0
_PANEL_GAP_PX: Final = 14.0
_RIGHT_PX: Final = WIDTH_PX - 12
_DARK: Final = palette.HOTSPOT_LINE
_LIGHT: Final = palette.HOTSPOT_RAMP[1]


def hit_rate_curves(report: Report) -> Markup:
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


def differences(report: Report) -> Markup:
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


def stability(report: Report) -> Markup:
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


def learning(report: Report) -> Markup:
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


def calibration(report: Report) -> Markup:
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
