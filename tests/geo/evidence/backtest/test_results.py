import pytest

from geo.evidence.backtest import hidden, shown


@pytest.mark.parametrize(
    ("count", "said"),
    [(0.0, "0"), (0.2, "<5"), (1.0, "<5"), (4.5, "<5"), (4.6, "5"), (5.0, "5"), (1234.4, "1,234")],
)
def test_a_sum_of_parts_is_told_as_a_count_would_be(count, said):
    assert shown(count) == said
    assert hidden(count) is (said == "<5")
