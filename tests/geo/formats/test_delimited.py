"""The fast way and the careful way through a CSV agree wherever both can go."""

import csv
import io

import numpy as np
from hypothesis import example, given
from hypothesis import strategies as st

from geo.errors import FileRefusedError
from geo.formats._delimited import _plain_table, _table_of, _taken_apart

CELL = st.text(st.characters(codec="utf-8", exclude_characters="\r\0"), max_size=6)
ROWS = st.lists(st.lists(CELL, min_size=3, max_size=3), min_size=1, max_size=6)


def written(rows, delimiter=","):
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter, lineterminator="\n").writerows([["a", "b", "c"], *rows])
    return out.getvalue().encode()


@given(ROWS)
@example([["", "", "\x1f"]])
@example([["1", " 2", "3 "], ["\t", "", "x"]])
@example([["x\ny", "2", "3"], ["", "", ""]])
def test_both_ways_find_the_same_cells_on_the_same_lines(rows):
    text = written(rows)
    try:
        careful = _taken_apart(text, ",", "f.csv")
    except FileRefusedError:
        return
    quick = _table_of(text, "f.csv")
    assert quick.frame.astype(str).to_numpy().tolist() == careful.frame.to_numpy().tolist()
    assert quick.line.tolist() == careful.line.tolist()
    every = np.arange(len(quick.line))
    assert quick.original(every) == careful.original(every)


def test_a_plain_file_is_parsed_at_once():
    assert _plain_table(b"a,b\n1,2\n3,4\n", ",", ["a", "b"]).num_rows == 2
    assert _plain_table(b"a,b\n1,2\n3,4", ",", ["a", "b"]).num_rows == 2
    assert _plain_table(b'a,b\n"x,y",2\n', ",", ["a", "b"]).num_rows == 1


def test_whatever_is_not_plain_is_left_to_the_careful_way():
    for text in (
        b"a,b\n\n1,2\n",
        b"a,b\n1\n",
        b"a,b\n1,2,3\n",
        b'a,b\n"x\ny",2\n',
        b'a,b\nx"y,2\n',
        b"a,b\n1,\x002\n",
        b"a,b\n",
    ):
        assert _plain_table(text, ",", ["a", "b"]) is None


def test_spaces_around_a_cell_do_not_count_in_either_way():
    assert _table_of(b"a,b\n 1 ,2\n", "f.csv").frame["a"].tolist() == ["1"]
    assert _table_of("a,b\n\u00a01,2\n".encode(), "f.csv").frame["a"].tolist() == ["1"]
