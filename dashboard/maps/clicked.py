"""From a click on a map back to the workspace."""

import geopandas as gpd
from branca.element import MacroElement
from folium.template import Template
from pyproj import CRS

from geo.crs import WGS84
from geo.model import XY


def located(lat: float, lon: float, crs: CRS) -> XY:
    """A latitude and a longitude as a point of a projected CRS, to a whole metre."""
    moved = gpd.GeoSeries(gpd.points_from_xy([lon], [lat]), crs=WGS84).to_crs(crs)
    return float(round(moved.x.iloc[0])), float(round(moved.y.iloc[0]))


class ClicksAlone(MacroElement):
    """Lets a map report clicks and nothing else.

    streamlit-folium reports a map as soon as it is drawn, which runs its page a second time, and a
    report that comes in just after the visitor followed a link takes the visitor back.
    """

    _template = Template("""
        {% macro script(this, kwargs) %}
        if (window.__GLOBAL_DATA__) {
            window.__GLOBAL_DATA__.previous_data.last_object_clicked_count = 0;
        }
        {% endmacro %}
    """)

    def __init__(self) -> None:
        super().__init__()  # type: ignore[no-untyped-call]  # branca ships no types
        self._name = "ClicksAlone"
