"""The single wishes that a supervisor can have of a plan."""

from dataclasses import dataclass
from typing import Final

from geo.errors import SettingError
from geo.model import clock

#: A place that is visited more often than this on one day is a post, not a stop.
MOST_VISITS: Final = 4


@dataclass(frozen=True)
class Lock:
    """A stop that must be in the plan: by a patrol, at a time, or both; else by anyone, any time.

    Attributes
    ----------
    arrive_min : int or None
        Minutes after midnight.
    """

    place_id: str
    patrol: str | None = None
    arrive_min: int | None = None

    def __post_init__(self) -> None:
        if self.arrive_min is not None and not 0 <= self.arrive_min < 24 * 60:
            raise SettingError(
                f"The stop at {self.place_id} is locked to minute {self.arrive_min} of the day; "
                "expected 0 to 1439."
            )

    def said(self, name: str) -> str:
        """``Mill Corner by Alpha at 15:40``."""
        by = f" by {self.patrol}" if self.patrol is not None else ""
        return f"{name}{by}" + (
            f" at {clock(self.arrive_min)}" if self.arrive_min is not None else ""
        )


@dataclass(frozen=True)
class Rest:
    """A place that a trial leaves without patrols on the day.

    Attributes
    ----------
    why : str
        Such as "A control day of the trial, drawn by lot (seed 7)".
    override : str
        The reason why a patrol may be sent all the same; empty where none is.
    """

    place_id: str
    name: str
    why: str
    override: str = ""

    @property
    def said(self) -> str:
        """What becomes of the place, in a sentence."""
        if self.override:
            return f"{self.name} may be visited although it rests ({self.why}): {self.override}"
        return f"{self.name} is not visited. {self.why}."


@dataclass(frozen=True)
class Repeat:
    """How often a place is visited, and how far apart.

    Attributes
    ----------
    at_least, at_most : int
        Visits; the plan has no fewer and no more.
    gap_min : int
        Minutes from the end of a visit to the beginning of the next.
    """

    place_id: str
    at_least: int = 2
    at_most: int = 2
    gap_min: int = 60

    def __post_init__(self) -> None:
        if not 0 <= self.at_least <= self.at_most <= MOST_VISITS or self.at_most < 1:
            raise SettingError(
                f"{self.place_id} is to be visited {self.at_least} to {self.at_most} times; "
                f"expected the smaller number first, and at most {MOST_VISITS}."
            )
        if not 0 <= self.gap_min <= 240:
            raise SettingError(
                f"Visits to {self.place_id} are to be {self.gap_min} minutes apart; expected 0 to "
                "240."
            )


@dataclass(frozen=True)
class SchoolMinimum:
    """The fewest visits to the gate of a named school, in its hours."""

    urn: str
    visits: int = 1

    def __post_init__(self) -> None:
        if not 1 <= self.visits <= MOST_VISITS:
            raise SettingError(
                f"School {self.urn} is to be visited {self.visits} times at least; expected 1 to "
                f"{MOST_VISITS}."
            )


@dataclass(frozen=True)
class Dwell:
    """Minutes that every visit to a place lasts, instead of the patrols' own."""

    place_id: str
    minutes: int

    def __post_init__(self) -> None:
        if not 1 <= self.minutes <= 120:
            raise SettingError(
                f"A visit to {self.place_id} is to last {self.minutes} minutes; expected 1 to 120."
            )
