"""Hotspots, bells and routes in, rows of a table out."""

from collections.abc import Sequence

from dashboard.listings.table import Column, Listing, Row
from geo.briefing import Assignment, StopLine
from geo.clock import SchoolDay, Window
from geo.model import Hotspot, Nearby, Place, Route, Stop, clock
from geo.text import (
    chance_in_words,
    count_shown,
    distance,
    expected_in_digits,
    interval,
    names_sexual_offence,
    offences_shown,
)


def hotspots(
    found: Sequence[Hotspot],
    window: Window,
    slice_index: int | None,
    colours: Sequence[tuple[str, str]],
) -> Listing:
    """The ranked table of hotspots: by rank, or by what a slice expects.

    Parameters
    ----------
    colours : sequence of (str, str)
        Fill and text of each hotspot's badge, as on the map.
    """
    pairs = list(zip(found, colours, strict=True))
    if slice_index is not None:
        pairs.sort(key=lambda pair: (-pair[0].by_slice[slice_index], pair[0].rank))
    when = window.label(slice_index) if slice_index is not None else str(window)
    most = max((max(spot.by_slice, default=0.0) for spot in found), default=0.0) or 1.0
    columns = (
        Column("rank", "Rank", "badge"),
        Column("place", "Place", "name"),
        Column("expected", "An incident is expected"),
        Column("profile", f"{window}, by quarter of an hour", "bars"),
        Column("peak", "Peak"),
        Column("trend", "Trend, 8 weeks"),
        Column("recorded", "Recorded in a year", "number"),
    )
    rows = tuple(_hotspot_row(s, window, slice_index, c, most) for s, c in pairs)
    order = "by rank" if slice_index is None else f"by what is expected {when}"
    return Listing(f"Hotspots {order}", columns, rows, slice_index)


def _hotspot_row(
    spot: Hotspot,
    window: Window,
    slice_index: int | None,
    colours: tuple[str, str],
    most: float,
) -> Row:
    share = ""
    if slice_index is not None:
        part = spot.by_slice[slice_index] / max(spot.incidents.mean, 1e-9)
        share = f"{part:.0%} of it falls {window.label(slice_index)}"
    return Row(
        ident=spot.hotspot_id,
        cells={
            "rank": str(spot.rank),
            "place": spot.name,
            "expected": chance_in_words(spot.incidents.mean, window.noun),
            "profile": tuple(value / most for value in spot.by_slice),
            "peak": window.label(spot.peak_slice),
            "trend": str(spot.trend),
            "recorded": count_shown(spot.recorded),
        },
        small={"expected": share or interval(spot.incidents) + " (90% interval)"},
        colours=colours,
    )


def how_sure(spot: Hotspot, window: Window) -> tuple[tuple[str, str], ...]:
    """How often, how many in the next weeks, and how sure the rank is: words before digits."""
    often = chance_in_words(spot.incidents.mean, window.noun)
    ahead = spot.outlook
    weeks = "four weeks" if ahead.days == 28 else f"{ahead.days} days"
    on = f"{ahead.windows} {window.noun}{'s' if ahead.windows > 1 else ''}"
    average = f"{ahead.mean:.0f}" if ahead.mean >= 1 else f"{ahead.mean:.1g}"
    coming = f"{_from_to(ahead.low, ahead.high)} on {on} (90% interval), {average} on average."
    return (
        ("How sure", f"{often.capitalize()}. {expected_in_digits(spot.incidents)}."),
        (f"Next {weeks}", f"Expect {coming}"),
        ("Top ten", _top_ten(spot.top_ten)),
    )


def _from_to(low: int, high: int) -> str:
    last = f"{high} incident{'' if high == 1 else 's'}"
    return f"{low} to {last}" if high > low else last


def _top_ten(chance: float | None) -> str:
    if chance is None:
        return "No more than ten places were found, so all are among them."
    return f"{_chance(chance)} truly one of the ten that expect most, of the places found."


def _chance(chance: float) -> str:
    """A chance in words: tenths, and neither certainty nor none."""
    if chance >= 0.95:
        return "Almost certainly"
    if chance < 0.05:
        return "Hardly"
    return f"With a chance of about {max(1, round(10 * chance))} in 10"


def why_here(spot: Hotspot) -> tuple[tuple[str, str], ...]:
    """What is known of a hotspot, beside its reason and how sure that is: heading and text."""
    offences = ", then ".join(offences_shown(spot.offences)).lower()
    rows = [
        ("Offences", f"{offences.capitalize()}." if offences else "None that may be named here."),
        ("Trend", f"{str(spot.trend).capitalize()}, last 8 weeks against the 8 before."),
        ("Recorded", f"{count_shown(spot.recorded)} in a year, at any hour."),
        ("Schools near", _near(spot.schools)),
        ("Interchanges near", _near(spot.interchanges)),
        ("Size", f"{spot.area_m2 / 10_000:.1f} hectares, for a pair on foot."),
    ]
    return tuple(rows)


def reason(spot: Hotspot) -> str:
    """The sentence that says why a place is a hotspot; never one that names a sexual offence."""
    if names_sexual_offence(spot.reason):
        return "More harm is recorded here than around it."
    return spot.reason


def profile(spot: Hotspot, window: Window) -> list[tuple[str, str]]:
    """Slice and expected incidents, as the chart shows them."""
    return [(window.label(n), f"{value:.3f}") for n, value in enumerate(spot.by_slice)]


def letting_out(day: SchoolDay, slice_index: int | None) -> tuple[tuple[str, str], ...]:
    """Time and school of each bell in a slice, or in the window."""
    bells = day.letting_out(slice_index)
    return tuple((_bell_time(b.finish_min, b.stagger_min), b.name) for b in bells)


def _bell_time(finish_min: int, stagger_min: int) -> str:
    until = f"–{clock(finish_min + stagger_min)}" if stagger_min else ""
    return f"{clock(finish_min)}{until}"


def timetable(
    route: Route,
    assignment: Assignment,
    idents: Sequence[str] = (),
) -> Listing:
    """One patrol's afternoon, with what can be done to each stop.

    Parameters
    ----------
    idents : sequence of str
        Of the stops, where a place may be visited more than once; otherwise their place ids.
    """
    columns = (
        Column("stop", "Stop", "badge"),
        Column("time", "Arrive–leave"),
        Column("place", "Place", "name"),
        Column("why", "Why, and what to look out for"),
        Column("letting_out", "Letting out"),
    )
    colours = (assignment.style.colour, assignment.style.on_colour)
    named = idents or [stop.place.place_id for stop in route.stops]
    stops = zip(named, route.stops, assignment.stops, strict=True)
    rows = (_stop_row(ident, stop, line, colours) for ident, stop, line in stops)
    start = f" from {assignment.start}" if assignment.start else ""
    caption = f"{assignment.name}, {assignment.shift}{start}. {assignment.summary}."
    return Listing(caption, columns, tuple(rows))


def _stop_row(ident: str, stop: Stop, line: StopLine, colours: tuple[str, str]) -> Row:
    state = ", locked" if stop.locked else ""
    held = ("release", "Unlock") if stop.locked else ("keep_time", "Lock")
    actions = (held, ("drop", "Drop")) if stop.is_visit else (held,)
    return Row(
        ident=ident,
        cells={
            "stop": line.label,
            "time": f"{line.arrive}–{line.leave}",
            "place": f"{line.name}, with {line.beside}" if line.beside else line.name,
            "why": line.why,
            "letting_out": ", ".join(line.letting_out) or "–",
        },
        small={
            "time": f"walk {line.walk}" if line.walk else "",
            "place": f"{line.kind}{state}",
            "why": " ".join(filter(None, (line.loop and f"{line.loop}.", line.look_out_for))),
        },
        colours=colours,
        actions=actions,
    )


def unplanned(offered: Sequence[Place], planned: Sequence[Route]) -> tuple[Place, ...]:
    """Places that no patrol visits, the most worthwhile first."""
    visited = {stop.place.place_id for route in planned for stop in route.stops}
    left = [place for place in offered if place.place_id not in visited]
    return tuple(sorted(left, key=lambda place: (-max(place.value, default=0), place.place_id)))


def _near(found: Sequence[Nearby]) -> str:
    named = (f"{n.name}, {distance(n.distance_m) if n.distance_m >= 5 else 'here'}" for n in found)
    return "; ".join(named) or "None within 400 m."
