"""What the Evidence page says of a report, and what of it reaches the browser."""

import dataclasses

import pytest

from dashboard.charts import evidence as charts
from dashboard.charts import evidence_checks as check_charts
from dashboard.listings import evidence as listings
from dashboard.listings import evidence_checks as checked
from geo.evidence.backtest import Conclusion
from geo.evidence.backtest._results import SliceResult
from geo.model import Interval


def test_a_difference_is_said_in_incidents_of_a_hundred(make_report):
    told = make_report(difference=Interval(0.04, 0.01, 0.07), conclusion=Conclusion.BETTER)
    (row,) = listings.apart(told).to_dict("records")
    assert row["words"] == "finds about 4 more in 100; 90%: 1 to 7"
    assert row["certain"]
    assert listings.costs(told).iloc[0, 1] == "about 4 fewer (90%: 1 to 7)"


def test_a_worse_default_costs_nothing_and_says_so(make_report):
    told = make_report(difference=Interval(-0.04, -0.07, -0.01), conclusion=Conclusion.WORSE)
    assert listings.costs(told).iloc[0, 1] == "about 4 more (90%: 1 to 7)"
    assert listings.compared(told) == (
        "Of 1 other method, in 2% of the area, the default finds fewer than 1."
    )


def test_what_cannot_be_told_is_a_ring_and_claims_nothing(make_report):
    told = make_report(difference=Interval(0.01, -0.02, 0.04), conclusion=Conclusion.CANNOT_TELL)
    (row,) = listings.apart(told).to_dict("records")
    assert not row["certain"]
    assert row["words"].startswith("cannot tell")
    assert listings.costs(told).iloc[0, 1] == "the data cannot tell (90%: −4.0 to +2.0)"


def test_the_pai_curve_is_the_hit_rate_over_the_share_of_the_area(make_report):
    report = make_report()
    rates = listings.lines(report, as_rate=True).set_index(["method", "share"])["found"]
    pai = listings.lines(report, as_rate=False).set_index(["method", "share"])["found"]
    name = "Toy (default)"
    assert pai[name, 0.02] == pytest.approx(rates[name, 0.02] / 0.02)
    assert pai[listings.CHANCE].tolist() == pytest.approx([1.0] * len(pai[listings.CHANCE]))


def test_the_default_is_marked_where_people_look_and_at_what_patrols_reach(make_report):
    marks = listings.marks(make_report(), as_rate=True)
    assert marks["share"].tolist() == [0.01, 0.02, 0.05, 0.1, 0.015]
    assert marks["patrols"].tolist() == [False] * 4 + [True]


def test_patrols_that_reach_nothing_have_no_mark(make_report):
    marks = listings.marks(make_report(patrols_share=0.0), as_rate=True)
    assert not marks["patrols"].any()


def test_the_default_is_solid_thick_and_black_and_no_two_methods_look_alike():
    names = ["Default", *(f"Method {n}" for n in range(7)), listings.CHANCE]
    styles = charts.line_styles(names)
    assert (styles[0].dash_px, styles[0].width_px > styles[1].width_px) == ((), True)
    assert len({(style.colour, style.dash_px) for style in styles}) == len(names)
    assert len({style.dash_px for style in styles[:8]}) == 8


def test_small_counts_never_reach_the_browser(make_report):
    report = make_report(
        slices=(SliceResult(0, 900, 930, 3.0, 2.0), SliceResult(0, 930, 960, 40.0, 20.0))
    )
    table = checked.slices(report)
    assert table["shown"].tolist() == ["<5", "40"]
    assert table["found"].tolist() == ["too few to say", "50%"]
    drawn = check_charts.weekdays(table, "").to_json()
    assert "3.0" not in table.to_string()
    assert '"shown": "<5"' in drawn


@pytest.mark.parametrize("tested", [1.0, 2.4, 4.4])
def test_all_hidden_counts_have_one_shade(make_report, tested):
    table = checked.slices(make_report(slices=(SliceResult(0, 900, 930, tested, 1.0),)))
    assert table["shade"].tolist() == [2.0]


def test_small_counts_of_a_band_have_no_mark(make_report):
    table = checked.bands(make_report(observed=(3.0,) * 10))
    assert table["happened"].isna().all()
    assert set(table["shown"]) == {"<5"}


def test_intervals_that_promise_too_much_are_called_too_narrow(make_report):
    said = checked.honest(make_report(coverage=Interval(0.6, 0.5, 0.7)))
    assert "intervals of hotspots are too narrow" in said


def test_intervals_near_what_they_promise_are_not_called_wrong(make_report):
    said = checked.honest(make_report(coverage=Interval(0.93, 0.89, 0.97)))
    assert "hold about what they promise" in said
    said = checked.honest(make_report(coverage=Interval(0.96, 0.92, 1.0)))
    assert "the data cannot tell" in said


def test_a_surface_that_is_off_is_said_to_be_off(make_report):
    assert "are sound" in checked.honest(make_report(observed=(10.0,) * 10))
    said = checked.honest(make_report(observed=(30.0,) * 5 + (10.0,) * 5))
    assert "are off" in said
    assert "the riskiest cells held more than was expected of them" in said


def test_without_intervals_there_is_no_claim(make_report):
    assert checked.honest(make_report(coverage=None)).startswith("No hotspot had an interval")


def test_little_data_hold_no_method_against_another(make_report):
    report = dataclasses.replace(make_report(), can_tell=False)
    assert listings.compared(report).startswith("Too little was tested")


def test_the_last_day_tested_is_the_last_day_of_the_data(make_report):
    assert "to Sun 22 Nov 2026" in listings.tested(make_report())
