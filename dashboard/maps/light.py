"""Groups that are drawn in the frame of a page without writing a document that nobody reads.

streamlit-folium renders a group into the document of its map first, and then writes the script that
it sends once more by itself. The document costs most of the time of a map with many markers, and of
all that it brings only the icons of the markers are needed.
"""

from typing import Any, Final

import folium
from branca.element import Element
from folium.map import Marker, Tooltip
from folium.vector_layers import BaseMultiLocation

from dashboard.maps.legend import Legend

#: What is the same before and after it was rendered, Leaflet's shapes among it.
_PLAIN: Final = (folium.DivIcon, Tooltip, BaseMultiLocation, Legend)


def light(group: folium.FeatureGroup) -> folium.FeatureGroup:
    """Let a group be rendered for the frame of a page alone."""
    group.render = lambda **_: _made_ready(group)  # type: ignore[method-assign]
    return group


def _made_ready(element: Any) -> None:  # noqa: ANN401 - folium's own elements
    for child in list(element._children.values()):  # noqa: SLF001 - folium has no other way
        if isinstance(child, Marker):
            if child.icon:
                child.add_child(child.SetIcon(marker=child, icon=child.icon))
        elif isinstance(child, Element) and not isinstance(child, _PLAIN):
            child.render()
