"""Plans beside each other, and what else is known of one, as rows of a table."""

import math
from collections.abc import Iterable
from typing import Final

import pandas as pd

from dashboard.listings.table import Column, Listing, Row
from geo.model import XY, Place
from geo.patrol.editing import Effect
from geo.patrol.options import Comparison, Marginal
from geo.patrol.options import Row as Pair
from geo.text import distance

#: Changes of value by less than this share are called none.
_SAME_SHARE: Final = 0.005


def comparison(found: Comparison, names: tuple[str, str], *, all_stops: bool) -> Listing:
    """Figures first, then stops: those that differ, or every one."""
    columns = (
        Column("place", "", "name"),
        Column("first", names[0]),
        Column("second", names[1]),
        Column("differs", "Differs"),
    )
    stops = [pair for pair in found.stops if all_stops or pair.differs]
    pairs = [*enumerate(found.figures), *enumerate(stops, len(found.figures))]
    caption = f"{names[0]}, and {names[1]}"
    return Listing(caption, columns, tuple(_pair(n, pair) for n, pair in pairs))


def _pair(n: int, pair: Pair) -> Row:
    cells = {"place": pair.what, "first": pair.first, "second": pair.second}
    return Row(ident=str(n), cells={**cells, "differs": "yes" if pair.differs else "–"})


def outcome(effect: Effect, *, replaced: bool = False) -> str:
    """What was done, and what the plan is worth after it.

    Parameters
    ----------
    replaced : bool
        Whether something else was looked for instead of a stop.
    """
    share = effect.value_share
    best = ", the best found without it" if replaced and share <= -_SAME_SHARE else ""
    return f"{effect.label}: worth {_than_before(share)}{best}"


def instead_of_dropping(dropped: Effect) -> str:
    """What dropping a stop alone would have done, beside what replacing it did."""
    return f"Dropped and not replaced: worth {_than_before(dropped.value_share)}."


def _than_before(share: float) -> str:
    if abs(share) < _SAME_SHARE:
        return "about the same"
    return f"{abs(share):.0%} {'more' if share > 0 else 'less'}"


def by_patrols(found: Marginal) -> tuple[tuple[str, str], ...]:
    """Number of patrols and points, as the chart shows them."""
    return tuple(
        (
            f"{step.patrols}{', now' if step.patrols == found.given else ''}",
            f"{step.value:.0f}" if step.value is not None else "no plan meets the constraints",
        )
        for step in found.steps
    )


def snapped(table: pd.DataFrame) -> list[tuple[str, str, str]]:
    """Place, kind, and how far the nearest street is: the farthest first."""
    order = table.sort_values("snap_m", ascending=False, kind="stable")
    columns = (order[name].tolist() for name in ("place", "kind", "snap_m", "reached"))
    return [
        (place, kind, _gap(gap_m) + ("" if reached else ", out of reach"))
        for place, kind, gap_m, reached in zip(*columns, strict=True)
    ]


def named_point(point: XY, offered: Iterable[Place]) -> str:
    """What to call a point that somebody chose on the map: by the nearest place."""
    nearest = min(offered, key=lambda p: math.dist(p.point, point), default=None)
    return f"Point near {nearest.name}" if nearest else "Point on the map"


def _gap(gap_m: float) -> str:
    return distance(gap_m) if gap_m >= 5 else "on a street"
