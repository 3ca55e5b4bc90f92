"""The test of the ranking: does it find, is it honest, does it hold still, when, how chosen."""

import json
from collections.abc import Callable, Iterator
from typing import Final

import pandas as pd
import streamlit as st

from dashboard import downloads, notices
from dashboard.charts import evidence as charts
from dashboard.charts import evidence_checks as checks
from dashboard.controls.evidence import Measure, measure
from dashboard.evidence_jobs import EvidenceJob
from dashboard.listings import evidence as listings
from dashboard.listings import evidence_checks as checked
from dashboard.views import common
from dashboard.views.evidence import parts
from dashboard.views.evidence.waiting import result_of
from geo.evidence import Chosen, RankingEvidence
from geo.evidence.backtest import Report, render, report_json, tables
from geo.layers import About

_BEFORE: Final = (
    "Nothing is tested yet on these hours. The test hides the last weeks of the data, lets every "
    "method forecast them, and counts what lay where each pointed. It takes some minutes, and is "
    "made once for everybody."
)
_QUESTIONS: Final = (
    "Does the ranking find the next incidents?",
    "Are the numbers honest?",
    "Does it hold still?",
    "When does it happen, and is it found then?",
    "What was chosen, and how?",
)
_NEEDED: Final = (
    "A longer extract, or all hours instead of the window, would let it. Until then no claim is "
    "made for any method; the bare figures are in the report to download."
)
_BANDS: Final = (
    ("range", "range of chance (90%)"),
    ("stroke", "expected"),
    ("dot", "happened, within the range"),
    ("ring", "happened, outside it"),
)
_RIBBON: Final = (("bar", "kept from the week before"), ("line", "left of the first week"))
_APART: Final = (("mark", "claimed"), ("open", "cannot tell"), ("whisker", "90% interval"))


def ranking(trial: EvidenceJob[RankingEvidence], about: About) -> None:
    """Ask for the test, show how far it is, and draw what it says."""
    tested = result_of(trial, "Test the ranking", _BEFORE)
    if tested is None:
        if trial.job is None:
            parts.asked(_QUESTIONS)
        return
    _draw(tested.report, tested.chosen, about)


def _draw(report: Report, chosen: tuple[Chosen, ...], about: About) -> None:
    """Draw all that a test says; where it cannot tell, say that and claim nothing."""
    if report.can_tell:
        common.words(listings.tested(report), "ab-when")
        _found(report)
        _honest(report)
        _steady(report)
        _when(report)
    else:
        why = report.verdict.removeprefix("The data cannot tell: ").split(". The figures")[0]
        parts.refused(f"{why[:1].upper()}{why[1:]}.", _NEEDED)
        parts.folded(tables.origins(report), "What was tested", "What was tested")
    _chosen(report, chosen)
    _takeaway(report, about)
    notices.remark(report.notices)


def _found(report: Report) -> None:
    parts.question(1, _QUESTIONS[0], listings.find_in_words(report))
    as_rate = measure() is Measure.HIT_RATE
    lines, marks = (make(report, as_rate=as_rate) for make in (listings.lines, listings.marks))
    parts.lines(charts.line_styles(lines["method"].drop_duplicates().tolist()))
    parts.picture(
        charts.found(lines, marks, listings.find_in_words(report), as_rate=as_rate),
        "found",
        "Dots: the default in 1, 2, 5 and 10% of the area; the diamond: in as much as the patrols "
        "can reach. Small areas are drawn wider. PAI is what was found over the share of the area; "
        "PEI is PAI over the best that anybody could have reached.",
    )
    parts.table(listings.reached(report), "What the default finds")
    parts.folded(tables.curve(report), "What each method finds, by share of the area")
    with st.expander("Every method and share of the area"):
        parts.table(tables.methods(report), "Every method at every share of the area")
    _compared(report)


def _compared(report: Report) -> None:
    parts.answer("What would another method cost?", listings.compared(report))
    apart = listings.apart(report)
    if apart.empty:
        return
    unit = "More found, of 100"
    parts.legend(_APART)
    parts.picture(charts.apart(apart, unit, listings.compared(report)), "apart", listings.CHANCES)
    parts.table(listings.costs(report), "What choosing another method would cost")
    parts.folded(tables.differences(report), "The default against each method, at every share")


def _honest(report: Report) -> None:
    verdict = checked.honest(report)
    parts.question(2, _QUESTIONS[1], verdict)
    parts.legend(_BANDS)
    parts.picture(
        checks.calibration(checked.bands(report), verdict), "honest", checked.level(report)
    )
    parts.folded(tables.calibration(report), "Expected and happened, by band of risk")
    coverage = tables.coverage(report)
    if len(coverage):
        parts.folded(coverage, "Intervals that held", "How many intervals held, test by test")


def _steady(report: Report) -> None:
    parts.question(3, _QUESTIONS[2], report.stability.summary)
    weeks = checked.weeks(report)
    if weeks.empty:
        return
    parts.legend(_RIBBON)
    parts.picture(
        checks.ribbon(weeks, report.stability.summary), "steady",
        "A ranking that jumps cannot be patrolled; one that never moves does not listen.",
    )  # fmt: skip
    parts.folded(tables.stability(report), "The ranking from week to week")
    parts.folded(
        tables.learning(report), "What more history brings", "What would more history bring?"
    )


def _when(report: Report) -> None:
    parts.question(4, _QUESTIONS[3], checked.busiest(report))
    parts.picture(
        checks.weekdays(checked.slices(report), checked.busiest(report)), "when",
        "How many happened in the weeks tested, darker where more did; the table says how many lay "
        "in the riskiest 2%. A count of 1 to 4 is shown as <5, in one shade.",
    )  # fmt: skip
    parts.folded(tables.slices(report), "Incidents by weekday and hours")


def _chosen(report: Report, chosen: tuple[Chosen, ...]) -> None:
    parts.question(
        5, _QUESTIONS[4],
        "What a method leaves open, it chose itself on weeks held out before each test.",
    )  # fmt: skip
    rows = [(each.title, each.parameters or "nothing to choose", each.paper) for each in chosen]
    frame = pd.DataFrame(rows, columns=["Method", "Chosen from all data so far", "Described in"])
    parts.folded(frame, "What each method chose", "Methods, parameters and papers")
    common.facts(listings.provenance(report))


def written(report: Report, about: About) -> Iterator[tuple[str, str, Callable[[], bytes]]]:
    """The report as files: name, media type and what makes it, with marking and age of the data."""
    name = f"backtest-{about.data_as_at.isoformat() if about.data_as_at else 'undated'}"
    yield f"{name}.html", "text/html", lambda: render(report, about).encode()
    yield f"{name}.json", "application/json", lambda: _plain(report, about)


def _plain(report: Report, about: About) -> bytes:
    return json.dumps(report_json(report, about), ensure_ascii=False, indent=1).encode()


def _takeaway(report: Report, about: About) -> None:
    key = (report.data_version, repr(report.parameters), report.window, about)
    labels = ("Download the report (HTML)", "Download the figures (JSON)")
    parts.links(
        (words, downloads.offer(key, name, kind, make), name)
        for words, (name, kind, make) in zip(labels, written(report, about), strict=True)
    )
