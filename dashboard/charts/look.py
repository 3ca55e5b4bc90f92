"""The look of every chart: no frame, no grid, the app's own typeface, and words for a reader."""

from typing import Final

import altair as alt

from geo.rendering import palette

_FONT: Final = "Source Sans"
#: Pixels around a chart that stands between lines of text.
TIGHT: Final = {"left": 0, "right": 0, "top": 0, "bottom": 4}


def quiet(
    chart: alt.Chart | alt.LayerChart | alt.FacetChart, height_px: int, description: str = ""
) -> alt.Chart:
    """Give a chart the look of all others.

    Parameters
    ----------
    description : str
        What it shows, for those who do not see it.
    """
    words = {"description": description} if description else {}
    made: alt.Chart = (
        chart.properties(height=height_px, background="transparent", **words)
        .configure_view(strokeWidth=0)
        .configure_axis(
            labelFont=_FONT,
            labelFontSize=13,
            labelColor=palette.QUIET,
            titleFont=_FONT,
            titleFontSize=13,
            titleFontWeight="normal",
            titleColor=palette.QUIET,
            grid=False,
        )
        .configure_legend(
            labelFont=_FONT,
            labelFontSize=13,
            labelColor=palette.INK,
            titleFont=_FONT,
            titleFontSize=13,
            titleFontWeight="normal",
            titleColor=palette.QUIET,
        )
    )
    return made
