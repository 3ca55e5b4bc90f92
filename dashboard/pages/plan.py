"""Plan: who walks where when, and why."""

import streamlit as st

from dashboard import notices, plans, services, state
from dashboard.views import approval, plan
from dashboard.views.stage import at_rest, school_day, stage
from geo.patrol import resting

with notices.explained(), st.container(key="stage"):
    area, visitor, on = services.workspace(), state.visitor(), stage()
    day = school_day(area, on, "Plan")
    table = visitor.turn_to(day.date)
    with on.panel:
        patrols, balance, ways = plan.asked(area, day)
        with notices.explained():
            if area.control_days is not None:
                visitor.rest(resting(area.control_days, services.places(area, day), day.date))
                plan.at_rest(visitor.wishes.rests)
    with on.top, notices.explained():
        if area.layers.streets.empty:
            plan.without_streets(area.about.name)
        else:
            before = visitor.before(day.date, area.calendar)
            plan.looks_back(before)
            plan.suggest(area, table, visitor.request(day.date, patrols, balance, before))
    made = table.plan
    with on.top, notices.explained() as outcome:
        found = services.hotspots(area, day.date)
        offered = plans.offered(area, day, balance, table.chosen)
        with on.rows, st.container(key="table"):
            if made:
                with st.container(key="board"):
                    plan.board(table, made)
            elif not area.layers.streets.empty:
                plan.searched(table)
        with on.picture:
            plan.draw(services.ground(area), area.layers, day, found, offered, table, ways)
        if made:
            with on.rows:
                plan.under(area, table, made, offered)
        if table.searching and table.history:
            with on.drawer:
                plan.later()
        elif made and table.request:
            with on.drawer:
                approval.approve(area.settings.role("supervisor"))
                plan.add_a_stop(table, offered, made)
                plan.wishes(offered, made)
                st.download_button(
                    "Download plan.geojson",
                    plans.geojson(area, table.request, visitor.approved_by),
                    approval.file_name(f"plan-{day.date}", "geojson"),
                    "application/geo+json",
                )
                notices.remark(made.notices)
    if outcome.failed:
        at_rest(area, on)
