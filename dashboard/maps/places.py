"""Schools and interchanges: who is letting out, and where people change."""

import folium
import geopandas as gpd

from dashboard.maps import marks, safe
from dashboard.maps.look import DAY, Look
from geo.clock import SchoolDay
from geo.layers import Layers
from geo.model import Hotspot

_PRIMARY = "primary"


def places(
    layers: Layers,
    day: SchoolDay | None = None,
    slice_index: int | None = None,
    look: Look = DAY,
) -> folium.FeatureGroup:
    """Schools as triangles, filled where pupils are leaving, and interchanges as diamonds.

    Parameters
    ----------
    day : SchoolDay, optional
        Who lets out, in the slice or in the whole window, and who is closed; nobody without one.
    """
    letting_out = {bell.urn for bell in day.letting_out(slice_index)} if day else set()
    closed = {urn for urn, _ in day.closed} if day else set()
    group = folium.FeatureGroup(name="Places", control=False)
    _add_interchanges(group, layers.interchanges, look)
    _add_schools(group, layers.schools, letting_out, closed, look)
    return group


def _add_schools(
    group: folium.FeatureGroup,
    schools: gpd.GeoDataFrame,
    letting_out: set[str],
    closed: set[str],
    look: Look,
) -> None:
    at = safe.points(list(zip(schools.geometry.x, schools.geometry.y, strict=True)), schools.crs)
    columns = (schools[name] for name in ("urn", "name", "phase"))
    for point, urn, name, phase in zip(at, *columns, strict=True):
        leaving = urn in letting_out
        size = (13 if phase == _PRIMARY else 18) * (1.0 if not leaving else 1.25) * _grown(look)
        state = "letting out" if leaving else "closed today" if urn in closed else ""
        tooltip = f"{safe.text(name)}<br>{safe.text(phase)} school"
        tooltip += f", <b>{state}</b>" if state else ""
        picture = school_picture(look, size, leaving=leaving)
        group.add_child(marks.symbol(point, picture, size, tooltip, z=400 if leaving else 200))


def landmarks(layers: Layers, spot: Hotspot, look: Look = DAY) -> folium.FeatureGroup:
    """The nearest school and interchange of a hotspot, with the names that it does not bear."""
    group = folium.FeatureGroup(name="Landmarks", control=False)
    size = 16 * look.scale
    kinds = (
        (layers.schools, "urn", spot.schools, school_picture(look, size, leaving=True)),
        (layers.interchanges, "interchange_id", spot.interchanges, interchange_picture(look, size)),
    )
    for frame, key, near, picture in kinds:
        for row in near[:1]:
            point = frame.geometry[(frame[key] == row.ident).to_numpy()].iloc[0]
            (at,) = safe.points([(point.x, point.y)], frame.crs)
            group.add_child(marks.symbol(at, picture, size, z=300))
            if row.name not in spot.name:
                east, north = point.x > spot.centre[0], point.y > spot.centre[1]
                group.add_child(marks.name(at, row.name, size, east=east, north=north))
    return group


def school_picture(look: Look, size: float, *, leaving: bool) -> str:
    """The triangle of a school."""
    fill = look.symbol if leaving else look.backdrop
    return marks.svg("triangle", fill=fill, line=look.symbol, halo=look.halo, size=size)


def interchange_picture(look: Look, size: float) -> str:
    """The diamond of an interchange."""
    return marks.svg("diamond", fill=look.symbol, line=look.symbol, halo=look.halo, size=size)


def _add_interchanges(
    group: folium.FeatureGroup, interchanges: gpd.GeoDataFrame, look: Look
) -> None:
    shapes = interchanges.geometry
    at = safe.points(list(zip(shapes.x, shapes.y, strict=True)), interchanges.crs)
    columns = (interchanges[name] for name in ("name", "kind"))
    for point, name, kind in zip(at, *columns, strict=True):
        size = (15 if kind == "bus stops" else 19) * _grown(look)
        tooltip = f"{safe.text(name)}<br>{safe.text(kind)}"
        group.add_child(marks.symbol(point, interchange_picture(look, size), size, tooltip, z=300))


def _grown(look: Look) -> float:
    return 1 + (look.scale - 1) / 2
