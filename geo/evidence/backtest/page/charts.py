"""The pictures of a backtest; each says with its table the same thing."""

from typing import Final

from markupsafe import Markup

from geo.briefing import palette
from geo.evidence.backtest.page.svg import GRID, WIDE, Axes, dot, drawn, line, rect, text, ticks
from geo.evidence.backtest.report import Report
from geo.evidence.backtest.results import Difference, Word, hidden
from geo.evidence.backtest.wording import percent

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
