import pytest

from geo.clock import read_bells, read_terms
from geo.errors import FileRefusedError

TERMS = "scope,scope_id,academic_year,kind,start,end,source\n"
BELLS = "urn,valid_from,valid_to,weekday,finish_time,stagger_min,source\n"


@pytest.fixture
def written(tmp_path):
    def write(text):
        path = tmp_path / "table.csv"
        path.write_text(text, encoding="utf-8")
        return path

    return write


def test_terms_are_read_as_dates(written):
    table = read_terms(written(TERMS + "la,1,2026/27,term,2026-09-01,2026-12-18,council\n"))
    assert table.loc[0, "end"].isoformat() == "2026-12-18"


def test_bells_are_read_as_minutes(written):
    table = read_bells(written(BELLS + "100,2026-09-01,,Fri,14:50,,school\n"))
    row = table.iloc[0]
    assert (row.weekday, row.finish_min, row.stagger_min) == (4, 890, 0)


def test_every_wrong_line_is_named_at_once(written):
    text = TERMS + (
        "la,1,2026/27,term,2026-09-31,2026-12-18,x\n"
        "la,1,2026/27,holiday,2026-09-01,2026-08-01,x\n"
        "city,1,2026/27,term,2026-09-01,2026-12-18,x\n"
    )
    with pytest.raises(FileRefusedError) as refused:
        read_terms(written(text))
    said = str(refused.value)
    assert "line 2 has a start or end that is no date" in said
    assert "line 3 has an end before its start" in said
    assert "line 3 has a kind other than" in said
    assert "line 4 has a scope other than" in said


@pytest.mark.parametrize(
    ("row", "fault"),
    [
        ("100,2026-09-01,,Sat,14:50,0,x", "weekday"),
        ("100,2026-09-01,,Fri,25:50,0,x", "finish_time"),
        ("100,2026-09-01,,Fri,14:50,a while,x", "stagger_min"),
        ("100,soon,,Fri,14:50,0,x", "valid_from"),
    ],
)
def test_a_bell_that_cannot_ring_is_named(written, row, fault):
    with pytest.raises(FileRefusedError, match=f"line 2 has .*{fault}"):
        read_bells(written(BELLS + row + "\n"))


@pytest.mark.parametrize("text", ["", "a,b\n1,2\n"])
def test_a_table_of_another_kind_is_refused(written, text):
    with pytest.raises(FileRefusedError, match=r"table\.csv"):
        read_terms(written(text))


def test_a_file_that_is_not_there_is_named(tmp_path):
    with pytest.raises(FileRefusedError, match="no such file"):
        read_terms(tmp_path / "none.csv")
