"""What paper and screen share: the typeface, the palette, and one self-contained HTML document."""

from geo.rendering.fonts import Weight, drawable, font, pdf_font, text_width_pt, woff2_base64
from geo.rendering.html_document import document
from geo.rendering.palette import PatrolStyle, patrol_styles, text_on

__all__ = [
    "PatrolStyle",
    "Weight",
    "document",
    "drawable",
    "font",
    "patrol_styles",
    "pdf_font",
    "text_on",
    "text_width_pt",
    "woff2_base64",
]
