"""The charts of a quality report: bars, lines, a heat map, a dial of hours.

What stands out is dark, the rest light; lines differ by dash as well as by colour, and a low month
is a ring. Every chart has a table beside it that says the same.
"""

from typing import Any, Final

import altair as alt
import pandas as pd

from dashboard.charts.look import quiet
from geo.quality import Chart, ChartKind
from geo.rendering import palette

_DARK: Final = palette.HOTSPOT_LINE
_LIGHT: Final = palette.HOTSPOT_RAMP[1]
_MARKED: Final = "marked"
_HEIGHT_PX: Final = 150
_ROW_PX: Final = 24
_LEGEND_PX: Final = 130
_DIAL_PX: Final = 250
_REACH_PX: Final = 88
#: More names than these do not fit beside each other on a phone.
_NAMES: Final = 6


def finding(wanted: Chart) -> alt.Chart:
    """Draw the chart of a finding."""
    makers = {
        ChartKind.BARS: _bars,
        ChartKind.LINES: _lines,
        ChartKind.HEAT: _heat,
        ChartKind.CLOCK: _dial,
    }
    table = wanted.table
    marks = table[wanted.marked].astype(bool) if wanted.marked else False
    plain = table.assign(**{_MARKED: marks})
    plain.columns = [_field(name) for name in plain.columns]
    return makers[wanted.kind](wanted, plain)


def _field(name: object) -> str:
    """A column name without the signs that Vega reads as paths."""
    return "".join(c if c.isalnum() or c in " _" else "_" for c in str(name))


def _shade() -> Any:  # noqa: ANN401 - altair has no name for a condition
    return alt.condition("datum.marked", alt.value(_DARK), alt.value(_LIGHT))


def _bars(wanted: Chart, table: pd.DataFrame) -> alt.Chart:
    x, y = _field(wanted.x), _field(wanted.y)
    base = alt.Chart(table).encode(x=alt.X(f"{x}:N", sort=None, axis=_sparse(table[x])))
    shown: alt.Chart | alt.LayerChart | alt.FacetChart = base.mark_bar(width={"band": 0.82}).encode(
        y=alt.Y(f"{y}:Q", axis=_numbers(wanted.y)),
        color=_shade() if wanted.marked else alt.value(_DARK),
        tooltip=_tips(wanted),
    )
    if wanted.usual:
        tick = base.mark_tick(color=palette.INK, thickness=1.5, width={"band": 1})
        shown = alt.layer(shown, tick.encode(y=f"{_field(wanted.usual)}:Q"))
    return quiet(shown, _HEIGHT_PX, wanted.description)


def _lines(wanted: Chart, table: pd.DataFrame) -> alt.Chart:
    x, y, series = (_field(name) for name in (wanted.x, wanted.y, wanted.series))
    names = table[series].unique().tolist()
    colours = [palette.OKABE_ITO[n % len(palette.OKABE_ITO)] for n in range(len(names))]
    dashes = [[2 * d for d in palette.DASHES[n % len(palette.DASHES)]] for n in range(len(names))]
    legend = alt.Legend(
        title=None, orient="bottom", columns=2, symbolSize=300, symbolType="stroke", offset=4
    )
    base = alt.Chart(table).encode(
        x=alt.X(f"{x}:N", sort=None, axis=_sparse(table[x].drop_duplicates())),
        y=alt.Y(f"{y}:Q", axis=_numbers(wanted.y)),
        color=alt.Color(f"{series}:N", scale=alt.Scale(domain=names, range=colours), legend=legend),
        tooltip=_tips(wanted),
    )
    dash = alt.StrokeDash(f"{series}:N", scale=alt.Scale(domain=names, range=dashes), legend=legend)
    lines = base.mark_line(strokeWidth=2).encode(strokeDash=dash)
    rings = base.transform_filter("datum.marked").mark_point(size=110, strokeWidth=2)
    return quiet(alt.layer(lines, rings), _HEIGHT_PX + 40, wanted.description)


def _heat(wanted: Chart, table: pd.DataFrame) -> alt.Chart:
    x, y, value = (_field(name) for name in (wanted.x, wanted.y, wanted.value))
    ramp = alt.Scale(range=["#FFFFFF", *palette.HOTSPOT_RAMP, _DARK], zero=True)
    legend = alt.Legend(title=wanted.value, orient="bottom", gradientLength=160, tickCount=3)
    cells = (
        alt.Chart(table)
        .mark_rect(stroke=palette.BACKDROP, strokeWidth=0.5)
        .encode(
            x=alt.X(f"{x}:N", sort=None, axis=_sparse(table[x].drop_duplicates())),
            y=alt.Y(f"{y}:N", sort=None, axis=_names()),
            color=alt.Color(f"{value}:Q", scale=ramp, legend=legend),
            tooltip=_tips(wanted),
        )
    )
    return quiet(cells, _ROW_PX * table[y].nunique() + _LEGEND_PX, wanted.description)


def _dial(wanted: Chart, table: pd.DataFrame) -> alt.Chart:
    """Twenty-four hours around, midnight at the top; the radius is the count."""
    x, y = _field(wanted.x), _field(wanted.y)
    step = 6.283185307179586 / len(table)
    at = pd.RangeIndex(len(table)).to_numpy() * step
    table = table.assign(start=at - step / 2, stop=at + step / 2, middle=at)
    most = float(max(table[y].max(), 1))
    radius = alt.Radius(
        f"{y}:Q", scale=alt.Scale(type="sqrt", domain=[0, most], range=[0, _REACH_PX])
    )
    base = alt.Chart(table)
    wedges = base.mark_arc(stroke=palette.BACKDROP, strokeWidth=1).encode(
        theta=alt.Theta("start:Q", scale=None),
        theta2="stop:Q",
        radius=radius,
        color=_shade(),
        tooltip=_tips(wanted),
    )
    hours = base.transform_filter(f"indexof(['00:00','06:00','12:00','18:00'], datum['{x}']) >= 0")
    names = hours.mark_text(radius=_REACH_PX + 18, color=palette.QUIET, fontSize=13).encode(
        theta=alt.Theta("middle:Q", scale=None), text=f"{x}:N"
    )
    return quiet(alt.layer(wedges, names), _DIAL_PX, wanted.description)


def _tips(wanted: Chart) -> list[alt.Tooltip]:
    names = [wanted.x, wanted.series, wanted.y, wanted.value, wanted.usual]
    return [alt.Tooltip(_field(name), title=name) for name in dict.fromkeys(names) if name]


def _sparse(values: pd.Series) -> alt.Axis:
    """An axis that names a few of its steps, the first among them."""
    every = -(-len(values) // _NAMES)
    return alt.Axis(
        values=values.astype(str).tolist()[::every],
        labelAngle=0,
        labelAlign="left" if every > 1 else "center",
        ticks=False,
        domainColor=palette.QUIET,
        title=None,
    )


def _numbers(title: str) -> alt.Axis:
    return alt.Axis(title=title, tickCount=3, format="~s", ticks=False, domain=False)


def _names() -> alt.Axis:
    return alt.Axis(title=None, ticks=False, domain=False, labelLimit=110, labelOverlap=False)
