"""Evidence: what the ranking is worth, whom it serves, and whether patrols changed anything."""

from functools import partial

import streamlit as st

from dashboard import environment, evidence_jobs, notices, services
from dashboard.controls.effect import effect as effect_choice
from dashboard.controls.evidence import EvidencePart, evidence_choice, evidence_part
from dashboard.planning import choices
from dashboard.views import effect, evidence
from geo.evidence import other_methods

with notices.explained(), st.container(key="evidence"):
    area = services.workspace()
    with st.container(key="title"):
        evidence.head(area)
    if area.layers.incidents.empty:
        evidence.nothing_yet(area)
        st.stop()
    opening = choices.opening_date(area.calendar, area.about.data_as_at, environment.today())
    part = evidence_part()
    if part is EvidencePart.RANKING:
        on = evidence.board()
        with on.panel:
            choice = evidence_choice(area.calendar.window, other_methods(area))
        with on.main, notices.explained():
            evidence.ranking(evidence_jobs.of_ranking(area, choice), area.about)
    elif part is EvidencePart.FAIRNESS:
        with st.container(key="evidence_main"), notices.explained():
            evidence.fairness(evidence_jobs.of_fairness(area, opening), area)
            evidence.feedback(evidence_jobs.of_feedback())
    else:
        beside = effect.board()
        with beside.panel:
            options = effect_choice(area.calendar, opening, effect.sample_table(area))
        with beside.main, notices.explained():
            answers = effect.Answers(
                partial(services.effect_of, area),
                partial(services.control_days, area),
                partial(services.trial_found, area),
                services.table_keeper(area),
            )
            effect.draw(area, options, answers)
