"""Source Sans 3, the one typeface, for matplotlib, reportlab and HTML; no global font list."""

import base64
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Final

from matplotlib.font_manager import FontProperties
from matplotlib.ft2font import FT2Font
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont

_FOLDER: Final = Path(__file__).parent / "fonts"


class Weight(StrEnum):
    """The weights that travel with Afterbell."""

    REGULAR = "Regular"
    SEMIBOLD = "Semibold"
    BOLD = "Bold"


def font(weight: Weight, size_pt: float) -> FontProperties:
    """The typeface for matplotlib, straight from its file."""
    return FontProperties(fname=str(_file(weight)), size=size_pt)


def pdf_font(weight: Weight) -> str:
    """The name under which reportlab knows a weight; registers it the first time."""
    name = f"Afterbell-{weight}"
    if name not in pdfmetrics.getRegisteredFontNames():
        pdfmetrics.registerFont(TTFont(name, str(_file(weight))))
    return name


@cache
def woff2_base64(weight: Weight) -> str:
    """The web font of a weight, as a data URL holds it."""
    return base64.b64encode((_FOLDER / f"{_file(weight).name}.woff2").read_bytes()).decode("ascii")


def drawable(text: str) -> str:
    """A text with characters that the typeface lacks shown as a question mark."""
    known = _characters()
    return "".join(c if ord(c) in known else "?" for c in " ".join(text.split()))


def text_width_pt(text: str, weight: Weight, size_pt: float) -> float:
    """Width of a line of text in points."""
    return float(pdfmetrics.stringWidth(text, pdf_font(weight), size_pt))


def _file(weight: Weight) -> Path:
    return _FOLDER / f"SourceSans3-{weight}.ttf"


@cache
def _characters() -> frozenset[int]:
    return frozenset(FT2Font(str(_file(Weight.REGULAR))).get_charmap())
