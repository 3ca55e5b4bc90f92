"""The map of a plan: routes, and the places that could be added."""

from collections.abc import Callable

import folium
import streamlit as st

from dashboard import listings, maps
from dashboard.controls.ways import WaysChoice
from dashboard.listings.planning import named_point
from dashboard.maps.clicked import located
from dashboard.planning.choices import visitor
from dashboard.planning.session import Table
from dashboard.views import common, ways
from geo.clock import SchoolDay
from geo.hotspots import Hotspots
from geo.layers import Layers
from geo.patrol import Places, Plan


def draw(
    ground: str,
    layers: Layers,
    day: SchoolDay,
    found: Hotspots,
    offered: Places,
    table: Table,
    shown: WaysChoice,
) -> None:
    """Draw the map; a click on a place selects it, one anywhere else makes the point a place."""
    groups = _groups(layers, day, found, offered, table.plan, shown)
    pointed = _choosing(table, offered)
    clicked = common.show_map(maps.base(ground), groups, "plan_map", pointed=pointed)
    if clicked and clicked != visitor().place_id:
        visitor().place_id = clicked
        st.rerun()


def _choosing(table: Table, offered: Places) -> Callable[[float, float], None]:
    """What makes a point of the map a place; one that was chosen before and not used goes."""

    def pointed(lat: float, lon: float) -> None:
        if table.history is None:
            return
        point = located(lat, lon, offered.layers.crs)
        routes = table.plan.routes if table.plan else ()
        used = {stop.place.point for route in routes for stop in route.stops}
        kept = (each for each in table.chosen if each[1] in used)
        table.chosen = (*kept, (named_point(point, offered), point))
        visitor().point = point
        st.rerun()

    return pointed


def _groups(
    layers: Layers,
    day: SchoolDay,
    found: Hotspots,
    offered: Places,
    plan: Plan | None,
    shown: WaysChoice,
) -> list[folium.FeatureGroup]:
    window = day.window
    key = maps.place_lines(layers, letting_out=bool(day.letting_out()))
    key += maps.hotspot_lines(slice_label=None, window=str(window)) if len(found) else []
    groups = [
        maps.places(layers, day),
        maps.hotspots(found.items, found.crs, window, tagged=False),
    ]
    if shown.shown and offered.pupil_flow is not None:
        groups.insert(0, ways.group(offered.pupil_flow, shown.slice_index))
        key.append(ways.legend_line(shown.slice_index))
    if plan is None:
        return [*groups, maps.legend(key)]
    left = listings.unplanned(offered.items, plan.routes)
    return [
        *groups,
        maps.candidates(left, layers.crs),
        maps.routes(plan.routes, layers.crs, chosen=visitor().place_id),
        maps.legend([*maps.route_lines(plan.routes, candidates=bool(left)), *key]),
    ]
