"""Charts on paper: bars, lines, heat, a dial and intervals as SVG.

No script and nothing to fetch; a description says to a reader what the chart shows. Charts on
screen are drawn by Altair.
"""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from markupsafe import Markup

from geo.rendering import palette

WIDTH_PX: Final = 680.0
_DARK: Final = palette.HOTSPOT_LINE
_LIGHT: Final = palette.HOTSPOT_RAMP[1]
_HEIGHT_PX: Final = 150.0
_LEFT_PX: Final = 52.0
_NAMES_PX: Final = 130.0
_ROW_PX: Final = 20.0
_DIAL_PX: Final = 240.0
_MOST_LABELS: Final = 8

_Point = tuple[float, float]


@dataclass(frozen=True)
class Axes:
    """A rectangle of a chart, and the values at its edges.

    Attributes
    ----------
    x, y : (float, float)
        Values at left and right, and at bottom and top.
    left, top, width, height : float
        Pixels of the chart.
    """

    x: tuple[float, float]
    y: tuple[float, float]
    left: float = _LEFT_PX
    top: float = 12.0
    width: float = WIDTH_PX - _LEFT_PX - 12
    height: float = _HEIGHT_PX

    @property
    def bottom(self) -> float:
        """The lower edge in pixels."""
        return self.top + self.height

    @property
    def step(self) -> float:
        """Pixels of one unit of x."""
        return self.width / max(self.x[1] - self.x[0], 1)

    def at(self, x: float, y: float) -> _Point:
        """Pixels of a pair of values; what is beyond the edges stays on them."""
        along = min(max((x - self.x[0]) / ((self.x[1] - self.x[0]) or 1), 0), 1)
        up = min(max((y - self.y[0]) / ((self.y[1] - self.y[0]) or 1), 0), 1)
        return self.left + along * self.width, self.bottom - up * self.height

    def upright(self, x: float, colour: str = palette.GRID) -> Markup:
        """A line from bottom to top."""
        return svg_line([self.at(x, self.y[0]), self.at(x, self.y[1])], colour, 1)

    def levels(self, values: Iterable[float], pattern: str) -> list[Markup]:
        """Level lines with their values, written by a pattern such as ``{:.0%}``."""
        parts = []
        for value in values:
            ends = [self.at(self.x[0], value), self.at(self.x[1], value)]
            name = svg_text((self.left - 8, ends[0][1] + 4), pattern.format(value), "end")
            parts += [svg_line(ends, palette.GRID, 1), name]
        return parts

    def bar(self, x: float, values: tuple[float, float], fill: str, share: float = 0.82) -> Markup:
        """A bar around ``x`` from one value up to another, over a share of the step."""
        (middle, low), (_, high) = self.at(x, values[0]), self.at(x, values[1])
        half = self.step * share / 2
        return svg_rect((middle - half, high), 2 * half, low - high, fill)

    def stroke(self, x: float, y: float, share: float = 1.0) -> Markup:
        """A level stroke around ``x``."""
        middle, high = self.at(x, y)
        half = self.step * share / 2
        return svg_line([(middle - half, high), (middle + half, high)], palette.INK, 2)

    def interval(
        self, y_px: float, low: float, value: float, high: float, *, colour: str, filled: bool
    ) -> list[Markup]:
        """A level line from low to high, with a disc at the value, or a ring."""
        start, middle, end = ((self.at(x, 0)[0], y_px) for x in (low, value, high))
        return [svg_line([start, end], colour, 2), svg_dot(middle, colour, filled=filled)]

    def names(self, names: Sequence[object]) -> list[Markup]:
        """Names below the steps, a few of them where there are many."""
        every = -(-len(names) // _MOST_LABELS) or 1
        return [
            svg_text((self.left + n * self.step, self.bottom + 16), name)
            for n, name in enumerate(names)
            if n % every == 0
        ]


def svg_chart(
    height: float, description: str, parts: Iterable[Markup], width: float = WIDTH_PX
) -> Markup:
    """Put marks into one chart.

    Parameters
    ----------
    height, width : float
        Pixels.
    description : str
        What the chart shows, for those who do not see it.
    parts : iterable of Markup
    """
    head = Markup(
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {0} {1}" role="img" '
        'aria-label="{2}" style="max-width:{0}px">'
    ).format(f"{width:g}", f"{height:g}", description)
    return head + Markup("").join(parts) + Markup("</svg>")


def svg_line(points: Sequence[_Point], colour: str, width: float, dash: str = "") -> Markup:
    """A line through points."""
    path = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
    return Markup(
        '<polyline points="{}" fill="none" stroke="{}" stroke-width="{}" stroke-dasharray="{}" '
        'stroke-linejoin="round"/>'
    ).format(path, colour, f"{width:g}", dash or "none")


def svg_rect(corner: _Point, width: float, height: float, fill: str) -> Markup:
    """A filled rectangle from its upper left corner."""
    return Markup('<rect x="{}" y="{}" width="{}" height="{}" fill="{}"/>').format(
        f"{corner[0]:.1f}", f"{corner[1]:.1f}", f"{width:.1f}", f"{height:.1f}", fill
    )


def svg_dot(at: _Point, colour: str, *, filled: bool = True) -> Markup:
    """A disc, or a ring where it is not filled."""
    return Markup(
        '<circle cx="{}" cy="{}" r="4.5" fill="{}" stroke="{}" stroke-width="1.6"/>'
    ).format(f"{at[0]:.1f}", f"{at[1]:.1f}", colour if filled else "#fff", colour)


def svg_text(
    at: _Point, words: object, anchor: str = "start", colour: str = palette.QUIET
) -> Markup:
    """Words; ``anchor`` is start, middle or end."""
    return Markup('<text x="{}" y="{}" text-anchor="{}" style="fill:{}">{}</text>').format(
        f"{at[0]:.1f}", f"{at[1]:.1f}", anchor, colour, str(words)
    )


def line_style(n: int, width: float = 2.0) -> tuple[str, float, str]:
    """Colour, width and dash of the n-th line: lines differ by dash as well as by colour."""
    dash = " ".join(f"{width * d:g}" for d in palette.DASHES[n % len(palette.DASHES)])
    return palette.OKABE_ITO[n % len(palette.OKABE_ITO)], width, dash


def legend_entry(at: _Point, name: str, style: tuple[str, float, str]) -> list[Markup]:
    """A line of the legend."""
    x, y = at
    return [svg_line([(x, y - 4), (x + 40, y - 4)], *style), svg_text((x + 48, y), name, "start")]


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


def bar_chart(
    names: Sequence[object],
    values: Sequence[float],
    description: str,
    *,
    usual: Sequence[float] = (),
    marked: Sequence[bool] = (),
) -> Markup:
    """One bar a name; what is marked is dark, what is usual a stroke."""
    most = max([*values, *usual, 1.0])
    axes = Axes((0, max(len(values), 1)), (0, most))
    parts = axes.levels((0, most), "{:,.0f}")
    for n, value in enumerate(values):
        dark = not marked or marked[n]
        parts.append(axes.bar(n + 0.5, (0, value), _DARK if dark else _LIGHT))
    parts += [axes.stroke(n + 0.5, value) for n, value in enumerate(usual)]
    return svg_chart(axes.bottom + 22, description, parts + axes.names(names))


def line_chart(
    names: Sequence[object],
    series: Mapping[str, Sequence[tuple[int, float, bool]]],
    description: str,
) -> Markup:
    """One line a series of (place among the names, value, whether it gets a ring)."""
    most = max([value for points in series.values() for _, value, _ in points] + [1.0])
    axes = Axes((0, max(len(names), 1)), (0, most))
    parts = axes.levels((0, most), "{:,.0f}")
    for n, (name, points) in enumerate(series.items()):
        style, at = line_style(n), [axes.at(x + 0.5, y) for x, y, _ in points]
        parts += [
            svg_line(at, *style),
            *legend_entry((axes.left, axes.bottom + 38 + 16 * n), name, style),
        ]
        ringed = zip(at, points, strict=True)
        parts += [svg_dot(each, style[0], filled=False) for each, (_, _, ring) in ringed if ring]
    height = axes.bottom + 30 + 16 * len(series)
    return svg_chart(height, description, parts + axes.names(names))


def heat_map(
    across: Sequence[object],
    down: Sequence[object],
    cells: Mapping[tuple[int, int], float],
    description: str,
    unit: str,
) -> Markup:
    """Cells by their place across and down; white is none, the darkest the most."""
    most = max([*cells.values(), 1.0])
    height, width = _ROW_PX * len(down), WIDTH_PX - _NAMES_PX
    axes = Axes((0, max(len(across), 1)), (0, 1), _NAMES_PX, 0.0, width, height)
    ramp = ("#FFFFFF", *palette.HOTSPOT_RAMP, _DARK)
    parts = [
        svg_rect(
            (_NAMES_PX + x * axes.step, y * _ROW_PX), axes.step, _ROW_PX - 1,
            ramp[math.ceil(value / most * (len(ramp) - 1) - 1e-9)],
        )
        for (x, y), value in cells.items()
    ]  # fmt: skip
    parts += [
        svg_text((_NAMES_PX - 6, n * _ROW_PX + 14), str(name)[:20], "end")
        for n, name in enumerate(down)
    ]
    note = f"white is none, the darkest {most:,.0f} {unit}"
    parts.append(svg_text((_NAMES_PX, height + 36), note))
    return svg_chart(height + 42, description, parts + axes.names(across))


def hour_dial(
    hours: Sequence[object], values: Sequence[float], description: str, marked: Sequence[bool]
) -> Markup:
    """Hours around, midnight at the top; the area of a wedge is its value."""
    most, turn, middle = max([*values, 1.0]), 2 * math.pi / max(len(values), 1), _DIAL_PX / 2
    reach = middle - 24
    ring = Markup('<circle cx="{0}" cy="{0}" r="{1}" fill="none" stroke="{2}"/>')
    parts = [ring.format(middle, reach, palette.GRID)]
    for n, value in enumerate(values):
        radius = math.sqrt(value / most) * reach
        (x1, y1), (x2, y2) = (
            (middle + radius * math.sin(a), middle - radius * math.cos(a))
            for a in ((n - 0.45) * turn, (n + 0.45) * turn)
        )
        path = f"M{middle:g} {middle:g}L{x1:.1f} {y1:.1f}A{radius:.1f} {radius:.1f} 0 0 1 "
        path += f"{x2:.1f} {y2:.1f}Z"
        parts.append(
            Markup('<path d="{}" fill="{}"/>').format(path, _DARK if marked[n] else _LIGHT)
        )
    for n in range(0, len(hours), max(len(hours) // 4, 1)):
        side, y = math.sin(n * turn), middle - (middle - 10) * math.cos(n * turn) + 4
        anchor = "middle" if abs(side) < 0.05 else "end" if side > 0 else "start"
        x = {"start": 0.0, "end": _DIAL_PX, "middle": middle}[anchor]
        parts.append(svg_text((x, y), hours[n], anchor))
    return svg_chart(_DIAL_PX, description, parts, _DIAL_PX)
