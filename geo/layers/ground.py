"""Which tables of a basemap file are drawn, and as what: OS Open Zoomstack and its like."""

from collections.abc import Sequence
from typing import Final

#: Squeezed names of tables, as OS Open Zoomstack and OS Open Map Local have them.
_DRAWN: Final = {
    "surfacewater": "water",
    "surfacewaterarea": "water",
    "surfacewaterline": "water",
    "tidalwater": "water",
    "foreshore": "water",
    "waterlines": "water",
    "water": "water",
    "greenspace": "park",
    "greenspacesite": "park",
    "nationalparks": "park",
    "woodland": "park",
    "parks": "park",
    "rail": "rail",
    "railwaytrack": "rail",
}


def ground_tables(names: Sequence[str]) -> dict[str, str]:
    """Name the tables that a basemap is drawn from, each with its kind: water, park or rail."""
    return {
        name: kind
        for name in names
        if (kind := _DRAWN.get("".join(c for c in name.lower() if c.isalnum())))
    }
