"""The theme, in one place: Streamlit's own settings, and the style sheets of pages and maps.

One accent, one typeface (Source Sans, which Streamlit serves itself), four sizes, paper and ink.
"""

from pathlib import Path
from typing import Any, Final

from geo.rendering import palette

#: What every page wears; the later ones are about parts of the pages that they are named for.
_PAGE_SHEETS: Final = (
    "page.css",
    "analyst.css",
    "data.css",
    "quality.css",
    "timetables.css",
    "evidence.css",
    "plan.css",
)
_STYLE: Final = Path(__file__).parent / "style"
PAPER: Final = "#FBFAF7"
LINE: Final = "#DDD9CF"
TINT: Final = "#EFECE4"

_COLOURS: Final = {
    "paper": PAPER,
    "ground": palette.BACKDROP,
    "line": LINE,
    "tint": TINT,
    "ink": palette.INK,
    "quiet": palette.QUIET,
    "accent": palette.ACCENT,
    "warning": palette.WARNING,
    "hot": palette.HOTSPOT_LINE,
    "small": "0.8125rem",
    "body": "0.9375rem",
    "lead": "1.125rem",
    "title": "1.5rem",
}


def settings() -> dict[str, Any]:
    """Streamlit's theme options."""
    return {
        "theme.base": "light",
        "theme.primaryColor": palette.ACCENT,
        "theme.backgroundColor": PAPER,
        "theme.secondaryBackgroundColor": TINT,
        "theme.textColor": palette.INK,
        "theme.linkColor": palette.ACCENT,
        "theme.borderColor": LINE,
        "theme.font": "sans-serif",
        "theme.headingFont": "sans-serif",
        "theme.headingFontSizes": ["1.5rem", "1.125rem", "0.9375rem"],
        "theme.headingFontWeights": [600, 600, 600],
        "theme.baseFontSize": 16,
        "theme.baseRadius": "4px",
        "theme.buttonRadius": "4px",
        "theme.showWidgetBorder": True,
    }


def page_css() -> str:
    """Style of every page."""
    return _variables() + "".join(_sheet(name) for name in _PAGE_SHEETS)


def briefing_css() -> str:
    """What the dark page of a briefing changes."""
    return _sheet("briefing.css")


def component_css(sheet: str) -> str:
    """Style of a component of our own, which the page's style does not reach."""
    return _variables(":host") + sheet


def map_css(look: str) -> str:
    """Style of what a map shows: names, badges, legend, tooltips."""
    return _variables() + _sheet("map.css") + (_sheet("map-night.css") if look == "night" else "")


def _variables(where: str = ":root") -> str:
    values = "".join(f"--ab-{name}:{value};" for name, value in _COLOURS.items())
    return f"{where}{{{values}}}\n"


def _sheet(name: str) -> str:
    return (_STYLE / name).read_text(encoding="utf-8")
