"""Bus and rail hops: kept like bells, and found among the interchanges."""

import geopandas as gpd
import pandas as pd
import pytest
import shapely

from geo.errors import FileRefusedError
from geo.timetables import hops_from_text, read_hops

COLUMNS = "line,from_stop,to_stop,departs,ride_min"


@pytest.fixture
def stops():
    rows = {"interchange_id": ["q1", "m1", "a1", "a2"], "name": ["Quayside", "Mill", "Ash", "Ash"]}
    points = [shapely.Point(1000 * n, 50) for n in range(4)]
    return gpd.GeoDataFrame(rows, geometry=points, crs=27700)


def table(*lines, columns=COLUMNS):
    return pd.DataFrame(
        [line.split(",") for line in lines], columns=columns.split(","), dtype="str"
    )


def test_a_hop_has_all_its_departures_however_they_are_written(stops):
    hops = hops_from_text(
        table("91,q1,Mill,15:20 15:05,7", "91,q1,Mill,15:35,7", "91,Mill,q1,15:10,8"), stops
    )
    assert [(hop.from_name, hop.to_name, hop.departs_min, hop.ride_min) for hop in hops] == [
        ("Quayside", "Mill", (905, 920, 935), 7),
        ("Mill", "Quayside", (910,), 8),
    ]
    assert hops[0].start == (0, 50)
    assert hops[0].end == (1000, 50)


def test_a_stop_may_come_with_its_coordinates(stops):
    columns = "line,from_stop,from_easting,from_northing,to_stop,departs,ride_min"
    (hop,) = hops_from_text(table("7,Kiosk,12.5,80,q1,15:05,3", columns=columns), stops)
    assert (hop.from_name, hop.start) == ("Kiosk", (12.5, 80))


def test_a_stop_that_is_not_known_or_not_the_only_one_is_refused(stops):
    for name in ("Nowhere", "Ash"):
        with pytest.raises(FileRefusedError, match=f"the stop '{name}' is not known"):
            hops_from_text(table(f"7,{name},q1,15:05,3"), stops)
    assert hops_from_text(table("7,a2,q1,15:05,3"), stops)[0].start == (3000, 50)


@pytest.mark.parametrize(
    ("line", "said"),
    [
        (",q1,m1,15:05,3", "line 2 has no line"),
        ("7,,m1,15:05,3", "line 2 has no from_stop"),
        ("7,q1,q1,15:05,3", "line 2 has one stop twice"),
        ("7,q1,m1,25:05,3", "line 2 has a wrong time of departure"),
        ("7,q1,m1,,3", "line 2 has a wrong time of departure"),
        ("7,q1,m1,15:05,0", "line 2 has a wrong ride_min"),
        ("7,q1,m1,15:05,soon", "line 2 has a wrong ride_min"),
    ],
)
def test_a_wrong_line_is_named(tmp_path, line, said):
    path = tmp_path / "hops.csv"
    path.write_text(f"{COLUMNS}\n{line}\n", encoding="utf-8")
    with pytest.raises(FileRefusedError, match=said):
        read_hops(path)


def test_a_missing_and_an_unknown_column_are_named(stops):
    with pytest.raises(FileRefusedError, match="there is no column departs"):
        hops_from_text(table("7,q1,m1,3", columns="line,from_stop,to_stop,ride_min"), stops)
    with pytest.raises(FileRefusedError, match="there is a column driver"):
        hops_from_text(table("7,q1,m1,15:05,3,Sam", columns=f"{COLUMNS},driver"), stops)
