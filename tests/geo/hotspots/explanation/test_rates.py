import numpy as np
import pytest
from scipy import stats

from geo.errors import SettingError
from geo.hotspots.explanation._changes import Verdict, p_values, rate_ratio, verdicts


@pytest.mark.parametrize(
    ("now", "before", "verdict"),
    [
        (10, 2, Verdict.MORE),  # p = 2 · 79/4096 = .039
        (2, 10, Verdict.FEWER),
        (9, 2, Verdict.UNCLEAR),  # p = 2 · 67/2048 = .065
        (6, 0, Verdict.MORE),  # p = 2/64 = .031
        (5, 0, Verdict.TOO_FEW),  # not even all on one side: 2/32 = .063
        (2, 3, Verdict.TOO_FEW),
        (0, 0, Verdict.TOO_FEW),
        (40, 38, Verdict.UNCLEAR),
    ],
)
def test_a_pair_of_counts_is_judged_by_the_exact_test(now, before, verdict):
    assert verdicts([now], [before]) == [verdict]


def test_the_p_value_is_that_of_the_binomial_test():
    now, before = np.divmod(np.arange(1, 400), 20)
    exact = [stats.binomtest(a, a + b).pvalue for a, b in zip(now, before, strict=True)]
    assert p_values(now, before) == pytest.approx(exact)


def test_the_interval_is_exact_and_turns_over_with_the_counts():
    ratio, turned = rate_ratio(10, 5), rate_ratio(5, 10)
    share = stats.binomtest(10, 15).proportion_ci(0.90)
    assert ratio.mean == pytest.approx(2)
    assert ratio.low == pytest.approx(share.low / (1 - share.low))
    assert ratio.high == pytest.approx(share.high / (1 - share.high))
    assert ratio.low == pytest.approx(1 / turned.high)


def test_nothing_before_has_no_upper_end_and_nothing_at_all_no_ratio():
    assert rate_ratio(8, 0).high == np.inf
    assert rate_ratio(8, 0).low > 1
    assert rate_ratio(0, 8).low == 0
    assert np.isnan(rate_ratio(0, 0).mean)


def test_many_places_make_one_split_less_telling():
    quiet = [10] * 19
    assert verdicts([10, *quiet], [2, *quiet])[0] is Verdict.UNCLEAR
    assert verdicts([25, *quiet], [2, *quiet])[0] is Verdict.MORE


def test_places_of_too_few_incidents_do_not_count_as_looked_at():
    assert verdicts([10] + [2] * 19, [2] + [1] * 19)[0] is Verdict.MORE


def test_where_nothing_changes_few_changes_are_named():
    """One place at a time, and in families of twenty: at most 1 in 20 times."""
    draw = np.random.default_rng(5)
    rate = draw.uniform(1, 30, size=(2000, 20))
    now, before = draw.poisson(rate), draw.poisson(rate)
    assert (p_values(now, before) < 0.05).mean() <= 0.05
    named = [
        {Verdict.MORE, Verdict.FEWER} & set(verdicts(a, b))
        for a, b in zip(now, before, strict=True)
    ]
    assert np.mean([bool(each) for each in named]) <= 0.06


def test_the_interval_holds_the_truth_nine_times_in_ten():
    draw = np.random.default_rng(6)
    counts = zip(draw.poisson(12, 2000), draw.poisson(6, 2000), strict=True)
    ratios = [rate_ratio(int(a), int(b)) for a, b in counts]
    assert np.mean([each.low <= 2 <= each.high for each in ratios]) >= 0.9


def test_a_doubling_of_a_busy_place_is_found():
    draw = np.random.default_rng(7)
    found = verdicts(draw.poisson(60, 200), draw.poisson(30, 200))
    assert found.count(Verdict.MORE) > 150
    assert Verdict.FEWER not in found


def test_counts_below_nought_are_refused():
    with pytest.raises(SettingError, match="below 0"):
        p_values([-1], [2])
