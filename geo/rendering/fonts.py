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

#: Where the files of the typeface lie, as TrueType and WOFF2.
FONT_FOLDER: Final = Path(__file__).parent / "fonts"


class Weight(StrEnum):
    """The weights that travel with Afterbell."""

    REGULAR = "Regular"
    SEMIBOLD = "Semibold"
    BOLD = "Bold"


def font(weight: Weight, size_pt: float) -> FontProperties:
    """Give the typeface for matplotlib, straight from its file.

    Parameters
    ----------
    weight : Weight
        Which of the three.
    size_pt : float
        Size in points.
    """
    return FontProperties(fname=str(_file(weight)), size=size_pt)


def pdf_font(weight: Weight) -> str:
    """Give the name under which reportlab knows a weight; registers it the first time.

    Parameters
    ----------
    weight : Weight
        Which of the three.
    """
    name = f"Afterbell-{weight}"
    if name not in pdfmetrics.getRegisteredFontNames():
        pdfmetrics.registerFont(TTFont(name, str(_file(weight))))
    return name


@cache
def woff2_base64(weight: Weight) -> str:
    """Give the web font of a weight, as a data URL holds it.

    Parameters
    ----------
    weight : Weight
        Which of the three.
    """
    file = FONT_FOLDER / f"{_file(weight).name}.woff2"
    return base64.b64encode(file.read_bytes()).decode("ascii")


def drawable(text: str) -> str:
    """Give a text on one line, with characters that the typeface lacks as question marks.

    Parameters
    ----------
    text : str
        Any text, such as a name from the data.
    """
    known = _characters()
    return "".join(c if ord(c) in known else "?" for c in " ".join(text.split()))


def text_width_pt(text: str, weight: Weight, size_pt: float) -> float:
    """Measure a line of text.

    Parameters
    ----------
    text : str
        A drawable text.
    weight : Weight
        Which of the three.
    size_pt : float
        Size in points.

    Returns
    -------
    float
        Width in points.
    """
    return float(pdfmetrics.stringWidth(text, pdf_font(weight), size_pt))


def _file(weight: Weight) -> Path:
    return FONT_FOLDER / f"SourceSans3-{weight}.ttf"


@cache
def _characters() -> frozenset[int]:
    return frozenset(FT2Font(str(_file(Weight.REGULAR))).get_charmap())
