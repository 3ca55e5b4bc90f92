"""Whose pupils come past a place when the schools let out."""

from dataclasses import dataclass
from typing import Final

import pandas as pd
from shapely.geometry.base import BaseGeometry

from geo.clock import Bell, SchoolDay
from geo.layers import Layers
from geo.model import clock
from geo.pupils import PupilFlow
from geo.text import distance

_NEAR_M: Final = 400.0
#: A street so near to a hotspot is one of its streets.
_REACH_M: Final = 10.0
#: Schools from farther away are named from so many pupils on.
_WORTH_NAMING: Final = 10.0
_FEWEST: Final = 5.0
_ROUND_MIN: Final = 5


@dataclass(frozen=True)
class Passing:
    """Pupils of one school who come past.

    Attributes
    ----------
    pupils : float or None
        Expected to come past; None where it is not known.
    bell : Bell or None
        When they let out on the day; None where it is not known.
    closed : str
        Why the school is closed on the day; empty where it is open.
    distance_m : float
        From the school to the shape, as the crow flies.
    from_min, until_min : int
        Minutes after midnight between which nearly all of them come; both 0 where nobody does.
    """

    urn: str
    school: str
    pupils: float | None
    bell: Bell | None
    closed: str
    distance_m: float
    from_min: int = 0
    until_min: int = 0

    @property
    def sentence(self) -> str:
        """One sentence: who, how far, how many, and when."""
        far = f"{distance(self.distance_m)} away" if self.distance_m >= 5 else "here"
        if self.closed:
            return f"{self.school}, {far}, is closed: {self.closed}."
        if self.bell is None:
            return f"{self.school}, {far}: the bell is not known."
        if self.pupils is None:
            when = f"lets out at {clock(self.bell.finish_min)}"
            return f"{self.school}, {far}, {when}; how many come past is not known."
        if self.pupils < _FEWEST:
            return f"{self.school}, {far}: hardly any of its pupils come past."
        many = f"about {max(round(self.pupils, -1), _FEWEST):,.0f} pupils"
        return f"{self.school}, {far}: {many} come past {self._when}."

    @property
    def _when(self) -> str:
        first = self.from_min // _ROUND_MIN * _ROUND_MIN
        last = -(-self.until_min // _ROUND_MIN) * _ROUND_MIN
        return f"between {clock(first)} and {clock(max(last, first + _ROUND_MIN))}"


def pupils_passing(
    shape: BaseGeometry,
    layers: Layers,
    day: SchoolDay | None = None,
    flow: PupilFlow | None = None,
) -> tuple[Passing, ...]:
    """List schools whose pupils come past a shape, those with most pupils first.

    Those from which 10 or more are expected, wherever they are; and all within 400 m, even where
    nobody comes past or nothing is known of them.

    Parameters
    ----------
    shape : Polygon
        In the layers' CRS, metres.
    day : SchoolDay, optional
        Gives bells and closures; without it no bell is known.
    flow : PupilFlow, optional
        Of that day; without it, how many come past is not known.
    """
    schools = layers.schools
    if schools.empty:
        return ()
    past = {p.bell.urn: p for p in flow.past_by_school(shape, _REACH_M)} if flow else {}
    bells = {bell.urn: bell for bell in day.bells} if day else {}
    closed = dict(day.closed) if day else {}
    counted = {walk.bell.urn for walk in flow.walks} if flow else set()
    table = pd.DataFrame({
        "urn": schools["urn"].astype(str),
        "school": schools["name"].astype(str),
        "gap": schools.geometry.distance(shape).to_numpy(),
    })  # fmt: skip
    table["pupils"] = [past[urn].pupils if urn in past else 0.0 for urn in table["urn"]]
    table = table[(table["gap"] <= _NEAR_M) | (table["pupils"] >= _WORTH_NAMING)]
    table = table.sort_values(["pupils", "gap", "urn"], ascending=[False, True, True])
    return tuple(
        Passing(
            urn=urn,
            school=name,
            pupils=pupils if urn in counted else None,
            bell=bells.get(urn),
            closed=closed.get(urn, ""),
            distance_m=float(gap),
            from_min=past[urn].from_min if urn in past else 0,
            until_min=past[urn].until_min if urn in past else 0,
        )
        for urn, name, gap, pupils in table.itertuples(index=False, name=None)
    )
