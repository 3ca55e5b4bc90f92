import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.errors import SettingError
from geo.timetables import BELL_COLUMNS, TERM_COLUMNS, put_together, table_changes


def bells(*rows):
    """Rows of (urn, weekday, finish_time)."""
    full = [(urn, "2026-09-01", "", day, finish, "0", "") for urn, day, finish in rows]
    return pd.DataFrame(full, columns=[*BELL_COLUMNS], dtype=object)


BEFORE = bells(("1", "Mon", "15:10"), ("1", "Tue", "15:10"), ("2", "Mon", "15:20"))


def test_rows_that_were_added_removed_or_changed_are_told():
    after = bells(("3", "Mon", "15:30"), ("2", "Mon", "15:20"), ("1", "Mon", "14:50"))
    found = table_changes(BEFORE, after)
    told = found[["change", "urn", "weekday", "finish_time", "was"]].to_numpy().tolist()
    assert sorted(told) == [
        ["added", "3", "Mon", "15:30", ""],
        ["changed", "1", "Mon", "14:50", "finish_time 15:10"],
        ["removed", "1", "Tue", "15:10", ""],
    ]


def test_an_empty_cell_that_was_filled_is_told():
    after = BEFORE.assign(source=["council", "", ""], stagger_min=["10", "0", "0"])
    assert table_changes(BEFORE, after)["was"].tolist() == ["stagger_min 0, source nothing"]


def test_the_order_of_rows_is_no_change():
    assert table_changes(BEFORE, BEFORE.iloc[::-1]).empty


def test_terms_are_compared_by_scope_kind_and_start():
    before = pd.DataFrame(
        [("la", "1", "", "term", "2026-09-01", "2026-12-18", "")], columns=[*TERM_COLUMNS]
    )
    after = before.assign(end="2026-12-17")
    assert table_changes(before, after)["was"].tolist() == ["end 2026-12-18"]


def test_a_table_of_another_kind_is_refused():
    with pytest.raises(SettingError, match="a, b"):
        table_changes(BEFORE, pd.DataFrame(columns=["a", "b"]))


ROW = st.tuples(st.sampled_from("12"), st.sampled_from(["Mon", "Tue"]), st.sampled_from("ABC"))
TABLE = st.lists(ROW, max_size=6).map(lambda rows: bells(*rows))


@given(TABLE, TABLE)
def test_what_was_added_and_removed_makes_up_the_difference(before, after):
    counts = table_changes(before, after)["change"].value_counts()
    assert len(after) - len(before) == counts.get("added", 0) - counts.get("removed", 0)
    assert table_changes(after, after).empty


@given(TABLE, TABLE)
def test_together_every_coming_row_stands_and_the_others_stay(before, coming):
    key = ["urn", "weekday", "valid_from"]
    once = put_together(before, coming)
    last = coming.drop_duplicates(key, keep="last")
    missing = last.merge(once, how="left", indicator=True)["_merge"]
    assert (missing == "both").all()
    others = before.merge(last[key], on=key, how="left", indicator=True)["_merge"] == "left_only"
    assert len(once) == others.sum() + len(last)
    assert put_together(once, coming).to_numpy().tolist() == once.to_numpy().tolist()
