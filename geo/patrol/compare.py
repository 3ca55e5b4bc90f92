"""Two plans of one day side by side: what only one has, what moved, what each adds up to."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from geo.errors import SettingError
from geo.model import PlaceKind, clock
from geo.patrol.plan import Plan
from geo.patrol.tally import Tally, tally
from geo.words import listed

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


def schools_met(plan: Plan) -> tuple[str, ...]:
    """Names of the schools that let out around a visit while it lasts, each once."""
    visits = [stop for route in plan.routes for stop in route.visits]
    return tuple(sorted({name for stop in visits for name in stop.letting_out}))


def _figures(first: Plan, second: Plan) -> Iterator[Row]:
    one, other = tally(first), tally(second)
    yield _row("Value", f"{one.value:.0f} points", f"{other.value:.0f} points")
    yield _row("Visits", str(one.stops), str(other.stops))
    yield _row("Minutes walked", str(one.walk_min), str(other.walk_min))
    for kind, words in _KINDS.items():
        minutes = [found.dwell_min.get(kind, 0) for found in (one, other)]
        if any(minutes) or kind is not PlaceKind.CHOSEN:
            yield _row(words, *map(str, minutes))
    schools = [f"{len(schools_met(plan))} of {len(plan.day.bells)}" for plan in (first, second)]
    yield _row("Schools with a visit as they let out", *schools)
    yield _row("Pupils who pass a patrol", *(f"about {_tens(t.pupils)}" for t in (one, other)))
    harm = [f"{found.harm_share:.0%}" for found in (one, other)]
    yield _row("Harm expected at hotspots while a patrol is there", *harm)


def _row(what: str, first: str, second: str) -> Row:
    return Row(what, first, second, first != second)


def _tens(count: float) -> str:
    return f"{round(count, -1):,.0f}"


def _stops(first: Plan, second: Plan) -> Iterator[Row]:
    one, other = _by_place(first), _by_place(second)
    begins = {ident: found[0][0] for part in (other, one) for ident, found in part.items()}
    for ident in sorted(begins, key=lambda ident: (begins[ident], ident)):
        visits = [part.get(ident, []) for part in (one, other)]
        name = next(found[0][3] for found in visits if found)
        said = ["; ".join(_visit(*visit[:3]) for visit in found) or _NOT for found in visits]
        yield _row(name, *said)


def _by_place(plan: Plan) -> dict[str, list[tuple[int, int, str, str]]]:
    """Begin, end, patrol and name of every stop, by place, in order of time."""
    found: dict[str, list[tuple[int, int, str, str]]] = {}
    stops = [(stop, route.patrol.name) for route in plan.routes for stop in route.stops]
    for stop, who in sorted(stops, key=lambda pair: (pair[0].arrive_min, pair[1])):
        visit = (stop.arrive_min, stop.leave_min, who, stop.place.name)
        found.setdefault(stop.place.place_id, []).append(visit)
    return found


def _visit(begin: int, end: int, who: str) -> str:
    return f"{who} {clock(begin)}–{clock(end)}"


def _sentences(first: Plan, second: Plan, names: tuple[str, str]) -> Iterator[str]:
    stops, others = _by_place(first), _by_place(second)
    if stops == others:
        yield f"The {names[0]} and the {names[1]} plan are the same."
        return
    yield from _worth_said(tally(first), tally(second), names)
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
    met = [set(schools_met(plan)) for plan in (first, second)]
    for name, one_, other_ in ((names[0], met[0], met[1]), (names[1], met[1], met[0])):
        if only := sorted(one_ - other_):
            yield f"Only the {name} plan has a visit as {_some(only)} let out."


def _worth_said(one: Tally, other: Tally, names: tuple[str, str]) -> Iterator[str]:
    share = (other.value - one.value) / one.value if one.value > 0 else 0.0
    if abs(share) < _SAME_SHARE:
        yield f"The {names[1]} plan is worth about as much as the {names[0]} plan."
    else:
        more = "more" if share > 0 else "less"
        yield f"The {names[1]} plan is worth {abs(share):.0%} {more} than the {names[0]} plan."
    if minutes := other.walk_min - one.walk_min:
        yield f"It walks {abs(minutes)} min {'more' if minutes > 0 else 'less'} in all."


def _some(names: Sequence[str]) -> str:
    names = list(dict.fromkeys(names))
    more = len(names) - _NAMED
    return listed([*names[:_NAMED], *([f"{more} more"] if more > 0 else [])])
