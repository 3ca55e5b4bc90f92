import numpy as np
import pandas as pd
import pytest

from geo.clock import Window
from geo.quality import Severity
from geo.quality._timing import check_timing, clock_change


def timed(build, start, **columns):
    return list(check_timing(build.incidents(start, **columns), build.rules))


def test_uniform_minutes_raise_nothing(build):
    findings = timed(build, build.steady(500))
    assert {finding.severity for finding in findings} == {Severity.OK}


def test_dates_without_a_time_show_at_midnight(build):
    start = build.steady(300)
    start = start.where(np.arange(len(start)) % 5 > 0, start.normalize())
    spike = build.found(timed(build, start), "spike-at-midnight")
    assert spike.severity is Severity.ERROR
    assert "some 360" in spike.title or abs(int(spike.title.split("some ")[1].split()[0]) - 360) < 5
    assert spike.chart.table["Rows on the hour"][0] >= 360


def test_a_spike_is_told_by_source(build):
    start = build.steady(200)
    dated = np.arange(len(start)) < 300
    sources = np.where(dated, "CAD", "CRIS")
    findings = timed(build, start.where(~dated, start.normalize()), source=sources)
    table = build.found(findings, "spike-at-midnight").table.set_index("Source")
    assert table.loc["CAD", "Of its rows, %"] == 100
    assert table.loc["CRIS", "Rows at 00:00"] < 5


def test_people_who_round_to_the_hour_are_no_spike_at_midnight(build):
    start = build.steady(400)
    findings = timed(build, start.floor("h"))
    assert build.found(findings, "spike-at-midnight").severity is Severity.OK
    rounded = build.found(findings, "rounded-minutes")
    assert rounded.severity is Severity.WARNING
    assert rounded.title.startswith("100% of times")


def test_noon_by_default_is_found(build):
    start = build.steady(300)
    noon = start.normalize() + pd.Timedelta(hours=12)
    findings = timed(build, start.where(np.arange(len(start)) % 20 > 0, noon))
    assert build.found(findings, "spike-at-noon").severity is Severity.WARNING
    assert build.found(findings, "spike-at-midnight").severity is Severity.OK


def test_half_of_the_rounded_rows_are_counted_as_rounded(build):
    start = build.steady(500)
    half = np.arange(len(start)) % 2 == 0
    findings = timed(build, start.where(~half, start.floor("30min")))
    table = build.found(findings, "rounded-minutes").table.set_index("Minutes")
    counted = table.loc[["on the hour", "half past"], "Likely rounded"].sum()
    assert counted == pytest.approx(half.sum(), rel=0.05)


def test_spans_over_a_day_and_bare_dates_have_no_time(build):
    start = pd.to_datetime(["2026-01-05 15:40", "2026-01-05 15:40", "2026-01-06 00:00"])
    end = pd.to_datetime(["2026-01-05 16:00", "2026-01-07 15:40", "2026-01-07 00:00"])
    untimed = build.found(timed(build, start, end=end), "untimed")
    assert untimed.title == (
        "2 rows (67%) without a time of day: 1 spans over 24 hours, 1 bare dates."
    )
    assert untimed.severity is Severity.ERROR


def test_rows_in_the_hour_that_comes_twice_are_counted(build):
    start = ["2026-10-20 12:00", "2026-10-25 01:10", "2026-10-25 01:50", "2026-11-01 09:00"]
    change = clock_change(build.incidents(start), Window())
    assert change.title.startswith("2 rows in the hours of a clock change (about 01:00)")
    assert change.severity is Severity.OK
    night = Window(0, 180)
    assert clock_change(build.incidents(start), night).severity is Severity.WARNING


def test_a_place_without_summer_time_has_no_clock_change(build):
    findings = clock_change(build.incidents(build.steady(300), timezone="Asia/Tokyo"), Window())
    assert "did not change" in findings.title
