"""Whether the points can be believed: outside the area, piles, coordinates that are rounded."""

from collections.abc import Iterator
from typing import Final

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from scipy.spatial import cKDTree

from geo.arrays import Bools, Floats, Ints
from geo.crs import Rounding, name_of, roundings
from geo.quality._facts import Incidents, part_of, percent, share
from geo.quality.findings import Finding, Part, QualityRules, Severity
from geo.text import count_shown

_INC = Part.INCIDENTS
Bounds = tuple[float, float, float, float]
#: The grid of a million rows is seen on so many of their points.
_ENOUGH: Final = 20_000
_MOST_PILES: Final = 200
_NEAREST: Final = 10
#: Fewer rows than these are not counted out where they are about places.
_FEW: Final = 5
_FEW_OUT: Final = "Fewer than 5 rows outside"


def check_points(
    facts: Incidents, areas: gpd.GeoDataFrame, bounds: Bounds | None, rules: QualityRules
) -> Iterator[Finding]:
    """Points outside the area, piles on one point, and rounded coordinates."""
    yield _outside(facts, areas, bounds, rules)
    grids = _roundings(facts)
    yield _rounded(grids, rules)
    yield _piles(facts, rules)


def _outside(
    facts: Incidents, areas: gpd.GeoDataFrame, bounds: Bounds | None, rules: QualityRules
) -> Finding:
    if len(areas):
        out, what = _beyond_areas(facts, areas, rules), f"the area by {rules.edge_m:.0f} m or more"
    elif bounds is not None:
        out, what = ~_in_box(facts, bounds), "the bounds of the area"
    else:
        out, what = ~_in_box(facts, _bulk(facts)), "where nearly all others are"
    count = int(out.sum())
    table = pd.DataFrame({"Source": facts.sources, "Rows outside": facts.by_source(out)})
    part = count / len(facts)
    title = f"{part_of(count, len(facts))} outside" if count >= _FEW or not count else _FEW_OUT
    effect = "They widen the map and draw risk to where nobody of the team goes."
    to_do = "Leave them out at the source, or bring in the areas that they belong to."
    return Finding(
        "outside-the-area",
        _INC,
        Severity.OK
        if not count
        else Severity.ERROR
        if part >= rules.error_share
        else Severity.WARNING,
        f"{title} {what}.",
        effect if count else "None.",
        to_do if count else "Nothing.",
        table.assign(**{"Rows outside": table["Rows outside"].map(count_shown)}) if count else None,
        where=facts.shown(out) if count else None,
    )


def _beyond_areas(facts: Incidents, areas: gpd.GeoDataFrame, rules: QualityRules) -> Bools:
    """Rows farther than the tolerance from every area; looked up once a distinct point."""
    whole = shapely.union_all(areas.geometry.to_numpy())
    shapely.prepare(whole)
    which, _ = facts.spot
    x, y = facts.x[facts.first_on_spot], facts.y[facts.first_on_spot]
    out = ~shapely.contains_xy(whole, x, y)
    near = np.flatnonzero(out)
    out[near] = ~shapely.dwithin(whole, shapely.points(x[near], y[near]), rules.edge_m)
    return np.asarray(out[which])


def _in_box(facts: Incidents, box: Bounds) -> Bools:
    west, south, east, north = box
    return np.asarray(
        (facts.x >= west) & (facts.x <= east) & (facts.y >= south) & (facts.y <= north)
    )


def _bulk(facts: Incidents) -> Bounds:
    """A fence around the middle 98% of the points, half their width out on each side (Tukey)."""
    (west, east), (south, north) = (np.quantile(v, [0.01, 0.99]) for v in (facts.x, facts.y))
    wide, high = max(east - west, 1000) / 2, max(north - south, 1000) / 2
    return west - wide, south - high, east + wide, north + high


def _roundings(facts: Incidents) -> tuple[Rounding, ...]:
    """How large a share of rows lies on each grid, from some of the points."""
    counts = facts.spot[1]
    chosen = np.unique(np.linspace(0, len(counts) - 1, _ENOUGH).astype(int))
    x, y = facts.x[facts.first_on_spot][chosen], facts.y[facts.first_on_spot][chosen]
    return roundings(x, y, counts[chosen], facts.frame.crs)


def _rounded(grids: tuple[Rounding, ...], rules: QualityRules) -> Finding:
    grid = next((grid for grid in grids if grid.share >= rules.grid_share), None)
    table = pd.DataFrame(
        {
            "Rounded to": [grid.name for grid in grids],
            "About, m": [int(grid.step_m) for grid in grids],
            "Rows on it, %": percent([grid.share for grid in grids]),
        }
    )
    some = next((g for g in grids if g.step_m >= 100 and g.share >= rules.warning_share), None)
    coarse = grid is not None and grid.step_m >= 100
    if coarse and grid is not None:
        title = f"{grid.share:.0%} of the points are rounded to {grid.name}, about "
        title += f"{grid.step_m:,.0f} m."
        effect = "One corner cannot be told apart from the next; read a hotspot as its whole block."
        to_do = "Ask the source for points that are not rounded, if it may give them."
    elif some is not None:
        title = f"{share(some.share, 1)} of the points lie exactly on a grid of {some.name}."
        effect = "Those rows stand in the middle of a square, and not where something happened."
        to_do = "Ask the source how it places rows without an address."
    else:
        kept = f"rounded to {grid.name}" if grid else "not rounded"
        title, effect, to_do = f"The points are {kept}.", "None.", "Nothing."
    worst = Severity.ERROR if grid is not None and grid.step_m >= 1000 else Severity.WARNING
    severity = worst if coarse or some is not None else Severity.OK
    return Finding("rounded-points", _INC, severity, title, effect, to_do, table)


def _piles(facts: Incidents, rules: QualityRules) -> Finding:
    """Points that hold many rows while next to nothing lies around them.

    What lies around is the larger of the rows within ``pile_m`` and those on the ten nearest other
    points: where a source snaps rows to points of its own, the nearest is farther off than that.
    """
    counts = facts.spot[1]
    order = np.lexsort((np.arange(len(counts)), -counts))[:_MOST_PILES]
    heavy = order[counts[order] >= rules.pile_rows]
    x, y = facts.x[facts.first_on_spot], facts.y[facts.first_on_spot]
    around = _around(np.column_stack([x, y]), counts, heavy, rules.pile_m)
    lone = counts[heavy] >= rules.pile_times * around
    table = pd.DataFrame(
        {
            f"x ({name_of(facts.frame.crs)})": np.round(x[heavy], 1),
            f"y ({name_of(facts.frame.crs)})": np.round(y[heavy], 1),
            "Rows": counts[heavy],
            "Rows around it": [count_shown(int(n)) for n in around],
            "Looks like": np.where(lone, "a default point", "a busy place"),
        }
    )
    held, shared = int(counts[heavy][lone].sum()), int(counts[counts > 1].sum())
    where = gpd.GeoSeries(shapely.points(x[heavy][lone], y[heavy][lone]), crs=facts.frame.crs)
    figures = (len(heavy), int(lone.sum()), held, shared, len(counts))
    return _piled(facts, rules, table, where, figures)


def _around(xy: Floats, counts: Ints, heavy: Ints, radius_m: float) -> Ints:
    """Rows near each heavy point, its own left out."""
    if not len(heavy):
        return np.zeros(0, dtype=np.int64)
    tree = cKDTree(xy)
    balls = tree.query_ball_point(xy[heavy], radius_m)
    near = [np.asarray(rows, dtype=np.int64) for rows in balls]
    lengths, flat = np.array([len(rows) for rows in near]), np.concatenate(near)
    within = np.add.reduceat(counts[flat], np.cumsum(lengths) - lengths)
    _, nearest = tree.query(xy[heavy], k=min(_NEAREST + 1, len(xy)))
    ten = counts[np.asarray(nearest).reshape(len(heavy), -1)].sum(axis=1)
    return np.asarray(np.maximum(within, ten) - counts[heavy])


def _piled(
    facts: Incidents,
    rules: QualityRules,
    table: pd.DataFrame,
    where: gpd.GeoSeries,
    figures: tuple[int, int, int, int, int],
) -> Finding:
    heavy, lone, held, shared, spots = figures
    known = f"{len(facts):,} rows lie on {spots:,} points; {share(shared, len(facts))} share one"
    if not lone:
        busy = f" {heavy} hold {rules.pile_rows} rows or more, with others around." if heavy else ""
        return Finding.fine(
            "piles",
            _INC,
            f"No pile on a default point: {known}.{busy}",
            table if heavy else None,
        )
    part = held / len(facts)
    named = "1 point holds" if lone == 1 else f"{lone} points hold"
    return Finding(
        "piles",
        _INC,
        Severity.ERROR if part >= rules.warning_share else Severity.WARNING,
        f"{named} {part_of(held, len(facts))} and next to nothing lies around: a "
        "police station, a custody suite or the middle of a postcode as likely as a place. "
        f"{known}.",
        "Each of them is drawn as a hotspot where nothing may have happened.",
        "Look at each on the map; ask the source which point it gives to rows without an address, "
        "and leave those rows out. One shop or station with an address of its own may stay.",
        table,
        where=where,
    )
