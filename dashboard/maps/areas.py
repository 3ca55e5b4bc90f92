"""One area on a map, of any number of parts and rings."""

import folium

from dashboard.maps import safe


def area_of(
    shape: safe.Nest, line: str, weight: float, opacity: float, tooltip: str | None, fill: str = ""
) -> folium.Polygon:
    """An area with its outline and fill; what is said of it makes it answer to the pointer."""
    area = folium.Polygon(
        shape[0],
        color=line,
        weight=weight,
        stroke=weight > 0,
        fill=opacity > 0,
        fill_color=fill or line,
        fill_opacity=opacity,
        interactive=tooltip is not None,
        smooth_factor=0.5,
    )
    # folium knows rings only; Leaflet draws parts of rings.
    area.locations = shape  # type: ignore[assignment]
    if tooltip is not None:
        area.add_child(folium.Tooltip(tooltip, class_name="ab-tip"))
    return area
