"""The map of a plan: routes, and the places that could be added."""

from collections.abc import Callable

import folium
import streamlit as st

from dashboard import listings, maps, services
from dashboard.controls.pupil_flow import PupilFlowChoice
from dashboard.listings.planning import named_point
from dashboard.maps.clicked import located
from dashboard.planning.choices import visitor
from dashboard.planning.plans import Surroundings
from dashboard.planning.session import PlanningSession
from dashboard.views import common, pupil_flow
from geo.patrol import Places, Plan


def draw(session: PlanningSession, known: Surroundings, flow: PupilFlowChoice) -> None:
    """Draw the map; a click on a place selects it, one anywhere else makes the point a place."""
    groups = _groups(session.plan, known, flow)
    pointed = _choosing(session, known.places)
    basemap = maps.base(services.basemap(known.area))
    clicked = common.show_map(basemap, groups, "plan_map", pointed=pointed)
    if clicked and clicked != visitor().place_id:
        visitor().place_id = clicked
        st.rerun()


def _choosing(session: PlanningSession, offered: Places) -> Callable[[float, float], None]:
    """What makes a point of the map a place; one that was chosen before and not used goes."""

    def pointed(lat: float, lon: float) -> None:
        if session.history is None:
            return
        point = located(lat, lon, offered.layers.crs)
        routes = session.plan.routes if session.plan else ()
        used = {stop.place.point for route in routes for stop in route.stops}
        kept = (each for each in session.chosen if each[1] in used)
        session.chosen = (*kept, (named_point(point, offered), point))
        visitor().point = point
        st.rerun()

    return pointed


def _groups(
    plan: Plan | None, known: Surroundings, flow: PupilFlowChoice
) -> list[folium.FeatureGroup]:
    layers, day, hotspots = known.area.layers, known.day, known.hotspots
    key = maps.place_lines(layers, letting_out=bool(day.letting_out()))
    key += maps.hotspot_lines(slice_label=None, window=str(day.window)) if len(hotspots) else []
    groups = [
        maps.places(layers, day),
        maps.hotspots(hotspots.items, hotspots.crs, day.window, tagged=False),
    ]
    if flow.shown and known.places.pupil_flow is not None:
        groups.insert(0, pupil_flow.group(known.places.pupil_flow, flow.slice_index))
        key.append(pupil_flow.legend_line(flow.slice_index))
    if plan is None:
        return [*groups, maps.legend(key)]
    left = listings.unplanned(known.places.items, plan.routes)
    return [
        *groups,
        maps.candidates(left, layers.crs),
        maps.routes(plan.routes, layers.crs, chosen=visitor().place_id),
        maps.legend([*maps.route_lines(plan.routes, candidates=bool(left)), *key]),
    ]
