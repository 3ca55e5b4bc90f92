"""School gates as places for a patrol: where to stand, when, and why."""

from typing import Final

import geopandas as gpd
import pandas as pd
from shapely.geometry import Point

from geo.clock import SchoolDay
from geo.dispersal import Dispersal
from geo.layers import Layers
from geo.model import XY, Place, PlaceKind
from geo.patrol import wording
from geo.patrol.values import gate_hours, pupils_that_count

#: A gate that so large a share of the busiest gate's pupils pass is as good as that one.
_ABOUT_ALIKE: Final = 2 / 3


def gate_places(layers: Layers, day: SchoolDay, flow: Dispersal | None) -> list[Place]:
    """One place for each school that lets out in the window: the gate that most pupils pass.

    Where that is not known, or some are about alike, its main gate, else the nearest. The school
    from which most pupils leave on their own comes first; values are 0 until the places of the day
    are known.
    """
    schools = layers.schools.drop_duplicates("urn").set_index("urn")
    gates_by_use = _used(layers.gates, flow)
    places = []
    for bell in day.bells:
        hours = gate_hours(bell, day.window)
        if hours is None or bell.urn not in schools.index:
            continue
        school = schools.loc[bell.urn]
        pupils = None if pd.isna(school["pupils"]) else int(school["pupils"])
        label, point, gates = _gate_of(bell.urn, school.geometry, gates_by_use)
        place = Place(
            place_id=f"gate-{bell.urn}",
            kind=PlaceKind.GATE,
            name=f"{bell.name}, {label}" if label else bell.name,
            point=point,
            value=(0.0,) * day.window.n_slices,
            opens_min=hours[0],
            closes_min=hours[1],
            why=wording.why_gate(bell, gates, pupils),
            look_out_for=wording.look_out_at_gate(),
            urns=(bell.urn,),
            quiet_from_min=bell.finish_min + bell.stagger_min + 1,
            why_quiet=wording.why_gate_quiet(bell),
        )
        places.append((-pupils_that_count(pupils, str(school["phase"])), place.place_id, place))
    return [place for *_, place in sorted(places, key=lambda found: found[:2])]


def _used(gates: gpd.GeoDataFrame, flow: Dispersal | None) -> gpd.GeoDataFrame:
    """The gates with the column pupils: how many pass in the whole window."""
    if flow is None or gates.empty:
        return gates.assign(pupils=0.0)
    return gates.assign(pupils=flow.passing_many(list(gates.geometry)).sum(axis=1))


def _gate_of(urn: str, school: Point, gates: gpd.GeoDataFrame) -> tuple[str, XY, int]:
    """The gate to stand at, where it is, and how many there are."""
    own = gates[gates["urn"] == urn]
    if own.empty:
        return "", (school.x, school.y), 0
    label = own["gate"].fillna("").astype(str)
    main = label.str.lower().str.startswith("main")
    order = pd.DataFrame(
        {
            "quieter": own["pupils"] < _ABOUT_ALIKE * own["pupils"].max(),
            "other": ~main,
            "gap": own.geometry.distance(school).round(2),
            "label": label,
        }
    )
    best = own.loc[order.sort_values(list(order.columns), kind="stable").index[0]]
    name = str(best["gate"]) if pd.notna(best["gate"]) else ""
    return name[:1].lower() + name[1:], (best.geometry.x, best.geometry.y), len(own)
