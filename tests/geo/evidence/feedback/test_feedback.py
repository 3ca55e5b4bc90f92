import json
from dataclasses import replace

import numpy as np
import pytest

from geo.errors import SettingError
from geo.evidence.feedback import FeedbackSettings, simulate_feedback
from geo.evidence.feedback._city import City
from geo.evidence.feedback.experiment import _allotted, _Rule, _Trace

SMALL = FeedbackSettings.small()


@pytest.fixture(scope="module")
def found():
    return simulate_feedback(replace(SMALL, runs=2), seed=3)


@pytest.fixture(scope="module")
def city():
    return City.drawn(SMALL, 3)


def test_police_generated_rows_leave_every_ranking_as_it_is(found):
    searches = found.arm("searches")
    assert searches.identical
    assert "byte for byte" in searches.summary
    assert searches.last == found.arm("without").last
    assert "Police-generated rows do not move the ranking" in found.summary


def test_a_ranking_of_all_rows_believes_its_own_patrols(found):
    """It ends surer of the patrolled cells than the truth allows, and surer than it was."""
    naive = found.arm("all")
    assert not naive.ours
    assert naive.last.believed.low > found.truth.high
    assert naive.change.believed.low > 0.1
    assert naive.course[-1].figures.believed.value > naive.course[0].figures.believed.value + 0.2


def test_a_ranking_of_all_rows_goes_on_as_it_began(found):
    """A year of searches in one quarter keeps the patrols there, and away from the harm."""
    biased = found.arm("biased")
    assert biased.last.moved.value > 0.5
    assert biased.last.reached.value < found.arm("without").last.reached.value - 0.2


def test_more_reports_move_ours_a_little(found):
    for key in ("reports-10", "reports-30"):
        arm = found.arm(key)
        assert arm.ours
        assert not arm.identical
        assert abs(arm.change.believed.value) < found.arm("all").change.believed.value / 5
        assert arm.last.moved.value < found.arm("all").last.moved.value


def test_the_course_has_a_moment_for_each_ranking(found):
    for arm in found.arms:
        assert [moment.day for moment in arm.course] == [0, 28, 56, 84]
        for moment in arm.course:
            assert 0 <= moment.figures.gini.low <= moment.figures.gini.high <= 1
    assert [arm.course[0].figures.believed for arm in found.arms[:5]] == [
        found.arms[0].course[0].figures.believed
    ] * 5


def test_it_can_be_written_down(found):
    written = json.loads(json.dumps(found.to_dict(), allow_nan=False))
    assert [arm["key"] for arm in written["arms"]] == [arm.key for arm in found.arms]
    assert written["arms"][0]["change"]["believed"] == {"value": 0, "low": 0, "high": 0}
    assert "patrols prevent nothing" in written["notices"][0]


def test_the_same_seed_gives_the_same_rankings():
    rule, short = _Rule(searches=True, uplift=0.3), replace(SMALL, days=56)
    first, again, other = (_Trace.of(City.drawn(short, n), rule, n).risk for n in (3, 3, 4))
    assert first.tobytes() == again.tobytes()
    assert first.tobytes() != other.tobytes()


def test_more_is_reported_only_where_and_when_officers_are(city):
    nowhere = np.zeros((SMALL.days, len(city.truth)), dtype=bool)
    usual = city.reported(nowhere, 0.3)
    assert usual.mean() == pytest.approx(0.5, abs=0.05)
    there = nowhere.copy()
    there[10, :] = True
    more = city.reported(there, 0.3) & ~usual
    assert more.any()
    assert set(city.day[more]) == {SMALL.history_days + 10}
    assert (city.reported(there, 0.3) | ~usual).all()
    assert np.array_equal(city.reported(there, 0.0), usual)


def test_patrols_go_to_the_riskiest_cells_by_their_risk():
    risk = np.arange(1.0, 101.0)
    given = _allotted(risk)
    assert np.flatnonzero(given).tolist() == [95, 96, 97, 98, 99]
    assert given.sum() == pytest.approx(1)
    assert given[99] / given[95] == pytest.approx(100 / 96)


def test_progress_is_told():
    told = []
    tiny = replace(SMALL, side_m=500, history_days=28, days=2, rerank_days=1, uplifts=(), runs=2)
    simulate_feedback(tiny, progress=lambda done, of: told.append((done, of)))
    assert told == [(1, 2), (2, 2)]


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"runs": 1}, "expected 2 or more"),
        ({"days": 10}, "cannot be ranked every 28"),
        ({"uplifts": (2.0,)}, "no more than all"),
        ({"uplifts": (-0.1,)}, "an uplift is negative"),
    ],
)
def test_settings_refuse_nonsense(wrong, said):
    with pytest.raises(SettingError, match=said):
        FeedbackSettings(**wrong)
