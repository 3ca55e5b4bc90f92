"""A place by its ground."""

from dataclasses import dataclass

from shapely.geometry import MultiPolygon, Polygon

from geo.errors import SettingError


@dataclass(frozen=True)
class Spot:
    """A place by its shape, in the workspace's CRS: ids and ranks of hotspots change, ground not.

    Attributes
    ----------
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
