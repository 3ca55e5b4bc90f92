"""School gates as places for a patrol: where to stand, when, and why."""

import geopandas as gpd
import pandas as pd
from shapely.geometry import Point

from geo.clock import SchoolDay
from geo.layers import Layers
from geo.model import XY, Place, PlaceKind
from geo.patrol import wording
from geo.patrol.values import VisitValue, gate_hours, gate_values, rounded


def gate_places(layers: Layers, day: SchoolDay, balance: VisitValue) -> list[Place]:
    """One place for each school that lets out in the window: its main gate, or the nearest."""
    schools = layers.schools.drop_duplicates("urn").set_index("urn")
    places = []
    for bell in day.bells:
        hours = gate_hours(bell, day.window)
        if hours is None or bell.urn not in schools.index:
            continue
        school = schools.loc[bell.urn]
        pupils = None if pd.isna(school["pupils"]) else int(school["pupils"])
        label, point, gates = _gate_of(bell.urn, school.geometry, layers.gates)
        place = Place(
            place_id=f"gate-{bell.urn}",
            kind=PlaceKind.GATE,
            name=f"{bell.name}, {label}" if label else bell.name,
            point=point,
            value=rounded(gate_values(bell, pupils, str(school["phase"]), day.window, balance)),
            opens_min=hours[0],
            closes_min=hours[1],
            why=wording.why_gate(bell, gates, pupils),
            look_out_for=wording.look_out_at_gate(),
            urns=(bell.urn,),
            quiet_from_min=bell.finish_min + bell.stagger_min + 1,
            why_quiet=wording.why_gate_quiet(bell),
        )
        places.append(place)
    return sorted(places, key=lambda p: (-max(p.value), p.place_id))


def _gate_of(urn: str, school: Point, gates: gpd.GeoDataFrame) -> tuple[str, XY, int]:
    """The gate to stand at, where it is, and how many there are: the main one, or the nearest."""
    own = gates[gates["urn"] == urn]
    if own.empty:
        return "", (school.x, school.y), 0
    label = own["gate"].fillna("").astype(str)
    main = label.str.lower().str.startswith("main")
    order = pd.DataFrame(
        {"other": ~main, "gap": own.geometry.distance(school).round(2), "label": label}
    )
    best = own.loc[order.sort_values(["other", "gap", "label"], kind="stable").index[0]]
    name = str(best["gate"]) if pd.notna(best["gate"]) else ""
    return name[:1].lower() + name[1:], (best.geometry.x, best.geometry.y), len(own)
