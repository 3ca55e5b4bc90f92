"""Whether minutes follow harm, and whether the ranking feeds itself."""

from typing import Final

import streamlit as st

from dashboard import notices
from dashboard.charts import evidence as charts
from dashboard.charts import evidence_checks as checks
from dashboard.evidence_jobs import EvidenceJob
from dashboard.listings import evidence_fair as listings
from dashboard.planning import choices
from dashboard.views import common
from dashboard.views.evidence import parts
from dashboard.views.evidence.waiting import result_of
from geo.evidence.fairness import NO_AREAS, Fairness
from geo.evidence.feedback import Feedback
from geo.workspace import Workspace, record_review, review_of

_MARKS: Final = (("allowed", "within the ratio"), ("sure", "harm, 90% interval"),
                 ("upright", "harm"), ("mark", "minutes, within"), ("open", "minutes, cannot tell"),
                 ("breach", "minutes, out of proportion"))  # fmt: skip
_MOVED: Final = (("mark", "told from none"), ("open", "cannot be told from none"))
_GAINED: Final = "More of 100 expected"
_BEFORE_FAIR: Final = (
    "The coming five school days are planned for two patrols as the planner would, and the minutes "
    "of each ward are set against the harm that its victims reported. It takes about a minute."
)
_BEFORE_FEEDBACK: Final = (
    "Patrols change what is recorded. Simulated cities, in which the true risk is known, are "
    "patrolled by the ranking for months to see what it makes of that. It takes a minute or two."
)


def fairness(trial: EvidenceJob[Fairness], area: Workspace) -> None:
    """Compare minutes with harm by ward, and ask for a review where one is due."""
    parts.question(6, "Do minutes follow harm?")
    if area.layers.areas.empty:
        parts.refused(NO_AREAS)
        st.page_link(choices.DATA_PAGE, label="Bring in data")
        return
    found = result_of(trial, "Compare minutes with harm", _BEFORE_FAIR)
    if found is not None:
        _compared(found, area)


def _compared(fairness: Fairness, area: Workspace) -> None:
    common.words(fairness.summary, "ab-answer")
    parts.legend(_MARKS)
    parts.picture(
        checks.fairness(listings.bars(fairness), fairness.summary), "fairness",
        f"The planned minutes of an area may be up to {fairness.ratio_limit:g} times its share of "
        "the harm, or down to one such part of it, wherever in the interval the harm lies.",
    )  # fmt: skip
    parts.folded(listings.shares(fairness), "Minutes against harm")
    if fairness.review:
        _review(fairness.review, area)
    notices.remark(fairness.notices)


def _review(finding: str, area: Workspace) -> None:
    """What asks for a review, and the review."""
    notices.say(finding)
    reviewed = review_of(area, finding)
    if reviewed is not None:
        common.words(
            f"Reviewed by {reviewed.who} on {reviewed.when:%-d %b %Y}: {reviewed.why}",
            "ab-status ab-approved",
        )
    elif not area.writable:
        common.words(
            "This area cannot be changed, so no review can be recorded here. Make a workspace of "
            "your own: afterbell init NAME.",
            "ab-when",
        )
    else:
        _form(finding, area)


def _form(finding: str, area: Workspace) -> None:
    with st.form("fairness_review", border=False):
        who = st.text_input(
            "Your name", max_chars=60, value=choices.visitor().name, key="review_who"
        )
        why = st.text_input("What was decided, and why", max_chars=300, key="review_why")
        pressed = st.form_submit_button("Record the review")
    if pressed:
        with notices.explained() as outcome:
            record_review(area, finding, who=" ".join(who.split()), why=why.strip())
        if not outcome.failed:
            choices.visitor().name = " ".join(who.split())
            st.rerun()


def feedback(trial: EvidenceJob[Feedback]) -> None:
    """Simulate whether the ranking feeds itself."""
    parts.question(7, "Does the ranking feed itself?")
    found = result_of(trial, "Simulate", _BEFORE_FEEDBACK)
    if found is not None:
        _simulated(found)


def _simulated(feedback: Feedback) -> None:
    common.words(listings.feeds_itself(feedback), "ab-answer")
    parts.legend(_MOVED)
    parts.picture(
        charts.apart(
            listings.moved(feedback), _GAINED,
            listings.feeds_itself(feedback),
        ),
        "feedback",
        "How much more of what is expected the ranking puts into the cells that were patrolled, "
        "against patrols that leave no trace. The first rows are how this product ranks; the last "
        "two are what scoring every row would do.",
    )  # fmt: skip
    parts.folded(listings.arms(feedback), "What patrols do to the ranking")
    notices.remark(feedback.notices)
