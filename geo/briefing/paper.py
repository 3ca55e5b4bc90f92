"""A sheet of paper for one map: drawing in points, and room that is already taken."""

from dataclasses import dataclass, field
from typing import Any, Final

from matplotlib.axes import Axes
from matplotlib.patches import PathPatch
from matplotlib.path import Path
from matplotlib.patheffects import withStroke
from matplotlib.text import Text

from geo.briefing import palette
from geo.briefing.fonts import Weight, drawable, font, text_width_pt
from geo.briefing.scene import Extent
from geo.model import XY

#: Half the height of a capital of Source Sans 3, in ems.
_HALF_CAPITAL: Final = 0.33

Box = tuple[float, float, float, float]


@dataclass
class Room:
    """Which parts of the map are taken, so that labels and badges keep clear of each other.

    Coordinates are points on paper from the lower left corner; a box is left, bottom, right, top.
    """

    width_pt: float
    height_pt: float
    taken: list[Box] = field(default_factory=list)

    def take(self, box: Box) -> None:
        """Mark a box as taken."""
        self.taken.append(box)

    def free(self, box: Box) -> bool:
        """Whether a box lies on the map and meets nothing that is taken."""
        left, bottom, right, top = box
        inside = left >= 2 and bottom >= 2
        if not (inside and right <= self.width_pt - 2 and top <= self.height_pt - 2):
            return False
        return all(right < b[0] or left > b[2] or top < b[1] or bottom > b[3] for b in self.taken)

    def settle(self, at: XY, width: float, height: float, tries: list[XY]) -> XY | None:
        """Take the first free place for a box centred on ``at`` plus an offset; None if all are."""
        for dx, dy in tries:
            x, y = at[0] + dx, at[1] + dy
            box = (x - width / 2, y - height / 2, x + width / 2, y + height / 2)
            if self.free(box):
                self.take(box)
                return x, y
        return None


@dataclass(frozen=True)
class Paper:
    """Axes whose unit is the point, the ground they show, and the room on them."""

    axes: Axes
    extent: Extent
    room: Room
    scale: float = 1.0

    def path(self, path: Path, *, fill: str = "none", line: str = "none", **style: object) -> None:
        """Add a path in points."""
        kind: dict[str, Any] = {"facecolor": fill, "edgecolor": line, "joinstyle": "round", **style}
        self.axes.add_patch(PathPatch(path, **kind))

    def text(self, at: XY, words: str, *, size: float = 7, **style: object) -> Text:
        """Add a line of text at a place in points; mathematics is not read into it.

        Capitals are centred on the height, which looks right where a box of all letters does not.
        """
        weight = style.pop("weight", Weight.REGULAR)
        halo = style.pop("halo", None)
        kind: dict[str, Any] = {"ha": "center", "va": "baseline", "color": palette.INK, **style}
        prop = font(Weight(str(weight)), size * self.scale)
        drop = _HALF_CAPITAL * size * self.scale * (kind["va"] == "baseline")
        at = (at[0], at[1] - drop)
        text = self.axes.text(*at, drawable(words), fontproperties=prop, parse_math=False, **kind)
        if halo:
            text.set_path_effects([withStroke(linewidth=2 * self.scale, foreground=str(halo))])
        return text

    def width(self, words: str, size: float, weight: Weight = Weight.REGULAR) -> float:
        """Width of a line of text in points, at the scale of this paper."""
        return text_width_pt(drawable(words), weight, size * self.scale)


def ring(radius: float, *, offset: float = 0) -> list[XY]:
    """Offsets to try, from none outwards in eight directions and three rings."""
    s = 0.7071
    ways = [(1, 0), (s, s), (0, 1), (-s, s), (-1, 0), (-s, -s), (0, -1), (s, -s)]
    rings = [offset + radius * n for n in (1, 1.7, 2.5, 3.4)]
    return [(0.0, 0.0), *((x * r, y * r) for r in rings for x, y in ways)]
