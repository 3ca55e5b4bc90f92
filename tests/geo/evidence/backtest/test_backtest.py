import json

import pandas as pd
import pytest

from geo.clock import EveryDay, Window
from geo.errors import AfterbellError, NothingToScoreError, SettingError
from geo.evidence.backtest import Conclusion, backtest
from geo.hotspots import HotspotSettings


def a_report(town, window, equal, make_toys, spot):
    toys = make_toys(shapes=(spot(1000, 1000, 112, 30, 70), spot(3500, 500, 50, 40, 50)))
    return backtest(town, window, settings=equal, forecasts=toys, seed=4)


@pytest.fixture(scope="module")
def report(town, window, equal, make_toys, spot):
    return a_report(town, window, equal, make_toys, spot)


def test_a_method_that_knows_beats_one_that_does_not(report):
    near, flat = report.method("near"), report.method("flat")
    assert near.is_default
    assert near.at("2").hit_rate.value > 0.45
    assert flat.at("2").hit_rate.value == pytest.approx(0.02, abs=0.003)
    assert flat.at("2").pai.value == pytest.approx(1, abs=0.1)
    assert report.difference("flat", "2", "incidents").conclusion is Conclusion.BETTER
    assert report.difference("flat", "2", "incidents").chance_better == 1


def test_a_default_that_does_not_know_is_said_to_find_less(town, window, equal, make_toys):
    report = backtest(town, window, settings=equal, forecasts=make_toys(default="far"))
    assert report.default.key == "far"
    assert report.difference("near", "2", "incidents").conclusion is Conclusion.WORSE
    assert "less than The near toy" in report.verdict


def test_methods_that_rank_alike_cannot_be_told_apart(town, window, equal, make_toys):
    toys = make_toys(always="near")
    report = backtest(town, window, settings=equal, forecasts=toys)
    told = report.difference("flat", "2", "incidents")
    assert told.conclusion is Conclusion.CANNOT_TELL
    assert told.chance_better == 0.5
    assert "the data cannot tell it from The far toy and The flat toy" in report.verdict


def test_hit_rate_pai_and_pei_agree_with_each_other(report):
    for method in report.methods:
        for reach in report.reaches:
            score = method.at(reach.key)
            assert score.pai.value == pytest.approx(
                score.hit_rate.value / reach.area_share, rel=0.01
            )
            assert 0 <= score.pei.value <= 1
            assert len(score.by_origin) == len(report.origins)


def test_the_curve_only_rises_and_meets_the_scores(report):
    for method in report.methods:
        assert list(method.curve) == sorted(method.curve)
        at_two = dict(zip(report.curve_shares, method.curve, strict=True))[0.02]
        assert at_two == pytest.approx(method.at("2").hit_rate.value)


def test_every_incident_of_the_blocks_is_tested_once(report, town):
    first = pd.Timestamp(report.origins[0].as_of, tz="Europe/London")
    assert report.tested == (town["committed_from"] >= first).sum()
    assert sum(s.tested for s in report.slices) == pytest.approx(report.tested)


def test_the_same_seed_gives_the_same_report_to_the_byte(
    report, town, window, equal, make_toys, spot
):
    again = a_report(town, window, equal, make_toys, spot)
    assert json.dumps(again.to_dict()) == json.dumps(report.to_dict())
    assert again == report


def test_the_places_that_patrols_reach_hold_what_lies_in_the_shapes(report):
    assert report.patrols.stops == 12
    assert report.patrols.places == 2
    assert 0.35 < report.patrols.hit_rate.value < 0.5
    assert report.patrols.pai.value == pytest.approx(
        report.patrols.hit_rate.value / report.patrols.area_share, rel=0.01
    )


def test_intervals_that_hold_the_count_are_told_from_those_that_do_not(report):
    """About 46 a block fall into the first shape (30 to 70), none into the second (40 to 50)."""
    assert [(c.hotspots, c.covered) for c in report.calibration.coverage] == [(2, 1)] * 8
    assert report.calibration.coverage_share.value == 0.5
    assert "50% held the count" in report.calibration.summary
    assert "too narrow" in report.calibration.summary


def test_expected_counts_come_in_tenths_and_add_up(report):
    groups = report.calibration.groups
    expected = [g.expected for g in groups]
    assert sum(g.area_share for g in groups) == pytest.approx(1)
    assert min(expected) > 0.5 * max(expected)
    assert groups[0].area_share < groups[-1].area_share
    assert sum(expected) == pytest.approx(report.tested, rel=0.1)


def test_a_ranking_that_never_moves_keeps_everything(town, window, equal, make_toys):
    toys = make_toys(default="flat")
    weeks = backtest(town, window, settings=equal, forecasts=toys).stability.weeks
    assert len(weeks) == 31
    assert {(w.kept, w.jaccard, w.kept_since_first, w.spearman) for w in weeks} == {(1, 1, 1, None)}


def test_a_ranking_that_jumps_to_the_other_corner_keeps_nothing(
    town, make_town, window, equal, toys
):
    late = make_town(1200, 308, seed=9, hot=(3000.0, 3000.0), share=1.0)
    day = pd.Timestamp("2026-02-01", tz="Europe/London")
    both = pd.concat([town[town["committed_from"] < day], late[late["committed_from"] >= day]])
    report = backtest(both, window, settings=equal, forecasts=toys)
    assert report.stability.weeks[-1].kept_since_first < 0.3


def test_more_history_is_held_against_less(report):
    points = report.learning.points
    assert [p.history for p in points] == [0.125, 0.25, 0.5, 1.0]
    assert points[0].known < points[-1].known
    assert points[-1].hit_rate == report.default.at("2").hit_rate
    assert report.learning.summary


def test_harm_is_counted_beside_incidents_where_it_decides_the_ranks(town, window, make_toys):
    harm = HotspotSettings(weights="harm", cell_m=200.0)
    report = backtest(town, window, settings=harm, forecasts=make_toys())
    assert report.measure == "harm"
    assert {s.measure for s in report.default.scores} == {"incidents", "harm"}
    assert "of the harm" in report.verdict


def test_small_counts_do_not_leave_the_report(incidents, town, window, equal, toys):
    far = incidents([(9000, 9000, "2026-09-01 15:10")], incident_id=["far"])
    report = backtest(pd.concat([town, far]), window, settings=equal, forecasts=toys)
    last = report.to_dict()["origins"][-1]
    assert last["outside"] == "<5"
    assert any("outside the area known" in said for said in report.notices)


def test_few_incidents_make_a_report_that_claims_nothing(make_town, window, equal, toys):
    report = backtest(make_town(90, 200), window, settings=equal, forecasts=toys, origins=1)
    assert not report.can_tell
    assert report.verdict.startswith("The data cannot tell: only 1")
    assert {d.conclusion for d in report.differences} == {Conclusion.CANNOT_TELL}


def test_one_block_is_no_evidence(town, window, equal, toys):
    report = backtest(town, window, settings=equal, forecasts=toys, origins=1)
    assert report.verdict.startswith("The data cannot tell: only 1 test block fits")
    assert {d.conclusion for d in report.differences} == {Conclusion.CANNOT_TELL}


def test_nothing_in_the_window_is_refused(town, equal, toys):
    night = Window(0, 180, EveryDay())
    with pytest.raises(AfterbellError, match=r"No test can be made.*00:00–03:00.*longer window"):
        backtest(town, night, settings=equal, forecasts=toys)


def test_too_short_data_are_refused(make_town, window, equal, toys):
    with pytest.raises(AfterbellError, match="longer extract"):
        backtest(make_town(300, 100), window, settings=equal, forecasts=toys)


def test_no_incidents_are_refused(incidents, window, equal, toys):
    with pytest.raises(NothingToScoreError, match="no incidents"):
        backtest(incidents([]), window, settings=equal, forecasts=toys)


@pytest.mark.parametrize(
    ("wish", "said"),
    [
        ({"methods": ["near", "crystal ball"]}, "no method crystal ball"),
        ({"origins": 0}, "0 origins"),
        ({"patrols": 0}, "0 patrols"),
        ({"test_days": 3}, "3 days"),
    ],
)
def test_nonsense_is_refused(town, window, equal, toys, wish, said):
    with pytest.raises(SettingError, match=said):
        backtest(town, window, settings=equal, forecasts=toys, **wish)


def test_only_the_methods_asked_for_are_compared_and_the_default_always_is(
    town, window, equal, toys
):
    report = backtest(town, window, settings=equal, forecasts=toys, methods=["flat"], origins=2)
    assert [method.key for method in report.methods] == ["near", "flat"]


def test_progress_only_moves_forward(town, window, equal, toys):
    told = []

    def hear(doing, done):
        assert doing
        told.append(done)

    backtest(town, window, settings=equal, forecasts=toys, origins=2, progress=hear)
    assert told == sorted(told)
    assert told[0] == 0
    assert 0.9 < told[-1] < 1
