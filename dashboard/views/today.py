"""The Today page: the map, who is letting out, the ranked table, and why a place is on it."""

from collections.abc import Callable

import folium
import geopandas as gpd
import streamlit as st

from dashboard import charts, listings, maps
from dashboard.components.picktable import picktable
from dashboard.controls.day import RECORDED, SURFACE, TodayChoice
from dashboard.listings import evidence
from dashboard.planning import choices
from dashboard.planning.choices import visitor
from dashboard.views import analyst, common, pupil_flow
from geo.briefing import NOT_GROUNDS
from geo.clock import SchoolDay
from geo.evidence.backtest import Report
from geo.hotspots import DEFAULT_METHOD, METHODS, Hotspots
from geo.hotspots.explanation import Explanation
from geo.layers import Layers
from geo.model import Hotspot
from geo.pupils import PupilFlow
from geo.rendering import palette
from geo.text import chance_in_words, short_date


def draw(
    basemap: str,
    layers: Layers,
    day: SchoolDay,
    found: Hotspots,
    recorded: gpd.GeoDataFrame,
    flow: PupilFlow | None,
    choice: TodayChoice,
) -> None:
    """Draw the map; a click on a hotspot selects it.

    Parameters
    ----------
    flow : Dispersal, optional
        The pupil flow, where they are to be shown.
    """
    groups = _groups(layers, day, found, recorded, flow, choice)
    clicked = common.show_map(maps.base(basemap), groups, "today_map")
    if clicked and clicked != visitor().hotspot_id:
        visitor().hotspot_id = clicked
        st.rerun()


def headline(found: Hotspots, day: SchoolDay, choice: TodayChoice) -> None:
    """The one thing to know of the time that is looked at."""
    window, n = found.window, choice.slice_index
    if not len(found):
        common.words("No place stands out on this day.")
        return
    top = found.items[0] if n is None else max(found, key=lambda spot: spot.by_slice[n])
    often = chance_in_words(top.incidents.mean, window.noun)
    when = f"{window.label(n)}: most is expected at" if n is not None else "Most is expected at"
    on = "" if "once" in often or "times" in often else "on "
    common.words(f"{when} {top.name}: an incident {on}{often}.")
    st.page_link(choices.PLAN_PAGE, label=f"Plan patrols for {short_date(day.date)}")


def compared(method: str, report: Report | None) -> None:
    """Say that another method ranks, and what that costs."""
    if method == DEFAULT_METHOD:
        return
    title, default = METHODS[method].title, METHODS[DEFAULT_METHOD].title.lower()
    cost = evidence.cost_of(report, method)
    common.words(f"{title} for comparison; plans use the {default}. {cost}", "ab-when")


def letting_out(day: SchoolDay, choice: TodayChoice) -> None:
    """Who lets out in the time that is looked at, and who is closed."""
    st.subheader("Letting out")
    rung = listings.letting_out(day, choice.slice_index)
    if rung:
        common.bells(rung, at_once=4)
    else:
        when = "in this window" if choice.slice_index is None else "in this quarter of an hour"
        common.words(f"No bell {when}.", "ab-when")


def why_here(
    found: Hotspots, slice_index: int | None, explain: Callable[[str], Explanation]
) -> None:
    """The drawer: the reason first, then how sure, the profile, what is known, and the rest.

    Parameters
    ----------
    explain : callable
        Gives the explanation of a hotspot by its id; called when the analyst asks.
    """
    spot = _selected(found)
    if spot is None:
        return
    st.subheader("Why here")
    common.heading(str(spot.rank), spot.name)
    common.words(listings.reason(spot))
    common.facts(listings.how_sure(spot, found.window))
    st.altair_chart(charts.profile(spot, found.window, slice_index), width="stretch")
    common.folded_table(listings.profile(spot, found.window))
    common.facts(listings.why_here(spot))
    common.words(NOT_GROUNDS, "ab-when")
    analyst.drawer(spot.hotspot_id, explain)


def _selected(found: Hotspots) -> Hotspot | None:
    """The hotspot that is selected; the first until somebody chooses."""
    wanted = visitor().hotspot_id
    first = found.items[0] if len(found) else None
    return next((spot for spot in found if spot.hotspot_id == wanted), first)


def _chosen(found: Hotspots) -> str | None:
    spot = _selected(found)
    return spot.hotspot_id if spot else None


def _groups(
    layers: Layers,
    day: SchoolDay,
    found: Hotspots,
    recorded: gpd.GeoDataFrame,
    flow: PupilFlow | None,
    choice: TodayChoice,
) -> list[folium.FeatureGroup]:
    n, window = choice.slice_index, found.window
    label = window.label(n) if n is not None else None
    lines = maps.hotspot_lines(slice_label=label, window=str(window)) if len(found) else []
    groups = []
    if SURFACE in choice.layers:
        groups.append(maps.surface(found.surface))
        lines.append(maps.surface_line())
    if RECORDED in choice.layers:
        groups.append(maps.recorded(recorded))
        lines.append(maps.recorded_line())
    if flow is not None:
        groups.append(pupil_flow.group(flow, n))
        lines.append(pupil_flow.legend_line(n))
    chosen = _chosen(found)
    lines += maps.place_lines(layers, letting_out=bool(day.letting_out(n)))
    return [
        *groups,
        maps.places(layers, day, n),
        maps.hotspots(found.items, found.crs, window, slice_index=n, chosen=chosen),
        maps.legend(lines),
    ]


def table(found: Hotspots, choice: TodayChoice) -> None:
    """The ranked table, which says the same as the map; a click on a row selects it."""
    if not len(found):
        return
    n = choice.slice_index
    fills = [maps.colour_of(each, found.items, n, maps.DAY) for each in found]
    colours = [(fill, palette.text_on(fill)) for fill in fills]
    listing = listings.hotspots(found.items, found.window, n, colours)

    def picked(ident: str) -> None:
        visitor().hotspot_id = ident

    picktable(listing, key="hotspot_table", chosen=_chosen(found), picked=picked)
