import geopandas as gpd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyproj import CRS
from shapely.geometry import Point

from geo.crs import BRITISH_NATIONAL_GRID, WGS84, metric_crs, name_of, require_same
from geo.errors import CrsError


def at(*points, crs=WGS84):
    return gpd.GeoSeries([Point(p) for p in points], crs=crs)


@pytest.mark.parametrize(
    ("point", "code"),
    [
        ((-0.1, 51.5), 27700),
        ((-3.2, 55.9), 27700),
        ((1.4, 54.2), 27700),
        ((-89.9, 35.1), 32616),
        ((151.2, -33.9), 32756),
        ((2.35, 48.85), 32631),
    ],
)
def test_britain_has_its_grid_and_the_rest_its_utm_zone(point, code):
    assert metric_crs(at(point)).to_epsg() == code


def test_one_stray_point_does_not_decide():
    assert metric_crs(at((-0.1, 51.5), (-0.1, 51.5), (151.2, -33.9))) == BRITISH_NATIONAL_GRID


def test_points_without_a_crs_are_refused():
    with pytest.raises(CrsError, match="no coordinate system"):
        metric_crs(at((0, 0), crs=None))


def test_no_point_at_all_is_refused():
    with pytest.raises(CrsError, match="no point"):
        metric_crs(gpd.GeoSeries([None], crs=WGS84))


def test_a_frame_in_another_crs_is_refused_with_both_named():
    frame = gpd.GeoDataFrame(geometry=at((0, 51)))
    with pytest.raises(CrsError, match=r"EPSG:4326.*expected EPSG:27700"):
        require_same(frame, BRITISH_NATIONAL_GRID, "schools")
    require_same(frame, WGS84, "schools")


def test_a_frame_without_a_crs_is_refused():
    with pytest.raises(CrsError, match="no coordinate system"):
        require_same(gpd.GeoDataFrame(geometry=at((0, 51), crs=None)), WGS84, "schools")


@given(st.floats(-60, 60), st.floats(-170, 170))
def test_there_and_back_is_the_same_place(latitude, longitude):
    here = at((longitude, latitude))
    crs = metric_crs(here)
    back = here.to_crs(crs).to_crs(WGS84)
    assert back.iloc[0].distance(here.iloc[0]) < 1e-6


def test_a_crs_without_a_code_keeps_its_name():
    assert name_of(CRS.from_proj4("+proj=aea +lat_1=29.5 +lat_2=42.5")) == "unknown"
    assert name_of(WGS84) == "EPSG:4326"
