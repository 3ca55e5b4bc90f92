"""The pictures of the effect panel: intervals, the lot, and what a trial would notice.

A certain change is a filled mark and one that cannot be told a ring; a day of rest is a filled box
and a day of patrol a dot. So none of it needs colour.
"""

from typing import Final

import altair as alt
import pandas as pd

from dashboard.charts.look import quiet
from geo.rendering import palette

_ROW_PX: Final = 38
_AXIS_PX: Final = 44
_POWER_PX: Final = 190
_EDGES: Final = (0.125, 8.0)
_TICKS: Final = (0.25, 0.5, 1.0, 2.0, 4.0)
_TICK_WORDS: Final = (
    "datum.value == 0.25 ? 'a quarter' : datum.value == 0.5 ? 'half' : datum.value == 1 ? 'same' : "
    "datum.value == 2 ? 'twice' : datum.value + ' times'"
)


def intervals(table: pd.DataFrame) -> alt.Chart:
    """Ratios with their 90% intervals, one row each, around what was expected.

    Parameters
    ----------
    table : DataFrame
        Columns where, ratio, low, high and certain (bool).
    """
    shown = table.assign(
        low=table["low"].clip(lower=_EDGES[0]), high=table["high"].clip(upper=_EDGES[1])
    )
    inside = shown.loc[shown["ratio"].between(*_EDGES)]
    scale = alt.Scale(type="log", domain=[*_EDGES])
    axis = alt.Axis(
        values=[*_TICKS], labelExpr=_TICK_WORDS, title=None, ticks=False, domain=False,
        labelOverlap=False,
    )  # fmt: skip
    rows = alt.Y("where:N", sort=None, axis=alt.Axis(title=None, ticks=False, domain=False))
    base = alt.Chart(shown).encode(y=rows)
    none = alt.Chart(pd.DataFrame({"at": [1.0]})).mark_rule(color=palette.QUIET, strokeDash=[3, 3])
    lines = base.mark_rule(color=palette.ACCENT, strokeWidth=3).encode(
        x=alt.X("low:Q", scale=scale, axis=axis), x2="high:Q"
    )
    marks = (
        alt.Chart(inside)
        .mark_point(size=110, strokeWidth=2, stroke=palette.ACCENT, opacity=1)
        .encode(
            y=rows,
            x=alt.X("ratio:Q", scale=scale, axis=axis),
            fill=alt.condition("datum.certain", alt.value(palette.ACCENT), alt.value("#FFFFFF")),
            tooltip=[
                alt.Tooltip("where:N", title="Where"),
                alt.Tooltip("ratio:Q", title="Recorded to expected", format=".2f"),
                alt.Tooltip("low:Q", title="Low", format=".2f"),
                alt.Tooltip("high:Q", title="High", format=".2f"),
            ],
        )
    )
    layers = alt.layer(none.encode(x=alt.X("at:Q", scale=scale, axis=axis)), lines, marks)
    description = "Recorded to expected, with 90% intervals; a ring where nobody can tell."
    return quiet(layers, _ROW_PX * len(table) + _AXIS_PX, description)


def lots(table: pd.DataFrame) -> alt.Chart:
    """Which place rests on which date.

    Parameters
    ----------
    table : DataFrame
        Columns place, date (text, in order) and rest (bool).
    """
    dates = table["date"].drop_duplicates()
    axis = alt.Axis(
        values=dates.tolist()[:: max(-(-len(dates) // 6), 1)], labelAngle=0, labelAlign="left",
        title=None, ticks=False, domain=False,
    )  # fmt: skip
    names = alt.Axis(title=None, ticks=False, domain=False, labelLimit=170, labelOverlap=False)
    base = alt.Chart(table).encode(
        x=alt.X("date:N", sort=dates.tolist(), axis=axis),
        y=alt.Y("place:N", sort=table["place"].drop_duplicates().tolist(), axis=names),
        tooltip=[
            alt.Tooltip("place:N", title="Place"),
            alt.Tooltip("date:N", title="Date"),
            alt.Tooltip("day:N", title="Day"),
        ],
    )
    rests = base.transform_filter("datum.rest").mark_rect(
        color=palette.HOTSPOT_LINE, stroke=palette.BACKDROP, strokeWidth=2
    )
    dots = base.transform_filter("!datum.rest").mark_circle(size=9, color=palette.QUIET, opacity=1)
    rows = table["place"].nunique()
    description = "Filled boxes are days of rest, dots days on which a place may be patrolled."
    return quiet(alt.layer(dots, rests), 24 * rows + _AXIS_PX, description)


def power(table: pd.DataFrame) -> alt.Chart:
    """How often falls of each size would be noticed; 8 in 10 is a line.

    Parameters
    ----------
    table : DataFrame
        Columns fall (text, in order), chance (0 to 1) and enough (bool).
    """
    y = alt.Y(
        "chance:Q", scale=alt.Scale(domain=[0, 1]),
        axis=alt.Axis(
            values=[0, 0.5, 0.8], labelExpr="(datum.value * 10) + ' in 10'", title=None,
            ticks=False, domain=False, labelOverlap=False,
        ),
    )  # fmt: skip
    bars = (
        alt.Chart(table)
        .mark_bar(width={"band": 0.82})
        .encode(
            x=alt.X(
                "fall:N", sort=None,
                axis=alt.Axis(title="Fall in incidents", labelAngle=0, ticks=False,
                              domainColor=palette.QUIET),
            ),
            y=y,
            color=alt.condition(
                "datum.enough", alt.value(palette.HOTSPOT_LINE), alt.value(palette.HOTSPOT_RAMP[1])
            ),
            tooltip=[
                alt.Tooltip("fall:N", title="Fall"),
                alt.Tooltip("chance:Q", title="Noticed", format=".0%"),
            ],
        )
    )  # fmt: skip
    line = (
        alt.Chart(pd.DataFrame({"chance": [0.8]}))
        .mark_rule(color=palette.INK, strokeDash=[3, 3])
        .encode(y=y)
    )
    description = "How often a fall of each size would be noticed; the line is 8 in 10."
    return quiet(alt.layer(bars, line), _POWER_PX, description)
