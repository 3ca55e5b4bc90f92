import pandas as pd
import pytest

from geo.errors import FileRefusedError
from geo.timetables import bells_from_text, read_bells, read_terms, table_csv, terms_from_text

TERMS = "scope,scope_id,academic_year,kind,start,end,source\n"
BELLS = "urn,valid_from,valid_to,weekday,finish_time,stagger_min,source\n"


@pytest.fixture
def written(tmp_path):
    def write(text, encoding="utf-8"):
        path = tmp_path / "table.csv"
        path.write_text(text, encoding=encoding)
        return path

    return write


def test_terms_are_read_as_dates(written):
    table = read_terms(written(TERMS + "la,1,2026/27,term,2026-09-01,2026-12-18,council\n"))
    assert table.loc[0, "end"].isoformat() == "2026-12-18"


def test_bells_are_read_as_minutes(written):
    table = read_bells(written(BELLS + "100,2026-09-01,,Fri,14:50,,school\n"))
    row = table.iloc[0]
    assert (row.weekday, row.finish_min, row.stagger_min) == (4, 890, 0)
    assert row.valid_to.year == 9999


def test_every_wrong_line_is_named_at_once(written):
    text = TERMS + (
        "la,1,2026/27,term,2026-09-31,2026-12-18,x\n"
        "la,1,2026/27,holiday,2026-09-01,2026-08-01,x\n"
        "city,1,2026/27,term,2026-09-01,2026-12-18,x\n"
    )
    with pytest.raises(FileRefusedError) as refused:
        read_terms(written(text))
    said = str(refused.value)
    assert "line 2: start is not a date" in said
    assert "line 3: end is not a date on or after start" in said
    assert "line 3: kind is not one of term" in said
    assert "line 4: scope is not la or urn" in said


@pytest.mark.parametrize(
    ("row", "fault"),
    [
        ("100,2026-09-01,,Sat,14:50,0,x", "weekday"),
        ("100,2026-09-01,,Fri,25:50,0,x", "finish_time"),
        ("100,2026-09-01,,Fri,14:50,a while,x", "stagger_min"),
        ("100,2026-09-01,,Fri,14:50,121,x", "stagger_min"),
        ("100,soon,,Fri,14:50,0,x", "valid_from"),
        ("100,2026-09-01,2026-08-31,Fri,14:50,0,x", "valid_to"),
        (",2026-09-01,,Fri,14:50,0,x", "urn"),
    ],
)
def test_a_bell_that_cannot_ring_is_named(written, row, fault):
    with pytest.raises(FileRefusedError, match=f"line 2: {fault} is not"):
        read_bells(written(BELLS + row + "\n"))


@pytest.mark.parametrize("text", ["", "a,b\n1,2\n"])
def test_a_table_of_another_kind_is_refused(written, text):
    with pytest.raises(FileRefusedError, match=r"table\.csv"):
        read_terms(written(text))


def test_a_file_that_is_not_there_is_named(tmp_path):
    with pytest.raises(FileRefusedError, match="no such file"):
        read_terms(tmp_path / "none.csv")


def test_a_header_alone_is_an_empty_table(written):
    assert read_bells(written(BELLS)).empty
    assert read_terms(written(TERMS)).empty


def test_what_a_windows_spreadsheet_writes_is_read(written):
    text = BELLS + "100,01/09/2026,,Friday,14.50,,l’école\n"
    assert read_bells(written(text, "cp1252")).loc[0, "source"] == "l’école"


def test_a_table_written_as_csv_reads_back_and_runs_nothing(tmp_path):
    frame = pd.DataFrame(
        [("100", "2026-09-01", "", "Fri", "14:50", "0", '=HYPERLINK("x")')],
        columns=BELLS.strip().split(","),
    )
    path = tmp_path / "out.csv"
    path.write_bytes(table_csv(bells_from_text(frame).frame))
    assert "'=HYPERLINK" in path.read_text(encoding="utf-8")
    assert read_bells(path).loc[0, "source"] == '=HYPERLINK("x")'


def test_terms_are_written_in_their_own_columns():
    frame = pd.DataFrame(
        [("x", "la", "1", "term", "1 Sep 2026", "18 Dec 2026")],
        columns=["extra", "scope", "scope_id", "kind", "start", "end"],
    )
    text = table_csv(terms_from_text(frame).frame).decode("utf-8-sig")
    assert text == TERMS + "la,1,2026/27,term,2026-09-01,2026-12-18,\n"
