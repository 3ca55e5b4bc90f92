import csv
import io

from hypothesis import given
from hypothesis import strategies as st

from geo.formats._records import split


def spans(text, delimiter=","):
    found, regular = split(text.encode(), delimiter)
    rows = [
        (line, text.encode()[start:end].decode(), fields)
        for line, start, end, fields in zip(
            found.line, found.start, found.end, found.fields, strict=True
        )
    ]
    return rows, regular


def test_plain_rows_have_their_lines():
    assert spans("a,b\n1,2\n3,4\n") == ([(1, "a,b", 2), (2, "1,2", 2), (3, "3,4", 2)], True)


def test_the_last_line_needs_no_newline():
    assert spans("a,b\n1,2")[0] == [(1, "a,b", 2), (2, "1,2", 2)]


def test_a_newline_in_quotes_belongs_to_its_row_and_counts_as_a_line():
    rows, regular = spans('a,b\n"x\ny",2\n3,4\n')
    assert rows == [(1, "a,b", 2), (2, '"x\ny",2', 2), (4, "3,4", 2)]
    assert regular


def test_blank_lines_are_no_rows_but_count_as_lines():
    assert [row[0] for row in spans("a,b\n\n1,2\n  \n3,4\n\n")[0]] == [1, 3, 5]


def test_rows_of_another_width_are_seen():
    assert [row[2] for row in spans("a,b\n1\n1,2,3\n")[0]] == [2, 1, 3]


def test_a_delimiter_in_quotes_parts_nothing():
    assert [row[2] for row in spans('a,b\n"x,y",2\n')[0]] == [2, 2]


def test_doubled_quotes_are_text():
    rows, regular = spans('a,b\n"say ""hi""",2\n"""",3\n')
    assert [row[2] for row in rows] == [2, 2, 2]
    assert regular


def test_a_stray_quote_costs_one_row():
    rows, regular = spans('a,b\n"x,2\n3,4\n5,6\n')
    assert [(row[0], row[2]) for row in rows] == [(1, 2), (2, 0), (3, 2), (4, 2)]
    assert not regular


def test_a_quoted_newline_survives_in_a_file_with_a_stray_quote():
    rows, _ = spans('a,b\n1" pipe,2\n"x\ny",4\n')
    assert [(row[0], row[2]) for row in rows] == [(1, 2), (2, 2), (3, 2)]


@given(
    st.lists(st.lists(st.text(alphabet='ab,"\n ', max_size=6), min_size=2, max_size=4), min_size=1)
)
def test_what_a_csv_writer_writes_is_split_as_a_csv_reader_reads_it(rows):
    out = io.StringIO(newline="")
    csv.writer(out, lineterminator="\n").writerows(rows)
    found, regular = spans(out.getvalue())
    assert regular
    assert [fields for *_, fields in found] == [len(row) for row in rows]
    reader = csv.reader(io.StringIO(out.getvalue(), newline=""))
    ends = [reader.line_num for _ in reader]
    assert [line for line, *_ in found] == [1, *[end + 1 for end in ends[:-1]]]
