"""Whether to show the pupil flow, and at what time of day."""

from dataclasses import dataclass

import streamlit as st

from geo.clock import Window


@dataclass(frozen=True)
class PupilFlowChoice:
    """What is shown of the pupil flow.

    Attributes
    ----------
    slice_index : int or None
        None shows the window as a whole.
    """

    shown: bool = False
    slice_index: int | None = None


def pupil_flow_choice(window: Window, key: str) -> PupilFlowChoice:
    """Ask whether to show the pupil flow; where they are shown, at what time of day.

    Parameters
    ----------
    key : str
        Of the page, so that each keeps its own choice.
    """
    shown = st.toggle(
        "Show pupil flow",
        key=f"{key}_ways",
        persist_state="session",
        help="Where pupils are expected to walk to homes and interchanges.",
    )
    if not shown:
        return PupilFlowChoice()
    chosen: int | None = st.select_slider(
        "Pupil flow at",
        options=[None, *range(window.n_slices)],
        format_func=lambda n: str(window) if n is None else window.label(n),
        key=f"{key}_ways_slice",
        persist_state="session",
        help="Far left is the whole window; then a quarter of an hour a step.",
    )
    return PupilFlowChoice(shown=True, slice_index=chosen)
