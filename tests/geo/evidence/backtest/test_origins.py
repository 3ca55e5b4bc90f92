import datetime as dt

import numpy as np
import pytest

from geo.errors import AfterbellError
from geo.evidence.backtest._forecasts import LEAST_PAST_DAYS, rolling_origins


def daily(first, days):
    return np.datetime64(first) + np.arange(days)


def test_blocks_end_on_the_last_day_and_leave_no_gap():
    origins = rolling_origins(daily("2025-01-01", 365), 8, 28)
    assert len(origins) == 8
    assert origins[-1].until == dt.date(2026, 1, 1)
    assert [o.until for o in origins[:-1]] == [o.as_of for o in origins[1:]]
    assert {(o.until - o.as_of).days for o in origins} == {28}


def test_short_data_give_fewer_blocks_each_with_a_past():
    origins = rolling_origins(daily("2025-01-01", LEAST_PAST_DAYS + 60), 8, 28)
    assert len(origins) == 2
    assert (origins[0].as_of - dt.date(2025, 1, 1)).days >= LEAST_PAST_DAYS


def test_an_origin_with_too_few_incidents_before_it_is_left_out():
    late = np.concatenate([daily("2025-01-01", 1), daily("2025-10-01", 92)])
    origins = rolling_origins(late, 8, 28)
    assert origins[0].as_of > dt.date(2025, 11, 1)


def test_too_short_a_past_is_refused_in_a_sentence():
    with pytest.raises(AfterbellError, match=r"100 days.*84 days before a test.*longer extract"):
        rolling_origins(daily("2025-01-01", 100), 8, 28)
