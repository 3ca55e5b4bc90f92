"""The result of a backtest, as frozen values that can be drawn, printed and written."""

import dataclasses
import datetime as dt
import math
from dataclasses import dataclass, field
from typing import Any, ClassVar, Final

from geo.evidence.backtest._results import (
    SMALL,
    Calibration,
    Difference,
    LearningCurve,
    Measure,
    MethodResult,
    Reach,
    SliceResult,
    Stability,
    hidden,
    shown,
    small,
)
from geo.model import Interval

_DIGITS: Final = 6
#: Names of fields in the JSON, which is read by other programs, where they differ from ours.
_KEYS: Final = {
    "summary": "said",
    "explanation": "said",
    "measure": "counted",
    "conclusion": "word",
}


@dataclass(frozen=True)
class OriginResult:
    """One rolling test: what was known before a date, and what happened in the days after.

    Attributes
    ----------
    as_of, until : date
        The test block runs from ``as_of`` up to but not including ``until``.
    known : int
        Scored incidents over before ``as_of``, at any hour.
    tested : float
        Incidents of the window in the block (sum of aoristic shares).
    harm : float or None
        Their harm; none where ``tested`` is a count that is not shown.
    outside : float
        Of ``tested``, those outside the study area, which no method can hit.
    patrols_area_share : float
        Share of the study area in the places that the patrols can reach.
    """

    as_of: dt.date
    until: dt.date
    known: int
    harm: float | None
    patrols_area_share: float
    tested: float = small()
    outside: float = small()


@dataclass(frozen=True)
class PatrolReach:
    """What lies in the default's own hotspots, as many as the patrols can reach.

    Attributes
    ----------
    stops : int
        Places that the patrols can visit in one window.
    places : float
        Hotspots there were to visit, mean over the origins; at most ``stops``.
    area_share : float
        Share of the study area in them, mean over the origins.
    hit_rate, pai : Interval or None
        Of the incidents inside the shapes; None where there are no hotspots at all.
    explanation : str
        How many places the patrols can visit, and why.
    """

    patrols: int
    stops: int
    places: float
    area_share: float
    hit_rate: Interval | None
    pai: Interval | None
    explanation: str


@dataclass(frozen=True)
class Report:
    """A backtest: rolling origins, every method on the same cells, and what it comes to.

    Attributes
    ----------
    verdict : str
        One sentence: what the data show of the default, or that they cannot tell.
    can_tell : bool
        Whether enough incidents were tested for any claim.
    sentences : tuple of str
        What goes with the verdict, most important first.
    window, days : str
        Hours, and the dates on which they run.
    measure : "incidents" or "harm"
        What decides the ranks, and what the verdict counts.
    reaches : tuple of Reach
    curve_shares : tuple of float
        Area shares of each method's curve, 0 to 0.2.
    parameters : dict
        Everything that was chosen, so that the test can be run again.
    data_version : str
        Hash of the incidents.
    seconds : float
        How long it took; no part of what makes reports equal, nor of `to_dict`.
    """

    #: Endings of the files that a report can be written as.
    ENDINGS: ClassVar[tuple[str, ...]] = (".json", ".html")

    verdict: str
    can_tell: bool
    sentences: tuple[str, ...]
    window: str
    days: str
    measure: Measure
    test_days: int
    study_area_ha: float
    cells: int
    cell_m: float
    origins: tuple[OriginResult, ...]
    reaches: tuple[Reach, ...]
    curve_shares: tuple[float, ...]
    methods: tuple[MethodResult, ...]
    differences: tuple[Difference, ...]
    patrols: PatrolReach
    stability: Stability
    learning: LearningCurve
    calibration: Calibration
    slices: tuple[SliceResult, ...]
    notices: tuple[str, ...]
    parameters: dict[str, Any]
    data_version: str
    seconds: float = field(default=0.0, compare=False)

    @property
    def default(self) -> MethodResult:
        """The method that the others are held against."""
        return next(method for method in self.methods if method.is_default)

    @property
    def tested(self) -> float:
        """Incidents tested over all origins."""
        return sum(origin.tested for origin in self.origins)

    def method(self, key: str) -> MethodResult:
        """One method by its key."""
        return next(method for method in self.methods if method.key == key)

    def difference(self, method: str, reach: str, measure: Measure) -> Difference:
        """The default against one method at one reach."""
        chosen = (method, reach, measure)
        return next(d for d in self.differences if (d.method, d.reach, d.measure) == chosen)

    def to_dict(self) -> dict[str, Any]:
        """The report as plain values for JSON: the same for the same data, parameters and seed."""
        plain: dict[str, Any] = _plain(self)
        del plain["seconds"]
        return plain


def _part(of: "dataclasses.Field[Any]", value: object) -> Any:  # noqa: ANN401 - as below
    """One field; counts of 1 to 4 are hidden (rule 4 of the domain)."""
    if of.metadata.get(SMALL) and isinstance(value, float) and hidden(value):
        return shown(value)
    return _plain(value)


def _plain(value: object) -> Any:  # noqa: ANN401 - whatever JSON holds
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        fields = dataclasses.fields(value)
        return {_KEYS.get(f.name, f.name): _part(f, getattr(value, f.name)) for f in fields}
    if isinstance(value, dict):
        return {str(key): _plain(part) for key, part in value.items()}
    if isinstance(value, (list, tuple)):
        return [_plain(part) for part in value]
    if isinstance(value, dt.date):
        return value.isoformat()
    if isinstance(value, float):
        return round(value, _DIGITS) if math.isfinite(value) else None
    return value
