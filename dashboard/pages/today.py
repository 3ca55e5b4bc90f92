"""Today: what is hot, when, and why."""

import streamlit as st

from dashboard import controls, notices, now, services, state
from dashboard.views import closed, common, today

with notices.explained(), st.container(key="stage"):
    area = services.workspace()
    side, main = st.columns([2, 5])
    with side:
        title, panel, top, drawer = (
            st.container(key=key) for key in ("title", "controls", "next", "why")
        )
    with main:
        picture, rows = st.container(key="map"), st.container(key="rows")
    with panel:
        opening = state.opening_date(area.calendar, area.about.data_as_at, now.today())
        date = controls.day(area.calendar, opening)
    with title:
        common.title("Today", date)
    if not area.calendar.is_school_day(date):
        with top:
            closed.notice(area.calendar, date)
        with picture:
            closed.draw(services.ground(area), area.layers)
    else:
        day = area.calendar.day(date)
        with panel:
            choice = controls.today(date, day.window)
        with top, notices.explained() as outcome:
            with picture:
                found, recorded = services.hotspots(area, date), services.recorded(area, date)
                ground = services.ground(area)
                today.draw(ground, area.layers, day, found, recorded, choice)
            today.headline(found, day, choice)
            with rows:
                today.table(found, choice)
            with drawer:
                today.letting_out(day, choice)
                today.why_here(found, choice.slice_index)
                notices.remark(found.notices)
        if outcome.failed:
            with picture:
                closed.draw(services.ground(area), area.layers)
