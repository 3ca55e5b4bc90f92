"""The search for clashes, held against trying out everything."""

import random
from itertools import permutations

import numpy as np
import pytest

from geo.patrol.problem._clash_search import earliest_line, schedule_all
from geo.patrol.problem._commitments import Commitment, Option, Spacing

PATROLS, PLACES = 3, 4


def option(patrol, place, first, last, stay=10):
    return Option(patrol if isinstance(patrol, tuple) else (patrol,), place, first, last, stay)


def apart(way=5, gap=20, at_once=1, patrols=PATROLS, places=PLACES):
    between = np.full((patrols, places, places), way)
    between[:, range(places), range(places)] = 0
    return Spacing(between, np.full(places, gap), np.full(places, at_once))


def begins_in_turn(options, spacing):
    """Each as early as it can in a given order of beginning; None where one comes too late."""
    begins = []
    for n, one in enumerate(options):
        soonest = max([one.first_min, *begins])
        ends = []
        for other, begun in zip(options[:n], begins, strict=True):
            for patrol in set(one.patrols) & set(other.patrols):
                way = int(spacing.between[patrol, other.place, one.place])
                soonest = max(soonest, begun + other.stay_min + way)
            if other.place == one.place and spacing.gap_min[one.place] >= 0:
                ends.append(begun + other.stay_min + int(spacing.gap_min[one.place]))
                if set(one.patrols) & set(other.patrols):
                    soonest = max(soonest, ends[-1])
        most = int(spacing.at_once[one.place])
        if len(ends) >= most:
            soonest = max(soonest, sorted(ends)[-most])
        if soonest > one.last_min:
            return None
        begins.append(soonest)
    return begins


def tried_out(commitments, spacing, chosen=()):
    """Whether any choice of options in any order will do."""
    if len(chosen) < len(commitments):
        return any(
            tried_out(commitments, spacing, (*chosen, option))
            for option in commitments[len(chosen)].options
        )
    return any(begins_in_turn(turn, spacing) is not None for turn in permutations(chosen))


def assert_done(commitments, spacing, done):
    """Everything by one of its options, and every rule kept."""
    for commitment, (option, begin) in zip(commitments, done, strict=True):
        assert option in commitment.options
        assert option.first_min <= begin <= option.last_min
    turn = sorted(done, key=lambda d: d.begin_min)
    fixed = [o._replace(first_min=begin, last_min=begin) for o, begin in turn]
    assert begins_in_turn(fixed, spacing) == [begin for _, begin in turn]


def a_question(draw):
    """Up to four things to do, in a space so tight that half of them cannot all be done."""
    crowd = draw.choice([1, 1, 2])
    xy = np.array([(draw.randrange(12), draw.randrange(12)) for _ in range(PLACES)])
    metres = np.abs(xy[:, None] - xy[None, :]).sum(axis=2)
    pace = [draw.choice([1, 1, 2]) for _ in range(PATROLS)]
    between = np.array([-(-metres // p) for p in pace])
    gaps = np.array([draw.choice([-1, 0, 10, 25]) for _ in range(PLACES)])
    spacing = Spacing(between, gaps, np.full(PLACES, crowd))
    commitments = []
    for _ in range(draw.randint(2, 4)):
        options = []
        for _ in range(draw.randint(1, 3)):
            first = draw.randrange(40)
            team = tuple(sorted(draw.sample(range(PATROLS), draw.choice([1, 1, 1, 2]))))
            last = first + draw.choice([0, 5, 20])
            options.append(option(team, draw.randrange(PLACES), first, last, draw.choice([5, 12])))
        commitments.append(Commitment(tuple(options)))
    if draw.random() < 0.4:
        place, span = draw.randrange(PLACES), draw.choice([20, 40])
        alike = Commitment(tuple(option(p, place, 0, span, 8) for p in range(PATROLS)), twin=place)
        commitments = [*commitments[:2], *[alike] * draw.randint(1, 3)]
    return commitments, spacing


@pytest.mark.parametrize("seed", range(4))
def test_the_answer_is_that_of_trying_out_everything(seed):
    draw = random.Random(seed)
    came = {True: 0, False: 0}
    for _ in range(60):
        commitments, spacing = a_question(draw)
        schedule = schedule_all(commitments, spacing)
        assert schedule.sure
        assert (schedule.assignments is not None) == tried_out(commitments, spacing), (
            commitments,
            spacing,
        )
        came[schedule.assignments is not None] += 1
        if schedule.assignments is not None:
            assert_done(commitments, spacing, schedule.assignments)
    assert min(came.values()) > 5, came


def test_nothing_to_do_is_done():
    assert schedule_all([], apart()).assignments == ()


def test_one_patrol_finds_the_only_order():
    """Spots in a row, each open for a minute, in the order 2, 0, 1."""
    first, last = np.array([20, 40, 0]), np.array([20, 40, 0])
    order, begin = earliest_line(first, last, np.full((3, 3), 20))
    assert order.tolist() == [2, 0, 1]
    assert begin.tolist() == [0, 20, 40]
    assert len(earliest_line(first, last, np.full((3, 3), 21))[0]) == 0


def test_two_visits_keep_the_gap_whoever_makes_them():
    def of(last, **rules):
        return schedule_all(
            [Commitment((option(n, 0, 0, last),)) for n in range(2)], apart(**rules)
        )

    assert [d.begin_min for d in of(30).assignments] in ([0, 30], [30, 0])
    assert of(29).assignments is None
    assert of(0, at_once=2).assignments is not None


def test_one_patrol_keeps_the_gap_even_where_two_may_come_at_once():
    commitments = [Commitment((option(0, 0, 0, 29),))] * 2
    assert schedule_all(commitments, apart(at_once=2)).assignments is None
    assert schedule_all(commitments, apart(at_once=2, gap=19)).assignments is not None


def test_two_at_once_are_not_three():
    commitments = [Commitment((option(n, 0, 0, 29),)) for n in range(3)]
    assert schedule_all(commitments, apart(at_once=2)).assignments is None
    assert schedule_all(commitments, apart(at_once=3)).assignments is not None


def test_a_team_begins_together():
    """Both are busy until minute 10, at different ends of a way of 5."""
    busy = [Commitment((option(n, n, 0, 0),)) for n in range(2)]
    together = Commitment((option((0, 1), 2, 0, 99),))
    (*_, done) = schedule_all([*busy, together], apart()).assignments
    assert done.begin_min == 15
    assert (
        schedule_all([*busy, Commitment((option((0, 1), 2, 0, 14),))], apart()).assignments is None
    )


def test_what_takes_too_long_to_tell_is_left_open():
    commitments = [Commitment(tuple(option(n, 0, 0, 99) for n in range(2)))] * 3
    schedule = schedule_all(commitments, apart(), steps=2)
    assert (schedule.assignments, schedule.sure) == (None, False)


def test_more_stops_than_one_patrol_is_asked_about_are_left_open():
    schedule = schedule_all([Commitment((option(0, 0, 0, 999, 1),))] * 15, apart(gap=-1))
    assert (schedule.assignments, schedule.sure) == (None, False)


def test_patrols_that_are_alike_are_not_tried_in_turn():
    """Eleven visits for five like patrols of two each: a proof in few steps."""
    commitments = [Commitment(tuple(option(p, n, 0, 19) for p in range(5))) for n in range(11)]
    schedule = schedule_all(commitments, apart(patrols=5, places=11), steps=20_000)
    assert (schedule.assignments, schedule.sure) == (None, True)


def test_a_way_round_that_is_shorter_proves_nothing_false():
    """A ride from 0 to 1 and on to 2 is faster than the walk from 0 to 2: all three can be done."""
    spacing = apart(patrols=2, places=3, way=5, gap=30)
    spacing.between[:, 0, 2] = 60
    own = [Commitment((option(0, n, 0, 40),)) for n in range(3)]
    schedule = schedule_all([*own, Commitment((option(1, 2, 0, 70),))], spacing)
    assert schedule.assignments is not None
    assert_done([*own, Commitment((option(1, 2, 0, 70),))], spacing, schedule.assignments)
