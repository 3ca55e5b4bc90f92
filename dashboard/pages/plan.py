"""Plan: who walks where when, and why."""

import streamlit as st

from dashboard import notices, services
from dashboard.planning import choices, plans
from dashboard.views import plan
from dashboard.views.stage import at_rest, school_day, stage

with notices.explained(), st.container(key="stage"):
    area, on = services.workspace(), stage()
    day = school_day(area, on, "Plan")
    session = choices.visitor().turn_to(day.date)
    session.area = area
    with on.panel:
        options = plan.options(area, day, session)
    with on.top, notices.explained():
        plan.suggest(area, day, session, options)
    with on.title:
        plan.outdated(session)
    with on.top, notices.explained() as outcome:
        known = plans.surroundings(session, area, day, options.balance)
        plan.show(on, session, known, options.flow)
    if outcome.failed:
        at_rest(area, on)
