"""The figures of a backtest as tables for people; small counts are hidden."""

import pandas as pd

from geo.evidence.backtest._report import Report
from geo.evidence.backtest._results import hidden, shown
from geo.evidence.backtest._verdict import digits, past_in_words, percent, points
from geo.model import Interval, clock
from geo.text import count_shown, short_date

_WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")


def methods(report: Report) -> pd.DataFrame:
    """One row a method and reach: hit rate with its interval, PAI and PEI."""
    rows = [
        {
            "Method": method.title,
            "Area": reach.title,
            "Counted": score.measure,
            "Hit rate (90%)": digits(score.hit_rate),
            "PAI (90%)": _number(score.pai, 1),
            "PEI (90%)": _number(score.pei, 2),
        }
        for method in report.methods
        for score in method.scores
        for reach in report.reaches
        if reach.key == score.reach
    ]
    frame = pd.DataFrame(rows)
    return frame if report.measure == "harm" else frame.drop(columns="Counted")


def curve(report: Report) -> pd.DataFrame:
    """Hit rate of each method at every second percent of the area."""
    chosen = [
        n
        for n, share in enumerate(report.curve_shares)
        if share > 0 and round(share * 1000) % 20 == 0
    ]
    return pd.DataFrame(
        {
            "Area": [percent(report.curve_shares[n]) for n in chosen],
            **{m.title: [percent(m.curve[n]) for n in chosen] for m in report.methods},
        }
    )


def differences(report: Report) -> pd.DataFrame:
    """One row a method and reach: the default's hit rate less that of the method."""
    titles = {method.key: method.title for method in report.methods}
    reaches = {reach.key: reach.title for reach in report.reaches}
    rows = [
        {
            "Against": titles[d.method],
            "Area": reaches[d.reach],
            "Counted": d.measure,
            "The default is": d.conclusion.value,
            "Difference (90%)": points(d.hit_rate),
            "Chance it is ahead": percent(d.chance_better),
        }
        for d in report.differences
    ]
    frame = pd.DataFrame(rows)
    return frame if report.measure == "harm" or not rows else frame.drop(columns="Counted")


def stability(report: Report) -> pd.DataFrame:
    """One row a week."""
    rows = [
        {
            "Week from": short_date(week.week),
            "Kept from the week before": percent(week.kept),
            "Left of the first": percent(week.kept_since_first),
            "Overlap (Jaccard)": f"{week.jaccard:.2f}",
            "Rank correlation (Spearman)": "" if week.spearman is None else f"{week.spearman:.2f}",
        }
        for week in report.stability.weeks
    ]
    return pd.DataFrame(rows)


def learning(report: Report) -> pd.DataFrame:
    """One row a length of the past."""
    rows = [
        {
            "Of the past": past_in_words(point.history),
            "Days": f"{point.days:,.0f}",
            "Scored incidents": count_shown(round(point.known)),
            "Hit rate at 2% (90%)": digits(point.hit_rate),
        }
        for point in report.learning.points
    ]
    return pd.DataFrame(rows)


def calibration(report: Report) -> pd.DataFrame:
    """One row a band of risk."""
    rows = [
        {
            "Band": f"{group.group}",
            "Share of the area": percent(group.area_share),
            "Expected": f"{group.expected:,.1f}",
            "Range of chance (90%)": f"{group.low:,.0f}–{group.high:,.0f}",
            "Observed": shown(group.observed),
        }
        for group in report.calibration.groups
    ]
    return pd.DataFrame(rows)


def coverage(report: Report) -> pd.DataFrame:
    """One row an origin: how many 90% intervals of hotspots held the count."""
    rows = [
        {
            "Origin": short_date(each.as_of),
            "Hotspots": f"{each.hotspots}",
            "Count inside the interval": f"{each.covered}",
        }
        for each in report.calibration.coverage
    ]
    return pd.DataFrame(rows)


def slices(report: Report) -> pd.DataFrame:
    """Weekdays down, parts of the window across: incidents tested, and the share found at 2%."""
    cells = {(s.weekday, s.start_min): s for s in report.slices}
    starts = sorted({s.start_min for s in report.slices})
    ends = {s.start_min: s.end_min for s in report.slices}
    rows = [
        {
            "Weekday": _WEEKDAYS[day],
            **{
                f"{clock(start)}–{clock(ends[start])}": _found(
                    cells[day, start].tested, cells[day, start].hits
                )
                for start in starts
            },
        }
        for day in sorted({s.weekday for s in report.slices})
    ]
    return pd.DataFrame(rows)


def origins(report: Report) -> pd.DataFrame:
    """One row a test block."""
    rows = [
        {
            "Forecast for": f"{short_date(origin.as_of)} and {report.test_days} days",
            "Known before": f"{origin.known:,}",
            "Tested": shown(origin.tested),
            "Outside the area": shown(origin.outside),
        }
        for origin in report.origins
    ]
    return pd.DataFrame(rows)


def papers(report: Report) -> pd.DataFrame:
    """One row a method: where it is described."""
    return pd.DataFrame([{"Method": m.title, "Described in": m.paper} for m in report.methods])


def _number(interval: Interval, digits: int) -> str:
    value, low, high = (
        f"{part:.{digits}f}" for part in (interval.value, interval.low, interval.high)
    )
    return f"{value} ({low}–{high})"


def _found(tested: float, hits: float) -> str:
    """``24, 38% found``; no share of a hidden count, and no count of 1 to 4 found."""
    if tested == 0 or hidden(tested):
        return shown(tested)
    if hidden(hits):
        return f"{tested:,.0f}, <5 found"
    return f"{tested:,.0f}, {percent(hits / tested)} found"
