"""Whose pupils come through an interchange, and when."""

from dataclasses import dataclass
from functools import cached_property
from typing import Final

import numpy as np
import pandas as pd
from shapely.geometry.base import BaseGeometry

from geo.clock import Bell, SchoolDay
from geo.dispersal import Dispersal
from geo.layers import Layers
from geo.patrol.values import last_at_interchange, pupils_that_count
from geo.patrol.values.crowds import arriving, leaving
from geo.patrol.values.points import Floats

#: Pupils of schools within this distance walk to an interchange, where no streets tell.
_FEEDS_M: Final = 800.0
#: Fewer pupils of a school than these are not named at an interchange.
_TO_NAME: Final = 10
#: Nothing finer is said of when they come.
_ROUND_MIN: Final = 5
_KIND_SHARE: Final = {"rail": 1.0, "bus station": 1.0, "tram": 0.8, "bus stops": 0.6, "ferry": 0.5}
_OTHER_KIND: Final = 0.6


@dataclass(frozen=True)
class Coming:
    """Schools whose pupils come through a place, and from when until about when."""

    schools: tuple[str, ...]
    from_min: int
    until_min: int


def kind_share(kind: str) -> float:
    """How busy an interchange of a kind is, against a railway station."""
    return _KIND_SHARE.get(kind, _OTHER_KIND)


@dataclass(frozen=True, eq=False)
class Feeding:
    """Which schools let out near a point, and where their pupils go.

    Attributes
    ----------
    flow : Dispersal or None
        Where pupils walk; without it the schools within 800 m feed an interchange.
    """

    layers: Layers
    day: SchoolDay
    flow: Dispersal | None

    def coming(self, ground: BaseGeometry) -> Coming | None:
        """Whose pupils come through; None where hardly any do."""
        if self.flow is None:
            bells = [bell for bell, _ in self._near(ground)]
            if not bells:
                return None
            names = tuple(bell.name for bell in bells)
            return Coming(names, bells[0].finish_min, last_at_interchange(bells))
        past = [one for one in self.flow.past_by_school(ground) if one.pupils >= _TO_NAME]
        if not past:
            return None
        schools = tuple(one.bell.name for one in past)
        first, last = min(p.from_min for p in past), max(p.until_min for p in past)
        return Coming(
            schools, first // _ROUND_MIN * _ROUND_MIN, -(-last // _ROUND_MIN) * _ROUND_MIN
        )

    def passing_by_rule(self, ground: BaseGeometry, reach_m: float) -> Floats:
        """Pupils in each slice at some ground: out of gates there, others at interchanges there."""
        window = self.day.window
        total = np.zeros(window.n_slices)
        there = self._out_there(ground, reach_m)
        for bell in self._rung:
            if bell.urn in there and bell.urn in self._pupils:
                total += leaving(bell, self._pupils[bell.urn], window)
        stations = self.layers.interchanges
        here = stations[stations.geometry.distance(ground) < reach_m]
        for kind, point in zip(here["kind"], here.geometry, strict=True):
            for bell, count in self._near(point):
                if bell.urn in there:
                    continue
                total += arriving(bell, count * kind_share(str(kind)), window)
        return total

    def _out_there(self, ground: BaseGeometry, reach_m: float) -> set[str]:
        """Schools with a gate at some ground, or that stand there themselves without one."""
        gates, schools = self.layers.gates, self.layers.schools
        gateless = schools[~schools["urn"].isin(gates["urn"])]
        return {
            urn
            for frame in (gates, gateless)
            for urn in frame.loc[frame.geometry.distance(ground) < reach_m, "urn"]
        }

    def _near(self, ground: BaseGeometry) -> list[tuple[Bell, float]]:
        """Bells of the schools around a place, earliest first, and the pupils that count."""
        schools = self.layers.schools
        around = set(schools.loc[schools.geometry.distance(ground) <= _FEEDS_M, "urn"])
        return [(b, self._pupils[b.urn]) for b in self._rung if b.urn in around]

    @cached_property
    def _rung(self) -> list[Bell]:
        start, end = self.day.window.start_min - 30, self.day.window.end_min
        return [b for b in self.day.bells if start < b.finish_min + b.stagger_min < end]

    @cached_property
    def _pupils(self) -> dict[str, float]:
        rows = self.layers.schools
        return {
            str(urn): pupils_that_count(None if pd.isna(n) else int(n), str(phase))
            for urn, n, phase in zip(rows["urn"], rows["pupils"], rows["phase"], strict=True)
        }
