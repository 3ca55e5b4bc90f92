"""Data: what the area rests on, how good it is, and bringing in more."""

import streamlit as st

from dashboard import controls, frame, notices, services
from dashboard.controls import Section
from dashboard.views import bring_in, common, data, quality, timetables

with notices.explained(), st.container(key="data"):
    area = services.workspace()
    with st.container(key="title"):
        st.title("Data")
        known = f" {frame.data_as_at(area.about)}." if area.readings else ""
        common.words(f"{area.about.name}.{known}", "ab-when")
    section = controls.section()
    if section is Section.LAYERS:
        on = data.board()
        with on.panel:
            brought = controls.intake()
        with on.top, notices.explained():
            if brought:
                bring_in.draw(area, on, brought)
            else:
                data.overview(area, on)
    elif section is Section.QUALITY:
        quality.draw(services.quality(area), area.about)
    elif section is Section.BELLS:
        timetables.draw_bells(area, services.table_keeper(area))
    elif section is Section.TERMS:
        timetables.draw_terms(area, services.table_keeper(area))
    else:
        data.log(area)
