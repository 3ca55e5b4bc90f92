"""The board's lanes, and what an action on the board does to the plan."""

from types import SimpleNamespace

import pytest

from dashboard.controls.edits import BoardAction, edit_of
from dashboard.listings import board
from geo.clock import Window
from geo.errors import PlanImpossibleError
from geo.patrol import Constraints, Lock
from geo.patrol.editing import Drop, Keep, Move, MoveOfficer, Replace, Retime, SetDwell


@pytest.fixture
def plan(build):
    routes = (build.route("Alpha", ("a", "b", "c")), build.route("Bravo", ("d", "a")))
    return SimpleNamespace(
        routes=routes, constraints=Constraints(), day=SimpleNamespace(window=Window())
    )


def blocks(plan, lane):
    return [item for item in board.lanes(plan)[lane].items if isinstance(item, board.Block)]


def edit(plan, action, ident, **more):
    return edit_of(BoardAction(action, ident, **more), plan)


def test_two_visits_to_a_place_have_names_of_their_own(plan):
    assert board.idents(plan.routes) == {
        "a#1": (0, 0), "b#1": (0, 1), "c#1": (0, 2), "d#1": (1, 0), "a#2": (1, 1),
    }  # fmt: skip


def test_a_lane_has_stops_and_walks_in_the_order_of_time(plan):
    (lane, _) = board.lanes(plan)
    begins = [item.begin_min for item in lane.items]
    assert begins == sorted(begins)
    assert [block.label for block in blocks(plan, 0)] == ["A1", "A2", "A3"]
    assert all(block.room_min >= block.end_min - block.begin_min for block in blocks(plan, 0))


def test_a_stop_says_what_it_is_held_to(plan):
    stop = plan.routes[0].stops[1]
    plan.constraints = Constraints(locks=(Lock("b", "Alpha", stop.arrive_min),))
    free, held, _ = blocks(plan, 0)
    assert free.held == ""
    assert held.held.endswith(", Alpha")
    assert "Held to" in held.aria_label
    labels = dict(held.actions)
    assert "release" in labels
    assert "keep_time" not in labels


def test_the_first_stop_cannot_be_made_earlier_nor_the_last_later(plan):
    first, second, last = (dict(block.actions) for block in blocks(plan, 0))
    assert "earlier" not in first
    assert {"earlier", "later"} <= set(second)
    assert "later" not in last


@pytest.mark.parametrize(
    ("action", "expected"),
    [
        ("drop", Drop("Alpha", 1)),
        ("replace", Replace("Alpha", 1)),
        ("earlier", Move("Alpha", 1, "Alpha", 0)),
        ("later", Move("Alpha", 1, "Alpha", 2)),
        ("keep_patrol", Keep("Alpha", 1, patrol_locked=True, time_locked=False)),
        ("keep_time", Keep("Alpha", 1, patrol_locked=True, time_locked=True)),
    ],
)
def test_a_button_is_an_edit(plan, action, expected):
    assert edit(plan, action, "b#1") == expected


def test_an_officer_goes_from_lane_to_lane(plan):
    (first, _) = board.lanes(plan)
    assert first.actions == (("officer_1", "Move an officer to Bravo"),)
    assert edit(plan, "officer_1", "", lane=0) == MoveOfficer("Alpha", "Bravo")


def test_a_stay_is_changed_by_two_minutes(plan):
    stays = plan.routes[0].stops[0].dwell_min
    assert edit(plan, "longer", "a#1") == SetDwell("a", stays + 2)
    assert edit(plan, "shorter", "a#1") == SetDwell("a", stays - 2)


def test_a_stop_goes_to_the_lane_below_where_its_time_is(plan):
    moved = edit(plan, "down", "a#1")
    assert (moved.to_patrol, moved.to_position) == ("Bravo", 0)
    assert edit(plan, "give_1", "a#1") == moved


def test_a_drag_past_a_neighbour_moves_and_a_short_one_sets_the_time(plan):
    first, _, last = plan.routes[0].stops
    assert edit(plan, "move", "a#1", lane=0, minute=last.leave_min) == Move("Alpha", 0, "Alpha", 2)
    minute = first.arrive_min + 1
    assert edit(plan, "move", "a#1", lane=0, minute=minute) == Retime("Alpha", 0, minute)


@pytest.mark.parametrize(
    ("action", "ident", "why"),
    [
        ("up", "a#1", "no patrol above Alpha"),
        ("down", "d#1", "no patrol below Bravo"),
        ("earlier", "a#1", "first stop already"),
        ("later", "c#1", "last stop already"),
        ("drop", "gone#1", "no longer in the plan"),
    ],
)
def test_what_cannot_be_is_said_in_a_sentence(plan, action, ident, why):
    with pytest.raises(PlanImpossibleError, match=why):
        edit(plan, action, ident)
