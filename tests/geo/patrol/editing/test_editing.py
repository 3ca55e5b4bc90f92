from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest

from geo.errors import AfterbellError, PlanImpossibleError, PlanRefusedError, SettingError
from geo.model import Activity, ActivityKind, Break
from geo.network import WalkingNetwork
from geo.patrol import Constraints, Lock, Repeat, SchoolMinimum
from geo.patrol.constraints import Dwell
from geo.patrol.editing import (
    ChangePatrol,
    Drop,
    Fill,
    History,
    Improve,
    Insert,
    Keep,
    Move,
    MoveOfficer,
    Release,
    Replace,
    Retime,
    SetDwell,
    Workbench,
    apply,
    opened,
    preview,
)
from tests.effort import tries


def row(build, n=8, **changes):
    """Places along one street, a block apart, each worth a little less than the one before."""
    return [
        build.place(f"p{k}", 100 * (k % 7), 100 * (k // 7), 30 - k, **changes) for k in range(n)
    ]


def draft(build, items, patrols, **options):
    return opened(build.plan(items, patrols, **options))


def laid(build, items, patrols, orders, constraints=None):
    """A draft with given orders; nothing is searched for."""
    network = WalkingNetwork.from_streets(build.grid())
    bench = Workbench.of(build.places(*items), network, patrols, build.day())
    return bench.draft_of(orders, patrols, constraints or Constraints())


def orders(made):
    return [list(order) for order in made.orders]


def short(build, name="Alpha", minutes=60, **changes):
    """A patrol that has time for few stops."""
    return build.patrol(name, shift_start_min=900, shift_end_min=900 + minutes, **changes)


# --- orders and minutes ---------------------------------------------------------------------


def test_orders_by_hand_get_the_best_minutes_there_are(build):
    rising = tuple(float(n) for n in range(12))
    items = [build.place("a", 0, 0, 10, closes=960), build.place("b", 100, 0, rising)]
    made = laid(build, items, [build.patrol()], (("a", "b"),))
    assert build.visits(made.plan.routes[0])[1] == ("b", 1065)


def test_orders_that_do_not_fit_are_refused_and_say_what_would_help(build):
    items = [build.place("a", 0, 0), build.place("b", 600, 600)]
    with pytest.raises(PlanImpossibleError, match=r"Place b and Place a.*lengthen the shift"):
        laid(build, items, [short(build, minutes=30)], (("b", "a"),))


def test_visits_of_two_patrols_to_one_place_keep_their_gap(build):
    items = [build.place("a", 0, 0, 30)]
    made = laid(build, items, [build.patrol(), build.patrol("Bravo")], (("a",), ("a",)))
    (one,), (other,) = (build.visits(route) for route in made.plan.routes)
    assert abs(one[1] - other[1]) >= 60 + 12


def test_which_visit_comes_first_is_decided_by_value(build):
    """Only if Bravo begins at once can Alpha follow, 72 minutes later, before 16:15."""
    early = (30.0,) * 5 + (1.0,) * 7
    items = [build.place("a", 0, 0, early), build.place("b", 100, 0, 20, closes=905)]
    made = laid(build, items, [build.patrol(), build.patrol("Bravo")], (("b", "a"), ("a",)))
    begins = {route.patrol.name: dict(build.visits(route))["a"] for route in made.plan.routes}
    assert made.plan.value == pytest.approx(20 + 30 + 0.6 * 30)
    assert 900 <= begins["Bravo"] <= begins["Alpha"] - 72 <= 902


def test_visits_that_cannot_be_kept_apart_are_named(build):
    items = [build.place("a", 0, 0, 30, opens=900, closes=930)]
    with pytest.raises(
        PlanImpossibleError, match=r"Place a is visited more than once .* 60 minutes"
    ):
        laid(build, items, [build.patrol(), build.patrol("Bravo")], (("a",), ("a",)))


def test_the_orders_of_a_draft_make_the_same_plan_again(build):
    items, patrols = row(build), [build.patrol(start=(0, 0)), build.patrol("Bravo")]
    made = apply(draft(build, items, patrols), Drop("Bravo", 0)).draft
    places = made.plan.places
    bench = Workbench.of(places, made.plan.network, patrols, made.plan.day)
    again = bench.draft_of(made.orders, patrols, made.constraints)
    assert again.plan == made.plan


def test_a_suggested_plan_is_laid_out_with_no_less_value(build):
    plan = build.plan(row(build), [build.patrol(), build.patrol("Bravo")])
    assert opened(plan).plan.value >= plan.value - 1e-9


# --- stops ----------------------------------------------------------------------------------


def test_a_dropped_stop_is_gone_and_stays_out_when_time_is_filled(build):
    found = laid(build, row(build, 3), [build.patrol()], (("p0", "p1", "p2"),))
    dropped = apply(found, Drop("Alpha", 1)).draft
    assert orders(dropped) == [["p0", "p2"]]
    assert "p1" not in apply(dropped, Fill()).draft.orders[0]
    assert dropped.constraints.drop == {"p1"}


def test_of_two_visits_one_is_dropped_and_does_not_come_back(build):
    found = laid(build, row(build, 2), [build.patrol()], (("p0", "p1", "p0"),))
    dropped = apply(found, Drop("Alpha", 2)).draft
    filled = apply(dropped, Fill()).draft
    assert filled.orders[0].count("p0") == 1
    assert filled.orders[0].count("p1") == 2
    assert apply(dropped, Insert("p0")).draft.orders[0].count("p0") == 2


def test_a_place_that_was_dropped_can_be_added_again(build):
    found = laid(build, row(build, 3), [build.patrol()], (("p0", "p1", "p2"),))
    dropped = apply(found, Drop("Alpha", 1))
    assert "p1" in dropped.draft.constraints.drop
    back = apply(dropped.draft, Insert("p1"))
    assert back.draft.plan.value == pytest.approx(found.plan.value)
    assert not back.draft.constraints.drop


def test_a_stop_is_moved_within_a_patrol(build):
    found = laid(build, row(build, 3), [build.patrol()], (("p0", "p1", "p2"),))
    assert orders(apply(found, Move("Alpha", 0, "Alpha", 2)).draft) == [["p1", "p2", "p0"]]


def test_a_stop_is_moved_to_another_patrol_and_its_lock_goes_with_it(build):
    patrols = [build.patrol(), build.patrol("Bravo")]
    constraints = Constraints(locks=(Lock("p0", "Alpha"),))
    found = laid(build, row(build, 3), patrols, (("p0", "p1"), ("p2",)), constraints)
    moved = apply(found, Move("Alpha", 0, "Bravo", 1)).draft
    assert orders(moved) == [["p1"], ["p2", "p0"]]
    assert moved.constraints.locks == (Lock("p0", "Bravo"),)


def test_what_no_longer_fits_is_left_out_and_named_but_not_what_is_locked(build):
    constraints = Constraints(locks=(Lock("p2", "Alpha"),))
    patrol = short(build, minutes=40)
    found = laid(build, row(build, 7), [patrol], (("p0", "p1", "p2"),), constraints)
    made = apply(found, Insert("p6", "Alpha", 3))
    assert "p2" in made.draft.orders[0]
    assert "p6" in made.draft.orders[0]
    assert set(made.effect.lost) <= {"Place p0", "Place p1"}
    assert made.effect.lost
    assert "no longer fit" in made.effect.summary


def test_a_stop_is_added_where_it_costs_least(build):
    items = [*row(build, 3), build.place("far", 600, 600, 5)]
    patrols = [build.patrol(start=(0, 0)), build.patrol("Bravo", start=(600, 600))]
    found = laid(build, items, patrols, (("p0", "p1", "p2"), ()))
    added = apply(found, Insert("far")).draft
    assert orders(added) == [["p0", "p1", "p2"], ["far"]]


def test_nothing_is_added_more_often_than_it_may_be(build):
    found = laid(build, row(build, 2), [build.patrol()], (("p0", "p1"),), Constraints(at_most=1))
    with pytest.raises(PlanImpossibleError, match=r"visited once already.*allow more visits"):
        apply(found, Insert("p0"))


def test_a_stop_that_is_disliked_is_replaced_for_good(build):
    patrols = [short(build), short(build, "Bravo")]
    found = draft(build, row(build, 14), patrols, iterations=200)
    disliked = orders(found)[0][0]
    made = apply(found, Replace("Alpha", 0))
    assert disliked not in {ident for order in made.draft.orders for ident in order}
    assert disliked in made.draft.constraints.drop
    left = apply(found, Drop("Alpha", 0)).draft.plan.value
    assert made.draft.plan.value > left
    best = build.plan(
        row(build, 14), patrols, constraints=made.draft.constraints, iterations=400
    ).value
    assert made.draft.plan.value >= 0.98 * best


def test_improving_never_loses_and_keeps_what_is_locked(build):
    patrols = [build.patrol(), build.patrol("Bravo")]
    constraints = Constraints(locks=(Lock("p7", "Bravo", 960),))
    found = laid(build, row(build), patrols, (("p0",), ("p7",)), constraints)
    made = apply(found, Improve(50)).draft
    assert made.plan.value > found.plan.value
    assert ("p7", 960) in build.visits(made.plan.routes[1])


# --- locks and lengths ----------------------------------------------------------------------


def test_a_stop_is_kept_to_its_patrol_and_minute_and_released(build):
    found = laid(build, row(build, 3), [build.patrol()], (("p0", "p1", "p2"),))
    stop = found.plan.routes[0].stops[1]
    kept = apply(found, Keep("Alpha", 1, patrol_locked=True, time_locked=True)).draft
    assert kept.constraints.locks == (Lock("p1", "Alpha", stop.arrive_min),)
    assert [s.locked for s in kept.plan.routes[0].stops] == [False, True, False]
    released = apply(kept, Release("Alpha", 1)).draft
    assert not released.constraints.locks
    assert released.plan.routes == found.plan.routes


def test_locking_again_replaces_the_lock(build):
    found = laid(build, row(build, 2), [build.patrol()], (("p0", "p1"),))
    once = apply(found, Keep("Alpha", 0)).draft
    twice = apply(once, Retime("Alpha", 0, 950)).draft
    assert twice.constraints.locks == (Lock("p0", "Alpha", 950),)
    assert build.visits(twice.plan.routes[0])[0] == ("p0", 950)


def test_a_time_that_cannot_be_kept_says_from_when_to_when_it_could(build):
    found = laid(build, row(build, 2), [build.patrol(start=(600, 0))], (("p0", "p1"),))
    with pytest.raises(PlanImpossibleError, match=r"cannot begin Place p0 at 15:01.* 15:06 to"):
        apply(found, Retime("Alpha", 0, 901))


def test_two_locked_times_that_clash_are_both_named(build):
    items = [build.place("a", 0, 0), build.place("b", 600, 0)]
    found = laid(build, items, [build.patrol()], (("a", "b"),))
    found = apply(found, Retime("Alpha", 1, 950)).draft
    with pytest.raises(PlanImpossibleError, match=r"Place a \(locked to 15:45\) and Place b \(lo"):
        apply(found, Retime("Alpha", 0, 945))


def test_a_longer_stay_holds_for_every_visit_and_pushes_others_out(build):
    found = laid(build, row(build, 3), [short(build, minutes=38)], (("p0", "p1", "p2"),))
    made = apply(found, SetDwell("p0", 25))
    assert made.draft.constraints.dwells == (Dwell("p0", 25),)
    assert {s.place.place_id: s.dwell_min for s in made.draft.plan.routes[0].stops}["p0"] == 25
    assert len(made.effect.lost) == 1
    back = apply(made.draft, SetDwell("p0", None)).draft
    assert not back.constraints.dwells


def test_dropping_what_was_asked_for_gives_the_wish_up_and_says_so(build):
    constraints = Constraints(add=frozenset({"p0"}), repeats=(Repeat("p1", 1, 2),))
    found = laid(build, row(build, 3), [build.patrol()], (("p0", "p1"),), constraints)
    without = apply(found, Drop("Alpha", 0))
    assert "It was locked (Place p0); that is given up." in without.effect.broken
    fewer = apply(without.draft, Drop("Alpha", 0))
    assert "Place p1 was to be visited 1 times" in fewer.effect.summary


def test_the_last_visit_to_a_school_is_not_pushed_out(build):
    items = row(build, 6)
    items[2] = replace(items[2], urns=("100",))
    patrol = short(build, minutes=40)
    constraints = Constraints(schools=(SchoolMinimum("100"),))
    found = laid(build, items, [patrol], (("p0", "p1", "p2"),), constraints)
    made = apply(found, Insert("p5", "Alpha")).draft
    assert "p2" in made.orders[0]


# --- patrols --------------------------------------------------------------------------------


def test_an_officer_is_moved_and_a_patrol_without_any_is_gone(build):
    patrols = [build.patrol(crew=2), build.patrol("Bravo", crew=1)]
    found = laid(build, row(build, 4), patrols, (("p0", "p1"), ("p2", "p3")))
    fewer = apply(found, MoveOfficer("Alpha", "Bravo")).draft
    assert [patrol.crew for patrol in fewer.patrols] == [1, 2]
    gone = apply(fewer, MoveOfficer("Alpha", "Bravo"))
    assert [(p.name, p.crew) for p in gone.draft.patrols] == [("Bravo", 3)]
    assert gone.effect.lost == ("Place p0", "Place p1")
    assert "Alpha has no officers left and is not sent out." in gone.effect.broken


def test_a_single_officer_loses_stops_that_are_for_two(build):
    patrols = [build.patrol(crew=2), build.patrol("Bravo", crew=2)]
    constraints = Constraints(double=frozenset({"p0"}))
    found = laid(build, row(build, 4), patrols, (("p0", "p1"), ("p2",)), constraints)
    made = apply(found, MoveOfficer("Alpha", "Bravo"))
    assert made.effect.lost == ("Place p0",)
    with pytest.raises(PlanImpossibleError, match="two or more officers, and Alpha has one"):
        apply(made.draft, Insert("p0", "Alpha"))


def test_a_booking_keeps_its_officers(build):
    booked = Activity("a", ActivityKind.SWEEP, "Corner", (300, 0), 30, 3, 930, 1020)
    patrols = [build.patrol(crew=2), build.patrol("Bravo", crew=1)]
    found = draft(build, row(build, 3), patrols, constraints=Constraints(activities=(booked,)))
    assert all("activity-a" in order for order in found.orders)
    enough = apply(found, MoveOfficer("Bravo", "Alpha")).draft
    assert "activity-a" in enough.orders[0]
    with pytest.raises(PlanImpossibleError, match=r"is booked\. Cancel the booking"):
        apply(found, Drop("Alpha", found.orders[0].index("activity-a")))


def test_a_break_that_is_set_is_put_into_the_afternoon_and_follows_a_new_name(build):
    found = laid(build, row(build, 3), [build.patrol()], (("p0", "p1", "p2"),))
    to = build.patrol("Zulu", rest=Break(20, 960, 1000))
    made = apply(found, ChangePatrol("Alpha", to)).draft
    assert "break-Zulu" in made.orders[0]
    assert set(made.orders[0]) >= {"p0", "p1", "p2"}
    none = apply(made, ChangePatrol("Zulu", replace(to, rest=None))).draft
    assert orders(none) == [["p0", "p1", "p2"]]


def test_a_shorter_shift_leaves_out_what_is_worth_least(build):
    found = laid(build, row(build, 3), [build.patrol()], (("p0", "p1", "p2"),))
    to = replace(found.patrols[0], shift_end_min=927)
    made = apply(found, ChangePatrol("Alpha", to))
    assert orders(made.draft) == [["p0", "p1"]]
    assert made.effect.lost == ("Place p2",)


def test_a_patrol_or_a_stop_that_is_not_there_is_named(build):
    found = laid(build, row(build, 2), [build.patrol()], (("p0", "p1"),))
    with pytest.raises(SettingError, match="no patrol called Nobody; the patrols are Alpha"):
        apply(found, Drop("Nobody", 0))
    with pytest.raises(SettingError, match="Alpha has 2 stops, and none at position 7"):
        apply(found, Drop("Alpha", 7))
    with pytest.raises(SettingError, match="There is no place nowhere"):
        apply(found, Insert("nowhere"))


# --- effects, previews, history -------------------------------------------------------------


def test_an_effect_adds_up_from_the_routes(build):
    patrols = [build.patrol(start=(0, 0)), build.patrol("Bravo")]
    found = laid(build, row(build, 6), patrols, (("p0", "p1", "p2"), ("p3", "p4")))
    made = apply(found, Move("Alpha", 1, "Bravo", 0))
    before, after = found.plan, made.draft.plan
    walked = [
        sum(leg.arrive_min - leg.depart_min for route in plan.routes for leg in route.legs)
        for plan in (before, after)
    ]
    assert made.effect.walk_min == walked[1] - walked[0]
    assert (made.effect.value_before, made.effect.value_after) == (before.value, after.value)
    changes = {change.patrol: change for change in made.effect.patrols}
    assert changes["Alpha"].dwell_min_after == after.routes[0].dwell_min
    assert changes["Bravo"].dwell_min_before == before.routes[1].dwell_min
    for shift in made.effect.shifts:
        route = next(r for r in after.routes if r.patrol.name == shift.patrol)
        assert (shift.place_id, shift.now_min) in build.visits(route)


def test_an_effect_says_who_walks_more_what_is_later_and_what_it_is_worth(build):
    items = [build.place("a", 0, 0, 30, closes=905), build.place("b", 200, 0, 20, closes=940)]
    items += [build.place("c", 100, 300, 10)]
    found = laid(build, items, [build.patrol()], (("a", "b"),))
    said = apply(found, Insert("c", "Alpha", 1)).effect.sentences
    assert "Alpha walks 6 min more and stays 12 min more at stops." in said
    assert "The value of the plan rises by 20%." in said
    assert "Place b now 15:32 (was 15:14)." in said
    later = apply(found, Retime("Alpha", 1, 925)).effect.summary
    assert "Place b now 15:25 (was 15:14)." in later
    assert "The value of the plan is the same." in later


def test_a_preview_says_what_the_edit_then_does(build):
    patrols = [build.patrol(start=(0, 0)), short(build, "Bravo")]
    found = draft(build, row(build, 9), patrols)
    edits = [Drop(r.patrol.name, k) for r in found.plan.routes for k in range(len(r.stops))]
    edits += [Insert("p8", "Bravo"), SetDwell("p0", 16), Move("Alpha", 0, "Bravo", 0)]
    for edit, seen in zip(edits, preview(found, edits), strict=True):
        assert seen.effect == apply(found, edit).effect


def test_a_preview_of_the_impossible_says_why(build):
    found = draft(build, row(build, 2), [build.patrol()], constraints=Constraints(at_most=1))
    (seen,) = preview(found, [Insert("p0")])
    assert seen.effect is None
    assert "visited once already" in seen.why_not


def test_undo_gives_the_very_same_draft_and_redo_the_next(build):
    found = draft(build, row(build), [build.patrol()])
    history = History.of(found)
    for edit in (Drop("Alpha", 0), Drop("Alpha", 0)):
        made = apply(history.draft, edit)
        history = history.then(made.draft, made.effect.label)
    assert history.undo().undo().draft is found
    assert history.undo().redo().draft is history.draft
    assert history.undoes.startswith("Drop Place ")
    assert history.redoes is None
    assert history.undo().undo().undo().draft is found


def test_an_edit_after_undo_forgets_what_was_undone(build):
    found = draft(build, row(build), [build.patrol()])
    once = History.of(found).then(apply(found, Drop("Alpha", 0)).draft, "first")
    other = once.undo().then(apply(found, Drop("Alpha", 1)).draft, "second")
    assert other.labels == ("As suggested", "second")
    assert other.redoes is None


def test_a_history_forgets_its_beginning_before_it_grows_without_end(build):
    found = draft(build, row(build, 2), [build.patrol()])
    history = History.of(found)
    for n in range(150):
        history = history.then(found, f"step {n}")
    assert len(history.drafts) == len(history.labels) == 100
    assert history.undoes == "step 149"


# --- whatever is done -----------------------------------------------------------------------


def some_edit(random, found, items):
    """Any edit, sensible or not."""
    route, other = (found.plan.routes[int(random.integers(len(found.plan.routes)))] for _ in "ab")
    who, to = route.patrol.name, other.patrol.name
    k = int(random.integers(max(len(route.stops), 1)))
    at = int(random.integers(len(other.stops) + 1))
    ident = items[int(random.integers(len(items)))].place_id
    changed = replace(
        route.patrol,
        shift_end_min=int(random.choice([1000, 1080])),
        rest=Break(15, 930, 1030) if random.random() < 0.5 else None,
    )
    edits = [
        Move(who, k, to, at), Move(who, k, who, at), Drop(who, k), Insert(ident),
        Insert(ident, to), Insert(ident, to, at), SetDwell(ident, int(random.choice([8, 25]))),
        SetDwell(ident, None), Keep(who, k, random.random() < 0.5, random.random() < 0.5),
        Release(who, k), Retime(who, k, int(random.integers(890, 1085))), MoveOfficer(who, to),
        ChangePatrol(who, changed), Replace(who, k), Fill(), Improve(10),
    ]  # fmt: skip
    return edits[int(random.integers(len(edits)))]


def some_town(build, random):
    """Places, patrols and wishes of all sorts."""
    hours = [(900, 1079), (900, 1000), (930, 1079), (960, 1040)]
    items = []
    for n in range(12):
        opens, closes = hours[int(random.integers(4))]
        x, y = (100 * int(random.integers(7)) for _ in "xy")
        value = float(random.choice([3, 10, 25, 60]))
        items.append(build.place(f"p{n}", x, y, value, opens, closes, urns=(f"{n}00",)))
    starts = [None, (0, 0), (300, 300)]
    patrols = [
        build.patrol(
            name,
            start=starts[int(random.integers(3))],
            crew=int(random.integers(1, 4)),
            rest=Break(20, 940, 1020) if random.random() < 0.4 else None,
        )
        for name in ("Alpha", "Bravo", "Charlie")[: int(random.integers(1, 4))]
    ]
    sweep = Activity("a", ActivityKind.SWEEP, "Corner", (300, 200), 30, 1, 930, 1060)
    constraints = Constraints(
        at_most=int(random.integers(1, 4)),
        gap_min=int(random.choice([20, 60])),
        at_once=int(random.integers(1, 3)),
        double=frozenset({"p1"}),
        activities=(sweep,) if random.random() < 0.4 else (),
        schools=(SchoolMinimum("300"),) if random.random() < 0.3 else (),
        repeats=(Repeat("p5", 0, 3, 15),) if random.random() < 0.3 else (),
        add=frozenset({"p7"}) if random.random() < 0.3 else frozenset(),
    )
    return items, patrols, constraints


@pytest.mark.parametrize("seed", range(tries(6)))
def test_whatever_is_done_ends_in_a_plan_or_a_reason(build, seed):
    random = np.random.default_rng(seed)
    items, patrols, constraints = some_town(build, random)
    found = draft(build, items, patrols, constraints=constraints, iterations=20)
    history, done = History.of(found), 0
    for _ in range(10):
        now = history.draft
        before = now.plan
        edit = some_edit(random, now, items)
        try:
            made = apply(now, edit)
        except PlanRefusedError:
            raise
        except AfterbellError:
            assert history.draft.plan is before
            continue
        done += 1
        again = now.bench.draft_of(made.draft.orders, made.draft.patrols, made.draft.constraints)
        assert again.plan == made.draft.plan
        history = history.then(made.draft, made.effect.label)
    assert done
    for one, other in pairwise(range(len(history.drafts))):
        assert history.to(other).undo().draft is history.drafts[one]
