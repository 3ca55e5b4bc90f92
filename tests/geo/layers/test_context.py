import pytest

from geo.layers import read_layer
from geo.model import LayerName

HEAD = (
    "Crime ID,Month,Reported by,Falls within,Longitude,Latitude,Location,LSOA code,LSOA name,"
    "Crime type,Last outcome category,Context\n"
)
FORCE = "Metropolitan Police Service,Metropolitan Police Service"


def row(ident, month="2016-06", place="On or near High Street", kind="Robbery", at="-0.1,51.5"):
    return f"{ident},{month},{FORCE},{at},{place},E01,Camden 001A,{kind},,\n"


@pytest.fixture
def read(tmp_path):
    def go(*rows):
        path = tmp_path / "2016-06-street.csv"
        path.write_text(HEAD + "".join(rows), encoding="utf-8")
        return read_layer(path, LayerName.CONTEXT)

    return go


def test_street_crime_by_month_becomes_context(read):
    reading = read(row("a1"), row("b2", kind="Bicycle theft"))
    assert list(reading.frame.columns) == [
        *("incident_id", "source", "offence", "month", "place", "geometry")
    ]
    first = reading.frame.iloc[0]
    assert first["incident_id"] == "a1"
    assert first["source"] == "Metropolitan Police Service"
    assert first["month"] == "2016-06"
    assert first["place"] == "On or near High Street"
    assert reading.frame["offence"].tolist() == ["personal robbery", "Bicycle theft"]


def test_rows_without_an_id_that_are_alike_are_each_a_record(read):
    asb = row("", kind="Anti-social behaviour")
    reading = read(asb, asb, asb, row("", place="On or near Park Road"))
    assert reading.accepted == 4
    assert reading.frame["incident_id"].is_unique
    assert set(read(asb, asb, asb).frame["incident_id"]) < set(reading.frame["incident_id"])


def test_a_record_that_comes_twice_counts_once_and_its_later_version_wins(read):
    reading = read(row("a"), row("a"), row("b"), row("b", kind="Drugs"))
    assert reading.rejects["reason"].tolist() == [
        "duplicate row",
        "a later row has the same incident_id",
    ]
    assert reading.frame["offence"].tolist() == ["personal robbery", "drugs"]


@pytest.mark.parametrize(
    ("fault", "reason"),
    [
        ({"month": ""}, "no month"),
        ({"month": "2016-13"}, "impossible month"),
        ({"month": "June"}, "impossible month"),
        ({"at": ",", "place": "No Location"}, "missing point"),
    ],
)
def test_faulty_rows_are_rejected(read, fault, reason):
    reading = read(row("a"), row("b", **fault))
    assert reading.rejects["reason"].tolist() == [reason]
    assert reading.accepted == 1


@pytest.mark.parametrize("month", ["2016-06", "2016/6", "2016-06-01"])
def test_months_are_written_one_way(read, month):
    assert read(row("a", month=month)).frame["month"].tolist() == ["2016-06"]
