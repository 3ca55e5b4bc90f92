"""From a click on a map back to the workspace."""

import geopandas as gpd
from pyproj import CRS

from geo.crs import WGS84
from geo.model import XY


def located(lat: float, lon: float, crs: CRS) -> XY:
    """A latitude and a longitude as a point of a projected CRS, to a whole metre."""
    moved = gpd.GeoSeries(gpd.points_from_xy([lon], [lat]), crs=WGS84).to_crs(crs)
    return float(round(moved.x.iloc[0])), float(round(moved.y.iloc[0]))
