"""What a briefing says, before it has a form."""

import datetime as dt
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, Self

from geo.briefing import lines
from geo.briefing.scene import Scene
from geo.errors import SettingError
from geo.model import PlaceKind
from geo.text import (
    DRAFT,
    OUT_OF_DATE,
    date_in_words,
    duration,
)
from geo.text import short_date as short_date_shown

if TYPE_CHECKING:
    from geo.hotspots import Hotspots
    from geo.layers import About, Layers
    from geo.patrol import Plan

PRINCIPLES: Final = (
    ("Deter", "Be seen, be familiar, talk to people. Presence prevents violence."),
    ("Detect", "Notice what is new: who waits, what is carried, what is being said. Report it."),
    ("Divert", "Offer the way out: referrals, cadets, restorative work, a named contact."),
)
NOT_GROUNDS: Final = "A hotspot is not grounds for a search."
STANDING_WORDS: Final = (
    "Patrol the area around an interchange, not the point: walk the approaches and nearby stops.",
    "Stay 10–16 minutes at a stop. Longer adds little; coming back does more.",
    "Vary the order and the times from day to day. A visit that can be predicted can be avoided.",
)
COVERAGE: Final = (
    "Theft from children is largely unreported; interchange crime is often held by another force.",
    "A hotspot is a place with more recorded harm than around it, and says nothing about people.",
)


TOP: Final = 5
_MOST_SOURCES: Final = 6


@dataclass(frozen=True)
class Sheet:
    """One school day's briefing: where, why, who goes when, and the words that always stand.

    Build one with `Sheet.of`; `Briefing` adds the forms. Every text is plain: each form escapes it
    on its way out.

    Attributes
    ----------
    area, marking, data_as_at, date, window : str
        As they are printed.
    day : date
        The school day.
    simulated : bool
        Whether the area is invented; every page then says so.
    approved_by : str or None
        Who approved it. Without a name it is a draft, and says so on every page.
    facts : tuple of (str, str)
        A number and what it counts.
    hotspots : tuple of HotspotLine
        At most five, in rank order.
    assignments : tuple of Assignment
        One for each patrol.
    coverage : tuple of str
        What the picture covers, and what it cannot.
    out_of_date : str
        What changed after the plan was made; empty where nothing did.
    notes : tuple of str
        Closed schools and whatever the earlier stages had to say.
    scene : Scene
        What the map shows.
    """

    area: str
    marking: str
    simulated: bool
    data_as_at: str
    day: dt.date
    date: str
    short_date: str
    window: str
    approved_by: str | None
    facts: tuple[tuple[str, str], ...]
    hotspots: tuple[lines.HotspotLine, ...]
    assignments: tuple[lines.Assignment, ...]
    coverage: tuple[str, ...]
    notes: tuple[str, ...]
    scene: Scene = field(repr=False, compare=False)
    out_of_date: str = ""

    title = "After-school patrol briefing"

    def __post_init__(self) -> None:
        if self.approved_by is not None and not self.approved_by.strip():
            raise SettingError(
                "A briefing is approved by a named person; came an empty name. "
                "Give the approver's name, or none for a draft."
            )
        if not self.marking.strip():
            raise SettingError(
                "A briefing needs a protective marking. Set marking in afterbell.toml."
            )

    @classmethod
    def of(
        cls,
        plan: "Plan",
        hotspots: "Hotspots",
        *,
        approved_by: str | None = None,
        out_of_date: str = "",
    ) -> Self:
        """Put a plan and the hotspots behind it into the words of a briefing.

        Parameters
        ----------
        plan : Plan
            Routes of one school day; its places hold the layers of the map.
        hotspots : Hotspots
            In rank order; the first five are told.
        approved_by : str, optional
            Name of the person who approved the plan. Without one the briefing is a draft.
        out_of_date : str
            Such as ``Bells changed after this was made``; empty where nothing did.

        Raises
        ------
        SettingError
            When the approver's name is empty.
        """
        layers, day = plan.places.layers, plan.day
        top = tuple(hotspots)[:TOP]
        about: About = layers.area
        return cls(
            area=lines.tidy(about.name),
            marking=lines.tidy(about.marking),
            simulated=about.simulated,
            data_as_at=_data_as_at(about.data_as_at),
            day=day.date,
            date=date_in_words(day.date),
            short_date=short_date_shown(day.date),
            window=str(day.window),
            approved_by=lines.tidy(approved_by) if approved_by is not None else None,
            facts=_facts(plan),
            hotspots=lines.hotspot_lines(top, plan.routes, day.window),
            assignments=lines.assignments(plan.routes, layers.streets),
            coverage=(*_coverage(layers), f"Data version {layers.version}."),
            notes=_notes(plan, hotspots),
            scene=Scene(layers, top, plan.routes, frozenset(b.urn for b in day.letting_out())),
            out_of_date=lines.tidy(out_of_date),
        )

    @property
    def approved(self) -> bool:
        """Whether a named person approved it."""
        return self.approved_by is not None

    @property
    def status(self) -> str:
        """``Approved by Sgt Example`` or ``DRAFT, not approved``, and whether it is out of date."""
        said = f"Approved by {self.approved_by}" if self.approved else DRAFT
        return f"{OUT_OF_DATE}. {said}" if self.out_of_date else said

    @property
    def holds(self) -> bool:
        """Whether it is approved, and made from what is still so."""
        return self.approved and not self.out_of_date


def _data_as_at(date: dt.date | None) -> str:
    when = short_date_shown(date) if date else "a date not recorded"
    return f"Data as at {when}"


def _facts(plan: "Plan") -> tuple[tuple[str, str], ...]:
    stops = sum(len(route.visits) for route in plan.routes)
    booked = {
        stop.place.place_id
        for route in plan.routes
        for stop in route.stops
        if stop.place.kind is PlaceKind.ACTIVITY
    }
    dwell = sum(route.dwell_min for route in plan.routes)
    schools = len(plan.day.letting_out())
    return (
        (str(len(plan.routes)), _plural(len(plan.routes), "patrol")),
        (str(stops), _plural(stops, "stop")),
        (duration(dwell), "at stops"),
        *([(str(len(booked)), "booked " + _plural(len(booked), "operation"))] if booked else []),
        (str(schools), _plural(schools, "school") + " letting out"),
    )


def _coverage(layers: "Layers") -> tuple[str, ...]:
    """The sources of the incidents by name, then what every picture lacks."""
    sources = sorted({lines.tidy(s, 40) for s in layers.incidents["source"].dropna().unique()})
    named = [s for s in sources if s][:_MOST_SOURCES]
    said = (f"Incidents recorded by: {', '.join(named)}.",) if named else ()
    return (*said, *COVERAGE)


def _notes(plan: "Plan", hotspots: "Hotspots") -> tuple[str, ...]:
    schools = plan.places.layers.schools
    names = dict(zip(schools["urn"], schools["name"], strict=True)) if len(schools) else {}
    closed = [f"{names.get(urn, urn)} ({reason})" for urn, reason in plan.day.closed]
    notes = [f"Closed today: {', '.join(closed)}."] if closed else []
    notes += [*plan.notices, *getattr(hotspots, "notices", ())]
    return tuple(dict.fromkeys(lines.tidy(note, 300) for note in notes))


def _plural(count: int, noun: str) -> str:
    return noun if count == 1 else f"{noun}s"
