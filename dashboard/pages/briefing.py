"""Briefing: what officers are told before they go out, on a shared screen."""

from functools import partial

import streamlit as st

from dashboard import frame, notices, services
from dashboard.planning import choices, plans
from dashboard.views import approval, briefing

frame.dark()
with notices.explained(), st.container(key="stage"):
    visitor = choices.visitor()
    if visitor.draft is None:
        briefing.nothing_planned()
        st.stop()
    made, approver = visitor.draft, visitor.approved_by
    outdated = made.outdated_in(services.workspace())
    told = plans.briefing(made, approver, outdated)
    slides = briefing.slides(told, made.plan.day.window)
    slide = briefing.step(slides)
    main, side = st.columns([3, 2], gap="medium")
    with main, st.container(key="map"):
        found = services.hotspots(made.area, made.request.date)
        briefing.draw(services.ground(made.area), made.area.layers, found, made.plan, slide)
    with side, st.container(key="next"):
        briefing.outdated(outdated)
        briefing.words(slide)
    with st.container(key="bar", horizontal=True):
        briefing.steps(len(slides))
        key = (made.origin, approver, outdated)
        briefing.takeaway(told, key, partial(approval.file_name, f"briefing-{made.request.date}"))
        st.page_link(choices.PLAN_PAGE, label="Back to plan")
