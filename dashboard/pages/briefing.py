"""Briefing: what officers are told before they go out, on a shared screen."""

from functools import partial

import streamlit as st

from dashboard import frame, notices, services
from dashboard.planning import choices, plans
from dashboard.views import approval, briefing

frame.dark()
with notices.explained(), st.container(key="stage"):
    session = choices.visitor().briefed
    made = session.made if session else None
    if session is None or made is None:
        briefing.nothing_planned()
        st.stop()
    approver, outdated = session.approved_by, made.outdated_in(services.workspace())
    sheet = plans.briefing(made, approver, outdated)
    slides = briefing.slides(sheet, made.plan.day.window)
    slide = briefing.step(slides)
    main, side = st.columns([3, 2], gap="medium")
    with main, st.container(key="map"):
        found = services.hotspots(made.area, made.request.date)
        briefing.draw(services.basemap(made.area), made.area.layers, found, made.plan, slide)
    with side, st.container(key="next"):
        briefing.outdated(outdated)
        briefing.words(slide)
    with st.container(key="bar", horizontal=True):
        briefing.steps(len(slides))
        key = (made.origin, approver, outdated)
        briefing.takeaway(
            sheet, key, partial(approval.file_name, session, f"briefing-{made.request.date}")
        )
        st.page_link(choices.PLAN_PAGE, label="Back to plan")
