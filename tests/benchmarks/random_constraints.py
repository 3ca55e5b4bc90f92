"""Random constraints: each gives a plan that holds, or a sentence that names a true clash.

``python -m tests.benchmarks.random_constraints --count 1000`` draws so many, on a small town and
on the sample, and says what came of them. A clash is true if the requirements that are named cannot
be met together although all others are given up, by `tried_out`, which shares nothing with the
product.
"""

import argparse
import random
import re
import time
from collections import Counter
from dataclasses import dataclass, field
from functools import cache

from geo.errors import PlanImpossibleError, PlanRefusedError
from geo.hotspots import detect_hotspots
from geo.model import Activity, ActivityKind, Break, Mode, Patrol, PlaceKind
from geo.network import WalkingNetwork
from geo.patrol import (
    Constraints,
    Lock,
    Places,
    Repeat,
    SchoolMinimum,
    candidate_places,
    suggest_plan,
)
from geo.patrol.constraints import Dwell
from geo.workspace import Workspace
from tests.benchmarks.tried_out import Oracle, TooLongError
from tests.geo.patrol import conftest as build

NAMES = ("Alpha", "Bravo", "Charlie")
#: One case in so many is drawn on the sample.
ON_SAMPLE = 8
_ITERATIONS = 60


@dataclass(frozen=True, eq=False)
class Setting:
    """Places, streets and a day to draw constraints on."""

    places: Places
    network: WalkingNetwork
    day: object
    points: tuple
    schools: tuple
    known: dict = field(default_factory=dict)

    def metres(self, mode, one, other):
        key = (mode, one, other)
        if key not in self.known:
            walks = self.network.for_mode(mode).between([one, other])
            self.known[key] = float(walks.length_m[0, 1])
        return self.known[key]


@dataclass(frozen=True)
class Case:
    """One setting: patrols, and their constraints."""

    setting: Setting
    patrols: tuple
    constraints: dict
    seed: int


@cache
def town() -> Setting:
    """Seven places on a square town, one of them worth nothing half of the time."""
    half = (0.0,) * 6 + (10.0,) * 6
    gate = {"kind": PlaceKind.GATE, "opens": 910, "closes": 950}
    items = (
        build.place("mill", 100, 100, 20),
        build.place("quay", 500, 500, 15),
        build.place("late", 300, 0, half),
        build.place("station", 400, 300, 12, kind=PlaceKind.INTERCHANGE),
        build.place("north", 0, 300, 14, urns=("100",), **gate),
        build.place("south", 600, 200, 14, urns=("200",), **gate | {"closes": 925}),
        build.place("inn", 200, 600, 8, kind=PlaceKind.CHOSEN),
    )
    schools = [("100", 0, 310, "secondary", 900), ("200", 600, 210, "primary", 300)]
    places = build.places(*items, schools=schools, interchanges=[("i", "rail", 400, 300)])
    network = WalkingNetwork.from_streets(build.grid())
    day = build.school_day(build.bell("100"), build.bell("200", "15:20", 0))
    points = tuple((100.0 * x, 100.0 * y) for x in range(7) for y in range(7))
    return Setting(places, network, day, points, ("100", "200"))


@cache
def sample() -> Setting:
    """Nine places of the bundled sample."""
    area = Workspace.open()
    day = area.calendar.next_school_day(build.DATE)
    hotspots = detect_hotspots(area.layers.incidents, day.window, as_of=day.date)
    every = candidate_places(hotspots, area.layers, day)
    kinds = (PlaceKind.HOTSPOT, PlaceKind.INTERCHANGE, PlaceKind.GATE)
    few = [[p for p in every if p.kind is kind][:3] for kind in kinds]
    items = tuple(place for some in few for place in some)
    network = WalkingNetwork.from_streets(area.layers.streets)
    places = Places(items, area.layers, hotspots)
    points = tuple(p.point for p in every)[:12]
    urns = tuple(urn for place in items for urn in place.urns)
    return Setting(places, network, day, points, urns)


def a_case(number: int) -> Case:
    """The case of a number, always the same."""
    draw = random.Random(number)
    setting = sample() if number % ON_SAMPLE == ON_SAMPLE - 1 else town()
    patrols = tuple(_patrol(draw, name, setting) for name in NAMES[: draw.choice([1, 2, 2, 3])])
    ids = [place.place_id for place in setting.places]
    constraints = {
        "locks": tuple(_lock(draw, setting, patrols) for _ in range(draw.choice([0, 1, 2, 3, 4]))),
        "add": frozenset(draw.sample(ids, draw.choice([0, 1, 2, 3]))),
        "drop": frozenset(draw.sample(ids, draw.choice([0, 0, 0, 0, 0, 1]))),
        "at_most": draw.choice([1, 2, 2, 2, 3]),
        "gap_min": draw.choice([0, 20, 60, 60]),
        "at_once": draw.choice([1, 1, 1, 2]),
        "double": frozenset(draw.sample(ids, draw.choice([0, 0, 0, 1]))),
        "dwells": tuple(
            Dwell(ident, draw.choice([5, 20, 45]))
            for ident in draw.sample(ids, draw.choice([0, 0, 1]))
        ),
        "repeats": tuple(
            Repeat(ident, least, draw.randint(max(least, 1), 3), draw.choice([0, 30, 60]))
            for ident in draw.sample(ids, draw.choice([0, 0, 1]))
            for least in [draw.choice([0, 1, 2, 2, 3])]
        ),
        "schools": tuple(
            SchoolMinimum(draw.choice([*setting.schools, "999"]) if draw.random() < 0.03 else urn,
                          draw.choice([1, 1, 1, 1, 2]))
            for urn in draw.sample(setting.schools, draw.choice([0, 0, 1]))
        ),
        "activities": tuple(
            _activity(draw, n, setting) for n in range(draw.choice([0, 0, 0, 0, 1, 2]))
        ),
    }  # fmt: skip
    return Case(setting, patrols, constraints, number)


def _patrol(draw, name, setting) -> Patrol:
    begins = draw.choice([900, 900, 900, 900 + draw.randrange(40)])
    length = draw.choice([180, 180, 120, 60])
    mode = draw.choice([Mode.FOOT] * 4 + [Mode.CYCLE, Mode.CAR])
    start, end = (draw.choice([None, draw.choice(setting.points)]) for _ in range(2))
    rest = None
    if length >= 90 and draw.random() < 0.3:
        first = begins + draw.randrange(0, length - 30)
        where = draw.choice([None, draw.choice(setting.points)])
        rest = Break(draw.choice([10, 20]), first, first + draw.choice([0, 20]), where,
                     "the yard" if where else "")  # fmt: skip
    return Patrol(
        name, start, "", begins, begins + length, build.BLOCK_A_MINUTE, draw.choice([8, 12, 16]),
        end, "", mode, rest, draw.choice([1, 2, 2]),
    )  # fmt: skip


def _lock(draw, setting, patrols) -> Lock:
    """A lock, mostly in the hours of the place."""
    place = draw.choice(setting.places.items)
    who = draw.choice([None, *(patrol.name for patrol in patrols)])
    first, last = (place.opens_min, place.closes_min) if draw.random() < 0.9 else (890, 1090)
    minute = draw.choice([None, None, draw.randint(first, last), draw.randint(first, last)])
    return Lock(place.place_id, who, minute)


def _activity(draw, n, setting) -> Activity:
    begins, minutes = 900 + 10 * draw.randrange(10), draw.choice([15, 20, 30])
    return Activity(
        f"a{n}", draw.choice(list(ActivityKind)), f"Hall {n}", draw.choice(setting.points), minutes,
        draw.choice([1, 1, 2, 2, 3]), begins, begins + minutes + draw.choice([10, 40, 60]),
    )  # fmt: skip


def outcome(case: Case) -> str:
    """Plan a case and judge what came of it; a wrong plan or a false clash is an AssertionError."""
    try:
        constraints = Constraints(**case.constraints)
        plan = suggest_plan(
            case.setting.places, case.setting.network, case.patrols, case.setting.day,
            seed=case.seed, constraints=constraints, iterations=_ITERATIONS,
        )  # fmt: skip
    except PlanImpossibleError as error:
        return _refusal(case, constraints, str(error))
    except PlanRefusedError as error:
        raise AssertionError((case.seed, str(error))) from error
    for need in requirements_of(case, constraints):
        assert _kept(need, plan), (case.seed, need)
    return "plan"


def requirements_of(case: Case, constraints: Constraints) -> list:
    """Every single requirement; a break is the number of its patrol."""
    breaks = [n for n, patrol in enumerate(case.patrols) if patrol.rest is not None]
    repeated = [repeat for repeat in constraints.repeats if repeat.at_least]
    return [*constraints.demands, *repeated, *constraints.schools, *breaks, *constraints.activities]


def _kept(need, plan) -> bool:
    """Whether a plan meets one need, counted in the plainest way."""
    stops = [(route.patrol, stop) for route in plan.routes for stop in route.stops]
    if isinstance(need, Lock):
        return any(
            stop.place.place_id == need.place_id
            and need.patrol in (None, who.name)
            and need.arrive_min in (None, stop.arrive_min)
            for who, stop in stops
        )
    if isinstance(need, Repeat):
        return sum(s.place.place_id == need.place_id for _, s in stops) >= need.at_least
    if isinstance(need, SchoolMinimum):
        return sum(need.urn in s.place.urns for _, s in stops) >= need.visits
    if isinstance(need, int):
        rests = [s for s in plan.routes[need].stops if s.place.kind is PlaceKind.BREAK]
        return len(rests) == 1
    there = [who for who, s in stops if s.place.place_id == f"activity-{need.activity_id}"]
    return sum(who.crew for who in there) >= need.staff


def _refusal(case: Case, constraints: Constraints, sentence: str) -> str:
    """Hold a refusal against trying out the requirements that it names."""
    known = {place.place_id: place for place in case.setting.places}
    oracle = Oracle(known, case.setting.day.window, case.patrols, constraints, case.setting.metres)
    every = requirements_of(case, constraints)
    try:
        if "No plan was found" in sentence:
            assert not oracle.can(every), (case.seed, "met after all", sentence)
            return "not found"
        named, smallest = named_in(sentence, every, case, known)
        assert named, (case.seed, "names no requirement", sentence)
        assert not oracle.can(named), (case.seed, "no clash", sentence, named)
        if smallest:
            for need in named:
                rest = [other for other in named if other is not need]
                assert oracle.can(rest), (case.seed, "clashes without", need, sentence)
    except TooLongError:
        return "too long to try out"
    return "clash of " + (f"{len(named)}" if smallest else "some") + " requirements"


def named_in(sentence: str, every: list, case: Case, known: dict) -> tuple[list, bool]:
    """The requirements that a sentence names, and whether it claims that none could be left out."""
    clauses = re.findall(r": (.*?)\. (?:Release|Ask)", sentence)
    parts = [part for clause in clauses for part in clause.split("; ")]
    exact = [w for w in every if _text(w, case, known) in parts]
    if exact and ("both of these" in sentence or "any one of them fewer" in sentence):
        return exact, True
    first = [w for w in every if sentence.startswith(f"{_text(w, case, known)} ")]
    if first and not exact:
        return [max(first, key=lambda need: len(_text(need, case, known)))], True
    return [
        *exact,
        *(w for w in every if w not in exact and _short(w, case, known) in sentence),
    ], False


def _text(need, case: Case, known: dict) -> str:
    """A need in the product's words; the beginning of them where they go on."""

    def times(n, place):
        return f"a visit to {place.name}" if n == 1 else f"{n} visits to {place.name}"

    if isinstance(need, Lock):
        return need.describe(known[need.place_id].name)
    if isinstance(need, Repeat):
        return times(need.at_least, known[need.place_id])
    if isinstance(need, SchoolMinimum):
        gates = [place for place in known.values() if need.urn in place.urns]
        return f"{times(need.visits, gates[0])} for its school" if gates else f"School {need.urn}"
    if isinstance(need, int):
        who, rest = case.patrols[need], case.patrols[need].rest
        where = f" at {rest.at_name}" if rest.at_name else ""
        span = f"{_clock(rest.from_min)} to {_clock(rest.until_min)}"
        return f"{who.name}'s break of {rest.minutes} min{where} from {span}"
    officers = "1 officer" if need.staff == 1 else f"{need.staff} officers"
    span = f"{_clock(need.from_min)} and {_clock(need.until_min)}"
    return f"{need.label} for {need.minutes} min by {officers} between {span}"


def _short(need, case: Case, known: dict) -> str:
    """The least by which a sentence can name a need."""
    if isinstance(need, Lock | Repeat):
        return known[need.place_id].name
    if isinstance(need, SchoolMinimum):
        return f"chool {need.urn}"
    return f"{case.patrols[need].name}'s break" if isinstance(need, int) else need.label[1:]


def _clock(minute: int) -> str:
    return f"{minute // 60:02d}:{minute % 60:02d}"


def main() -> None:
    """Draw, judge and count."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--count", type=int, default=1000)
    options.add_argument("--first", type=int, default=0)
    given = options.parse_args()
    start, came = time.perf_counter(), Counter()
    for number in range(given.first, given.first + given.count):
        try:
            came[outcome(a_case(number))] += 1
        except AssertionError as wrong:
            came["WRONG"] += 1
            print(wrong)
    for what, count in sorted(came.items()):
        print(f"{what:24}{count:6}")
    print(f"{given.count} cases in {time.perf_counter() - start:.0f} s")


if __name__ == "__main__":
    main()
