"""Small shapes on a map that differ by form as well as colour, and the badges on them."""

from typing import Final

import folium

from dashboard.maps import safe
from dashboard.maps.look import Look
from dashboard.maps.safe import LatLon
from geo.model import XY
from geo.rendering import text_on

#: Outlines in a box from -12 to 12, drawn around the point they mark.
OUTLINES: Final = {
    "triangle": "M0,-9.5 9,7.5 -9,7.5Z",
    "diamond": "M0,-10 10,0 0,10 -10,0Z",
    "house": "M0,-10 9,-2 9,9 -9,9 -9,-2Z",
    "flag": "M-6,10V-10L9,-4.5 -3.5,1V10Z",
    "ring": "M0,-7A7,7 0 1 1 0,7A7,7 0 1 1 0,-7Z",
    "arrow": "M-5,-6 6,0 -5,6 -2,0Z",
}


def svg(outline: str, *, fill: str, line: str, halo: str, size: float, turn: float = 0) -> str:
    """One symbol with a rim, as SVG of ``size`` pixels."""
    path = OUTLINES[outline]
    rim = f'<path d="{path}" fill="{halo}" stroke="{halo}" stroke-width="6.5"/>' if halo else ""
    return (
        f'<svg width="{size:g}" height="{size:g}" viewBox="-14 -14 28 28" aria-hidden="true">'
        f'<g transform="rotate({turn:g})" stroke-linejoin="round">{rim}'
        f'<path d="{path}" fill="{fill}" stroke="{line}" stroke-width="2.6"/></g></svg>'
    )


def symbol(
    at: LatLon, picture: str, size: float, tooltip: str = "", *, z: int = 0, kind: str = ""
) -> folium.Marker:
    """A symbol centred on a point; it can be clicked where it has a tooltip."""
    return _marker(at, picture, size, tooltip, f"ab-symbol {kind}".strip(), z, keyboard=False)


def name(at: LatLon, label: str, size: float, *, east: bool, north: bool) -> folium.Marker:
    """A name that leads away from a symbol of ``size`` pixels, east or west, above or below."""
    up, across = ("bottom" if north else "top"), ("left" if east else "right")
    style = f"{up}:{size / 2 + 2:g}px;{across}:{-size / 2:g}px;text-align:{across}"
    picture = f'<span style="{style}">{safe.text(label)}</span>'
    return _marker(at, picture, 0, "", "ab-name ab-name-landmark", 250, keyboard=False)


def rank_badge(
    at: LatLon, rank: int, colour: str, look: Look, tooltip: str, *, chosen: bool
) -> folium.Marker:
    """A square badge with a rank, standing on a point; it can be reached with the keyboard."""
    size = (26 if chosen else 22) * look.scale
    style = f"background:{colour};color:{text_on(colour)};border-color:{look.halo};"
    style += f"outline-color:{look.hotspot_line};font-size:{13 * look.scale:g}px"
    picture = f'<b class="ab-rank{" ab-chosen" if chosen else ""}" style="{style}">{rank}</b>'
    z = 4000 if chosen else 3000 - rank
    return _marker(at, picture, size, tooltip, "ab-badge", z, keyboard=True, above=True)


def stop_badge(
    at: LatLon,
    label: str,
    colours: tuple[str, str],
    look: Look,
    tooltip: str,
    *,
    locked: bool,
    aside: XY = (0.0, 0.0),
) -> folium.Marker:
    """A round badge with a patrol's letter and the number of its stop.

    ``aside`` moves it off its point, east and north in radii, so that neighbours can be read.
    """
    fill, ink = colours
    size = 26 * look.scale
    style = f"background:{fill};color:{ink};font-size:{12 * look.scale:g}px"
    kind = "ab-stop ab-locked" if locked else "ab-stop"
    picture = f'<b class="{kind}" style="{style}">{safe.text(label)}</b>'
    moved = (aside[0] * size / 2, aside[1] * size / 2)
    return _marker(at, picture, size, tooltip, "ab-badge", 5000, keyboard=True, moved=moved)


def _marker(
    at: LatLon,
    picture: str,
    size: float,
    tooltip: str,
    kind: str,
    z: int,
    *,
    keyboard: bool,
    above: bool = False,
    moved: XY = (0.0, 0.0),
) -> folium.Marker:
    """A marker centred on a point, standing just above it, or moved by pixels east and north."""
    half = size / 2
    anchor = (round(half - moved[0]), round((size + 2 if above else half) + moved[1]))
    whole: tuple[int, int] = (round(size), round(size))
    icon = folium.DivIcon(html=picture, icon_size=whole, icon_anchor=anchor, class_name=kind)
    marker = folium.Marker(
        location=at,
        icon=icon,
        z_index_offset=z,
        keyboard=keyboard,
        interactive=bool(tooltip),
        # Leaflet names a marker for a screen reader by its alternative text.
        alt="Place on the map; the table says the same" if keyboard else "",
    )
    if tooltip:
        tip = folium.Tooltip(tooltip, sticky=False, direction="top", class_name="ab-tip")
        marker.add_child(tip)  # type: ignore[no-untyped-call]  # folium types half of itself
    return marker
