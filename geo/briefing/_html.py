"""The briefing as one HTML file: fonts, styles and map inside, no script, nothing to fetch."""

import re
from pathlib import Path
from typing import Final

from markupsafe import Markup

from geo.briefing import _map, sheet
from geo.briefing.sheet import Sheet
from geo.rendering import document

#: Width and height in points, and the size of letters and symbols, of the map on a wide screen and
#: on a phone.
_WIDE: Final = (640.0, 545.0, 1.2)
_NARROW: Final = (360.0, 440.0, 1.25)


def render(briefing: Sheet) -> str:
    """Write a briefing as one HTML document.

    Every value is escaped by the template; only our own style sheet, fonts and drawn map go in as
    they are, and the map holds no text of the data.
    """
    return document(
        Path(__file__).parent,
        briefing.scene.layers.area,
        {"css_string": _css_string, "tight": _tight},
        b=briefing,
        not_grounds=sheet.NOT_GROUNDS,
        principles=sheet.PRINCIPLES,
        standing_guidance=sheet.STANDING_GUIDANCE,
        wide=_svg(briefing, _WIDE, "w"),
        narrow=_svg(briefing, _NARROW, "n"),
        map_in_words=_map_in_words(briefing),
    )


def _svg(briefing: Sheet, size: tuple[float, float, float], key: str) -> Markup:
    """The map as markup of our own making: letters in it are outlines."""
    return Markup(_map.svg(briefing.scene, *size, key=key))  # noqa: S704 - see above


def _map_in_words(briefing: Sheet) -> str:
    """What the map shows, for those who do not see it."""
    ranks = ", ".join(f"{h.rank} {h.name}" for h in briefing.hotspots)
    patrols = ", ".join(f"{a.style.letter} {a.name}" for a in briefing.assignments)
    return (
        f"Map of {briefing.area}. Hotspots: {ranks or 'none'}. Patrol routes: "
        f"{patrols or 'none'}. The tables on this page give the same information."
    )


def _css_string(text: str) -> Markup:
    """A text as a CSS string, every character that is no plain letter or digit escaped."""
    safe = (c if c.isascii() and c.isalnum() else f"\\{ord(c):06x}" for c in text)
    return Markup('"{}"').format(Markup("".join(safe)))  # noqa: S704 - escaped just above


def _tight(text: str) -> str:
    """A text in which a number and its unit stay on one line."""
    return re.sub(r"(\d) (m|km|min)\b", "\\1\N{NO-BREAK SPACE}\\2", text)
