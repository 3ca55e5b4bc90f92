"""Plan: who walks where, when, and why."""

import streamlit as st

from dashboard import controls, notices, now, services, state
from dashboard.views import approval, closed, common, plan

with notices.explained(), st.container(key="stage"):
    area, visitor = services.workspace(), state.visitor()
    side, main = st.columns([2, 5])
    with side:
        title, panel, top, take = (
            st.container(key=key) for key in ("title", "controls", "next", "why")
        )
    with main:
        picture, rows = st.container(key="map"), st.container(key="rows")
    with panel:
        opening = state.opening_date(area.calendar, area.about.data_as_at, now.today())
        date = controls.day(area.calendar, opening)
    with title:
        common.title("Plan", date)
    visitor.turn_to(date)
    if not area.calendar.is_school_day(date):
        with top:
            closed.notice(area.calendar, date)
        with picture:
            closed.draw(services.ground(area), area.layers)
        st.stop()
    day = area.calendar.day(date)
    with panel:
        patrols = controls.patrols(day.window, services.starts(area))
    shown = visitor.draft if visitor.draft and visitor.draft.date == date else None
    with top, notices.explained():
        label = "Suggest again" if shown else "Suggest routes"
        if st.button(label, type="primary", width="stretch"):
            request = visitor.request(date, patrols)
            services.plan(area, request)
            visitor.take(request)
            st.rerun()
    made = services.plan(area, shown) if shown else None
    with top, notices.explained() as outcome:
        with picture:
            found, offered = services.hotspots(area, date), services.places(area, day)
            plan.draw(services.ground(area), area.layers, day, found, offered, made)
        with rows:
            plan.timetables(made)
        if made:
            with take:
                plan.wishes(offered, made)
                approval.approve()
                st.download_button(
                    "Download plan.geojson",
                    services.plan_geojson(made, visitor.approved_by),
                    approval.file_name(f"plan-{date}", "geojson"),
                    "application/geo+json",
                )
                notices.remark(made.notices)
    if outcome.failed:
        with picture:
            closed.draw(services.ground(area), area.layers)
