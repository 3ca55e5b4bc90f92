"""The legend of a map: what is on it, never more."""

from collections.abc import Sequence
from typing import Final

import folium
from branca.element import MacroElement
from folium.template import Template

from dashboard.maps import marks, places, safe
from dashboard.maps.look import DAY, Look
from geo.layers import Layers
from geo.model import Route
from geo.rendering import PatrolStyle, patrol_styles, text_on

Line = tuple[str, str]
_SIZE: Final = 17.0


class Legend(MacroElement):
    """A legend that replaces the one before, and stays folded when it was folded."""

    _template = Template("""
        {% macro script(this, kwargs) %}
        (function (map) {
            const before = window.afterbellLegend;
            const narrow = map.getContainer().clientWidth < 560;
            const open = before ? before.box.open : !narrow;
            if (before) before.remove();
            const legend = L.control({ position: "bottomleft" });
            legend.onAdd = function () {
                const box = L.DomUtil.create("details", "ab-legend");
                box.innerHTML = {{ this.content }};
                box.open = open;
                L.DomEvent.disableClickPropagation(box);
                L.DomEvent.disableScrollPropagation(box);
                legend.box = box;
                return box;
            };
            window.afterbellLegend = legend.addTo(map);
        })({{ this._parent._parent.get_name() }});
        {% endmacro %}
    """)

    def __init__(self, lines: Sequence[Line]) -> None:
        super().__init__()  # type: ignore[no-untyped-call]  # branca ships no types
        self._name = "Legend"
        rows = "".join(f"<li>{sign}<span>{safe.text(words)}</span></li>" for sign, words in lines)
        self.content = safe.literal(f"<summary>Legend</summary><ul>{rows}</ul>")


def legend(lines: Sequence[Line]) -> folium.FeatureGroup:
    """A group that holds a legend, to be drawn beside the groups that it explains."""
    group = folium.FeatureGroup(name="Legend", control=False)
    group.add_child(Legend(lines))
    return group


def hotspot_lines(*, slice_label: str | None, window: str, look: Look = DAY) -> list[Line]:
    """Hotspots, by rank or by what a slice expects."""
    fill = "linear-gradient(90deg," + ",".join(look.ramp) + ")"
    ramp = f'<i class="ab-ramp" style="background:{fill};border-color:{look.hotspot_line}"></i>'
    top = look.ramp[-1]
    badge = f'<b class="ab-rank" style="background:{top};color:{text_on(top)}">1</b>'
    shade = (
        f"Hotspot: less to more, {slice_label}" if slice_label else "Hotspot: lower to higher rank"
    )
    return [(badge, f"Rank for {window}"), (ramp, shade)]


def place_lines(layers: Layers, look: Look = DAY, *, letting_out: bool) -> list[Line]:
    """Schools and interchanges, where there are any."""
    leaving = places.school_picture(look, _SIZE, leaving=True)
    lines = [(leaving, "School letting out")] if letting_out else []
    if len(layers.schools):
        picture = places.school_picture(look, _SIZE, leaving=False)
        lines.append((picture, "School (large: secondary)"))
    if len(layers.interchanges):
        lines.append((places.interchange_picture(look, _SIZE), "Interchange"))
    return lines


def surface_line(look: Look = DAY) -> Line:
    """The risk surface."""
    colours = (look.ramp[1], look.ramp[2], look.ramp[3])
    boxes = "".join(f'<i style="background:{colour}"></i>' for colour in colours)
    return f'<span class="ab-cells">{boxes}</span>', "Riskiest 6% of the area"


def recorded_line(look: Look = DAY) -> Line:
    """Recorded incidents by cell."""
    box = f'<i class="ab-cell" style="border-color:{look.symbol}">9</i>'
    return box, "Recorded in a year, 250 m cells of 5 or more"


def route_lines(planned: Sequence[Route], *, candidates: bool) -> list[Line]:
    """A line for each patrol: its letter, colour and dash."""
    styles = patrol_styles([route.patrol.name for route in planned])
    pairs = zip(styles, planned, strict=True)
    lines = [(_track(style), f"{style.letter} · {route.patrol.name}") for style, route in pairs]
    house = marks.svg("house", fill="#1F2328", line="#1F2328", halo="", size=_SIZE)
    if any(route.patrol.start for route in planned):
        lines.append((house, "Start"))
    if any(route.patrol.end not in (None, route.patrol.start) for route in planned):
        flag = marks.svg("flag", fill="#1F2328", line="#1F2328", halo="", size=_SIZE)
        lines.append((flag, "End"))
    if any(stop.loop is not None for route in planned for stop in route.stops):
        lines.append((_round(), "Loop at a stop, in the patrol's colour"))
    if candidates:
        ring = marks.svg("ring", fill="#FFFFFF", line=DAY.symbol, halo="", size=_SIZE)
        lines.append((ring, "Could be added (zoom in)"))
    return lines


def _round() -> str:
    return (
        '<svg width="34" height="14" aria-hidden="true">'
        f'<path d="M9,12H25V3H9Z" fill="none" stroke="{DAY.symbol}" stroke-width="1.6"/></svg>'
    )


def _track(style: PatrolStyle) -> str:
    dash = style.dash_array(4.0)
    dashed = f' stroke-dasharray="{dash}"' if dash else ""
    return (
        '<svg width="34" height="12" aria-hidden="true">'
        f'<path d="M0,6H34" stroke="{style.colour}" stroke-width="4"{dashed}/></svg>'
    )
