"""The pictures of the checks: calibration, stability, weekdays and hours, minutes against harm."""

from typing import Final

import altair as alt
import pandas as pd

from dashboard.charts.look import TIGHT, quiet
from geo.rendering import palette

_HEIGHT_PX: Final = 190
_CELL_PX: Final = 34
_ROW_PX: Final = 30
_AXIS_PX: Final = 56
_BAND: Final = "#DDD9CF"
_FONT: Final = "Source Sans"


def calibration(table: pd.DataFrame, description: str) -> alt.Chart:
    """Expected with its range of chance, and what happened, by band of risk.

    Parameters
    ----------
    table : DataFrame
        Columns band (text, in order), expected, low, high, happened (missing where it may not be
        shown), shown (text) and inside (bool).
    """
    bands = alt.X(
        "band:N", sort=None,
        axis=alt.Axis(
            title="Cells by risk, riskiest first; each band expects a tenth", labelAngle=0,
            ticks=False, domainColor=palette.QUIET,
        ),
    )  # fmt: skip
    counts = alt.Axis(title="Incidents", ticks=False, domain=False, tickCount=4)
    base = alt.Chart(table).encode(
        x=bands,
        tooltip=[
            alt.Tooltip("band:N", title="Band"),
            alt.Tooltip("expected:Q", title="Expected", format=",.1f"),
            alt.Tooltip("shown:N", title="Happened"),
        ],
    )
    chance = base.mark_bar(color=_BAND, width={"band": 0.5}).encode(
        y=alt.Y("low:Q", axis=counts, title="Incidents"), y2="high:Q"
    )
    ticks = base.mark_tick(color=palette.INK, thickness=2, width={"band": 0.5}).encode(
        y="expected:Q"
    )
    dots = (
        base.transform_filter("isValid(datum.happened)")
        .mark_point(size=90, strokeWidth=2, stroke=palette.HOTSPOT_LINE, opacity=1)
        .encode(
            y="happened:Q",
            fill=alt.condition(
                "datum.inside", alt.value(palette.HOTSPOT_LINE), alt.value("#FFFFFF")
            ),
        )
    )
    return quiet(alt.layer(chance, ticks, dots), _HEIGHT_PX, description).properties(padding=TIGHT)


def ribbon(table: pd.DataFrame, description: str) -> alt.Chart:
    """What each week kept of the week before, and what is left of the first.

    Parameters
    ----------
    table : DataFrame
        Columns week (text, in order), kept and left (0 to 1).
    """
    every = max(-(-len(table) // 6), 1)
    weeks = alt.X(
        "week:N", sort=None,
        axis=alt.Axis(
            values=table["week"].tolist()[::every], labelAngle=0, title=None, ticks=False,
            domainColor=palette.QUIET,
        ),
    )  # fmt: skip
    shares = alt.Axis(
        values=[0, 0.5, 1], format=".0%", title="Still in the top 1%", ticks=False, domain=False
    )
    whole = alt.Scale(domain=[0, 1])
    base = alt.Chart(table).encode(
        x=weeks,
        tooltip=[
            alt.Tooltip("week:N", title="Week from"),
            alt.Tooltip("kept:Q", title="Kept from the week before", format=".0%"),
            alt.Tooltip("left:Q", title="Left of the first week", format=".0%"),
        ],
    )
    bars = base.mark_bar(color=palette.HOTSPOT_RAMP[0], width={"band": 0.84}).encode(
        y=alt.Y("kept:Q", axis=shares, scale=whole)
    )
    line = base.mark_line(color=palette.HOTSPOT_LINE, strokeWidth=2.5).encode(
        y=alt.Y("left:Q", axis=shares, scale=whole)
    )
    return quiet(alt.layer(bars, line), _HEIGHT_PX - 40, description).properties(padding=TIGHT)


def weekdays(table: pd.DataFrame, description: str) -> alt.Chart:
    """Weekdays down, parts of the window across; the count stands in each cell.

    Parameters
    ----------
    table : DataFrame
        Columns day, part (text, in order), shown (text), found (text) and shade (number: what may
        be shown of the count).
    """
    days, parts = table["day"].drop_duplicates().tolist(), table["part"].drop_duplicates().tolist()
    base = alt.Chart(table).encode(
        x=alt.X(
            "part:N", sort=parts,
            axis=alt.Axis(
                orient="top", title=None, labelAngle=0, ticks=False, domain=False,
                labelExpr="substring(datum.value, 0, 5)", labelAlign="center",
            ),
        ),
        y=alt.Y("day:N", sort=days, axis=alt.Axis(title=None, ticks=False, domain=False)),
        tooltip=[
            alt.Tooltip("day:N", title="Day"),
            alt.Tooltip("part:N", title="Hours"),
            alt.Tooltip("shown:N", title="Happened"),
            alt.Tooltip("found:N", title="In the riskiest 2%"),
        ],
    )  # fmt: skip
    most = max(float(table["shade"].max()), 1.0)
    ramp = alt.Scale(range=["#FFFFFF", *palette.HOTSPOT_RAMP], domainMin=0, domainMax=most)
    cells = base.mark_rect(stroke=palette.BACKDROP, strokeWidth=2).encode(
        color=alt.Color("shade:Q", scale=ramp, legend=None)
    )
    ink = alt.condition(
        f"datum.shade > {0.62 * most}", alt.value("#FFFFFF"), alt.value(palette.INK)
    )
    words = base.mark_text(fontSize=13, font=_FONT).encode(text="shown:N", color=ink)
    return quiet(alt.layer(cells, words), _CELL_PX * len(days) + 26, description).properties(
        padding=TIGHT
    )


def fairness(table: pd.DataFrame, description: str) -> alt.Chart:
    """Share of the minutes against the share of the harm, an area a row.

    Parameters
    ----------
    table : DataFrame
        Columns area (text, in order), harm, low, high, allowed_from, allowed_to, minutes (shares, 0
        to 1), verdict (text) and kind (``within``, ``breach`` or ``unclear``).
    """
    shares = alt.Axis(
        format=".0%", title="Share of the whole area", ticks=False, domain=False, tickCount=5
    )
    base = alt.Chart(table).encode(
        y=alt.Y(
            "area:N", sort=None,
            axis=alt.Axis(title=None, ticks=False, domain=False, labelLimit=130),
        ),
        tooltip=[
            alt.Tooltip("area:N", title="Area"),
            alt.Tooltip("minutes:Q", title="Of the minutes", format=".0%"),
            alt.Tooltip("harm:Q", title="Of the harm", format=".0%"),
            alt.Tooltip("verdict:N", title="Verdict"),
        ],
    )  # fmt: skip
    allowed = base.mark_bar(color="#ECE8DE", height={"band": 0.8}).encode(
        x=alt.X("allowed_from:Q", axis=shares, title="Share of the whole area"), x2="allowed_to:Q"
    )
    sure = base.mark_bar(color="#B9B3A5", height={"band": 0.34}).encode(x="low:Q", x2="high:Q")
    harm = base.mark_tick(color=palette.INK, thickness=2, height={"band": 0.5}).encode(x="harm:Q")
    layers = alt.layer(allowed, sure, harm, _minutes(base))
    return quiet(layers, _ROW_PX * len(table) + _AXIS_PX, description).properties(padding=TIGHT)


def _minutes(base: alt.Chart) -> alt.Chart:
    """The share of the minutes: a dot, a ring where none can tell, a lozenge where it is out."""
    kinds = ["within", "unclear", "breach"]
    shapes = alt.Scale(domain=kinds, range=["circle", "circle", "diamond"])
    fills = alt.Scale(domain=kinds, range=[palette.ACCENT, "#FFFFFF", palette.WARNING])
    edges = alt.Scale(domain=kinds, range=[palette.ACCENT, palette.ACCENT, palette.WARNING])
    made: alt.Chart = base.mark_point(size=110, strokeWidth=2, opacity=1, filled=False).encode(
        x="minutes:Q",
        shape=alt.Shape("kind:N", scale=shapes, legend=None),
        fill=alt.Fill("kind:N", scale=fills, legend=None),
        stroke=alt.Stroke("kind:N", scale=edges, legend=None),
    )
    return made
