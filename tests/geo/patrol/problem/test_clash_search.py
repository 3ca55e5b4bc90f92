"""The search for clashes, held against trying out everything."""

import random
from itertools import permutations

import numpy as np
import pytest

from geo.patrol.problem.clash_search import all_done, earliest_line
from geo.patrol.problem.commitments import Field, Must, Option

PATROLS, SPOTS = 3, 4


def option(patrol, spot, first, last, stay=10):
    return Option(patrol if isinstance(patrol, tuple) else (patrol,), spot, first, last, stay)


def field(way=5, gap=20, at_once=1, patrols=PATROLS, spots=SPOTS):
    between = np.full((patrols, spots, spots), way)
    between[:, range(spots), range(spots)] = 0
    return Field(between, np.full(spots, gap), np.full(spots, at_once))


def begins_in_turn(options, ground):
    """Each as early as it can in a given order of beginning; None where one comes too late."""
    begins = []
    for n, one in enumerate(options):
        soonest = max([one.first_min, *begins])
        ends = []
        for other, begun in zip(options[:n], begins, strict=True):
            for patrol in set(one.patrols) & set(other.patrols):
                way = int(ground.between[patrol, other.spot, one.spot])
                soonest = max(soonest, begun + other.stay_min + way)
            if other.spot == one.spot and ground.gap_min[one.spot] >= 0:
                ends.append(begun + other.stay_min + int(ground.gap_min[one.spot]))
                if set(one.patrols) & set(other.patrols):
                    soonest = max(soonest, ends[-1])
        most = int(ground.at_once[one.spot])
        if len(ends) >= most:
            soonest = max(soonest, sorted(ends)[-most])
        if soonest > one.last_min:
            return None
        begins.append(soonest)
    return begins


def tried_out(musts, ground, chosen=()):
    """Whether any choice of options in any order will do."""
    if len(chosen) < len(musts):
        return any(
            tried_out(musts, ground, (*chosen, option)) for option in musts[len(chosen)].options
        )
    return any(begins_in_turn(turn, ground) is not None for turn in permutations(chosen))


def assert_done(musts, ground, done):
    """Everything by one of its options, and every rule kept."""
    for must, (option, begin) in zip(musts, done, strict=True):
        assert option in must.options
        assert option.first_min <= begin <= option.last_min
    turn = sorted(done, key=lambda d: d.begin_min)
    fixed = [o._replace(first_min=begin, last_min=begin) for o, begin in turn]
    assert begins_in_turn(fixed, ground) == [begin for _, begin in turn]


def a_question(draw):
    """Up to four things to do, in a space so tight that half of them cannot all be done."""
    crowd = draw.choice([1, 1, 2])
    xy = np.array([(draw.randrange(12), draw.randrange(12)) for _ in range(SPOTS)])
    metres = np.abs(xy[:, None] - xy[None, :]).sum(axis=2)
    pace = [draw.choice([1, 1, 2]) for _ in range(PATROLS)]
    between = np.array([-(-metres // p) for p in pace])
    gaps = np.array([draw.choice([-1, 0, 10, 25]) for _ in range(SPOTS)])
    ground = Field(between, gaps, np.full(SPOTS, crowd))
    musts = []
    for _ in range(draw.randint(2, 4)):
        options = []
        for _ in range(draw.randint(1, 3)):
            first = draw.randrange(40)
            team = tuple(sorted(draw.sample(range(PATROLS), draw.choice([1, 1, 1, 2]))))
            last = first + draw.choice([0, 5, 20])
            options.append(option(team, draw.randrange(SPOTS), first, last, draw.choice([5, 12])))
        musts.append(Must(tuple(options)))
    if draw.random() < 0.4:
        spot, span = draw.randrange(SPOTS), draw.choice([20, 40])
        alike = Must(tuple(option(p, spot, 0, span, 8) for p in range(PATROLS)), twin=spot)
        musts = [*musts[:2], *[alike] * draw.randint(1, 3)]
    return musts, ground


@pytest.mark.parametrize("seed", range(4))
def test_the_answer_is_that_of_trying_out_everything(seed):
    draw = random.Random(seed)
    came = {True: 0, False: 0}
    for _ in range(60):
        musts, ground = a_question(draw)
        answer = all_done(musts, ground)
        assert answer.sure
        assert (answer.done is not None) == tried_out(musts, ground), (musts, ground)
        came[answer.done is not None] += 1
        if answer.done is not None:
            assert_done(musts, ground, answer.done)
    assert min(came.values()) > 5, came


def test_nothing_to_do_is_done():
    assert all_done([], field()).done == ()


def test_one_patrol_finds_the_only_order():
    """Spots in a row, each open for a minute, in the order 2, 0, 1."""
    first, last = np.array([20, 40, 0]), np.array([20, 40, 0])
    order, begin = earliest_line(first, last, np.full((3, 3), 20))
    assert order.tolist() == [2, 0, 1]
    assert begin.tolist() == [0, 20, 40]
    assert len(earliest_line(first, last, np.full((3, 3), 21))[0]) == 0


def test_two_visits_keep_the_gap_whoever_makes_them():
    def of(last, **rules):
        return all_done([Must((option(n, 0, 0, last),)) for n in range(2)], field(**rules))

    assert [d.begin_min for d in of(30).done] in ([0, 30], [30, 0])
    assert of(29).done is None
    assert of(0, at_once=2).done is not None


def test_one_patrol_keeps_the_gap_even_where_two_may_come_at_once():
    musts = [Must((option(0, 0, 0, 29),))] * 2
    assert all_done(musts, field(at_once=2)).done is None
    assert all_done(musts, field(at_once=2, gap=19)).done is not None


def test_two_at_once_are_not_three():
    musts = [Must((option(n, 0, 0, 29),)) for n in range(3)]
    assert all_done(musts, field(at_once=2)).done is None
    assert all_done(musts, field(at_once=3)).done is not None


def test_a_team_begins_together():
    """Both are busy until minute 10, at different ends of a way of 5."""
    busy = [Must((option(n, n, 0, 0),)) for n in range(2)]
    together = Must((option((0, 1), 2, 0, 99),))
    (*_, done) = all_done([*busy, together], field()).done
    assert done.begin_min == 15
    assert all_done([*busy, Must((option((0, 1), 2, 0, 14),))], field()).done is None


def test_what_takes_too_long_to_tell_is_left_open():
    musts = [Must(tuple(option(n, 0, 0, 99) for n in range(2)))] * 3
    answer = all_done(musts, field(), steps=2)
    assert (answer.done, answer.sure) == (None, False)


def test_more_stops_than_one_patrol_is_asked_about_are_left_open():
    answer = all_done([Must((option(0, 0, 0, 999, 1),))] * 15, field(gap=-1))
    assert (answer.done, answer.sure) == (None, False)


def test_patrols_that_are_alike_are_not_tried_in_turn():
    """Eleven visits for five like patrols of two each: a proof in few steps."""
    musts = [Must(tuple(option(p, n, 0, 19) for p in range(5))) for n in range(11)]
    answer = all_done(musts, field(patrols=5, spots=11), steps=20_000)
    assert (answer.done, answer.sure) == (None, True)


def test_a_way_round_that_is_shorter_proves_nothing_false():
    """A ride from 0 to 1 and on to 2 is faster than the walk from 0 to 2: all three can be done."""
    ground = field(patrols=2, spots=3, way=5, gap=30)
    ground.between[:, 0, 2] = 60
    own = [Must((option(0, n, 0, 40),)) for n in range(3)]
    answer = all_done([*own, Must((option(1, 2, 0, 70),))], ground)
    assert answer.done is not None
    assert_done([*own, Must((option(1, 2, 0, 70),))], ground, answer.done)
