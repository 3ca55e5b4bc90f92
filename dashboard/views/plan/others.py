"""Other plans than the one that is shown: three alternatives, more or fewer patrols, four weeks."""

from dataclasses import replace

import streamlit as st

from dashboard import charts
from dashboard.components.picktable import picktable
from dashboard.listings import planning
from dashboard.planning import options
from dashboard.planning.choices import visitor
from dashboard.planning.session import MadePlan, PlanningSession
from dashboard.views import common
from dashboard.views.evidence.waiting import result_of
from dashboard.views.plan.board import LATER
from geo.network import WalkingNetwork, snapping, snapping_notices
from geo.patrol import Places
from geo.patrol.editing import opened
from geo.patrol.options import Alternative, compared


def alternatives(session: PlanningSession, made: MadePlan) -> None:
    """Three plans of nearly the same value, each of which can be used."""
    others = result_of(
        options.alternatives(made),
        "Look for three other plans",
        "Plans that are worth at least 95% of this one, and as different as possible, so that "
        "it is harder to tell where a patrol will be.",
    )
    if others is None:
        return
    if not others:
        common.words("There is no other plan of nearly this value.", "ab-when")
    for n, other in enumerate(others, 1):
        columns = st.columns([5, 2], vertical_alignment="center")
        with columns[0]:
            common.words(f"Alternative {n}: {other.summary}.", "ab-lead")
        columns[1].button(
            "Use this plan", key=f"alternative_{n}", on_click=_take, width="stretch",
            args=(session, made, other, n),
        )  # fmt: skip


def _take(session: PlanningSession, made: MadePlan, other: Alternative, n: int) -> None:
    """Go on with an alternative (a callback)."""
    if session.searching:
        session.answer(LATER, refused=True)
        return
    draft = opened(other.plan)
    request = replace(made.request, orders=draft.orders)
    now = replace(made, request=request, plan=draft.plan, edited=False)
    session.put(draft, now, f"Alternative {n}")
    session.answer(f"{other.summary}. Undo brings the plan before back.", title=f"Alternative {n}")
    visitor().settle(session)


def compare(session: PlanningSession) -> None:
    """Two plans of this session side by side."""
    history = session.history
    if history is None or len(history.drafts) < 2:
        common.words("Once the plan is changed, it can be held against what it was.", "ab-when")
        return
    others = [n for n in range(len(history.drafts)) if n != history.at]
    chosen = st.selectbox(
        "Compare with", others, format_func=lambda n: f"{n + 1}. {history.labels[n]}",
        key=f"compare_{len(others)}",
    )  # fmt: skip
    every = st.toggle("Also what is the same in both", key="compare_all")
    comparison = compared(history.drafts[chosen].plan, history.draft.plan, ("other", "present"))
    for sentence in comparison.sentences:
        common.words(sentence, "ab-when")
    names = (f"Before: {history.labels[chosen]}", "Now")
    picktable(planning.comparison(comparison, names, all_stops=every), key="comparison")


def patrols(made: MadePlan) -> None:
    """What one patrol more or fewer would bring."""
    marginal = result_of(
        options.patrols(made),
        "Plan with more and fewer patrols",
        "What the plan would be worth with one patrol, two, and so on, up to two more than now.",
    )
    if marginal is None:
        return
    for sentence in marginal.sentences:
        common.words(sentence, "ab-lead")
    st.altair_chart(charts.patrols(marginal), width="stretch")
    common.folded_table(planning.by_patrols(marginal))


def weeks(made: MadePlan) -> None:
    """How well somebody who watched four weeks of patrols could foretell the next visit."""
    result = result_of(
        options.weeks(made),
        "Plan the next four weeks",
        "How hard patrols are to predict when every day is planned with the day before in mind and "
        "left partly to chance, and what that costs.",
    )
    for sentence in result.sentences if result else ():
        common.words(sentence, "ab-lead")


def streets(network: WalkingNetwork, offered: Places) -> None:
    """How far places lie from the streets."""
    distances = snapping(network, offered)
    for sentence in snapping_notices(distances):
        common.words(sentence, "ab-when")
    common.columns(("Place", "Kind", "From the nearest street"), planning.snapped(distances))
