"""Who goes out: the shift, how many patrols, and for each its start; the rest is folded away."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

import streamlit as st

from geo.clock import Window
from geo.model import XY, Break, Mode, Patrol, clock

AT_FIRST_STOP: Final = "At the first stop"
_NAMES: Final = ("Alpha", "Bravo", "Charlie", "Delta", "Echo", "Foxtrot", "Golf", "Hotel")
_PACES: Final = {"Slow": 1.0, "Normal": 1.3, "Brisk": 1.5}
_WHERE_IT_STARTED: Final = "Where it started"
_STEP_MIN: Final = 15


@dataclass(frozen=True)
class Start:
    """Somewhere a patrol can set out from, or end."""

    name: str
    at: XY | None


def patrols(window: Window, starts: Sequence[Start]) -> tuple[Patrol, ...]:
    """Ask for the shift, then who, then from where."""
    shift = _span("Shift", "shift", window, (window.start_min, window.end_min))
    st.session_state.setdefault("patrols", 2)
    count = st.number_input("Patrols", 1, len(_NAMES), key="patrols", persist_state="session")
    made = [_patrol(n, starts, window, shift) for n in range(int(count))]
    with st.expander("Minutes a stop, and pace"):
        dwell = st.number_input(
            "Minutes a stop", 5, 45, 12, key="dwell", persist_state="session",
            help="10 to 16 minutes is what the evidence favours: longer adds little.",
        )  # fmt: skip
        pace = st.selectbox(
            "Pace on foot", [*_PACES], index=1, key="pace", persist_state="session",
            format_func=lambda name: f"{name}, {_PACES[name]} m/s",
        )  # fmt: skip
    walk_m_per_s = _PACES[pace]
    return tuple(Patrol(**each, walk_m_per_s=walk_m_per_s, dwell_min=int(dwell)) for each in made)


def show(made: Sequence[Patrol]) -> None:
    """Let the controls say what the patrols on the table have become (in a callback)."""
    st.session_state["patrols"] = len(made)
    for n, patrol in enumerate(made):
        st.session_state[f"name_{n}"], st.session_state[f"crew_{n}"] = patrol.name, patrol.crew


def _patrol(
    n: int, starts: Sequence[Start], window: Window, shift: tuple[int, int]
) -> dict[str, Any]:
    """Ask for one patrol's name and start; what else it may have is behind a button."""
    columns = st.columns([4, 8, 4], gap="small", vertical_alignment="bottom")
    with columns[0]:
        st.session_state.setdefault(f"name_{n}", _NAMES[n])
        name = st.text_input(
            f"Patrol {n + 1}", max_chars=30, key=f"name_{n}", persist_state="session"
        )
    with columns[1]:
        start = st.selectbox(
            "Starts from",
            starts,
            index=min(1, len(starts) - 1),
            format_func=lambda s: s.name,
            key=f"start_{n}",
            persist_state="session",
        )
    called = name.strip() or _NAMES[n]
    with columns[2], st.popover("More", width="stretch", help=f"More about {called}"):
        more = _more(n, called, starts, window, shift)
    if summary := _unusual(more, shift):
        st.caption(f"{called}: {summary}")
    return {
        "name": called,
        "start": start.at,
        "start_name": start.name if start.at else "",
        **more,
    }


def _more(
    n: int, name: str, starts: Sequence[Start], window: Window, shift: tuple[int, int]
) -> dict[str, Any]:
    """Ask for officers, mode, end, break and a shift of its own."""
    st.session_state.setdefault(f"crew_{n}", 2)
    crew = st.number_input(f"Officers in {name}", 1, 20, key=f"crew_{n}", persist_state="session")
    mode = st.selectbox(
        "Travels", [*Mode], format_func=str, key=f"mode_{n}", persist_state="session"
    )
    ends = [Start(_WHERE_IT_STARTED, None), *(each for each in starts if each.at is not None)]
    end = st.selectbox(
        "Ends at", ends, format_func=lambda s: s.name, key=f"end_{n}", persist_state="session"
    )
    own = shift
    if st.toggle("A shift of its own", key=f"own_shift_{n}", persist_state="session"):
        own = _span(f"Shift of {name}", f"shift_{n}", window, shift)
    minutes = st.number_input(
        "Minutes of break", 0, 60, 0, step=5, key=f"rest_min_{n}", persist_state="session",
        help="0 is no break.",
    )  # fmt: skip
    rest = None
    if minutes >= 5:
        first, last = _span("Break begins between", f"rest_{n}", window, _middle(own))
        rest = Break(int(minutes), first, last)
    return {
        "crew": int(crew),
        "mode": mode,
        "end": end.at,
        "end_name": end.name if end.at else "",
        "shift_start_min": own[0],
        "shift_end_min": own[1],
        "rest": rest,
    }


def _middle(shift: tuple[int, int]) -> tuple[int, int]:
    """The middle half of a shift, in steps of the slider: nobody rests as they set out."""
    margin = (shift[1] - shift[0]) // 4 // _STEP_MIN * _STEP_MIN
    return shift[0] + margin, shift[1] - margin


def _unusual(more: dict[str, Any], shift: tuple[int, int]) -> str:
    """What of a patrol is not as usual, in words, so that nothing is hidden behind a button."""
    crew, own = more["crew"], (more["shift_start_min"], more["shift_end_min"])
    parts = [
        f"{crew} officer{'s' * (crew > 1)}" if crew != 2 else "",
        str(more["mode"]) if more["mode"] is not Mode.FOOT else "",
        f"{clock(own[0])}–{clock(own[1])}" if own != shift else "",
        f"ends at {more['end_name']}" if more["end_name"] else "",
        f"break of {more['rest'].minutes} min" if more["rest"] else "",
    ]
    return ", ".join(each for each in parts if each)


def _span(label: str, key: str, window: Window, usual: tuple[int, int]) -> tuple[int, int]:
    minutes = list(range(window.start_min, window.end_min + 1, _STEP_MIN))
    first, last = st.select_slider(
        label,
        options=minutes,
        value=usual,
        format_func=clock,
        key=key,
        persist_state="session",
    )
    return (first, last) if first < last else (minutes[0], minutes[-1])
