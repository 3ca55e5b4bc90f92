import datetime as dt

import numpy as np
import pandas as pd
import pytest

from geo.clock import Window
from geo.hotspots.explanation import _tallies as tallies

AS_OF = dt.date(2026, 11, 24)  # a Tuesday


def offences(**counts):
    return pd.Series([name.replace("_", " ") for name, n in counts.items() for _ in range(n)])


def shown(tally):
    return dict(zip(tally.labels, tally.counts, strict=True))


def test_offences_come_by_count_with_the_rarest_among_the_others():
    counted = tallies.by_offence(
        offences(personal_robbery=9, violence_with_injury=12, theft_from_the_person=6)
    )
    assert list(shown(counted).items()) == [
        ("Violence with injury", 12),
        ("Personal robbery", 9),
        (tallies._OTHER, 6),
    ]


@pytest.mark.parametrize("name", ["sexual_offence", "RAPE_FORCIBLE", "Indecent_assault"])
def test_sexual_offences_are_only_among_the_others(name):
    counted = tallies.by_offence(offences(personal_robbery=9, violence_with_injury=12, **{name: 7}))
    assert shown(counted) == {"Violence with injury": 12, tallies._OTHER: 16}


def test_nothing_tells_whether_there_are_sexual_offences():
    """With and without them the same rows are listed."""
    without = tallies.by_offence(offences(personal_robbery=9, violence_with_injury=12))
    with_them = tallies.by_offence(
        offences(personal_robbery=9, violence_with_injury=12, sexual_offence=5)
    )
    assert without.labels == with_them.labels


@pytest.mark.parametrize("sexual", [0, 6])
def test_one_kind_of_offence_is_not_named(sexual):
    counted = tallies.by_offence(offences(personal_robbery=9, sexual_offence=sexual))
    assert shown(counted) == {"All scored offences": 9 + sexual}


def weights(window, **at):
    """Incidents that fall whole into slices, by label of the slice."""
    rows = np.zeros((sum(at.values()), window.n_slices))
    slices = np.repeat([int(name[1:]) for name in at], list(at.values()))
    rows[np.arange(len(rows)), slices] = 1
    return rows


def test_slices_are_shown_where_most_can_be():
    window = Window(15 * 60, 16 * 60)
    counted = tallies.by_slice(weights(window, s0=6, s1=8, s2=5, s3=2), window)
    assert shown(counted) == {
        "15:00–15:15": 6, "15:15–15:30": 8, "15:30–15:45": 5, "15:45–16:00": 2,
    }  # fmt: skip


def test_slices_are_joined_to_hours_where_most_are_too_small():
    window = Window(15 * 60, 17 * 60)
    counted = tallies.by_slice(weights(window, s0=2, s1=3, s2=3, s3=2, s5=4, s6=3), window)
    assert shown(counted) == {"15:00–16:00": 10, "16:00–17:00": 7}


def test_a_whole_day_is_shown_by_the_hour():
    window = Window(0, 24 * 60)
    counted = tallies.by_slice(weights(window, s0=9, s95=7), window)
    assert len(counted.labels) == 24
    assert counted.labels[-1] == "23:00–24:00"
    assert sum(map(bool, counted.ticks)) <= 6


def test_part_of_an_incident_is_not_taken_for_none():
    window = Window(15 * 60, 16 * 60)
    counted = tallies.by_slice(np.array([[0.1, 0, 0, 0]]), window)
    assert counted.shown[0] == "<5"


def test_weekdays_are_those_of_the_dates():
    counted = tallies.by_weekday(np.array([1.0, 1, 7, 8, 3]), AS_OF)
    assert shown(counted) == {
        "Monday": 3, "Tuesday": 1, "Wednesday": 0, "Thursday": 0, "Friday": 0, "Saturday": 1,
        "Sunday": 0,
    }  # fmt: skip


def test_thirteen_months_end_with_the_data():
    counted = tallies.by_month(np.array([2.0, 2, 23, 24, 380]), AS_OF, (2, 900))
    assert len(counted.labels) == 13
    assert counted.labels[0] == "November 2025"
    assert counted.labels[-1] == "November 2026, to the 22nd"
    assert shown(counted)["November 2026, to the 22nd"] == 3
    assert shown(counted)["October 2026"] == 1
    assert shown(counted)["November 2025"] == 1


def test_months_before_the_data_are_no_noughts():
    counted = tallies.by_month(np.array([2.0]), AS_OF, (1, 100))
    assert shown(counted)["July 2026"] is None
    assert shown(counted)["August 2026, from the 16th"] == 0
    assert counted.shown[0] == "–"


def test_what_is_hidden_is_drawn_at_one_height():
    window = Window(15 * 60, 16 * 60)
    counted = tallies.by_slice(weights(window, s0=1, s1=4, s2=9, s3=8), window)
    assert counted.heights == (2.5, 2.5, 9, 8)
