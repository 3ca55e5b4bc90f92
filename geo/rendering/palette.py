"""The colours, dashes and letters of every map, so that paper and screen agree.

Patrol colours are those of Okabe and Ito (2008), which the colour-blind can tell apart, in an order
that keeps neighbours far from each other on paper grey. Hotspots have one hue, light to dark, which
survives a grey printer. Colour is never the only cue: a patrol also has a letter and a dash.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

BACKDROP: Final = "#F5F3EE"
WATER: Final = "#CADAE2"
PARK: Final = "#DCE6D2"
RAIL: Final = "#8C8A86"
INK: Final = "#1F2328"
QUIET: Final = "#5C6167"
#: Level lines of a chart.
GRID: Final = "#E4E0D7"
HALO: Final = "#FFFFFF"
ACCENT: Final = "#1D4F73"
WARNING: Final = "#8A3B00"
BANNER: Final = "#F3DE9B"

SCHOOL: Final = "#33475B"
BASE: Final = INK


@dataclass(frozen=True)
class _StreetStyle:
    """How one kind of street is drawn: a colour, and a width in points on an A4 map."""

    colour: str
    width_pt: float


STREETS: Final[dict[str, _StreetStyle]] = {
    "path": _StreetStyle("#D3CFC6", 0.45),
    "local": _StreetStyle("#C4BFB4", 0.65),
    "high street": _StreetStyle("#ADA89E", 1.5),
    "main": _StreetStyle("#ADA89E", 1.9),
}

OKABE_ITO: Final = (
    "#0072B2",  # blue
    "#D55E00",  # vermillion
    "#009E73",  # bluish green
    "#000000",  # black
    "#CC79A7",  # reddish purple
    "#56B4E9",  # sky blue
    "#E69F00",  # orange
)

#: On and off lengths in multiples of the line's width; empty is a solid line.
DASHES: Final[tuple[tuple[float, ...], ...]] = (
    (),
    (4, 1.6),
    (1.2, 1.4),
    (6, 1.4, 1.2, 1.4),
    (2.4, 1.2),
    (8, 2),
    (5, 1.2, 1.2, 1.2, 1.2, 1.2),
    (1.2, 2.6),
)

#: One hue, light to dark: the most expected is the darkest.
HOTSPOT_RAMP: Final = ("#EBC9CF", "#D89AA6", "#BF6A7C", "#9F3F56", "#7A1C38")
HOTSPOT_LINE: Final = "#6B1530"

_LETTERS: Final = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"


@dataclass(frozen=True)
class PatrolStyle:
    """How one patrol differs from the others on any map or table.

    Attributes
    ----------
    letter : str
        As on its stops: A1, A2.
    colour : str
        As ``#rrggbb``.
    dash : tuple of float
        On and off lengths in multiples of the line's width; empty is a solid line.
    on_colour : str
        Black or white, whichever reads better on ``colour``.
    """

    letter: str
    colour: str
    dash: tuple[float, ...]
    on_colour: str

    def dash_array(self, width_px: float) -> str | None:
        """The dash as SVG and Leaflet write it for a line of a width; None for a solid line."""
        if not self.dash:
            return None
        return " ".join(f"{part * width_px:g}" for part in self.dash)


def patrol_styles(names: Sequence[str]) -> tuple[PatrolStyle, ...]:
    """Give one style for each patrol, in order.

    Parameters
    ----------
    names : sequence of str
        Names of the patrols of a plan. Where their initials are all different they are the
        letters (Alpha is A); otherwise the patrols are lettered A, B, C in order.

    Returns
    -------
    tuple of PatrolStyle
        No two with the same letter, nor with the same colour and dash.

    Examples
    --------
    >>> [style.letter for style in patrol_styles(["Kilo", "Bravo"])]
    ['K', 'B']
    >>> [style.letter for style in patrol_styles(["Patrol 1", "Patrol 2"])]
    ['A', 'B']
    """
    initials = [name.strip()[:1].upper() for name in names]
    own = len(set(initials)) == len(initials) and all(i in _LETTERS and i for i in initials)
    letters = initials if own else [_letter(n) for n in range(len(names))]
    return tuple(_style(n, letter) for n, letter in enumerate(letters))


def hotspot_colour(rank: int, of: int = 5) -> str:
    """Give the colour of a hotspot by its rank.

    Parameters
    ----------
    rank : int
        From 1, the darkest; ``of`` and beyond are the lightest.
    of : int
        How many hotspots are shown.
    """
    steps = len(HOTSPOT_RAMP) - 1
    share = min(max(rank - 1, 0) / max(of - 1, 1), 1)
    return HOTSPOT_RAMP[steps - round(share * steps)]


def text_on(colour: str) -> str:
    """Give black or white, whichever has the greater contrast on a colour (WCAG 2.2).

    Parameters
    ----------
    colour : str
        As ``#rrggbb``.
    """
    light = _luminance(colour)
    return "#FFFFFF" if 1.05 / (light + 0.05) >= (light + 0.05) / 0.05 else "#000000"


def _luminance(colour: str) -> float:
    """Relative luminance of a ``#rrggbb`` colour, 0 to 1 (WCAG 2.2)."""
    parts = (int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5))
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _letter(n: int) -> str:
    """A to Z, then A2 to Z2 and so on."""
    again = n // len(_LETTERS)
    return _LETTERS[n % len(_LETTERS)] + (str(again + 1) if again else "")


def _style(n: int, letter: str) -> PatrolStyle:
    colour = OKABE_ITO[n % len(OKABE_ITO)]
    return PatrolStyle(letter, colour, DASHES[n % len(DASHES)], text_on(colour))
