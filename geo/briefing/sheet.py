"""What a briefing says, before it has a form."""

import datetime as dt
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, Self

from geo.briefing._lines import Assignment, HotspotLine, assignments, hotspot_lines, tidy
from geo.briefing._scene import Scene
from geo.errors import SettingError
from geo.model import PlaceKind
from geo.text import DRAFT, OUT_OF_DATE, SIMULATED, date_in_words, duration, short_date

if TYPE_CHECKING:
    from geo.hotspots import Hotspots
    from geo.layers import Layers
    from geo.patrol import Plan

PRINCIPLES: Final = (
    ("Deter", "Be seen, be a familiar face, talk to people. Presence prevents violence."),
    ("Detect", "Notice what is new: who is waiting, what is being carried and said. Report it."),
    ("Divert", "Offer a way out: a referral, cadets, restorative work, a named contact."),
)
NOT_GROUNDS: Final = "A hotspot is not grounds for a search."
STANDING_GUIDANCE: Final = (
    "Patrol the area around an interchange, not the point: walk the approaches and nearby stops.",
    "Stay 10–16 minutes at a stop. Longer adds little; coming back does more.",
    "Vary the order and the times from day to day. A visit that can be predicted can be avoided.",
)
_COVERAGE: Final = (
    "Theft from children is largely unreported; interchange crime is often held by another force.",
    "A hotspot is a place with more recorded harm than around it. It says nothing about people.",
)
_MOST_HOTSPOTS: Final = 5
_MOST_SOURCES: Final = 6


@dataclass(frozen=True)
class Sheet:
    """One school day's briefing: where, why, who goes when, and the standing guidance.

    Build one with `Sheet.of`; `Briefing` adds the forms. Every text is plain: each form escapes it
    on its way out.

    Attributes
    ----------
    area, marking, data_as_at, date, short_date, window : str
        As they are printed.
    simulated : bool
        Whether the area is invented; every page then says so.
    day : date
        The school day.
    approved_by : str or None
        Who approved it. Without a name it is a draft, and says so on every page.
    facts : tuple of (str, str)
        A number and what it counts.
    hotspots : tuple of HotspotLine
        At most five, in rank order.
    assignments : tuple of Assignment
        One for each patrol.
    coverage : tuple of str
        What the data cover, and what they cannot.
    notes : tuple of str
        Closed schools, and the notices of the earlier stages.
    scene : Scene
        What the map shows.
    out_of_date : str
        What changed after the plan was made; empty where nothing did.
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
    hotspots: tuple[HotspotLine, ...]
    assignments: tuple[Assignment, ...]
    coverage: tuple[str, ...]
    notes: tuple[str, ...]
    scene: Scene = field(repr=False, compare=False)
    out_of_date: str = ""

    title = "After-school patrol briefing"

    def __post_init__(self) -> None:
        if self.approved_by is not None and not self.approved_by.strip():
            raise SettingError(
                "A briefing is approved by a named person, but the name given is empty. "
                "Give the approver's name, or leave it out for a draft."
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
            In rank order; the first five are shown.
        approved_by : str, optional
            Name of the person who approved the plan. Without one the briefing is a draft.
        out_of_date : str
            Such as ``Bells changed after this was made``; empty where nothing did.

        Raises
        ------
        SettingError
            When the approver's name or the area's protective marking is empty.
        """
        layers, day = plan.places.layers, plan.day
        top = tuple(hotspots)[:_MOST_HOTSPOTS]
        about = layers.area
        as_at = short_date(about.data_as_at) if about.data_as_at else "an unknown date"
        return cls(
            area=tidy(about.name),
            marking=tidy(about.marking),
            simulated=about.simulated,
            data_as_at=f"Data as at {as_at}",
            day=day.date,
            date=date_in_words(day.date),
            short_date=short_date(day.date),
            window=str(day.window),
            approved_by=tidy(approved_by) if approved_by is not None else None,
            facts=_facts(plan),
            hotspots=hotspot_lines(top, plan.routes, day.window),
            assignments=assignments(plan.routes, layers.streets),
            coverage=(*_coverage(layers), f"Data version {layers.version}."),
            notes=_notes(plan, hotspots),
            scene=Scene(layers, top, plan.routes, frozenset(b.urn for b in day.letting_out())),
            out_of_date=tidy(out_of_date),
        )

    @property
    def approved(self) -> bool:
        """Whether a named person approved it."""
        return self.approved_by is not None

    @property
    def status(self) -> str:
        """``Approved by Sgt Example`` or ``DRAFT, not approved``, and whether it is out of date."""
        status = f"Approved by {self.approved_by}" if self.approved else DRAFT
        return f"{OUT_OF_DATE}. {status}" if self.out_of_date else status

    @property
    def holds(self) -> bool:
        """Whether it is approved, and nothing that it was made from has changed since."""
        return self.approved and not self.out_of_date

    @property
    def handling(self) -> str:
        """Marking, status, what changed since, age of the data, and whether they are invented."""
        parts = (self.marking, self.status, self.out_of_date, self.data_as_at)
        return " ".join(f"{part}." for part in (*parts, SIMULATED * self.simulated) if part)

    @property
    def hotspots_title(self) -> str:
        """The heading of the hotspots."""
        return "Top five hotspots" if len(self.hotspots) == _MOST_HOTSPOTS else "Hotspots"


def _facts(plan: "Plan") -> tuple[tuple[str, str], ...]:
    booked = {
        stop.place.place_id
        for route in plan.routes
        for stop in route.stops
        if stop.place.kind is PlaceKind.ACTIVITY
    }
    operations = [_counted(len(booked), "booked operation")] if booked else []
    schools, letting_out = _counted(len(plan.day.letting_out()), "school")
    return (
        _counted(len(plan.routes), "patrol"),
        _counted(sum(len(route.visits) for route in plan.routes), "stop"),
        (duration(sum(route.dwell_min for route in plan.routes)), "at stops"),
        *operations,
        (schools, f"{letting_out} letting out"),
    )


def _counted(count: int, noun: str) -> tuple[str, str]:
    return str(count), noun if count == 1 else f"{noun}s"


def _coverage(layers: "Layers") -> tuple[str, ...]:
    """The sources of the incidents by name, then what all such data lack."""
    sources = sorted({tidy(s, 40) for s in layers.incidents["source"].dropna().unique()})
    named = [s for s in sources if s][:_MOST_SOURCES]
    recorded = (f"Incidents recorded by: {', '.join(named)}.",) if named else ()
    return (*recorded, *_COVERAGE)


def _notes(plan: "Plan", hotspots: "Hotspots") -> tuple[str, ...]:
    schools = plan.places.layers.schools
    names = dict(zip(schools["urn"], schools["name"], strict=True)) if len(schools) else {}
    closed = [f"{names.get(urn, urn)} ({reason})" for urn, reason in plan.day.closed]
    notes = [f"Closed today: {', '.join(closed)}."] if closed else []
    notes += [*plan.notices, *getattr(hotspots, "notices", ())]
    return tuple(dict.fromkeys(tidy(note, 300) for note in notes))
