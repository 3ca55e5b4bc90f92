"""Hotspots, gates and interchanges as places for a patrol: where to be, when, and why.

Values are 0 until the places of the day are known.
"""

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

import geopandas as gpd
import pandas as pd
import shapely
from shapely.geometry import Point
from shapely.ops import nearest_points

from geo.clock import Bell, SchoolDay, Window
from geo.hotspots import Hotspots
from geo.layers import Layers
from geo.model import XY, Hotspot, Place, PlaceKind, clock
from geo.patrol._visit_value import gate_hours, pupils_that_count
from geo.patrol.places._expected import Coming, Feeding, kind_share, place_id_of
from geo.pupils import PupilFlow
from geo.text import listed

_HARM_TO_YOUNG: Final = "Signs of harm to young people; stay in plain view and be easy to approach"
#: Sentence for each leading offence, by the words in its name; the first that fits is used.
_LOOK_OUT: Final = (
    ("sexual", _HARM_TO_YOUNG),
    ("knife", "Blades left in bins, planters and doorways, and disputes that draw a crowd"),
    ("robbery", "Robbery where sight lines are short and phones are out; walk the quiet corners"),
    ("theft", "Phone snatches where people wait with phones in hand"),
    ("violence", "Disputes that draw a crowd; be there early and keep the pavement moving"),
    ("assault", "Disputes that draw a crowd; be there early and keep the pavement moving"),
    ("anti-social", "Noise and blocked entrances outside shops and stops"),
)
_ANY: Final = "Anything out of the ordinary for the hour; walk the whole area, not one corner"
_AT_GATE: Final = "Crossing between parked cars, and disputes that move away from the gate"
_AT_INTERCHANGE: Final = {
    "rail": "Crowding at the entrance and quiet approaches once a train has gone",
    "ferry": "Crowding at the pier and quiet approaches once a boat has gone",
}
#: Things to look out for at one stop.
_TO_KEEP_IN_MIND: Final = 2
#: Pupils in a slice from which on a place says that they pass.
_WORTH_SAYING: Final = 50
#: Share of the busiest slice below which the rush is over.
_FEW: Final = 0.1
_AT_STOPS: Final = "Crowding as services load; patrol the streets around, not only the stops"


def look_out_at_hotspot(hotspot: Hotspot) -> str:
    """One sentence from the two leading offence groups."""
    advice = [_for_offence(offence) for offence, _ in hotspot.offences[:2]]
    return _sentence(list(dict.fromkeys(advice)) or [_ANY])


def look_out_at_gate() -> str:
    """One sentence for a school's gate."""
    return _sentence([_AT_GATE])


def look_out_at_interchange(kind: str) -> str:
    """One sentence for an interchange of a kind."""
    return _sentence([_AT_INTERCHANGE.get(kind, _AT_STOPS)])


def look_out_at_chosen(spot: Hotspot | None) -> str:
    """One sentence for a place that was chosen on the map, and the hotspot that it lies in."""
    return _sentence([_ANY]) if spot is None else look_out_at_hotspot(spot)


def why_chosen(spot: Hotspot | None) -> str:
    """Say that a supervisor chose a place, and what is known of it."""
    return "Chosen for today." + ("" if spot is None else f" {why_hotspot(spot)}")


def why_hotspot(hotspot: Hotspot) -> str:
    """The hotspot's own reason, unless it names what is never named at a place."""
    if "sexual" not in hotspot.reason.lower():
        return hotspot.reason
    return "Harm is expected here more than in most places at this time of day."


def why_gate(bell: Bell, gates: int, pupils: int | None) -> str:
    """Say when a school lets out, and how many come."""
    many = f"about {round(pupils, -1):,} pupils leave" if pupils else "pupils leave"
    until = f" until {clock(bell.finish_min + bell.stagger_min)}" if bell.stagger_min else ""
    others = f" by {gates} gates" if gates > 1 else ""
    return f"{bell.name} lets out at {clock(bell.finish_min)}: {many}{others}{until}."


def why_gate_quiet(bell: Bell) -> str:
    """Say why a gate is visited once the last have left it."""
    first, last = clock(bell.finish_min), clock(bell.finish_min + bell.stagger_min)
    when = f"from {first} to {last}" if bell.stagger_min else f"at {first}"
    return f"{bell.name} let out {when}; some linger around the gate."


def why_interchange(coming: Coming | None) -> str:
    """Say whose pupils come through, and until when."""
    if coming is None:
        return "People on their way home pass here; a visit reassures them."
    names = list(coming.schools[:2])
    if len(coming.schools) > 2:
        names.append(f"{len(coming.schools) - 2} more")
    return (
        f"Pupils of {listed(names)} come through here from about {clock(coming.from_min)} "
        f"to {clock(coming.until_min)}."
    )


def why_interchange_quiet(until_min: int) -> str:
    """Say why an interchange is visited once the pupils have gone."""
    return (
        f"The pupils' rush is over by about {clock(until_min)}; others on their way home pass "
        "here, and a visit reassures them."
    )


def with_pupils(place: Place, pupils: Sequence[float], window: Window) -> Place:
    """Say how many pupils pass a place in its busiest slice, where they are many.

    A gate says it anyway. The sentence holds until they have gone.
    """
    busiest = max(pupils, default=0.0)
    if place.kind is PlaceKind.GATE or busiest < _WORTH_SAYING:
        return place
    start = window.slice_start_min(list(pupils).index(busiest))
    text = (
        f"About {round(busiest, -1):,.0f} pupils pass between {clock(start)} and "
        f"{clock(start + window.slice_min)}."
    )
    described = replace(place, why=f"{place.why} {text}")
    if place.quiet_from_min is not None:
        return described
    here = [n for n, count in enumerate(pupils) if count >= _FEW * busiest]
    gone = window.slice_start_min(here[-1]) + window.slice_min
    return replace(described, quiet_from_min=gone, why_quiet=place.why)


def also(sentence: str, absorbed: Sequence[str]) -> str:
    """Add what else is at the same corner to a sentence."""
    if not absorbed:
        return sentence
    return f"{sentence.rstrip('.')}; also here: {', '.join(absorbed)}."


def both(first: str, second: str) -> str:
    """Two sentences as one, nothing twice, and no more than an officer can keep in mind."""
    parts = [part for text in (first, second) for part in text.rstrip(".").split("; also ")]
    once = list(dict.fromkeys(part[:1].upper() + part[1:] for part in parts))
    return _sentence(once[:_TO_KEEP_IN_MIND])


def _for_offence(offence: str) -> str:
    return next((text for word, text in _LOOK_OUT if word in offence.lower()), _ANY)


def _sentence(parts: Sequence[str]) -> str:
    """Join parts as in ``A; also b``, and end them with a full stop."""
    rest = [f"; also {part[:1].lower()}{part[1:]}" for part in parts[1:]]
    return f"{parts[0]}{''.join(rest)}."


#: A gate that so large a share of the busiest gate's pupils pass is as good as that one.
_ABOUT_ALIKE: Final = 2 / 3


def gate_places(layers: Layers, day: SchoolDay, flow: PupilFlow | None) -> list[Place]:
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
            why=why_gate(bell, gates, pupils),
            look_out_for=look_out_at_gate(),
            urns=(bell.urn,),
            quiet_from_min=bell.finish_min + bell.stagger_min + 1,
            why_quiet=why_gate_quiet(bell),
        )
        places.append((-pupils_that_count(pupils, str(school["phase"])), place.place_id, place))
    return [place for *_, place in sorted(places, key=lambda row: row[:2])]


def _used(gates: gpd.GeoDataFrame, flow: PupilFlow | None) -> gpd.GeoDataFrame:
    """The gates with the column pupils: how many pass in the whole window."""
    if flow is None or gates.empty:
        return gates.assign(pupils=0.0)
    return gates.assign(pupils=flow.passing_many(list(gates.geometry)).sum(axis=1))


def _gate_of(urn: str, school: Point, gates: gpd.GeoDataFrame) -> tuple[str, XY, int]:
    """The gate to be at, where it is, and how many there are."""
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


def hotspot_places(hotspots: Hotspots, layers: Layers, day: SchoolDay) -> list[Place]:
    """One place for each hotspot, by rank."""
    return [
        Place(
            place_id=place_id_of(spot),
            kind=PlaceKind.HOTSPOT,
            name=spot.name,
            point=_on_street_inside(spot, layers.streets),
            value=(0.0,) * day.window.n_slices,
            opens_min=day.window.start_min,
            closes_min=day.window.end_min - 1,
            why=why_hotspot(spot),
            look_out_for=look_out_at_hotspot(spot),
        )
        for spot in hotspots
    ]


def _on_street_inside(hotspot: Hotspot, streets: gpd.GeoDataFrame) -> XY:
    """The point of a street inside a hotspot that is nearest to its middle."""
    middle = hotspot.shape.centroid
    centre = middle if hotspot.shape.contains(middle) else Point(hotspot.centre)
    if len(streets):
        near = streets.geometry.iloc[streets.sindex.query(hotspot.shape, predicate="intersects")]
        inside = near.intersection(hotspot.shape)
        inside = inside[inside.length > 0]
        if len(inside):
            centre = nearest_points(shapely.unary_union(inside.to_numpy()), centre)[0]
    return round(centre.x, 2), round(centre.y, 2)


def interchange_places(layers: Layers, day: SchoolDay, flow: PupilFlow | None) -> list[Place]:
    """One place for each interchange, the busiest kinds first."""
    feeding = Feeding(layers, day, flow)
    rows = layers.interchanges.drop_duplicates("interchange_id")
    columns = (rows["interchange_id"], rows["name"], rows["kind"], rows.geometry)
    places = []
    for ident, name, kind, point in zip(*columns, strict=True):
        coming = feeding.coming(point)
        place = Place(
            place_id=f"interchange-{ident}",
            kind=PlaceKind.INTERCHANGE,
            name=str(name),
            point=(point.x, point.y),
            value=(0.0,) * day.window.n_slices,
            opens_min=day.window.start_min,
            closes_min=day.window.end_min - 1,
            why=why_interchange(coming),
            look_out_for=look_out_at_interchange(str(kind)),
            quiet_from_min=coming.until_min if coming else None,
            why_quiet=why_interchange_quiet(coming.until_min) if coming else "",
        )
        places.append((-kind_share(str(kind)), place.place_id, place))
    return [place for *_, place in sorted(places, key=lambda row: row[:2])]
