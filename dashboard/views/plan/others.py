"""Other plans than the one on the table: three alternatives, more or fewer patrols, four weeks."""

from dataclasses import replace

import streamlit as st

from dashboard import charts
from dashboard.components.picktable import picktable
from dashboard.listings import planning
from dashboard.planning import options
from dashboard.planning.choices import visitor
from dashboard.planning.session import Found, Table
from dashboard.views import common
from dashboard.views.evidence.waiting import result_of
from dashboard.views.plan.table import LATER
from geo.network import WalkingNetwork, snapping, snapping_notices
from geo.patrol import Places
from geo.patrol.editing import opened
from geo.patrol.options import Alternative, compared


def alternatives(table: Table, found: Found) -> None:
    """Three plans of nearly the same value, each of which can be put on the table."""
    told = result_of(
        options.alternatives(found),
        "Look for three other plans",
        "Plans that are worth at least 95% of this one, and as different as possible, so that "
        "it is harder to tell where a patrol will be.",
    )
    if told is None:
        return
    if not told:
        common.words("There is no other plan of nearly this value.", "ab-when")
    for n, other in enumerate(told, 1):
        columns = st.columns([5, 2], vertical_alignment="center")
        with columns[0]:
            common.words(f"Alternative {n}: {other.said}.", "ab-lead")
        columns[1].button(
            "Use this plan", key=f"alternative_{n}", on_click=_take, width="stretch",
            args=(table, found, other, n),
        )  # fmt: skip


def _take(table: Table, found: Found, other: Alternative, n: int) -> None:
    """Lay an alternative on the table (a callback)."""
    if table.searching:
        table.say(LATER, refused=True)
        return
    draft = opened(other.plan)
    request = replace(found.request, orders=draft.orders)
    table.lay(draft, replace(found, request=request, plan=draft.plan), f"Alternative {n}")
    table.say(f"{other.said}. Undo brings the plan before back.", title=f"Alternative {n}")
    visitor().settle(table)


def compare(table: Table) -> None:
    """Two plans of this sitting side by side."""
    history = table.history
    if history is None or len(history.drafts) < 2:
        common.words("Once the plan is changed, it can be held against what it was.", "ab-when")
        return
    others = [n for n in range(len(history.drafts)) if n != history.at]
    chosen = st.selectbox(
        "Compare with", others, format_func=lambda n: f"{n + 1}. {history.labels[n]}",
        key=f"compare_{len(others)}",
    )  # fmt: skip
    every = st.toggle("Also what is the same in both", key="compare_all")
    found = compared(history.drafts[chosen].plan, history.draft.plan, ("other", "present"))
    for sentence in found.sentences:
        common.words(sentence, "ab-when")
    names = (f"Before: {history.labels[chosen]}", "Now")
    picktable(planning.comparison(found, names, all_stops=every), key="comparison")


def patrols(found: Found) -> None:
    """What one patrol more or fewer would bring."""
    told = result_of(
        options.patrols(found),
        "Plan with more and fewer patrols",
        "What the plan would be worth with one patrol, two, and so on, up to two more than now.",
    )
    if told is None:
        return
    for sentence in told.sentences:
        common.words(sentence, "ab-lead")
    st.altair_chart(charts.patrols(told), width="stretch")
    common.folded_table(planning.by_patrols(told))


def weeks(found: Found) -> None:
    """How well somebody who watched four weeks of patrols could foretell the next visit."""
    told = result_of(
        options.weeks(found),
        "Plan the next four weeks",
        "How hard patrols are to predict when every day is planned with the day before in mind and "
        "left partly to chance, and what that costs.",
    )
    for sentence in told.said if told else ():
        common.words(sentence, "ab-lead")


def streets(network: WalkingNetwork, offered: Places) -> None:
    """How far places lie from the streets."""
    told = snapping(network, offered)
    for sentence in snapping_notices(told):
        common.words(sentence, "ab-when")
    common.columns(("Place", "Kind", "From the nearest street"), planning.snapped(told))
