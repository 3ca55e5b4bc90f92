"""Page config, navigation, the marking around every page; nothing else."""

from pathlib import Path

import streamlit as st

from dashboard import assets, frame, notices, services

_PAGES = Path(__file__).parent / "pages"

st.set_page_config(page_title="Afterbell", page_icon=str(assets.ICON), layout="wide")
st.logo(str(assets.LOGO), size="large")
pages = [
    st.Page(_PAGES / "today.py", title="Today", default=True),
    st.Page(_PAGES / "plan.py", title="Plan"),
    st.Page(_PAGES / "briefing.py", title="Briefing"),
    st.Page(_PAGES / "evidence.py", title="Evidence"),
    st.Page(_PAGES / "data.py", title="Data"),
]
page = st.navigation(pages, position="hidden")
frame.style()
frame.navigation(pages, page)
with notices.explained():
    frame.mark(services.workspace().about)
    page.run()
