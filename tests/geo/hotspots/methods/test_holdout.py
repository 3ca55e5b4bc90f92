import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.hotspots.methods._tuned import _block_days, hold_outs

ages = st.lists(st.integers(1, 900), max_size=60)


@given(ages=ages)
def test_nothing_of_the_block_or_later_is_known_before_it(square, past, ages):
    """Each incident has its own place, so that it can be followed through the splits."""
    incidents = past(square(10), [(number, 0, age) for number, age in enumerate(ages)])
    age_of = dict(zip(incidents.x, incidents.age_days, strict=True))
    for held in hold_outs(incidents):
        youngest_before = min(age_of[x] for x in held.earlier.x)
        oldest_in_block = max(age_of[x] for x in held.later.x)
        assert youngest_before > oldest_in_block
        assert not set(held.earlier.x) & set(held.later.x)


@given(ages=ages)
def test_blocks_are_apart_and_of_their_length(square, past, ages):
    incidents = past(square(10), [(number, 0, age) for number, age in enumerate(ages)])
    days = _block_days(incidents)
    held_out = []
    for held in hold_outs(incidents):
        assert held.later.age_days.max() - held.later.age_days.min() < days
        assert held.earlier.age_days.min() >= 1
        held_out.extend(held.later.x)
    assert len(held_out) == len(set(held_out))


def test_ages_before_a_block_count_from_its_first_day(square, past):
    incidents = past(
        square(10), [(0, 0, 365), (1, 0, 57), (2, 0, 56), (3, 0, 29), (4, 0, 28), (5, 0, 1)]
    )
    first, second, third = hold_outs(incidents)
    assert first.later.x.tolist() == [4, 5]
    assert first.earlier.age_days.tolist() == [337, 29, 28, 1]
    assert second.later.x.tolist() == [2, 3]
    assert third.later.x.tolist() == [1]
    assert third.earlier.age_days.tolist() == [281]


def test_columns_stay_together(square, past):
    incidents = past(square(10), [(0, 7, 365), (1, 8, 3)], share=[0.5, 0.25], value=[2, 3])
    (held,) = hold_outs(incidents)
    assert (held.earlier.y[0], held.earlier.share[0], held.earlier.value[0]) == (7, 0.5, 2)
    assert (held.later.y[0], held.later.share[0], held.later.value[0]) == (8, 0.25, 3)


@pytest.mark.parametrize(
    ("span", "days"), [(0, 0), (7, 0), (8, 1), (100, 12), (224, 28), (3000, 28)]
)
def test_a_short_past_has_short_blocks(square, past, span, days):
    incidents = past(square(10), [(0, 0, age) for age in range(1, span + 1)])
    assert _block_days(incidents) == days
    assert len(hold_outs(incidents)) == (3 if days else 0)


def test_blocks_without_incidents_are_left_out(square, past):
    incidents = past(square(10), [(0, 0, 365), (0, 0, 40)])
    (held,) = hold_outs(incidents)
    assert held.later.age_days.tolist() == [40]


def test_a_later_incident_does_not_change_what_was_known_before(square, past, town_past):
    crowded = past(
        town_past.grid,
        np.vstack(
            [
                np.column_stack([town_past.x, town_past.y, town_past.age_days]),
                [(3950, 50, 1)] * 500,
            ]
        ),
    )
    for plain, swamped in zip(hold_outs(town_past), hold_outs(crowded), strict=True):
        np.testing.assert_array_equal(plain.earlier.x, swamped.earlier.x)
        np.testing.assert_array_equal(plain.earlier.age_days, swamped.earlier.age_days)
