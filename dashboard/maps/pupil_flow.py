"""The pupil flow: wider and darker where more of them walk."""

from collections.abc import Sequence
from typing import Final

import folium
import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray
from pyproj import CRS
from shapely.geometry.base import BaseGeometry

from dashboard.maps import safe
from dashboard.maps.look import DAY, Look
from geo.pupils import PupilFlow

#: Width in pixels and colour of each step: one hue, which no hotspot, patrol or ground has.
STEPS: Final = (
    (1.5, "#C9B99A"),
    (3.0, "#AD9263"),
    (4.5, "#8C6D36"),
    (6.5, "#654A17"),
    (9.0, "#3D2B08"),
)
#: Pupils from which on a street is drawn in each step, in a slice and in the whole window.
IN_SLICE: Final = (10, 25, 50, 100, 200)
IN_WINDOW: Final = (25, 50, 100, 200, 400)
#: Streets are pointed at one by one from this step on; below it a map would be slow.
_BY_NAME: Final = 2
_SIMPLER_M: Final = 1.0


def pupil_flow_group(
    flow: PupilFlow, slice_index: int | None = None, look: Look = DAY
) -> folium.FeatureGroup:
    """Streets onto which 10 pupils or more (25 in the window) are expected, the busiest on top.

    Parameters
    ----------
    slice_index : int, optional
        The slice to show; the window as a whole without one.
    """
    group = folium.FeatureGroup(name="Pupil flow", control=False)
    here = flow.pupils.sum(axis=1) if slice_index is None else flow.pupils[:, slice_index]
    when = str(flow.window) if slice_index is None else flow.window.label(slice_index)
    fewest = _fewest(slice_index)
    step = np.searchsorted(fewest, here, side="right") - 1
    by_name = np.where(step >= _BY_NAME, np.array(flow.street, dtype=object), "")
    table = pd.DataFrame({"step": step, "street": by_name, "pupils": here})
    parts = [part for _, part in table[step >= 0].groupby(["step", "street"], sort=True)]
    nests = _nests([_joined(flow.segments[part.index]) for part in parts], flow.crs)
    for part, nest in zip(parts, nests, strict=True):
        number, street = int(part["step"].iloc[0]), str(part["street"].iloc[0])
        if number >= _BY_NAME:
            tooltip = _named(street, float(part["pupils"].max()))
        else:
            tooltip = f"{fewest[number]} to {fewest[number + 1]} pupils"
        group.add_child(_way(nest, number, f"{tooltip}, {safe.text(when)}", look))
    return group


def pupil_flow_line(slice_index: int | None) -> tuple[str, str]:
    """The line of a legend: the steps, from few pupils to many."""
    lines = "".join(
        f'<path d="M{2 + 7 * n},6h6" stroke="{colour}" stroke-width="{width:g}"/>'
        for n, (width, colour) in enumerate(STEPS)
    )
    sign = f'<svg width="38" height="12" aria-hidden="true">{lines}</svg>'
    fewest = _fewest(slice_index)
    return sign, f"Pupils on foot: {fewest[0]} to {fewest[-1]} and more"


def _fewest(slice_index: int | None) -> tuple[int, ...]:
    return IN_WINDOW if slice_index is None else IN_SLICE


def _named(street: str, most: float) -> str:
    name = safe.text(street or "A path without a name")
    return f"<b>{name}</b><br>about {round(most, -1):,.0f} pupils"


def _joined(lines: NDArray[np.object_]) -> BaseGeometry:
    return shapely.line_merge(shapely.multilinestrings(list(lines)))


def _nests(shapes: Sequence[BaseGeometry], crs: CRS) -> list[list[list[safe.LatLon]]]:
    """Lines of many parts as lists of points, all reprojected at once."""
    parts, which = shapely.get_parts(shapely.simplify(shapes, _SIMPLER_M), return_index=True)
    lines = safe.lines(parts, crs)
    return [[lines[n] for n in np.flatnonzero(which == k)] for k in range(len(shapes))]


def _way(lines: list[list[safe.LatLon]], number: int, tooltip: str, look: Look) -> folium.PolyLine:
    width, colour = STEPS[number]
    way = folium.PolyLine(  # type: ignore[no-untyped-call]  # folium types half of itself
        lines,
        color=colour,
        weight=width * (1 + (look.scale - 1) / 3),
        opacity=0.9,
        line_cap="round",
        smooth_factor=0.5,
    )
    tip = folium.Tooltip(tooltip, sticky=True, class_name="ab-tip")
    way.add_child(tip)
    return way
