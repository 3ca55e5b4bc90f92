"""Two plans side by side: how unlike they are, what differs, what another balance changes."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Final, Protocol

import numpy as np

from geo.errors import SettingError
from geo.model import PlaceKind, Route, clock
from geo.patrol.plan import (
    Plan,
    Planned,
    Tally,
    harm_share,
    harm_text,
    headline,
    pupils_met,
    pupils_text,
    tally,
    visits_of,
)
from geo.text import listed

#: Visits of a place that begin no further apart than this are at the same time.
SAME_TIME_MIN: Final = 15


class Routed(Protocol):
    """A plan, as far as its routes go."""

    @property
    def routes(self) -> tuple[Route, ...]:
        """One for each patrol."""


@dataclass(frozen=True)
class Difference:
    """How unlike two plans are, from 0 (the same) to 1 (nothing alike).

    Attributes
    ----------
    stops : int
        Visits of the second plan.
    elsewhere : int
        Those of them for which the first plan has none at the same place within 15 minutes, by
        whichever patrol.
    times : float
        Visits without such a partner, as a share of the visits of both plans (1 - Dice 1945).
    order : float
        Pairs of places, visited in either plan, that are not visited in both in the same order, as
        a share of all such pairs: the distance of Kendall (1938) over first visits, where a place
        that one plan leaves out is in no order.
    """

    stops: int
    elsewhere: int
    times: float
    order: float

    @property
    def whole(self) -> float:
        """The mean of both."""
        return (self.times + self.order) / 2

    @property
    def summary(self) -> str:
        """``7 of 10 stops at other times or places``."""
        return f"{self.elsewhere} of {self.stops} stops at other times or places"


def difference(one: Routed, other: Routed) -> Difference:
    """Compare two plans as somebody sees them who watches the places; whichever patrol it is.

    Two plans without a visit are the same.

    Parameters
    ----------
    one, other : Routed
        Plans of the same places.
    """
    first, second = _minutes(one), _minutes(other)
    alike = sum(_partners(first[ident], second[ident]) for ident in first if ident in second)
    n_first, n_second = (sum(map(len, minutes.values())) for minutes in (first, second))
    every = n_first + n_second
    return Difference(
        stops=n_second,
        elsewhere=n_second - alike,
        times=1 - 2 * alike / every if every else 0.0,
        order=_out_of_order(first, second),
    )


def _minutes(plan: Routed) -> dict[str, list[int]]:
    """When each place is visited, earliest first."""
    minutes = defaultdict(list)
    for route in plan.routes:
        for stop in route.visits:
            minutes[stop.place.place_id].append(stop.arrive_min)
    return {ident: sorted(begins) for ident, begins in minutes.items()}


def _partners(first: list[int], second: list[int]) -> int:
    """The most pairs of visits to one place within 15 minutes of each other, each in one pair."""
    pairs = i = j = 0
    while i < len(first) and j < len(second):
        if abs(first[i] - second[j]) <= SAME_TIME_MIN:
            pairs, i, j = pairs + 1, i + 1, j + 1
        elif first[i] < second[j]:
            i += 1
        else:
            j += 1
    return pairs


def _out_of_order(first: dict[str, list[int]], second: dict[str, list[int]]) -> float:
    every = sorted(first.keys() | second.keys())
    pairs = list(combinations(every, 2))
    if not pairs:
        return float(first.keys() != second.keys())
    return 1 - sum(_in_order(a, b, first, second) for a, b in pairs) / len(pairs)


def _in_order(a: str, b: str, first: dict[str, list[int]], second: dict[str, list[int]]) -> bool:
    """Whether both plans visit both places, and first the same one of them."""
    if not all(ident in plan for ident in (a, b) for plan in (first, second)):
        return False
    turns = {int(np.sign(plan[a][0] - plan[b][0])) for plan in (first, second)}
    return len(turns) == 1


def least_difference(plan: Routed, others: Iterable[Routed]) -> float:
    """How unlike a plan is to the one that it resembles most; 1 without others.

    Parameters
    ----------
    plan : Routed
    others : iterable of Routed
    """
    return min((difference(other, plan).whole for other in others), default=1.0)


#: Names in one sentence; more are counted.
_NAMED: Final = 4
#: Changes of value by less than this share are called none.
_SAME_SHARE: Final = 0.005
_KINDS: Final = {
    PlaceKind.HOTSPOT: "Minutes at hotspots",
    PlaceKind.GATE: "Minutes at school gates",
    PlaceKind.INTERCHANGE: "Minutes at interchanges",
    PlaceKind.CHOSEN: "Minutes at chosen places",
}
_NOT: Final = "not visited"


@dataclass(frozen=True)
class Row:
    """One line of the table.

    Attributes
    ----------
    what : str
        Such as "Minutes walked" or the name of a place.
    first, second : str
        What it is in each plan, in words; such as "Alpha 15:40–15:52" or "not visited".
    differs : bool
    """

    what: str
    first: str
    second: str
    differs: bool


@dataclass(frozen=True)
class Comparison:
    """Two plans side by side.

    Attributes
    ----------
    figures : tuple of Row
        Value, walking, minutes by kind of place, schools, pupils and harm.
    stops : tuple of Row
        A line for each place that is in either plan, in order of time.
    sentences : tuple of str
    """

    figures: tuple[Row, ...]
    stops: tuple[Row, ...]
    sentences: tuple[str, ...]


def compared(first: Plan, second: Plan, names: tuple[str, str] = ("first", "second")) -> Comparison:
    """Lay two plans side by side.

    Parameters
    ----------
    names : tuple of str
        What the plans are called, as in "the suggested plan": "suggested".

    Raises
    ------
    SettingError
        When they are of different days.
    """
    if first.day.date != second.day.date:
        raise SettingError(
            f"The plans are of {first.day.date:%a %-d %b} and {second.day.date:%a %-d %b}; "
            "expected two of one day. Choose another plan to compare."
        )
    stops = tuple(_stops(first, second))
    figures = tuple(_figures(first, second))
    return Comparison(figures, stops, tuple(_sentences(first, second, names)))


def _schools_met(plan: Plan) -> tuple[str, ...]:
    """Names of the schools that let out around a visit while it lasts, each once."""
    visits = [stop for route in plan.routes for stop in route.visits]
    return tuple(sorted({name for stop in visits for name in stop.letting_out}))


def _figures(first: Plan, second: Plan) -> Iterator[Row]:
    one, other = tally(first), tally(second)
    yield _row("Value", f"{one.value:.0f} points", f"{other.value:.0f} points")
    yield _row("Visits", str(one.stops), str(other.stops))
    yield _row("Minutes walked", str(one.walk_min), str(other.walk_min))
    for kind, words in _KINDS.items():
        minutes = [sums.dwell_min.get(kind, 0) for sums in (one, other)]
        if any(minutes) or kind is not PlaceKind.CHOSEN:
            yield _row(words, *map(str, minutes))
    schools = [f"{len(_schools_met(plan))} of {len(plan.day.bells)}" for plan in (first, second)]
    yield _row("Schools with a visit as they let out", *schools)
    yield _row("Pupils who pass a patrol", *(f"about {_tens(t.pupils)}" for t in (one, other)))
    harm = [f"{sums.harm_share:.0%}" for sums in (one, other)]
    yield _row("Harm expected at hotspots while a patrol is there", *harm)


def _row(what: str, first: str, second: str) -> Row:
    return Row(what, first, second, first != second)


def _tens(count: float) -> str:
    return f"{round(count, -1):,.0f}"


def _stops(first: Plan, second: Plan) -> Iterator[Row]:
    one, other = _by_place(first), _by_place(second)
    begins = {ident: stops[0][0] for part in (other, one) for ident, stops in part.items()}
    for ident in sorted(begins, key=lambda ident: (begins[ident], ident)):
        visits = [part.get(ident, []) for part in (one, other)]
        name = next(stops[0][3] for stops in visits if stops)
        texts = ["; ".join(_visit(*visit[:3]) for visit in stops) or _NOT for stops in visits]
        yield _row(name, *texts)


def _by_place(plan: Plan) -> dict[str, list[tuple[int, int, str, str]]]:
    """Begin, end, patrol and name of every stop, by place, in order of time."""
    by_place: dict[str, list[tuple[int, int, str, str]]] = {}
    stops = [(stop, route.patrol.name) for route in plan.routes for stop in route.stops]
    for stop, who in sorted(stops, key=lambda pair: (pair[0].arrive_min, pair[1])):
        visit = (stop.arrive_min, stop.leave_min, who, stop.place.name)
        by_place.setdefault(stop.place.place_id, []).append(visit)
    return by_place


def _visit(begin: int, end: int, who: str) -> str:
    return f"{who} {clock(begin)}–{clock(end)}"


def _sentences(first: Plan, second: Plan, names: tuple[str, str]) -> Iterator[str]:
    stops, others = _by_place(first), _by_place(second)
    if stops == others:
        yield f"The {names[0]} and the {names[1]} plan are the same."
        return
    yield from _value_text(tally(first), tally(second), names)
    for name, one, other in ((names[0], stops, others), (names[1], others, stops)):
        if only := [visits[0][3] for ident, visits in one.items() if ident not in other]:
            yield f"Only the {name} plan visits {_some(only)}."
    moved = [
        visits[0][3]
        for ident, visits in stops.items()
        if ident in others and [v[:3] for v in visits] != [v[:3] for v in others[ident]]
    ]
    if moved:
        yield f"At another time or by another patrol: {_some(moved)}."
    met = [set(_schools_met(plan)) for plan in (first, second)]
    for name, one_, other_ in ((names[0], met[0], met[1]), (names[1], met[1], met[0])):
        if only := sorted(one_ - other_):
            yield f"Only the {name} plan has a visit as {_some(only)} let out."


def _value_text(one: Tally, other: Tally, names: tuple[str, str]) -> Iterator[str]:
    was = f"{harm_text(one)} and {pupils_text(one)}"
    share = (other.value - one.value) / one.value if one.value > 0 else 0.0
    if was != f"{harm_text(other)} and {pupils_text(other)}":
        yield f"The {names[1]} plan {headline(other)}; the {names[0]} plan {was}."
    elif abs(share) < _SAME_SHARE:
        yield f"The {names[1]} plan covers about as much as the {names[0]} plan."
    else:
        more = "more" if share > 0 else "less"
        yield f"The {names[1]} plan has {abs(share):.0%} {more} value than the {names[0]} plan."
    if minutes := other.walk_min - one.walk_min:
        yield f"It walks {abs(minutes)} min {'more' if minutes > 0 else 'less'} in all."


def _some(names: Sequence[str]) -> str:
    names = list(dict.fromkeys(names))
    more = len(names) - _NAMED
    return listed([*names[:_NAMED], *([f"{more} more"] if more > 0 else [])])


def balance_change(before: Planned, after: Planned) -> tuple[str, ...]:
    """Say in sentences what changes from one plan to another with a different balance.

    Which places come and go, minutes at hotspots and elsewhere, the share of the hotspots' expected
    harm that falls while a patrol is there, and the pupils who pass a patrol. Where the timetable
    stays the same, one sentence says so.

    Parameters
    ----------
    before, after : Planned
        Plans of one day.
    """
    if _timetable(before) == _timetable(after):
        return ("The plan stays the same.",)
    was, now = _visited(before), _visited(after)
    places = [
        *_named("Comes in", [name for ident, name in now.items() if ident not in was]),
        *_named("Drops out", [name for ident, name in was.items() if ident not in now]),
    ]
    (hot_was, else_was), (hot_now, else_now) = (
        _minutes_hot_and_else(before),
        _minutes_hot_and_else(after),
    )
    hot, elsewhere = _min(hot_was, hot_now), _min(else_was, else_now)
    harm = _against(_percent(harm_share(before)), _percent(harm_share(after)))
    pupils = _against(_tens(pupils_met(before)), _tens(pupils_met(after)))
    return (
        *(places or ["The same places are visited, at other times or by other patrols."]),
        f"At hotspots: {hot}.",
        f"At gates, interchanges and other places: {elsewhere}.",
        f"Harm expected at hotspots while a patrol is there: {harm}.",
        f"Pupils who pass a patrol: about {pupils}.",
    )


def _visited(plan: Planned) -> dict[str, str]:
    """Names of the places that are visited, by id, in order of their first visit."""
    return {stop.place.place_id: stop.place.name for stop in visits_of(plan)}


def _minutes_hot_and_else(plan: Planned) -> tuple[int, int]:
    """Minutes at hotspots, and everywhere else."""
    at = [(stop.place.kind is PlaceKind.HOTSPOT, stop.dwell_min) for stop in visits_of(plan)]
    return sum(m for hot, m in at if hot), sum(m for hot, m in at if not hot)


def _timetable(plan: Planned) -> list[tuple[str, str, int, int]]:
    return [
        (route.patrol.name, stop.place.place_id, stop.arrive_min, stop.leave_min)
        for route in plan.routes
        for stop in route.stops
    ]


def _named(what: str, names: Sequence[str]) -> Iterable[str]:
    if names:
        more = [f"{len(names) - _NAMED} more"] if len(names) > _NAMED else []
        # Names of places have commas and "and" in them.
        yield f"{what}: {'; '.join([*names[:_NAMED], *more])}."


def _against(was: str, now: str) -> str:
    return f"{now}, as before" if was == now else f"{now}, {was} before"


def _min(was: int, now: int) -> str:
    return _against(f"{was} min", f"{now} min")


def _percent(share: float) -> str:
    return f"{round(share * 100)}%"
