"""Cells that a spreadsheet would run are neutralised, numbers stay, and all of it can be undone."""

import io

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.formats import csv_bytes, restored
from geo.formats.safe_csv import _harmless

STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def one(text):
    return _harmless(pd.Series([text], dtype="str")).iloc[0]


@pytest.mark.parametrize("start", STARTS)
@pytest.mark.parametrize("before", ["", " ", "\u00a0", '"', "'", " ' ", "\u200b", "\ufeff"])
def test_a_cell_that_would_run_gets_an_apostrophe(before, start):
    cell = f"{before}{start}HYPERLINK(1)"
    assert one(cell) == f"'{cell}"


@pytest.mark.parametrize(
    "cell", ["-0.12", "+5", "-51,5", "-1e-5", "+.5", " -3", "-1.234.567", "+1E+9", "-7 "]
)
def test_a_plain_number_stays(cell):
    assert one(cell) == cell


@pytest.mark.parametrize("cell", ["-1-2", "+1+cmd", "-A1", "--1", "-", "+44 20 7946", "-1\n=2"])
def test_what_only_begins_like_a_number_does_not(cell):
    assert one(cell) == f"'{cell}"


@pytest.mark.parametrize("cell", ["", "High Street", "a=b", "x@y", "1-2", "O'Hara", "'tis"])
def test_other_cells_stay(cell):
    assert one(cell) == cell


@given(
    st.lists(
        st.one_of(
            st.text(max_size=12),
            st.text(st.sampled_from([*STARTS, "'", '"', " ", "1", ".", "a", "\u200b"]), max_size=8),
        )
    )
)
def test_it_can_be_undone(cells):
    column = pd.Series(cells, dtype="str")
    assert restored(_harmless(column)).tolist() == cells


@given(st.text(st.sampled_from([*STARTS, "'", '"', " ", "1", "a"]), min_size=1, max_size=8))
def test_nothing_that_comes_out_would_run(cell):
    made = one(cell)
    if made != cell:
        assert made.startswith("'")
    else:
        bare = made.strip(" '\"\u00a0")
        assert not bare.startswith(STARTS) or float(bare.replace(",", ".")) is not None


def test_headings_and_missing_cells_are_safe_too():
    frame = pd.DataFrame({"=1+1": ["@x", None], "n": [-1, 2]})
    text = csv_bytes(frame)
    assert text.startswith(b"\xef\xbb\xbf'=1+1,n\n'@x,-1\n")
    again = pd.read_csv(io.BytesIO(text), encoding="utf-8-sig", keep_default_na=False)
    assert again["n"].tolist() == [-1, 2]
    assert again["'=1+1"].tolist() == ["'@x", ""]


def test_columns_of_one_name_are_both_written():
    frame = pd.DataFrame([["a", "b"]], columns=["x", "x"])
    assert csv_bytes(frame).decode("utf-8-sig") == "x,x\na,b\n"
