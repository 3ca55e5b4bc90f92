"""The parts of the page: each a question, one plain sentence, a picture and its table."""

from dataclasses import dataclass

import pandas as pd
from markupsafe import Markup

from geo.evidence.backtest.page import charts, tables
from geo.evidence.backtest.report import Report
from geo.evidence.backtest.results import Word
from geo.evidence.backtest.verdict import MAIN_REACH
from geo.evidence.backtest.wording import percent, rate


@dataclass(frozen=True, eq=False)
class Section:
    """One question put to the data.

    Attributes
    ----------
    said : str
        The answer in one sentence.
    how : str
        How the picture is read.
    picture : Markup or None
    tables : tuple of DataFrame
        What the picture shows, as text.
    """

    title: str
    said: str
    how: str
    picture: Markup | None
    tables: tuple[pd.DataFrame, ...]


def sections(report: Report) -> tuple[Section, ...]:
    """All parts in reading order; those with nothing to show are left out."""
    parts = (
        _found(report), _compared(report), _reached(report), _stable(report), _learning(report),
        _calibrated(report), _sliced(report),
    )  # fmt: skip
    return tuple(part for part in parts if part is not None)


def _found(report: Report) -> Section:
    found = report.default.at(MAIN_REACH, report.counted).hit_rate
    return Section(
        title="How much of what happened lay where each method pointed?",
        said=f"In the riskiest 2% of the area by the default lay {rate(found)}.",
        how="Higher is better. A method that knew nothing would run along 2% at 2% of the area. "
        "PAI is the hit rate over the share of the area; PEI is PAI over the best that anybody "
        "could have reached with as much area.",
        picture=charts.curves(report),
        tables=(tables.curve(report), tables.methods(report)),
    )


def _compared(report: Report) -> Section | None:
    if not report.differences:
        return None
    told = [d for d in report.differences if d.reach == MAIN_REACH and d.counted == report.counted]
    counts = {word: sum(d.word is word for d in told) for word in Word}
    return Section(
        title="Is the default better than the others?",
        said=f"Of {len(told)} other methods, at 2% of the area: {counts[Word.BETTER]} found less "
        f"than the default, {counts[Word.WORSE]} more, and {counts[Word.CANNOT_TELL]} cannot be "
        "told from it.",
        how="Each line is a 90% interval from whole weeks drawn again, the same weeks for both. "
        "Where it crosses the upright line, the mark is a ring and nothing is claimed.",
        picture=charts.differences(report),
        tables=(tables.differences(report),),
    )


def _reached(report: Report) -> Section:
    reach = report.patrols
    if reach.hit_rate is None or reach.pai is None:
        said = "There were no hotspots for the patrols to visit."
    else:
        said = (
            f"The hotspots that the patrols can visit, {percent(reach.area_share)} of the area, "
            f"held {rate(reach.hit_rate)}: {reach.pai.value:,.0f} times what as much of the area "
            f"holds by chance (90% interval {reach.pai.low:,.0f} to {reach.pai.high:,.0f})."
        )
    return Section("What can the patrols reach?", said, reach.said, None, ())


def _stable(report: Report) -> Section | None:
    if not report.stability.weeks:
        return None
    return Section(
        title="Does the ranking hold from week to week?",
        said=report.stability.said,
        how="A ranking that jumps cannot be patrolled; one that never moves does not listen.",
        picture=charts.ribbon(report),
        tables=(tables.stability(report),),
    )


def _learning(report: Report) -> Section:
    return Section(
        title="Would more history help?",
        said=report.learning.said,
        how="The default, fitted on the last part of the past only; upright lines are 90% "
        "intervals.",
        picture=charts.learning(report),
        tables=(tables.learning(report),),
    )


def _calibrated(report: Report) -> Section:
    coverage = tables.coverage(report)
    return Section(
        title="Do the numbers mean what they say?",
        said=report.calibration.said,
        how="Cells from the riskiest down, in ten bands that each expect a tenth. The stroke is "
        "what was expected, the grey band the 90% range of chance around it, the mark what "
        "happened: filled inside the band, a ring outside. Counts of 1 to 4 have no mark.",
        picture=charts.calibration(report),
        tables=(tables.calibration(report), *((coverage,) if len(coverage) else ())),
    )


def _sliced(report: Report) -> Section | None:
    if not report.slices:
        return None
    return Section(
        title="When does it find them?",
        said="Incidents tested by weekday and part of the window, and the share that lay in the "
        "riskiest 2% of the area.",
        how="Few incidents make a share unsteady; counts of 1 to 4 are shown as <5, without one.",
        picture=None,
        tables=(tables.slices(report),),
    )
