"""A hotspot, and what is around it."""

from dataclasses import dataclass
from enum import StrEnum

from shapely.geometry import MultiPolygon, Polygon

from geo.errors import SettingError
from geo.model.quantities import XY, Estimate


@dataclass(frozen=True)
class Spot:
    """A place by its shape, in the workspace's CRS: ids and ranks change, shapes do not.

    Attributes
    ----------
    place_id, name : str
    shape : Polygon or MultiPolygon
    """

    place_id: str
    name: str
    shape: Polygon | MultiPolygon

    def __post_init__(self) -> None:
        if self.shape.is_empty or self.shape.area <= 0:
            raise SettingError(
                f"{self.name or self.place_id} has no area; expected a polygon in metres."
            )


class Trend(StrEnum):
    """How a place compares with itself: the last 8 weeks against the 8 before."""

    RISING = "rising"
    STEADY = "no clear change"
    FALLING = "falling"
    UNCLEAR = "too few to tell"


@dataclass(frozen=True)
class Nearby:
    """A school or interchange near a hotspot, and the straight-line distance in metres.

    Attributes
    ----------
    ident, name : str
        URN or interchange_id, and the name.
    distance_m : float
        In a straight line.
    """

    ident: str
    name: str
    distance_m: float


@dataclass(frozen=True)
class Outlook:
    """How many incidents the next weeks hold: a number, and where 9 in 10 outcomes lie.

    Attributes
    ----------
    days, windows : int
        Length of the outlook, and how often the window runs in it.
    mean : float
        Expected incidents.
    low, high : int
        Counts between which, both included, 9 in 10 outcomes lie. Chance is in it, so it is wider
        than what is known of the rate.
    """

    days: int
    windows: int
    mean: float
    low: int
    high: int

    def __post_init__(self) -> None:
        if not (0 <= self.low <= self.high and self.mean >= 0 and min(self.days, self.windows) > 0):
            raise SettingError(f"An outlook needs 0 <= low <= high over some days; came {self}.")


@dataclass(frozen=True)
class Hotspot:
    """A place small enough for a pair to patrol on foot, and why it is one.

    Attributes
    ----------
    hotspot_id, name : str
    rank : int
        From 1.
    shape : Polygon or MultiPolygon
        In the workspace's CRS.
    incidents, harm : Estimate
        Expected in one window. 9 in 10 averages over the weeks of the outlook lie between low and
        high.
    by_slice : tuple of float
        Expected incidents in each slice of the window; sums to ``incidents.mean``.
    offences : tuple of (str, float)
        Leading offence groups and their share of the weighted incidents, largest first.
    trend : Trend
    outlook : Outlook
        Incidents in the next four weeks.
    top_ten : float or None
        Chance that the place is truly among the ten that expect most, of those that were found;
        None where no more than ten were.
    recorded : int
        Scored incidents recorded inside in the year before, at any hour. Show "<5" for 1 to 4.
    schools, interchanges : tuple of Nearby
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
    outlook: Outlook
    top_ten: float | None
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
