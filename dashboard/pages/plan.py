"""Plan: who walks where when, and why."""

import streamlit as st

from dashboard import notices, services
from dashboard.planning import choices, plans
from dashboard.views import approval, plan
from dashboard.views.stage import at_rest, school_day, stage
from geo.patrol import resting

with notices.explained(), st.container(key="stage"):
    area, visitor, on = services.workspace(), choices.visitor(), stage()
    day = school_day(area, on, "Plan")
    table = visitor.turn_to(day.date)
    with on.panel:
        patrols, balance, ways = plan.asked(area, day, table)
        with notices.explained():
            if area.control_days is not None:
                visitor.rest(resting(area.control_days, services.places(area, day.date), day.date))
                plan.at_rest(visitor.constraints.rests)
    with on.top, notices.explained():
        if area.layers.streets.empty:
            plan.without_streets(area.about.name)
        else:
            before = visitor.before(day.date, area)
            plan.looks_back(before)
            plan.suggest(area, table, visitor.request(day.date, patrols, balance, before))
    made = table.shown
    # A plan is shown with the places, hotspots and streets that it was made from.
    own, day = (made.area, made.plan.day) if made else (area, day)
    outdated = made.outdated_in(area) if made else ""
    with on.title:
        plan.outdated(outdated, table)
    with on.top, notices.explained() as outcome:
        found = services.hotspots(own, day.date)
        offered = plans.offered(own, day.date, balance, table.chosen)
        with on.rows, st.container(key="table"):
            if made:
                with st.container(key="board"):
                    plan.board(table, made.plan)
            elif not area.layers.streets.empty:
                plan.searched(table)
        with on.picture:
            plan.draw(services.ground(own), own.layers, day, found, offered, table, ways)
        if made:
            with on.rows:
                plan.under(table, made, offered)
        if table.searching and table.history:
            with on.drawer:
                plan.later()
        elif made and table.found:
            with on.drawer:
                approval.approve(area.settings.role("supervisor"), outdated)
                plan.add_a_stop(table, offered, made.plan)
                plan.constraints(offered, made.plan)
                st.download_button(
                    "Download plan.geojson",
                    plans.geojson(table.found, visitor.approved_by, outdated),
                    approval.file_name(f"plan-{day.date}", "geojson"),
                    "application/geo+json",
                )
                notices.remark((*filter(None, [made.lost]), *made.plan.notices))
    if outcome.failed:
        at_rest(area, on)
