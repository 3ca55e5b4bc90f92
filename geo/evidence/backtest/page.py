"""A report as a file: JSON for machines, one HTML page for people and paper."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd
from markupsafe import Markup

from geo.evidence.backtest import _page_charts as charts
from geo.evidence.backtest import _tables as tables
from geo.evidence.backtest._report import Report
from geo.evidence.backtest._results import Conclusion
from geo.evidence.backtest._verdict import MAIN_REACH, percent, rate
from geo.layers import About
from geo.rendering import document, require_ending


@dataclass(frozen=True, eq=False)
class _Section:
    """One question put to the data.

    Attributes
    ----------
    answer : str
        One sentence.
    legend : str
        How the chart is read.
    chart : Markup or None
    tables : tuple of DataFrame
        What the chart shows, as text.
    """

    title: str
    answer: str
    legend: str
    chart: Markup | None
    tables: tuple[pd.DataFrame, ...]


def _sections(report: Report) -> tuple[_Section, ...]:
    """All parts in reading order; those with nothing to show are left out."""
    parts = (
        _hit_rates(report), _compared(report), _patrols(report), _stability(report),
        _learning(report), _calibration(report), _slices(report),
    )  # fmt: skip
    return tuple(part for part in parts if part is not None)


def _hit_rates(report: Report) -> _Section:
    hit_rate = report.default.at(MAIN_REACH, report.measure).hit_rate
    return _Section(
        title="How much of what happened lay where each method pointed?",
        answer=f"In the riskiest 2% of the area by the default lay {rate(hit_rate)}.",
        legend="Higher is better. A method that knew nothing would run along 2% at 2% of the area. "
        "PAI is the hit rate over the share of the area; PEI is PAI over the best that anybody "
        "could have ranks with as much area.",
        chart=charts.hit_rate_curves(report),
        tables=(tables.curve(report), tables.methods(report)),
    )


def _compared(report: Report) -> _Section | None:
    if not report.differences:
        return None
    compared = [
        d.conclusion
        for d in report.differences
        if (d.reach, d.measure) == (MAIN_REACH, report.measure)
    ]
    less, more, unclear = (
        compared.count(each)
        for each in (Conclusion.BETTER, Conclusion.WORSE, Conclusion.CANNOT_TELL)
    )
    return _Section(
        title="Is the default better than the others?",
        answer=f"Of {len(compared)} other methods, at 2% of the area: {less} found less than the "
        f"default, {more} more, and {unclear} cannot be told from it.",
        legend="Each line is a 90% interval from whole weeks drawn again, the same weeks for both. "
        "Where it crosses the upright line, the mark is a ring and nothing is claimed.",
        chart=charts.differences(report),
        tables=(tables.differences(report),),
    )


def _patrols(report: Report) -> _Section:
    reach = report.patrols
    if reach.hit_rate is None or reach.pai is None:
        answer = "There were no hotspots for the patrols to visit."
    else:
        answer = (
            f"The hotspots that the patrols can visit, {percent(reach.area_share)} of the area, "
            f"held {rate(reach.hit_rate)}: {reach.pai.value:,.0f} times what as much of the area "
            f"holds by chance (90% interval {reach.pai.low:,.0f} to {reach.pai.high:,.0f})."
        )
    return _Section("What can the patrols reach?", answer, reach.explanation, None, ())


def _stability(report: Report) -> _Section | None:
    if not report.stability.weeks:
        return None
    return _Section(
        title="Does the ranking hold from week to week?",
        answer=report.stability.summary,
        legend="A ranking that jumps cannot be patrolled; one that never moves does not listen.",
        chart=charts.stability(report),
        tables=(tables.stability(report),),
    )


def _learning(report: Report) -> _Section:
    return _Section(
        title="Would more history help?",
        answer=report.learning.summary,
        legend="The default, fitted on the last part of the past only; upright lines are 90% "
        "intervals.",
        chart=charts.learning(report),
        tables=(tables.learning(report),),
    )


def _calibration(report: Report) -> _Section:
    coverage = tables.coverage(report)
    return _Section(
        title="Do the numbers mean what they say?",
        answer=report.calibration.summary,
        legend="Cells from the riskiest down, in ten bands that each expect a tenth. The stroke is "
        "what was expected, the grey band the 90% range of chance around it, the mark what "
        "happened: filled inside the band, a ring outside. Counts of 1 to 4 have no mark.",
        chart=charts.calibration(report),
        tables=(tables.calibration(report), *((coverage,) if len(coverage) else ())),
    )


def _slices(report: Report) -> _Section | None:
    if not report.slices:
        return None
    return _Section(
        title="When does it find them?",
        answer="Incidents tested by weekday and part of the window, and the share that lay in the "
        "riskiest 2% of the area.",
        legend="Few incidents make a share unsteady; counts of 1 to 4 are shown as <5, without "
        "one.",
        chart=None,
        tables=(tables.slices(report),),
    )


def render(report: Report, about: About) -> str:
    """Write a report as one HTML document; every value is escaped.

    Returns
    -------
    str
        The same for the same report.
    """
    return document(
        Path(__file__).parent,
        about,
        {"rows": _rows},
        report=report,
        sections=_sections(report),
        origins=tables.origins(report),
        papers=tables.papers(report),
    )


def _rows(table: pd.DataFrame) -> list[list[str]]:
    """Cells as text, row by row."""
    return [[str(cell) for cell in row] for row in table.to_numpy().tolist()]


def report_json(report: Report, about: About) -> dict[str, Any]:
    """The report with the area it is about, its marking and the age of its data."""
    as_at = about.data_as_at
    return {
        "afterbell": {
            "area": about.name,
            "marking": about.marking,
            "simulated": about.simulated,
            "data_as_at": as_at.isoformat() if as_at else None,
        },
        **report.to_dict(),
    }


def write(report: Report, about: About, path: Path) -> None:
    """Write .json or .html, by the ending of the name.

    Raises
    ------
    AfterbellError
        When the name ends in anything else.
    """
    require_ending(path, *Report.ENDINGS)
    if path.suffix.lower() == ".json":
        content = json.dumps(report_json(report, about), ensure_ascii=False, indent=1)
        path.write_text(content + "\n", encoding="utf-8")
    else:
        path.write_text(render(report, about), encoding="utf-8")
