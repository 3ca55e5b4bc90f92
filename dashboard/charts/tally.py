"""Counts of one hotspot as bars, each with its count as it may be shown."""

import altair as alt
import pandas as pd

from dashboard.charts.look import TIGHT, quiet
from geo.hotspots.explanation import Tally
from geo.rendering import palette

_HEIGHT_PX = 96
#: Room for the words above the highest bar.
_HEADROOM = 1.18


def tally(counts: Tally) -> alt.Chart:
    """Bars of a tally; a count that is hidden is a pale bar of one height.

    No number reaches the browser that may not be shown.
    """
    table = pd.DataFrame(
        {
            "label": counts.labels,
            "shown": counts.shown,
            "height": counts.heights,
            "whole": [text.replace(",", "").isdigit() for text in counts.shown],
        }
    )
    most = max(*counts.heights, 5.0)
    shade = alt.condition(
        "datum.whole", alt.value(palette.HOTSPOT_RAMP[2]), alt.value(palette.HOTSPOT_RAMP[0])
    )
    base = alt.Chart(table).encode(
        x=alt.X("label:N", sort=None, axis=_axis(counts)),
        y=alt.Y("height:Q", axis=None, scale=alt.Scale(domain=[0, most * _HEADROOM])),
        tooltip=[alt.Tooltip("label:N", title="When"), alt.Tooltip("shown:N", title="Recorded")],
    )
    bars = base.mark_bar(width={"band": 0.82}).encode(color=shade)
    numbers = base.mark_text(dy=-7, fontSize=12, font="Source Sans", color=palette.INK).encode(
        text="shown:N"
    )
    made = quiet(alt.layer(bars, numbers), _HEIGHT_PX, f"{counts.title}: {_in_words(counts)}")
    return made.properties(padding=TIGHT)


def _in_words(counts: Tally) -> str:
    return ", ".join(f"{a} {b}" for a, b in zip(counts.labels, counts.shown, strict=True))


def _axis(counts: Tally) -> alt.Axis:
    """An axis that names what has a tick."""
    named = {a: tick for a, tick in zip(counts.labels, counts.ticks, strict=True) if tick}
    words = ", ".join(f"'{a}': '{tick}'" for a, tick in named.items())
    return alt.Axis(
        values=list(named),
        labelExpr=f"({{{words}}})[datum.value]",
        labelAngle=0,
        labelOverlap=False,
        labelPadding=4,
        ticks=False,
        domainColor=palette.QUIET,
        title=None,
    )
