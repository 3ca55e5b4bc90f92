import geopandas as gpd
import pandas as pd
import pytest

from geo.layers._interchanges import grouped, hub_labels


def stops(*rows):
    """Rows of id, name, kind and metres east and north; then perhaps modes, hub and ``part``."""
    table = [(*row, *("", "", False)[len(row) - 5 :]) for row in rows]
    columns = ["interchange_id", "name", "kind", "x", "y", "modes", "hub", "part"]
    frame = pd.DataFrame(table, columns=columns).astype(
        dict.fromkeys(("interchange_id", "name", "kind", "modes", "hub"), "str")
    )
    frame["modes"] = frame["modes"].where(frame["modes"] != "", frame["kind"])
    return gpd.GeoDataFrame(
        frame, geometry=gpd.points_from_xy(530_000 + frame["x"], 180_000 + frame["y"]), crs=27700
    )


def labels(*rows):
    frame = stops(*rows)
    return hub_labels(frame, frame.geometry, frame["hub"], frame["part"]).tolist()


def test_an_entrance_and_the_bus_stops_around_belong_to_their_station():
    assert labels(
        ("e", "Balham Station Entrance", "rail", 60, 0, "", "", True),
        ("s", "Balham Rail Station", "rail", 0, 0),
        ("b", "High Road", "bus stops", 140, 0),
        ("n", "Balham Station", "bus stops", 250, 0),
    ) == ["s", "s", "s", "s"]


def test_a_bus_stop_on_the_street_alone_is_no_interchange():
    assert labels(
        ("s", "Balham Rail Station", "rail", 0, 0),
        ("far", "Balham Station", "bus stops", 350, 0),
        ("other", "Mill Lane", "bus stops", 160, 0),
    ) == ["s", "", ""]


def test_four_bus_stops_of_one_name_are_an_interchange_and_three_are_not():
    four = [(f"a{i}", "Market Place", "bus stops", 40 * i, 5_000) for i in range(4)]
    three = [(f"b{i}", "Mill Lane", "bus stops", 40 * i, 9_000) for i in range(3)]
    assert labels(*four, *three) == ["a0"] * 4 + [""] * 3


def test_bus_stops_along_a_street_do_not_chain_two_stations():
    street = [(f"b{i}", f"Stop {i}", "bus stops", 100 * i, 0) for i in range(1, 10)]
    found = labels(
        ("s", "West Station", "rail", 0, 0), *street, ("t", "East Station", "rail", 1_000, 0)
    )
    assert found[0] == "s"
    assert found[-1] == "t"
    assert found[5] == ""


def test_a_station_that_comes_twice_becomes_one():
    found = labels(
        ("a", "Euston", "rail", 0, 0), ("b", "Euston (Rail)", "rail", 300, 0),
        ("c", "Bethnal Green", "rail", 9_000, 0), ("d", "Bethnal Green", "rail", 9_600, 0),
    )  # fmt: skip
    assert found == ["a", "a", "c", "d"]


def test_stops_of_one_hub_are_together_however_far_and_its_own_row_stands_for_them():
    assert (
        labels(
            ("940G1", "King's Cross Underground Station", "rail", 0, 0, "tube", "HUBKGX"),
            ("490G2", "Pancras Road", "bus stops", 900, 0, "bus", "HUBKGX"),
            ("HUBKGX", "King's Cross & St Pancras", "rail", 400, 0, "", "HUBKGX"),
        )
        == ["HUBKGX"] * 3
    )


def test_a_bus_station_is_an_interchange_with_all_its_bays():
    assert labels(
        ("bay", "Town Bus Station", "bus station", 50, 0, "bus", "", True),
        ("bst", "Town Bus Station", "bus station", 0, 0, "bus"),
    ) == ["bst", "bst"]


@pytest.mark.parametrize("count", [0, 1])
def test_few_stops_are_no_trouble(count):
    rows = [("s", "Station", "rail", 0, 0)][:count]
    assert labels(*rows) == ["s"][:count]


def test_an_interchange_has_the_modes_of_all_its_stops_and_the_point_of_its_station():
    frame = stops(
        ("b", "High Road", "bus stops", 90, 0, "bus"),
        ("s", "Balham", "rail", 0, 0, "rail|tube"),
        ("t", "Alone", "tram", 5_000, 0, "tram"),
    )
    kept, joined = grouped(frame, pd.Series(["s", "s", "t"], dtype="str"))
    assert joined == 1
    assert kept["interchange_id"].tolist() == ["s", "t"]
    assert kept["modes"].tolist() == ["rail|tube|bus", "tram"]
    assert kept.geometry.x.tolist() == [530_000, 535_000]
    assert len(kept) + joined == len(frame)


def test_interchanges_of_their_own_stay_as_they_are():
    frame = stops(("a", "A", "rail", 0, 0, "rail|bus"), ("b", "B", "bus stops", 10, 0, "bus"))
    kept, joined = grouped(frame, frame["interchange_id"])
    assert joined == 0
    assert kept["modes"].tolist() == ["rail|bus", "bus"]
