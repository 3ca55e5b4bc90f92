"""Whatever the rows of a CSV hold, each is accepted or rejected: none is lost, none invented."""

import csv
import io
import tempfile
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from geo.errors import AfterbellError, FileRefusedError
from geo.layers import read_layer
from geo.model import LayerName

COLUMNS = ("incident_id", "offence", "committed_from", "committed_to", "longitude", "latitude")
ids = st.sampled_from(["", "1", "2", "A", " A ", "é"]) | st.integers(0, 10**6).map(str)
words = st.text(st.characters(codec="utf-8", exclude_characters="\x00\r"), max_size=12)
times = st.sampled_from(
    (
        *("", "2026-01-05 15:40", "2026-02-30", "2062-01-01", "soon", "2026-03-29T01:30"),
        *("2026-01-05T15:40:00Z", "2026-10-25 01:30", "1066-10-14", "27 Apr 2016", "25/12/2025"),
    )
)
degrees = st.sampled_from(["", "x", "-0.1", "51.5", "0", "nan", "inf", "1e400", "-0.11", "51.51"])
row = st.tuples(ids, words, times, times, degrees, degrees)
lost = st.integers(0, 3)


def read(text):
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "rows.csv"
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return read_layer(path, LayerName.INCIDENTS)


def written(rows):
    out = io.StringIO(newline="")
    csv.writer(out, lineterminator="\n").writerows([COLUMNS, *rows])
    return out.getvalue()


@given(st.lists(row, min_size=1, max_size=25))
def test_accepted_and_rejected_are_what_was_read(rows):
    try:
        reading = read(written(rows))
    except FileRefusedError as refused:
        assert "rows.csv" in str(refused)  # noqa: PT017 - a refusal is one of two right answers
        return
    assert reading.read == len(rows)
    assert reading.accepted + len(reading.rejects) == len(rows)
    assert reading.frame["incident_id"].is_unique
    assert (reading.rejects["reason"] != "").all()


@given(st.lists(st.tuples(row, lost), min_size=1, max_size=25))
def test_torn_rows_are_counted_too(rows):
    torn = [cells[: len(cells) - lost] for cells, lost in rows]
    try:
        reading = read(written(torn))
    except FileRefusedError:
        return
    assert reading.read == len(rows)


@given(st.text(alphabet='",\n;\t ab1-', max_size=200))
def test_any_text_after_a_header_is_a_sentence_or_adds_up(tail):
    head = ",".join(COLUMNS)
    try:
        reading = read(f"{head}\n{tail}")
    except AfterbellError as refused:
        assert "rows.csv" in str(refused)  # noqa: PT017 - a refusal is one of two right answers
        return
    assert reading.accepted + len(reading.rejects) == reading.read
    assert reading.read <= tail.count("\n") + 1


@given(st.binary(min_size=1, max_size=300))
def test_any_bytes_are_a_sentence(content):
    try:
        read(content)
    except AfterbellError as refused:
        assert "rows.csv" in str(refused)  # noqa: PT017 - a refusal is one of two right answers
