"""Did it work? What patrols changed, and the control days that would tell for sure."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import pandas as pd
import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from dashboard import environment, notices
from dashboard.charts import effect as charts
from dashboard.controls.effect import EffectChoice, Given
from dashboard.listings import effect as listings
from dashboard.planning.choices import visitor
from dashboard.views import common
from dashboard.views.timetables.parts import headings, plain_table
from geo.evidence.effect import (
    REGRESSION,
    VISIT_COLUMNS,
    Effect,
    displacement_in_words,
    headline,
    naive_in_words,
    recorded_in_digits,
    rule_in_words,
)
from geo.formats import csv_bytes
from geo.model import ControlDays
from geo.trials import Power, TrialOptions, TrialResult, power_in_words, trial_in_words
from geo.workspace import Workspace

_WHAT_TO_GIVE: Final = (
    (
        "Place",
        (
            "A name; and easting and northing, longitude and latitude, or a hotspot (H2) as it was "
            "called on the first day."
        ),
    ),
    ("From, to", "First and last date; a row for each stretch. Without to it is a single day."),
    ("Minutes", "Spent there in all, if they are known."),
)


@dataclass(frozen=True)
class Board:
    """A narrow column in which one decides, and what one sees of it."""

    panel: DeltaGenerator
    main: DeltaGenerator


@dataclass(frozen=True)
class Answers:
    """What the panel asks for; each may be refused in a sentence of its own.

    Attributes
    ----------
    measured : callable
        A table of patrols to its effect and minutes.
    drawn : callable
        A trial to its control days and what it would notice.
    so_far : callable
        What the trial that is kept found; None where there is none.
    keep : callable
        Called with "control", the table, who keeps it and why.
    """

    measured: Callable[[Given], tuple[Effect, int]]
    drawn: Callable[[TrialOptions], tuple[ControlDays, Power]]
    so_far: Callable[[], TrialResult | None]
    keep: Callable[[str, pd.DataFrame, str, str], object]


def board() -> Board:
    """Lay the parts out; on a phone they follow each other."""
    side, main = st.columns([2, 5], gap="medium")
    with side:
        panel = st.container(key="effect_panel")
    with main:
        return Board(panel, st.container(key="effect_main"))


def sample_table(area: Workspace) -> bytes:
    """A table of patrols to fill in; its rows are made up, at a place of the area."""
    last = area.about.data_as_at or environment.today()
    first, middle = last - dt.timedelta(days=60), last - dt.timedelta(days=30)
    near = area.layers.interchanges.head(1)
    name = near["name"].iloc[0] if len(near) else "Market Square"
    x, y = (
        (f"{near.geometry.x.iloc[0]:.0f}", f"{near.geometry.y.iloc[0]:.0f}")
        if len(near)
        else ("", "")
    )
    rows = [
        (name, "" if x else "H1", x, y, first.isoformat(), middle.isoformat(), "540"),
        ("", "H2", "", "", last.isoformat(), "", "15"),
    ]
    return csv_bytes(pd.DataFrame(rows, columns=[*VISIT_COLUMNS]))


def draw(area: Workspace, choice: EffectChoice, answers: Answers) -> None:
    """Draw the panel: what the patrols changed, the trial that runs, and one to begin."""
    st.subheader("What the patrols changed")
    with notices.explained():
        if choice.visits is None:
            _nothing_yet()
        else:
            _changed(area, *answers.measured(choice.visits))
    if area.control_days is not None:
        st.subheader("The trial that runs")
        with notices.explained():
            _trial(area.control_days, answers.so_far())
    st.subheader("Control days to begin with")
    with notices.explained():
        _design(area, choice.trial, *answers.drawn(choice.trial), answers.keep)


def _nothing_yet() -> None:
    common.words("No patrol has been recorded yet, so nobody can tell what patrols changed.")
    common.words(
        "Bring in a table of the patrols that were made. It stays on this host, and nothing of it "
        "is kept. It needs these columns:",
        "ab-when",
    )
    common.facts(_WHAT_TO_GIVE)


def _changed(area: Workspace, effect: Effect, minutes: int) -> None:
    common.words(headline(effect))
    spent = f" in {minutes:,} minutes" if minutes else ""
    places = f"{len(effect.treated)} place{'s' if len(effect.treated) != 1 else ''}"
    if effect.change is None:
        common.words(f"{places} patrolled{spent}.", "ab-when")
        return
    counted = recorded_in_digits(effect.change)
    common.words(f"{places} patrolled{spent}: {counted} in the window on those dates.", "ab-when")
    shown = listings.intervals(effect)
    if len(shown):
        st.altair_chart(charts.intervals(shown), width="stretch", key="effect_intervals")
    with st.expander("The same as a table"):
        _table(area, listings.changes(effect), "Changes around patrolled places", "effect")
    common.words(displacement_in_words(effect.displacement), "ab-when")
    if effect.left_out:
        left = ", ".join(effect.left_out)
        common.words(f"Left out, because no other place was as busy: {left}.", "ab-when")
    with st.expander(f"Compared with {len(effect.comparison)} places, chosen by rule"):
        common.words(rule_in_words(effect), "ab-when")
        common.words(f"{REGRESSION} {naive_in_words(effect)}", "ab-when")
        common.facts(listings.stretches(effect))
        _table(area, listings.compared(effect), "Places of the comparison", "comparison")


def _trial(design: ControlDays, result: TrialResult | None) -> None:
    first, last = design.dates[0], design.dates[-1]
    common.words(
        f"{len(design.spots)} places from {first:%-d %b} to {last:%-d %b %Y}; the planner leaves "
        "out those that rest.",
        "ab-when",
    )
    if result is None:
        return
    common.words(trial_in_words(result))
    shown = listings.trial_intervals(result)
    if len(shown):
        st.altair_chart(charts.intervals(shown), width="stretch", key="trial_intervals")
        plain_table(listings.trial_changes(result), [*listings.trial_changes(result)], "The trial")
    common.words(
        f"{result.patrol_days} place-days of patrol and {result.control_days} of rest have "
        "passed. Days count as they were drawn, whoever went there.",
        "ab-when",
    )


def _design(
    area: Workspace,
    options: TrialOptions,
    design: ControlDays,
    power: Power,
    keep: Callable[[str, pd.DataFrame, str, str], object],
) -> None:
    common.words(
        "On control days, drawn by lot, a place is left without patrols. Whatever differs between "
        "the days is then the patrols, or chance, and chance can be counted."
    )
    common.words(power_in_words(power, options.weeks))
    st.altair_chart(charts.power(listings.noticed(power)), width="stretch", key="trial_power")
    with st.expander("The same as a table"):
        plain_table(
            listings.noticed_in_words(power), ["Fall", "Noticed in about"], "What it would notice"
        )
    st.altair_chart(charts.lots(listings.lots(design)), width="stretch", key="trial_lots")
    common.words(
        "A filled box is a day of rest, a dot a day on which the place may be patrolled.", "ab-when"
    )
    with st.expander("Which places rest on which date"):
        plain_table(listings.rests(design), ["Date", "Not to be visited"], "Days of rest")
    _take_away(area, design, keep)


def _take_away(
    area: Workspace,
    design: ControlDays,
    keep: Callable[[str, pd.DataFrame, str, str], object],
) -> None:
    """The file, and keeping the design so that plans honour it."""
    file = f"control-days-{design.dates[0]}.csv"
    content = csv_bytes(_marked(area, design.to_frame()))
    st.download_button("Download the control days", content, file, "text/csv", key="trial_file")
    if not area.writable:
        common.words(
            "This area cannot be changed, so plans cannot honour these days here. Make a workspace "
            "of your own: afterbell init NAME.",
            "ab-when",
        )
        return
    with st.form("trial_keep", border=False):
        who = st.text_input("Your name", max_chars=60, value=visitor().name, key="trial_who")
        why = st.text_input("Why, if you like", max_chars=200, key="trial_why")
        pressed = st.form_submit_button("Begin this trial", type="primary")
    common.words("Plans then leave out the places that rest; a reason overrides it.", "ab-when")
    if pressed and not who.strip():
        notices.say("Not begun: every change is kept with who made it. Give your name first.")
    elif pressed:
        with notices.explained() as outcome:
            keep("control", design.to_frame(), " ".join(who.split()), why.strip())
        if not outcome.failed:
            visitor().name = " ".join(who.split())
            st.rerun()


def _table(area: Workspace, table: pd.DataFrame, caption: str, name: str) -> None:
    plain_table(table, headings(table), caption)
    content = csv_bytes(_marked(area, table))
    st.download_button("Download as CSV", content, f"{name}.csv", "text/csv", key=f"csv_{name}")


def _marked(area: Workspace, table: pd.DataFrame) -> pd.DataFrame:
    """A table that says its marking and the age of the data in every row."""
    as_at = area.about.data_as_at
    return table.assign(
        marking=area.about.marking, data_as_at=as_at.isoformat() if as_at else "unknown"
    )
