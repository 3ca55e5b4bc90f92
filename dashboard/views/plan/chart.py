"""The map of a plan: routes, and the places that could be added."""

import folium
import streamlit as st

from dashboard import listings, maps
from dashboard.state import visitor
from dashboard.views import common
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
    plan: Plan | None,
) -> None:
    """Draw the map; a click on a stop or on a place selects it."""
    groups = _groups(layers, day, found, offered, plan)
    clicked = common.show_map(maps.base(ground), groups, "plan_map")
    if clicked and clicked != visitor().place_id:
        visitor().place_id = clicked
        st.rerun()


def _groups(
    layers: Layers,
    day: SchoolDay,
    found: Hotspots,
    offered: Places,
    plan: Plan | None,
) -> list[folium.FeatureGroup]:
    window = day.window
    key = maps.place_lines(layers, letting_out=bool(day.letting_out()))
    key += maps.hotspot_lines(slice_label=None, window=str(window)) if len(found) else []
    groups = [
        maps.places(layers, day),
        maps.hotspots(found.items, found.crs, window, tagged=False),
    ]
    if plan is None:
        return [*groups, maps.legend(key)]
    left = listings.unplanned(offered.items, plan.routes)
    return [
        *groups,
        maps.candidates(left, layers.crs),
        maps.routes(plan.routes, layers.crs, chosen=visitor().place_id),
        maps.legend([*maps.route_lines(plan.routes, candidates=bool(left)), *key]),
    ]
