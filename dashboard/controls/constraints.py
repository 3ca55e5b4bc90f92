"""What is asked of a plan as a whole: harm or reassurance, schools, pairs, repeated visits."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from typing import Final

import streamlit as st

from geo.clock import Bell
from geo.model import Place
from geo.patrol import MOST_VISITS, Constraints, Repeat, SchoolMinimum, VisitValue

_TWICE: Final = 2
_SENTENCES: Final = (
    (10, "Harm alone, nearly: patrols go where violence and robbery are expected."),
    (28, "Mostly harm; pupils break ties."),
    (40, "Harm first, and pupils with it."),
    (60, "Harm and pupils count about the same."),
    (85, "Mostly reassurance: patrols are seen where many pupils pass."),
    (100, "Reassurance alone, nearly: harm hardly matters."),
)


def carry_over(key: str, to: Mapping[str, str | None]) -> None:
    """Let what was chosen be about the places that there are now.

    Parameters
    ----------
    key : str
        Of the day.
    to : mapping
        What each place is called now; None for one that is gone.
    """
    for name in (f"double_{key}", f"twice_{key}"):
        chosen = st.session_state.get(name, [])
        there = (to.get(ident, ident) for ident in chosen)
        left = [*dict.fromkeys(ident for ident in there if ident is not None)]
        if left != chosen:
            st.session_state[name] = left


def balance(usual_share: float) -> VisitValue:
    """Ask how much harm and reassurance count against each other.

    Parameters
    ----------
    usual_share : float
        What reassurance counts for, of 0 to 1, until somebody moves the slider.
    """
    usual = round(100 * usual_share)
    percent = st.slider(
        "Harm to prevent, or pupils to reassure",
        0, 100, usual, 1, format="%d%% reassurance", key="balance", persist_state="session",
        help="Suggest again, and the board says what the new balance changes.",
    )  # fmt: skip
    sentence = next(sentence for most, sentence in _SENTENCES if percent <= most)
    st.caption(f"{sentence} The usual balance." if percent == usual else sentence)
    return VisitValue.of_share(usual_share if percent == usual else percent / 100)


def constraints(
    wanted: Constraints, bells: Sequence[Bell], places: Sequence[Place], key: str
) -> Constraints:
    """Ask for what few days need; what is on the board already stays.

    Parameters
    ----------
    key : str
        Of the day, as its places are its own.
    """
    schools = {bell.urn: bell.name for bell in bells}
    names = {place.place_id: place.name for place in places}
    for what, known in (("schools", schools), ("double", names), ("twice", names)):
        _only(f"{what}_{key}", known)
    urns = st.multiselect(
        "Schools to be visited without fail", [*schools], format_func=schools.__getitem__,
        key=f"schools_{key}",
    )  # fmt: skip
    often = st.number_input("Visits to each", 1, MOST_VISITS, 1, key="often") if urns else 1
    double = st.multiselect(
        "Only by two officers or more", [*names], format_func=names.__getitem__,
        key=f"double_{key}",
    )  # fmt: skip
    twice = st.multiselect(
        "To be visited twice", [*names], format_func=names.__getitem__, key=f"twice_{key}"
    )
    columns = st.columns(3, gap="small", vertical_alignment="bottom")
    at_most = columns[0].number_input("Visits a place", 1, MOST_VISITS, 2, key="at_most")
    gap_min = columns[1].number_input("Minutes between", 0, 240, 60, step=15, key="gap_min")
    at_once = columns[2].number_input("Patrols at once", 1, 8, 1, key="at_once")
    by_hand = (r for r in wanted.repeats if r.at_least < _TWICE and r.place_id not in twice)
    asked = (Repeat(ident, _TWICE, _TWICE, int(gap_min)) for ident in twice)
    return replace(
        wanted,
        schools=tuple(SchoolMinimum(urn, int(often)) for urn in urns),
        double=frozenset(double),
        repeats=(*by_hand, *asked),
        at_most=int(at_most),
        gap_min=int(gap_min),
        at_once=int(at_once),
    )


def _only(name: str, known: Collection[str]) -> None:
    """Let go of choices that there are no longer."""
    chosen = st.session_state.get(name, [])
    left = [each for each in chosen if each in known]
    if left != chosen:
        st.session_state[name] = left
