"""Data: what the area rests on, how good it is, and bringing in more."""

import streamlit as st

from dashboard import controls, notices, services
from dashboard.controls.data import Section
from dashboard.views import bring_in, data, quality, timetables

with notices.explained(), st.container(key="data"):
    area = services.workspace()
    with st.container(key="title"):
        data.head(area)
    section = controls.section()
    if section is Section.LAYERS:
        on = data.board()
        with on.panel:
            brought = controls.intake()
        with on.top, notices.explained() as outcome:
            if brought:
                bring_in.draw(area, on, brought)
        if outcome.failed or not brought:
            data.overview(area, on)
    elif section is Section.QUALITY:
        quality.draw(services.quality(area))
    elif section is Section.BELLS:
        timetables.draw_bells(area, services.table_keeper(area))
    elif section is Section.TERMS:
        timetables.draw_terms(area, services.table_keeper(area))
    else:
        data.log(area)
