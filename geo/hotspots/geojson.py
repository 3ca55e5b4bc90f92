"""Hotspots and risk cells as GeoJSON: WGS84, in rank order."""

from typing import Any, Final

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from geo.crs import WGS84, transformer
from geo.hotspots.detect import Hotspots
from geo.layers import About
from geo.model import clock

#: At least this share of the study area is written, riskiest cells first.
_CELLS_SHARE: Final = 0.2
_DECIMALS: Final = 7
_STEP: Final = 10.0**-_DECIMALS

_Json = dict[str, Any]


def hotspots_geojson(hotspots: Hotspots, about: About) -> _Json:
    """Every hotspot as a feature with its rank, numbers, times and reason.

    Parameters
    ----------
    about : About
        The area: its name, marking and "data as at" go with the export.

    Returns
    -------
    dict
        A FeatureCollection. ``expected_per_window`` is the expected number of scored incidents in
        one window. In 9 of 10 cases the average over the windows of the next 28 days lies between
        ``expected_low`` and ``expected_high``, and the count in them from ``next_low`` to
        ``next_high``. ``top_ten`` is the chance to be truly among the ten that expect most, of
        the places found; null where those are ten or fewer.
    """
    window = hotspots.window
    properties = [
        {
            "rank": h.rank,
            "hotspot_id": h.hotspot_id,
            "name": h.name,
            "expected_per_window": _round(h.incidents.mean),
            "expected_low": _round(h.incidents.low),
            "expected_high": _round(h.incidents.high),
            "next_days": h.outlook.days,
            "next_windows": h.outlook.windows,
            "next_expected": _round(h.outlook.mean),
            "next_low": h.outlook.low,
            "next_high": h.outlook.high,
            "top_ten": None if h.top_ten is None else round(h.top_ten, 3),
            "harm_per_window": _round(h.harm.mean),
            "area_m2": round(h.area_m2, 1),
            "peak": clock(window.slice_start_min(h.peak_slice)),
            "trend": h.trend.value,
            "offences": [name for name, _ in h.offences],
            "schools": [near.name for near in h.schools],
            "interchanges": [near.name for near in h.interchanges],
            "reason": h.reason,
        }
        for h in hotspots
    ]
    shapes = gpd.GeoSeries([h.shape for h in hotspots], crs=hotspots.crs).to_crs(WGS84)
    outlines = shapely.set_precision(shapes.to_numpy(), _STEP)
    geometries = [shapely.geometry.mapping(outline) for outline in outlines]
    return _collection(hotspots, about, geometries, properties)


def cells_geojson(hotspots: Hotspots, about: About, share: float = _CELLS_SHARE) -> _Json:
    """Risk cells, riskiest first, that cover at least ``share`` of the study area.

    Parameters
    ----------
    about : About
        The area: its name, marking and "data as at" go with the export.
    share : float
        0 to 1.

    Returns
    -------
    dict
        A FeatureCollection whose features carry rank, expected_per_window (scored incidents),
        expected_low and expected_high as for hotspots, harm_per_window and area_m2 (of the whole
        square cell).
    """
    grid = hotspots.surface.grid
    enough = int(np.ceil(share * max(grid.study_area.area / grid.cell_m**2, grid.inside.sum())))
    kept = hotspots.cells(enough)
    names = {
        "incidents_per_window": "expected_per_window",
        "low": "expected_low",
        "high": "expected_high",
        "harm_per_window": "harm_per_window",
    }
    rounded = {new: kept[old].map(_round) for old, new in names.items()}
    columns = {"rank": kept["rank"], **rounded, "area_m2": kept["area_m2"]}
    properties: list[Any] = pd.DataFrame(columns).to_dict("records")
    return _collection(hotspots, about, _squares(kept.geometry), properties)


def _squares(cells: gpd.GeoSeries) -> list[_Json]:
    """Squares as GeoJSON geometries in WGS84, all at once, as there may be many."""
    corners = shapely.get_coordinates(cells.to_numpy())
    to_degrees = transformer(cells.crs, WGS84)
    lonlat = np.column_stack(to_degrees.transform(corners[:, 0], corners[:, 1]))
    rings = lonlat.round(_DECIMALS).reshape(len(cells), -1, 2).tolist()
    return [{"type": "Polygon", "coordinates": [ring]} for ring in rings]


def _collection(
    hotspots: Hotspots, about: About, geometries: list[_Json], properties: list[_Json]
) -> _Json:
    return {
        "type": "FeatureCollection",
        "afterbell": {
            "area": about.name,
            "marking": about.marking,
            "simulated": about.simulated,
            "data_as_at": about.data_as_at.isoformat() if about.data_as_at else None,
            "window": str(hotspots.window),
            "days": hotspots.window.days.name,
            "as_of": hotspots.as_of.isoformat(),
            "ranked_by": "harm" if hotspots.surface.by_harm else "incidents",
            "notices": list(hotspots.notices),
        },
        "features": [
            {"type": "Feature", "properties": props, "geometry": geometry}
            for geometry, props in zip(geometries, properties, strict=True)
        ],
    }


def _round(value: float) -> float:
    """Six significant figures: more would claim more than is known."""
    return float(f"{value:.6g}")
