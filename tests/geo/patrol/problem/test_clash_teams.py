"""Teams for what is booked: all are looked at, or a refusal claims nothing."""

import pytest

from geo.clock import Window
from geo.errors import PlanImpossibleError
from geo.model import Activity, ActivityKind
from geo.patrol.problem._clashes import staffing
from geo.patrol.problem.prepare import _activity_place as activity_place

ARCH = Activity("a", ActivityKind.ARCH, "the hall", (0.0, 0.0), 30, 4, 900, 960)


@pytest.fixture
def staff(build):
    """Who goes to an arch for four officers: so many pairs come on late, so many singles early."""

    def found(late_pairs, early_singles):
        team = [
            *(build.patrol(f"P{n}", shift_start_min=1000) for n in range(late_pairs)),
            *(build.patrol(f"S{n}", crew=1) for n in range(early_singles)),
        ]
        task = build.task([activity_place(ARCH, Window())], team)
        return staffing(task, {0: ARCH})

    return found


def test_a_large_team_is_found_where_no_small_one_can_come(staff):
    ((team, begin),) = staff(10, 4).values()
    assert team == (10, 11, 12, 13)
    assert 900 <= begin <= 930


def test_no_team_is_refused(staff):
    with pytest.raises(PlanImpossibleError, match="cannot be staffed: no team of these patrols"):
        staff(10, 3)


def test_where_there_are_too_many_small_teams_nothing_is_claimed(staff):
    """Of 26 pairs any two would do, which are 325 teams, all of them too late."""
    assert staff(26, 4) is None


def test_where_larger_teams_could_spare_somebody_a_refusal_is_sure(staff):
    with pytest.raises(PlanImpossibleError, match="cannot be staffed: no team of these patrols"):
        staff(26, 0)
