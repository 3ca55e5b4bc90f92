"""Briefing: what officers are told before they go out, on a shared screen."""

from functools import partial

import streamlit as st

from dashboard import frame, notices, plans, services, state
from dashboard.views import approval, briefing

frame.dark()
with notices.explained(), st.container(key="stage"):
    area, visitor = services.workspace(), state.visitor()
    if visitor.draft is None:
        briefing.nothing_planned()
        st.stop()
    request, approver = visitor.draft, visitor.approved_by
    plan = plans.plan(area, request)
    told = plans.briefing(area, request, approver)
    slides = briefing.slides(told, plan.day.window)
    slide = briefing.step(slides)
    main, side = st.columns([3, 2], gap="medium")
    with main, st.container(key="map"):
        found = services.hotspots(area, request.date)
        briefing.draw(services.ground(area), area.layers, found, plan, slide)
    with side, st.container(key="next"):
        briefing.words(slide)
    with st.container(key="bar", horizontal=True):
        briefing.steps(len(slides))
        key = (area.layers.version, request, approver)
        briefing.takeaway(told, key, partial(approval.file_name, f"briefing-{request.date}"))
        st.page_link(state.PLAN_PAGE, label="Back to plan")
