"""The pictures of a backtest: what each method finds, and how far apart they are.

The default is black, solid and thick. What is claimed is a filled mark and what cannot be told a
ring, so that nothing needs colour.
"""

import textwrap
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Literal

import altair as alt
import pandas as pd

from dashboard.charts.look import TIGHT, quiet
from geo.rendering import palette

_FOUND_PX: Final = 280
#: Where a name goes on in the next line; no name has one.
_BREAK: Final = "|"
_NAME_CHARACTERS: Final = 26
_ROW_PX: Final = 36
_AXIS_PX: Final = 52
_DEFAULT_PX: Final = 3.4
_LINE_PX: Final = 1.8
_SHARES: Final = (0.01, 0.02, 0.05, 0.1, 0.2)
_FONT: Final = "Source Sans"


@dataclass(frozen=True)
class LineStyle:
    """How the line of one method is told from the others, in pixels."""

    name: str
    colour: str
    dash_px: tuple[float, ...]
    width_px: float


def line_styles(names: Sequence[str]) -> list[LineStyle]:
    """One for each line: the default first, then the methods, and chance last."""
    others = [colour for colour in palette.OKABE_ITO if colour != palette.OKABE_ITO[3]]
    made = [LineStyle(names[0], palette.INK, (), _DEFAULT_PX)]
    for n, name in enumerate(names[1:-1], start=1):
        dash = palette.DASHES[n % len(palette.DASHES)]
        colour = others[(n - 1) % len(others)]
        made.append(LineStyle(name, colour, tuple(_LINE_PX * part for part in dash), _LINE_PX))
    return [*made, LineStyle(names[-1], palette.QUIET, (1.0, 3.0), 1.0)]


def found(
    lines: pd.DataFrame, marks: pd.DataFrame, description: str, *, as_rate: bool
) -> alt.Chart:
    """What lay in the riskiest part of the area, one line a method.

    Parameters
    ----------
    lines : DataFrame
        Columns method (text, the default first and chance last), share (of the area), found and
        shown (text).
    marks : DataFrame
        Of the default: share, found, shown, where (text) and patrols (bool).
    as_rate : bool
        Whether ``found`` is a share; a ratio otherwise.
    """
    styles = line_styles(lines["method"].drop_duplicates().tolist())
    names = [style.name for style in styles]
    widths = {style.name: style.width_px for style in styles}
    base = alt.Chart(lines.assign(wide=lines["method"].map(widths))).encode(
        x=_area_axis(),
        y=alt.Y("found:Q", axis=_measure_axis(as_rate=as_rate)),
        tooltip=[
            alt.Tooltip("method:N", title="Method"),
            alt.Tooltip("share:Q", title="Of the area", format=".1%"),
            alt.Tooltip("shown:N", title="Found"),
        ],
    )
    colours = alt.Scale(domain=names, range=[style.colour for style in styles])
    dashes = alt.Scale(domain=names, range=[[*style.dash_px] or [1, 0] for style in styles])
    drawn = base.mark_line().encode(
        color=alt.Color("method:N", sort=None, scale=colours, legend=None),
        strokeDash=alt.StrokeDash("method:N", sort=None, scale=dashes, legend=None),
        strokeWidth=alt.StrokeWidth("wide:Q", scale=None, legend=None),
    )
    return _tight(quiet(alt.layer(drawn, *_marked(marks, as_rate=as_rate)), _FOUND_PX, description))


def apart(table: pd.DataFrame, unit: str, description: str) -> alt.Chart:
    """Differences with their 90% intervals, a row each, around none.

    Parameters
    ----------
    table : DataFrame
        Columns name (text, in order), value, low, high, words (text) and certain (bool).
    unit : str
        Title of the axis.
    """
    axis = alt.Axis(title=unit, ticks=False, domain=False, tickCount=5, titlePadding=8)
    names = alt.Axis(
        title=None, ticks=False, domain=False, labelLimit=190, labelOverlap=False,
        labelExpr=f"split(datum.value, '{_BREAK}')",
    )  # fmt: skip
    rows = alt.Y("name:N", sort=None, axis=names)
    wrapped = [_BREAK.join(textwrap.wrap(name, _NAME_CHARACTERS)) for name in table["name"]]
    base = alt.Chart(table.assign(name=wrapped)).encode(
        y=rows,
        tooltip=[
            alt.Tooltip("name:N", title=" "),
            alt.Tooltip("words:N", title="Difference"),
            alt.Tooltip("low:Q", title="90% from", format="+.1f"),
            alt.Tooltip("high:Q", title="to", format="+.1f"),
        ],
    )
    none = (
        alt.Chart(pd.DataFrame({"at": [0.0]}))
        .mark_rule(color=palette.QUIET, strokeDash=[3, 3])
        .encode(x="at:Q")
    )
    lines = base.mark_rule(color=palette.ACCENT, strokeWidth=2.5).encode(
        x=alt.X("low:Q", axis=axis, title=unit), x2="high:Q"
    )
    dots = base.mark_point(size=95, strokeWidth=2, stroke=palette.ACCENT, opacity=1).encode(
        x="value:Q",
        fill=alt.condition("datum.certain", alt.value(palette.ACCENT), alt.value("#FFFFFF")),
    )
    return _tight(quiet(alt.layer(none, lines, dots), _ROW_PX * len(table) + _AXIS_PX, description))


def _tight(chart: alt.Chart) -> alt.Chart:
    made: alt.Chart = chart.properties(padding=TIGHT)
    return made


def _area_axis() -> alt.X:
    """Shares of the area, wider apart where they are small."""
    return alt.X(
        "share:Q",
        scale=alt.Scale(type="sqrt", domain=[0, _SHARES[-1]], nice=False),
        axis=alt.Axis(
            values=[*_SHARES],
            format=".0%",
            title="Of the area, riskiest first",
            ticks=False,
            grid=True,
            gridColor="#E4E0D7",
            domainColor=palette.QUIET,
        ),
    )


def _measure_axis(*, as_rate: bool) -> alt.Axis:
    return alt.Axis(
        title="Found" if as_rate else "Times as many as by chance (PAI)",
        format=".0%" if as_rate else ",.0f",
        tickCount=5,
        ticks=False,
        domain=False,
    )


def _marked(marks: pd.DataFrame, *, as_rate: bool) -> list[alt.Chart]:
    """The default at the shares that people ask about, and at what patrols reach.

    Hit rates rise and PAI falls, so their figures stand on different sides of the line.
    """
    align: Literal["left", "right"] = "right" if as_rate else "left"
    base = alt.Chart(marks).encode(x=_area_axis(), y="found:Q")
    tips = [alt.Tooltip("where:N", title="In"), alt.Tooltip("shown:N", title="Found")]
    dots = base.mark_point(
        filled=True, color=palette.INK, stroke="#FFFFFF", strokeWidth=1.2, opacity=1
    ).encode(
        shape=alt.condition("datum.patrols", alt.value("diamond"), alt.value("circle")),
        size=alt.condition("datum.patrols", alt.value(220), alt.value(90)),
        tooltip=tips,
    )
    words = base.mark_text(
        dy=-12,
        dx=-4 if as_rate else 6,
        align=align,
        fontSize=13,
        font=_FONT,
        fontWeight=600,
        color=palette.INK,
    ).encode(text="label:N")
    return [dots, words]
