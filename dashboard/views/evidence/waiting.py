"""What a part shows while nobody has begun its test, while it runs, and when it failed."""

from typing import Final, TypeVar

import streamlit as st

from dashboard import notices
from dashboard.evidence_jobs import EvidenceJob
from dashboard.jobs import Job
from dashboard.views import common

Result = TypeVar("Result")
_EVERY_S: Final = 1.0
_GOES_ON: Final = (
    "This goes on while you look at other pages, and everybody here sees what comes of it."
)


def result_of(trial: EvidenceJob[Result], label: str, before: str) -> Result | None:
    """What came of a trial; a button, progress or a callout where there is nothing yet.

    Parameters
    ----------
    label : str
        Of the button that begins it.
    before : str
        What is said until somebody presses it.
    """
    job = trial.job
    if job is None:
        common.words(before, "ab-when")
        st.button(label, type="primary", on_click=trial.begin, key=f"begin_{label}")
        return None
    if job.running:
        common.words(_GOES_ON, "ab-when")
        _watch(job)
    elif job.why_not:
        notices.say(job.why_not)
        st.button("Try again", on_click=trial.begin, key=f"again_{label}")
    return job.result


@st.fragment(run_every=_EVERY_S)
def _watch(job: Job[Result]) -> None:
    """Show how far it is; when it ends, the page is drawn anew."""
    if not job.running:
        st.rerun()
    st.progress(job.share, text=f"{job.doing} ({job.share:.0%})")
