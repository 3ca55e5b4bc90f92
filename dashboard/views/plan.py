"""The Plan page: routes on the map and as timetables, and wishes for the next suggestion."""

from collections.abc import Callable, Sequence

import folium
import streamlit as st

from dashboard import controls, listings, maps, state
from dashboard.picktable import picktable
from dashboard.state import visitor
from dashboard.views import common
from geo.briefing import lines
from geo.clock import SchoolDay
from geo.hotspots import Hotspots
from geo.layers import Layers
from geo.model import Place, Route
from geo.patrol import Lock, Places, Plan, Rest, Wishes


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


def timetables(plan: Plan | None, *, walkable: bool) -> None:
    """One timetable a patrol, which say the same as the map."""
    if plan is None:
        if walkable:
            common.words("Nothing planned yet. Set the patrols, then press Suggest routes.")
        return
    told = lines.assignments(plan.routes)
    for number, (route, assignment) in enumerate(zip(plan.routes, told, strict=True)):
        _timetable(number, route, assignment)


def without_streets(name: str) -> None:
    """Say that no route can be planned yet, and show the way on."""
    common.words(f"{name} has no streets yet, so no route can be planned.", "ab-status")
    common.words("Bring in OpenStreetMap or OS Open Roads.", "ab-when")
    controls.turn_to(controls.Section.LAYERS)
    st.page_link(state.DATA_PAGE, label="Bring in streets")


def wishes(offered: Places, plan: Plan) -> None:
    """What the next suggestion must keep, leave out and add."""
    wanted = visitor().wishes
    left = listings.unplanned(offered.items, plan.routes)
    _add(tuple(place for place in left if place.place_id not in wanted.left_out))
    names = {place.place_id: place.name for place in offered.items}
    waiting = [
        *(("Keep", each.place_id) for each in wanted.locks),
        *(("Drop", place_id) for place_id in sorted(wanted.drop)),
        *(("Add", place_id) for place_id in sorted(wanted.add)),
    ]
    for verb, place_id in waiting:
        columns = st.columns([4, 1], vertical_alignment="center")
        columns[0].text(f"{verb}: {names.get(place_id, place_id)}")
        columns[1].button(
            "Undo", key=f"undo_{verb}_{place_id}", on_click=_wish, args=(state.forget, place_id)
        )
    if wanted != plan.wishes:
        common.words("The plan shows this once you press Suggest again.", "ab-when")


def at_rest(rests: Sequence[Rest]) -> None:
    """Say which places a trial leaves alone on the day; a reason overrides it."""
    if not rests:
        return
    st.subheader("At rest on this day")
    common.words(f"{rests[0].why}.", "ab-when")
    for rest in rests:
        if rest.override:
            common.words(f"{rest.name}: may be visited all the same. {rest.override}", "ab-when")
            st.button(
                "Let it rest", key=f"rest_{rest.place_id}", on_click=_override,
                args=(rest.place_id, ""),
            )  # fmt: skip
            continue
        with st.expander(rest.name):
            common.words("A visit spoils a day of the trial, so it needs a reason.", "ab-when")
            st.text_input("Reason", max_chars=200, key=f"reason_{rest.place_id}")
            reason = " ".join(str(st.session_state[f"reason_{rest.place_id}"]).split())
            st.button(
                "Allow a visit", key=f"visit_{rest.place_id}", disabled=not reason,
                on_click=_override, args=(rest.place_id, reason),
            )  # fmt: skip


def _override(place_id: str, reason: str) -> None:
    visitor().wishes = state.override(visitor().wishes, place_id, reason)


def _add(left: tuple[Place, ...]) -> None:
    options = {place.place_id: place for place in left}
    chosen = visitor().place_id
    if chosen in options:
        st.session_state["to_add"] = chosen
        visitor().place_id = None
    st.selectbox(
        "Add a stop",
        [*options],
        index=None,
        placeholder="Choose a place, or click one on the map",
        format_func=lambda ident: f"{options[ident].name} ({options[ident].kind})",
        key="to_add",
    )
    wanted = st.session_state.get("to_add")
    st.button("Add this stop", disabled=wanted is None, on_click=_wish, args=(state.add, wanted))


def _wish(change: Callable[[Wishes, str], Wishes], place_id: str) -> None:
    visitor().wishes = change(visitor().wishes, place_id)


def _timetable(number: int, route: Route, assignment: lines.Assignment) -> None:
    wanted = visitor().wishes
    locked = frozenset(each.place_id for each in wanted.locks)
    listing = listings.timetable(route, assignment, locked, wanted.drop)

    def picked(place_id: str) -> None:
        visitor().place_id = place_id

    def acted(action: str, place_id: str) -> None:
        if action == "lock":
            stop = next(s for s in route.stops if s.place.place_id == place_id)
            kept = Lock(place_id, route.patrol.name, stop.arrive_min)
            visitor().wishes = state.lock(wanted, kept)
        else:
            _wish(state.drop if action == "drop" else state.forget, place_id)

    key = f"timetable_{number}"
    picktable(listing, key=key, chosen=visitor().place_id, picked=picked, acted=acted)
    if not route.stops:
        common.words("No stop fits into this shift.", "ab-when")
    elif assignment.way_back:
        common.words(f"Back: {assignment.way_back}.", "ab-when")


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
