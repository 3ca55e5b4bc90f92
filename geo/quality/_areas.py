"""Areas that overlap or leave gaps, layers that are not there, and context by month."""

from collections.abc import Iterator
from typing import Final

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from geo.layers import Layers
from geo.model import LayerName
from geo.quality.findings import Finding, Part, QualityRules, Severity

#: What does not work without a layer, how bad that is, and what to bring.
_WITHOUT: Final = {
    Part.INCIDENTS: (
        Severity.ERROR,
        "There is nothing to find hotspots in, and no map of risk.",
        "Bring in an incident extract of the force.",
    ),
    Part.SCHOOLS: (
        Severity.ERROR,
        "No bell rings and no school gate is patrolled.",
        "Bring in schools: GIAS publishes them for England.",
    ),
    Part.GATES: (
        Severity.WARNING,
        "Patrols are sent to the point of each school and not to where pupils leave.",
        "Keep a table of gates: urn, gate, easting, northing.",
    ),
    Part.INTERCHANGES: (
        Severity.WARNING,
        "No stop is planned at an interchange, and none explains a hotspot.",
        "Bring in interchanges: NaPTAN or TfL publish them.",
    ),
    Part.STREETS: (
        Severity.ERROR,
        "Hotspots have no street names, and no route can be planned.",
        "Bring in streets: OpenStreetMap or OS Open Roads.",
    ),
    Part.AREAS: (
        Severity.WARNING,
        "Minutes cannot be set against harm by ward, and what lies outside is guessed.",
        "Bring in wards: ONS publishes their boundaries.",
    ),
    Part.BASEMAP: (
        Severity.WARNING,
        "Maps show streets on plain paper, without water, parks and railways.",
        "Bring in a basemap if you like.",
    ),
}


def check_areas(layers: Layers, rules: QualityRules) -> Iterator[Finding]:
    """Layers that are missing, areas against each other, and how much is context only."""
    yield from _absent(layers)
    if len(layers.areas) > 1:
        yield _overlaps(layers.areas, rules)
        yield _holes(layers.areas, rules)
    yield _context(layers)


def _absent(layers: Layers) -> Iterator[Finding]:
    for part, (severity, effect, to_do) in _WITHOUT.items():
        if not len(layers.frame(LayerName(part.value))):
            title = f"There are no {part.value}." if part is not Part.BASEMAP else "No basemap."
            yield Finding("missing", part, severity, title, effect, to_do)


def _overlaps(areas: gpd.GeoDataFrame, rules: QualityRules) -> Finding:
    shapes = areas.geometry.to_numpy()
    tree = shapely.STRtree(shapes)
    one, other = tree.query(shapes, predicate="intersects")
    one, other = one[one < other], other[one < other]
    common = shapely.intersection(shapes[one], shapes[other])
    size = shapely.area(common)
    real = size > rules.sliver_m2
    if not real.any():
        return Finding.fine(
            "overlaps",
            Part.AREAS,
            f"No two of the {len(areas)} areas overlap.",
        )
    names = areas["name"].to_numpy()
    table = pd.DataFrame(
        {
            "One": names[one[real]],
            "Other": names[other[real]],
            "In both, m²": np.round(size[real]).astype(int),
        }
    ).sort_values("In both, m²", ascending=False, kind="stable", ignore_index=True)
    return Finding(
        "overlaps",
        Part.AREAS,
        Severity.WARNING,
        f"{int(real.sum())} pairs of areas overlap, by {size[real].sum() / 10_000:,.1f} hectares "
        "in all.",
        "What happens there counts for both, so the table by ward sums to more than all.",
        "Use boundaries of one date and one level.",
        table,
        where=gpd.GeoSeries(common[real], crs=areas.crs),
    )


def _holes(areas: gpd.GeoDataFrame, rules: QualityRules) -> Finding:
    """Gaps that areas enclose between them."""
    whole = shapely.union_all(areas.geometry.to_numpy(), grid_size=0.01)
    filled = shapely.polygons(shapely.get_exterior_ring(shapely.get_parts(whole)))
    holes = shapely.get_parts(shapely.difference(shapely.union_all(filled), whole))
    size = shapely.area(holes)
    real = size > rules.sliver_m2
    if not real.any():
        return Finding.fine(
            "gaps",
            Part.AREAS,
            "The areas leave no gap between them.",
        )
    table = pd.DataFrame({"Gap": np.arange(1, real.sum() + 1), "Size, m²": np.round(size[real])})
    return Finding(
        "gaps",
        Part.AREAS,
        Severity.WARNING,
        f"The areas leave {int(real.sum())} gaps between them, {size[real].sum() / 10_000:,.1f} "
        "hectares in all.",
        "What happens there counts for no ward, and as outside the area.",
        "Use boundaries of one date and one level, not thinned each on its own.",
        table,
        where=gpd.GeoSeries(holes[real], crs=areas.crs),
    )


def _context(layers: Layers) -> Finding:
    count = len(layers.context)
    if not count:
        title = "There is no context by month."
        return Finding("month-only", Part.CONTEXT, Severity.OK, title, "None.", "Nothing.")
    months = layers.context.rows["month"]
    counts = layers.context.rows["offence"].value_counts().sort_index()
    table = pd.DataFrame({"Offence": counts.index.astype(str), "Rows": counts.to_numpy()})
    return Finding(
        "month-only",
        Part.CONTEXT,
        Severity.OK,
        f"{count:,} rows by month only, {months.min()} to {months.max()}, as background.",
        "None: they have no time of day and enter no score, hotspot or plan.",
        "Nothing.",
        table.sort_values("Rows", ascending=False, kind="stable", ignore_index=True),
    )
