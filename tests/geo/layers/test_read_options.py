"""What a person says of a file: mappings, the order of dates, own words; and rejects mended."""

import datetime as dt

import pytest

from geo.columns import Mapping
from geo.errors import CrsError, FileRefusedError, SettingError
from geo.formats._delimited import _table_of
from geo.layers import ReadOptions, read_layer, read_table
from geo.model import LayerName

HEADER = "ref,when,east,north,what"
ROWS = (
    "1,03/04/2026 15:40,530000,180000,THEFT-PP",
    "2,05/04/2026 16:10,530100,180100,other thing",
)
COLUMNS = (
    ("incident_id", "ref"),
    ("committed_from", "when"),
    ("easting", "east"),
    ("northing", "north"),
    ("offence", "what"),
)


def table(*rows, header=HEADER):
    return _table_of("\n".join([header, *rows, ""]).encode(), "f.csv")


def read(brought, **said):
    return read_table(brought, LayerName.INCIDENTS, ReadOptions(**said))


def test_a_mapping_says_which_column_is_which():
    reading = read(
        table(*ROWS), mapping=Mapping("m", LayerName.INCIDENTS, COLUMNS, date_order="day first")
    )
    assert reading.frame["incident_id"].tolist() == ["1", "2"]
    assert reading.frame["committed_from"].dt.month.tolist() == [4, 4]


@pytest.mark.parametrize(("order", "month"), [("day first", 4), ("month first", 3)])
def test_whoever_knows_says_which_part_of_a_date_comes_first(order, month):
    mapping = Mapping("m", LayerName.INCIDENTS, COLUMNS)
    reading = read(table(*ROWS), mapping=mapping, date_order=order)
    assert reading.frame["committed_from"].dt.month.iloc[0] == month


def test_without_a_word_undecided_dates_are_refused():
    with pytest.raises(FileRefusedError, match="--dates day-first"):
        read(table(*ROWS), mapping=Mapping("m", LayerName.INCIDENTS, COLUMNS))


def test_the_forces_own_words_are_understood():
    said = {"date_order": "day first", "words": (("THEFT-PP", "theft_person"),)}
    mapping = Mapping("m", LayerName.INCIDENTS, COLUMNS)
    reading = read(table(*ROWS), mapping=mapping, **said)
    assert reading.frame["offence"].iloc[0] == "theft_person"
    assert any("other thing" in sentence for sentence in reading.notices)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"columns": (*COLUMNS[:4], ("offence", "gone"))}, "the columns gone"),
        ({"columns": COLUMNS[:2]}, "without longitude and latitude"),
        ({"layer": LayerName.SCHOOLS, "columns": (("name", "what"),)}, "is for the layer schools"),
    ],
)
def test_a_mapping_that_does_not_fit_is_explained(change, said):
    mapping = Mapping(**({"name": "m", "layer": LayerName.INCIDENTS, "columns": COLUMNS} | change))
    with pytest.raises(FileRefusedError, match=said):
        read(table(*ROWS), mapping=mapping)


def test_a_mapping_cannot_bring_in_a_person():
    mapping = Mapping("m", LayerName.INCIDENTS, (*COLUMNS[:4], ("location_type", "victim_name")))
    rows = (f"{row},Somebody" for row in ROWS)
    with pytest.raises(FileRefusedError, match="about persons"):
        read(table(*rows, header=f"{HEADER},victim_name"), mapping=mapping)


@pytest.mark.parametrize("name", ["", "../x", "a b", "x" * 61])
def test_a_mapping_needs_a_plain_name(name):
    with pytest.raises(SettingError, match="cannot be called"):
        Mapping(name, LayerName.INCIDENTS, COLUMNS)


def test_a_mapping_of_columns_that_are_none_is_refused():
    with pytest.raises(SettingError, match="names dragon"):
        Mapping("m", LayerName.INCIDENTS, (("dragon", "ref"),))


def test_a_date_without_a_time_is_a_span_of_that_day():
    reading = read(
        table("1,2026-04-03,530000,180000,robbery", "2,2026-04-03 15:00,530000,180000,robbery"),
        mapping=Mapping("m", LayerName.INCIDENTS, COLUMNS),
    )
    spans = reading.frame["committed_to"] - reading.frame["committed_from"]
    assert spans.iloc[0] == dt.timedelta(days=1)
    assert reading.frame["committed_to"].isna().tolist() == [False, True]


def test_rejected_rows_keep_their_cells_without_persons(tmp_path):
    path = tmp_path / "f.csv"
    path.write_text(
        "incident_id,occurred,easting,northing,victim_name\n"
        "1,2026-01-05 15:40,530000,180000,A\n2,2026-02-30 15:40,530010,180010,B\n"
    )
    reading = read_layer(path, LayerName.INCIDENTS)
    assert reading.rejected.to_dict("records") == [
        {
            "incident_id": "2",
            "occurred": "2026-02-30 15:40",
            "easting": "530010",
            "northing": "180010",
        }
    ]


def test_mended_rejects_come_in_as_they_first_were():
    text = (
        "line,reason,incident_id,occurred,longitude,latitude,location_type\n"
        "3,impossible date,7,2026-02-28 15:40,-0.12,51.5,'=SUM(A1)\n"
    )
    reading = read(_table_of(text.encode(), "rejects.csv"))
    assert reading.accepted == 1
    assert reading.frame["location_type"].tolist() == ["=SUM(A1)"]


def test_ids_made_of_content_do_not_depend_on_the_file_they_came_in():
    one = table(
        "2026-01-05 15:40,530000,180000,robbery", header="occurred,easting,northing,offence"
    )
    two = table(
        "robbery,180000.0,2026-01-05T15:40:00,530000,x",
        header="offence,northing,occurred,easting,extra",
    )
    first, second = (read(each).frame["incident_id"].iloc[0] for each in (one, two))
    assert first == second


def test_separate_columns_of_numbers_are_one_time():
    header = "YEAR,MONTH,DAY,HOUR,MINUTE,TYPE,longitude,latitude"
    reading = read(table("2026,4,3,15,7,Robbery,-0.1,51.5", header=header))
    assert reading.frame["committed_from"].iloc[0].isoformat() == "2026-04-03T15:07:00+01:00"


def test_a_file_of_another_layer_is_read_with_a_word_about_it():
    text = "interchange_id,name,Longitude,Latitude,StopType\n1,Mill Station,-0.1,51.5,RLY\n"
    reading = read_table(_table_of(text.encode(), "stops.csv"), LayerName.SCHOOLS, ReadOptions())
    assert any("looks like interchanges, and was read as schools" in n for n in reading.notices)
    again = read_table(_table_of(text.encode(), "stops.csv"), LayerName.INTERCHANGES, ReadOptions())
    assert not any("looks like" in notice for notice in again.notices)


def test_a_mapping_with_a_system_that_is_none_is_a_sentence():
    mapping = Mapping("m", LayerName.INCIDENTS, COLUMNS, date_order="day first", crs="banana")
    with pytest.raises(CrsError, match="'banana' is no coordinate system"):
        read(table(*ROWS), mapping=mapping)
