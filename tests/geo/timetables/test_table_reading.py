import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.errors import FileRefusedError
from geo.timetables import (
    BELL_COLUMNS,
    TERM_COLUMNS,
    bells_from_text,
    read_table_file,
    terms_from_text,
)

SCHOOLS = pd.DataFrame(
    {"urn": ["100", "200", "300", "400"], "name": ["Hill", "Quay", "Twin", "Twin"]}
)


def bells(*rows, columns=BELL_COLUMNS):
    return pd.DataFrame([*rows], columns=[*columns], dtype=object)


def row(**changes):
    usual = dict(zip(BELL_COLUMNS, ("100", "2026-09-01", "", "Mon", "15:10", "", ""), strict=True))
    return tuple((usual | changes).values())


def term(**changes):
    usual = ("la", "S1", "2026/27", "term", "2026-09-01", "2026-12-18", "")
    return tuple((dict(zip(TERM_COLUMNS, usual, strict=True)) | changes).values())


def terms(*rows):
    return pd.DataFrame([*rows], columns=[*TERM_COLUMNS], dtype=object)


def test_forms_become_canonical():
    reading = bells_from_text(
        bells(row(valid_from="1 Sep 2026", weekday="monday", finish_time="3.10pm"))
    )
    assert reading.frame.iloc[0].tolist() == ["100", "2026-09-01", "", "Mon", "15:10", "0", ""]


def test_a_row_for_every_day_becomes_five():
    reading = bells_from_text(bells(row(), row(urn="200", weekday="Mon-Fri")))
    assert reading.frame["weekday"].tolist() == ["Mon", "Mon", "Tue", "Wed", "Thu", "Fri"]
    assert reading.frame.index.tolist() == [0, 1, 1, 1, 1, 1]
    assert (reading.read, reading.accepted, reading.rejected) == (2, 2, 0)


def test_one_wrong_cell_loses_one_row_and_says_which():
    reading = bells_from_text(bells(row(), row(finish_time="late", stagger_min="999"), row()))
    assert [(f.row, f.column, f.came) for f in reading.faults] == [
        (1, "finish_time", "late"),
        (1, "stagger_min", "999"),
    ]
    assert "a time such as 15:10" in str(reading.faults[0])
    assert (reading.read, reading.accepted, reading.rejected) == (3, 2, 1)
    assert reading.rejects.loc[1, "finish_time"] == "late"
    assert "stagger_min" in reading.rejects.loc[1, "reason"]


def test_blank_rows_are_no_rows():
    reading = bells_from_text(bells(("",) * 7, row(), (None,) * 7))
    assert (reading.read, reading.accepted) == (1, 1)
    assert reading.frame.index.tolist() == [1]


def test_a_school_may_be_called_by_its_name_where_one_has_it():
    reading = bells_from_text(bells(row(urn="hill"), row(urn="Twin")), SCHOOLS)
    assert reading.frame["urn"].tolist() == ["100", "Twin"]
    (warning,) = reading.warnings
    assert (warning.kind, warning.rows) == ("unknown_school", (1,))


def test_a_row_that_stands_twice_is_a_warning():
    reading = bells_from_text(bells(row(), row(finish_time="15:20")))
    assert [(w.kind, w.rows) for w in reading.warnings] == [("twice", (0, 1))]


def test_columns_come_under_other_names_and_others_are_left_out():
    frame = pd.DataFrame(
        [("100", "1 Sep 2026", "daily", "15:10", "A. Head")],
        columns=["School URN", "From", "Day", "Finish time", "Head teacher"],
    )
    reading = bells_from_text(frame)
    assert len(reading.frame) == 5
    assert reading.ignored == ("Head teacher",)
    assert "A. Head" not in reading.frame.to_csv()


def test_a_missing_column_is_refused_by_name():
    with pytest.raises(FileRefusedError, match="without valid_from, weekday"):
        bells_from_text(pd.DataFrame(columns=["urn", "finish_time"], dtype=object))


def test_terms_take_their_year_and_their_one_day_from_the_start():
    reading = terms_from_text(
        terms(
            term(academic_year="", start="01/09/2026", end="18/12/2026"),
            term(kind="INSET day", end="", academic_year="2026-27", scope="School", scope_id="100"),
        )
    )
    assert reading.faults == ()
    assert reading.frame["academic_year"].tolist() == ["2026/27", "2026/27"]
    assert reading.frame.loc[1, ["scope", "kind", "end"]].tolist() == ["urn", "inset", "2026-09-01"]


def test_a_term_needs_its_last_day():
    reading = terms_from_text(terms(term(end="")))
    assert [(f.row, f.column) for f in reading.faults] == [(0, "end")]


CELL = st.sampled_from(
    ["", "100", "Hill", "Mon", "Mon-Fri", "Sat", "15:10", "3pm", "late", "1 Sep 2026", "2026-13-01",
     "01/09/2026", "12/31/2026", "la", "urn", "term", "inset", "2026/27", "=1+1", "15 min", "\x00"]
)  # fmt: skip


@given(st.lists(st.tuples(*[CELL] * 7), max_size=8))
def test_accepted_and_rejected_are_all_that_was_read(rows):
    count = sum(any(cell.strip() for cell in cells) for cells in rows)
    for read, columns in ((bells_from_text, BELL_COLUMNS), (terms_from_text, TERM_COLUMNS)):
        reading = read(pd.DataFrame(rows, columns=[*columns], dtype=object), SCHOOLS)
        assert reading.read == count == reading.accepted + reading.rejected
        assert set(reading.frame.index).isdisjoint(reading.rejected_rows)
        assert len(reading.rejects) == reading.rejected


@given(st.lists(st.tuples(*[CELL] * 7), max_size=8))
def test_what_was_read_reads_again_as_it_is(rows):
    for read, columns in ((bells_from_text, BELL_COLUMNS), (terms_from_text, TERM_COLUMNS)):
        once = read(pd.DataFrame(rows, columns=[*columns], dtype=object)).frame
        again = read(once)
        assert again.faults == ()
        assert again.frame.to_numpy().tolist() == once.to_numpy().tolist()


def test_a_file_is_read_by_line_and_torn_rows_are_rejected(tmp_path):
    path = tmp_path / "bells.csv"
    path.write_text(
        "urn;valid_from;weekday;finish_time\n"
        "100;01/09/2026;daily;15.10\n"
        "\n"
        "200;01/09/2026;Mon\n"
        "300;01/09/2026;Mon;never\n",
        encoding="cp1252",
    )
    reading = read_table_file(path, "bells", SCHOOLS)
    assert (reading.read, reading.accepted, reading.rejected) == (3, 1, 2)
    assert set(reading.frame.index) == {2}
    assert [fault.row for fault in reading.faults] == [4, 5]
    assert reading.rejects.index.tolist() == [4, 5]


def test_a_file_without_the_columns_is_refused(tmp_path):
    path = tmp_path / "other.csv"
    path.write_text("a,b\n1,2\n", encoding="utf-8")
    with pytest.raises(FileRefusedError, match="the columns a, b came"):
        read_table_file(path, "terms")
