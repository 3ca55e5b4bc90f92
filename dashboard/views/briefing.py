"""The Briefing page: one map and one idea a step, in letters that a room can read."""

import html
import re
from collections.abc import Callable
from dataclasses import dataclass

import folium
import streamlit as st

from dashboard import downloads, maps
from dashboard.planning.choices import PLAN_PAGE, TODAY_PAGE, visitor
from dashboard.views import common
from geo.briefing import (
    NOT_GROUNDS,
    PRINCIPLES,
    STANDING_GUIDANCE,
    Assignment,
    Briefing,
    HotspotLine,
    StopLine,
)
from geo.clock import Window
from geo.hotspots import Hotspots
from geo.layers import Layers
from geo.model import clock
from geo.patrol import Plan
from geo.rendering import palette

_LOOK = maps.NIGHT


@dataclass(frozen=True)
class Slide:
    """One step: what is said, and what the map turns to."""

    words: str
    routes: bool = True
    hotspot: int | None = None
    patrol: int | None = None


def slides(sheet: Briefing, window: Window) -> tuple[Slide, ...]:
    """The steps of a briefing: the picture, each hotspot, each patrol, the standing words."""
    return (
        Slide(_opening(sheet)),
        Slide(_overview(sheet), routes=False),
        *(
            Slide(_hotspot(line, window), routes=False, hotspot=n)
            for n, line in enumerate(sheet.hotspots)
        ),
        *(Slide(_assignment(each), patrol=n) for n, each in enumerate(sheet.assignments)),
        Slide(_principles()),
        Slide(_standing()),
    )


def draw(basemap: str, layers: Layers, found: Hotspots, plan: Plan, slide: Slide) -> None:
    """Draw the one map, turned to what the step is about."""
    top = found.items[:5]
    spot = top[slide.hotspot] if slide.hotspot is not None else None
    shapes = [spot.shape] if spot else [each.shape for each in top]
    if slide.patrol is not None:
        route = plan.routes[slide.patrol]
        shapes = [leg.path for leg in route.legs] or shapes
    groups: list[folium.FeatureGroup] = [
        maps.hotspots(
            top, found.crs, found.window, chosen=spot.hotspot_id if spot else None, look=_LOOK
        )
    ]
    if spot is not None:
        groups.append(maps.landmarks(layers, spot, _LOOK))
    if slide.routes:
        groups.append(maps.routes(plan.routes, layers.crs, only=slide.patrol, look=_LOOK))
    center, zoom = maps.view(shapes, layers.crs)
    base = maps.base(basemap, _LOOK)
    common.show_map(base, groups, "briefing_map", center=center, zoom=zoom)


def step(all_slides: tuple[Slide, ...]) -> Slide:
    """The slide where the briefing stands."""
    visitor().step = min(max(visitor().step, 0), len(all_slides) - 1)
    return all_slides[visitor().step]


def nothing_planned() -> None:
    """Say that there is nothing to tell yet, and where to begin."""
    st.html(
        '<div class="ab-slide"><h1>Nothing planned yet</h1>'
        "<p>A briefing tells a plan. Suggest the routes first; they appear here.</p></div>"
    )
    with st.container(key="steps", horizontal=True):
        st.page_link(PLAN_PAGE, label="Plan patrols")
        st.page_link(TODAY_PAGE, label="Back to today")


def outdated(sentence: str) -> None:
    """Say, on every step, that the plan was made from what is no longer so."""
    if sentence:
        warning = f'<p class="ab-warn" role="status">{_text(sentence)}: suggest again.</p>'
        st.html(f'<div class="ab-slide">{warning}</div>')


def words(slide: Slide) -> None:
    """What the step says."""
    st.html(f'<div class="ab-slide">{slide.words}</div>')


def steps(count: int) -> None:
    """Back and next, and where one is."""
    now = visitor().step
    with st.container(key="steps", horizontal=True, vertical_alignment="center"):
        st.button("Back", on_click=_go, args=(-1,), disabled=now == 0, shortcut="Left")
        st.button(
            "Next", on_click=_go, args=(1,), disabled=now == count - 1, type="primary",
            shortcut="Right",
        )  # fmt: skip
        st.html(f'<p class="ab-step">Step {now + 1} of {count}</p>')


def takeaway(sheet: Briefing, key: object, file_name: Callable[[str], str]) -> None:
    """What can be taken along: paper, and one file.

    ``key`` is what the briefing depends on, ``file_name`` gives the name for an ending.
    """
    forms: tuple[tuple[str, str, str, Callable[[], bytes]], ...] = (
        ("PDF", "pdf", "application/pdf", sheet.pdf),
        ("HTML", "html", "text/html", lambda: sheet.html().encode()),
        ("GPX", "gpx", "application/gpx+xml", lambda: sheet.gpx().encode()),
        ("Calendar", "ics", "text/calendar", lambda: sheet.ics().encode()),
    )
    links = []
    for label, ending, media_type, make in forms:
        name = file_name(ending)
        at = downloads.offer(key, name, media_type, make)
        links.append(f'<a href="{at}" download="{name}" aria-label="Download {label}">{label}</a>')
    text = f"<span>Download</span>{''.join(links)}"
    st.html(f'<div class="ab-takeaway">{text}</div>')


def _go(by: int) -> None:
    visitor().step += by


def _opening(sheet: Briefing) -> str:
    facts = "".join(
        f"<li><b>{_text(n)}</b><span>{_text(what)}</span></li>" for n, what in sheet.facts
    )
    status = "ab-quiet" if sheet.holds else "ab-warn"
    return (
        f"<h1>{_text(sheet.date)}</h1>"
        f"<p>{_text(sheet.area)}, {_text(sheet.window)}</p><ul class='ab-facts-big'>{facts}</ul>"
        f'<p class="{status}">{_text(sheet.status)}</p>'
    )


def _overview(sheet: Briefing) -> str:
    rows = "".join(
        f"<li>{_badge(line.rank)}<span>{_text(line.name)}<br>"
        f'<span class="ab-quiet">{_text(line.chance)}</span></span></li>'
        for line in sheet.hotspots
    )
    count = len(sheet.hotspots)
    title = f"The top {count} places" if count else "No place stands out today"
    return f"<h1>{title}</h1><ul>{rows}</ul>"


def _badge(rank: int) -> str:
    fill = _LOOK.by_rank(rank)
    return f'<b style="background:{fill};color:{palette.text_on(fill)}">{rank}</b>'


def _hotspot(line: HotspotLine, window: Window) -> str:
    visits = ", ".join(line.visits) or "nobody in this plan"
    return (
        f"<ul><li>{_badge(line.rank)}<h1>{_text(line.name)}</h1></li></ul><p>{_text(line.reason)}</p>"
        f"{_profile(line, window)}"
        f'<p class="ab-quiet">Visited: {_text(visits)}.</p>'
    )


def _profile(line: HotspotLine, window: Window) -> str:
    """Little bars over the window, the largest marked and named."""
    bars = "".join(
        f'<i style="height:{max(share * 100, 3):.0f}%"{" class=ab-peak" if share == 1 else ""}></i>'
        for share in line.profile
    )
    start, end = clock(window.start_min), clock(window.end_min)
    return (
        f'<div class="ab-bars" aria-hidden="true">{bars}</div>'
        f'<p class="ab-axis"><span>{start}</span><span>Peak {_text(line.peak)}</span>'
        f"<span>{end}</span></p>"
    )


def _assignment(each: Assignment) -> str:
    style = f"background:{each.style.colour};color:{each.style.on_colour}"
    rows = "".join(
        f'<li><b class="ab-round" style="{style}">{_text(stop.label)}</b>'
        f"<span><time>{stop.arrive}</time> {_text(_named(stop))}</span></li>"
        for stop in each.stops
    )
    start = f", from {_text(each.start)}" if each.start else ""
    return (
        f"<h1>{_text(each.name)}</h1>"
        f'<p class="ab-quiet">{_text(each.shift)}{start}</p><ol>{rows}</ol>'
    )


def _named(stop: StopLine) -> str:
    """The name of a stop; of an activity, whom with."""
    return f"{stop.name}, with {stop.beside}" if stop.beside else stop.name


def _principles() -> str:
    rows = "".join(
        f'<p><span class="ab-strong">{_text(name)}.</span> {_text(sentence)}</p>'
        for name, sentence in PRINCIPLES
    )
    return f"<h1>Deter, detect, divert</h1>{rows}"


def _standing() -> str:
    standing = "".join(f"<p>{_text(sentence)}</p>" for sentence in STANDING_GUIDANCE)
    return f"<h1>{_text(NOT_GROUNDS)}</h1>{standing}"


def _text(value: object) -> str:
    """Escaped, and a number stays with its unit at the end of a line."""
    return re.sub(r"(?<=\d) (?=(?:m|km|min)\b)", "\u00a0", html.escape(str(value)))
