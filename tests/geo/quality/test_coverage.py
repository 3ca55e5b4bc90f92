import numpy as np
import pandas as pd

from geo.quality import Severity
from geo.quality._coverage import check_coverage, check_lag, months_of


def covered(build, start, **columns):
    return list(check_coverage(build.incidents(start, **columns), build.rules))


def test_two_steady_years_are_fine(build):
    findings = covered(build, build.steady(731), as_at="2025-12-31")
    assert {finding.severity for finding in findings} == {Severity.OK}


def test_less_than_a_year_is_worth_a_look(build):
    first = build.found(covered(build, build.steady(60)), "coverage")
    assert first.severity is Severity.WARNING
    assert "Only 60 days" in first.effect


def test_a_missing_month_must_be_mended(build):
    start = build.steady(731)
    start = start[(start < "2025-03-01") | (start >= "2025-04-01")]
    findings = build.found(covered(build, start, as_at="2025-12-31"), "months")
    assert findings.severity is Severity.ERROR
    assert findings.table["Month"].tolist() == ["2025-03"]
    assert findings.table["Rows"].tolist() == [0]


def test_a_month_that_drops_is_found_and_the_last_one_that_has_only_begun_is_not(build):
    start = build.steady(731)
    thin = (start >= "2025-03-01") & (start < "2025-04-01") & (np.arange(len(start)) % 6 > 0)
    start = start[~thin & (start < "2025-12-05")]
    facts = build.incidents(start, as_at="2025-12-04")
    months = months_of(facts, build.rules)
    assert [m for m, low in zip(months.label, months.low[0], strict=True) if low] == ["2025-03"]


def test_the_months_of_each_source_are_judged_on_their_own(build):
    start = build.steady(731)
    source = np.where(np.arange(len(start)) % 2, "CAD", "CRIS")
    gone = (source == "CAD") & (start >= "2025-03-01") & (start < "2025-04-01")
    findings = covered(build, start[~gone], source=source[~gone], as_at="2025-12-31")
    assert build.found(findings, "months").table["Source"].tolist() == ["CAD"]


def test_a_season_is_no_drop(build):
    rng = np.random.default_rng(1)
    days = np.arange(1096)
    a_day = rng.poisson(8 * (1 + 0.5 * np.sin(days / 365.25 * 2 * np.pi)))
    minutes = np.repeat(days, a_day) * 1440 + rng.integers(1, 1440, a_day.sum())
    start = pd.Timestamp("2023-01-01") + pd.to_timedelta(minutes, unit="min")
    assert build.found(covered(build, start), "months").severity is Severity.OK


def test_silent_days_are_a_gap(build):
    start = build.steady(400)
    start = start[(start < "2024-05-10") | (start >= "2024-05-15")]
    gaps = build.found(covered(build, start), "gaps")
    assert gaps.table[["From", "To", "Days"]].to_numpy().tolist() == [
        ["2024-05-10", "2024-05-14", 5]
    ]


def test_a_rare_source_is_silent_without_a_fault(build):
    start = build.steady(1000, a_day=1)[::10]
    assert build.found(covered(build, start), "gaps").severity is Severity.OK


def test_a_source_that_ends_early_is_named(build):
    start = build.steady(731)
    source = np.where(np.arange(len(start)) % 2, "BTP", "CRIS")
    kept = (source == "CRIS") | (start < "2025-10-01")
    findings = covered(build, start[kept], source=source[kept], as_at="2025-12-31")
    ended = build.found(findings, "sources-ended")
    assert ended.severity is Severity.ERROR
    assert ended.table["Source"].tolist() == ["BTP"]
    assert ended.table["Days silent"].tolist() == [92]


def test_a_slip_of_a_century_is_astray(build):
    start = pd.DatetimeIndex([pd.Timestamp("1967-02-03 10:11"), *build.steady(400)])
    astray = build.found(covered(build, start), "dates-astray")
    assert astray.severity is Severity.ERROR
    assert astray.table["Rows"].tolist() == [0, 1, 0]


def test_rows_after_the_data_ends_are_astray(build):
    findings = covered(build, build.steady(400), as_at="2024-12-31")
    assert build.found(findings, "dates-astray").table["Rows"].tolist() == [34 * 6, 0, 0]


def test_thin_last_weeks_are_a_lag(build):
    start = build.steady(500)
    late = start >= start.max() - pd.Timedelta(days=20)
    thin = start[~late | (np.arange(len(start)) % 3 == 0)]
    lag = check_lag(build.incidents(thin), build.rules)
    assert lag.severity is Severity.WARNING
    assert lag.chart.table["Last weeks"].sum() == build.rules.lag_weeks


def test_weeks_that_are_thin_every_year_are_no_lag(build):
    start = build.steady(731)
    calm = (start.month == 12) & (np.arange(len(start)) % 3 > 0)
    assert check_lag(build.incidents(start[~calm]), build.rules).severity is Severity.OK


def test_many_sources_are_told_as_thirteen(build):
    start = build.steady(400)
    source = [f"s{n % 40:02d}" for n in range(len(start))]
    table = build.found(covered(build, start, source=source), "coverage").table
    assert len(table) == 13
    assert table["Source"].iloc[-1] == "other sources"
    assert table["Rows"].sum() == len(start)
