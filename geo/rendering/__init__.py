"""What paper and screen share: typeface, palette, charts, and one self-contained HTML document.

In go names, texts and templates; out come styles that tell patrols apart, measured and drawable
text, and HTML that fetches nothing. `palette` holds the colours by name.
"""

from geo.rendering import palette
from geo.rendering.charts import (
    WIDTH_PX,
    Axes,
    bar_chart,
    heat_map,
    hour_dial,
    legend_entry,
    line_chart,
    line_style,
    svg_chart,
    svg_dot,
    svg_line,
    svg_rect,
    svg_text,
    ticks,
)
from geo.rendering.fonts import (
    FONT_FOLDER,
    Weight,
    drawable,
    font,
    pdf_font,
    text_width_pt,
    woff2_base64,
)
from geo.rendering.html_document import document, require_ending
from geo.rendering.palette import PatrolStyle, hotspot_colour, patrol_styles, text_on

__all__ = [
    "FONT_FOLDER",
    "WIDTH_PX",
    "Axes",
    "PatrolStyle",
    "Weight",
    "bar_chart",
    "document",
    "drawable",
    "font",
    "heat_map",
    "hotspot_colour",
    "hour_dial",
    "legend_entry",
    "line_chart",
    "line_style",
    "palette",
    "patrol_styles",
    "pdf_font",
    "require_ending",
    "svg_chart",
    "svg_dot",
    "svg_line",
    "svg_rect",
    "svg_text",
    "text_on",
    "text_width_pt",
    "ticks",
    "woff2_base64",
]
