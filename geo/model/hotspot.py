"""A hotspot, and what stands around it."""

from dataclasses import dataclass
from enum import StrEnum

from shapely.geometry import MultiPolygon, Polygon

from geo.model.basics import XY, Estimate


class Trend(StrEnum):
    """How a place compares with itself: the last 8 weeks against the 8 before."""

    RISING = "rising"
    STEADY = "steady"
    FALLING = "falling"
    UNCLEAR = "too few to tell"


@dataclass(frozen=True)
class Nearby:
    """A school or interchange near a hotspot, and the straight-line distance in metres."""

    ident: str
    name: str
    distance_m: float


@dataclass(frozen=True)
class Hotspot:
    """A place small enough for a pair to patrol on foot, and why it is one.

    Attributes
    ----------
    shape : Polygon or MultiPolygon
        In the workspace's CRS.
    incidents, harm : Estimate
        Expected in one window.
    by_slice : tuple of float
        Expected incidents in each slice of the window; sums to ``incidents.mean``.
    offences : tuple of (str, float)
        Leading offence groups and their share of the weighted incidents, largest first.
    recorded : int
        Scored incidents recorded inside in the year before, at any hour. Show "<5" for 1 to 4.
    reason : str
        One plain sentence that says why the place is there.
    """

    hotspot_id: str
    rank: int
    name: str
    shape: Polygon | MultiPolygon
    incidents: Estimate
    harm: Estimate
    by_slice: tuple[float, ...]
    offences: tuple[tuple[str, float], ...]
    trend: Trend
    recorded: int
    schools: tuple[Nearby, ...]
    interchanges: tuple[Nearby, ...]
    reason: str

    @property
    def area_m2(self) -> float:
        """Area of the shape in square metres."""
        return float(self.shape.area)

    @property
    def peak_slice(self) -> int:
        """Index of the slice in which most is expected."""
        return max(range(len(self.by_slice)), key=self.by_slice.__getitem__)

    @property
    def centre(self) -> XY:
        """A point inside the shape."""
        point = self.shape.representative_point()
        return point.x, point.y
