"""What stands under the board: the timetables, and other plans than this one."""

from typing import Final

import streamlit as st

from dashboard import services
from dashboard.planning.session import Found, Table
from dashboard.views import common
from dashboard.views.plan import others
from dashboard.views.plan.table import timetables
from geo.patrol import Places

_NAMES: Final = (
    "Timetables", "Compare", "Alternatives", "More or fewer patrols", "Four weeks", "Streets",
)  # fmt: skip


def under(table: Table, shown: Found, offered: Places) -> None:
    """One tab for each question."""
    told, compared, other, more, weeks, ways = st.tabs(_NAMES)
    with told:
        timetables(table, shown.plan)
    with ways:
        others.streets(services.network(shown.area), offered)
    found = table.found
    if found is None or table.searching:
        for tab in (compared, other, more, weeks):
            with tab:
                common.words("This is here once the search has ended.", "ab-when")
        return
    with compared:
        others.compare(table)
    with other:
        others.alternatives(table, found)
    with more:
        others.patrols(found)
    with weeks:
        others.weeks(found)
