"""Marks and axes as SVG inside HTML: no script, nothing to fetch."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from geo.briefing import palette

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
