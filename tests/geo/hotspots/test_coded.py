import numpy as np
import pandas as pd
import pytest

from geo.hotspots.scoring import _Coded

TEXTS = ["b", "a", None, "b", ""]


@pytest.mark.parametrize("kind", ["str", "object", "category"])
def test_a_column_is_taken_apart_whatever_its_type(kind):
    coded = _Coded.of(pd.Series(TEXTS).astype(kind))
    assert coded.names == ("", "a", "b")
    assert coded.codes.tolist() == [2, 1, 0, 2, 0]


def test_columns_put_together_from_parts_are_one_column():
    parts = [pd.Series(texts, dtype="str") for texts in (["c", "a"], ["b"], ["a", None])]
    coded = _Coded.of(pd.concat(parts))
    assert [coded.names[code] for code in coded.codes] == ["c", "a", "b", "a", ""]


@pytest.mark.parametrize("kind", ["str", "object", "category"])
def test_no_rows_have_no_names(kind):
    coded = _Coded.of(pd.Series([], dtype=kind))
    assert (len(coded.codes), coded.names) == (0, ())


@pytest.mark.parametrize("count", [127, 128, 129, 40_000])
def test_many_names_have_numbers_large_enough(count):
    names = pd.Series([f"{n:05d}" for n in range(count)])
    coded = _Coded.of(pd.concat([names, pd.Series([None])]))
    assert coded.codes.tolist() == [*range(1, count + 1), 0]


def test_names_that_no_longer_occur_are_forgotten():
    coded = _Coded.of(pd.Series(["c", "a", "b", "c"])).used(np.array([0, 2, 3]))
    assert coded.names == ("b", "c")
    assert coded.codes.tolist() == [1, 0, 1]
    assert coded.counts().tolist() == [1, 2]


def test_something_is_asked_once_for_each_distinct_text():
    asked = []
    column = _Coded.of(pd.Series(["a", "b", "a", "a"]))
    assert column.where(lambda text: asked.append(text) or text == "a").tolist() == [1, 0, 1, 1]
    assert asked == ["a", "b"]
