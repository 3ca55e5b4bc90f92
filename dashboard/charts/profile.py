"""A hotspot over the slices of the window."""

import altair as alt
import pandas as pd

from dashboard.charts.look import TIGHT, quiet
from geo.clock import Window
from geo.model import Hotspot
from geo.rendering import palette

_HEIGHT_PX = 72


def profile(spot: Hotspot, window: Window, slice_index: int | None = None) -> alt.Chart:
    """Expected incidents of a hotspot over the slices of the window.

    The slice that is looked at (or the peak) is dark, so that it also reads in grey.
    """
    table = _table(spot, window, spot.peak_slice if slice_index is None else slice_index)
    colour = alt.condition(
        "datum.marked", alt.value(palette.HOTSPOT_LINE), alt.value(palette.HOTSPOT_RAMP[1])
    )
    bars: alt.Chart = (
        alt.Chart(table)
        .mark_bar(width={"band": 0.82})
        .encode(
            x=alt.X("slice:N", sort=None, axis=_hours(window)),
            y=alt.Y("expected:Q", axis=None),
            color=colour,
            tooltip=[
                alt.Tooltip("slice:N", title="Slice"),
                alt.Tooltip("expected:Q", title="Expected", format=".3f"),
            ],
        )
    )
    return quiet(bars, _HEIGHT_PX).properties(padding=TIGHT)


def _table(spot: Hotspot, window: Window, marked: int) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "slice": [window.label(n) for n in range(window.n_slices)],
            "expected": list(spot.by_slice),
            "marked": [n == marked for n in range(window.n_slices)],
        }
    )


def _hours(window: Window) -> alt.Axis:
    """An axis that names whole hours only."""
    return alt.Axis(
        values=[window.label(n) for n in range(window.n_slices) if _whole_hour(window, n)],
        labelExpr="substring(datum.value, 0, 5)",
        labelAngle=0,
        labelAlign="center",
        labelPadding=4,
        ticks=False,
        domainColor=palette.QUIET,
        title=None,
    )


def _whole_hour(window: Window, index: int) -> bool:
    return window.slice_start_min(index) % 60 == 0
