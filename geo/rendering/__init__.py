"""What paper and screen share: the typeface, the palette, and one self-contained HTML document.

In go names, texts and templates; out come styles that tell patrols apart, measured and drawable
text, and HTML that fetches nothing. `palette` holds the colours by name.
"""

from geo.rendering import palette
from geo.rendering.fonts import (
    FONT_FOLDER,
    Weight,
    drawable,
    font,
    pdf_font,
    text_width_pt,
    woff2_base64,
)
from geo.rendering.html_document import document
from geo.rendering.palette import PatrolStyle, hotspot_colour, patrol_styles, text_on

__all__ = [
    "FONT_FOLDER",
    "PatrolStyle",
    "Weight",
    "document",
    "drawable",
    "font",
    "hotspot_colour",
    "palette",
    "patrol_styles",
    "pdf_font",
    "text_on",
    "text_width_pt",
    "woff2_base64",
]
