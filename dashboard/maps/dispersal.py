"""The ways of pupils: wider and darker where more of them walk."""

from typing import Final

import folium
import numpy as np
import pandas as pd
import shapely

from dashboard.maps import safe
from dashboard.maps.look import DAY, Look
from geo.dispersal import Dispersal

#: Pupils from which on a street is drawn in each step, the width of its line in pixels and its
#: colour: one hue, darker with more pupils, which no hotspot, patrol or ground has.
STEPS: Final = (
    (10, 2.0, "#C9B99A"),
    (25, 3.5, "#AD9263"),
    (50, 5.0, "#8C6D36"),
    (100, 7.0, "#654A17"),
    (200, 9.5, "#3D2B08"),
)
FEWEST: Final = STEPS[0][0]


def pupils_ways(
    flow: Dispersal, slice_index: int | None = None, look: Look = DAY
) -> folium.FeatureGroup:
    """Streets onto which 10 or more pupils are expected to come, the busiest on top.

    Parameters
    ----------
    slice_index : int, optional
        The slice to show; the window as a whole without one.
    """
    group = folium.FeatureGroup(name="Pupils' ways", control=False)
    pupils = flow.pupils
    here = pupils.sum(axis=1) if slice_index is None else pupils[:, slice_index]
    step = np.searchsorted([fewest for fewest, _, _ in STEPS], here, side="right") - 1
    drawn = np.flatnonzero(step >= 0)
    table = pd.DataFrame({"step": step[drawn], "street": np.array(flow.street)[drawn], "at": drawn})
    when = str(flow.window) if slice_index is None else flow.window.label(slice_index)
    for _, part in table.groupby(["step", "street"], sort=True):
        number, street, at = int(part["step"].iloc[0]), part["street"].iloc[0], part["at"]
        most = float(here[at].max())
        joined = shapely.line_merge(shapely.union_all(flow.segments[at]))
        lines = safe.lines(shapely.get_parts(joined), flow.crs)
        said = f"<b>{safe.text(street or 'A path without a name')}</b><br>"
        said += f"about {round(most, -1):,.0f} pupils, {safe.text(when)}"
        group.add_child(_way(lines, number, said, look))
    return group


def ways_line() -> tuple[str, str]:
    """The line of a legend: the steps, from few pupils to many."""
    lines = "".join(
        f'<path d="M{2 + 7 * n},6h6" stroke="{colour}" stroke-width="{width:g}"/>'
        for n, (_, width, colour) in enumerate(STEPS)
    )
    sign = f'<svg width="38" height="12" aria-hidden="true">{lines}</svg>'
    return sign, f"Pupils on foot: {FEWEST} to {STEPS[-1][0]} and more"


def _way(lines: list[list[safe.LatLon]], number: int, said: str, look: Look) -> folium.PolyLine:
    _, width, colour = STEPS[number]
    way = folium.PolyLine(  # type: ignore[no-untyped-call]  # folium types half of itself
        lines,
        color=colour,
        weight=width * (1 + (look.scale - 1) / 3),
        opacity=0.9,
        line_cap="round",
        smooth_factor=0.5,
    )
    tip = folium.Tooltip(said, sticky=True, class_name="ab-tip")
    way.add_child(tip)
    return way
