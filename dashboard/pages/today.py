"""Today: what is hot, when, and why."""

from functools import partial

import streamlit as st

from dashboard import controls, evidence_jobs, notices, services
from dashboard.controls.day import PUPIL_FLOW
from dashboard.views import pupil_flow, today
from dashboard.views.stage import at_rest, school_day, stage

with notices.explained(), st.container(key="stage"):
    area, on = services.workspace(), stage()
    day = school_day(area, on, "Today")
    with on.panel:
        choice = controls.today(day.date, day.window)
    with on.top, notices.explained() as outcome:
        with on.picture:
            found = services.hotspots(area, day.date, choice.method)
            recorded = services.recorded(area, day.date)
            flow = services.pupil_flow(area, day.date) if PUPIL_FLOW in choice.layers else None
            today.draw(services.basemap(area), area.layers, day, found, recorded, flow, choice)
        today.headline(found, day, choice)
        today.compared(choice.method, evidence_jobs.last_report(area))
        with on.rows:
            today.table(found, choice)
            if PUPIL_FLOW in choice.layers:
                pupil_flow.table(flow, choice.slice_index)
        with on.drawer:
            today.letting_out(day, choice)
            explain = partial(services.explanation, area, day.date, choice.method)
            today.why_here(found, choice.slice_index, explain)
            notices.remark(found.notices)
    if outcome.failed:
        at_rest(area, on)
