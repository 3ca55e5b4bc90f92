"""The briefing as one HTML file: fonts, styles and map inside, no script, nothing to fetch."""

import re
from functools import cache
from pathlib import Path
from typing import Final

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template
from markupsafe import Markup

from geo.briefing import map_drawing, sheet
from geo.briefing.sheet import Sheet
from geo.rendering import Weight, palette, woff2_base64
from geo.text import SIMULATED

_FOLDER: Final = Path(__file__).parent
_CSS_WEIGHTS: Final = {Weight.REGULAR: 400, Weight.SEMIBOLD: 600, Weight.BOLD: 700}

#: Width and height in points, and the size of letters and symbols, of the map on a wide screen and
#: on a phone.
_WIDE: Final = (640.0, 545.0, 1.2)
_NARROW: Final = (360.0, 440.0, 1.25)


def render(briefing: Sheet) -> str:
    """Write a briefing as one HTML document.

    Every value is escaped by the template; only our own style sheet, fonts and drawn map go in as
    they are, and the map holds no text of the data.

    Parameters
    ----------
    briefing : Briefing
        What to say.

    Returns
    -------
    str
        The same for the same briefing.
    """
    return _template().render(
        b=briefing,
        simulated=SIMULATED,
        not_grounds=sheet.NOT_GROUNDS,
        principles=sheet.PRINCIPLES,
        standing_words=sheet.STANDING_WORDS,
        css=Markup((_FOLDER / "briefing.css").read_text(encoding="utf-8")),  # noqa: S704 - ours
        fonts=[(_CSS_WEIGHTS[weight], woff2_base64(weight)) for weight in Weight],
        colours=_colours(),
        wide=_map(briefing, _WIDE, "w"),
        narrow=_map(briefing, _NARROW, "n"),
        map_words=_map_words(briefing),
    )


def _map(briefing: Sheet, size: tuple[float, float, float], key: str) -> Markup:
    """The map as markup of our own making: letters in it are outlines."""
    return Markup(map_drawing.svg(briefing.scene, *size, key=key))  # noqa: S704 - see above


def _map_words(briefing: Sheet) -> str:
    """What the map shows, for those who do not see it."""
    ranks = ", ".join(f"{h.rank} {h.name}" for h in briefing.hotspots)
    patrols = ", ".join(f"{a.style.letter} {a.name}" for a in briefing.assignments)
    return (
        f"Map of {briefing.area}. Hotspots: {ranks or 'none'}. Patrol routes: "
        f"{patrols or 'none'}. The tables on this page say the same."
    )


def _colours() -> dict[str, str]:
    return {
        "ink": palette.INK, "quiet": palette.QUIET, "accent": palette.ACCENT,
        "ground": palette.GROUND, "warning": palette.WARNING, "banner": palette.BANNER,
        "hotspot": palette.HOTSPOT_LINE, "hotspot-light": palette.HOTSPOT_RAMP[1],
    }  # fmt: skip


def _css_string(text: str) -> Markup:
    """A text as a CSS string, every character that is no plain letter or digit escaped."""
    safe = (c if c.isascii() and c.isalnum() else f"\\{ord(c):06x}" for c in text)
    return Markup('"{}"').format(Markup("".join(safe)))  # noqa: S704 - escaped just above


def _tight(text: str) -> str:
    """A text in which a number and its unit stay on one line."""
    return re.sub(r"(\d) (m|km|min)\b", "\\1\N{NO-BREAK SPACE}\\2", text)


@cache
def _template() -> Template:
    environment = Environment(
        loader=FileSystemLoader(_FOLDER), autoescape=True, undefined=StrictUndefined,
        trim_blocks=True, lstrip_blocks=True, keep_trailing_newline=True,
    )  # fmt: skip
    environment.filters["css_string"] = _css_string
    environment.filters["tight"] = _tight
    return environment.get_template("briefing.html.j2")
